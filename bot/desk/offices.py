"""Which group serves which region: binding, moving, following a group that became a supergroup."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TypeAlias

from sqlalchemy import Connection

from bot.desk import filing, lanes, relay
from bot.desk.audit import record
from bot.desk.casework import Officer, enqueue_boxed, set_status
from bot.desk.filing import WORKDAYS, Filing
from bot.desk.safe import Safe
from storage import cases, offices, outbox
from storage.offices import OfficeRow

MOVE_LASTS = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Bound:
    """The group now serves the region; `waiting` cases go to it."""

    region: str
    waiting: int


@dataclass(frozen=True, slots=True)
class GroupTaken:
    """The group already serves `region`."""

    region: str


@dataclass(frozen=True, slots=True)
class MoveAsked:
    """The region has another group, which was asked to agree."""

    region: str


Binding: TypeAlias = Bound | GroupTaken | MoveAsked


@dataclass(frozen=True, slots=True)
class Binder:
    """What binding needs beside the connection."""

    rules: Filing
    now: datetime
    today: date


def bind(connection: Connection, *, region: str, chat_id: int, admin: Officer, binder: Binder) -> Binding:
    """Let the group serve *region*; a region that has another group asks that group first."""
    safe = binder.rules.safe
    taken = offices.find_office(connection, safe.group_mark(chat_id))
    if taken is not None and taken.region != region:
        return GroupTaken(taken.region)
    if taken is None and offices.get_office(connection, region) is not None:
        _ask_old_group(connection, region, chat_id, admin, binder)
        return MoveAsked(region)
    return settle_binding(connection, region=region, chat_id=chat_id, admin=admin, binder=binder)


def settle_binding(connection: Connection, *, region: str, chat_id: int, admin: Officer, binder: Binder) -> Bound:
    """Bind without asking anybody, record it, and let the lane go on."""
    safe = binder.rules.safe
    former = offices.get_office(connection, region)
    box = safe.seal({"chat": chat_id}, table="offices", row=region)
    language = former.language if former else "kk"
    offices.put_office(connection, OfficeRow(region, safe.group_mark(chat_id), box, language, binder.today))
    record(connection, "group-bound", admin, region, safe=safe, now=binder.now)
    outbox.resume_lane(connection, lanes.office_lane(region))
    return Bound(region, _post_waiting(connection, region, binder))


def confirm_move(
    connection: Connection, *, region: str, chat_id: int | None, admin: Officer, binder: Binder
) -> Bound | None:
    """The old group (or, with no *chat_id*, the command line) agrees to the move; None when there is none to agree to."""
    safe = binder.rules.safe
    office = offices.get_office(connection, region)
    if office is None or (chat_id is not None and office.mark != safe.group_mark(chat_id)):
        return None
    box = offices.take_move(connection, region, now=int(binder.now.timestamp()))
    if box is None:
        return None
    wish = safe.open(box, table="moves", row=region)
    return settle_binding(connection, region=region, chat_id=wish["chat"], admin=admin, binder=binder)


def unbind(connection: Connection, *, chat_id: int, admin: Officer, binder: Binder) -> str | None:
    """The group serves no region any more: its lane waits. The region, or None when it served none."""
    safe = binder.rules.safe
    office = offices.find_office(connection, safe.group_mark(chat_id))
    if office is None:
        return None
    offices.delete_office(connection, office.region)
    outbox.suspend_lane(connection, lanes.office_lane(office.region), "unbound")
    record(connection, "group-unbound", admin, office.region, safe=safe, now=binder.now)
    return office.region


def follow_migration(connection: Connection, *, old_chat: int, new_chat: int, safe: Safe) -> str | None:
    """The group became a supergroup with another id: keep serving. The region, or None when it served none.

    It may be told twice (by the service message and by a refused call); the second time changes nothing.
    """
    office = offices.find_office(connection, safe.group_mark(old_chat))
    if office is None:
        return None
    box = safe.seal({"chat": new_chat}, table="offices", row=office.region)
    moved = OfficeRow(office.region, safe.group_mark(new_chat), box, office.language, office.bound_on)
    offices.put_office(connection, moved)
    outbox.resume_lane(connection, lanes.office_lane(office.region))
    return office.region


def close_group(connection: Connection, *, chat_id: int, reason: str, safe: Safe) -> str | None:
    """The bot was removed, or the group made public: its lane waits, nothing is lost. The region."""
    office = offices.find_office(connection, safe.group_mark(chat_id))
    if office is None:
        return None
    outbox.suspend_lane(connection, lanes.office_lane(office.region), reason)
    return office.region


def reopen_group(connection: Connection, *, chat_id: int, safe: Safe) -> str | None:
    """The bot is back in its group: the lane goes on. The region."""
    office = offices.find_office(connection, safe.group_mark(chat_id))
    if office is None:
        return None
    outbox.resume_lane(connection, lanes.office_lane(office.region))
    return office.region


def group_of(connection: Connection, region: str, safe: Safe) -> tuple[int, str] | None:
    """Chat id and language of the region's group."""
    office = offices.get_office(connection, region)
    if office is None:
        return None
    return int(safe.open(office.box, table="offices", row=region)["chat"]), office.language


def served_by(connection: Connection, chat_id: int, safe: Safe) -> OfficeRow | None:
    """The office whose group this is."""
    return offices.find_office(connection, safe.group_mark(chat_id))


def lane_states(connection: Connection) -> dict[str, str | None]:
    """For every bound region why its lane is suspended, or None."""
    return {
        office.region: outbox.lane_state(connection, lanes.office_lane(office.region))
        for office in offices.list_offices(connection)
    }


def _ask_old_group(connection: Connection, region: str, chat_id: int, admin: Officer, binder: Binder) -> None:
    safe = binder.rules.safe
    box = safe.seal({"chat": chat_id}, table="moves", row=region)
    offices.put_move(connection, region, box, expires_at=int((binder.now + MOVE_LASTS).timestamp()))
    record(connection, "move-asked", admin, region, safe=safe, now=binder.now)
    lane = lanes.office_lane(region)
    enqueue_boxed(connection, lane=lane, kind="move", content={"region": region}, safe=safe, now=binder.now)


def _post_waiting(connection: Connection, region: str, binder: Binder) -> int:
    """Cards for all cases that waited for a group; their term begins today."""
    waiting = cases.waiting_cases(connection, region)
    due = binder.rules.calendar.due_on(binder.today, WORKDAYS)
    for row in waiting:
        set_status(connection, row.id, "registered", today=binder.today, due_on=due)
        filing.enqueue_card(connection, row, now=binder.now, delay=binder.rules.code_only_delay)
        for entry in cases.list_talk(connection, row.id):
            if entry.side == "citizen":
                filing.enqueue_addition(connection, row, entry.seq, now=binder.now)
        relay.push(connection, row, now=binder.now)
    return len(waiting)
