"""What is sent or answered, in its words already."""

from __future__ import annotations

from dataclasses import dataclass

from telegram import InlineKeyboardMarkup


@dataclass(frozen=True, slots=True)
class PressAnswer:
    """What the presser sees at the top of the screen; what matters, as a refusal does, waits until it is closed."""

    text: str
    stays: bool = False


@dataclass(frozen=True, slots=True)
class Post:
    """One message to send: text, buttons, the message that it answers, and which part of a card it is, if one."""

    text: str
    keyboard: InlineKeyboardMarkup | None = None
    reply_to: int | None = None
    part: int = 0


def without_row(keyboard: InlineKeyboardMarkup | None, pressed: object) -> InlineKeyboardMarkup | None:
    """*keyboard* without the row in which the pressed button stands: it is decided."""
    rows = () if keyboard is None else keyboard.inline_keyboard
    kept = [row for row in rows if all(button.callback_data != pressed for button in row)]
    return InlineKeyboardMarkup(kept) if kept else None
