"""Words: which cases hold a word, by the beginning of its keyed hash."""

from __future__ import annotations

from collections.abc import Collection
from functools import cache

from sqlalchemy import Connection, TextClause, delete, select, text

from storage.dialect import change_rows
from storage.schema import words

MOST_LOOKED_AT = 1000
"""Cases of one mark that are looked at: what is in more of them is no word to search by."""
STEPS = (10, 100, MOST_LOOKED_AT + 1)
"""So many cases of each word are looked at to find a rare one: beside it common words cost next to nothing."""
AT_ONCE = 32
"""Words of one statement: one call to the database for most texts, where other threads would get in between."""


def put_words(connection: Connection, case_id: str, marks: Collection[bytes]) -> None:
    """The case holds the words of *marks*, too."""
    ordered = sorted(marks)  # an order of the text would be one more thing that the rows tell
    for first in range(0, len(ordered), AT_ONCE):
        some = ordered[first : first + AT_ONCE]
        named = {f"mark{place}": mark for place, mark in enumerate(some)}
        change_rows(connection, _put(len(some)), {**named, "case_id": case_id})


@cache
def _put(many: int) -> TextClause:
    rows = ", ".join(f"(:mark{place}, :case_id)" for place in range(many))
    return text(f"INSERT INTO words (mark, case_id) VALUES {rows} ON CONFLICT (mark, case_id) DO NOTHING")


def drop_words(connection: Connection, case_id: str) -> None:
    """Nothing is known any more of the words of the case."""
    connection.execute(delete(words).where(words.c.case_id == case_id))


def find_cases(connection: Connection, marks: Collection[bytes]) -> list[str] | None:
    """The cases that hold the words of all *marks*; None where each of them is in more than MOST_LOOKED_AT."""
    ordered = sorted(marks)
    for most in STEPS:
        for rarest in ordered:
            found = _first(connection, rarest, most)
            if len(found) < most:
                return _holding(connection, found, [mark for mark in ordered if mark != rarest])
    return None


def _first(connection: Connection, mark: bytes, most: int) -> list[str]:
    query = select(words.c.case_id).where(words.c.mark == mark).order_by(words.c.case_id).limit(most)
    return list(connection.execute(query).scalars())


def _holding(connection: Connection, found: list[str], marks: list[bytes]) -> list[str]:
    """Those of the cases *found* that hold the words of *marks*, too."""
    for mark in marks:
        held = select(words.c.case_id).where(words.c.mark == mark, words.c.case_id.in_(found))
        found = list(connection.execute(held).scalars())
    return found
