"""What happens to a bound group under us: it becomes public or private, loses the bot, becomes a supergroup.

Rules
- A group that anybody can read gets nothing and decides nothing: its lane waits, as does that of a group that the
  bot was removed from.
- Admins are alerted once when a lane stops and once when it goes on.
"""

from __future__ import annotations

from contextlib import suppress

from sqlalchemy import Connection

from bot.desk.groups.chores import show_previews_anew, start_reposting
from bot.desk.outgoing.chats import OfficeDamagedError, chat_of, group_of
from bot.desk.outgoing.items import AnswerCommand, DeleteMessage, Item, ItemKind, LeaveGroup, SayInChat, SayInGroup
from bot.desk.outgoing.lanes import GroupLane, OfficeLane, read_lane
from bot.desk.outgoing.posting import alert_admins, open_item, put_item, tell_chat, tell_office
from bot.desk.rules import Turn
from bot.desk.safe import NOT_OPENED, Safe
from bot.encryption.places import Table
from bot.frozen import frozen, replace
from bot.terms import Suspension
from storage import offices, outbox
from storage.offices import OfficeRow
from storage.outbox import OutboxItem

ALERTS = {Suspension.PUBLIC: "a.went_public", Suspension.REMOVED: "a.removed"}
"""What admins hear; in every other case that the group cannot be written to."""


@frozen
class WatchedGroup:
    """A bound group: its chat id, why its lane is suspended, and whether it, or its files, were found closed."""

    chat: int
    suspended: Suspension | None
    held: bool = False


def list_groups(connection: Connection, safe: Safe) -> list[WatchedGroup]:
    """Every bound group whose row can be read."""
    groups = []
    for office in offices.list_offices(connection, aside=safe.damages.met):
        with suppress(*NOT_OPENED):  # one damaged group must not keep the others from being looked at
            groups.append(_watched(connection, chat_of(office, safe), str(OfficeLane(office.region))))
    return groups


def _watched(connection: Connection, chat: int, lane: str) -> WatchedGroup:
    return WatchedGroup(chat, outbox.lane_state(connection, lane), bool(outbox.list_holds(connection, lane)))


def follow_migration(connection: Connection, old_chat: int, new_chat: int, turn: Turn) -> str | None:
    """The group became a supergroup with another id: keep serving. The region, or None when it served none.

    Its old messages are out of reach, so what is unanswered or undecided is posted anew, in slices. It may be told
    twice (by the service message and by a refused call); the second time changes nothing.
    """
    safe = turn.safe
    _follow_as_former(connection, old_chat, new_chat, safe)
    office = offices.find_office(connection, safe.group_mark(old_chat))
    if office is None:
        return None
    region, lane = office.region, str(OfficeLane(office.region))
    box = safe.seal({"chat": new_chat}, table=Table.OFFICES, row=region)
    offices.put_office(
        connection, OfficeRow(region, safe.group_mark(new_chat), box, office.language, office.bound_on)
    )
    outbox.resume_lane(connection, lane)
    tell_office(connection, region, SayInGroup("s.reposted"), turn)
    show_previews_anew(connection, region, turn)
    start_reposting(connection, region, turn)
    return region


def leave_behind(connection: Connection, row: OutboxItem, old_chat: int, new_chat: int, turn: Turn) -> bool:
    """Whether *row* names the former group itself, which takes nothing any more: it is over, whoever serves the region.

    What was to be said there is owed to the group's new id; what stands there cannot be deleted, and nobody is in it.
    """
    item = open_item(row, turn.safe)
    if _named_chat(item) != old_chat:
        return False
    if isinstance(item, SayInChat | AnswerCommand):
        put_item(connection, replace(item, chat=new_chat), GroupLane.of(turn.safe.group_mark(new_chat)), turn)
    outbox.settle_delivered(connection, row.id)
    return True


def is_of_left_group(connection: Connection, row: OutboxItem, turn: Turn) -> bool:
    """Whether *row* is to delete in a group that its region has left: a refusal there says nothing of the lane."""
    lane = read_lane(row.lane)
    if row.kind != ItemKind.DELETION or not isinstance(lane, OfficeLane):
        return False
    with suppress(OfficeDamagedError):  # the lane waits until its group can be read
        group, chat = group_of(connection, lane.region, turn.safe), _named_chat(open_item(row, turn.safe))
        return group is None or group.chat != chat
    return False


def _named_chat(item: Item) -> int | None:
    """The chat that *item* names itself, whichever group serves the region of its lane."""
    match item:
        case SayInChat(chat=chat) | AnswerCommand(chat=chat) | LeaveGroup(chat=chat):
            return chat
        case DeleteMessage(spot=spot):
            return spot.chat
        case _:
            return None


def close_group(connection: Connection, chat_id: int, reason: Suspension, turn: Turn) -> str | None:
    """The bot cannot or must not write into its group: the lane waits and admins are alerted, once. The region."""
    office = offices.find_office(connection, turn.safe.group_mark(chat_id))
    return None if office is None else close_region(connection, office.region, reason, turn)


def close_region(connection: Connection, region: str, reason: Suspension, turn: Turn) -> str:
    """The same, for the group that serves *region*."""
    lane, office = str(OfficeLane(region)), offices.get_office(connection, region)
    before = outbox.lane_state(connection, lane)
    outbox.suspend_lane(connection, lane, reason)
    if before is None:
        alert_admins(connection, ALERTS.get(reason, "a.group_lost"), {"region": region}, turn)
        if reason is Suspension.PUBLIC and office is not None:
            tell_chat(connection, SayInChat(chat_of(office, turn.safe), "s.group_public"), turn)
    return region


def welcome_back(connection: Connection, chat_id: int, turn: Turn) -> str | None:
    """The bot is in its group again: the lane goes on, unless strangers can read the group. The region."""
    office = offices.find_office(connection, turn.safe.group_mark(chat_id))
    if office is None or outbox.lane_state(connection, str(OfficeLane(office.region))) is Suspension.PUBLIC:
        return None
    return reopen_group(connection, chat_id, turn)


def reopen_group(connection: Connection, chat_id: int, turn: Turn) -> str | None:
    """The bot may write into its group again: the lane goes on and admins hear it. The region."""
    office = offices.find_office(connection, turn.safe.group_mark(chat_id))
    if office is None:
        return None
    lane = str(OfficeLane(office.region))
    if outbox.lane_state(connection, lane) is not None:
        outbox.resume_lane(connection, lane)
        alert_admins(connection, "a.group_back", {"region": office.region}, turn)
    return office.region


def mind_public(connection: Connection, chat_id: int, turn: Turn, *, public: bool) -> bool:
    """Close the group when an update shows it as public; whether things may be decided there.

    Only the watch reopens it: an update does not show all that lets strangers read, and a press shows the past.
    """
    office = offices.find_office(connection, turn.safe.group_mark(chat_id))
    if office is None:
        return True
    if public:
        close_group(connection, chat_id, Suspension.PUBLIC, turn)
    return not public and outbox.lane_state(connection, str(OfficeLane(office.region))) is not Suspension.PUBLIC


def _follow_as_former(connection: Connection, old_chat: int, new_chat: int, safe: Safe) -> None:
    """A group that had a region until lately may have it back under its new id."""
    for region in offices.list_former(connection, safe.group_mark(old_chat)):
        former = offices.get_former(connection, region)
        if former is not None:
            box = safe.seal({"chat": new_chat}, table=Table.FORMER_OFFICES, row=region)
            offices.put_former(connection, replace(former, mark=safe.group_mark(new_chat), box=box))
