"""What the stress tests share: the long runs are asked for with --long (`make chaos`)."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.chaos.stage import Stage, staged
from tests.postgres import Server, postgresql_server, postgresql_url

__all__ = ["Server", "postgresql_server", "postgresql_url"]


def pytest_addoption(parser: pytest.Parser) -> None:
    """The options of the long runs; they count only when this folder is named on the command line."""
    group = parser.getgroup("chaos")
    group.addoption("--long", action="store_true", help="run the long random runs too")
    group.addoption("--seed", type=int, default=None, help="the seed of a long run that is to be repeated")


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    """A stage on SQLite, without budgets."""
    async with staged(tmp_path) as made:
        yield made


@pytest.fixture(params=["sqlite", "postgresql"])
async def either_stage(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Stage]:
    """A stage on each engine in turn."""
    if request.param == "sqlite":
        async with staged(tmp_path) as made:
            yield made
        return
    server: Server = request.getfixturevalue("postgresql_server")
    async with server.fresh_database() as url, staged(tmp_path, database_url=url) as made:
        yield made
