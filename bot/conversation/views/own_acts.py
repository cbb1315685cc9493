"""What citizens do with their own cases: the buttons, the question before what is final, and what came of it."""

from __future__ import annotations

from typing import assert_never

from bot.conversation.values.case_choices import BackToCase, Sure, Want
from bot.conversation.values.choices import AskStatus, Resume, ShowMenu
from bot.conversation.values.effects import LINES, Button, Say, View, join
from bot.conversation.values.own_acts import MyCase, OwnAct, WhyNot
from bot.conversation.views.asking import in_rows
from bot.terms import Desk

REOPENING_DAYS = 30
"""So many days after it was answered or closed a case is opened again: who is not content knows it by then."""


def act_button(act: OwnAct, case: str) -> Button:
    """The button that wants *act* done."""
    return Button(Say(_label(act)), Want(act, case))


def confirm(act: OwnAct, case: str) -> View:
    """Ask before *act*, and say what remains."""
    asked = Say(f"{act}.confirm")
    return View((asked,), ((Button(Say("btn.yes"), Sure(act, case)), Button(Say("btn.no"), BackToCase(case))),))


def done(act: OwnAct, case: str) -> View:
    """What was done, and the way back to the case."""
    return View((Say(f"{act}.done"),), ((Button(Say("btn.open_case"), BackToCase(case)),),))


def not_done(act: OwnAct, why: WhyNot) -> Say:
    """Why it was not done."""
    match why:
        case WhyNot.GONE:
            return Say("question.gone" if act is OwnAct.DECLINE else "act.gone")
        case WhyNot.LATE | WhyNot.USED:
            return Say(f"reopen.{why}")
        case unexpected:
            assert_never(unexpected)


def mine(cases: tuple[MyCase, ...], *, draft_waits: bool) -> View:
    """The citizen's own cases, each with the button that opens it; a code-only case is never among them."""
    back = Button(Say("btn.draft_back"), Resume()) if draft_waits else Button(Say("btn.menu"), ShowMenu())
    if not cases:
        return View((Say("my.empty"),), ((Button(Say("btn.check_status"), AskStatus()),), (back,)))
    lines = tuple(_line(case) for case in cases)
    rows = in_rows([Button(case.number, BackToCase(case.case)) for case in cases], 2)
    return View((Say("my.title"), join(LINES, lines), Say("my.others")), (*rows, (back,)))


def _line(case: MyCase) -> Say:
    key = "my.row_head" if case.desk is Desk.HEAD else "my.row"
    return Say(key, {"case_no": case.number, "status": Say(f"st.{case.status}"), "updated": case.changed})


def _label(act: OwnAct) -> str:
    match act:
        case OwnAct.UNLINK | OwnAct.UNCONTACT:
            return "btn.erase_mine"
        case OwnAct.WITHDRAW | OwnAct.DECLINE | OwnAct.REVIEW | OwnAct.REOPEN | OwnAct.RATE:
            return f"btn.act_{act}"
        case OwnAct.PRESSED | OwnAct.SAFE | OwnAct.PLAIN | OwnAct.DISCREET:
            return f"btn.act_{act}"
        case unexpected:
            assert_never(unexpected)
