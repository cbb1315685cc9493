"""The desk's seals: keyed hashes for what is looked up, boxes for what is kept.

A box or a key that does not open is noted as damage (`bot/desk/damage.py`) before the fault goes on to whoever asked.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import field
from typing import Any, Self

from bot.chance import Chance
from bot.desk.damage import Damages
from bot.encryption.envelope import Vault, new_data_key, open_field, seal_field
from bot.encryption.errors import KeyForgottenError, SealBrokenError
from bot.encryption.keyring import Keyring
from bot.encryption.places import Table
from bot.frozen import frozen, replace
from storage.damage import DamagedRow

NOT_OPENED = (SealBrokenError, KeyForgottenError)
OWN_CASES = 10
"""So many cases a citizen finds by their chat; older ones by push and code."""
IN_ROW = (Table.TALK, Table.HISTORY)
"""Tables of which one data key seals many rows, told apart by the field; elsewhere the fields are of one row."""
WORD_BYTES = 2
"""Of the hash of a word: an office's cases hold some ten thousand stems, so a mark often stands for more than one of
them, and none proves that a case holds a certain word."""


@frozen
class RowKey:
    """The opened data key of one row: seals and opens what belongs to it. Its repr shows the row only.

    `case_id` is the case that the row is or belongs to, if any.
    """

    row: str
    key: bytes
    chance: Chance
    damages: Damages
    case_id: str | None = None

    def seal(self, value: Any, *, table: Table, field: str) -> bytes:
        """*value* as a box that opens only as *field* of *table* in this row."""
        return self.seal_bytes(_pack(value), table=table, field=field)

    def open(self, box: bytes, *, table: Table, field: str) -> Any:
        """The value in *box*; SealBrokenError when it was moved or altered."""
        return json.loads(self.open_bytes(box, table=table, field=field))

    def seal_bytes(self, plain: bytes, *, table: Table, field: str) -> bytes:
        """*plain* as a box that opens only as *field* of *table* in this row."""
        return seal_field(self.key, plain, table=table, row=self.row, field=field, chance=self.chance)

    def open_bytes(self, box: bytes, *, table: Table, field: str) -> bytes:
        """The bytes in *box*; SealBrokenError when it was moved or altered."""
        try:
            return open_field(self.key, box, table=table, row=self.row, field=field)
        except NOT_OPENED:
            row = f"{self.row}/{field}" if table in IN_ROW else self.row
            self.damages.note(DamagedRow(table, row, self.case_id))
            raise

    def __repr__(self) -> str:
        return f"RowKey({self.row})"


@frozen
class Safe:
    """Marks and boxes under the keyring; what does not open is noted in `damages`."""

    keyring: Keyring
    chance: Chance
    damages: Damages = field(default_factory=Damages, compare=False, repr=False)

    def untold(self) -> Self:
        """The same seals, for trying what may well not open: nothing of it is noted as damage."""
        return replace(self, damages=Damages())

    def group_mark(self, chat_id: int) -> bytes:
        """Look-up hash of a staff group."""
        return self.keyring.index("group", chat_id)

    def person_mark(self, person_id: int) -> bytes:
        """Look-up hash of an admin or an officer."""
        return self.keyring.index("person", person_id)

    def post_mark(self, chat_id: int, message_id: int) -> bytes:
        """Look-up hash of a post of ours."""
        return self.keyring.index("post", f"{chat_id}:{message_id}")

    def code_mark(self, code: str) -> bytes:
        """Look-up hash of a citizen's code."""
        return self.keyring.index("code", code)

    def address_marks(self, chat_id: int) -> tuple[bytes, ...]:
        """Look-up hashes of the places in the list of a citizen's own cases; no two of one citizen are alike."""
        return tuple(self.keyring.index("address", f"{chat_id}:{place}") for place in range(OWN_CASES))

    def update_mark(self, update_id: int) -> bytes:
        """Look-up hash of an update; it names no account."""
        return self.keyring.index("update", update_id)

    def word_mark(self, region: str, stem: str) -> bytes:
        """Look-up hash of a word in the cases of *region*: so short that several words share one."""
        return self.keyring.index("word", f"{region}:{stem}")[:WORD_BYTES]

    def link_mark(self, secret: str) -> bytes:
        """Look-up hash of a one-time link that makes an admin."""
        return self.keyring.index("admin-link", secret)

    def observer_link_mark(self, secret: str) -> bytes:
        """Look-up hash of a one-time link that makes an observer: no such secret is ever an admin's."""
        return self.keyring.index("observer-link", secret)

    def new_row_key(self, table: Table, row: str) -> tuple[RowKey, bytes]:
        """A fresh data key for *row*, and the same key wrapped."""
        key = new_data_key(self.chance)
        wrapped = self.keyring.wrap(key, table=table, row=row, chance=self.chance)
        return RowKey(row, key, self.chance, self.damages), wrapped

    def open_row_key(self, table: Table, row: str, wrapped: bytes, *, case_id: str | None = None) -> RowKey:
        """The data key of *row*, which belongs to *case_id*."""
        try:
            key = self.keyring.unwrap(wrapped, table=table, row=row)
        except NOT_OPENED:
            self.damages.note(DamagedRow(table, row, case_id))
            raise
        return RowKey(row, key, self.chance, self.damages, case_id)

    def open_case_key(self, case_id: str, wrapped: bytes) -> RowKey:
        """The data key of the case *case_id*."""
        return self.open_row_key(Table.CASES, case_id, wrapped, case_id=case_id)

    def seal(self, value: Mapping[str, Any], *, table: Table, row: str) -> bytes:
        """*value* as a box of its own."""
        return Vault(self.keyring, self.chance).seal_row(_pack(value), table=table, row=row)

    def open(self, box: bytes, *, table: Table, row: str, case_id: str | None = None) -> dict[str, Any]:
        """The value in *box*, which belongs to *case_id*."""
        try:
            opened: dict[str, Any] = json.loads(Vault(self.keyring, self.chance).open_row(box, table=table, row=row))
        except NOT_OPENED:
            self.damages.note(DamagedRow(table, row, case_id))
            raise
        return opened


def _pack(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=True, separators=(",", ":")).encode()
