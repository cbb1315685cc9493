"""What everybody needs, looked at when damage was met: is it one person's page, or must the bot stop?

Rules
- The tables that every step or every delivery goes through are read whole; of those in which each row is one person's
  some random places are looked up: a damaged leaf costs whoever lives there, a damaged root costs everybody.
- It only reads, beside the writer, and only after damage was met: a healthy store is never examined.
"""

import sqlite3
from typing import Any

from sqlalchemy import Column, LargeBinary

from storage.schema import EVERYBODYS, ONE_PERSONS
from storage.sqlite.faults import is_damage

LOOKUPS = 8
"""With half of a table gone, all of them miss the sound half once in 256 times; the next probe looks again."""
MOST_WORDS = 100
"""Lines of a whole examination: whoever reads more needs a backup, not more lines."""


def find_shared_damage(raw: sqlite3.Connection) -> str | None:
    """The name of a damaged table that everybody needs, or None."""
    try:
        there = {row[0] for row in raw.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}
    except sqlite3.DatabaseError as error:
        return _damaged(error, "sqlite_schema")
    shared = ("sqlite_schema", *(table.name for table in EVERYBODYS if table.name in there))
    for name in shared:
        if not _is_whole(raw, name):
            return name
    persons = [column for column in ONE_PERSONS if column.table.name in there]
    return next((column.table.name for column in persons if _is_lost(raw, column)), None)


def examine_file(raw: sqlite3.Connection) -> list[str]:
    """What SQLite finds wrong in the whole file, in its own words: names and page numbers, never a value."""
    try:
        found = [str(row[0]) for row in raw.execute(f"PRAGMA integrity_check({MOST_WORDS})")]
    except sqlite3.DatabaseError as error:
        return [_damaged(error, "the file cannot be read to its end")]
    orphans = [f"{row[0]} has rows without their {row[2]}" for row in raw.execute("PRAGMA foreign_key_check")]
    return [*(words for words in found if words != "ok"), *dict.fromkeys(orphans)]


def _is_whole(raw: sqlite3.Connection, table: str) -> bool:
    try:
        return [row[0] for row in raw.execute(f"PRAGMA quick_check({table})")] == ["ok"]
    except sqlite3.DatabaseError as error:
        return not _damaged(error, table)


def _is_lost(raw: sqlite3.Connection, key: Column[Any]) -> bool:
    """Whether none of some random places of the key's table can be read."""
    return all(not _finds_place(raw, key) for _ in range(LOOKUPS))


def _finds_place(raw: sqlite3.Connection, key: Column[Any]) -> bool:
    # Keys are keyed hashes or random ids: as evenly spread as what is looked up here.
    place = "randomblob(32)" if isinstance(key.type, LargeBinary) else "lower(hex(randomblob(16)))"
    try:
        raw.execute(f"SELECT {key.name} FROM {key.table.name} WHERE {key.name} >= {place} LIMIT 1").fetchone()
    except sqlite3.DatabaseError as error:
        return not _damaged(error, key.name)
    return True


def _damaged(error: sqlite3.DatabaseError, name: str) -> str:
    """*name*, if *error* says that it is damaged; any other error is the store's, and raised again."""
    if is_damage(error):
        return name
    raise error
