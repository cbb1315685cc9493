"""What is sent or answered, in its words already."""

from __future__ import annotations

from telegram import InlineKeyboardMarkup

from bot.frozen import frozen


@frozen
class PressAnswer:
    """What the presser sees at the top of the screen; what matters, as a refusal does, waits until it is closed."""

    text: str
    stays: bool = False


@frozen
class Post:
    """One message to send: text, buttons, the message that it answers.

    `part` numbers the messages of a card from 1, `thread` is the topic of a forum.
    `of_cases` when it tells of cases, and so goes into no group that strangers can read; `copied` when its words are
    there to be taken along, and so are not protected.
    """

    text: str
    keyboard: InlineKeyboardMarkup | None = None
    reply_to: int | None = None
    part: int = 0
    thread: int | None = None
    of_cases: bool = False
    copied: bool = False


def without_row(keyboard: InlineKeyboardMarkup | None, pressed: object) -> InlineKeyboardMarkup | None:
    """*keyboard* without the row in which the pressed button stands: it is decided."""
    rows = () if keyboard is None else keyboard.inline_keyboard
    kept = [row for row in rows if all(button.callback_data != pressed for button in row)]
    return InlineKeyboardMarkup(kept) if kept else None
