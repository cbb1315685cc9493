"""What a link such as `/start r47-health` chose: told when a report or proposal begins, and changed like any answer."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.conversation.questionnaire.naming import way_to
from bot.conversation.questionnaire.questions import Questions, open_question, put_answer
from bot.conversation.step import Occasion
from bot.conversation.values.draft import Answers, Draft, Given, Visit, value_of
from bot.conversation.values.effects import LINES, Say, join
from bot.conversation.views.preview import shown_value
from bot.terms import Language

LIKE_A_PAYLOAD = re.compile(r"[A-Za-z0-9_-]{1,64}")
"""What a link can carry to a bot (core.telegram.org/bots/features#deep-linking); other words were typed."""
TOLD = ("region", "direction", "sphere")
"""The answers that a link gives; the group only leads to the sphere."""


def with_link_taken(visit: Visit, draft: Draft, occasion: Occasion) -> tuple[Visit, Draft, tuple[Say, ...]]:
    """What the link chose becomes answers once the kind is known, and what is to be told of it.

    It is taken once: an answer that is opened again stays open. A region that was chosen already stays as it is.
    """
    preset, questions = visit.preset, occasion.questions
    if preset is None or value_of(draft.answers, "kind") is None:
        return visit, draft, ()
    visit = replace(visit, preset=None)
    if "region" in draft.answers or all(each.id != preset.region for each in questions.choices_of("region", {})):
        return visit, draft, ()
    answers = put_answer(questions, draft.answers, "region", Given(preset.region))
    answers = _with_sphere(answers, preset.sphere, questions)
    return visit, replace(draft, answers=answers, editing=None), (_told(answers, questions, visit.spoken),)


def _with_sphere(answers: Answers, sphere: str, questions: Questions) -> Answers:
    asked = open_question(questions, answers)
    route = way_to(sphere, asked, answers, questions) if asked is not None and sphere else None
    for name, choice in () if route is None else route.answers:
        answers = put_answer(questions, answers, name, Given(choice))
    return answers


def _told(answers: Answers, questions: Questions, language: Language) -> Say:
    rows = [row for row in questions.rows if row.name in TOLD and row.label and value_of(answers, row.name)]
    lines = (
        Say("line.value", {"label": Say(row.label or ""), "value": shown_value(row, answers, questions, language)})
        for row in rows
        if value_of(answers, row.name) != "all"
    )
    return Say("start.deeplink", {"choices": join(LINES, tuple(lines))})
