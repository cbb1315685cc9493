"""The few statements that SQLite and PostgreSQL write differently; queries use these and stay one text."""

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, CursorResult, TextClause, text

WAKE = "wake"  # set in connection.info by a transaction that leaves work for the background
CHANNEL = "adaldyq"

_LOCK = text("SELECT pg_advisory_xact_lock(:key)")
_NOTIFY = text(f"NOTIFY {CHANNEL}")


def run_text(
    connection: Connection, statement: TextClause, values: Mapping[str, Any] | Sequence[Mapping[str, Any]]
) -> CursorResult[Any]:
    """Run *statement*, whose *values* are what a driver takes as it is: no dates, no lists.

    SQLite takes `:name` as SQLAlchemy spells it, so nothing is compiled: half the work of what each step does.
    """
    if connection.dialect.name == "sqlite":
        return connection.exec_driver_sql(statement.text, values)
    return connection.execute(statement, values)


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
