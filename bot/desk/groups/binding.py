"""Which group serves which region: binding, moving, unbinding.

A region has one group, a group serves one region. A region that has a group moves only with a yes from there or from
the command line. Nothing in a lane is ever dropped because a group is gone: the next binding resumes it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TypeAlias

from sqlalchemy import Connection

from bot.desk.audit import record
from bot.desk.groups.reposting import post_missing, post_waiting
from bot.desk.outgoing import lanes
from bot.desk.outgoing.chats import chat_of
from bot.desk.outgoing.posting import Notice, enqueue_boxed, notify, tell_chat
from bot.desk.people import Officer
from bot.desk.rules import Filing
from bot.desk.safe import Safe
from bot.terms import Language
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


@dataclass(frozen=True, slots=True)
class Newcomer:
    """The group that a region is to be bound to, as its old group may see it before it agrees."""

    chat: int
    title: str
    members: int


@dataclass(frozen=True, slots=True)
class RegionState:
    """How a region is served: whether a group is bound, why its lane waits, how many cases wait for a group."""

    bound: bool
    suspended: str | None
    waiting: int


def bind(connection: Connection, *, region: str, group: Newcomer, admin: Officer, binder: Binder) -> Binding:
    """Let *group* serve *region*; a region that has another group asks that group first. Twice is as good as once."""
    safe = binder.rules.safe
    taken = offices.find_office(connection, safe.group_mark(group.chat))
    if taken is not None and taken.region != region:
        return GroupTaken(taken.region)
    if taken is not None:
        outbox.resume_lane(connection, lanes.office_lane(region))
        return Bound(region, 0)
    if offices.get_office(connection, region) is not None:
        _ask_old_group(connection, region, group, admin, binder)
        return MoveAsked(region)
    return settle_binding(connection, region=region, chat_id=group.chat, admin=admin, binder=binder)


def settle_binding(connection: Connection, *, region: str, chat_id: int, admin: Officer, binder: Binder) -> Bound:
    """Bind without asking anybody, record it, let the lane go on, and post what the group has to know."""
    safe, former = binder.rules.safe, offices.get_office(connection, region)
    box = safe.seal({"chat": chat_id}, table="offices", row=region)
    language = former.language if former else Language.KAZAKH
    offices.put_office(connection, OfficeRow(region, safe.group_mark(chat_id), box, language, binder.today))
    record(connection, "group-bound", admin, region, safe=safe, now=binder.now)
    outbox.resume_lane(connection, lanes.office_lane(region))
    waiting = post_waiting(connection, region, binder.rules, now=binder.now, today=binder.today)
    post_missing(connection, region, chat_id, safe=safe, now=binder.now)
    return Bound(region, waiting)


def confirm_move(
    connection: Connection, *, region: str, chat_id: int | None, admin: Officer, binder: Binder
) -> Bound | GroupTaken | None:
    """The old group (or, with no *chat_id*, the command line) agrees to the move; None when there is none to agree to.

    The new group hears that it is bound, the old one that it is not any more. A new group that was bound elsewhere
    meanwhile is GroupTaken.
    """
    safe = binder.rules.safe
    office = offices.get_office(connection, region)
    if office is None or (chat_id is not None and office.mark != safe.group_mark(chat_id)):
        return None
    box = offices.take_move(connection, region, now=int(binder.now.timestamp()))
    if box is None:
        return None
    new_chat = int(safe.open(box, table="moves", row=region)["chat"])
    taken = offices.find_office(connection, safe.group_mark(new_chat))
    if taken is not None:
        return GroupTaken(taken.region)
    _leave(connection, office, told=chat_id is not None, safe=safe, now=binder.now)
    bound = settle_binding(connection, region=region, chat_id=new_chat, admin=admin, binder=binder)
    present = offices.get_office(connection, region)
    assert present is not None
    notify(connection, present, Notice("a.bound", {"region": region}, None), safe=safe, now=binder.now)
    return bound


def wished_chat(connection: Connection, region: str, safe: Safe, now: datetime) -> int | None:
    """The group that *region* is to move to, while the wish holds."""
    box = offices.get_move(connection, region, now=int(now.timestamp()))
    return None if box is None else int(safe.open(box, table="moves", row=region)["chat"])


def unbind(connection: Connection, *, chat_id: int, admin: Officer, binder: Binder) -> str | None:
    """The group serves no region any more: its lane waits. The region, or None when it served none."""
    safe = binder.rules.safe
    office = offices.find_office(connection, safe.group_mark(chat_id))
    if office is None:
        return None
    offices.delete_office(connection, office.region)
    offices.take_move(connection, office.region, now=int(binder.now.timestamp()))
    outbox.suspend_lane(connection, lanes.office_lane(office.region), "unbound")
    record(connection, "group-unbound", admin, office.region, safe=safe, now=binder.now)
    return office.region


def lane_states(connection: Connection) -> dict[str, str | None]:
    """For every bound region why its lane is suspended, or None."""
    return {
        office.region: outbox.lane_state(connection, lanes.office_lane(office.region))
        for office in offices.list_offices(connection)
    }


def region_states(connection: Connection, regions: Iterable[str]) -> dict[str, RegionState]:
    """How each of *regions* is served."""
    bound = {office.region for office in offices.list_offices(connection)}
    waiting = cases.waiting_by_region(connection)
    return {
        region: RegionState(
            region in bound, outbox.lane_state(connection, lanes.office_lane(region)), waiting.get(region, 0)
        )
        for region in regions
    }


def _ask_old_group(connection: Connection, region: str, group: Newcomer, admin: Officer, binder: Binder) -> None:
    safe, lane = binder.rules.safe, lanes.office_lane(region)
    box = safe.seal({"chat": group.chat}, table="moves", row=region)
    offices.put_move(connection, region, box, expires_at=int((binder.now + MOVE_LASTS).timestamp()))
    record(connection, "move-asked", admin, region, safe=safe, now=binder.now)
    content = {"region": region, "title": group.title, "n": group.members}
    outbox.delete_lane_items(connection, lane, "move")
    enqueue_boxed(connection, lane=lane, kind="move", content=content, safe=safe, now=binder.now)


def _leave(connection: Connection, office: OfficeRow, *, told: bool, safe: Safe, now: datetime) -> None:
    """What was to be asked in the old group is not asked in the new one."""
    for kind in ("move", "prompt", "who", "edit"):
        outbox.delete_lane_items(connection, lanes.office_lane(office.region), kind)
    if not told:
        notice = Notice("a.moved", {"region": office.region}, None)
        tell_chat(connection, chat_of(office, safe), notice, safe=safe, now=now)
