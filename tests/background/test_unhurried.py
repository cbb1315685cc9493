"""What a start does not wait for is there soon after it."""

from __future__ import annotations

import subprocess
import sys

BESIDE = """
import asyncio, sys
import bot.commands.run
from bot.background.unhurried import load_unhurried
from bot.clock import Clock
print(*(name in sys.modules for name in ("bot.anonymise.identifiers", "aiohttp")))
asyncio.run(load_unhurried(Clock(100.0)))
print("bot.anonymise.identifiers.name_parts" in sys.modules)
"""


def test_the_rules_are_loaded_after_the_start_and_the_playgrounds_server_never() -> None:
    told = subprocess.run([sys.executable, "-c", BESIDE], check=True, capture_output=True, text=True)
    assert told.stdout.split() == ["False", "False", "True"]
