"""What stands on the buttons of officers and admins, and what answers their presses."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, assert_never

from bot.desk.expert_presses import (
    AgreeAsExpert,
    DeclineCase,
    DropAsExpert,
    ExpertPress,
    OpenFile,
    RefuseAsExpert,
    SendAsExpert,
    SendToExpert,
)
from bot.desk.list_presses import DropTemplate, PickTemplate, ShowAgain, TurnFound, TurnList
from bot.desk.presses import (
    AgreeToMove,
    CaseAct,
    CloseAs,
    ConfirmMove,
    DropAsHead,
    DropItem,
    DropReply,
    GiveReason,
    HandTo,
    OfficerPress,
    OpenContacts,
    RemoveAdmin,
    RepeatCommand,
    SendAsHead,
    SendOn,
    SendQuestion,
    SendReply,
    ShowPage,
    StaffPress,
    StopDeed,
    TakeBack,
    TryItem,
    UnbindGroup,
    WorkOn,
)
from bot.gateway.wording import BOTH, Words, split, units
from bot.terms import Language

ALERT_UNITS = 200
"""Telegram's limit for the answer to a press."""


ACT_LABELS: Mapping[CaseAct, str] = {
    CaseAct.TAKE: "s.btn_take",
    CaseAct.RELEASE: "s.btn_release",
    CaseAct.ASK: "s.btn_ask",
    CaseAct.ANSWER: "s.btn_reply",
    CaseAct.NOTE: "s.btn_note",
    CaseAct.EXTEND: "s.btn_extend",
    CaseAct.REDIRECT: "s.btn_other_body",
    CaseAct.TRANSFER: "s.btn_transfer",
    CaseAct.REJECT: "s.btn_reject",
    CaseAct.SPAM: "s.btn_spam_sure",
    CaseAct.DUPLICATE: "s.btn_duplicate",
    CaseAct.OUTSIDE: "s.btn_extno",
    CaseAct.CONFLICT: "s.btn_conflict",
    CaseAct.HEAD: "s.btn_head",
    CaseAct.REOPEN: "s.btn_reopen",
    CaseAct.HISTORY: "s.btn_history",
    CaseAct.FILES: "s.btn_files",
    CaseAct.GROUP: "h.btn_group",
    CaseAct.OPEN: "n.btn_open",
    CaseAct.RECALL: "s.btn_recall",
}


def label_of(press: StaffPress) -> str:
    """The key of what stands on the button of *press*."""
    match press:
        case AgreeToMove() | GiveReason() | RepeatCommand() | ConfirmMove():
            return "btn.confirm"
        case UnbindGroup():
            return "btn.unbind"
        case StopDeed():
            return "btn.stop_this"
        case RemoveAdmin():
            return "btn.remove_admin"
        case TryItem():
            return "btn.try_again"
        case DropItem():
            return "btn.drop_item"
        case TurnList() | TurnFound():
            return "s.btn_later"  # drawn by `list_desk`, which knows which way each of them leads
        case PickTemplate() | DropTemplate():
            return "s.btn_template_drop"  # a ready answer has its own name on its button
        case SendAsHead():
            return "s.btn_send"
        case DropAsHead():
            return "s.btn_dont_send"
        case SendAsExpert() | DropAsExpert() | DeclineCase() | AgreeAsExpert() | RefuseAsExpert():
            return _label_of_expert(press)
        case _:
            return _label_about_case(press)


def _label_of_expert(press: ExpertPress) -> str:
    match press:
        case SendAsExpert():
            return "e.btn_send"
        case DropAsExpert():
            return "s.btn_dont_send"
        case DeclineCase():
            return "e.btn_decline"
        case AgreeAsExpert():
            return "e.btn_agree"
        case RefuseAsExpert():
            return "e.btn_refuse"
        case unexpected:
            assert_never(unexpected)


def _label_about_case(press: OfficerPress) -> str:
    match press:
        case SendReply():
            return "s.btn_send"
        case SendQuestion():
            return "s.btn_send_question"
        case DropReply():
            return "s.btn_dont_send"
        case TakeBack():
            return "s.btn_take_back"
        case OpenContacts():
            return "s.btn_reveal"
        case GiveReason():
            return "btn.confirm"
        case WorkOn(act):
            return ACT_LABELS[act]
        case ShowAgain():
            return "n.btn_open"  # it has the number of its case on it
        case ShowPage() | SendOn() | CloseAs() | HandTo() | SendToExpert() | OpenFile():
            return "s.btn_more"  # drawn by `card_buttons`, which knows what each of them leads to
        case unexpected:
            assert_never(unexpected)


def alert_text(
    words: Words, key: str, language: Language | None, values: Mapping[str, Any] | None = None
) -> str:
    """The text *key* for the answer to a press: in the group's language, or in both when they fit."""
    both = words.text(key, language or BOTH, values)
    alone = both if language else words.text(key, Language.KAZAKH, values)
    return both if units(both) <= ALERT_UNITS else split(alone, ALERT_UNITS)[0]
