"""What reaches the bot of what was done on the page."""

from __future__ import annotations

from typing import Any

from tests.playground.conftest import Bot

SECONDS = 10  # of a long poll: returns as soon as anything comes


async def arrived(bot: Bot, count: int = 1) -> list[dict[str, Any]]:
    """The messages, edits and presses that have come to the bot, as soon as there are so many."""
    found: list[dict[str, Any]] = []
    while len(found) < count:
        updates = await bot.updates(timeout=SECONDS)
        assert updates, f"only {len(found)} of {count} came"
        found += [next(value for key, value in each.items() if key != "update_id") for each in updates]
    return found
