"""Observers: named by an admin with a one-time link, they read the numbers of all regions and no case.

Rules
- A link that makes an observer makes nobody an admin, and the other way round: their hashes are of two purposes.
- Of citizens nothing is kept: whoever asks is looked up by keyed hash.
- Who becomes an observer, and who is one no more, stands in the audit log and is told to all admins.
- An admin who is not settled names nobody: a stolen account must not leave an observer behind.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, date, datetime

from sqlalchemy import Connection

from bot.clock import day_in_kazakhstan
from bot.desk.audit import Action, record
from bot.desk.groups.admins import LINK_LASTS, SECRET_BYTES, is_admin, is_settled
from bot.desk.groups.telling import name_of, tell_of_change
from bot.desk.people import Officer, Refused
from bot.desk.rules import Rules, Turn
from bot.desk.safe import NOT_OPENED
from bot.encryption.places import Table
from bot.frozen import frozen
from storage import admins as links
from storage import observers
from storage.observers import ObserverRow

OBSERVER_PREFIX = "observer-"


@frozen
class Observer:
    """As they were called when they used the link, and the day of it in Kazakhstan."""

    officer: Officer
    day: date


def make_link(connection: Connection, by: Officer, turn: Turn) -> str | Refused:
    """A one-time start parameter that makes its first user an observer, for half an hour."""
    if not is_settled(connection, by, turn):
        return Refused("a.admin_too_new")
    secret = turn.rules.chance.new_secret(SECRET_BYTES)
    links.forget_links(connection, now=turn.seconds)
    links.put_link(connection, turn.safe.observer_link_mark(secret), expires_at=turn.after(LINK_LASTS))
    return OBSERVER_PREFIX + secret


def use_link(connection: Connection, payload: str, person: Officer, turn: Turn) -> bool:
    """Spend the link in *payload*; whether *person* may read the numbers now."""
    mark = turn.safe.observer_link_mark(payload.removeprefix(OBSERVER_PREFIX))
    if links.use_link(connection, mark, now=turn.seconds) and not may_read(connection, person.id, turn.rules):
        person_mark = turn.safe.person_mark(person.id)
        content = {"id": person.id, "name": person.name, "since": turn.seconds}
        box = turn.safe.seal(content, table=Table.OBSERVERS, row=person_mark.hex())
        observers.put_observer(connection, ObserverRow(person_mark, box))
        record(connection, Action.OBSERVER_ADDED, person, "one-time link", turn)
        tell_of_change(connection, "a.told_observer", {"who": name_of(person), "id": person.id}, turn)
    return may_read(connection, person.id, turn.rules)


def may_read(connection: Connection, person_id: int, rules: Rules) -> bool:
    """Whether *person_id* may read the numbers: an observer, or an admin."""
    mark = rules.safe.person_mark(person_id)
    return is_admin(connection, person_id, rules) or observers.is_observer(connection, mark)


def remove(connection: Connection, person_id: int, by: Officer, turn: Turn) -> bool:
    """*person_id* reads no numbers any more, unless an admin; False when they were no observer."""
    if not observers.drop_observer(connection, turn.safe.person_mark(person_id)):
        return False
    record(connection, Action.OBSERVER_REMOVED, by, str(person_id), turn)
    tell_of_change(connection, "a.told_observer_removed", {"id": person_id, "who": name_of(by)}, turn)
    return True


def list_observers(connection: Connection, turn: Turn) -> list[Observer]:
    """Those who were named, the eldest first."""
    found = []
    for row in observers.list_observers(connection, aside=turn.safe.damages.met):
        with suppress(*NOT_OPENED):  # noted as damage: one such row must not hide all the others
            held = turn.safe.open(row.box, table=Table.OBSERVERS, row=row.mark.hex())
            day = day_in_kazakhstan(datetime.fromtimestamp(held["since"], UTC))
            found.append(Observer(Officer(held["id"], held["name"]), day))
    return sorted(found, key=lambda each: (each.day, each.officer.name, each.officer.id))
