"""The words of cases: each is there once, however many a text has."""

from __future__ import annotations

import pytest
from sqlalchemy import Connection, select

from storage import words
from storage.engine import Database
from storage.schema import words as table
from tests.storage.rows import CASE, file_case, numbered_case


def marks_of(connection: Connection, case_id: str) -> list[bytes]:
    """What is kept of the words of one case."""
    return list(connection.execute(select(table.c.mark).where(table.c.case_id == case_id)).scalars())


def numbered(many: int) -> list[bytes]:
    """That many words."""
    return [number.to_bytes(5) for number in range(many)]


@pytest.mark.parametrize("many", [0, 1, words.AT_ONCE, words.AT_ONCE + 1, 2 * words.AT_ONCE, 700])
async def test_every_word_is_kept_once(database: Database, many: int) -> None:
    other = numbered_case(2)
    for row in (CASE, other):
        await database.write(file_case, row)
        await database.write(words.put_words, row.id, numbered(many)[::-1])
    await database.write(words.put_words, CASE.id, numbered(many + 3))
    assert sorted(await database.read(marks_of, CASE.id)) == numbered(many + 3)
    assert sorted(await database.read(marks_of, other.id)) == numbered(many)
    await database.write(words.drop_words, CASE.id)
    assert await database.read(marks_of, CASE.id) == []
    assert len(await database.read(marks_of, other.id)) == many
