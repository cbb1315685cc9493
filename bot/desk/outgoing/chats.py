"""Which chat an office's posts go to."""

from __future__ import annotations

from sqlalchemy import Connection

from bot.desk.safe import Safe
from storage import offices
from storage.offices import OfficeRow


def group_of(connection: Connection, region: str, safe: Safe) -> tuple[int, str] | None:
    """Chat id and language of the region's group."""
    office = offices.get_office(connection, region)
    return None if office is None else (chat_of(office, safe), office.language)


def served_by(connection: Connection, chat_id: int, safe: Safe) -> OfficeRow | None:
    """The office whose group this is."""
    return offices.find_office(connection, safe.group_mark(chat_id))


def chat_of(office: OfficeRow, safe: Safe) -> int:
    """The chat id of the office's group."""
    return int(safe.open(office.box, table="offices", row=office.region)["chat"])
