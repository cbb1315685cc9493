"""The outbox whatever happens to it: what is written beside the items always says what the items say."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import Connection, select

from bot.terms import Priority, SetAside, Suspension
from storage import outbox, schema
from storage.engine import Database
from tests.storage.rows import LEASE, NOW, enqueue

LANES = ("office:abai", "office:mangystau", "case:" + "c" * 32)
CASES = (None, "a" * 32, "b" * 32)
KINDS = (("card", Priority.CARD), ("addition", Priority.TALK), ("preview", Priority.FIRST), ("files", Priority.FILES))


class Life:
    """A life of the outbox by chance: every door is used, in any order."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self.now = NOW
        self.doors: tuple[Callable[[Connection], object], ...] = (
            *[self.put, self.put, self.put, self.claim, self.claim, self.deliver, self.postpone, self.set_aside],
            *[self.decide, self.hold_lane, self.suspend, self.resume, self.hold_kind, self.release_kind, self.drop],
            self.release,
        )

    def go(self, connection: Connection) -> None:
        """One thing happens."""
        self.now += self.chance.choice((0, 1, 20))
        self.chance.choice(self.doors)(connection)

    def lane(self) -> str:
        return self.chance.choice(LANES)

    def put(self, connection: Connection) -> None:
        kind, priority = self.chance.choice(KINDS)
        about = {"case_id": self.chance.choice(CASES), "not_before": self.now + self.chance.choice((-5, 0, 30))}
        enqueue(connection, self.lane(), kind, priority=priority, holds=kind != "files", **about)

    def claim(self, connection: Connection) -> None:
        outbox.claim_due(connection, now=self.now, lease=LEASE, limit=self.chance.randint(1, 4))

    def item(self, connection: Connection, condition: Any) -> int:
        ids = list(connection.execute(select(schema.outbox.c.id).where(condition).order_by("id")).scalars())
        return self.chance.choice(ids) if ids else 0

    def leased(self, connection: Connection) -> int:
        return self.item(connection, schema.outbox.c.leased_until.is_not(None))

    def deliver(self, connection: Connection) -> None:
        outbox.settle_delivered(connection, self.leased(connection))

    def postpone(self, connection: Connection) -> None:
        failing = self.chance.choice((None, self.now))
        later = self.now + self.chance.choice((0, 40))
        outbox.postpone(connection, self.leased(connection), not_before=later, parts_done=0, failing_since=failing)

    def set_aside(self, connection: Connection) -> None:
        outbox.set_aside(connection, self.leased(connection), SetAside.REFUSED)

    def decide(self, connection: Connection) -> None:
        door = self.chance.choice((outbox.try_again, outbox.drop_aside))
        door(connection, self.item(connection, schema.outbox.c.reason.is_not(None)))

    def hold_lane(self, connection: Connection) -> None:
        outbox.hold_lane(connection, self.lane(), not_before=self.now + 30)

    def suspend(self, connection: Connection) -> None:
        outbox.suspend_lane(connection, self.lane(), Suspension.REMOVED)

    def resume(self, connection: Connection) -> None:
        outbox.resume_lane(connection, self.lane())

    def hold_kind(self, connection: Connection) -> None:
        until = self.now + self.chance.choice((0, 60))
        priority = self.chance.choice(tuple(Priority))
        outbox.hold_kind(connection, self.lane(), priority, Suspension.SILENCED, not_before=until, now=self.now)

    def release_kind(self, connection: Connection) -> None:
        outbox.release_kind(connection, self.lane(), self.chance.choice(tuple(Priority)))

    def drop(self, connection: Connection) -> None:
        outbox.delete_lane_items(connection, self.lane(), self.chance.choice(KINDS)[0])

    def release(self, connection: Connection) -> None:
        outbox.release_claims(connection)


def check(connection: Connection) -> None:
    """What is written beside the items is what can be told from them."""
    items = connection.execute(select(schema.outbox).order_by("id")).mappings().all()
    pending = [item for item in items if item["state"] == "pending"]
    for item in pending:
        earlier = [other for other in pending if other["id"] < item["id"] and other["holds"]]
        waits = item["case_id"] is not None and any(
            (other["lane"], other["case_id"]) == (item["lane"], item["case_id"]) for other in earlier
        )
        assert item["leased_until"] is not None or (item["due_at"] is None) == waits, dict(item)
    assert all(item["due_at"] is None and item["leased_until"] is None for item in items if item not in pending)
    lanes = {row["lane"]: row for row in connection.execute(select(schema.lanes)).mappings()}
    queues = {(row["lane"], row["priority"]): row for row in connection.execute(select(schema.queues)).mappings()}
    for name in {item["lane"] for item in items} | lanes.keys():
        counts = [sum(each["lane"] == name for each in some) for some in (pending, items)]
        assert (lanes[name]["pending"], lanes[name]["aside"]) == (counts[0], counts[1] - counts[0])
    for item in pending:
        assert (item["lane"], item["priority"]) in queues
    for (name, priority), queue in queues.items():
        mine = [item for item in pending if (item["lane"], item["priority"]) == (name, priority)]
        due = [item["due_at"] for item in mine if item["due_at"] is not None]
        lane = lanes[name]
        closed = not due or lane["suspended"] is not None
        assert queue["next_at"] == (None if closed else max(min(due), lane["not_before"], queue["not_before"]))


@pytest.mark.parametrize("seed", range(6))
async def test_what_stands_beside_the_items_follows_from_them(database: Database, seed: int) -> None:
    life = Life(seed)
    for _ in range(120):
        await database.write(life.go)
        await database.read(check)


@pytest.mark.parametrize("seed", range(3))
async def test_in_the_end_everything_is_delivered_and_nothing_is_left_behind(database: Database, seed: int) -> None:
    life = Life(100 + seed)
    for _ in range(80):
        await database.write(life.go)

    def settle(connection: Connection) -> int:
        due = outbox.claim_due(connection, now=life.now, lease=LEASE, limit=30)
        for item in due:
            outbox.settle_delivered(connection, item.id)
        return len(due)

    def reopen(connection: Connection) -> None:
        for lane in LANES:
            outbox.resume_lane(connection, lane)
        for item in outbox.list_aside(connection, limit=99):
            assert outbox.try_again(connection, item.id)
        outbox.release_claims(connection)

    await database.write(reopen)
    life.now += 3600
    while await database.write(settle):
        await database.read(check)
    assert await database.read(outbox.count_pending) == 0
    assert await database.read(lambda connection: connection.execute(select(schema.lanes)).all()) == []
    assert await database.read(lambda connection: connection.execute(select(schema.queues)).all()) == []
