"""Callback data: a press as it travels through Telegram and back, in at most 64 bytes that hold nothing of a person."""

from __future__ import annotations

import re
from functools import lru_cache

from bot.conversation.values.choices import AnyChoice, read_choice, spell_choice
from bot.conversation.values.events import Pressed
from bot.terms import Language

FOREIGN = Pressed(None, -1, Language.KAZAKH)
"""A press of what we never drew: it belongs to no step, and so counts as stale."""

# Twelve digits of base 36 outlast any chat, and leave room for the longest choice within Telegram's 64 bytes.
_PRESS = re.compile("(kk|ru)(0|[1-9a-z][0-9a-z]{0,11}):([!-~]{0,60})")
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


def spell_press(choice: AnyChoice, step: int, language: Language) -> str:
    """What a button carries that was drawn at *step* in *language*: language, step in base 36, choice."""
    return f"{language}{_base36(step)}:{spell_choice(choice)}"


def read_press(data: str) -> Pressed:
    """The press behind `spell_press`; a choice that is none of ours is None, and of foreign data nothing is taken."""
    found = _PRESS.fullmatch(data)
    if found is None:
        return FOREIGN
    language, step, choice = found.groups()
    return Pressed(read_choice(choice), int(step, 36), Language(language))


@lru_cache(maxsize=1)
def _base36(number: int) -> str:
    """*number* as a button carries it; all buttons of one message carry the same."""
    digits = ""
    while number:
        number, rest = divmod(number, 36)
        digits = _DIGITS[rest] + digits
    return digits or "0"
