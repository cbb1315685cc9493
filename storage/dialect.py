"""The few statements that SQLite and PostgreSQL write differently; queries use these and stay one text."""

import hashlib

from sqlalchemy import Connection, text

WAKE = "wake"  # set in connection.info by a transaction that leaves work for the background
CHANNEL = "adaldyq"

_LOCK = text("SELECT pg_advisory_xact_lock(:key)")
_NOTIFY = text(f"NOTIFY {CHANNEL}")


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
