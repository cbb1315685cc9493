"""Opening contacts: a button, a written reason, the officer's private chat, a line in the audit log.

Who asked is the one who presses, who gives the reason must be the same person, and who could not be written down
into the log does not read. The contacts never stand in the group.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import Connection

from bot.desk.audit import Action, record
from bot.desk.officers.previews import OfficeCase, case_of_press
from bot.desk.outgoing.items import AskReason, AskWho, SayInGroup, SendContacts
from bot.desk.outgoing.lanes import OfficeLane, OfficerLane
from bot.desk.outgoing.posting import put_item, tell_office
from bot.desk.people import Done, GroupPress, Officer, PressOutcome, Refused, Spot
from bot.desk.rules import Turn
from bot.desk.safe import NOT_OPENED
from bot.encryption.places import Table
from storage import audit, contacting
from storage.cases import CaseRow

WISH_LASTS = timedelta(hours=1)
"""A reason that is written later than this was not written in answer to the question."""
SHORTEST_REASON = 5
"""Characters; a shorter reason tells whoever reads the log nothing."""
DOUBLE_TAP = 10
"""Seconds in which a second press is the same wish."""


@dataclass(frozen=True, slots=True)
class WrittenReason:
    """Words under the prompt of a wish. `officer` is None when an anonymous admin wrote them."""

    wish: str
    why: str
    officer: Officer | None
    spot: Spot


def ask_reason(connection: Connection, press: GroupPress, turn: Turn, *, case_id: str) -> PressOutcome:
    """The button under a card: remember who asks and ask why."""
    found = case_of_press(connection, press, case_id, turn)
    if isinstance(found, Refused):
        return found
    if contacting.get_contact(connection, case_id) is None:
        return Refused("s.reveal_none")
    wish, officer = turn.rules.chance.new_id(), press.officer
    if _asked_just_now(connection, case_id, officer, turn):
        return Done("s.reveal_asking")
    asked = {"id": officer.id, "name": officer.name, "at": turn.seconds}
    _keep_wish(connection, wish, case_id, asked, turn)
    put_item(connection, AskReason(case_id, wish, press.spot), OfficeLane(found.office.region), turn)
    return Done("s.reveal_asking")


def take_reason(connection: Connection, reason: WrittenReason, about: OfficeCase, turn: Turn) -> None:
    """A written reason under the prompt: open the contacts for the one who asked, or say why not."""
    row, region = about.row, about.office.region
    found = audit.get_reveal(connection, reason.wish, now=turn.seconds)
    asked = None
    if found is not None and found[0] == row.id:
        asked = _open_wish(reason.wish, found, turn)
    refusal = _refusal(reason, asked)
    if asked is not None and refusal is None and len(reason.why) < SHORTEST_REASON:
        put_item(connection, AskReason(row.id, reason.wish, reason.spot, again=True), OfficeLane(region), turn)
    elif asked is None or refusal is not None:
        tell_office(connection, region, SayInGroup(refusal or "s.reveal_over", reply_to=reason.spot), turn)
    elif reason.officer is None:
        _keep_wish(connection, reason.wish, row.id, {**asked, "why": reason.why}, turn)
        put_item(connection, AskWho(row.id, reason.wish, reason.spot), OfficeLane(region), turn)
    else:
        _open(connection, reason.wish, row, reason.officer, reason.why, turn)


def confirm_reason(connection: Connection, press: GroupPress, turn: Turn, *, wish: str) -> PressOutcome:
    """The reason came from an anonymous admin: the press names the person."""
    found = audit.get_reveal(connection, wish, now=turn.seconds)
    if found is None:
        return Refused("s.reveal_over")
    behind = case_of_press(connection, press, found[0], turn)
    if isinstance(behind, Refused):
        return behind
    asked = _open_wish(wish, found, turn)
    if asked is None:
        return Refused("s.reveal_over")
    if press.officer.id != asked["id"] or "why" not in asked:
        return Refused("s.reveal_not_yours")
    _open(connection, wish, behind.row, press.officer, asked["why"], turn)
    return Done("s.reveal_opening")


def _refusal(reason: WrittenReason, asked: dict[str, Any] | None) -> str | None:
    """Why *reason* opens nothing, as the key of a text; None when it is one."""
    if asked is None:
        return "s.reveal_over"
    if reason.officer is not None and reason.officer.id != asked["id"]:
        return "s.reveal_not_yours"
    return None


def _asked_just_now(connection: Connection, case_id: str, officer: Officer, turn: Turn) -> bool:
    """A double tap makes one prompt; a later press makes another, for the first may have been deleted."""
    found = audit.list_reveals(connection, case_id, now=turn.seconds)
    wishes = [_open_wish(wish, (case_id, box), turn) for wish, box in found]
    return any(asked["id"] == officer.id and turn.seconds - asked["at"] < DOUBLE_TAP for asked in wishes if asked)


def _open_wish(wish: str, found: tuple[str, bytes], turn: Turn) -> dict[str, Any] | None:
    """Who asked, and what is known of why; None when it is damaged, which is as good as over: it is asked again."""
    case_id, box = found
    try:
        return turn.safe.open(box, table=Table.REVEALS, row=wish, case_id=case_id)
    except NOT_OPENED:
        return None


def _keep_wish(connection: Connection, wish: str, case_id: str, asked: dict[str, Any], turn: Turn) -> None:
    """Remember the wish, or an anonymous reason for it until a press tells whose it is, for WISH_LASTS from now."""
    audit.drop_reveal(connection, wish)
    box = turn.safe.seal(asked, table=Table.REVEALS, row=wish)
    audit.put_reveal(connection, wish, case_id, box, expires_at=turn.after(WISH_LASTS))


def _open(connection: Connection, wish: str, row: CaseRow, officer: Officer, why: str, turn: Turn) -> None:
    """Record the opening, then send: who could not be written down must not read."""
    if not audit.drop_reveal(connection, wish):
        return
    record(connection, Action.CONTACTS_OPENED, officer, why, turn, case_id=row.id)
    lane = OfficerLane.of(turn.safe.person_mark(officer.id))
    put_item(connection, SendContacts(row.id, officer.id), lane, turn)
