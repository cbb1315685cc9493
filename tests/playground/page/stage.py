"""A whole house that serves a playground with the page's words, and its admin."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from bot.commands.page_words import page_texts
from bot.playground import JumpingClock, Playground
from tests.flows.office import ADMIN_ID, TEXTS, Rehearsal, running, settings_for


def page_playground(clock: JumpingClock) -> Playground:
    """A playground, still closed, whose page has its words."""
    return Playground(token="1:test", clock=clock, budgets=False, texts=page_texts(TEXTS))


@asynccontextmanager
async def rehearse_on(play: Playground, clock: JumpingClock, folder: Path) -> AsyncIterator[Rehearsal]:
    """A house in *folder* that serves *play*."""
    settings = settings_for(folder, play)
    admin = play.person("Әлия", user_id=ADMIN_ID, language_code="kk")
    play.admins.add(admin.id)
    async with running(settings, clock) as house:
        yield Rehearsal(play, house, clock, settings, admin)
