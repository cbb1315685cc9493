"""What a filing costs a citizen: actions from /start to the number, and characters to read, for four ways.

`pytest -rP tests/flows/test_citizen_counts.py` prints the table.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from bot.playground import JumpingClock, Message, PrivateChat
from bot.playground.driving import Way
from tests.flows.citizens import STORIES, Citizen, shown_to
from tests.flows.office import rehearsal

MOST_ACTIONS = 9
CONTACT_ACTIONS = 11
"""Two more: to agree that contacts are kept, and to write them."""
MOST_SHOWN = 1.1
"""Messages and edits for each action."""
MOST_BEFORE_A_BUTTON = 450
"""Characters to read before the first button that does something."""
MOST_ON_A_SCREEN = 700
"""Characters on any screen but the preview."""
FOLDED_LINES = 120
"""Of a folded quotation three lines are seen: so many characters at 360 px."""
CONTACT = "Айгүл, +7 701 123 45 67"

WAYS = {
    "report, by code": Way("", level="code"),
    "report, the bot may write": Way("", level="relay"),
    "report, contacts": Way("", level="contact"),
    "proposal, by code": Way("", kind="proposal", topic="openness"),
}


class Reader(Citizen):
    """A citizen who counts what is to be read on each screen; `screens` are acts and characters."""

    def __init__(self, chat: PrivateChat, language: str, clock: JumpingClock) -> None:
        super().__init__(chat, language, clock)
        self.screens: list[tuple[str, int]] = []

    def saw(self, act: str, message: Message) -> None:
        self.screens.append((act, visible(message)))

    async def file(self, way: Way) -> None:
        """From /start to the receipt; the preview is the last screen but one."""
        await self.say("/start", "start.first")
        await self.tap(f"in:{self.language}:{way.kind}", "region.type_hint")
        for choice, key in way.before_story[1:]:
            await self.tap(choice, key)
        await self.say(way.story, "text.written")
        for choice, key in way.after_story:
            await self.tap(choice, key)
        if way.level == "contact":
            await self.say(CONTACT, "preview.title")
        await self.tap("btn.submit", "receipt.filed")


def visible(message: Message) -> int:
    """How many characters of *message* are seen without opening what is folded."""
    folded = [each["length"] for each in message.raw.get("entities", ()) if each["type"] == "expandable_blockquote"]
    return len(message.text) - sum(length - min(length, FOLDED_LINES) for length in folded)


@pytest.mark.parametrize("language", ["kk", "ru"])
@pytest.mark.parametrize("name", WAYS)
async def test_a_number_takes_nine_actions_and_short_screens(tmp_path: Path, name: str, language: str) -> None:
    way = replace(WAYS[name], story=STORIES[language])
    async with rehearsal(tmp_path) as r:
        await r.bind("mangystau")
        citizen = Reader(r.citizen(), language, r.clock)
        await citizen.file(way)
        *screens, _, receipt = citizen.screens

        print(f"{name}, {language}: {citizen.actions} actions, {sum(size for _, size in citizen.screens)} characters")
        for act, size in citizen.screens:
            print(f"    {size:5} after {act[:40]}")
        assert citizen.actions <= (CONTACT_ACTIONS if way.level == "contact" else MOST_ACTIONS)
        assert screens[0][1] <= MOST_BEFORE_A_BUTTON
        assert [each for each in (*screens, receipt) if each[1] > MOST_ON_A_SCREEN] == []
        assert shown_to(r, citizen) / citizen.actions <= MOST_SHOWN
        assert r.play.violations == []
