"""Admins: those named in the settings, and those made by a one-time link; what they are alerted to."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from sqlalchemy import Connection

from bot.desk.audit import record
from bot.desk.people import Officer
from bot.desk.safe import Safe
from storage import admins

LINK_LASTS = timedelta(minutes=30)
LINK_PREFIX = "admin-"


def make_link(connection: Connection, *, safe: Safe, now: datetime) -> str:
    """A one-time start parameter that makes its first user an admin, for half an hour."""
    secret = secrets.token_urlsafe(24)
    admins.forget_links(connection, now=int(now.timestamp()))
    admins.put_link(connection, safe.link_mark(secret), expires_at=int((now + LINK_LASTS).timestamp()))
    return LINK_PREFIX + secret


def use_link(connection: Connection, payload: str, person: Officer, *, safe: Safe, now: datetime) -> bool:
    """Spend the link in *payload*; whether *person* is an admin now."""
    mark = safe.link_mark(payload.removeprefix(LINK_PREFIX))
    if not admins.use_link(connection, mark, now=int(now.timestamp())):
        return False
    person_mark = safe.person_mark(person.id)
    box = safe.seal({"chat": person.id}, table="admins", row=person_mark.hex())
    admins.put_admin(connection, person_mark, box)
    record(connection, "admin-added", person, "one-time link", safe=safe, now=now)
    return True


def is_admin(connection: Connection, person_id: int, named: frozenset[int], safe: Safe) -> bool:
    """Whether *person_id* stands in the settings or used a link."""
    return person_id in named or admins.is_admin(connection, safe.person_mark(person_id))


