"""Rights of officers beyond those that every member of the group has."""

from __future__ import annotations

from sqlalchemy import Connection

from bot.desk.holders import find_holder
from bot.desk.people import Officer
from bot.desk.rules import Turn
from bot.terms import OfficeRole
from storage import admins


def may_edit_templates(connection: Connection, region: str, officer: Officer, turn: Turn) -> bool:
    """Whether *officer* may add and delete ready answers of *region*: its head may, and the admins of the bot."""
    if officer.id in turn.rules.named_admins or admins.is_admin(connection, turn.safe.person_mark(officer.id)):
        return True
    holder = find_holder(connection, region, officer.id, turn.safe)
    return holder is not None and holder.role is OfficeRole.HEAD
