"""The few statements that SQLite and PostgreSQL write differently; queries use these and stay one text."""

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

from sqlalchemy import Connection, TextClause, text

WAKE = "wake"  # set in connection.info by a transaction that leaves work for the background
PLAIN = "plain"
"""In connection.info of SQLite's lines: runs a statement as it is spelled, for SQLite takes `:name` as SQLAlchemy does.
Nothing is compiled and no result is made, which is most of the work of the few statements that every step runs."""
CHANNEL = "adaldyq"
Values: TypeAlias = Mapping[str, Any] | Sequence[Mapping[str, Any]]

_LOCK = text("SELECT pg_advisory_xact_lock(:key)")
_NOTIFY = text(f"NOTIFY {CHANNEL}")


def change_rows(connection: Connection, statement: TextClause, values: Values) -> int:
    """Run *statement*, whose *values* a driver takes as they are: no dates, no lists. How many rows it changed."""
    plain = connection.info.get(PLAIN)
    if plain is not None:
        return int(plain(statement.text, values)[1])
    return connection.execute(statement, values).rowcount


def look_up(connection: Connection, statement: TextClause, values: Mapping[str, Any]) -> Sequence[Sequence[Any]]:
    """The rows of *statement*, whose *values* a driver takes as they are, in the order of its columns."""
    plain = connection.info.get(PLAIN)
    if plain is not None:
        rows: Sequence[Sequence[Any]] = plain(statement.text, values)[0]
        return rows
    return connection.execute(statement, values).all()


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
