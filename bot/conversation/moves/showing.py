"""Where the citizen stands, shown without changing anything; and the ways back there."""

from __future__ import annotations

from bot.conversation.moves.form import form_view
from bot.conversation.moves.reviewing import words_of_facts
from bot.conversation.questionnaire.review import Find, OpenFinding, open_in
from bot.conversation.step import Occasion, Step, with_note
from bot.conversation.values.draft import Screen, Visit, draft_waits, facts_wait
from bot.conversation.values.effects import Alert, Effect, OpenCase, Say, Show, View
from bot.conversation.values.review_choices import FactsMask, FactsRetype
from bot.conversation.views import adding, menus
from bot.conversation.views.findings import review_view
from bot.frozen import replace

BESIDE_A_CASE = frozenset({Screen.MENU, Screen.FORM, Screen.EDIT, Screen.FILES, Screen.RESUME, Screen.CANCEL})
"""Where something is begun or goes on: the honest notice has been shown there. Elsewhere a case is looked after."""


def current_view(visit: Visit, occasion: Occasion) -> View:
    """What the citizen should see now."""
    if visit.language is None:
        return language_view(visit)
    match visit.screen:
        case Screen.FORM | Screen.EDIT | Screen.FILES if visit.draft is not None:
            return form_view(visit, visit.draft, occasion)
        case Screen.RESUME if visit.draft is not None:
            return menus.resume(None, occasion.draft_hours)
        case Screen.CANCEL if visit.draft is not None:
            return menus.confirm_cancel()
        case Screen.CODE | Screen.FILES_CODE:
            return menus.ask_code(draft_waits=draft_waits(visit))
        case Screen.ADD_CODE:
            return adding.ask_code_to_add(visit)
        case Screen.CASE if visit.case is not None:
            return menus.case_is_open(visit.case, draft_waits=draft_waits(visit))
        case Screen.FACTS | Screen.CHECK if visit.case is not None:
            asks = visit.screen is Screen.CHECK and facts_findings(visit, occasion.questions.find)
            return facts_review(visit, occasion) if asks else adding.facts(visit)
        case _:
            return menus.menu()


def language_view(visit: Visit) -> View:
    """How the language is asked: on the first screen, unless something waits for no more than the language."""
    is_first = visit.language is None and visit.purpose is None and visit.screen in BESIDE_A_CASE
    return menus.first_screen(words_wait=draft_waits(visit)) if is_first else menus.language_choice()


def current(visit: Visit, occasion: Occasion, *notes: Say, anew: bool = True) -> tuple[Effect, ...]:
    """The effects that show where the citizen stands, *notes* above; a case is read afresh."""
    if visit.screen is Screen.CASE and visit.case is not None and visit.language is not None and not notes:
        return (OpenCase(visit.case),)
    return (Show(with_note(current_view(visit, occasion), *notes), anew=anew),)


def aside(visit: Visit, view: View, occasion: Occasion) -> Step:
    """Show *view*; when something is open, it follows as the next message."""
    if visit.screen in (Screen.MENU, Screen.CASE):
        return Step(visit, (Show(view, anew=True),))
    notes = (Say("draft.kept"),) if visit.screen is Screen.FORM else ()
    return Step(visit, (Show(view, anew=True), *current(visit, occasion, *notes)))


def stale(visit: Visit, occasion: Occasion) -> Step:
    """A button that does not hold any more: say so, show where the citizen stands."""
    at_menu = visit.draft is None and visit.screen is Screen.MENU
    alert = Alert(Say("err.old_button" if at_menu else "err.stale_step"))
    return Step(visit, (alert, *current(visit, occasion)))


def kept(visit: Visit, occasion: Occasion, *notes: Say) -> Step:
    """Something that does not belong here: say so, keep the draft, show where the citizen stands."""
    if visit.language is None:
        return Step(visit, current(visit, occasion))
    if visit.draft is not None and visit.screen in (Screen.FORM, Screen.EDIT, Screen.FILES):
        return Step(visit, current(visit, occasion, *notes, Say("draft.kept")))
    return Step(visit, current(visit, occasion, *notes))


def home(visit: Visit, occasion: Occasion, *notes: Say, anew: bool = False) -> Step:
    """Back to the draft, else to the unsent facts, else to the menu."""
    waiting = facts_screen(visit) if facts_wait(visit) else Screen.MENU
    screen = Screen.FORM if draft_waits(visit) else waiting
    return stand(visit, screen, occasion, *notes, anew=anew)


def stand(visit: Visit, screen: Screen, occasion: Occasion, *notes: Say, anew: bool = False) -> Step:
    """Go to *screen*. A case stays open only while it is looked at or words for it wait."""
    keeps_case = screen in (Screen.CASE, Screen.FACTS, Screen.CHECK) or facts_wait(visit)
    there = replace(visit, screen=screen, case=visit.case if keeps_case else None)
    return Step(there, current(there, occasion, *notes, anew=anew))


def facts_screen(visit: Visit) -> Screen:
    """Where words for a case are looked at: beside the case, or where its code is asked for."""
    return Screen.FACTS if visit.case is not None else Screen.ADD_CODE


def status_screen(visit: Visit) -> Screen:
    """Where a code is asked for; words that wait for one are told of there."""
    return Screen.ADD_CODE if visit.case is None and facts_wait(visit) else Screen.CODE


def code_screen(visit: Visit) -> Screen:
    """Where the code is asked for once more, with the way that was to be gone by it."""
    return visit.screen if visit.screen in (Screen.ADD_CODE, Screen.FILES_CODE) else status_screen(visit)


def waits_for_other(visit: Visit, case: str | None) -> bool:
    """Whether words wait for a case that is open, and that is not *case*."""
    return visit.case is not None and visit.case != case and facts_wait(visit)


def facts_findings(visit: Visit, find: Find) -> list[OpenFinding]:
    """What waits for a decision in the words for the opened case."""
    return open_in(words_of_facts(visit), find)


def facts_review(visit: Visit, occasion: Occasion, *, page: int = 0) -> View:
    """The screen that asks what of the words for the opened case is to be hidden."""
    questions, turned = occasion.questions, visit.facts_marks.turned
    found = facts_findings(visit, questions.find)
    ways = FactsMask(every=True), FactsRetype()
    return review_view(found, turned, lambda kind: questions.mask(kind, visit.spoken), ways, page=page)
