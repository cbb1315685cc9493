"""Typed words as answers: names instead of buttons, parts of a text, one line, a day."""

from __future__ import annotations

from dataclasses import replace

from bot.conversation.moves.form import go_on, settle, too_long
from bot.conversation.questionnaire.answering import asked_question, grows_on, open_text, with_beside, with_part
from bot.conversation.questionnaire.questions import (
    TEXT_LIMIT,
    Choose,
    Grow,
    Line,
    PastDay,
    Question,
    Secret,
)
from bot.conversation.questionnaire.words import BadDay, fitting, is_story, one_line, read_day
from bot.conversation.step import Occasion, Step, with_note
from bot.conversation.values.draft import Draft, Given, Part, Screen, Visit
from bot.conversation.values.effects import DeleteTyped, Effect, Say, Show
from bot.conversation.values.events import Typed
from bot.conversation.views.asking import ask


def type_answer(visit: Visit, draft: Draft, typed: Typed, occasion: Occasion) -> Step:
    """Text arrived while the form is open."""
    if draft.beside.parts:
        return _add_beside(visit, draft, typed, occasion)
    asked = asked_question(draft, occasion.questions)
    notes = (Say("text.forwarded"),) if typed.forwarded else ()
    match asked.answering if asked else None:
        case Choose() if asked is not None:
            return _type_choice(visit, draft, asked, typed, occasion)
        case Grow() if asked is not None:
            return grow(visit, draft, asked, typed, occasion, *notes)
        case Line(longest) if asked is not None:
            return _type_line(visit, draft, asked, typed.text, longest, occasion, *notes)
        case Secret(longest) if asked is not None:
            result = _type_line(visit, draft, asked, typed.text, longest, occasion, Say("contact.saved"))
            secret: tuple[Effect, ...] = (DeleteTyped(),)
            return Step(result.visit, (*secret, *result.effects))
        case PastDay() if asked is not None:
            return _type_day(visit, draft, asked, typed.text, occasion)
        case _:
            return _add_beside(visit, draft, typed, occasion)


def type_beside(visit: Visit, draft: Draft, typed: Typed, occasion: Occasion) -> Step:
    """Words came where the citizen is asked for none: they continue the text, or it is asked what they are for."""
    row = open_text(draft, occasion.questions)
    if row is None:
        return _add_beside(visit, draft, typed, occasion)
    if row.name in draft.answers or is_story(typed.text):
        return grow(visit, draft, row, typed, occasion, Say("text.kept_early"))
    return go_on(visit, draft, occasion, Say("err.use_buttons"), anew=True)


def _add_beside(visit: Visit, draft: Draft, typed: Typed, occasion: Occasion) -> Step:
    """The text has ended: whether these words belong to it only their writer knows."""
    text = typed.text.strip()
    after = with_beside(draft, Part(typed.message_id, text)) if text else draft
    if len(after.beside.text) > TEXT_LIMIT:
        return go_on(visit, draft, occasion, Say("beside.too_long"), anew=True)
    return go_on(visit, after, occasion, anew=True)


def grow(visit: Visit, draft: Draft, row: Question, typed: Typed, occasion: Occasion, *notes: Say) -> Step:
    """One more message of the growing text *row*, which may not be asked yet."""
    assert isinstance(row.answering, Grow)
    text = typed.text.strip()
    if not text:
        return go_on(visit, draft, occasion, Say("err.need_text"), anew=True)
    after = with_part(draft, row, Part(typed.message_id, text))
    if after is None:
        return go_on(visit, draft, occasion, too_long(draft, row), anew=True)
    return go_on(visit, after, occasion, *notes, anew=True)


def _type_choice(visit: Visit, draft: Draft, asked: Question, typed: Typed, occasion: Occasion) -> Step:
    match _meant(asked, draft, typed.text, occasion):
        case [name]:
            return settle(visit, draft, asked, Given(name), occasion, anew=True)
        case []:
            return _type_unmeant(visit, draft, asked, typed, occasion)
        case several:
            narrowed = ask(asked, draft, occasion.questions, visit.spoken, only=several)
            shown = Show(with_note(narrowed, Say(asked.several)), anew=True)
            return Step(replace(visit, screen=Screen.FORM), (shown,))


def _type_unmeant(visit: Visit, draft: Draft, asked: Question, typed: Typed, occasion: Occasion) -> Step:
    """The words name no choice: they continue the text that stands before, or are a story told early."""
    row = open_text(draft, occasion.questions)
    if row is not None and grows_on(draft, asked, occasion.questions):
        short = not is_story(typed.text)
        notes = (Say("text.added", {"words": one_line(typed.text)}),) if short else ()
        return grow(visit, draft, row, typed, occasion, *notes)
    goes_on = row is not None and visit.language is None and row.name in draft.answers
    if row is not None and (goes_on or is_story(typed.text)):
        return grow(visit, draft, row, typed, occasion, Say("text.kept_early"))
    if row is None and is_story(typed.text):
        return _add_beside(visit, draft, typed, occasion)
    return go_on(visit, draft, occasion, Say(asked.unknown), anew=True)


def _meant(asked: Question, draft: Draft, text: str, occasion: Occasion) -> tuple[str, ...]:
    """The offered choices that *text* can mean."""
    offered = {choice.id: choice.label for choice in occasion.questions.choices_of(asked.name, draft.answers)}
    finder = occasion.questions.finders.get(asked.name)
    found = finder(text) if finder else fitting(text, offered)
    return tuple(name for name in found if name in offered)


def _type_line(
    visit: Visit, draft: Draft, asked: Question, text: str, longest: int, occasion: Occasion, *notes: Say
) -> Step:
    line = one_line(text)
    if not line:
        return go_on(visit, draft, occasion, Say("err.need_text"), anew=True)
    if len(line) > longest:
        return go_on(visit, draft, occasion, Say("err.line_too_long", {"len": len(line), "max": longest}), anew=True)
    return settle(visit, draft, asked, Given(line), occasion, *notes, anew=True)


def _type_day(visit: Visit, draft: Draft, asked: Question, text: str, occasion: Occasion) -> Step:
    match read_day(text, occasion.today):
        case BadDay(key):
            return go_on(visit, draft, occasion, Say(key), anew=True)
        case day:
            return settle(visit, draft, asked, Given(day.isoformat()), occasion, anew=True)
