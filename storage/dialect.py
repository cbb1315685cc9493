"""The few statements that SQLite and PostgreSQL write differently; queries use these and stay one text."""

import hashlib
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Table, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql.dml import Insert

WAKE = "wake"  # set in connection.info by a transaction that leaves work for the background
CHANNEL = "adaldyq"

_LOCK = text("SELECT pg_advisory_xact_lock(:key)")
_NOTIFY = text(f"NOTIFY {CHANNEL}")


def insert_ignore(connection: Connection, table: Table, row: Mapping[str, Any]) -> bool:
    """Insert *row* unless a row with its key is there; True if it was inserted.

    On PostgreSQL a second writer of the same key waits for the first one's end.
    """
    statement = _insert_ignore(connection.dialect.name, table)
    return connection.execute(statement, row).rowcount == 1


def upsert(connection: Connection, table: Table, row: Mapping[str, Any], *, key: Sequence[str]) -> None:
    """Insert *row*, or overwrite its other columns in the row that has the same *key* (unique columns)."""
    statement = _upsert(connection.dialect.name, table, tuple(key), tuple(row))
    connection.execute(statement, row)


def lock_actor(connection: Connection, actor: bytes) -> None:
    """Hold everybody else with the same *actor* (a keyed hash) off until the end of this transaction.

    SQLite has one writer, so there is nobody to hold off.
    """
    if connection.dialect.name == "postgresql":
        digest = hashlib.blake2b(actor, digest_size=8).digest()
        connection.execute(_LOCK, {"key": int.from_bytes(digest, signed=True)})


def notify(connection: Connection) -> None:
    """Wake the background once this transaction has committed (see Database.wakeups)."""
    if connection.dialect.name == "postgresql":
        connection.execute(_NOTIFY)
    else:
        connection.info[WAKE] = True


def _insert(dialect: str, table: Table) -> postgresql.Insert | sqlite.Insert:
    return postgresql.insert(table) if dialect == "postgresql" else sqlite.insert(table)


@lru_cache(maxsize=256)
def _insert_ignore(dialect: str, table: Table) -> Insert:
    return _insert(dialect, table).on_conflict_do_nothing()


@lru_cache(maxsize=256)
def _upsert(dialect: str, table: Table, key: tuple[str, ...], columns: tuple[str, ...]) -> Insert:
    insert = _insert(dialect, table)
    changed = {column: insert.excluded[column] for column in columns if column not in key}
    if not changed:
        return insert.on_conflict_do_nothing(index_elements=list(key))
    return insert.on_conflict_do_update(index_elements=list(key), set_=changed)
