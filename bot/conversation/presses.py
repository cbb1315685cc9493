"""Buttons: those that always hold, and those that belong to one step."""

from __future__ import annotations

from dataclasses import replace

from bot.conversation import menus
from bot.conversation.answering import begun, step_back
from bot.conversation.commands import take_command
from bot.conversation.draft import Draft, Given, Growing, Screen, Visit, draft_waits, value_of
from bot.conversation.effects import (
    AddFacts,
    Alert,
    BeginDraft,
    DeletePressed,
    FileCase,
    OpenCase,
    OpenNotice,
    Say,
    Show,
)
from bot.conversation.events import Pressed
from bot.conversation.form import choose, go_on, press_control, settle
from bot.conversation.preview import fingerprint
from bot.conversation.questions import open_question
from bot.conversation.showing import current, home, stand
from bot.conversation.step import Occasion, Step, with_note

TIMELESS = frozenset({"menu", "status", "help", "privacy", "new", "lang", "show", "add", "saved", "hide"})
"""Choices that hold whenever they are pressed: they change no answer."""
OF_THE_CASE = frozenset({"facts", "again_facts", "case", "give"})


def take_press(visit: Visit, pressed: Pressed, occasion: Occasion) -> Step:
    """Do what a button says; a stale one answers with the current step."""
    verb, _, rest = pressed.choice.partition(":")
    if verb == "send":
        return _send(visit, rest, occasion)
    if verb in TIMELESS:
        return _press_timeless(visit, verb, rest, occasion)
    if pressed.step != visit.step:
        return _stale(visit, occasion)
    if verb in OF_THE_CASE and visit.case is not None:
        return _press_case(visit, visit.case, verb, occasion)
    if verb == "resume":
        return home(visit, occasion)
    if visit.draft is None:
        return _stale(visit, occasion)
    return _press_draft(visit, visit.draft, pressed.choice, occasion)


def _stale(visit: Visit, occasion: Occasion) -> Step:
    at_menu = visit.draft is None and visit.screen is Screen.MENU
    alert = Alert(Say("err.old_button" if at_menu else "err.stale_step"))
    return Step(visit, (alert, *current(visit, occasion)))


def _press_timeless(visit: Visit, verb: str, rest: str, occasion: Occasion) -> Step:
    match verb:
        case "lang" if rest in ("kk", "ru"):
            return _choose_language(visit, rest, occasion)
        case "new" if rest in ("report", "proposal"):
            return _begin(visit, rest, occasion)
        case "status":
            return stand(visit, Screen.CODE, occasion)
        case "help":
            return Step(visit, (Show(menus.commands(occasion.commands)),))
        case "privacy":
            return Step(visit, (Show(menus.privacy(occasion.draft_hours)),))
        case "show" | "add":
            return Step(visit, (OpenNotice(rest, adding=verb == "add"),))
        case "saved":
            return Step(visit, (DeletePressed(), *current(visit, occasion, Say("receipt.hidden"))))
        case "hide":
            left = home(replace(visit, case=None, facts=Growing(())), occasion, anew=True)
            return Step(left.visit, (DeletePressed(), *left.effects))
        case "menu":
            return stand(visit, Screen.RESUME if draft_waits(visit) else Screen.MENU, occasion)
        case _:
            return _stale(visit, occasion)


def _choose_language(visit: Visit, language: str, occasion: Occasion) -> Step:
    is_first = visit.language is None
    chosen = replace(visit, language=language, purpose=None)
    if visit.purpose is not None:
        return take_command(chosen, visit.purpose, occasion)
    if is_first and chosen.screen is Screen.MENU:
        return Step(chosen, (Show(menus.welcome()),))
    if is_first:
        return Step(chosen, current(chosen, occasion, anew=False))
    return Step(chosen, current(chosen, occasion, Say("lang.changed"), anew=False))


def _begin(visit: Visit, kind: str, occasion: Occasion) -> Step:
    """A new report or proposal. A second press of the same button changes nothing."""
    draft = visit.draft
    if draft is None:
        return _new_draft(visit, kind, occasion)
    if draft_waits(visit):
        row = occasion.questions.row("kind")
        if row is not None and value_of(draft.answers, "kind") is None:
            return settle(visit, draft, row, Given(kind), occasion)
        return Step(replace(visit, screen=Screen.RESUME), (Show(menus.resume(kind, occasion.draft_hours)),))
    return go_on(visit, draft if value_of(draft.answers, "kind") == kind else begun(kind), occasion)


def _new_draft(visit: Visit, kind: str, occasion: Occasion) -> Step:
    fresh = go_on(visit, begun(kind), occasion)
    return Step(fresh.visit, (BeginDraft(), *fresh.effects))


def _press_draft(visit: Visit, draft: Draft, choice: str, occasion: Occasion) -> Step:
    verb, _, rest = choice.partition(":")
    match verb:
        case "drop":
            dropped = replace(visit, draft=None, screen=Screen.MENU)
            return Step(dropped, (Show(with_note(menus.menu(), Say("cancel.done"))),))
        case "anew" if rest in ("report", "proposal"):
            # The draft that it replaces was counted already: no BeginDraft, so that no limit can take both.
            return go_on(visit, begun(rest), occasion)
        case "anew":
            return Step(replace(visit, draft=None, screen=Screen.MENU), (Show(menus.menu()),))
        case "back":
            return _back(visit, draft, occasion)
        case _ if choice.startswith("="):
            return choose(visit, draft, choice[1:], occasion)
        case _:
            return press_control(visit, draft, choice, occasion)


def _back(visit: Visit, draft: Draft, occasion: Occasion) -> Step:
    if draft.editing is not None or open_question(occasion.questions, draft.answers) is None:
        return go_on(visit, replace(draft, editing=None), occasion)
    earlier = step_back(draft, occasion.questions)
    if earlier is not None:
        return go_on(visit, earlier, occasion)
    return stand(visit, Screen.RESUME if draft_waits(visit) else Screen.MENU, occasion)


def _send(visit: Visit, seen: str, occasion: Occasion) -> Step:
    """The send button: it files only the preview that it stands under."""
    draft = visit.draft
    if draft is None or draft.code is None:
        return Step(visit, (Show(with_note(menus.menu(), Say("submit.check_by_code")), anew=True),))
    complete = open_question(occasion.questions, draft.answers) is None and draft.editing is None
    if not complete or seen != fingerprint(draft):
        return _stale(visit, occasion)
    return Step(visit, (Alert(Say("submit.sending")), FileCase(draft.answers, draft.code, visit.language or "kk")))


def _press_case(visit: Visit, case: str, verb: str, occasion: Occasion) -> Step:
    match verb:
        case "give" if visit.facts.parts:
            return Step(visit, (AddFacts(case, visit.facts.text),))
        case "again_facts":
            return stand(replace(visit, facts=Growing(())), Screen.FACTS, occasion)
        case "case":
            return Step(replace(visit, screen=Screen.CASE), (OpenCase(case),))
        case _:
            return stand(visit, Screen.FACTS, occasion)
