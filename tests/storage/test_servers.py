"""The PostgreSQL of the tests: one for each process that runs tests, and none of them outlives it."""

import asyncio
import shutil
import signal
import sys
from pathlib import Path

import asyncpg

from tests.waiting import until

TOP = Path(__file__).parents[2]
SERVE = """
from tests.postgres import run_server
with run_server() as server:
    print(server.url, flush=True)
    input()
"""


async def _answers(url: str) -> bool:
    try:
        await (await asyncpg.connect(url, timeout=1)).close()
    except (OSError, TimeoutError, asyncpg.PostgresError):
        return False
    return True


async def test_a_server_ends_with_the_process_that_started_it() -> None:
    pipe = asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", SERVE, cwd=TOP, stdin=pipe, stdout=pipe)
    assert process.stdout is not None
    url = (await process.stdout.readline()).decode().strip()
    assert await _answers(url)
    process.kill()
    assert await process.wait() == -signal.SIGKILL
    folder = Path(url.partition("host=")[2])
    await until(lambda: not (folder / "data" / "postmaster.pid").exists())  # the last that it takes away
    assert not await _answers(url)
    shutil.rmtree(folder)
