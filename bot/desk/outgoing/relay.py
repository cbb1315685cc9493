"""The one place where a citizen's stored address is opened."""

from __future__ import annotations

from sqlalchemy import Connection

from bot.desk.outgoing.items import ItemKind, PushCitizen
from bot.desk.outgoing.lanes import CaseLane
from bot.desk.outgoing.posting import put_item
from bot.desk.rules import Turn
from bot.desk.safe import Safe
from bot.encryption.places import Field, Table
from bot.frozen import frozen
from bot.terms import Level
from storage import cases, contacting, outbox
from storage.cases import CaseRow


@frozen
class Address:
    """A citizen's chat, and whether pushes there say what they are about."""

    chat: int
    plain: bool


def open_address(connection: Connection, case_id: str, safe: Safe) -> int | None:
    """The chat of the citizen of *case_id*; None when the case keeps no address."""
    address = read_address(connection, case_id, safe)
    return None if address is None else address.chat


def is_plain(connection: Connection, case_id: str, safe: Safe) -> bool:
    """Whether the citizen of *case_id* chose that pushes say what they are about."""
    address = read_address(connection, case_id, safe)
    return address is not None and address.plain


def set_plain(connection: Connection, row: CaseRow, safe: Safe, *, plain: bool) -> None:
    """Let pushes say what they are about, or nothing. It is known in the sealed address alone."""
    address = read_address(connection, row.id, safe)
    if address is not None:
        said = {"chat": address.chat, **({"plain": True} if plain else {})}
        box = safe.open_case_key(row.id, row.wrapped_key).seal(said, table=Table.ADDRESSES, field=Field.CHAT)
        contacting.rewrite_address(connection, row.id, box)


def read_address(connection: Connection, case_id: str, safe: Safe) -> Address | None:
    """The address of the citizen of *case_id*; None when the case keeps none."""
    row = cases.get_case(connection, case_id)
    box = contacting.get_address(connection, case_id)
    if row is None or box is None:
        return None
    said = safe.open_case_key(row.id, row.wrapped_key).open(box, table=Table.ADDRESSES, field=Field.CHAT)
    return Address(int(said["chat"]), bool(said.get("plain")))


def is_address(connection: Connection, case_id: str, chat_id: int, safe: Safe) -> bool:
    """Whether the citizen of *case_id* chose to be written to in *chat_id*."""
    return open_address(connection, case_id, safe) == chat_id


def cut(connection: Connection, row: CaseRow) -> None:
    """Forget the chat of the citizen of *row*; what was to be sent there, and is not on its way yet, is not sent."""
    contacting.delete_address(connection, row.id)
    for item in outbox.list_unclaimed(connection, str(CaseLane(row.id)), ItemKind.PUSH):
        outbox.withdraw(connection, item.id)


def push(connection: Connection, row: CaseRow, turn: Turn) -> None:
    """Tell the citizen, discreetly, that there is something to read; code-only citizens look for themselves."""
    lane = CaseLane(row.id)
    # Whoever opens the case reads all of it: one word that there is something to read is enough.
    if row.level == Level.RELAY and outbox.find_untried(connection, str(lane), ItemKind.PUSH, row.id) is None:
        put_item(connection, PushCitizen(row.id), lane, turn)
