"""How each question is put: its text, its choices, and the buttons that lead on, back or out."""

from __future__ import annotations

from collections.abc import Iterable
from typing import assert_never

from bot.conversation.questionnaire.naming import Route, label_of
from bot.conversation.questionnaire.questions import (
    ROUGH_DAYS,
    Choice,
    Choose,
    Grow,
    Line,
    PastDay,
    Question,
    Questions,
    Review,
    Secret,
)
from bot.conversation.questionnaire.review import open_findings
from bot.conversation.values.choices import (
    AllChoices,
    Back,
    Cancel,
    Edit,
    Keep,
    Mask,
    Pick,
    PickNamed,
    Retype,
    Skip,
    TextAgain,
    TextDone,
    ToPreview,
)
from bot.conversation.values.draft import Answers, Draft, Given, Growing, value_of
from bot.conversation.values.effects import AnyButton, Button, Quote, Say, View
from bot.conversation.views.findings import review_view
from bot.terms import Language

Rows = tuple[tuple[AnyButton, ...], ...]


def ask(row: Question, draft: Draft, questions: Questions, language: Language, *, only: tuple[Route, ...] = ()) -> View:
    """The view that asks *row*; `only` narrows its choices to those that typed words can mean."""
    narrowed = _narrowed(row, draft.answers, questions, language, only) if only else None
    body = narrowed or _body(row, draft.answers, questions, language)
    return View(body.paragraphs, (*body.rows, *_ways_out(row, draft)))


def _body(row: Question, answers: Answers, questions: Questions, language: Language) -> View:
    match row.answering:
        case Choose(columns):
            return _choice(row, answers, questions, language, columns)
        case Grow(_, longest):
            return _growing_text(row, answers, longest)
        case PastDay():
            return View(_wording(row, answers), _rough_days())
        case Line() | Secret():
            return View(_wording(row, answers))
        case Review():
            findings = open_findings(answers, questions.reviewed, questions.find)
            return review_view(findings, mask=Mask, keep=Keep(), retype=Retype()) if findings else View(())
        case unexpected:
            assert_never(unexpected)


def _wording(row: Question, answers: Answers, **values: int) -> tuple[Say | Quote, ...]:
    key = row.ask_proposal if row.ask_proposal and value_of(answers, "kind") == "proposal" else row.ask
    return (Say(key, values), *(Say(hint) for hint in row.hints))


def _choice(row: Question, answers: Answers, questions: Questions, language: Language, columns: int) -> View:
    offered = questions.order(row.name, questions.choices_of(row.name, answers), language)
    buttons = [Button(choice.button(language), Pick(choice.id)) for choice in offered]
    return View((*_wording(row, answers), *_hints(offered, language)), in_rows(buttons, columns))


def _narrowed(
    row: Question, answers: Answers, questions: Questions, language: Language, routes: tuple[Route, ...]
) -> View:
    """The question with the choices that typed words can mean, and the way back to all of them."""
    buttons = [Button(label_of(route, answers, questions, language), _choice_of(route, row)) for route in routes]
    everything = Button(Say("btn.all_choices"), AllChoices())
    return View(_wording(row, answers)[:1], in_rows([*buttons, everything], 1))


def _choice_of(route: Route, row: Question) -> Pick | PickNamed:
    return Pick(route.choice) if [name for name, _ in route.answers] == [row.name] else PickNamed(route.choice)


def _hints(choices: Iterable[Choice], language: Language) -> tuple[Quote, ...]:
    lines = [f"• {choice.label[language]}: {choice.hint[language]}" for choice in choices if choice.hint]
    return (Quote("\n".join(lines)),) if lines else ()


def _growing_text(row: Question, answers: Answers, longest: int) -> View:
    answer = answers.get(row.name)
    if not isinstance(answer, Growing) or not answer.parts:
        return View(_wording(row, answers, max=longest))
    so_far = Say("text.parts_so_far", {"len": len(answer.text), "max": longest})
    return View((so_far,), ((Button(Say("btn.text_done"), TextDone()),), (Button(Say("btn.text_again"), TextAgain()),)))


def _rough_days() -> Rows:
    return in_rows([Button(Say(f"btn.when_{rough}"), Pick(rough)) for rough in ROUGH_DAYS], 1)


def _ways_out(row: Question, draft: Draft) -> Rows:
    if draft.editing != row.name:
        return ((Button(Say("btn.back"), Back()), Button(Say("btn.cancel"), Cancel())),)
    back = Button(Say("btn.back"), ToPreview())
    if not row.optional:
        wider = ((Button(Say("btn.all_spheres"), Edit(row.within)),),) if row.within else ()
        return (*wider, (back,))
    label = "btn.clear" if isinstance(draft.answers.get(row.name), Given) else "btn.skip"
    return ((Button(Say(label), Skip()), back),)


def in_rows(buttons: list[Button], columns: int) -> Rows:
    """*buttons*, so many in a row."""
    return tuple(tuple(buttons[i : i + columns]) for i in range(0, len(buttons), columns))
