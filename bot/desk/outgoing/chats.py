"""Chats: which group an office's posts go to, and where admins are told."""

from __future__ import annotations

from contextlib import suppress

from sqlalchemy import Connection

from bot.desk.damage import DAMAGE
from bot.desk.rules import Rules
from bot.desk.safe import NOT_OPENED, Safe
from bot.encryption.places import Table
from bot.errors import AdaldyqError
from bot.frozen import frozen
from bot.terms import Language
from storage import admins, offices
from storage.offices import OfficeRow


class OfficeDamagedError(AdaldyqError):
    """Which group serves a region cannot be read: what is for it waits until the row is mended (`groups.mending`)."""


@frozen
class OfficeChat:
    """The group that serves a region: its chat id, and the language of its posts."""

    chat: int
    language: Language


def group_of(connection: Connection, region: str, safe: Safe) -> OfficeChat | None:
    """The group that serves *region*; OfficeDamagedError when there is one and its row cannot be read."""
    try:
        office = offices.get_office(connection, region)
        return None if office is None else OfficeChat(chat_of(office, safe), office.language)
    except DAMAGE as fault:
        safe.damages.met(fault)
        raise OfficeDamagedError("The row of a group is damaged.") from None


def served_by(connection: Connection, chat_id: int, safe: Safe) -> OfficeRow | None:
    """The office whose group this is."""
    return offices.find_office(connection, safe.group_mark(chat_id))


def chat_of(office: OfficeRow, safe: Safe) -> int:
    """The chat id of the office's group."""
    return int(safe.open(office.box, table=Table.OFFICES, row=office.region)["chat"])


def admin_chats(connection: Connection, rules: Rules) -> set[int]:
    """The private chats of all admins whose rows can be read: those whom the settings name, and those made by links."""
    chats, safe = set(rules.named_admins), rules.safe
    for row in admins.list_admins(connection, aside=safe.damages.met):
        with suppress(*NOT_OPENED):  # one damaged row must not keep an alert from everybody else
            chats.add(int(safe.open(row.box, table=Table.ADMINS, row=row.mark.hex())["chat"]))
    return chats
