"""Chats: which group an office's posts go to, and where admins are told."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection

from bot.desk.rules import Rules
from bot.desk.safe import Safe
from bot.encryption.places import Table
from bot.terms import Language
from storage import admins, offices
from storage.offices import OfficeRow


@dataclass(frozen=True, slots=True)
class OfficeChat:
    """The group that serves a region: its chat id, and the language of its posts."""

    chat: int
    language: Language


def group_of(connection: Connection, region: str, safe: Safe) -> OfficeChat | None:
    """The group that serves *region*."""
    office = offices.get_office(connection, region)
    return None if office is None else OfficeChat(chat_of(office, safe), office.language)


def served_by(connection: Connection, chat_id: int, safe: Safe) -> OfficeRow | None:
    """The office whose group this is."""
    return offices.find_office(connection, safe.group_mark(chat_id))


def chat_of(office: OfficeRow, safe: Safe) -> int:
    """The chat id of the office's group."""
    return int(safe.open(office.box, table=Table.OFFICES, row=office.region)["chat"])


def admin_chats(connection: Connection, rules: Rules) -> set[int]:
    """The private chats of all admins: those whom the settings name, and those made by links."""
    made = [
        int(rules.safe.open(row.box, table=Table.ADMINS, row=row.mark.hex())["chat"])
        for row in admins.list_admins(connection)
    ]
    return {*rules.named_admins, *made}
