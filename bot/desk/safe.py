"""The desk's seals: keyed hashes for what is looked up, boxes for what is kept."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.encryption.envelope import Vault, new_data_key, open_field, seal_field
from bot.encryption.keyring import Keyring


@dataclass(frozen=True, slots=True)
class CaseKey:
    """The opened data key of one case: seals and opens what belongs to it."""

    case_id: str
    key: bytes

    def seal(self, value: Any, *, table: str, field: str) -> bytes:
        """*value* as a box that opens only as *field* of *table* in this case."""
        return seal_field(self.key, _pack(value), table=table, row=self.case_id, field=field)

    def open(self, box: bytes, *, table: str, field: str) -> Any:
        """The value in *box*; SealBrokenError when it was moved or altered."""
        return json.loads(open_field(self.key, box, table=table, row=self.case_id, field=field))

    def __repr__(self) -> str:
        return f"CaseKey({self.case_id})"


@dataclass(frozen=True, slots=True)
class Safe:
    """Marks and boxes under the keyring."""

    keyring: Keyring
    vault: Vault

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

    def update_mark(self, update_id: int) -> bytes:
        """Look-up hash of an update; it names no account."""
        return self.keyring.index("update", update_id)

    def link_mark(self, secret: str) -> bytes:
        """Look-up hash of a one-time link."""
        return self.keyring.index("admin-link", secret)

    def new_case_key(self, case_id: str) -> tuple[CaseKey, bytes]:
        """A fresh data key for *case_id*, and the same key wrapped."""
        key = new_data_key()
        return CaseKey(case_id, key), self.keyring.wrap(key, table="cases", row=case_id)

    def open_case_key(self, case_id: str, wrapped: bytes) -> CaseKey:
        """The data key of *case_id*."""
        return CaseKey(case_id, self.keyring.unwrap(wrapped, table="cases", row=case_id))

    def seal(self, value: Mapping[str, Any], *, table: str, row: str) -> bytes:
        """*value* as a box of its own."""
        return self.vault.seal_row(_pack(value), table=table, row=row)

    def open(self, box: bytes, *, table: str, row: str) -> dict[str, Any]:
        """The value in *box*."""
        opened: dict[str, Any] = json.loads(self.vault.open_row(box, table=table, row=row))
        return opened


def _pack(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=True, separators=(",", ":")).encode()
