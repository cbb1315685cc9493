"""How the outbox stands: what waits and why, and since when the oldest item is due."""

from __future__ import annotations

from sqlalchemy import Connection

from bot.terms import Priority, Suspension
from storage import outbox
from storage.engine import Database
from storage.outbox import HeldQueue
from tests.storage.rows import NOW, claim_kinds, enqueue

OFFICE, OTHER = "office:mangystau", "office:karaganda"


def hold_files(connection: Connection, lane: str, until: int) -> None:
    """Let the files of *lane* wait."""
    outbox.hold_kind(connection, lane, Priority.FILES, Suspension.NO_FILES, not_before=until, now=NOW)


async def test_holds_and_suspensions_are_listed_lane_by_lane(database: Database) -> None:
    for lane in (OFFICE, OTHER):
        await database.write(enqueue, lane, "files", priority=30)
        await database.write(hold_files, lane, NOW + 60)
    await database.write(outbox.suspend_lane, OTHER, Suspension.REMOVED)
    held = [HeldQueue(lane, Priority.FILES, Suspension.NO_FILES, NOW) for lane in (OTHER, OFFICE)]
    assert await database.read(outbox.list_holds) == held
    assert await database.read(outbox.list_holds, OFFICE) == held[1:]
    assert await database.read(outbox.list_suspended) == [(OTHER, Suspension.REMOVED)]


async def test_a_hold_that_is_woken_is_tried_at_once_and_stays_a_hold(database: Database) -> None:
    await database.write(enqueue, OFFICE, "files", priority=30)
    await database.write(hold_files, OFFICE, NOW + 600)
    assert await database.write(claim_kinds) == []
    await database.write(outbox.wake_holds, OFFICE)
    assert await database.write(claim_kinds) == ["files"]
    assert [each.reason for each in await database.read(outbox.list_holds)] == [Suspension.NO_FILES]


async def test_the_oldest_item_is_the_one_that_is_due_for_longest(database: Database) -> None:
    assert await database.read(outbox.oldest_due) is None
    for moment in (NOW - 120, NOW - 600, NOW + 60):
        await database.write(enqueue, OFFICE, "card", not_before=moment)
    assert await database.read(outbox.oldest_due) == NOW - 600
