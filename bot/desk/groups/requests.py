"""Requests: what /bind in a group leads to. The group serves the region, or others are asked, or nothing happens.

Rules
- A region that never had a group is the first one's at once, and so is one whose former group wants it back.
- A region that has a group, or had one until a day ago, moves with somebody else's yes (`moves`).
- One that has had no group for longer follows in a day without one, unless somebody stops it.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TypeAlias

from sqlalchemy import Connection

from bot.desk.groups.binding import Bound, GroupTaken, Newcomer, former_of, settle_binding
from bot.desk.groups.deeds import note_deed, why_refused
from bot.desk.groups.moves import Move, ask_to_move, move_of, move_or_none, set_out
from bot.desk.groups.telling import name_of, tell_of_change
from bot.desk.outgoing.lanes import OfficeLane
from bot.desk.people import Officer, Refused
from bot.desk.presses import StopDeed
from bot.desk.rules import Turn
from bot.frozen import frozen
from bot.terms import DeedKind
from storage import offices, outbox, tallies

UNBOUND_LATELY = timedelta(hours=24)
"""As long as an unbinding can be stopped, binding another group is a move: /unbind is no way round the question."""


@frozen
class MoveAsked:
    """The move waits for somebody's yes."""

    move: Move


@frozen
class MoveSet:
    """The move needs no yes and is carried out in a day."""

    move: Move


@frozen
class MoveUnderWay:
    """The region has another move, which would have to be stopped first."""

    move: Move


Binding: TypeAlias = Bound | GroupTaken | MoveAsked | MoveSet | MoveUnderWay | Refused


def bind(connection: Connection, region: str, group: Newcomer, admin: Officer, turn: Turn) -> Binding:
    """*admin* wants *group* to serve *region*. Twice is as good as once."""
    offices.lock_region(connection, region)
    mark = turn.safe.group_mark(group.chat)
    taken = offices.find_office(connection, mark)
    if taken is not None and taken.region != region:
        return GroupTaken(taken.region)
    if taken is not None:
        outbox.resume_lane(connection, str(OfficeLane(region)))
        return Bound(region, 0)
    under_way = move_or_none(connection, region, turn)
    if under_way is not None and under_way.new.chat == group.chat:
        return MoveAsked(under_way) if under_way.is_asked else MoveSet(under_way)
    if (why := why_refused(connection, region, admin, turn)) is not None:
        return Refused(why)
    office, former = offices.get_office(connection, region), former_of(connection, region, turn)
    if office is None and former is not None and former.mark == mark:
        return _bind_again(connection, region, group, admin, turn)
    if under_way is not None:
        return MoveUnderWay(under_way)
    if office is None and former is None and not tallies.was_served(connection, region):
        return _bind_first(connection, region, group, admin, turn)
    if office is None and (former is None or former.left_at <= turn.after(-UNBOUND_LATELY)):
        move = set_out(connection, region, group, admin, turn)
        return _overtaken(connection, region, turn) if move is None else MoveSet(move)
    move = ask_to_move(connection, region, group, admin, turn)
    return _overtaken(connection, region, turn) if move is None else MoveAsked(move)


def _overtaken(connection: Connection, region: str, turn: Turn) -> MoveUnderWay | Refused:
    """Somebody else's wish for *region* came at the same moment, and first."""
    theirs = move_of(connection, region, turn)
    return Refused("a.move_over") if theirs is None else MoveUnderWay(theirs)


def _bind_first(connection: Connection, region: str, group: Newcomer, admin: Officer, turn: Turn) -> Bound:
    deed = note_deed(connection, DeedKind.BOUND, admin, turn, region=region, chat=group.chat)
    bound = settle_binding(connection, region, group.chat, admin, turn)
    told = {"region": region, "title": group.title, "n": group.members, "who": name_of(admin)}
    tell_of_change(connection, "a.told_bound", told, turn, presses=(StopDeed(deed.id),))
    return bound


def _bind_again(connection: Connection, region: str, group: Newcomer, admin: Officer, turn: Turn) -> Bound:
    """The group has the region back, and with it nothing that it had not before: there is nothing to stop."""
    note_deed(connection, DeedKind.BOUND_AGAIN, admin, turn, region=region, chat=group.chat)
    bound = settle_binding(connection, region, group.chat, admin, turn)
    told = {"region": region, "title": group.title, "who": name_of(admin)}
    tell_of_change(connection, "a.told_bound_again", told, turn)
    return bound
