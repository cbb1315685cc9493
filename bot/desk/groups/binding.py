"""Which group serves which region: binding, unbinding, the language, how regions are served.

A region has one group, a group serves one region. Nothing in a lane is ever dropped because a group is gone: the next
binding resumes it. Who may take a region where is decided by `requests` and `moves`; here it is done.
"""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection

from bot.desk.audit import Action, record
from bot.desk.damage import DAMAGE
from bot.desk.groups.chores import start_reposting, take_up_waiting
from bot.desk.groups.deeds import note_deed, why_refused
from bot.desk.groups.telling import name_of, tell_of_change
from bot.desk.outgoing.chats import chat_of
from bot.desk.outgoing.items import ItemKind
from bot.desk.outgoing.lanes import OfficeLane
from bot.desk.people import Officer, Refused
from bot.desk.presses import StopDeed
from bot.desk.rules import Turn
from bot.desk.safe import Safe
from bot.encryption.places import Table
from bot.frozen import frozen
from bot.terms import DeedKind, Language, Status, Suspension
from storage import moves, offices, outbox, tallies
from storage.offices import FormerOffice, OfficeRow


@frozen
class Bound:
    """The group now serves the region; `waiting` cases follow, in slices."""

    region: str
    waiting: int


@frozen
class GroupTaken:
    """The group already serves `region`."""

    region: str


@frozen
class Newcomer:
    """The group that a region is to be bound to, as admins and its old group see it before they agree."""

    chat: int
    title: str
    members: int


@frozen
class RegionState:
    """How a region is served: whether a group is bound, why its lane waits, how many cases wait for a group."""

    bound: bool
    suspended: Suspension | None
    waiting: int


def settle_binding(connection: Connection, region: str, chat_id: int, admin: Officer, turn: Turn) -> Bound:
    """Bind without asking anybody, record it, let the lane go on; what the group has to know follows in slices."""
    offices.lock_region(connection, region)
    safe = turn.safe
    former = offices.get_office(connection, region) or former_of(connection, region, turn)
    box = safe.seal({"chat": chat_id}, table=Table.OFFICES, row=region)
    language = former.language if former else Language.KAZAKH
    offices.put_office(connection, OfficeRow(region, safe.group_mark(chat_id), box, language, turn.today))
    offices.delete_former(connection, region)
    record(connection, Action.GROUP_BOUND, admin, region, turn)
    outbox.resume_lane(connection, str(OfficeLane(region)))
    start_reposting(connection, region, turn)
    return Bound(region, take_up_waiting(connection, region, turn))


def unbind(connection: Connection, region: str, chat_id: int, admin: Officer, turn: Turn) -> str | Refused | None:
    """The group does not serve *region* any more: its lane waits. None when it did not serve it.

    All admins and the group hear it; for a day the group is given the region back by whoever stops this.
    """
    offices.lock_region(connection, region)
    office = offices.get_office(connection, region)
    if office is None or office.mark != turn.safe.group_mark(chat_id):
        return None
    if (why := why_refused(connection, region, admin, turn)) is not None:
        return Refused(why)
    deed = note_deed(connection, DeedKind.UNBOUND, admin, turn, region=region, chat=chat_id)
    leave_region(connection, office, admin, turn)
    told = {"region": region, "who": name_of(admin)}
    tell_of_change(connection, "a.told_unbound", told, turn, chats=(chat_id,), presses=(StopDeed(deed.id),))
    return region


def leave_region(connection: Connection, office: OfficeRow, admin: Officer, turn: Turn) -> None:
    """*office* has no group any more, and remembers the one that it had; its wish to move is over."""
    region, safe = office.region, turn.safe
    chat = chat_of(office, safe)
    box = safe.seal({"chat": chat}, table=Table.FORMER_OFFICES, row=region)
    offices.put_former(connection, FormerOffice(region, office.mark, box, office.language, turn.seconds))
    offices.delete_office(connection, region)
    moves.drop_move(connection, region)
    outbox.suspend_lane(connection, str(OfficeLane(region)), Suspension.UNBOUND)
    record(connection, Action.GROUP_UNBOUND, admin, region, turn)


def former_of(connection: Connection, region: str, turn: Turn) -> FormerOffice | None:
    """The group that *region*, which has none, had last; None when nobody knows, or its row cannot be read."""
    try:
        return offices.get_former(connection, region)
    except DAMAGE as fault:
        turn.safe.damages.met(fault)
        return None


def former_chat(connection: Connection, region: str, safe: Safe) -> int | None:
    """The chat of that group; None too when it cannot be read: then nobody is asked there."""
    try:
        former = offices.get_former(connection, region)
        return None if former is None else int(safe.open(former.box, table=Table.FORMER_OFFICES, row=region)["chat"])
    except DAMAGE as fault:
        safe.damages.met(fault)
        return None


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


def leave_group(connection: Connection, region: str) -> None:
    """What was to be asked in the old group of *region* is not asked in the new one."""
    for kind in (ItemKind.PROMPT, ItemKind.WHO, ItemKind.EDIT):
        outbox.delete_lane_items(connection, str(OfficeLane(region)), kind)
