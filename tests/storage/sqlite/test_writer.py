"""How the writer groups, and what it does when the disk or another process is in its way."""

import asyncio
import os
import signal
import sqlite3
import subprocess
import sys
import textwrap
from collections.abc import AsyncIterator
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from subprocess import PIPE

import pytest
from sqlalchemy import Connection, RootTransaction
from sqlalchemy.exc import IntegrityError

from storage.errors import StoreDamagedError, StoreUnavailableError
from storage.sqlite.store import SqliteStore
from storage.sqlite.threads import LoopThread, WorkerThread
from storage.sqlite.writer import GROUP_LIMIT, SqliteWriter
from tests.storage.tables import METADATA, add_note, count_notes, list_words

WAIT = timedelta(milliseconds=200)
REPO = Path(__file__).parents[3]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A database file that is not there yet."""
    return tmp_path / "data" / "adaldyq.db"


@pytest.fixture(params=[WorkerThread, LoopThread])
async def store(request: pytest.FixtureRequest, path: Path) -> AsyncIterator[SqliteStore]:
    """A store that loses patience quickly, on a thread of its own and in turns of the loop."""
    opened = await SqliteStore.open(path, busy_timeout=WAIT, thread=request.param)
    await opened.write(METADATA.create_all, (), {})
    yield opened
    await opened.close()


async def keep(store: SqliteStore, word: str) -> None:
    await store.write(add_note, (word,), {})


async def words(store: SqliteStore) -> list[str]:
    found: list[str] = await store.read(list_words, (), {})
    return found


async def ask(store: SqliteStore, pragma: str) -> int:
    number: int = await store._writer.run(lambda: store._writer._raw.execute(pragma).fetchone()[0])
    return number


def start_child(script: str, *arguments: str) -> subprocess.Popen[str]:
    """Run *script* in a process of its own, beside the loop."""
    command = [sys.executable, "-c", script, *arguments]
    return subprocess.Popen(command, cwd=REPO, stdin=PIPE, stdout=PIPE, stderr=PIPE, text=True)


async def run_child(script: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run *script* in a process of its own to its end."""
    with start_child(script, *arguments) as child:
        output, errors = await asyncio.to_thread(child.communicate, timeout=60)
    return subprocess.CompletedProcess(script, child.returncode, output, errors)


@pytest.fixture
def commits(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The number of rows changed by each COMMIT, one entry each."""
    seen: list[int] = []
    real = SqliteWriter._commit

    def count(writer: SqliteWriter, transaction: RootTransaction) -> None:
        real(writer, transaction)
        seen.append(writer._raw.total_changes)

    monkeypatch.setattr(SqliteWriter, "_commit", count)
    return seen


async def test_what_is_queued_together_is_committed_together(store: SqliteStore, commits: list[int]) -> None:
    before = len(commits)
    await asyncio.gather(*(keep(store, str(number)) for number in range(GROUP_LIMIT)))
    assert len(commits) - before == 1
    assert await words(store) == [str(number) for number in range(GROUP_LIMIT)]


async def test_a_group_has_a_bound(store: SqliteStore, commits: list[int]) -> None:
    before = len(commits)
    await asyncio.gather(*(keep(store, str(number)) for number in range(GROUP_LIMIT + 1)))
    assert len(commits) - before == 2


async def test_each_runs_alone_in_order_when_one_raises(store: SqliteStore) -> None:
    ran: list[str] = []

    def keep_noted(connection: Connection, word: str) -> int:
        ran.append(word)
        add_note(connection, word)
        return count_notes(connection)

    outcomes = await asyncio.gather(
        *(store.write(keep_noted, (word,), {}) for word in ("a", "b", "b", "c")), return_exceptions=True
    )
    assert [outcomes[0], outcomes[1], outcomes[3]] == [1, 2, 3]
    assert isinstance(outcomes[2], IntegrityError)
    assert ran == ["a", "b", "b", "a", "b", "b", "c"]
    assert await words(store) == ["a", "b", "c"]


async def test_a_rollback_that_a_function_hides_acknowledges_nobody_s_loss(store: SqliteStore) -> None:
    await keep(store, "there")

    def hide_a_rollback(connection: Connection) -> None:
        with suppress(IntegrityError):
            connection.exec_driver_sql("INSERT OR ROLLBACK INTO notes (word) VALUES ('there')")

    outcomes = await asyncio.gather(
        keep(store, "before"), store.write(hide_a_rollback, (), {}), keep(store, "after"), return_exceptions=True
    )
    assert [type(outcome) for outcome in outcomes] == [type(None), StoreUnavailableError, type(None)]
    assert await words(store) == ["there", "before", "after"]


async def test_a_caller_is_answered_only_after_the_commit(store: SqliteStore, path: Path) -> None:
    await asyncio.gather(*(keep(store, str(number)) for number in range(5)))
    with sqlite3.connect(path) as other:
        assert other.execute("SELECT count(*) FROM notes").fetchone() == (5,)
    other.close()


async def test_another_writer_makes_everybody_fail_once_and_nobody_hang(store: SqliteStore, path: Path) -> None:
    with start_child(_HOLD_WRITE_LOCK, str(path)) as blocker:
        assert blocker.stdout is not None
        assert blocker.stdin is not None
        assert await asyncio.to_thread(blocker.stdout.readline) == "held\n"
        began = asyncio.get_running_loop().time()
        outcomes = await asyncio.gather(*(keep(store, str(n)) for n in range(40)), return_exceptions=True)
        assert asyncio.get_running_loop().time() - began < 20 * WAIT.total_seconds()
        (said,) = {str(outcome) for outcome in outcomes}
        assert said.startswith("SQLite: another process holds the database; end what else")
        assert all(isinstance(outcome, StoreUnavailableError) for outcome in outcomes)
        with pytest.raises(StoreUnavailableError):
            await store.probe()
        assert await words(store) == []  # reads go on
        blocker.stdin.close()
    await keep(store, "after")
    await store.probe()
    assert await words(store) == ["after"]


_HOLD_WRITE_LOCK = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("BEGIN IMMEDIATE")
print("held", flush=True)
sys.stdin.read()
"""


async def test_a_full_database_stops_writes_until_there_is_room(store: SqliteStore) -> None:
    await ask(store, f"PRAGMA max_page_count={await ask(store, 'PRAGMA page_count')}")
    big = "x" * 20000
    with pytest.raises(StoreUnavailableError, match="the disk is full"):
        await keep(store, big)
    with pytest.raises(StoreUnavailableError, match="the disk is full"):
        await store.probe()
    assert await words(store) == []
    await ask(store, "PRAGMA max_page_count=100000")
    await store.probe()
    await keep(store, big)
    assert await words(store) == [big]


async def test_a_limit_of_the_file_size_is_a_fault_of_the_store(path: Path) -> None:
    """A real write(2) that fails: the system allows this child process no larger file."""
    done = await run_child(_FILL_UP, str(path), "300000")
    assert done.returncode == 0, done.stderr
    acknowledged = int(done.stdout)
    reopened = await SqliteStore.open(path)
    assert await reopened.read(count_notes, (), {}) == acknowledged
    await reopened.close()


_FILL_UP = textwrap.dedent("""
    import asyncio, pathlib, resource, signal, sys
    from storage.errors import StoreDamagedError, StoreUnavailableError
    from storage.sqlite.store import SqliteStore
    from tests.storage.tables import METADATA, add_note

    async def main():
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), int(sys.argv[2])))
        store = await SqliteStore.open(pathlib.Path(sys.argv[1]))
        await store.write(METADATA.create_all, (), {})
        kept = 0
        for number in range(200):
            try:
                await store.write(add_note, (f"{number:05}" * 800,), {})
                kept += 1
            except StoreUnavailableError as error:
                cause = str(error).partition(";")[0]
                assert cause in ("SQLite: the disk is full", "SQLite: the disk does not answer properly"), error
        assert 0 < kept < 200, kept
        print(kept)
        await store.close()

    asyncio.run(main())
""")


def leave_readable_only(path: Path) -> None:
    """Let everybody read *path* and nobody write it or beside it."""
    path.chmod(0o444)
    path.parent.chmod(0o555)
    for folder in path.parents:  # pytest makes its folders for their owner alone
        if folder.name.startswith(("test_", "pytest-", "popen-")):
            folder.chmod(0o755)


async def test_a_file_that_may_only_be_read_is_refused(path: Path) -> None:
    await (await SqliteStore.open(path)).close()
    leave_readable_only(path)
    done = await run_child(_OPEN_AS_NOBODY, str(path))
    refusal = (
        "refused: The database file cannot be made or kept private: Operation not permitted. "
        "Let the bot's account own the file and its folder (chown), or choose another place in DATABASE_URL\n"
    )
    assert (done.stdout, done.stderr) == (refusal, "")


async def test_a_connection_that_may_only_read_is_a_fault_of_the_store(store: SqliteStore) -> None:
    await store._writer.run(lambda: store._writer.set_pragma("query_only", 1))
    with pytest.raises(StoreUnavailableError, match="read-only"):
        await keep(store, "word")


_OPEN_AS_NOBODY = textwrap.dedent("""
    import asyncio, os, pathlib, pwd, sys
    import concurrent.futures.thread  # before the interpreter's own files are out of reach
    from storage.errors import StoreDamagedError, StoreUnavailableError
    from storage.sqlite.store import SqliteStore

    async def main():
        if os.geteuid() == 0:
            os.seteuid(pwd.getpwnam("nobody").pw_uid)
        try:
            await SqliteStore.open(pathlib.Path(sys.argv[1]))
        except StoreUnavailableError as error:
            print("refused:", error)

    asyncio.run(main())
""")


def damage(path: Path) -> None:
    """Overwrite everything after the first page."""
    with path.open("r+b") as file:
        file.seek(4096)
        file.write(os.urandom(path.stat().st_size - 4096))


async def test_damage_is_the_error_of_whoever_meets_it(path: Path) -> None:
    store = await SqliteStore.open(path)
    await store.write(METADATA.create_all, (), {})
    for number in range(50):
        await keep(store, f"{number}" * 500)
    await store.close()
    damage(path)
    store = await SqliteStore.open(path)
    for meet in (words(store), keep(store, "more")):
        with pytest.raises(StoreDamagedError, match="damaged"):
            await meet
    await store.close()


async def test_probe_notices_that_the_file_was_replaced(store: SqliteStore, path: Path) -> None:
    await store.probe()
    await asyncio.to_thread(path.rename, path.with_name("moved.db"))
    with pytest.raises(StoreUnavailableError, match="not at its place any more"):
        await store.probe()
    await asyncio.to_thread(path.with_name("moved.db").rename, path)
    await store.probe()


async def test_checkpoint_empties_the_log_and_what_was_deleted_is_gone(store: SqliteStore, path: Path) -> None:
    await keep(store, "a-word-that-must-go")
    await store.write(lambda connection: connection.exec_driver_sql("DELETE FROM notes"), (), {})
    assert await store.checkpoint(timedelta(seconds=5))
    assert path.with_name("adaldyq.db-wal").stat().st_size == 0
    assert b"a-word-that-must-go" not in await asyncio.to_thread(path.read_bytes)


async def test_checkpoint_gives_up_while_somebody_reads_and_writers_go_on(store: SqliteStore, path: Path) -> None:
    await keep(store, "first")
    reader = sqlite3.connect(path, isolation_level=None)
    reader.execute("BEGIN")
    assert reader.execute("SELECT count(*) FROM notes").fetchone() == (1,)
    await keep(store, "second")
    assert not await store.checkpoint(timedelta(milliseconds=300))
    await keep(store, "third")
    reader.close()
    assert await store.checkpoint(timedelta(seconds=5))


async def test_files_are_private(store: SqliteStore, path: Path) -> None:
    await keep(store, "word")
    assert {entry.name: oct(entry.stat().st_mode & 0o777) for entry in (path.parent, *path.parent.iterdir())} == {
        "data": "0o700",
        "adaldyq.db": "0o600",
        "adaldyq.db-wal": "0o600",
        "adaldyq.db-shm": "0o600",
    }


async def test_nothing_acknowledged_is_lost_when_the_process_is_killed(path: Path) -> None:
    for round_number, lines in enumerate((1, 40, 150)):
        with start_child(_WRITE_UNTIL_KILLED, str(path), str(round_number)) as child:
            assert child.stdout is not None
            acknowledged = [await asyncio.to_thread(child.stdout.readline) for _ in range(lines)]
            child.send_signal(signal.SIGKILL)
            acknowledged += child.stdout.readlines()
        assert child.returncode == -signal.SIGKILL
        store = await SqliteStore.open(path)
        kept = set(await words(store))
        whole = {line.strip() for line in acknowledged if line.endswith("\n")}
        assert len(whole) >= lines
        assert whole <= kept
        await store.close()


_WRITE_UNTIL_KILLED = textwrap.dedent("""
    import asyncio, pathlib, sys
    from storage.sqlite.store import SqliteStore
    from tests.storage.tables import METADATA, add_note

    async def write_for_ever(store, name):
        number = 0
        while True:
            word = f"{sys.argv[2]}-{name}-{number}"
            await store.write(add_note, (word,), {})
            print(word, flush=True)
            number += 1

    async def main():
        store = await SqliteStore.open(pathlib.Path(sys.argv[1]))
        await store.write(METADATA.create_all, (), {})
        await asyncio.gather(*(write_for_ever(store, name) for name in range(20)))

    asyncio.run(main())
""")


@pytest.mark.parametrize(("step", "kept"), [("before", False), ("after", True)])
async def test_a_process_killed_around_the_commit_keeps_all_or_nothing(path: Path, step: str, kept: bool) -> None:
    store = await SqliteStore.open(path)
    await store.write(METADATA.create_all, (), {})
    await store.close()
    done = await run_child(_DIE_AROUND_COMMIT, str(path), step)
    assert (done.returncode, done.stdout) == (-signal.SIGKILL, "")
    store = await SqliteStore.open(path)
    assert await words(store) == (["a", "b", "c"] if kept else [])
    await store.close()


_DIE_AROUND_COMMIT = textwrap.dedent("""
    import asyncio, os, pathlib, signal, sys
    from storage.sqlite.store import SqliteStore
    from storage.sqlite.writer import SqliteWriter
    from tests.storage.tables import add_note

    real = SqliteWriter._commit

    def die(writer, transaction):
        if sys.argv[2] == "after":
            real(writer, transaction)
        os.kill(os.getpid(), signal.SIGKILL)

    async def main():
        store = await SqliteStore.open(pathlib.Path(sys.argv[1]))
        SqliteWriter._commit = die
        await asyncio.gather(*(store.write(add_note, (word,), {}) for word in "abc"))
        print("acknowledged", flush=True)

    asyncio.run(main())
""")
