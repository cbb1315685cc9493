"""Visits: found under any of an account's pseudonyms, shown once, forgotten in time."""

from __future__ import annotations

from sqlalchemy import Connection

from storage import visits
from storage.engine import Database
from storage.visits import SealedVisit
from tests.storage.rows import all_visits, unsent_visits, whole

NEW, OLD, OTHER = b"new \x00\xff", b"old", b"other"


def keep(connection: Connection, actor: bytes, box: bytes, expires_at: int = 100) -> None:
    """Save a visit."""
    visits.save_visit(connection, actor, box, expires_at=expires_at)


async def test_a_visit_is_found_under_the_newest_pseudonym_that_has_one(database: Database) -> None:
    await database.write(keep, OLD, b"box of yesterday")
    assert await database.read(visits.load_visit, [NEW, OLD]) == SealedVisit(OLD, b"box of yesterday", unsent=True)
    await database.write(keep, NEW, b"box of today \x00\xff")
    assert await database.read(visits.load_visit, [NEW, OLD]) == SealedVisit(NEW, b"box of today \x00\xff", unsent=True)
    assert await database.read(visits.load_visit, [OTHER]) is None
    assert await database.read(visits.load_visit, []) is None


async def test_saving_again_replaces_the_box_and_marks_it_unsent(database: Database) -> None:
    await database.write(keep, NEW, b"first")
    await database.write(visits.mark_shown, [(NEW, b"first")])
    assert await database.read(visits.load_visit, [NEW]) == SealedVisit(NEW, b"first", unsent=False)
    await database.write(keep, NEW, b"second")
    assert await database.read(visits.load_visit, [NEW]) == SealedVisit(NEW, b"second", unsent=True)
    assert len(await database.read(all_visits)) == 1


async def test_only_the_box_that_was_shown_is_marked(database: Database) -> None:
    await database.write(keep, NEW, b"second")
    await database.write(keep, OTHER, b"first")
    # The answer to the first step arrives after the second was decided.
    await database.write(visits.mark_shown, [(NEW, b"first")])
    assert {seen.actor for seen in await database.read(unsent_visits)} == {NEW, OTHER}
    await database.write(visits.mark_shown, [(NEW, b"second"), (OTHER, b"of yesterday")])
    assert await database.read(unsent_visits) == [SealedVisit(OTHER, b"first", unsent=True)]


async def test_visits_are_handed_out_slice_by_slice(database: Database) -> None:
    for n in range(5):
        await database.write(keep, bytes([n]), b"box")
    first = await database.read(visits.list_visits, after=None, limit=3, aside=whole)
    assert [row.actor for row in first.rows] == [b"\x00", b"\x01", b"\x02"]
    second = await database.read(visits.list_visits, after=first.last, limit=3, aside=whole)
    assert ([row.actor for row in second.rows], second.last) == ([b"\x03", b"\x04"], None)


async def test_deleting_forgets_every_pseudonym_and_nobody_else(database: Database) -> None:
    for actor in (NEW, OLD, OTHER):
        await database.write(keep, actor, b"box")
    await database.write(visits.delete_visits, [NEW, OLD])
    assert [row.actor for row in await database.read(all_visits)] == [OTHER]


async def test_expired_visits_come_oldest_first_up_to_a_limit(database: Database) -> None:
    for actor, expires_at in ((NEW, 30), (OLD, 10), (OTHER, 20), (b"open", 31)):
        await database.write(keep, actor, b"box", expires_at)
    expired = await database.read(visits.expired_visits, now=30, limit=10, aside=whole)
    assert [row.actor for row in expired] == [OLD, OTHER, NEW]
    assert [row.actor for row in await database.read(visits.expired_visits, now=30, limit=1, aside=whole)] == [OLD]


async def test_an_expired_visit_that_came_back_is_kept(database: Database) -> None:
    await database.write(keep, NEW, b"box", 10)
    await database.write(keep, NEW, b"came back", 50)
    assert not await database.write(visits.delete_expired, NEW, now=20)
    assert await database.write(visits.delete_expired, NEW, now=50)
    assert not await database.write(visits.delete_expired, NEW, now=50)
    assert await database.read(all_visits) == []
