"""What one step takes and gives."""

from __future__ import annotations

from datetime import date

from bot.conversation.questionnaire.questions import Questions
from bot.conversation.values.draft import Visit
from bot.conversation.values.effects import Effect, Hints, Paragraph, Say, View
from bot.frozen import frozen, replace


@frozen
class Occasion:
    """What a step must know beside the visit and the event: the questionnaire, the day, a fresh code."""

    questions: Questions
    today: date
    fresh_code: str
    draft_hours: int


@frozen
class Step:
    """The next visit and what is to be done."""

    visit: Visit
    effects: tuple[Effect, ...]


def with_note(view: View, *notes: Say) -> View:
    """*view* with *notes* above it, and its hints folded below them; that a text was kept is not said twice.

    An answer that is only named (`line.value`) is so short that the hints stay open.
    """
    kept = (Say("text.written"), Say("text.waits"), Say("text.kept_early"))
    says_it = any(said in view.paragraphs for said in kept)
    told = tuple(note for note in notes if note != Say("text.kept_early") or not says_it)
    if all(note.key == "line.value" for note in told):
        return View((*told, *view.paragraphs), view.rows)
    return above(view, *told)


def above(view: View, *paragraphs: Paragraph) -> View:
    """*paragraphs* above *view*, whose hints are folded to make room for them."""
    below = (replace(part, folded=True) if isinstance(part, Hints) else part for part in view.paragraphs)
    return View((*paragraphs, *below), view.rows)
