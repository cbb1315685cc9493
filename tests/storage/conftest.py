"""Databases for the storage tests: every test that takes one runs on SQLite and on PostgreSQL."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from storage.engine import Database
from tests.postgres import Server


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    """The address of a SQLite file that is not there yet."""
    return f"sqlite:///{tmp_path}/data/adaldyq.db"


@pytest.fixture(params=["sqlite", "postgresql"])
async def empty_url(request: pytest.FixtureRequest, sqlite_url: str) -> AsyncIterator[str]:
    """The address of a database without tables, on each engine in turn."""
    if request.param == "sqlite":
        yield sqlite_url
        return
    # Asked for here, so that a test on SQLite waits for no server.
    server: Server = request.getfixturevalue("postgresql_server")
    async with server.fresh_database() as url:
        yield url


@pytest.fixture
async def empty_database(empty_url: str) -> AsyncIterator[Database]:
    """An open database without tables, on each engine in turn."""
    async with await Database.open(empty_url) as opened:
        yield opened


@pytest.fixture
async def database(empty_database: Database) -> Database:
    """An open database with every table of the program, on each engine in turn."""
    await prepare_tables(empty_database)
    return empty_database


async def prepare_tables(database: Database) -> None:
    """Make the tables the way the program makes them; from the metadata while there is no revision."""
    from storage.migrations import MIGRATIONS
    from storage.schema import metadata

    if MIGRATIONS.newest():
        await database.migrate()
    else:
        await database.write(metadata.create_all)
