"""A citizen on a cheap phone, in Kazakh or in Russian: presses what is written, counts what it took."""

from __future__ import annotations

from dataclasses import replace

from bot.playground import JumpingClock, Message, PrivateChat
from bot.playground.driving import Driver, Way
from tests.flows.office import PATIENCE, TEXTS, Rehearsal

BREATH = 2.0
"""Seconds between two actions on the bot's clock: more than Telegram's budget for one private chat asks for."""
STORIES = {
    "kk": "Емханада дәрігердің қабылдауына ақша талап етеді.",
    "ru": "В поликлинике требуют деньги за приём к врачу.",
}


class Citizen(Driver):
    """One person and the chat with the bot; `actions` counts messages and presses."""

    def __init__(self, chat: PrivateChat, language: str, clock: JumpingClock) -> None:
        super().__init__(chat, TEXTS, language, patience=PATIENCE)
        self.clock = clock
        self.actions = 0

    def act(self) -> None:
        """Count one action, a moment after the one before."""
        self.clock.jump(BREATH)
        self.actions += 1

    async def file_up_to_sending(self, kind: str, *, level: str = "code", region: str = "mangystau") -> Message:
        """From the menu to the preview of the story in the citizen's language."""
        way = Way(STORIES[self.language], kind=kind, level=level, region=region)
        return await self.fill(way if kind == "report" else replace(way, topic="openness"))


def shown_to(r: Rehearsal, citizen: Citizen) -> int:
    """How many messages and edits this chat has been sent."""
    calls = r.play.calls_of("sendMessage", "editMessageText")
    return sum(1 for call in calls if str(call.parameters.get("chat_id")) == str(citizen.chat.id))
