"""What the database knows of itself, and counters that one statement increments."""

from __future__ import annotations

from sqlalchemy import Connection, select, text

from storage.schema import counters, facts

_PUT = text(
    "INSERT INTO facts (name, value) VALUES (:name, :value) ON CONFLICT (name) DO UPDATE SET value = excluded.value"
)
_NEXT = text(
    "INSERT INTO counters (name, value) VALUES (:name, 1) "
    "ON CONFLICT (name) DO UPDATE SET value = counters.value + 1 RETURNING value"
)


def get_fact(connection: Connection, name: str) -> str | None:
    """The value of *name*, or None."""
    return connection.execute(select(facts.c.value).where(facts.c.name == name)).scalar_one_or_none()


def put_fact(connection: Connection, name: str, value: str) -> None:
    """Remember *value* under *name*."""
    connection.execute(_PUT, {"name": name, "value": value})


def next_number(connection: Connection, name: str) -> int:
    """The next number of the counter *name*, from 1; two transactions never get the same."""
    return int(connection.execute(_NEXT, {"name": name}).scalar_one())


def get_counter(connection: Connection, name: str) -> int:
    """How far the counter *name* has come."""
    return connection.execute(select(counters.c.value).where(counters.c.name == name)).scalar_one_or_none() or 0
