"""How each question is put: its text, its choices, and the buttons that lead on, back or out."""

from __future__ import annotations

from bot.conversation.draft import Answers, Draft, Growing, value_of
from bot.conversation.effects import Button, Quote, Say, View
from bot.conversation.questions import (
    ROUGH_DAYS,
    Choice,
    Choose,
    Grow,
    PastDay,
    Question,
    Questions,
)


def ask(row: Question, draft: Draft, questions: Questions, language: str, *, only: tuple[str, ...] = ()) -> View:
    """The view that asks *row*; `only` narrows its choices to those that typed words fit."""
    answers = draft.answers
    paragraphs: list[Say | Quote] = [_wording(row, answers)]
    if row.hint is not None and not only:
        paragraphs.append(Say(row.hint))
    rows = [*_choices(row, answers, questions, language, only), *_growing(row, answers)]
    match row.answering:
        case Choose():
            paragraphs += _hints(row, answers, questions, language)
        case Grow(longest=longest) if value_of(answers, row.name):
            length = len(value_of(answers, row.name) or "")
            paragraphs = [Say("text.parts_so_far", {"len": length, "max": longest})]
        case PastDay():
            rows = _rough_days()
        case _:
            pass
    return View(tuple(paragraphs), (*rows, *_ways_out(row, draft)))


def _wording(row: Question, answers: Answers) -> Say:
    key = row.ask_proposal if row.ask_proposal and value_of(answers, "kind") == "proposal" else row.ask
    return Say(key, {"max": row.answering.longest}) if isinstance(row.answering, Grow) else Say(key)


def _choices(
    row: Question, answers: Answers, questions: Questions, language: str, only: tuple[str, ...]
) -> list[tuple[Button, ...]]:
    if not isinstance(row.answering, Choose):
        return []
    offered = questions.order(row.name, questions.choices_of(row.name, answers), language)
    buttons = [_button(choice, language) for choice in offered if not only or choice.id in only]
    columns = row.answering.columns
    return [tuple(buttons[i : i + columns]) for i in range(0, len(buttons), columns)]


def _button(choice: Choice, language: str) -> Button:
    return Button(choice.label[language], f"={choice.id}")


def _hints(row: Question, answers: Answers, questions: Questions, language: str) -> list[Say | Quote]:
    hinted = [c for c in questions.choices_of(row.name, answers) if c.hint]
    lines = [f"• {choice.label[language]}: {(choice.hint or {})[language]}" for choice in hinted]
    return [Quote("\n".join(lines))] if lines else []


def _growing(row: Question, answers: Answers) -> list[tuple[Button, ...]]:
    answer = answers.get(row.name)
    if not isinstance(answer, Growing) or not answer.parts:
        return []
    return [(Button(Say("btn.text_done"), "done"),), (Button(Say("btn.text_again"), "again"),)]


def _rough_days() -> list[tuple[Button, ...]]:
    buttons = [Button(Say(f"btn.when_{rough}"), f"={rough}") for rough in ROUGH_DAYS]
    return [tuple(buttons[i : i + 2]) for i in range(0, len(buttons), 2)]


def _ways_out(row: Question, draft: Draft) -> list[tuple[Button, ...]]:
    if draft.editing == row.name:
        way_back = [Button(Say("btn.back"), "preview")]
        return [(Button(Say("btn.skip"), "skip"), *way_back) if row.optional else tuple(way_back)]
    return [(Button(Say("btn.back"), "back"), Button(Say("btn.cancel"), "cancel"))]
