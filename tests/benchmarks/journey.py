"""A citizen's way to a filed report: two texts, the rest presses."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from bot.playground import Playground, PrivateChat
from bot.playground.driving import CODE, NUMBER, SEND, Way, choice_of
from tests.benchmarks.crowd import Crowd, Json

STORY = (
    "В поликлинике № 2 регистратура предлагает пройти к врачу без очереди за 5 000 тенге. "
    "Это было в понедельник около девяти утра, передо мной так прошли двое. На стене нет ни прейскуранта, ни телефона "
    "доверия. Прошу проверить: люди с маленькими детьми стоят в коридоре по два часа."
)
WAY = Way(STORY)


@dataclass(frozen=True, slots=True)
class FiledReport:
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
) -> FiledReport:
    """From /start to the number; *before_sending* may hold the citizen at the preview."""
    preview = await reach_preview(crowd, chat)
    await before_sending()
    receipt = await crowd.press(chat, preview, find_button(preview, SEND) or "")
    number, code = NUMBER.search(receipt["text"]), CODE.search(receipt["text"])
    return FiledReport(chat, number[0] if number else "", code[0] if code else "")


async def reach_preview(crowd: Crowd, chat: PrivateChat) -> Json:
    """From /start to the message with the send button."""
    shown = await crowd.send(chat, "/start")
    while find_button(shown, SEND) is None:
        offered = offered_by(shown)
        choice = WAY.next_press(offered, "ru")
        shown = await (crowd.send(chat, STORY) if choice is None else crowd.press(chat, shown, offered[choice]))
    return shown


async def read_by_code(crowd: Crowd, receipt: FiledReport) -> bool:
    """Whether the code opens the case of that number."""
    await crowd.send(receipt.chat, "/status")
    shown = await crowd.send(receipt.chat, receipt.code)
    return receipt.number in shown["text"]


def find_button(shown: Json, choice: str) -> str | None:
    """The callback data of the button of *shown* whose choice begins with *choice*."""
    return next((data for each, data in offered_by(shown).items() if each.startswith(choice)), None)


def offered_by(shown: Json) -> dict[str, str]:
    """The choices under *shown*, with the callback data that carry them."""
    rows = shown.get("reply_markup", {}).get("inline_keyboard", [])
    every = [button["callback_data"] for row in rows for button in row if "callback_data" in button]
    return {choice_of(data): data for data in every}
