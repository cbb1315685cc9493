"""The keyring: the keys that wrap data keys, and the root of every keyed hash.

Rules:

1. It lives outside the database and is made only beside a new one; losing it loses every case.
2. Several wrapping keys, one active: it wraps, all of them unwrap. The key's id travels with
   what it wrapped and is bound into it.
3. The index root is never replaced: codes and addresses must be found for as long as they exist.
   Its fingerprint tells a foreign keyring apart and gives nothing away.
4. It may name the database that it serves, so that another one is not taken for it. A keyring made before there were
   such marks has none, and none is ever written into it unasked.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Self

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from bot.chance import Chance
from bot.encryption.box import KEY_BYTES, NONCE_BYTES, TAG_BYTES, VERSION, bind, open_box, seal_box
from bot.encryption.errors import KeyForgottenError, KeyringError, SealBrokenError
from bot.encryption.keyedhash import KeyedHashes, derive_key
from bot.encryption.keyfile import KeyFile, parse, render
from bot.encryption.places import Table

FORMAT = "adaldyq keyring 1"
ID_BYTES = 4  # random; tells apart the few keys of one keyring
WRAPPED_BYTES = len(VERSION) + ID_BYTES + NONCE_BYTES + KEY_BYTES + TAG_BYTES
DAMAGED = "The keyring is damaged: put your copy of it in its place. Do not make a new one, it opens nothing."


@dataclass(frozen=True, slots=True)
class WrappingKey:
    """A key-encryption key: its id (8 hex digits), when it was made, its secret."""

    id: str
    made: datetime
    secret: bytes = field(repr=False)
    cipher: AESGCM = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "cipher", AESGCM(self.secret))

    @classmethod
    def create(cls, now: datetime, chance: Chance) -> Self:
        """Draw a new key."""
        made = now.astimezone(UTC).replace(microsecond=0)
        return cls(id=chance.octets(ID_BYTES).hex(), made=made, secret=chance.octets(KEY_BYTES))


@dataclass(frozen=True, slots=True)
class Keyring:
    """Wrapping keys, newest last, and the index root. Its repr shows ids and dates only."""

    active_id: str
    keys: tuple[WrappingKey, ...]
    index_root: bytes = field(repr=False)
    store_id: str | None = field(default=None, repr=False)
    _by_id: Mapping[bytes, WrappingKey] = field(init=False, repr=False, compare=False)
    _hashes: KeyedHashes = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_by_id", {bytes.fromhex(key.id): key for key in self.keys})
        object.__setattr__(self, "_hashes", KeyedHashes(self.index_root, label="adaldyq index"))

    @classmethod
    def create(cls, now: datetime, chance: Chance, *, store_id: str | None = None) -> Self:
        """Draw a new keyring with one key, active. It is nowhere yet: write it before using it."""
        key = WrappingKey.create(now, chance)
        return cls(active_id=key.id, keys=(key,), index_root=chance.octets(KEY_BYTES), store_id=store_id)

    @classmethod
    def read(cls, path: Path) -> Self:
        """Read the keyring at *path*; KeyringError when missing, damaged or open to others."""
        text = _file(path).read()
        if text is None:
            raise KeyringError(
                f"There is no keyring at {path}: put your copy there or set KEYRING_FILE. "
                "Without it no case in this database can be opened."
            )
        return cls.from_text(text)

    @classmethod
    def from_text(cls, text: str) -> Self:
        """Read a keyring from what `to_text` gave, as in the KEYRING setting."""
        content = parse(text)
        if content is None:
            raise KeyringError(DAMAGED)
        if content.get("format") != FORMAT:
            raise KeyringError(f"This is no keyring this version knows (it knows {FORMAT!r}).")
        return cls(
            active_id=content["active"],
            keys=tuple(_read_key(entry) for entry in content["keys"]),
            index_root=bytes.fromhex(content["index root"]),
            store_id=content.get("database"),
        )

    def to_text(self) -> str:
        """Spell the keyring, keys included, as one line: only for its file and KEYRING."""
        content = {
            "format": FORMAT,
            "active": self.active_id,
            "keys": [_spell_key(key) for key in self.keys],
            "index root": self.index_root.hex(),
        }
        return render(content if self.store_id is None else content | {"database": self.store_id})

    def write_new(self, path: Path) -> None:
        """Write the keyring to a new file (0600), durable on return; refuses to overwrite."""
        _file(path).write_new(self.to_text())

    def replace_at(self, path: Path) -> None:
        """Write the keyring in the place of an earlier state of it, in one step."""
        _file(path).replace(self.to_text())

    def with_new_key(self, now: datetime, chance: Chance) -> Self:
        """The same keyring with one more key, active: the first step of a rotation."""
        key = WrappingKey.create(now, chance)
        while bytes.fromhex(key.id) in self._by_id:
            key = WrappingKey.create(now, chance)
        return replace(self, active_id=key.id, keys=(*self.keys, key))

    def for_store(self, store_id: str) -> Self:
        """The same keyring, serving the database *store_id* from now on."""
        return replace(self, store_id=store_id)

    def fingerprint(self) -> str:
        """16 hex digits that name this keyring's index root for good and reveal nothing of it."""
        return derive_key(self.index_root, "adaldyq fingerprint")[:8].hex()

    def wrap(self, data_key: bytes, *, table: Table, row: str, chance: Chance) -> bytes:
        """Wrap a row's *data_key* under the active key: 65 bytes that open for this row only."""
        if len(data_key) != KEY_BYTES:
            raise ValueError("A data key has 32 bytes.")
        active = self._by_id[bytes.fromhex(self.active_id)]
        sealed = seal_box(active.cipher, data_key, place=bind("wrap", table, row, active.id), chance=chance)
        return VERSION + bytes.fromhex(active.id) + sealed

    def unwrap(self, wrapped: bytes, *, table: Table, row: str) -> bytes:
        """Give back the data key wrapped for this row.

        SealBrokenError when it was changed or belongs to another row,
        KeyForgottenError when this keyring no longer holds its key.
        """
        if len(wrapped) != WRAPPED_BYTES or wrapped[:1] != VERSION:
            raise SealBrokenError("A wrapped data key was cut or changed.")
        key = self._by_id.get(wrapped[1 : 1 + ID_BYTES])
        if key is None:
            raise KeyForgottenError("A data key was wrapped under a key that this keyring does not hold.")
        return open_box(key.cipher, wrapped[1 + ID_BYTES :], place=bind("wrap", table, row, key.id))

    def index(self, purpose: str, value: bytes | str | int) -> bytes:
        """The keyed hash (32 bytes) under which *value* is looked up for *purpose*."""
        return self._hashes.digest(purpose, value)


def _file(path: Path) -> KeyFile:
    return KeyFile(path=path, name="keyring", fault=KeyringError)


def _spell_key(key: WrappingKey) -> dict[str, str]:
    return {"id": key.id, "made": key.made.isoformat(), "secret": key.secret.hex()}


def _read_key(entry: Mapping[str, Any]) -> WrappingKey:
    return WrappingKey(
        id=entry["id"],
        made=datetime.fromisoformat(entry["made"]),
        secret=bytes.fromhex(entry["secret"]),
    )
