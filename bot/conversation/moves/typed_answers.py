"""Typed words as answers: names instead of buttons, parts of a text, one line, a day."""

from __future__ import annotations

from bot.conversation.moves.beside import BESIDE_THE_TEXT, add_beside, answer_beside
from bot.conversation.moves.form import finish_text, go_on, settle, settle_route, too_long
from bot.conversation.questionnaire.answering import asked_question, grows_on, open_text, with_part
from bot.conversation.questionnaire.days import BadDay, read_day
from bot.conversation.questionnaire.naming import Route, label_of, named
from bot.conversation.questionnaire.questions import (
    Choose,
    Grow,
    Line,
    PastDay,
    Question,
    Questions,
    Secret,
)
from bot.conversation.questionnaire.rough_days import RoughDay
from bot.conversation.questionnaire.said import Said, called_option, is_denied, said
from bot.conversation.questionnaire.small_talk import small_talk
from bot.conversation.questionnaire.words import is_phrase, is_story, one_line
from bot.conversation.step import Occasion, Step, with_note
from bot.conversation.values.draft import Draft, Given, Part, Screen, Visit
from bot.conversation.values.effects import DeleteTyped, Effect, Say, Show, Value
from bot.conversation.values.events import Typed
from bot.conversation.views.asking import ask
from bot.conversation.views.preview import shown_day
from bot.frozen import replace

FEWEST_DIGITS = 5
"""The shortest telephone numbers that people leave are those of a town."""
TELLING = 3
"""So many words say more than the name of a sphere or of a fault."""
LONG_PLACE = 4
"""A place is called by up to three words: «город Актау Мангистау»."""
MOST_OFFERED = 6
"""So many buttons are still read; who is offered more looks through all of them instead."""


def type_answer(visit: Visit, draft: Draft, typed: Typed, occasion: Occasion) -> Step:
    """Text arrived while the form is open."""
    if draft.beside.parts:
        return answer_beside(visit, draft, typed, occasion)
    asked = asked_question(draft, occasion.questions)
    notes = (Say("text.forwarded"),) if typed.forwarded else ()
    match asked.answering if asked else None:
        case Choose() if asked is not None:
            return _type_choice(visit, draft, asked, typed, occasion)
        case Grow() as text if asked is not None and said(typed.text) is Said.DONE and asked.name in draft.answers:
            return finish_text(visit, draft, asked, text, occasion, anew=True)
        case Grow() if small_talk(typed.text) in BESIDE_THE_TEXT:
            return go_on(visit, draft, occasion, Say("talk.not_text"), anew=True)
        case Grow() if asked is not None:
            return grow(visit, draft, asked, typed, occasion, *notes)
        case Line(longest) if asked is not None:
            return _type_line(visit, draft, asked, typed.text, longest, occasion, *notes)
        case Secret() if asked is not None and not _is_reachable(typed.text):
            return Step(visit, (DeleteTyped(), *go_on(visit, draft, occasion, Say("contact.none"), anew=True).effects))
        case Secret(longest) if asked is not None:
            result = _type_line(visit, draft, asked, typed.text, longest, occasion, Say("contact.saved"))
            secret: tuple[Effect, ...] = (DeleteTyped(),)
            return Step(result.visit, (*secret, *result.effects))
        case PastDay() if asked is not None:
            return _type_day(visit, draft, asked, typed.text, occasion)
        case _:
            return add_beside(visit, draft, typed, occasion)


def _is_reachable(text: str) -> bool:
    """Whether *text* holds anything by which somebody can be reached: digits of a telephone, or an @."""
    return "@" in text or sum(sign.isdigit() for sign in text) >= FEWEST_DIGITS


def type_beside(visit: Visit, draft: Draft, typed: Typed, occasion: Occasion) -> Step:
    """Words came where the citizen is asked for none: they continue the text, or it is asked what they are for."""
    row = open_text(draft, occasion.questions)
    if row is None:
        return add_beside(visit, draft, typed, occasion)
    if row.name in draft.answers or is_story(typed.text):
        return grow(visit, draft, row, typed, occasion, Say("text.kept_early"))
    return go_on(visit, draft, occasion, Say("err.use_buttons"), anew=True)


def grow(visit: Visit, draft: Draft, row: Question, typed: Typed, occasion: Occasion, *notes: Say) -> Step:
    """One more message of the growing text *row*, which may not be asked yet."""
    assert isinstance(row.answering, Grow)
    text = typed.text.strip()
    if not text:
        return go_on(visit, draft, occasion, Say("err.need_text"), anew=True)
    asked = asked_question(draft, occasion.questions)
    early = asked in occasion.questions.before(row)
    after = with_part(draft, row, Part(typed.message_id, text), early=early)
    if after is None:
        return go_on(visit, draft, occasion, too_long(draft, row), anew=True)
    return go_on(visit, after, occasion, *notes, anew=True)


def _type_choice(visit: Visit, draft: Draft, asked: Question, typed: Typed, occasion: Occasion) -> Step:
    """Words that name a choice are the answer; a story is kept, and what a long one names is only offered."""
    questions = occasion.questions
    called = called_option(asked, typed.text)
    if called is not None:
        notes = _called(visit, asked, called, draft, occasion)
        return settle(visit, draft, asked, Given(called), occasion, *notes, anew=True)
    meant = named(typed.text, asked, draft.answers, questions)
    if not meant.routes and _is_after_the_text(draft, asked, questions):
        return _type_after_the_text(visit, draft, asked, typed, occasion)
    told = _keep_story(visit, draft, asked, typed, questions, is_named=bool(meant.routes))
    draft, notes = told or (draft, ())
    denied = asked.name in questions.finders and is_denied(typed.text)
    if meant.sure and not denied and (told is None or is_phrase(typed.text)):
        route = meant.routes[0]
        label = label_of(route, draft.answers, questions, visit.spoken)
        notes = (*notes, *_understood(route, label, questions))
        return _settle_named(visit, draft, asked, route, occasion, *notes)
    if not meant.routes:
        return go_on(visit, draft, occasion, *(notes or (Say(asked.unknown),)), anew=True)
    offer = Say(asked.several if len(meant.routes) > 1 else "err.one_guess")
    narrowed = ask(asked, draft, questions, visit.spoken, only=meant.routes[:MOST_OFFERED])
    shown = Show(with_note(narrowed, *notes, offer), anew=True)
    return Step(replace(visit, draft=draft, screen=Screen.FORM), (shown,))


def _is_after_the_text(draft: Draft, asked: Question, questions: Questions) -> bool:
    """Whether words at *asked* can only be more of the text, which stands before it."""
    return grows_on(draft, asked, questions) or open_text(draft, questions) is None


def _type_after_the_text(visit: Visit, draft: Draft, asked: Question, typed: Typed, occasion: Occasion) -> Step:
    """The words name no choice: they continue the text, or are offered to be added to it when it has ended."""
    row = open_text(draft, occasion.questions)
    if small_talk(typed.text) is not None or said(typed.text) is not None:
        return go_on(visit, draft, occasion, Say("talk.not_text"), anew=True)
    if row is not None:
        notes = () if is_story(typed.text) else (Say("text.added", {"words": one_line(typed.text)}),)
        return grow(visit, draft, row, typed, occasion, *notes)
    if is_story(typed.text):
        return add_beside(visit, draft, typed, occasion)
    return go_on(visit, draft, occasion, Say(asked.unknown), anew=True)


def _called(visit: Visit, asked: Question, choice: str, draft: Draft, occasion: Occasion) -> tuple[Say, ...]:
    """How a word or a number was read."""
    label = occasion.questions.label_of(asked.name, choice, draft.answers, visit.spoken)
    return (Say("line.value", {"label": Say(asked.label), "value": label}),) if asked.label else ()


def _keep_story(
    visit: Visit, draft: Draft, asked: Question, typed: Typed, questions: Questions, *, is_named: bool
) -> tuple[Draft, tuple[Say, ...]] | None:
    """*draft* with what was told before its question, and what to say of it; None when nothing was told.

    What names a choice in more words than a name has tells something too: it is in the text as well.
    """
    ahead = open_text(draft, questions)
    if ahead is None:
        return None
    beside = small_talk(typed.text) is not None or said(typed.text) is not None
    goes_on = visit.language is None and ahead.name in draft.answers and not beside
    tells = is_named and len(typed.text.split()) >= (LONG_PLACE if asked.name == "region" else TELLING)
    if not (goes_on or tells or is_story(typed.text)):
        return None
    after = with_part(draft, ahead, Part(typed.message_id, typed.text.strip()), early=True)
    return (draft, (too_long(draft, ahead),)) if after is None else (after, (Say("text.kept_early"),))


def _settle_named(visit: Visit, draft: Draft, asked: Question, route: Route, occasion: Occasion, *notes: Say) -> Step:
    if len(route.answers) == 1:
        return settle(visit, draft, asked, Given(route.choice), occasion, *notes, anew=True)
    return settle_route(visit, draft, route, occasion, *notes, anew=True)


def _understood(route: Route, value: Value, questions: Questions) -> tuple[Say, ...]:
    """How the words were read, above the next question: a wrong guess is seen at once."""
    row = questions.row(route.answers[-1][0])
    return (Say("line.value", {"label": Say(row.label), "value": value}),) if row is not None and row.label else ()


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
        case RoughDay(name):
            value = name
        case day:
            value = day.isoformat()
    note = Say("line.value", {"label": Say(asked.label or ""), "value": shown_day(value)})
    return settle(visit, draft, asked, Given(value), occasion, note, anew=True)
