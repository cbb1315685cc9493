"""`step(visit, event, occasion)`: the one door of the conversation.

                   language ── menu ──┬── form … preview ── filed
                                      │     └── edit, files, cancel?, resume?
                                      └── code ── case ── facts ── check

Every pair of a visit and an event has an answer; none raises. A stale button answers with the current step.
"""

from __future__ import annotations

from typing import assert_never

from bot.conversation.moves.files import take_file, take_settled, tell_early
from bot.conversation.moves.messages import take_commanded, take_correction, take_other, take_text, tell_link
from bot.conversation.moves.notice import heeding, with_notice
from bot.conversation.moves.outcomes import take_outcome
from bot.conversation.moves.presses import take_press
from bot.conversation.moves.reports import take_report
from bot.conversation.moves.showing import current, current_view
from bot.conversation.step import Occasion, Step
from bot.conversation.values.attachments import waiting
from bot.conversation.values.choices import BeginIn, ChooseLanguage
from bot.conversation.values.draft import Screen, Visit, facts_wait, files_of
from bot.conversation.values.effects import DropFiles
from bot.conversation.values.events import (
    AdditionsLimited,
    AdditionWaits,
    BeginningsLimited,
    CaseDamaged,
    CaseLocked,
    CaseNotFound,
    CaseOpened,
    ChatChanged,
    CodeRefused,
    Commanded,
    Corrected,
    ErasingAsked,
    Event,
    FactsAdded,
    Filed,
    FileSent,
    FileSettled,
    LimitReached,
    Pressed,
    Received,
    Repeated,
    Typed,
)
from bot.conversation.values.offices import AboutOffices
from bot.conversation.values.own_acts import Acted, Aim, AtAnEnd, MyCases, NotActed, Rated
from bot.frozen import replace

__all__ = ["current_view", "step"]


def step(visit: Visit, event: Event, occasion: Occasion) -> Step:
    """Advance *visit* by one *event*. A changed visit has a higher `step`, so that older buttons are stale.

    News of a file that change nothing but the files leave the buttons as they were: the question is not put again.
    """
    known = replace(visit, screen=Screen.MENU) if visit.screen is Screen.ERASING else visit
    if isinstance(event, Pressed) and visit.language is None and _tells_language(event):
        known = replace(known, language=event.language)
    result = _answer(heeding(known, event), event, occasion)
    if isinstance(event, Typed | Corrected | Received | FileSent) and event.linked:
        result = tell_link(result)
    if visit.language is None and result.visit.language is not None:
        result = tell_early(result, occasion)
    result = _with_aim(with_notice(result, event))
    if result.visit == visit:
        return result
    dropped = () if isinstance(event, Filed | FactsAdded) else _dropped_files(visit, result.visit)
    number = visit.step if _is_mere_news(visit, event, result.visit) else visit.step + 1
    return Step(replace(result.visit, step=number), (*dropped, *result.effects))


def _with_aim(result: Step) -> Step:
    """What words at a case are for holds while they are asked for or wait; later words are an addition again."""
    visit = result.visit
    is_asked = visit.screen in (Screen.FACTS, Screen.CHECK) and visit.case is not None
    waits_for_code = visit.aim is Aim.CORRECT and visit.screen is Screen.ADD_CODE
    if visit.aim is Aim.ADD or is_asked or waits_for_code or facts_wait(visit):
        return result
    return Step(replace(visit, aim=Aim.ADD), result.effects)


def _is_mere_news(visit: Visit, event: Event, after: Visit) -> bool:
    """Whether nothing that the citizen is asked has changed: by a file, or by what was written long ago.

    Where an addition is sent from, clean files are more than news: its button gives no file of which was not read.
    """
    if isinstance(event, AdditionWaits):
        return True
    if not isinstance(event, FileSent | FileSettled) or _without_files(visit) != _without_files(after):
        return False
    if facts_wait(visit) and not facts_wait(after):
        return False
    settled = after.facts_files != visit.facts_files and not waiting(after.facts_files)
    return not (after.screen in (Screen.FACTS, Screen.ADD_CODE) and isinstance(event, FileSettled) and settled)


def _without_files(visit: Visit) -> Visit:
    draft = None if visit.draft is None else replace(visit.draft, files=())
    return replace(visit, draft=draft, facts_files=(), early=(), noticed=False, heeded=False)


def _dropped_files(before: Visit, after: Visit) -> tuple[DropFiles, ...]:
    """Files that were there and are not any more, whatever took them out: they are forgotten at once."""
    left = {file.id for file in files_of(after)}
    gone = tuple(file.id for file in files_of(before) if file.id not in left)
    return (DropFiles(gone),) if gone else ()


def _tells_language(pressed: Pressed) -> bool:
    """Whether the message under the button was in a chosen language; the language question itself was not."""
    return pressed.step >= 0 and not isinstance(pressed.choice, ChooseLanguage | BeginIn)


def _answer(visit: Visit, event: Event, occasion: Occasion) -> Step:
    match event:
        case Repeated():
            return Step(visit, current(visit, occasion))
        case ChatChanged():
            return Step(visit, ())
        case Commanded():
            return take_commanded(visit, event, occasion)
        case Pressed():
            return take_press(visit, event, occasion)
        case Typed():
            return take_text(visit, event, occasion)
        case Corrected():
            return take_correction(visit, event, occasion)
        case Received():
            return take_other(visit, event, occasion)
        case FileSent():
            return take_file(visit, event, occasion)
        case FileSettled():
            return take_settled(visit, event, occasion)
        case FactsAdded() | AtAnEnd() | Acted() | NotActed() | Rated() | MyCases() | AboutOffices() | ErasingAsked():
            return take_outcome(visit, event, occasion)
        case (
            Filed() | CaseOpened() | CaseDamaged() | CaseLocked() | CaseNotFound() | CodeRefused()
            | LimitReached() | BeginningsLimited() | AdditionsLimited() | AdditionWaits()
        ):  # fmt: skip
            return take_report(visit, event, occasion)
        case unexpected:
            assert_never(unexpected)
