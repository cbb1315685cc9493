"""Rights of officers beyond those that every member of the group has."""

from __future__ import annotations

from sqlalchemy import Connection

from bot.desk.people import Officer
from bot.desk.rules import Turn
from storage import admins


def may_edit_templates(connection: Connection, region: str, officer: Officer, turn: Turn) -> bool:
    """Whether *officer* may add and delete ready answers of *region*: the admins of the bot may, of every region."""
    named = officer.id in turn.rules.named_admins
    return named or admins.is_admin(connection, turn.safe.person_mark(officer.id))
