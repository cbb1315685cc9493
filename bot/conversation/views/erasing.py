"""What a citizen can have deleted, the question before it, and what remains."""

from __future__ import annotations

from bot.conversation.values.case_choices import Want
from bot.conversation.values.choices import AskStatus, Resume, ShowMenu
from bot.conversation.values.effects import Button, Say, View
from bot.conversation.values.erasing_choices import (
    FindContacts,
    ListLinked,
    ShowErasing,
    SureChatErased,
    WantChatErased,
)
from bot.conversation.values.own_acts import MyCase, OwnAct
from bot.conversation.views.asking import in_rows


def menu(*, draft_waits: bool) -> View:
    """What can be deleted, and what is deleted elsewhere."""
    choices = (
        Button(Say("btn.erase_chat"), WantChatErased()),
        Button(Say("btn.erase_link"), ListLinked()),
        Button(Say("btn.erase_contact"), FindContacts()),
    )
    return View((Say("erase.menu"),), (*((each,) for each in choices), _back(draft_waits)))


def confirm_chat(*, unsent: bool, offers_again: bool) -> View:
    """Ask before the messages go: what goes with them, what remains, and what of an office is offered again."""
    also = (*((Say("erase.unsent"),) if unsent else ()), *((Say("erase.offered_again"),) if offers_again else ()))
    rows = ((Button(Say("btn.erase_sure"), SureChatErased()),), (Button(Say("btn.no"), ShowErasing()),))
    return View((Say("erase.chat_confirm"), *also), rows)


def chat_erased() -> View:
    """The first message after all others have gone: what remains, and how that is deleted."""
    return View((Say("erase.chat_done"),), ((Button(Say("btn.menu"), ShowMenu()),),))


def linked(cases: tuple[MyCase, ...], *, draft_waits: bool) -> View:
    """The cases that this chat is the address of; one press asks whether its link is to be cut."""
    if not cases:
        rows = ((Button(Say("btn.check_status"), AskStatus()),), _back(draft_waits))
        return View((Say("erase.nothing"),), rows)
    wanted = [Button(case.number, Want(OwnAct.UNLINK, case.case)) for case in cases]
    asked = (Say("erase.link_which"), Say("my.others"))
    return View(asked, (*in_rows(wanted, 2), (Button(Say("btn.back"), ShowErasing()),)))


def _back(draft_waits: bool) -> tuple[Button, ...]:
    return (Button(Say("btn.draft_back"), Resume()) if draft_waits else Button(Say("btn.menu"), ShowMenu()),)
