"""The long day, lived once for all tests that look at what it left."""

from __future__ import annotations

import asyncio

import pytest

from tests.promises.journey import Journey, travel


@pytest.fixture(scope="session")
def journey(tmp_path_factory: pytest.TempPathFactory) -> Journey:
    """What the day left behind."""
    return asyncio.run(travel(tmp_path_factory.mktemp("journey") / "house"))
