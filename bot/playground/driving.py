"""Driving: a citizen walks through the form by the choices that its buttons carry, and knows its texts by their keys.

The one definition of the walk, for the demo, the tests and the benchmarks: in either language, whatever the labels say.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Any, NamedTuple

from bot.frozen import frozen
from bot.localisation import Texts
from bot.playground.people import PrivateChat
from bot.playground.presses import Press
from bot.playground.views import Message, ShownButton

CODE = re.compile(r"(?:\d{4} ){4}\d{4}")
NUMBER = re.compile(r"\d{2}-\d{2}-\d{5,}")
PATIENCE = 10.0
"""Real seconds without any progress after which a wait has failed."""
SEND = "send:"
"""How the choice of the send button begins; the fingerprint of its preview follows."""


@frozen
class Way:
    """What a citizen answers, by the names of the choices; and the story, where words are due."""

    story: str
    kind: str = "report"
    region: str = "mangystau"
    group: str = "service"
    sphere: str = "health"
    topic: str = "bribe"
    level: str = "code"

    @property
    def before_story(self) -> tuple[tuple[str, str], ...]:
        """What is pressed until words are due, each with the text that is seen then."""
        return (
            (f"new:{self.kind}", "region.type_hint"),
            (f"={self.region}", "group.ask"),
            (f"={self.group}", "sphere.ask"),
            (f"={self.sphere}", "violation.ask" if self.kind == "report" else "goal.ask"),
            (f"={self.topic}", f"text.ask_{self.kind}"),
        )

    @property
    def after_story(self) -> tuple[tuple[str, str], ...]:
        """What is pressed from the story to the preview, or to the question for contacts."""
        if self.level == "contact":
            return ("=contact", "contact.consent"), ("=yes", "contact.ask")
        return ((f"={self.level}", "preview.title"),)

    def next_press(self, offered: Collection[str], language: str) -> str | None:
        """What is pressed where *offered* is what the buttons carry; None where words are due."""
        walk = (f"lang:{language}", *(choice for choice, _ in (*self.before_story, *self.after_story)))
        wanted = next((choice for choice in walk if choice in offered), None)
        return wanted or next((choice for choice in offered if choice.startswith(SEND)), None)


class Receipt(NamedTuple):
    """What a citizen holds after sending."""

    number: str
    code: str


class Driver:
    """One person at the form; `act` is called before each message and press, `saw` with what came of it."""

    def __init__(self, chat: PrivateChat, texts: Texts, language: str, *, patience: float = PATIENCE) -> None:
        self.chat = chat
        self.texts = texts
        self.language = language
        self.patience = patience

    def act(self) -> None:
        """A moment before each message and press."""

    def saw(self, act: str, message: Message) -> None:
        """What the person did, and what the bot shows after it."""

    def text(self, key: str, **values: Any) -> str:
        """The text *key* in the citizen's language."""
        return self.texts.text(key, self.language, **values)

    async def see(self, key: str, *, after: Message | int = 0) -> Message:
        """The newest message of the bot with the text *key* in it."""
        words = self.texts.opening(key, self.language)
        return await self.chat.wait_for(lambda m: m.from_bot and words in m.text, self.patience, after=after)

    async def say(self, words: str, key: str, **how: Any) -> Message:
        """Send *words*; the answer that holds the text *key*."""
        self.act()
        seen = await self.see(key, after=await self.chat.send(words, **how))
        self.saw(words, seen)
        return seen

    async def press(self, wanted: str) -> Press:
        """Press the newest button with that label, the label of that key, or that choice."""
        _, pressed = await self._press(wanted)
        return pressed

    async def tap(self, wanted: str, key: str) -> Message:
        """Press as `press` does; what then holds the text *key*."""
        button, _ = await self._press(wanted)
        seen = await self.see(key)
        self.saw(f"«{button.label}»", seen)
        return seen

    async def choose_language(self) -> Message:
        """From nothing to the menu."""
        await self.say("/start", "start.first")
        return await self.tap(f"lang:{self.language}", "start.welcome")

    async def fill(self, way: Way) -> Message:
        """From the menu to the preview, or to the question for contacts when those are left."""
        for choice, key in way.before_story:
            await self.tap(choice, key)
        seen = await self.say(way.story, "anon.ask")
        for choice, key in way.after_story:
            seen = await self.tap(choice, key)
        return seen

    async def send(self) -> Receipt:
        """Press send under the preview; number and code."""
        return read_receipt(await self.tap("btn.submit", "receipt.filed"))

    async def _press(self, wanted: str) -> tuple[ShownButton, Press]:
        label = self.text(wanted) if wanted.startswith("btn.") else wanted

        def carries(message: Message) -> bool:
            return message.from_bot and find_button(message, label) is not None

        message = await self.chat.wait_for(carries, self.patience)
        button = find_button(message, label)
        assert button is not None  # the message was waited for because it carries the button
        self.act()
        return button, await self.chat.press(button.data or button.label, message)


def find_button(message: Message, wanted: str) -> ShownButton | None:
    """The button under *message* with that label, or that carries that choice."""
    every = [button for row in message.buttons for button in row]
    return next((each for each in every if wanted in (each.label, choice_of(each.data))), None)


def choice_of(data: str | None) -> str:
    """The choice in the callback data of a citizen's button: what follows language and step."""
    return (data or "").partition(":")[2]


def read_receipt(message: Message) -> Receipt:
    """Number and code in a receipt."""
    number, code = NUMBER.search(message.text), CODE.search(message.text)
    if number is None or code is None:
        raise ValueError(f"no receipt: {message.text!r}")
    return Receipt(number[0], code[0])
