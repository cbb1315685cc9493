"""Answers that a link gives before anything is asked."""

from __future__ import annotations

from bot.conversation.questionnaire.answering import with_answer
from bot.conversation.questionnaire.naming import way_to
from bot.conversation.questionnaire.questions import Questions
from bot.conversation.values.draft import Draft, Given
from bot.conversation.values.preset import Preset

PLACE = "region"
"""The question that a link answers first: where it is answered already the link has nothing to say."""
SPHERES = ("direction", "group")
"""The questions that a sphere is an answer to, or that lead to it."""


def with_preset(draft: Draft, preset: Preset, questions: Questions) -> Draft:
    """*draft* with the region of *preset*, and its sphere where that region has it."""
    after = with_answer(draft, PLACE, Given(preset.region), questions)
    rows = (row for row in questions.rows if row.name in SPHERES and questions.applies(row, after.answers))
    asked = next(rows, None)
    way = way_to(preset.sphere, asked, after.answers, questions) if asked and preset.sphere else None
    for name, choice in way.answers if way else ():
        after = with_answer(after, name, Given(choice), questions)
    return after


def takes_preset(draft: Draft) -> bool:
    """Whether *draft* has come to the question that a link answers."""
    return "kind" in draft.answers and PLACE not in draft.answers
