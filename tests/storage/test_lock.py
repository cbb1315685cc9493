"""One process holds a database; a second is told which."""

import asyncio
import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from storage.errors import AlreadyRunningError, StoreUnavailableError
from storage.lock import Hold, hold
from tests.postgres import Server
from tests.waiting import PATIENCE, until

REPO = Path(__file__).parents[2]
WHO = r"process {pid} on \S+ since \d{{4}}-\d\d-\d\d \d\d:\d\d:\d\d UTC holds this database"


async def test_a_second_holder_is_told_who_holds(empty_url: str) -> None:
    async with hold(empty_url):
        with pytest.raises(AlreadyRunningError, match=WHO.format(pid=os.getpid())):
            async with hold(empty_url):
                pytest.fail("two held the lock")
    async with hold(empty_url) as held:
        assert not held.lost.is_set()


def start_holder(url: str) -> subprocess.Popen[str]:
    """Hold the lock in another process."""
    return subprocess.Popen(
        [sys.executable, "-c", _HOLD, url], cwd=REPO, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )


_HOLD = """
import asyncio, sys
from storage.lock import Hold, hold
async def main():
    async with hold(sys.argv[1]):
        print("held", flush=True)
        await asyncio.to_thread(sys.stdin.read)
asyncio.run(main())
"""


async def test_the_lock_of_a_killed_process_is_free(empty_url: str) -> None:
    with start_holder(empty_url) as holder:
        assert holder.stdout is not None
        assert await asyncio.to_thread(holder.stdout.readline) == "held\n"
        with pytest.raises(AlreadyRunningError, match=WHO.format(pid=holder.pid)):
            async with hold(empty_url):
                pytest.fail("two held the lock")
        holder.send_signal(signal.SIGKILL)
    await until(lambda: _is_free(empty_url))  # a server notices the end of its client a moment later


async def _is_free(url: str) -> bool:
    try:
        async with hold(url):
            return True
    except AlreadyRunningError:
        return False


async def test_the_lock_file_lies_beside_the_database_and_is_private(sqlite_url: str, tmp_path: Path) -> None:
    async with hold(sqlite_url):
        path = tmp_path / "data" / "adaldyq.db.lock"
        assert oct(path.stat().st_mode & 0o777) == "0o600"
        assert re.match(rf"process {os.getpid()} on ", path.read_text())


async def test_a_lock_that_breaks_says_so(postgresql_server: Server, postgresql_url: str) -> None:
    async with hold(postgresql_url) as held:
        await postgresql_server.terminate_connections(postgresql_url)
        await asyncio.wait_for(held.lost.wait(), PATIENCE)


async def test_a_lost_lock_is_taken_again(postgresql_server: Server, postgresql_url: str) -> None:
    async with hold(postgresql_url) as held:
        await postgresql_server.terminate_connections(postgresql_url)
        await asyncio.wait_for(held.lost.wait(), PATIENCE)
        await held.take_again()
        assert not held.lost.is_set()
        assert not await _is_free(postgresql_url)
        await postgresql_server.terminate_connections(postgresql_url)
        await asyncio.wait_for(held.lost.wait(), PATIENCE)


async def test_a_lost_lock_that_another_holds_is_not_taken(postgresql_server: Server, postgresql_url: str) -> None:
    async with hold(postgresql_url) as held:
        await postgresql_server.terminate_connections(postgresql_url)
        await asyncio.wait_for(held.lost.wait(), PATIENCE)
        with start_holder(postgresql_url) as holder:
            assert holder.stdout is not None
            assert await asyncio.to_thread(holder.stdout.readline) == "held\n"
            with pytest.raises(AlreadyRunningError, match=WHO.format(pid=holder.pid)):
                await held.take_again()
            holder.kill()


async def test_a_lost_connection_that_the_server_believes_alive_is_ended(postgresql_url: str) -> None:
    async with hold(postgresql_url) as held:
        with pytest.raises(StoreUnavailableError, match="our lost connection holds the lock still"):
            await held.take_again()
        await asyncio.wait_for(held.lost.wait(), PATIENCE)
        await until(lambda: _took(held))
        assert not await _is_free(postgresql_url)


async def _took(held: Hold) -> bool:
    try:
        await held.take_again()
    except StoreUnavailableError:
        return False
    return True


async def test_a_lock_that_cannot_be_made_is_a_fault_of_the_store(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StoreUnavailableError, match="Not a directory|File exists"):
        async with hold(f"sqlite:///{tmp_path}/file/adaldyq.db"):
            pytest.fail("a lock inside a file")
