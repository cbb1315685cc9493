"""Admins: those named in the settings, and those made by a one-time link.

Rules
- Whoever the settings name is an admin as long as they do: nobody takes that away from Telegram.
- Who was made one by a link is *settled* after a day. Until then they decide nothing about what others did: a stolen
  account must not gain a second voice by a link.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import Connection

from bot.clock import day_in_kazakhstan
from bot.desk.audit import Action, record
from bot.desk.groups.deeds import note_deed
from bot.desk.groups.telling import name_of, tell_of_change
from bot.desk.people import COMMAND_LINE, Officer
from bot.desk.presses import StopDeed
from bot.desk.rules import Rules, Turn
from bot.desk.safe import NOT_OPENED
from bot.encryption.places import Table
from bot.frozen import frozen
from bot.terms import DeedKind
from storage import admins
from storage.admins import AdminRow

LINK_LASTS = timedelta(minutes=30)
"""Long enough to send the link to a colleague, short enough that a forgotten one in a chat is worth nothing."""
SECRET_BYTES = 24
"""192 bits as 32 characters: a start parameter has at most 64 (Bot API, "Deep linking")."""
LINK_PREFIX = "admin-"
SETTLES_AFTER = timedelta(hours=24)
"""As long as others may stop what a new admin does: whoever came in by mistake or theft is gone by then."""
SHOWN_DIGITS = 32
"""So much of an admin's mark names them on a button: 128 bits, no two are ever the same."""


@frozen
class LinkedAdmin:
    """An admin made by a link: as they were called then, and since when (0 for those of older versions)."""

    mark: str
    id: int
    name: str
    since: int

    @property
    def officer(self) -> Officer:
        """The person."""
        return Officer(self.id, self.name)

    @property
    def day(self) -> date | None:
        """The day of the link in Kazakhstan, where it is known."""
        return day_in_kazakhstan(datetime.fromtimestamp(self.since, UTC)) if self.since else None

    @property
    def button(self) -> str:
        """What names them on a button."""
        return self.mark[:SHOWN_DIGITS]


def make_link(connection: Connection, turn: Turn) -> str:
    """A one-time start parameter that makes its first user an admin, for half an hour."""
    secret = turn.rules.chance.new_secret(SECRET_BYTES)
    admins.forget_links(connection, now=turn.seconds)
    admins.put_link(connection, turn.safe.link_mark(secret), expires_at=turn.after(LINK_LASTS))
    return LINK_PREFIX + secret


def use_link(connection: Connection, payload: str, person: Officer, turn: Turn) -> bool:
    """Spend the link in *payload*; whether *person* is an admin now. Those who were admins before are told."""
    mark = turn.safe.link_mark(payload.removeprefix(LINK_PREFIX))
    if not admins.use_link(connection, mark, now=turn.seconds):
        return False
    person_mark = turn.safe.person_mark(person.id)
    if is_admin(connection, person.id, turn.rules):
        return True
    deed = note_deed(connection, DeedKind.ADMIN_ADDED, person, turn, subject=person_mark.hex())
    tell_of_change(connection, "a.told_admin_added", {"who": name_of(person)}, turn, presses=(StopDeed(deed.id),))
    content = {"chat": person.id, "name": person.name, "since": turn.seconds}
    box = turn.safe.seal(content, table=Table.ADMINS, row=person_mark.hex())
    admins.put_admin(connection, person_mark, box)
    record(connection, Action.ADMIN_ADDED, person, "one-time link", turn)
    return True


def is_admin(connection: Connection, person_id: int, rules: Rules) -> bool:
    """Whether *person_id* stands in the settings or used a link."""
    return person_id in rules.named_admins or admins.is_admin(connection, rules.safe.person_mark(person_id))


def is_settled(connection: Connection, person: Officer, turn: Turn) -> bool:
    """Whether *person* has been an admin for a day, or is one by the server: they decide about what others did."""
    if person == COMMAND_LINE or person.id in turn.rules.named_admins:
        return True
    row = admins.get_admin(connection, turn.safe.person_mark(person.id))
    return row is not None and row.removed_at is None and has_settled(open_admin(row, turn), turn)


def has_settled(admin: LinkedAdmin, turn: Turn) -> bool:
    """Whether the link is a day old."""
    return admin.since <= turn.after(-SETTLES_AFTER)


def was_removed(connection: Connection, person: Officer, turn: Turn) -> bool:
    """Whether *person* was an admin until lately: the row of a removed one is forgotten after a day."""
    row = admins.get_admin(connection, turn.safe.person_mark(person.id))
    return row is not None and row.removed_at is not None and row.removed_at > turn.after(-SETTLES_AFTER)


def list_admins(connection: Connection, turn: Turn) -> list[LinkedAdmin]:
    """Those made by links, the eldest first."""
    found = []
    for row in admins.list_admins(connection, aside=turn.safe.damages.met):
        with suppress(*NOT_OPENED):  # one damaged row must not hide all the others
            found.append(open_admin(row, turn))
    return sorted(found, key=lambda admin: (admin.since, admin.name, admin.id))


def open_admin(row: AdminRow, turn: Turn) -> LinkedAdmin:
    """The admin in *row*."""
    held = turn.safe.open(row.box, table=Table.ADMINS, row=row.mark.hex())
    return LinkedAdmin(row.mark.hex(), held["chat"], held.get("name", ""), held.get("since", 0))
