"""What one step takes and gives."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bot.conversation.questionnaire.questions import Questions
from bot.conversation.values.draft import Visit
from bot.conversation.values.effects import Effect, Say, View


@dataclass(frozen=True, slots=True)
class Occasion:
    """What a step must know beside the visit and the event: the questionnaire, the day, a fresh code."""

    questions: Questions
    today: date
    fresh_code: str
    draft_hours: int


@dataclass(frozen=True, slots=True)
class Step:
    """The next visit and what is to be done."""

    visit: Visit
    effects: tuple[Effect, ...]


def with_note(view: View, *notes: Say) -> View:
    """*view* with *notes* above it."""
    return View((*notes, *view.paragraphs), view.rows)
