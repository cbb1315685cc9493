"""Stops: what an admin did to offices and admins is taken back, within a day.

Rules
- A region's change is stopped by every admin, by one who was removed within the last day, by an administrator of the
  group that the region had, or by the command line: to stop gives nobody anything.
- What was done to an admin is taken back by those who might have done it (`removals`).
- What was stopped is as it was before; it is logged and told to everybody.
"""

from __future__ import annotations

from typing import TypeAlias

from sqlalchemy import Connection

from bot.desk.audit import Action, record
from bot.desk.groups import admins, removals
from bot.desk.groups.binding import former_chat, leave_region, settle_binding
from bot.desk.groups.deeds import Deed, find_deed, list_deeds, note_stop
from bot.desk.groups.moves import Move, find_move, move_of, stop_move
from bot.desk.groups.telling import name_of, tell_of_change
from bot.desk.people import COMMAND_LINE, Officer, Presser, Refused
from bot.desk.rules import Turn
from bot.frozen import frozen
from bot.terms import DeedKind
from storage import deeds, moves, offices


@frozen
class Stopped:
    """What the button named is taken back; `region` when it was a region's change."""

    region: str | None


Stoppable: TypeAlias = Move | Deed
REVERSIBLE = (DeedKind.BOUND, DeedKind.UNBOUND, DeedKind.ADMIN_ADDED, DeedKind.ADMIN_REMOVED)


def find_stoppable(connection: Connection, named: str, turn: Turn) -> Stoppable | None:
    """What the button of *named* would stop: a move, or something that was done."""
    return find_move(connection, named, turn) or find_deed(connection, named, turn)


def group_concerned(change: Stoppable) -> int | None:
    """The group whose administrators may stop *change*, too."""
    return change.old if isinstance(change, Move) else change.chat


def stop(connection: Connection, named: str, presser: Presser, turn: Turn) -> Stopped | Refused:
    """Take back what the button of *named* says; once."""
    change = find_stoppable(connection, named, turn)
    if change is None:
        return Refused("a.stop_over")
    if not _is_reversible(change):
        return Refused("a.stop_over")
    if isinstance(change, Deed) and change.region is None:
        return _take_back(connection, change, presser.officer, turn)
    if not _may_stop(connection, change, presser, turn):
        return Refused("s.no_rights")
    return _undo(connection, change, presser.officer, turn)


def stop_in_region(connection: Connection, region: str, turn: Turn) -> Stopped | None:
    """The command line: stop the move of *region*, or else what was done to it last. None when there is nothing."""
    under_way = move_of(connection, region, turn)
    last: list[Stoppable] = [*((under_way,) if under_way else ()), *list_deeds(connection, region, turn)]
    done = (_undo(connection, change, COMMAND_LINE, turn) for change in last if _is_reversible(change))
    return next((each for each in done if isinstance(each, Stopped)), None)


def _is_reversible(change: Stoppable) -> bool:
    """Whether there is something to take back: other deeds are kept to be counted."""
    return isinstance(change, Move) or change.kind in REVERSIBLE


def _undo(connection: Connection, change: Stoppable, by: Officer, turn: Turn) -> Stopped | Refused:
    if isinstance(change, Move):
        return Stopped(change.region) if stop_move(connection, change, by, turn) else Refused("a.stop_over")
    offices.lock_region(connection, change.region or "")
    if not deeds.take_deed(connection, change.id):
        return Refused("a.stop_over")
    undo = _undo_binding if change.kind is DeedKind.BOUND else _undo_unbinding
    done = undo(connection, change, by, turn)
    if not done:
        return Refused("a.stop_over")
    region = change.region or ""
    record(connection, Action.CHANGE_STOPPED, by, region, turn)
    note_stop(connection, region, change.who, by, turn)
    told = {"region": region, "who": name_of(change.who), "by": name_of(by)}
    key = "a.told_bound_stopped" if change.kind is DeedKind.BOUND else "a.told_unbound_stopped"
    tell_of_change(connection, key, told, turn, chats=(change.chat,))
    return Stopped(region)


def _undo_binding(connection: Connection, change: Deed, by: Officer, turn: Turn) -> bool:
    """The region has no group, and had none; False when it has another one by now."""
    office = offices.get_office(connection, change.region or "")
    if office is None or change.chat is None or office.mark != turn.safe.group_mark(change.chat):
        return False
    leave_region(connection, office, by, turn)
    offices.delete_former(connection, office.region)  # or the next group would have to ask the one that was stopped
    return True


def _undo_unbinding(connection: Connection, change: Deed, by: Officer, turn: Turn) -> bool:
    """The region has its group back, and no move; False when it has a group by now, or the group another region."""
    region, chat = change.region or "", former_chat(connection, change.region or "", turn.safe)
    if chat is None or offices.get_office(connection, region) is not None:
        return False
    if offices.find_office(connection, turn.safe.group_mark(chat)) is not None:
        return False
    moves.drop_move(connection, region)
    settle_binding(connection, region, chat, by, turn)
    return True


def _take_back(connection: Connection, change: Deed, by: Officer, turn: Turn) -> Stopped | Refused:
    """A new admin is removed; a removed one is an admin again."""
    if change.kind is DeedKind.ADMIN_REMOVED:
        done: removals.AdminRestored | removals.AdminRemoved | Refused = removals.restore_admin(
            connection, change.subject, by, turn
        )
    else:
        found = removals.find_admin(connection, change.subject[: admins.SHOWN_DIGITS], turn)
        done = Refused("a.stop_over") if found is None else removals.remove_admin(connection, found, by, turn)
    return done if isinstance(done, Refused) else Stopped(None)


def _may_stop(connection: Connection, change: Stoppable, presser: Presser, turn: Turn) -> bool:
    if admins.is_admin(connection, presser.officer.id, turn.rules):
        return True
    concerned = group_concerned(change)
    if presser.leads and concerned is not None and presser.chat == concerned:
        return True
    return admins.was_removed(connection, presser.officer, turn)
