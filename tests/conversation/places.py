"""Walking every place of the conversation, and pressing every button that is drawn there.

A place is what a citizen sees and what is remembered of them. From each place on, every button is pressed through the
callback data that Telegram carries, and everything that could bring a citizen to another screen happens: words, files,
codes, commands, a push. Places that differ in nothing but words and numbers are one. What is typed where the same is
asked leads to the same, whatever buttons hang there: it is typed once, which spares half of the walk and loses one
place in fifty.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

from bot.catalogue.workdays import WorkCalendar
from bot.clock import Clock
from bot.conversation.machine import step
from bot.conversation.questionnaire.answering import asked_question
from bot.conversation.questionnaire.questions import Choice, Choose, NamedChoices, Questions
from bot.conversation.questionnaire.rows import QUESTIONS
from bot.conversation.step import Occasion
from bot.conversation.values.attachments import waiting
from bot.conversation.values.callback import read_press
from bot.conversation.values.case_choices import GiveReady, OfACase
from bot.conversation.values.choices import AnyChoice, Send, SendReady
from bot.conversation.values.commands import Command
from bot.conversation.values.draft import Answers, Screen, Visit, draft_waits, facts_wait, files_of, value_of
from bot.conversation.values.effects import (
    ActOnCase,
    AddFacts,
    Alert,
    AskToErase,
    Button,
    Effect,
    FileCase,
    FindCase,
    ListCases,
    OpenCase,
    OpenNotice,
    RateCase,
    Say,
    Show,
    View,
)
from bot.conversation.values.events import (
    AdditionWaits,
    CaseLocked,
    CaseNotFound,
    CaseOpened,
    Commanded,
    ErasingAsked,
    Event,
    FactsAdded,
    Filed,
    FileSent,
    FileSettled,
    TalkLine,
    Typed,
)
from bot.conversation.values.own_acts import Acted, Aim, AtAnEnd, MyCase, MyCases, OwnAct, Rated
from bot.desk.codes import read_code
from bot.desk.parcels.values import Push
from bot.gateway.cards import Cards
from tests.conversation.scenes import CODE, MANY, STORY, TODAY, WORDS, eleven_digits, file, said

SENDING = (Send, SendReady, GiveReady)
STALE = ("err.old_button", "err.stale_step")
OPEN, CLOSED = "0" * 32, "1" * 32
CODES = {"11112222333344445553": OPEN, "66667777888899990007": CLOSED, "99999999999999999992": None}
CASES = {
    OPEN: CaseOpened(
        OPEN, "47-26-00001", "answered", TODAY, TODAY, (TalkLine(False, "Ответ.", TODAY, files=1),),
        may=frozenset({OwnAct.WITHDRAW, OwnAct.RATE, OwnAct.REOPEN, OwnAct.UNLINK, OwnAct.PRESSED, OwnAct.SAFE}),
        asks_safety=True,
    ),
    CLOSED: CaseOpened(
        CLOSED, "47-26-00002", "closed", TODAY, None, (TalkLine(False, "Ответ.", TODAY, files=1),),
        may=frozenset({OwnAct.REOPEN, OwnAct.REVIEW, OwnAct.UNCONTACT}), ended=True,
    ),
}
TYPED = (STORY, MANY, "Алматы", "ой", "вчера", "полиция, суд")
"""A story, one with pages to review, what fits two regions, what is too short, a day, what names two spheres."""
NUMBERS = re.compile(r"(?<=^(?:send|turn):).*|(?<=^marked:).*|(?<=^unfile:)[0-9]+|(?<=^unfile_facts:)[0-9]+")
"""Fingerprints and numbers of files: they differ with every word and every file."""


@dataclass(frozen=True, slots=True)
class Place:
    """What a citizen has before them: a message that was drawn at the step of *visit*, and the way there."""

    visit: Visit
    view: View
    way: tuple[str, ...]
    data: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Walked:
    """What the walk found: the screens, every kind of button that was drawn, and the buttons that did nothing."""

    screens: frozenset[Screen]
    drawn: frozenset[type[AnyChoice]]
    dead: tuple[str, ...]


def _named_spheres(text: str) -> NamedChoices:
    called = {"police": "полиция", "courts": "суд"}
    return NamedChoices(tuple(sphere for sphere, word in called.items() if word in text))


def small_questions() -> Questions:
    """The real questions with little to choose from: two regions, one of which has directions; four spheres."""

    def some(*names: str) -> tuple[Choice, ...]:
        return tuple(Choice(name, {"kk": name, "ru": name}) for name in names)

    regions = tuple(Choice(name, {"kk": f"Алматы {name}", "ru": f"Алматы {name}"}) for name in ("city", "region"))
    spheres = {"law": some("police", "courts"), "other": some("other")}

    def directions(answers: Answers) -> tuple[Choice, ...]:
        return some("fisheries", "all") if value_of(answers, "region") == "region" else ()

    def in_group(answers: Answers) -> tuple[Choice, ...]:
        return spheres.get(value_of(answers, "group") or "", some("fisheries"))

    # Two optional rows are enough: each of them doubles the places.
    rows = tuple(row for row in QUESTIONS if not row.optional or row.name in ("district", "when"))
    fixed = {
        **{row.name: some(*(o.id for o in row.answering.options)) for row in rows if isinstance(row.answering, Choose)},
        "region": regions,
        "group": some(*spheres),
        "violation": some("bribe", "queue"),
        "goal": some("openness", "order"),
    }
    offered = {name: lambda answers, found=found: found for name, found in fixed.items()}
    return Questions(
        rows=rows,
        choices={**offered, "direction": directions, "sphere": in_group},
        finders=dict.fromkeys(("direction", "group", "sphere"), _named_spheres),
        find=eleven_digits,
        mask=lambda kind, language: "[телефон]",
        read_code=read_code,
    )


AT = Occasion(small_questions(), TODAY, CODE, 24)


def happen(visit: Visit, event: Event) -> tuple[Visit, tuple[Effect, ...]]:
    """*event* and what the desk answers to it; what is left to show."""
    shown: list[Effect] = []
    pending = [event]
    while pending:
        result = step(visit, pending.pop(0), AT)
        visit = result.visit
        for effect in result.effects:
            following = answer_of_the_desk(effect)
            if following is None:
                shown.append(effect)
            else:
                pending.append(following)
    return visit, tuple(shown)


def answer_of_the_desk(effect: Effect) -> Event | None:
    match effect:
        case FileCase(answers, code):
            return Filed("47-26-00003", code, value_of(answers, "level") or "", TODAY, 15)
        case FindCase(code):
            case = CODES.get(code)
            return CASES[case] if case is not None else CaseNotFound(4)
        case OpenCase(case):
            return CASES[case]
        case OpenNotice(case, wanted):
            return replace(CASES[case], wanted=wanted) if case == OPEN else CaseLocked()
        case AddFacts(case, _, _, Aim.ADD | Aim.CORRECT) if CASES[case].ended:
            return AtAnEnd(case, may_reopen=True)
        case AddFacts(aim=aim):
            return FactsAdded(aim)
        case ActOnCase(case, act):
            return Acted(case, act)
        case ListCases(to_unlink):
            return MyCases((MyCase(OPEN, "47-26-00001", "answered", TODAY),), to_unlink)
        case AskToErase():
            return ErasingAsked(offers_again=False)
        case RateCase(case, stars):
            return Rated(case, low=stars < "3")
        case _:
            return None


def events(visit: Visit, *, types: bool) -> Iterator[tuple[str, Event]]:
    """Everything but presses that leads to other screens; words and codes if somebody *types*."""
    number = 1_000 + visit.step
    yield from ((f"/{command}", Commanded(command)) for command in Command)
    if types:
        yield from ((text, said(text, number)) for text in TYPED)
        yield from ((code, Typed(code, number)) for code in CODES)
    held = files_of(visit)
    if not held:
        yield "a file", replace(file("f"), file=f"f{number}")
    for each in waiting(held):
        yield "cleaned", FileSettled(each.id, True, ("place",))
        yield "refused", FileSettled(each.id, False, ("locked", "unlock"))
    yield "hours later", AdditionWaits()


@cache
def push() -> str:
    """The callback data under a push."""
    post = Cards(WORDS, small_questions(), WorkCalendar(()), Clock()).push(Push(1, "ru", OPEN))
    assert post.keyboard is not None
    return str(post.keyboard.inline_keyboard[0][0].callback_data)


def key_of(place: Place) -> tuple[object, ...]:
    """What tells *place* from others: where one stands, what waits, what the buttons say."""
    visit, find = place.visit, AT.questions.find
    at_form = visit.screen is Screen.FORM and visit.language is not None and visit.draft is not None
    asked = asked_question(visit.draft, AT.questions) if at_form and visit.draft is not None else None
    files = tuple(file.state for file in files_of(visit))
    found = any(find(part.text) for part in visit.facts.parts)
    begun = visit.draft is not None or visit.case is not None
    buttons = tuple(NUMBERS.sub("", data.partition(":")[2]) for data in place.data)
    waits = (visit.draft is not None, draft_waits(visit), facts_wait(visit), visit.case is not None, files, found)
    purpose = visit.language is None and not begun and visit.purpose
    return (visit.language is None, purpose, visit.screen, asked and asked.name, *waits, buttons)


def dead_buttons(place: Place) -> Iterator[str]:
    """What is wrong with the answers to the buttons of *place*."""
    for data in place.data:
        _, effects = happen(place.visit, read_press(data))
        if any(isinstance(effect, Alert) and effect.say.key in STALE for effect in effects):
            yield f"{data} is stale after {' · '.join(place.way)}"
        elif all(isinstance(effect, Show) and effect.view == place.view for effect in effects):
            yield f"{data} changes nothing after {' · '.join(place.way)}"


def places_after(place: Place, *, types: bool) -> Iterator[Place]:
    """Where one comes from *place*, by its buttons and by everything else; by words if one *types*."""
    yield Place(place.visit, View((Say("notify.discreet"),)), (*place.way, "a push"), (push(),))
    old = tuple(data for data in place.data if isinstance(read_press(data).choice, OfACase))
    if old:
        # The visit is over; what hangs in the chat still leads to its case.
        yield Place(Visit(step=place.visit.step + 1_000), place.view, (*place.way, "days later"), old)
    pressed = ((data, read_press(data)) for data in place.data)
    for name, event in (*pressed, *events(place.visit, types=types)):
        visit, effects = happen(place.visit, event)
        views = [effect.view for effect in effects if isinstance(effect, Show) and effect.view.rows]
        if isinstance(event, FileSent | FileSettled) and visit.step == place.visit.step:
            views.append(_beside_news(place.view))
        way = (*place.way, name)
        yield from (place_of(_kept(place.visit, visit, view), view, *way, step=visit.step) for view in views)


def _beside_news(view: View) -> View:
    """News of a file leave what is drawn as it was; but what was read without them is read again before it is sent."""
    kept = ([b for b in row if not (isinstance(b, Button) and isinstance(b.choice, SENDING))] for row in view.rows)
    return View(view.paragraphs, tuple(tuple(row) for row in kept))


def place_of(visit: Visit, view: View, *way: str, step: int | None = None) -> Place:
    """*visit* with *view* before it, its buttons as the gateway draws them."""
    keyboard = WORDS.keyboard(view.rows, visit.language or "kk", visit.step if step is None else step)
    drawn = [button for row in keyboard["inline_keyboard"] for button in row] if keyboard else []
    return Place(visit, view, way, tuple(button["callback_data"] for button in drawn if "callback_data" in button))


def _kept(before: Visit, after: Visit, view: View) -> Visit:
    """What the desk keeps: after a filing nothing but the language, and the steps begin somewhere else."""
    filed = any(isinstance(said, Say) and said.key == "receipt.filed" for said in view.paragraphs)
    return Visit(language=before.language, step=after.step + 1_000) if filed else after


def walk(start: Visit) -> Walked:
    """From *start* to every place that can be reached."""
    first = Place(start, View(()), (), ())
    seen, waits, typed = {key_of(first)}, deque([first]), set[tuple[object, ...]]()
    screens: set[Screen] = set()
    drawn: set[type[AnyChoice]] = set()
    dead: list[str] = []
    while waits:
        place = waits.popleft()
        screens.add(place.visit.screen)
        drawn |= {type(choice) for data in place.data if (choice := read_press(data).choice) is not None}
        dead += dead_buttons(place)
        *asked, _ = key_of(place)  # the last is the buttons
        for found in places_after(place, types=tuple(asked) not in typed):
            key = key_of(found)
            if key not in seen:
                seen.add(key)
                waits.append(found)
        typed.add(tuple(asked))
    return Walked(frozenset(screens), frozenset(drawn), tuple(dead))
