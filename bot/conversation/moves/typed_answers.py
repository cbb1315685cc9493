"""Typed words as answers: names instead of buttons, parts of a text, one line, a day."""

from __future__ import annotations

from dataclasses import replace

from bot.conversation.moves.form import go_on, settle
from bot.conversation.questionnaire.answering import asked_question, early_text, with_part
from bot.conversation.questionnaire.questions import Choose, Grow, Line, PastDay, Question, Review, Secret
from bot.conversation.questionnaire.words import BadDay, fitting, is_story, one_line, read_day
from bot.conversation.step import Occasion, Step, with_note
from bot.conversation.values.draft import Draft, Given, Part, Screen, Visit, value_of
from bot.conversation.values.effects import DeleteTyped, Effect, Say, Show
from bot.conversation.values.events import Typed
from bot.conversation.views.asking import ask


def type_answer(visit: Visit, draft: Draft, typed: Typed, occasion: Occasion) -> Step:
    """Text arrived while the form is open."""
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
        case Review() if asked is not None:
            return go_on(visit, draft, occasion, Say("err.use_buttons"), anew=True)
        case PastDay() if asked is not None:
            return _type_day(visit, draft, asked, typed.text, occasion)
        case _:
            return go_on(visit, draft, occasion, Say("preview.use_edit"), anew=True)


def grow(visit: Visit, draft: Draft, row: Question, typed: Typed, occasion: Occasion, *notes: Say) -> Step:
    """One more message of the growing text *row*, which may not be asked yet."""
    assert isinstance(row.answering, Grow)
    text = typed.text.strip()
    if not text:
        return go_on(visit, draft, occasion, Say("err.need_text"), anew=True)
    after = with_part(draft, row, Part(typed.message_id, text))
    if after is None:
        counts = {"len": len(value_of(draft.answers, row.name) or ""), "max": row.answering.longest}
        return go_on(visit, draft, occasion, Say("text.part_over", counts), anew=True)
    return go_on(visit, after, occasion, *notes, anew=True)


def _type_choice(visit: Visit, draft: Draft, asked: Question, typed: Typed, occasion: Occasion) -> Step:
    match _meant(asked, draft, typed.text, occasion):
        case [name]:
            return settle(visit, draft, asked, Given(name), occasion, anew=True)
        case []:
            ahead = early_text(draft, occasion.questions)
            if ahead is not None and is_story(typed.text):
                return grow(visit, draft, ahead, typed, occasion, Say("text.kept_early"))
            return go_on(visit, draft, occasion, Say(asked.unknown), anew=True)
        case several:
            narrowed = ask(asked, draft, occasion.questions, visit.spoken, only=several)
            shown = Show(with_note(narrowed, Say(asked.several)), anew=True)
            return Step(replace(visit, screen=Screen.FORM), (shown,))


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
