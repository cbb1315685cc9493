"""What no start waits for: loaded beside the first answers, so that those who waited are answered sooner."""

from __future__ import annotations

import asyncio

from bot.clock import Clock
from bot.desk.identifiers import load_rules
from bot.memory import give_back

FIRST_ANSWERS = 1.0
"""Seconds for those who waited. From the first word to a preview it takes many more; one that comes sooner loads it."""


async def load_unhurried(clock: Clock) -> None:
    """Load it, soon; a fault ends the house as it would have ended the start."""
    await clock.sleep(FIRST_ANSWERS)
    await asyncio.to_thread(_load)


def _load() -> None:
    load_rules()
    give_back()  # half a MiB: what reading texts and building patterns took
