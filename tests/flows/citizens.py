"""A citizen on a cheap phone, in Kazakh or in Russian: presses what is written, counts what it took."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from bot.catalogue import regions, spheres
from bot.localisation import Texts
from bot.playground import JumpingClock, Message, PrivateChat
from bot.playground.presses import Press
from tests.flows.office import CODE, NUMBER, PATIENCE, Rehearsal

TEXTS = Texts.load()
PLACES = {
    "draft.expires": ("hours",),
    "info.ask": ("max",),
    "info.so_far": ("len", "max"),
    "pii.preview": ("text",),
    "pii.warning": ("kinds",),
    "receipt.filed": ("case_no", "code"),
    "text.ask_proposal": ("max",),
    "text.ask_report": ("max",),
    "text.parts_so_far": ("len", "max"),
}
"""The values of the texts that are waited for."""
BREATH = 2.0
"""Seconds between two actions on the bot's clock: more than Telegram's budget for one private chat asks for."""
STORIES = {
    "kk": "Емханада дәрігердің қабылдауына ақша талап етеді.",
    "ru": "В поликлинике требуют деньги за приём к врачу.",
}


@dataclass(slots=True)
class Citizen:
    """One person and the chat with the bot; `actions` counts messages and presses."""

    chat: PrivateChat
    language: str
    clock: JumpingClock
    actions: int = 0

    def text(self, key: str, **values: Any) -> str:
        """The text *key* in the citizen's language."""
        return TEXTS.text(key, self.language, **values)

    def start_of(self, key: str) -> str:
        """The text *key* up to its first value."""
        return TEXTS.text(key, self.language, **dict.fromkeys(PLACES.get(key, ()), "\0")).split("\0")[0].strip()

    async def say(self, words: str, key: str, **how: Any) -> Message:
        """Send *words*; the answer that holds the text *key*."""
        self.act()
        sent = await self.chat.send(words, **how)
        return await self.see(key, after=sent)

    async def tap(self, label: str, key: str) -> Message:
        """Press the button with that text (or the text of that key); what then holds the text *key*."""
        await self.press(label)
        return await self.see(key)

    async def press(self, label: str) -> Press:
        """Press the newest button with that label, or the label of that key."""
        wanted = self.text(label) if label.startswith("btn.") else label
        await self.chat.wait_for(lambda m: m.from_bot and m.button(wanted) is not None, PATIENCE)
        self.act()
        return await self.chat.press(wanted)

    def act(self) -> None:
        """Count one action, a moment after the one before."""
        self.clock.jump(BREATH)
        self.actions += 1

    async def see(self, key: str, *, after: Message | int = 0) -> Message:
        """The newest message of the bot with the text *key* in it."""
        words = self.start_of(key)
        return await self.chat.wait_for(lambda m: m.from_bot and words in m.text, PATIENCE, after=after)

    async def choose_language(self) -> None:
        """From nothing to the menu."""
        await self.say("/start", "lang.ask")
        await self.tap(f"btn.lang_{self.language}", "menu.title")

    async def fill(self, kind: str, *, level: str = "code", region: str = "mangystau") -> Message:
        """From the menu to the preview (to the contact question when contacts are left)."""
        topic = ("bribe", spheres.violations(), "text.ask_report") if kind == "report" else (
            "openness", spheres.goals(), "text.ask_proposal"
        )  # fmt: skip
        await self.tap(f"btn.new_{kind}", "region.type_hint")
        await self.tap(regions.REGIONS[region].name[self.language], "group.ask")
        await self.tap(self.label(spheres.groups(), "service"), "sphere.ask")
        await self.tap(
            self.label(spheres.spheres("service"), "health"), "violation.ask" if kind == "report" else "goal.ask"
        )
        await self.tap(self.label(topic[1], topic[0]), topic[2])
        await self.say(STORIES[self.language], "text.parts_so_far")
        await self.tap("btn.text_done", "anon.ask")
        if level == "contact":
            await self.tap("btn.anon_contact", "contact.consent")
            return await self.tap("btn.consent_yes", "contact.ask")
        return await self.tap({"code": "btn.anon_full", "relay": "btn.anon_relay"}[level], "preview.title")

    async def send(self) -> tuple[str, str]:
        """Press send under the preview; number and code."""
        receipt = await self.tap("btn.submit", "receipt.filed")
        number, code = NUMBER.search(receipt.text), CODE.search(receipt.text)
        assert number is not None and code is not None
        return number[0], code[0]

    def label(self, choices: tuple[spheres.Entry, ...], wanted: str) -> str:
        """How a choice of the catalogue is called."""
        return next(choice.label[self.language] for choice in choices if choice.id == wanted)


def shown_to(r: Rehearsal, citizen: Citizen) -> int:
    """How many messages and edits this chat has been sent."""
    calls = r.play.calls_of("sendMessage", "editMessageText")
    return sum(1 for call in calls if str(call.parameters.get("chat_id")) == str(citizen.chat.id))
