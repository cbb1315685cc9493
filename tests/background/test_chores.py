"""Chores in slices: citizens' steps go between them, one case costs nothing but itself, and a fault is waited out."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, delete, select, text, update
from sqlalchemy.util import await_only

from bot.clock import Clock
from bot.desk.groups.binding import Bound, settle_binding
from bot.desk.groups.chores import MOST_A_SLICE
from bot.desk.rules import Turn
from bot.terms import Status
from bot.wiring import House
from storage import schema, tallies
from storage.errors import StoreUnavailableError
from tests.desk.house import ADMIN, GROUP, put_case
from tests.postgres import Server
from tests.promises.desk import Visitor, bind_office, house_at
from tests.waiting import until

WAITING = 120
REGION = "mangystau"


class Diary:
    """What was committed by whom, in that order; and how often an item of each case has left the outbox."""

    def __init__(self, house: House) -> None:
        self.committed: list[str] = []
        self.sent: Counter[tuple[str, str | None]] = Counter()
        self.house = house
        self._write = house.store.database.write
        house.store.database.write = self.write  # type: ignore[method-assign]

    async def write(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        """Commit *fn* as ever, and write down that it was."""
        result = await self._write(fn, *args, **kwargs)
        self.committed.append(fn.__name__)
        return result

    async def is_done(self, left: int = 0) -> bool:
        """Whether only *left* cases wait any more; and send what is in the outbox."""
        waiting = await self.house.store.database.read(tallies.by_region, Status.WAITING)
        self.sent.update(await self._write(_send_everything))
        return waiting == ({REGION: left} if left else {})


def _send_everything(connection: Connection) -> list[tuple[str, str | None]]:
    gone = connection.execute(select(schema.outbox.c.kind, schema.outbox.c.case_id)).all()
    connection.execute(delete(schema.outbox))
    return [(row.kind, row.case_id) for row in gone]


def _file_many(connection: Connection, turn: Turn) -> list[str]:
    return [put_case(connection, turn, level="relay").id for _ in range(WAITING)]


def _list_cases(connection: Connection) -> list[str]:
    return list(connection.execute(select(schema.cases.c.id)).scalars())


@asynccontextmanager
async def at_work(house: House) -> AsyncIterator[None]:
    """The chores being done."""
    task = asyncio.create_task(house.chores.run())
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


@asynccontextmanager
async def backlog(folder: Path) -> AsyncIterator[tuple[House, list[str]]]:
    """A house with cases that wait for the region's group, and their ids."""
    clock = Clock(speed=50.0)
    async with house_at(folder, clock) as house:
        turn = Turn(house.intake.rules, clock.now())
        yield house, await house.store.database.write(_file_many, turn)


async def test_a_citizens_steps_are_committed_between_the_slices_and_every_case_is_posted_once(tmp_path: Path) -> None:
    async with backlog(tmp_path) as (house, ids), at_work(house):
        diary = Diary(house)
        await bind_office(house)
        await until(lambda: "do_slice" in diary.committed)
        await Visitor(house.intake, 5_317_000_123, count(1)).file("Деньги у врача.")
        walked = len(diary.committed)
        await until(diary.is_done)
        known = await house.store.database.read(_list_cases)
        assert len(known) == WAITING + 1
        once = {("card", case): 1 for case in known} | {("push", case): 1 for case in ids}
        assert diary.sent == Counter(once)
        # No step had to wait for more than the slice that was being done, and one that had been asked for before it.
        before_each_step = " ".join(diary.committed[:walked]).split("_decide")
        assert max(each.count("do_slice") for each in before_each_step[1:]) <= 2, diary.committed
        assert diary.committed[walked:].count("do_slice") > 0
        assert diary.committed.count("do_slice") >= WAITING / MOST_A_SLICE


async def test_the_binding_itself_is_one_short_transaction_however_many_wait(tmp_path: Path) -> None:
    async with backlog(tmp_path) as (house, _):
        await bind_office(house)
        assert await house.store.database.read(tallies.by_region, Status.WAITING) == {REGION: WAITING}
        assert await house.store.database.write(_send_everything) == []


async def test_one_case_that_cannot_be_opened_costs_only_itself(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with backlog(tmp_path) as (house, ids), at_work(house):
        diary = Diary(house)
        spoilt = update(schema.cases).where(schema.cases.c.id == ids[7]).values(box=b"x" * 300)
        await house.store.database.write(lambda connection: connection.execute(spoilt))
        await bind_office(house)
        await until(lambda: diary.is_done(left=1))
        assert diary.sent == Counter({(kind, case): 1 for case in ids if case != ids[7] for kind in ("card", "push")})
        assert ids[7] not in caplog.text


async def test_a_store_that_cannot_be_used_is_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async with backlog(tmp_path) as (house, ids):
        read, failures = house.store.database.read, [StoreUnavailableError("the disk is full"), ValueError("words")]

        async def fail_twice(fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
            if failures:
                raise failures.pop(0)
            return await read(fn, *args, **kwargs)

        monkeypatch.setattr(house.store.database, "read", fail_twice)
        async with at_work(house):
            diary = Diary(house)
            await bind_office(house)
            await until(lambda: not failures)
            await until(diary.is_done)
            assert {case for _, case in diary.sent} == set(ids)
        assert "the store cannot be used: bulk work waits" in caplog.text
        assert "bulk work failed: ValueError" in caplog.text


async def test_a_case_that_is_filed_while_its_region_is_bound_is_not_forgotten(
    tmp_path: Path, postgresql_server: Server
) -> None:
    """On PostgreSQL the binding would not see a case that is not committed yet, and nobody would take it up."""
    async with (
        postgresql_server.fresh_database() as url,
        house_at(tmp_path, Clock(), DATABASE_URL=url) as house,
    ):
        database, turn = house.store.database, Turn(house.intake.rules, house.clock.now())
        filed, may_end = asyncio.Event(), asyncio.Event()

        def file_slowly(connection: Connection) -> None:
            put_case(connection, turn)
            filed.set()
            await_only(may_end.wait())

        async with asyncio.TaskGroup() as group:
            group.create_task(database.write(file_slowly))
            await filed.wait()
            binding = group.create_task(database.write(settle_binding, REGION, GROUP, ADMIN, turn))
            await until(lambda: database.read(_is_somebody_held_off))
            may_end.set()
        assert binding.result() == Bound(REGION, 1)


def _is_somebody_held_off(connection: Connection) -> bool:
    query = text("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted")
    return bool(connection.execute(query).scalar_one())
