"""A citizen's way to a filed report: two texts, the rest presses."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from bot.playground import Playground, PrivateChat
from tests.benchmarks.crowd import Crowd, Json

STORY = (
    "В поликлинике № 2 регистратура предлагает пройти к врачу без очереди за 5 000 тенге. "
    "Это было в понедельник около девяти утра, передо мной так прошли двое. На стене нет ни прейскуранта, ни телефона "
    "доверия. Прошу проверить: люди с маленькими детьми стоят в коридоре по два часа."
)
WAY = ("lang:ru", "new:report", "=mangystau", "=service", "=health", "=bribe", "done", "=code", "skip")
"""What is pressed where it is offered; where none is, the story is told."""
SEND = "send:"
CODE = re.compile(r"(?:\d{4} ){4}\d{4}")
NUMBER = re.compile(r"\b\d{2}-\d{2}-\d{5}\b")


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a citizen holds after filing; empty where the bot said none."""

    chat: PrivateChat
    number: str
    code: str


async def _do_not_wait() -> None:
    """Send as soon as the preview is there."""


def citizen(play: Playground) -> PrivateChat:
    """Somebody who has never written to the bot."""
    return play.private(play.person("Айгүл", language_code="ru"))


async def file_report(
    crowd: Crowd, chat: PrivateChat, *, before_sending: Callable[[], Awaitable[object]] = _do_not_wait
) -> Receipt:
    """From /start to the number; *before_sending* may hold the citizen at the preview."""
    preview = await reach_preview(crowd, chat)
    await before_sending()
    receipt = await crowd.press(chat, preview, find_button(preview, SEND) or "")
    number, code = NUMBER.search(receipt["text"]), CODE.search(receipt["text"])
    return Receipt(chat, number[0] if number else "", code[0] if code else "")


async def reach_preview(crowd: Crowd, chat: PrivateChat) -> Json:
    """From /start to the message with the send button."""
    shown = await crowd.send(chat, "/start")
    while find_button(shown, SEND) is None:
        choice = next((found for wanted in WAY if (found := find_button(shown, wanted))), None)
        shown = await (crowd.send(chat, STORY) if choice is None else crowd.press(chat, shown, choice))
    return shown


async def read_by_code(crowd: Crowd, receipt: Receipt) -> bool:
    """Whether the code opens the case of that number."""
    await crowd.send(receipt.chat, "/status")
    shown = await crowd.send(receipt.chat, receipt.code)
    return receipt.number in shown["text"]


def find_button(shown: Json, choice: str) -> str | None:
    """The callback data of the button of *shown* whose choice begins with *choice*."""
    rows = shown.get("reply_markup", {}).get("inline_keyboard", [])
    data = [button["callback_data"] for row in rows for button in row if "callback_data" in button]
    return next((each for each in data if each.partition(":")[2].startswith(choice)), None)
