"""Which group serves which region: binding, moving, unbinding.

A region has one group, a group serves one region. A region that has a group moves only with a yes from there or from
the command line. Nothing in a lane is ever dropped because a group is gone: the next binding resumes it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import TypeAlias

from sqlalchemy import Connection

from bot.desk.audit import Action, record
from bot.desk.groups.chores import start_reposting, take_up_waiting
from bot.desk.outgoing.chats import chat_of
from bot.desk.outgoing.items import AskToMove, ItemKind, SayInChat, SayInGroup
from bot.desk.outgoing.lanes import OfficeLane
from bot.desk.outgoing.posting import put_item, tell_chat, tell_office
from bot.desk.people import Officer
from bot.desk.rules import Turn
from bot.desk.safe import Safe
from bot.encryption.places import Table
from bot.terms import Language, Status, Suspension
from storage import offices, outbox, tallies
from storage.offices import OfficeRow

MOVE_LASTS = timedelta(hours=24)
"""A day in which the old group can agree; an older wish is asked again."""


@dataclass(frozen=True, slots=True)
class Bound:
    """The group now serves the region; `waiting` cases follow, in slices."""

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
class Newcomer:
    """The group that a region is to be bound to, as its old group may see it before it agrees."""

    chat: int
    title: str
    members: int


@dataclass(frozen=True, slots=True)
class RegionState:
    """How a region is served: whether a group is bound, why its lane waits, how many cases wait for a group."""

    bound: bool
    suspended: Suspension | None
    waiting: int


def bind(connection: Connection, region: str, group: Newcomer, admin: Officer, turn: Turn) -> Binding:
    """Let *group* serve *region*; a region that has another group asks that group first. Twice is as good as once."""
    taken = offices.find_office(connection, turn.safe.group_mark(group.chat))
    if taken is not None and taken.region != region:
        return GroupTaken(taken.region)
    if taken is not None:
        outbox.resume_lane(connection, str(OfficeLane(region)))
        return Bound(region, 0)
    if offices.get_office(connection, region) is not None:
        _ask_old_group(connection, region, group, admin, turn)
        return MoveAsked(region)
    return settle_binding(connection, region, group.chat, admin, turn)


def settle_binding(connection: Connection, region: str, chat_id: int, admin: Officer, turn: Turn) -> Bound:
    """Bind without asking anybody, record it, let the lane go on; what the group has to know follows in slices."""
    offices.lock_region(connection, region)
    safe, former = turn.safe, offices.get_office(connection, region)
    box = safe.seal({"chat": chat_id}, table=Table.OFFICES, row=region)
    language = former.language if former else Language.KAZAKH
    offices.put_office(connection, OfficeRow(region, safe.group_mark(chat_id), box, language, turn.today))
    record(connection, Action.GROUP_BOUND, admin, region, turn)
    outbox.resume_lane(connection, str(OfficeLane(region)))
    start_reposting(connection, region, turn)
    return Bound(region, take_up_waiting(connection, region, turn))


def confirm_move(
    connection: Connection, region: str, chat_id: int | None, admin: Officer, turn: Turn
) -> Bound | GroupTaken | None:
    """The old group (or, with no *chat_id*, the command line) agrees to the move; None when there is none to agree to.

    The new group hears that it is bound, the old one that it is not any more. A new group that was bound elsewhere
    meanwhile is GroupTaken.
    """
    office = offices.get_office(connection, region)
    if office is None or (chat_id is not None and office.mark != turn.safe.group_mark(chat_id)):
        return None
    box = offices.take_move(connection, region, now=turn.seconds)
    if box is None:
        return None
    new_chat = int(turn.safe.open(box, table=Table.MOVES, row=region)["chat"])
    taken = offices.find_office(connection, turn.safe.group_mark(new_chat))
    if taken is not None:
        return GroupTaken(taken.region)
    _leave(connection, office, turn, told=chat_id is not None)
    bound = settle_binding(connection, region, new_chat, admin, turn)
    tell_office(connection, region, SayInGroup("a.bound", {"region": region}), turn)
    return bound


def wished_chat(connection: Connection, region: str, turn: Turn) -> int | None:
    """The group that *region* is to move to, while the wish holds."""
    box = offices.get_move(connection, region, now=turn.seconds)
    return None if box is None else int(turn.safe.open(box, table=Table.MOVES, row=region)["chat"])


def unbind(connection: Connection, chat_id: int, admin: Officer, turn: Turn) -> str | None:
    """The group serves no region any more: its lane waits. The region, or None when it served none."""
    office = offices.find_office(connection, turn.safe.group_mark(chat_id))
    if office is None:
        return None
    offices.delete_office(connection, office.region)
    offices.take_move(connection, office.region, now=turn.seconds)
    outbox.suspend_lane(connection, str(OfficeLane(office.region)), Suspension.UNBOUND)
    record(connection, Action.GROUP_UNBOUND, admin, office.region, turn)
    return office.region


def switch_language(connection: Connection, chat_id: int, wanted: str, safe: Safe) -> Language | None:
    """The other language for the group's posts, or the one asked for; None when no region is bound here."""
    office = offices.find_office(connection, safe.group_mark(chat_id))
    if office is None:
        return None
    other = Language.RUSSIAN if office.language is Language.KAZAKH else Language.KAZAKH
    language = Language(wanted) if wanted in tuple(Language) else other
    offices.set_language(connection, office.region, language)
    return language


def lane_states(connection: Connection) -> dict[str, str | None]:
    """For every bound region why its lane is suspended, or None."""
    return {
        region: outbox.lane_state(connection, str(OfficeLane(region))) for region in offices.bound_regions(connection)
    }


def region_states(connection: Connection, regions: Iterable[str]) -> dict[str, RegionState]:
    """How each of *regions* is served."""
    bound = set(offices.bound_regions(connection))
    waiting = tallies.by_region(connection, Status.WAITING)
    return {
        region: RegionState(
            region in bound, outbox.lane_state(connection, str(OfficeLane(region))), waiting.get(region, 0)
        )
        for region in regions
    }


def _ask_old_group(connection: Connection, region: str, group: Newcomer, admin: Officer, turn: Turn) -> None:
    lane = OfficeLane(region)
    box = turn.safe.seal({"chat": group.chat}, table=Table.MOVES, row=region)
    offices.put_move(connection, region, box, expires_at=turn.after(MOVE_LASTS))
    record(connection, Action.MOVE_ASKED, admin, region, turn)
    outbox.delete_lane_items(connection, str(lane), ItemKind.MOVE)
    put_item(connection, AskToMove(region, group.title, group.members), lane, turn)


def _leave(connection: Connection, office: OfficeRow, turn: Turn, *, told: bool) -> None:
    """What was to be asked in the old group is not asked in the new one."""
    for kind in (ItemKind.MOVE, ItemKind.PROMPT, ItemKind.WHO, ItemKind.EDIT):
        outbox.delete_lane_items(connection, str(OfficeLane(office.region)), kind)
    if not told:
        tell_chat(connection, SayInChat(chat_of(office, turn.safe), "a.moved", {"region": office.region}), turn)
