"""A bound group that does not take what is sent: its lane is closed or waits, or its files alone do.

Rules
- A lane that waits is tried at growing intervals: an office that gives the right back needs to tell nobody.
- Admins hear once that it waits and why, once more after about a day, two days, four, and once that it goes on:
  which is true only when something was taken, whatever Telegram says of rights.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sqlalchemy import Connection

from bot.desk.groups.changes import close_region
from bot.desk.outgoing.chats import served_by
from bot.desk.outgoing.lanes import OfficeLane, read_lane
from bot.desk.outgoing.posting import alert_admins
from bot.desk.rules import Turn
from bot.terms import Priority, Suspension
from storage import outbox
from storage.outbox import OutboxItem

REMINDED_AFTER = 128
"""Tries. At one in ten minutes they take most of a day."""
WAIT_TEXTS: Mapping[Suspension, str] = {Suspension.TOPIC: "a.topic_closed", Suspension.NO_FILES: "a.no_files"}
"""What admins hear when the lane waits; in every other case that the group cannot be written to."""


def times_found(connection: Connection, item: OutboxItem) -> int:
    """How often in a row the queue of *item* was found closed."""
    held = outbox.kind_hold(connection, item.lane, Priority(item.priority))
    return 0 if held is None else held.tries


def hold(
    connection: Connection,
    lane: OfficeLane,
    kinds: Iterable[Priority],
    reason: Suspension,
    not_before: int,
    turn: Turn,
) -> None:
    """Let *kinds* of the lane wait until one of them is tried again; admins are told when that is news."""
    name, known = str(lane), outbox.list_holds(connection, str(lane))
    tries = 0
    for kind in kinds:
        held = outbox.hold_kind(connection, name, kind, reason, not_before=not_before, now=turn.seconds)
        tries = max(tries, held.tries)
    is_news = reason not in {each.reason for each in known}
    if is_news or (tries >= REMINDED_AFTER and tries & (tries - 1) == 0):
        alert_admins(connection, WAIT_TEXTS.get(reason, "a.group_lost"), {"region": lane.region}, turn)


def close(connection: Connection, lane: OfficeLane, reason: Suspension, turn: Turn) -> None:
    """The bot is not in the group any more, or must not write there: nothing is tried, and admins are told once."""
    if reason is Suspension.DAMAGED:  # of that they hear as of any damaged row
        outbox.suspend_lane(connection, str(lane), reason)
    else:
        close_region(connection, lane.region, reason, turn)


def wake(connection: Connection, chat_id: int, turn: Turn) -> None:
    """Telegram says that the group may be written to: try at once. Admins hear it when something was taken."""
    office = served_by(connection, chat_id, turn.safe)
    if office is not None:
        outbox.wake_holds(connection, str(OfficeLane(office.region)))


def go_on(connection: Connection, item: OutboxItem, turn: Turn) -> None:
    """Something of the lane was taken: what waits for the same right goes on, and admins hear it."""
    lane = read_lane(item.lane)
    if not isinstance(lane, OfficeLane):
        return
    ended = set()
    for held in outbox.list_holds(connection, item.lane):
        if held.reason is not Suspension.NO_FILES or held.priority == item.priority:
            outbox.release_kind(connection, item.lane, held.priority)
            ended.add(held.reason)
    if Suspension.NO_FILES in ended:
        alert_admins(connection, "a.files_back", {"region": lane.region}, turn)
    if ended - {Suspension.NO_FILES}:
        alert_admins(connection, "a.group_back", {"region": lane.region}, turn)
