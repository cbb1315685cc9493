"""How each question is put: its text, its choices, and the buttons that lead on, back or out."""

from __future__ import annotations

from collections.abc import Iterable
from typing import assert_never

from bot.conversation.questionnaire.answering import grows_on, is_revisited
from bot.conversation.questionnaire.naming import Route, label_of
from bot.conversation.questionnaire.questions import (
    ROUGH_DAYS,
    WHOLE_STORY,
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
    AddBeside,
    AllChoices,
    AsAddition,
    Back,
    Cancel,
    Edit,
    LeaveBeside,
    Pick,
    PickNamed,
    Skip,
    TextAgain,
    TextDone,
    ToPreview,
)
from bot.conversation.values.draft import Answers, Draft, Given, Growing, draft_words, is_only_told, value_of
from bot.conversation.values.effects import AnyButton, Button, Fold, Hints, Paragraph, Quote, Say, View
from bot.conversation.values.review_choices import Mask, Retype
from bot.conversation.views.findings import review_view
from bot.terms import Language

Rows = tuple[tuple[AnyButton, ...], ...]
AT_A_GLANCE = 1_000
"""Characters that are shown once more: about a screen and a half."""
SAY_WHEN = frozenset({"anon.how", "urgent.ask"})
NEARLY_FULL = 0.8
"""From this share of its length on a text says how long it is: before, the number tells nobody anything."""


def ask(
    row: Question,
    draft: Draft,
    questions: Questions,
    language: Language,
    *,
    only: tuple[Route, ...] = (),
    page: int = 0,
) -> View:
    """The view that asks *row*; `only` narrows its choices to those that typed words can mean.

    A review shows the rows of its *page*.
    """
    narrowed = _narrowed(row, draft.answers, questions, language, only) if only else None
    body = narrowed or _body(row, draft, questions, language, page)
    paragraphs = (
        *_written(row, draft, questions),
        *_waiting(row, draft),
        *_folded_again(row, draft, questions, body.paragraphs),
    )
    rows = (*body.rows, *_beside_the_kind(row, draft), *_without_secret(row, draft))
    return View(paragraphs, (*rows, *_ways_out(row, draft, questions)))


def _folded_again(
    row: Question, draft: Draft, questions: Questions, paragraphs: tuple[Paragraph, ...]
) -> tuple[Paragraph, ...]:
    """*paragraphs*; what explains *row* is folded when it comes again because the text before it grew on."""
    grown = (answer for answer in draft.answers.values() if isinstance(answer, Growing) and not answer.done)
    if row.name in draft.answers or not row.hints or all(len(answer.parts) < 2 for answer in grown):
        return paragraphs
    hints = tuple(_worded(hint, questions) for hint in row.hints)
    return (*(part for part in paragraphs if part not in hints), Fold(hints))


def _waiting(row: Question, draft: Draft) -> tuple[Paragraph, ...]:
    """Where it is asked what is to be sent, the words that wait for it: they may be meant for something else."""
    words = draft_words(draft) if row.name == "kind" and is_only_told(draft) else ""
    seen = own_words(words)
    return (Say("text.waits"), *seen) if seen else (Say("text.kept_early"),) if words else ()


def _beside_the_kind(row: Question, draft: Draft) -> Rows:
    """Whoever wrote before anything was chosen may have meant a case that is filed already."""
    return ((Button(Say("btn.as_addition"), AsAddition()),),) if row.name == "kind" and is_only_told(draft) else ()


def _without_secret(row: Question, draft: Draft) -> Rows:
    """Contacts that were given can be taken back, by another way of sending."""
    given = isinstance(row.answering, Secret) and row.name in draft.answers
    return ((Button(Say("btn.contact_drop"), Edit("level")),),) if given else ()


def beside_view(words: str) -> View:
    """Words were typed where none are asked for: they are in no answer yet, and what can be done with them."""
    rows = ((Button(Say("btn.beside_add"), AddBeside()),), (Button(Say("btn.beside_leave"), LeaveBeside()),))
    return View((Say("beside.ask"), Quote(words)), rows)


def _body(row: Question, draft: Draft, questions: Questions, language: Language, page: int) -> View:
    answers = draft.answers
    match row.answering:
        case Choose(columns):
            return _choice(row, answers, questions, language, columns)
        case Grow() as grow:
            return _growing_text(row, answers, questions, grow)
        case PastDay():
            return View(_wording(row, answers, questions), _rough_days())
        case Line() | Secret():
            return View(_wording(row, answers, questions))
        case Review():
            return _review(draft, questions, language, page)
        case unexpected:
            assert_never(unexpected)


def _review(draft: Draft, questions: Questions, language: Language, page: int) -> View:
    found = open_findings(draft.answers, questions.reviewed, questions.find)
    if not found:
        return View(())
    turned, ways = draft.marks.turned, (Mask(every=True), Retype())
    return review_view(found, turned, lambda kind: questions.mask(kind, language), ways, page=page)


def _wording(row: Question, answers: Answers, questions: Questions) -> tuple[Paragraph, ...]:
    key = row.ask_proposal if row.ask_proposal and value_of(answers, "kind") == "proposal" else row.ask
    return tuple(_worded(each, questions) for each in (key, *row.hints))


def _worded(key: str, questions: Questions) -> Say:
    """The text *key* of a row; some say when the office gets what goes by code alone."""
    return Say(key, {"leaves": questions.leaves}) if key in SAY_WHEN else Say(key)


def _choice(row: Question, answers: Answers, questions: Questions, language: Language, columns: int) -> View:
    offered = questions.order(row.name, questions.choices_of(row.name, answers), language)
    buttons = [Button(choice.button(language), Pick(choice.id)) for choice in offered]
    return View((*_wording(row, answers, questions), *_hints(offered, language)), in_rows(buttons, columns))


def _narrowed(
    row: Question, answers: Answers, questions: Questions, language: Language, routes: tuple[Route, ...]
) -> View:
    """The question with the choices that typed words can mean, and the way back to all of them."""
    buttons = [Button(label_of(route, answers, questions, language), _choice_of(route, row)) for route in routes]
    everything = Button(Say("btn.all_choices"), AllChoices())
    return View(_wording(row, answers, questions)[:1], in_rows([*buttons, everything], 1))


def _choice_of(route: Route, row: Question) -> Pick | PickNamed:
    return Pick(route.choice) if [name for name, _ in route.answers] == [row.name] else PickNamed(route.choice)


def _hints(choices: Iterable[Choice], language: Language) -> tuple[Hints, ...]:
    lines = [f"• {choice.label[language]}: {choice.hint[language]}" for choice in choices if choice.hint]
    return (Hints("\n".join(lines)),) if lines else ()


def _growing_text(row: Question, answers: Answers, questions: Questions, grow: Grow) -> View:
    """The text is asked for, is too short yet, or was opened again."""
    answer = answers.get(row.name)
    if not isinstance(answer, Growing) or not answer.parts:
        return View(_wording(row, answers, questions))
    again = (Button(Say("btn.text_again"), TextAgain()),)
    done = (Button(Say("btn.text_done"), TextDone()),)
    if answer.early and len(answer.text) < WHOLE_STORY:
        return View((*_wording(row, answers, questions), Say("text.early"), Quote(answer.text)), (done, again))
    if len(answer.text) < grow.shortest:
        return View((Say("text.too_short", {"min": grow.shortest}),), (again,))
    return View((*own_words(answer.text), Say("text.parts_so_far"), *_nearly_full(answer, grow)), (done, again))


def own_words(text: str) -> tuple[Quote, ...]:
    """What the citizen has written so far, where it can be read at a glance; a long text stands in the chat above."""
    return (Quote(text),) if 0 < len(text) <= AT_A_GLANCE else ()


def _nearly_full(answer: Growing, grow: Grow) -> tuple[Say, ...]:
    length = len(answer.text)
    return (Say("text.count", {"len": length, "max": grow.longest}),) if length > grow.longest * NEARLY_FULL else ()


def _written(row: Question, draft: Draft, questions: Questions) -> tuple[Say, ...]:
    """While the text may still grow, the question after it says so, and that nothing is sent."""
    return (Say("text.written"),) if grows_on(draft, row, questions) else ()


def _rough_days() -> Rows:
    return in_rows([Button(Say(f"btn.when_{rough}"), Pick(rough)) for rough in ROUGH_DAYS], 1)


def _ways_out(row: Question, draft: Draft, questions: Questions) -> Rows:
    if draft.editing != row.name or not is_revisited(draft, questions):
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
