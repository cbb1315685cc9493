"""A keyring and a moment to work with."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.chance import Chance
from bot.encryption.keyring import Keyring


@pytest.fixture(scope="session")
def now() -> datetime:
    return datetime(2026, 3, 5, 9, 30, tzinfo=UTC)


@pytest.fixture(scope="session")
def keyring(now: datetime) -> Keyring:
    return Keyring.create(now, Chance())
