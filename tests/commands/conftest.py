"""A shell whose bot talks to a playground."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.playground import Playground
from tests.commands.terminal import Terminal


@pytest.fixture
async def play() -> AsyncIterator[Playground]:
    async with Playground() as play:
        yield play


@pytest.fixture
def terminal(tmp_path: Path, play: Playground) -> Terminal:
    """A shell with a token that the playground takes."""
    return Terminal(tmp_path, {"BOT_TOKEN": play.token, "BOT_API_URL": play.url})
