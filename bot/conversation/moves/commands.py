"""Commands of a citizen. None of them loses what was typed, except /cancel after its question."""

from __future__ import annotations

from typing import assert_never

from bot.conversation.moves.showing import aside, facts_screen, language_view, stand, status_screen
from bot.conversation.step import Occasion, Step, with_note
from bot.conversation.values.commands import Command
from bot.conversation.values.draft import Screen, Visit, draft_waits, facts_wait, without_facts
from bot.conversation.values.effects import ListCases, Say, Show
from bot.conversation.values.offices import ReadAbout
from bot.conversation.views import erasing, menus
from bot.frozen import replace

DO_NOT_WAIT = (Command.LANG, Command.START, Command.CANCEL)
"""What is not done once a language is chosen: the first two are done by then, for what is shown is what they ask for,
and a "cancel" might find something to delete that was written meanwhile."""


def take_command(visit: Visit, command: Command, occasion: Occasion) -> Step:
    """Do what *command* asks."""
    if visit.language is None:
        return _ask_language(replace(visit, purpose=None if command in DO_NOT_WAIT else command))
    match command:
        case Command.LANG:
            return _ask_language(replace(visit, purpose=None))
        case Command.START | Command.NEW:
            return _start(visit, command, occasion)
        case Command.STATUS:
            return stand(visit, status_screen(visit), occasion, anew=True)
        case Command.MY:
            return Step(visit, (ListCases(),))
        case Command.HELP:
            return aside(visit, menus.commands(), occasion)
        case Command.ABOUT:
            return Step(visit, (ReadAbout(),))
        case Command.PRIVACY:
            return aside(visit, menus.privacy(occasion.draft_hours, occasion.questions.leaves), occasion)
        case Command.ERASE:
            return Step(visit, (Show(erasing.menu(draft_waits=draft_waits(visit)), anew=True),))
        case Command.CANCEL:
            return _cancel(visit, occasion)
        case unexpected:
            assert_never(unexpected)


def _ask_language(visit: Visit) -> Step:
    return Step(visit, (Show(language_view(visit), anew=True),))


def _start(visit: Visit, command: Command, occasion: Occasion) -> Step:
    if draft_waits(visit):
        return stand(visit, Screen.RESUME, occasion, anew=True)
    if facts_wait(visit) and visit.screen is not Screen.MENU:
        return stand(visit, facts_screen(visit), occasion, Say("info.unsent"), anew=True)
    if command is Command.NEW:
        return stand(visit, Screen.MENU, occasion, anew=True)
    return Step(stand(visit, Screen.MENU, occasion).visit, (Show(menus.welcome(), anew=True),))


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
