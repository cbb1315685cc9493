"""Colleagues: who has worked on cases of an office, so that one can be handed over to them."""

from __future__ import annotations

from sqlalchemy import Connection

from bot.desk.people import Officer
from bot.desk.rules import Turn
from bot.desk.safe import NOT_OPENED, Safe
from bot.encryption.places import Table
from bot.frozen import frozen
from storage import officers
from storage.officers import OfficerRow

SHOWN_BYTES = 8
"""So much of an officer's mark names them on a button: 64 bits tell the dozens of an office apart."""


@frozen
class Colleague:
    """An officer of the office, and the digits by which a button names them."""

    digits: str
    officer: Officer


def remember_officer(connection: Connection, region: str, officer: Officer, turn: Turn) -> None:
    """Cases of *region* can be handed over to *officer* from now on."""
    mark = turn.safe.person_mark(officer.id)
    said = {"id": officer.id, "name": officer.name}
    box = turn.safe.seal(said, table=Table.OFFICERS, row=_row(region, mark))
    officers.put_officer(connection, region, OfficerRow(mark, box, turn.today))


def forget_officer(connection: Connection, region: str, person_id: int, safe: Safe) -> None:
    """No case of *region* can be handed over to them any more, until they work on one again."""
    officers.drop_officer(connection, region, safe.person_mark(person_id))


def is_colleague(connection: Connection, region: str, person_id: int, safe: Safe) -> bool:
    """Whether cases of *region* can be handed over to them."""
    mark = safe.person_mark(person_id)
    return any(row.mark == mark for row in officers.list_officers(connection, region, aside=safe.damages.met))


def list_colleagues(connection: Connection, region: str, safe: Safe) -> list[Colleague]:
    """Those who have worked on cases of *region*, the latest first; whose row is damaged is left out, and noted."""
    rows = officers.list_officers(connection, region, aside=safe.damages.met)
    found = []
    for row in sorted(rows, key=lambda each: (each.seen_on, each.mark), reverse=True):
        try:
            said = safe.open(row.box, table=Table.OFFICERS, row=_row(region, row.mark))
        except NOT_OPENED:
            continue
        found.append(Colleague(row.mark[:SHOWN_BYTES].hex(), Officer(said["id"], said["name"])))
    return found


def _row(region: str, mark: bytes) -> str:
    return f"{region}/{mark.hex()}"
