"""Presses under /erase: the messages of the chat, the link to the account, the contacts."""

from __future__ import annotations

from typing import assert_never

from bot.conversation.moves.showing import stand, status_screen
from bot.conversation.step import Occasion, Step
from bot.conversation.values.draft import Screen, Visit, draft_waits
from bot.conversation.values.effects import AskToErase, EraseChat, ListCases, Say, Show
from bot.conversation.values.erasing_choices import (
    FindContacts,
    ListLinked,
    OfErasing,
    ShowErasing,
    SureChatErased,
    WantChatErased,
)
from bot.conversation.views import erasing


def erase_chat() -> EraseChat:
    """The messages go, and what is said then."""
    return EraseChat(Say("erase.chat_doing"), erasing.chat_erased())


def press_erasing(visit: Visit, choice: OfErasing, occasion: Occasion, *, is_fresh: bool) -> Step:
    """Do what *choice* says; a question that was answered late is asked again, for more may wait by now."""
    match choice:
        case ShowErasing():
            return Step(visit, (Show(erasing.menu(draft_waits=draft_waits(visit))),))
        case SureChatErased() if is_fresh:
            # Nothing of this account is left but this wish, and it goes too when the messages have gone.
            return Step(Visit(language=visit.language, screen=Screen.ERASING), (erase_chat(),))
        case WantChatErased() | SureChatErased():
            return Step(visit, (AskToErase(),))
        case ListLinked():
            return Step(visit, (ListCases(to_unlink=True),))
        case FindContacts():
            return stand(visit, status_screen(visit), occasion, Say("erase.contact_how"), anew=True)
        case unexpected:
            assert_never(unexpected)
