"""Admins: those named in the settings, and those made by a one-time link."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import Connection

from bot.desk.audit import Action, record
from bot.desk.people import Officer
from bot.desk.rules import Rules, Turn
from bot.encryption.places import Table
from storage import admins

LINK_LASTS = timedelta(minutes=30)
"""Long enough to send the link to a colleague, short enough that a forgotten one in a chat is worth nothing."""
SECRET_BYTES = 24
"""192 bits as 32 characters: a start parameter has at most 64 (Bot API, "Deep linking")."""
LINK_PREFIX = "admin-"


def make_link(connection: Connection, turn: Turn) -> str:
    """A one-time start parameter that makes its first user an admin, for half an hour."""
    secret = turn.rules.chance.new_secret(SECRET_BYTES)
    admins.forget_links(connection, now=turn.seconds)
    admins.put_link(connection, turn.safe.link_mark(secret), expires_at=turn.after(LINK_LASTS))
    return LINK_PREFIX + secret


def use_link(connection: Connection, payload: str, person: Officer, turn: Turn) -> bool:
    """Spend the link in *payload*; whether *person* is an admin now."""
    mark = turn.safe.link_mark(payload.removeprefix(LINK_PREFIX))
    if not admins.use_link(connection, mark, now=turn.seconds):
        return False
    person_mark = turn.safe.person_mark(person.id)
    box = turn.safe.seal({"chat": person.id}, table=Table.ADMINS, row=person_mark.hex())
    admins.put_admin(connection, person_mark, box)
    record(connection, Action.ADMIN_ADDED, person, "one-time link", turn)
    return True


def is_admin(connection: Connection, person_id: int, rules: Rules) -> bool:
    """Whether *person_id* stands in the settings or used a link."""
    return person_id in rules.named_admins or admins.is_admin(connection, rules.safe.person_mark(person_id))
