"""Links: who came by one begins with the region and the sphere that it names, and can change both."""

from __future__ import annotations

import re

from bot.conversation.moves.codes import noted
from bot.conversation.moves.commands import take_command
from bot.conversation.step import Occasion, Step
from bot.conversation.values.commands import Command
from bot.conversation.values.draft import Screen, Untaken, Visit
from bot.conversation.values.effects import Say
from bot.conversation.views.linked import preset_note
from bot.frozen import replace

LIKE_A_LINK = re.compile(r"[A-Za-z0-9_-]{1,64}")
"""All that Telegram lets a link carry (Bot API, "Deep linking")."""


def start_by_link(visit: Visit, payload: str, occasion: Occasion) -> Step:
    """/start with what a link carries, or with nothing. What no link says is told, and the conversation begins."""
    preset = occasion.questions.read_link(payload) if payload else None
    begun = take_command(replace(visit, preset=preset), Command.START, occasion)
    if preset is None and LIKE_A_LINK.fullmatch(payload):
        return _unread(begun)
    return with_waiting(begun, occasion)


def with_waiting(result: Step, occasion: Occasion) -> Step:
    """*result* with what a link has preset above it, where nothing is begun with that yet."""
    visit = result.visit
    if visit.preset is None or visit.language is None or visit.screen is not Screen.MENU:
        return result
    return noted(result, preset_note(visit.preset, occasion.questions, visit.language))


def _unread(begun: Step) -> Step:
    """The link names no region: that is told, as soon as there is a language to tell it in."""
    visit = begun.visit
    if visit.language is not None:
        return noted(begun, Say(Untaken.TAG.value))
    early = tuple(dict.fromkeys((*visit.early, Untaken.TAG)))
    return Step(replace(visit, early=early), begun.effects)
