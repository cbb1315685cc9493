"""How the citizen of a case can be reached: a sealed chat, or sealed contacts with the consent to them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from storage.errors import RowDamagedError
from storage.salvage import read_one
from storage.schema import addresses, contacts


def insert_address(connection: Connection, case_id: str, box: bytes, *, mark: bytes | None = None) -> None:
    """Keep the sealed chat of the citizen; by *mark* the case is found in their list."""
    connection.execute(insert(addresses), {"case_id": case_id, "box": box, "mark": mark})


def rewrite_address(connection: Connection, case_id: str, box: bytes) -> None:
    """The sealed chat of the citizen is in *box* from now on."""
    connection.execute(update(addresses).where(addresses.c.case_id == case_id).values(box=box))


def list_marked(connection: Connection, marks: Sequence[bytes]) -> dict[bytes, str]:
    """The cases that have one of *marks*."""
    query = select(addresses.c.mark, addresses.c.case_id).where(addresses.c.mark.in_(marks))
    return {bytes(row.mark): row.case_id for row in connection.execute(query)}


def mark_address(connection: Connection, case_id: str, mark: bytes | None) -> None:
    """From now on the case is found by *mark*, or by none."""
    connection.execute(update(addresses).where(addresses.c.case_id == case_id).values(mark=mark))


def delete_address(connection: Connection, case_id: str) -> None:
    """Forget the chat of the citizen."""
    connection.execute(delete(addresses).where(addresses.c.case_id == case_id))


def delete_contact(connection: Connection, case_id: str) -> None:
    """Forget the contacts, and the consent to them."""
    connection.execute(delete(contacts).where(contacts.c.case_id == case_id))


def insert_contact(connection: Connection, case_id: str, box: bytes, *, consent_on: date, consent_text: str) -> None:
    """Keep the sealed contacts, with the day of the consent and the version of its text."""
    values = {"case_id": case_id, "box": box, "consent_on": consent_on, "consent_text": consent_text}
    connection.execute(insert(contacts), values)


def get_address(connection: Connection, case_id: str) -> bytes | None:
    """The sealed chat of the citizen, if the case has one."""
    query = select(addresses.c.box).where(addresses.c.case_id == case_id)
    return read_one(connection, query, _box, RowDamagedError(addresses.name, case_id, case_id))


def get_contact(connection: Connection, case_id: str) -> bytes | None:
    """The sealed contacts, if the case has any."""
    query = select(contacts.c.box).where(contacts.c.case_id == case_id)
    return read_one(connection, query, _box, RowDamagedError(contacts.name, case_id, case_id))


def _box(row: Any) -> bytes:
    return bytes(row.box)
