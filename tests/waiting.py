"""Waiting for what tells nobody that it has come: asked again and again, and given up with words that help."""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import Callable

from bot.playground import Playground
from bot.playground.changes import Changes, Patience
from bot.playground.transcripts import calls_made, told_for

PATIENCE = 10.0
"""Real seconds without any progress after which a wait has failed. A wait in which things move on lasts longer, so
that a slow machine fails nothing: the longest honest pause, a program that starts, takes one second on an idle machine
and four with twice as many busy processes as cores; with five times as many no wait ran out."""


async def until(
    holds: Callable[[], object], play: Playground | None = None, *, meanwhile: Callable[[], object] = lambda: None
) -> None:
    """Return when *holds* (or what it awaits) is true; what happens in *play* is progress, *meanwhile* is done."""
    patience = Patience(play.changes if play else Changes(), PATIENCE)
    while not await _is_true(holds):
        if patience.left <= 0:
            told = calls_made(play.calls) if play else ""
            raise TimeoutError(f"{PATIENCE:g} s without progress, waiting for {told_for(holds)}\n{told}".rstrip())
        meanwhile()
        await asyncio.sleep(0.02)


async def _is_true(holds: Callable[[], object]) -> bool:
    answer = holds()
    return bool(await answer if inspect.isawaitable(answer) else answer)
