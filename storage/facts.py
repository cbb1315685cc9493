"""What the database knows of itself: few values, each under a name of its own."""

from __future__ import annotations

from enum import StrEnum

from sqlalchemy import Connection, select, text

from storage.schema import facts

_PUT = text(
    "INSERT INTO facts (name, value) VALUES (:name, :value) ON CONFLICT (name) DO UPDATE SET value = excluded.value"
)


class Fact(StrEnum):
    """Everything that is known: a value once written stands in databases and is never renamed."""

    KEYRING = "keyring"
    """The fingerprint of the keyring that opens this database; another one is refused at the start."""

    STORE_ID = "store-id"
    """Random hex digits, made with the database: which one this is. Technical, and no secret."""

    BEATS = "beats"
    """How many signs of life were ever given here: in an older copy of the database there are fewer."""

    ALIVE = "alive"
    """When the bot was last alive, in unix seconds: after the start it says how long it was silent."""

    DRAFTS_LOST = "drafts-lost"
    """When drafts were last lost with the session keys, in unix seconds."""

    MOST_FILES = "most-files"
    """How many files a case may have, where admins have set another limit than the program's."""

    OUTBOX = "outbox"
    """The version of the items that wait in the outbox; a newer program brings older ones along at its start."""


def get_fact(connection: Connection, fact: Fact) -> str | None:
    """The value of *fact*, or None."""
    return connection.execute(select(facts.c.value).where(facts.c.name == fact)).scalar_one_or_none()


def put_fact(connection: Connection, fact: Fact, value: str) -> None:
    """Remember *value* as *fact*, in place of an older one."""
    connection.execute(_PUT, {"name": fact, "value": value})
