"""The file under an open database: moved, removed, replaced or written over, nothing more counts as committed."""

import asyncio
import os
import shutil
import sqlite3
from collections.abc import AsyncIterator, Callable
from datetime import timedelta
from pathlib import Path

import pytest

from storage.errors import StoreCause, StoreUnavailableError
from storage.sqlite.store import SqliteStore
from storage.sqlite.threads import LoopThread, WorkerThread
from tests.storage.tables import METADATA, add_note, list_words

ID, ANOTHER = "00000a51c0ffee00", "0badc0de00000000"
PATIENCE = timedelta(seconds=5)


async def begin(path: Path, store_id: str, *, thread: type[WorkerThread | LoopThread] = WorkerThread) -> SqliteStore:
    """A database of its own, known by *store_id*."""
    store = await SqliteStore.open(path, thread=thread)
    await store.write(METADATA.create_all, (), {})
    await store.recognise(store_id)
    return store


@pytest.fixture(params=[WorkerThread, LoopThread])
async def store(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[SqliteStore]:
    """A database that is known, with its log emptied once."""
    opened = await begin(tmp_path / "adaldyq.db", ID, thread=request.param)
    await keep(opened, "before")
    assert await opened.checkpoint(PATIENCE)
    yield opened
    await opened.close()


async def keep(store: SqliteStore, word: str) -> None:
    await store.write(add_note, (word,), {})


async def refused(store: SqliteStore) -> StoreCause:
    """Why nothing can be written, which is what the probe says too."""
    with pytest.raises(StoreUnavailableError, match="Do not stop the bot") as caught:
        await keep(store, "lost")
    with pytest.raises(StoreUnavailableError) as again:
        await store.probe()
    assert again.value.cause is caught.value.cause
    return caught.value.cause


def copy_of(path: Path) -> Path:
    """What an admin keeps: a copy in one file."""
    target = path.with_name("copy.db")
    source = sqlite3.connect(path)
    source.execute("VACUUM INTO ?", (str(target),))
    source.close()
    return target


async def test_a_file_that_was_removed_takes_nothing_more(store: SqliteStore, tmp_path: Path) -> None:
    (tmp_path / "adaldyq.db").unlink()
    assert await refused(store) is StoreCause.GONE


async def test_a_folder_that_was_removed_takes_nothing_more(tmp_path: Path) -> None:
    store = await begin(tmp_path / "data" / "adaldyq.db", ID)
    shutil.rmtree(tmp_path / "data")
    assert await refused(store) is StoreCause.GONE
    await store.close()


async def test_a_file_that_was_moved_away_and_back_goes_on(store: SqliteStore, tmp_path: Path) -> None:
    path = tmp_path / "adaldyq.db"
    path.rename(tmp_path / "elsewhere.db")
    assert await refused(store) is StoreCause.GONE
    (tmp_path / "elsewhere.db").rename(path)
    await keep(store, "after")
    assert await store.read(list_words, (), {}) == ["before", "after"]


async def test_another_file_put_in_its_place_is_not_the_one(store: SqliteStore, tmp_path: Path) -> None:
    copy_of(tmp_path / "adaldyq.db").replace(tmp_path / "adaldyq.db")
    assert await refused(store) is StoreCause.REPLACED


async def test_a_foreign_database_written_over_it_is_noticed(store: SqliteStore, tmp_path: Path) -> None:
    other = await begin(tmp_path / "other.db", ANOTHER)
    await other.checkpoint(PATIENCE)
    await other.close()
    shutil.copyfile(tmp_path / "other.db", tmp_path / "adaldyq.db")
    assert await refused(store) is StoreCause.REPLACED


async def test_an_older_copy_written_over_it_is_noticed(store: SqliteStore, tmp_path: Path) -> None:
    copy = copy_of(tmp_path / "adaldyq.db")
    await keep(store, "told to a citizen")
    assert await store.checkpoint(PATIENCE)
    shutil.copyfile(copy, tmp_path / "adaldyq.db")
    assert await refused(store) is StoreCause.REPLACED


async def test_a_file_cut_to_nothing_is_noticed(store: SqliteStore, tmp_path: Path) -> None:
    os.truncate(tmp_path / "adaldyq.db", 0)
    assert await refused(store) is StoreCause.REPLACED


async def test_what_was_committed_while_the_file_went_is_not_acknowledged(store: SqliteStore, tmp_path: Path) -> None:
    """The file goes between BEGIN and the answer: the COMMIT succeeds, into a file that nobody will find again."""
    real = store._writer._commit

    def commit_too_late(transaction: object) -> None:
        (tmp_path / "adaldyq.db").unlink()
        real(transaction)  # type: ignore[arg-type]

    store._writer._commit = commit_too_late  # type: ignore[method-assign, assignment]
    outcomes = await asyncio.gather(keep(store, "a"), keep(store, "b"), return_exceptions=True)
    assert [getattr(each, "cause", each) for each in outcomes] == [StoreCause.GONE, StoreCause.GONE]


async def test_another_process_may_write_and_empty_the_log(store: SqliteStore, tmp_path: Path) -> None:
    """`admin-link` beside the running bot: what it leaves in the header is the bot's own database still."""
    beside = await SqliteStore.open(tmp_path / "adaldyq.db")
    await beside.recognise(ID)
    await keep(beside, "from outside")
    for _ in range(3):
        assert await beside.checkpoint(PATIENCE)
        await keep(store, f"word {os.urandom(4).hex()}")
    await beside.close()
    await store.probe()


async def test_a_database_killed_before_its_log_was_emptied_opens_as_itself(tmp_path: Path) -> None:
    store = await begin(tmp_path / "adaldyq.db", ID)
    await keep(store, "word")
    for name in ("adaldyq.db", "adaldyq.db-wal"):
        shutil.copyfile(tmp_path / name, tmp_path / name.replace("adaldyq", "left"))
    await store.close()
    again = await SqliteStore.open(tmp_path / "left.db")
    await again.recognise(ID)
    await keep(again, "more")
    assert await again.checkpoint(PATIENCE)
    await keep(again, "and more")
    assert await again.read(list_words, (), {}) == ["word", "more", "and more"]
    await again.close()


async def test_a_removed_file_can_be_rescued_while_it_is_open(store: SqliteStore, tmp_path: Path) -> None:
    """What docs/operations.md tells an admin to do: copy the two open files of the process, and check them."""
    path = tmp_path / "adaldyq.db"
    await keep(store, "acknowledged")
    for each in (path, path.with_name("adaldyq.db-wal")):
        each.unlink()
    assert await refused(store) is StoreCause.GONE
    await asyncio.to_thread(rescue, path, tmp_path / "rescued.db")
    rescued = sqlite3.connect(tmp_path / "rescued.db")
    assert rescued.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert rescued.execute("SELECT word FROM notes ORDER BY rowid").fetchall() == [("before",), ("acknowledged",)]
    rescued.close()


def rescue(path: Path, target: Path) -> None:
    """The recipe in Python; each descriptor of the database is copied once, by the name that it had."""
    held: dict[str, Path] = {}
    for place in Path("/proc/self/fd").iterdir():
        if place.is_symlink():
            held.setdefault(str(place.readlink()).removesuffix(" (deleted)"), place)
    shutil.copyfile(held[str(path)], target)
    shutil.copyfile(held[f"{path}-wal"], target.with_name(f"{target.name}-wal"))


@pytest.mark.parametrize("harm", [lambda path: path.unlink(), lambda path: os.truncate(path, 0)])
async def test_the_log_is_not_emptied_into_another_file(
    store: SqliteStore, tmp_path: Path, harm: Callable[[Path], None]
) -> None:
    await keep(store, "in the log")
    harm(tmp_path / "adaldyq.db")
    with pytest.raises(StoreUnavailableError):
        await store.checkpoint(PATIENCE)
