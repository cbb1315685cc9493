"""Removals: an admin made by a link is taken the rights again, and may be given them back.

Rules
- Whoever has been an admin for a day is removed by an admin whom the settings name, or by the command line: a stolen
  account that came by a link cannot remove the others before they see what it does.
- Whoever is newer may be removed by everybody who has been an admin for a day. The same people take a removal back.
- It holds at once, and is told to everybody, the removed one too. What they asked for and is not done is stopped.
"""

from __future__ import annotations

from sqlalchemy import Connection

from bot.desk.audit import Action, record
from bot.desk.groups.admins import LinkedAdmin, has_settled, is_admin, is_settled, list_admins, open_admin
from bot.desk.groups.deeds import note_deed
from bot.desk.groups.moves import standing_moves, stop_move
from bot.desk.groups.telling import name_of, tell_of_change
from bot.desk.people import COMMAND_LINE, Officer, Refused
from bot.desk.presses import StopDeed
from bot.desk.rules import Turn
from bot.frozen import frozen
from bot.terms import DeedKind
from storage import admins


@frozen
class AdminRemoved:
    """The admin has no rights any more."""

    admin: LinkedAdmin


@frozen
class AdminRestored:
    """The admin has the rights again."""

    admin: LinkedAdmin


def find_admin(connection: Connection, button: str, turn: Turn) -> LinkedAdmin | None:
    """The admin whom a button names, if they are one still."""
    return next((admin for admin in list_admins(connection, turn) if admin.button == button), None)


def remove_admin(connection: Connection, admin: LinkedAdmin, by: Officer, turn: Turn) -> AdminRemoved | Refused:
    """End the rights of *admin*, stop the moves that they asked for, and void every link that nobody has used."""
    if (why := why_kept(connection, admin, by, turn)) is not None:
        return Refused(why)
    deed = note_deed(connection, DeedKind.ADMIN_REMOVED, by, turn, subject=admin.mark)
    told = {"admin": name_of(admin.officer), "who": name_of(by)}
    # Before the rights end, so that the removed one is told as all others are.
    tell_of_change(connection, "a.told_admin_removed", told, turn, presses=(StopDeed(deed.id),))
    if not admins.remove_admin(connection, bytes.fromhex(admin.mark), now=turn.seconds):
        return Refused("a.admin_gone")
    admins.drop_links(connection)  # whose they are is not known: none that the removed one has made must be left
    record(connection, Action.ADMIN_REMOVED, by, _named(admin), turn)
    for move in standing_moves(connection, turn):
        if move.who.id == admin.id:
            stop_move(connection, move, by, turn)
    return AdminRemoved(admin)


def restore_admin(connection: Connection, mark: str, by: Officer, turn: Turn) -> AdminRestored | Refused:
    """Give a removed admin the rights back that they had."""
    row = admins.get_admin(connection, bytes.fromhex(mark))
    if row is None or row.removed_at is None:
        return Refused("a.stop_over")
    admin = open_admin(row, turn)
    if (why := why_kept(connection, admin, by, turn)) is not None:
        return Refused(why)
    admins.restore_admin(connection, row.mark)
    record(connection, Action.ADMIN_RESTORED, by, _named(admin), turn)
    told = {"admin": name_of(admin.officer), "who": name_of(by)}
    tell_of_change(connection, "a.told_admin_restored", told, turn)
    return AdminRestored(admin)


def why_kept(connection: Connection, admin: LinkedAdmin, by: Officer, turn: Turn) -> str | None:
    """The key of why *by* may not take *admin* the rights, nor give them back; None when they may."""
    if by == COMMAND_LINE:
        return None
    if not is_admin(connection, by.id, turn.rules):
        return "s.no_rights"
    if by.id == admin.id:
        return "a.not_yourself"
    if by.id in turn.rules.named_admins:
        return None
    if not is_settled(connection, by, turn):
        return "a.admin_too_new"
    return "a.admin_settled" if has_settled(admin, turn) else None


def _named(admin: LinkedAdmin) -> str:
    """As the log names the admin."""
    return f"{admin.name} ({admin.id})".strip()
