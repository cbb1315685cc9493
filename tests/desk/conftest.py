"""Every test of the desk gets a desk of its own, in one transaction that is never committed."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.desk.rules import Turn
from tests.desk.house import NOW, Desk, new_rules, open_engine


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """A desk at which nothing has happened yet."""
    engine = open_engine(tmp_path)
    with engine.connect() as connection:
        yield Desk(connection, Turn(new_rules(), NOW))
    engine.dispose()
