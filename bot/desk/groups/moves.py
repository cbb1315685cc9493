"""Moves: a region goes to another group than it had, when somebody else than who asked agrees, and a day later.

Rules
- Who asks does not agree. Another admin does, who has been one for a day, or an administrator of the old group, or the
  command line.
- Agreed to, a move waits for a day. Until it is over *everything*, new cases too, stays with the old group (or waits,
  when the region has none): a new case is worth as much to a thief as an old one. The command line waits for nothing.
- A region has one move at a time: under no button that says yes may another wish take the place of the one it showed.
- Every step is told to all admins and to the old group, with the button that stops it.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta

from sqlalchemy import Connection

from bot.desk.audit import Action, record
from bot.desk.damage import DAMAGE
from bot.desk.groups import admins
from bot.desk.groups.binding import Bound, GroupTaken, Newcomer, former_chat, leave_group, settle_binding
from bot.desk.groups.deeds import note_deed, note_stop
from bot.desk.groups.telling import name_of, tell_of_change
from bot.desk.outgoing.chats import group_of
from bot.desk.outgoing.items import SayInGroup
from bot.desk.outgoing.posting import tell_office
from bot.desk.people import COMMAND_LINE, Officer, Presser, Refused
from bot.desk.presses import ConfirmMove, StopDeed
from bot.desk.rules import Turn
from bot.desk.safe import Safe
from bot.encryption.places import Table
from bot.frozen import frozen
from bot.terms import DeedKind, MoveStep
from storage import moves, offices
from storage.moves import MoveRow

MOVE_LASTS = timedelta(hours=24)
"""A day in which somebody can agree; an older wish is asked again."""
FOLLOWS_AFTER = timedelta(hours=24)
"""A day in which somebody can stop what two have agreed on: one of them may be a thief's second account."""


@frozen
class Move:
    """A region on its way to the group `new`, as `who` asked; without `old` nobody knows the group that it had."""

    id: str
    region: str
    step: MoveStep
    new: Newcomer
    who: Officer
    old: int | None
    due_at: int

    @property
    def is_asked(self) -> bool:
        """Whether it still waits for somebody's yes."""
        return self.step is MoveStep.ASKED

    @property
    def told(self) -> dict[str, str | int]:
        """What admins and groups are told of it."""
        return {"region": self.region, "title": self.new.title, "n": self.new.members, "who": name_of(self.who)}


def ask_to_move(connection: Connection, region: str, group: Newcomer, who: Officer, turn: Turn) -> Move | None:
    """Ask the old group and all admins whether *region* may move; None when the region has a move already."""
    move = _put(connection, region, group, who, MoveStep.ASKED, turn)
    if move is not None:
        presses = (ConfirmMove(move.id), StopDeed(move.id))
        tell_of_change(connection, "a.told_move_asked", move.told, turn, chats=(move.old,), presses=presses)
    return move


def set_out(connection: Connection, region: str, group: Newcomer, who: Officer, turn: Turn) -> Move | None:
    """Let *region*, which has had no group for long, follow to *group* in a day unless somebody stops it."""
    move = _put(connection, region, group, who, MoveStep.AGREED, turn)
    if move is not None:
        presses = (StopDeed(move.id),)
        tell_of_change(connection, "a.told_move_set", move.told, turn, chats=(move.old,), presses=presses)
    return move


def find_move(connection: Connection, move_id: str, turn: Turn) -> Move | None:
    """The move that a button names, unless it is over."""
    row = moves.find_move(connection, move_id, now=turn.seconds)
    return None if row is None else _open(connection, row, turn.safe)


def move_or_none(connection: Connection, region: str, turn: Turn) -> Move | None:
    """The move of *region*; one that cannot be read could not be agreed to, and makes room for another wish."""
    try:
        return move_of(connection, region, turn)
    except DAMAGE as fault:
        turn.safe.damages.met(fault)
        moves.drop_move(connection, region)
        return None


def move_of(connection: Connection, region: str, turn: Turn) -> Move | None:
    """The move of *region*, if it has one."""
    row = moves.get_move(connection, region, now=turn.seconds)
    return None if row is None else _open(connection, row, turn.safe)


def standing_moves(connection: Connection, turn: Turn) -> list[Move]:
    """Every move that is not over; there is one a region at most."""
    found = []
    for row in moves.list_moves(connection, now=turn.seconds, aside=turn.safe.damages.met):
        with suppress(*DAMAGE):  # one damaged region must not hide the moves of the others
            found.append(_open(connection, row, turn.safe))
    return found


def agree_to_move(connection: Connection, move_id: str, presser: Presser, turn: Turn) -> Move | Refused:
    """Somebody else's yes: the move is carried out in a day."""
    move = find_move(connection, move_id, turn)
    if move is None:
        return Refused("a.move_over")
    if (why := _why_not(connection, move, presser, turn)) is not None:
        return Refused(why)
    due_at = turn.after(FOLLOWS_AFTER)
    if not moves.agree_to_move(connection, move.id, due_at=due_at, now=turn.seconds):
        return Refused("a.move_over")
    record(connection, Action.MOVE_AGREED, presser.officer, move.region, turn)
    told = {**move.told, "by": name_of(presser.officer)}
    chats, presses = (move.old, move.new.chat), (StopDeed(move.id),)
    tell_of_change(connection, "a.told_move_agreed", told, turn, chats=chats, presses=presses)
    return Move(move.id, move.region, MoveStep.AGREED, move.new, move.who, move.old, due_at)


def carry_out_due(connection: Connection, move_id: str, turn: Turn) -> bool:
    """Carry out one move whose day is over; False when it was carried out or stopped before.

    That of somebody whom the settings named then and do not name now is stopped.
    """
    move = find_move(connection, move_id, turn)
    if move is None:
        return False
    if not admins.is_admin(connection, move.who.id, turn.rules):
        stop_move(connection, move, COMMAND_LINE, turn)
        return False
    return isinstance(carry_out(connection, move, turn), Bound)


def confirm_at_once(connection: Connection, region: str, turn: Turn) -> Bound | GroupTaken | None:
    """The command line agrees to the move of *region*, which is carried out at once; None when there is none."""
    move = move_of(connection, region, turn)
    if move is None:
        return None
    record(connection, Action.MOVE_AGREED, COMMAND_LINE, region, turn)
    return carry_out(connection, move, turn)


def carry_out(connection: Connection, move: Move, turn: Turn) -> Bound | GroupTaken | None:
    """The region is the new group's now, and everybody hears it. A group that was bound meanwhile is GroupTaken."""
    offices.lock_region(connection, move.region)
    if not moves.take_move(connection, move.id):
        return None
    taken = offices.find_office(connection, turn.safe.group_mark(move.new.chat))
    if taken is not None:
        tell_of_change(connection, "a.new_group_taken", {"region": taken.region}, turn, chats=(move.old,))
        return GroupTaken(taken.region)
    leave_group(connection, move.region)
    bound = settle_binding(connection, move.region, move.new.chat, move.who, turn)
    told = {"region": move.region, "title": move.new.title, "n": move.new.members}
    tell_of_change(connection, "a.told_moved", told, turn, chats=(move.old,))
    tell_office(connection, move.region, SayInGroup("a.bound", {"region": move.region}), turn)
    return bound


def stop_move(connection: Connection, move: Move, by: Officer, turn: Turn) -> bool:
    """The region stays with the group that it has; False when the move was carried out or stopped before."""
    if not moves.take_move(connection, move.id):
        return False
    record(connection, Action.CHANGE_STOPPED, by, move.region, turn)
    note_stop(connection, move.region, move.who, by, turn)
    told = {"region": move.region, "title": move.new.title, "who": name_of(move.who), "by": name_of(by)}
    tell_of_change(connection, "a.told_move_stopped", told, turn, chats=(move.old, move.new.chat))
    return True


def _put(
    connection: Connection, region: str, group: Newcomer, who: Officer, step: MoveStep, turn: Turn
) -> Move | None:
    span = MOVE_LASTS if step is MoveStep.ASKED else FOLLOWS_AFTER
    move_id = turn.rules.chance.new_id()
    content = {
        "chat": group.chat,
        "title": group.title,
        "members": group.members,
        "who": who.id,
        "name": who.name,
    }
    box = turn.safe.seal(content, table=Table.MOVES, row=f"{region}/{move_id}")
    row = MoveRow(region, move_id, step, box, turn.after(span))
    if not moves.put_move(connection, row, now=turn.seconds):
        return None
    note_deed(connection, DeedKind.MOVE_ASKED, who, turn, region=region)
    record(connection, Action.MOVE_ASKED, who, region, turn)
    return _open(connection, row, turn.safe)


def _why_not(connection: Connection, move: Move, presser: Presser, turn: Turn) -> str | None:
    """The key of why *presser* may not agree, or None."""
    in_old_group = move.old is not None and presser.chat == move.old
    if presser.officer.id == move.who.id:
        return "a.move_own"
    if in_old_group and presser.leads:
        return None
    if not admins.is_admin(connection, presser.officer.id, turn.rules):
        return "s.no_rights"
    if not (in_old_group or presser.chat == presser.officer.id):
        return "s.no_rights"  # in the new group, or in a third one, somebody shows them a button of their own making
    return None if admins.is_settled(connection, presser.officer, turn) else "a.admin_too_new"


def _open(connection: Connection, row: MoveRow, safe: Safe) -> Move:
    held = safe.open(row.box, table=Table.MOVES, row=f"{row.region}/{row.id}")
    group = group_of(connection, row.region, safe)
    old = former_chat(connection, row.region, safe) if group is None else group.chat
    new = Newcomer(held["chat"], held["title"], held["members"])
    return Move(row.id, row.region, row.step, new, Officer(held["who"], held["name"]), old, row.due_at)
