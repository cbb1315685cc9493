"""Commands of a citizen. None of them loses what was typed, except /cancel after its question."""

from __future__ import annotations

from dataclasses import replace

from bot.conversation.moves.showing import current, kept, stand
from bot.conversation.step import Occasion, Step, with_note
from bot.conversation.values.draft import Screen, Visit, draft_waits, facts_wait, without_facts
from bot.conversation.values.effects import Say, Show, View
from bot.conversation.views import menus


def take_command(visit: Visit, name: str, occasion: Occasion) -> Step:
    """Do what */name* asks."""
    if visit.language is None or name == "lang":
        # A "cancel" must not wait: by the time a language is chosen there may be something that it would delete.
        waiting = replace(visit, purpose=name if name not in ("lang", "start", "cancel") else None)
        return Step(waiting, (Show(menus.language_choice(), anew=True),))
    match name:
        case "start" | "new":
            return _start(visit, name, occasion)
        case "status":
            return stand(visit, Screen.CODE, occasion, anew=True)
        case "help":
            return _aside(visit, menus.commands(occasion.commands), occasion)
        case "privacy":
            return _aside(visit, menus.privacy(occasion.draft_hours), occasion)
        case "cancel":
            return _cancel(visit, occasion)
        case _:
            return kept(visit, occasion, Say("err.unknown_command"))


def _start(visit: Visit, name: str, occasion: Occasion) -> Step:
    if draft_waits(visit):
        return stand(visit, Screen.RESUME, occasion, anew=True)
    if facts_wait(visit) and visit.screen is not Screen.MENU:
        return stand(visit, Screen.FACTS, occasion, Say("info.unsent"), anew=True)
    if name == "new":
        return stand(visit, Screen.MENU, occasion, anew=True)
    return Step(stand(visit, Screen.MENU, occasion).visit, (Show(menus.welcome(), anew=True),))


def _aside(visit: Visit, view: View, occasion: Occasion) -> Step:
    """Show *view*; when something is open, it follows as the next message."""
    if visit.screen in (Screen.MENU, Screen.CASE):
        return Step(visit, (Show(view, anew=True),))
    bare = Show(View(view.paragraphs), anew=True)
    notes = (Say("draft.kept"),) if visit.screen is Screen.FORM else ()
    return Step(visit, (bare, *current(visit, occasion, *notes)))


def _cancel(visit: Visit, occasion: Occasion) -> Step:
    if draft_waits(visit):
        return stand(visit, Screen.CANCEL, occasion, anew=True)
    if visit.draft is not None:
        dropped, note = replace(visit, draft=None), "cancel.done"
    elif facts_wait(visit):
        dropped, note = without_facts(visit), "info.dropped"
    else:
        dropped, note = visit, "draft.none"
    left = replace(dropped, screen=Screen.MENU, case=visit.case if facts_wait(dropped) else None)
    return Step(left, (Show(with_note(menus.menu(), Say(note)), anew=True),))
