"""What the desk did or found, told to the citizen.

What is told of a case comes as a message of its own: the one that was pressed is a way to the case, and stays one.
"""

from __future__ import annotations

from typing import TypeAlias, assert_never

from bot.conversation.moves.case_presses import press_open
from bot.conversation.moves.showing import code_screen, current, home, stand, waits_for_other
from bot.conversation.step import Occasion, Step, with_note
from bot.conversation.values.commands import Command
from bot.conversation.values.draft import Screen, Visit, draft_waits, facts_wait
from bot.conversation.values.effects import Alert, Effect, FetchFiles, Say, Show, View
from bot.conversation.values.events import (
    AdditionsLimited,
    AdditionWaits,
    BeginningsLimited,
    CaseDamaged,
    CaseLocked,
    CaseNotFound,
    CaseOpened,
    CodeRefused,
    Filed,
    LimitReached,
)
from bot.conversation.views import adding, menus
from bot.frozen import replace

Report: TypeAlias = (
    Filed
    | CaseOpened
    | CaseDamaged
    | CaseLocked
    | CaseNotFound
    | CodeRefused
    | LimitReached
    | BeginningsLimited
    | AdditionsLimited
    | AdditionWaits
)


def take_report(visit: Visit, report: Report, occasion: Occasion) -> Step:
    """Show what *report* says."""
    match report:
        case Filed():
            # In place of the preview, so that the code stands in one message: the alert is what a screen reader reads.
            alert = Alert(Say("receipt.alert", {"case_no": report.number}), stays=True)
            return Step(Visit(), (alert, Show(menus.receipt(report))))
        case CaseOpened():
            return _open(visit, report, occasion)
        case CaseDamaged(number):
            return _lose(visit, number, occasion)
        case CaseLocked():
            return stand(visit, code_screen(visit), occasion, anew=True)
        case CaseNotFound(left):
            return _miss(visit, left, occasion)
        case CodeRefused(minutes):
            return home(visit, occasion, Say("err.code_attempts", {"minutes": minutes}))
        case LimitReached(sent, hours):
            return _not_begun(visit, Say("err.daily_limit", {"sent": sent, "hours": hours}))
        case BeginningsLimited(most, minutes):
            return _not_begun(visit, Say("err.begun_limit", {"max": most, "minutes": minutes}))
        case AdditionsLimited(most, minutes):
            # What was written stays where it is: the same button gives it to the office later.
            return stand(visit, Screen.FACTS, occasion, Say("err.additions_limit", {"max": most, "minutes": minutes}))
        case AdditionWaits():
            return _offer(visit)
        case unexpected:
            assert_never(unexpected)


def _offer(visit: Visit) -> Step:
    """Once, what was written and not given: where the citizen stands meanwhile stays as it is."""
    if visit.offered or visit.language is None or not (facts_wait(visit) or draft_waits(visit)):
        return Step(visit, ())
    offer = adding.offer(visit.case) if facts_wait(visit) else menus.offer_draft()
    return Step(replace(visit, offered=True), (Show(offer, anew=True),))


def _not_begun(visit: Visit, why: Say) -> Step:
    """A limit lets no draft begin: what it was to begin with is not kept, and that is told."""
    lost = (Say("err.not_begun"),) if draft_waits(visit) else ()
    return Step(replace(visit, draft=None, screen=Screen.MENU), (Show(with_note(menus.menu(), why, *lost)),))


def _open(visit: Visit, case: CaseOpened, occasion: Occasion) -> Step:
    if waits_for_other(visit, case.case):
        return stand(visit, Screen.FACTS, occasion, Say("info.other_waits"), anew=True)
    adds = visit.screen is Screen.ADD_CODE or (visit.case is None and facts_wait(visit))
    # An empty draft would make the visit, and with it the tie to this case, last longer than a look needs.
    draft = visit.draft if draft_waits(visit) else None
    guarded = case.asks_safety or any(line.aside for line in case.talk)
    there = Screen.FACTS if adds else Screen.CASE
    opened = replace(visit, screen=there, case=case.case, draft=draft, guarded=guarded)
    if visit.language is None:
        # After a restart the language is forgotten; the case waits until one is chosen.
        return Step(opened, (Show(menus.language_choice(), anew=True),))
    if case.wanted is not None:
        return press_open(replace(opened, screen=Screen.CASE), case.case, case.wanted, occasion)
    if adds:
        return Step(opened, (Show(_addition(opened, case), anew=True),))
    files: tuple[Effect, ...] = (FetchFiles(case.case),) if visit.screen is Screen.FILES_CODE else ()
    return Step(opened, (Show(menus.case_view(case, draft_waits=draft_waits(visit)), anew=True), *files))


def _addition(visit: Visit, case: CaseOpened) -> View:
    """What is added to *case*; words that waited for its code are shown, so that they go nowhere unseen."""
    return with_note(adding.facts(visit), Say("info.for_case", {"case_no": case.number}))


def _lose(visit: Visit, number: str | None, occasion: Occasion) -> Step:
    """The case cannot be read: say so and what to do. A draft goes on; words that were meant for the case stay."""
    named = Say("status.unnamed_damaged") if number is None else Say("status.damaged", {"case_no": number})
    notes = (named, Say("status.damaged_do"))
    if visit.language is None:
        return Step(replace(visit, purpose=Command.STATUS), (Show(menus.language_choice(), anew=True),))
    if visit.screen is Screen.FORM and visit.draft is not None:
        return Step(visit, current(visit, occasion, *notes, Say("draft.kept")))
    return home(visit if facts_wait(visit) else replace(visit, case=None), occasion, *notes, anew=True)


def _miss(visit: Visit, left: int, occasion: Occasion) -> Step:
    if visit.language is None:
        return Step(replace(visit, purpose=Command.STATUS), (Show(menus.language_choice(), anew=True),))
    notes = (Say("status.not_found"), Say("status.attempts_left", {"n": left}))
    if visit.screen is Screen.FORM and visit.draft is not None:
        return Step(visit, current(visit, occasion, *notes, Say("draft.kept")))
    return stand(visit, code_screen(visit), occasion, *notes, anew=True)
