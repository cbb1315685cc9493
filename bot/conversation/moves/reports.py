"""What the desk did or found, told to the citizen."""

from __future__ import annotations

from dataclasses import replace

from bot.conversation.moves.showing import current, home, stand
from bot.conversation.step import Occasion, Step, with_note
from bot.conversation.values.commands import Command
from bot.conversation.values.draft import Screen, Visit, draft_waits, facts_wait, without_facts
from bot.conversation.values.effects import Alert, Say, Show
from bot.conversation.values.events import (
    AdditionsLimited,
    BeginningsLimited,
    CaseDamaged,
    CaseNotFound,
    CaseOpened,
    CodeRefused,
    FactsAdded,
    Filed,
    LimitReached,
)
from bot.conversation.views import menus

Limited = LimitReached | BeginningsLimited | AdditionsLimited
Report = Filed | CaseOpened | CaseDamaged | CaseNotFound | CodeRefused | FactsAdded | Limited


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
        case CaseNotFound(left):
            return _miss(visit, left, occasion)
        case CodeRefused(minutes):
            return home(visit, occasion, Say("err.code_attempts", {"minutes": minutes}))
        case FactsAdded():
            return home(without_facts(visit), occasion, Say("info.added"), anew=True)
        case LimitReached(sent, hours):
            return _not_begun(visit, Say("err.daily_limit", {"sent": sent, "hours": hours}))
        case BeginningsLimited(most, minutes):
            return _not_begun(visit, Say("err.begun_limit", {"max": most, "minutes": minutes}))
        case AdditionsLimited(most, minutes):
            # What was written stays where it is: the same button gives it to the office later.
            return stand(visit, Screen.FACTS, occasion, Say("err.additions_limit", {"max": most, "minutes": minutes}))


def _not_begun(visit: Visit, why: Say) -> Step:
    """A limit lets no draft begin: what it was to begin with is not kept, and that is told."""
    lost = (Say("err.not_begun"),) if draft_waits(visit) else ()
    return Step(replace(visit, draft=None, screen=Screen.MENU), (Show(with_note(menus.menu(), why, *lost)),))


def _open(visit: Visit, case: CaseOpened, occasion: Occasion) -> Step:
    visit = visit if visit.case == case.case else without_facts(visit)
    # An empty draft would make the visit, and with it the tie to this case, last longer than a look needs.
    draft = visit.draft if draft_waits(visit) else None
    opened = replace(visit, screen=Screen.CASE, case=case.case, draft=draft)
    if visit.language is None:
        # After a restart the language is forgotten; the case waits until one is chosen.
        return Step(opened, (Show(menus.language_choice()),))
    return Step(opened, (Show(menus.case_view(case, draft_waits=draft_waits(visit))),))


def _lose(visit: Visit, number: str | None, occasion: Occasion) -> Step:
    """The case cannot be read: say so and what to do. A draft goes on; words that were meant for the case stay."""
    named = Say("status.unnamed_damaged") if number is None else Say("status.damaged", {"case_no": number})
    notes = (named, Say("status.damaged_do"))
    if visit.language is None:
        return Step(replace(visit, purpose=Command.STATUS), (Show(menus.language_choice()),))
    if visit.screen is Screen.FORM and visit.draft is not None:
        return Step(visit, current(visit, occasion, *notes, Say("draft.kept")))
    return home(visit if facts_wait(visit) else replace(visit, case=None), occasion, *notes)


def _miss(visit: Visit, left: int, occasion: Occasion) -> Step:
    if visit.language is None:
        return Step(replace(visit, purpose=Command.STATUS), (Show(menus.language_choice()),))
    notes = (Say("status.not_found"), Say("status.attempts_left", {"n": left}))
    if visit.screen is Screen.FORM and visit.draft is not None:
        return Step(visit, current(visit, occasion, *notes, Say("draft.kept")))
    return stand(replace(visit, case=visit.case if facts_wait(visit) else None), Screen.CODE, occasion, *notes)
