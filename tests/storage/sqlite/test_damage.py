"""A damaged page costs whoever needs it: the others go on, the connection too, and what everybody needs stops all."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, func, select

from storage import cases, outbox, schema, visits
from storage.engine import Database
from storage.errors import RowDamagedError, StoreDamagedError, StoreUnavailableError
from storage.salvage import Place
from tests.storage.rows import all_visits, enqueue, file_case, numbered_case
from tests.storage.spoiling import Pages

VISITORS = [bytes([n]) * 32 for n in range(1, 200)]
CASES = [numbered_case(n << 100, number=f"12-26-{n:05d}", box=b"box" * 100) for n in range(1, 200)]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the database lies."""
    return tmp_path / "adaldyq.db"


@pytest.fixture
async def database(path: Path) -> AsyncIterator[Database]:
    """A database whose tables are some pages large."""
    async with await Database.open(f"sqlite:///{path}") as opened:
        await opened.migrate()
        await opened.write(fill)
        yield opened


def fill(connection: Connection) -> None:
    """Visits, cases and items of many pages."""
    for actor in VISITORS:
        visits.save_visit(connection, actor, b"box" * 100, expires_at=100)
    for row in CASES:
        file_case(connection, row)
    for n in range(200):
        item = enqueue(connection, f"office:{n}", "card")
        outbox.put_box(connection, item.id, b"box" * 100)


def touch(connection: Connection, actor: bytes) -> None:
    """A step of *actor*."""
    found = visits.load_visit(connection, [actor])
    visits.save_visit(connection, actor, found.box if found else b"", expires_at=200)


async def spoil(database: Database, path: Path, choose: Callable[[Pages], int]) -> Pages:
    """Overwrite a page under the open database, and let its connections forget what they have read."""
    await database.checkpoint()
    pages = Pages.read(path)
    pages.spoil(choose(pages))
    await database.write(lambda connection: connection.exec_driver_sql("PRAGMA shrink_memory"))
    await database.read(lambda connection: connection.exec_driver_sql("PRAGMA shrink_memory"))
    return pages


async def steps(database: Database) -> list[bool]:
    """Whether each visitor's step succeeds, all of them at once."""
    done = await asyncio.gather(*(database.write(touch, actor) for actor in VISITORS), return_exceptions=True)
    assert all(each is None or type(each) is StoreDamagedError for each in done)
    return [each is None for each in done]


async def test_a_damaged_page_fails_those_who_live_there_and_nobody_else(database: Database, path: Path) -> None:
    sick = VISITORS[100]
    await spoil(database, path, lambda pages: pages.leaf_with("visits", sick))
    served = await steps(database)
    assert not served[100]
    assert 0 < served.count(False) < 20
    await database.probe()
    assert await steps(database) == served


async def test_a_database_opened_with_a_damaged_page_serves_the_others(path: Path) -> None:
    async with await Database.open(f"sqlite:///{path}") as before:
        await before.migrate()
        await before.write(fill)
    pages = Pages.read(path)
    pages.spoil(pages.leaf_with("visits", VISITORS[7]))
    async with await Database.open(f"sqlite:///{path}") as database:
        served = await steps(database)
        assert (served[7], served[150]) == (False, True)


async def test_a_function_that_goes_around_a_damaged_row_is_kept(database: Database, path: Path) -> None:
    """SQLite keeps nothing of a transaction that has met damage: the function runs again, and meets it no more."""
    sick, runs = CASES[50], []
    await spoil(database, path, lambda pages: pages.leaf_with("cases", sick.id.encode()))

    def look_and_write(connection: Connection) -> str:
        runs.append(1)
        with pytest.raises(RowDamagedError):
            cases.find_by_code(connection, b"code " + sick.id.encode())
        touch(connection, VISITORS[3])
        return cases.number_of(connection, sick.id) or ""

    for times in (2, 3):
        assert await database.write(look_and_write) == sick.number
        assert len(runs) == times
    row = await database.read(visits.load_visit, [VISITORS[3]])
    assert row is not None and row.unsent


async def test_a_function_that_has_met_a_page_without_a_name_is_not_kept(database: Database, path: Path) -> None:
    await spoil(database, path, lambda pages: pages.leaf_with("visits", VISITORS[100]))

    def look_and_write(connection: Connection) -> None:
        with pytest.raises(StoreDamagedError):
            visits.load_visit(connection, [VISITORS[100]])
        connection.execute(schema.facts.insert(), {"name": "beside", "value": "it"})

    with pytest.raises(StoreDamagedError):
        await database.write(look_and_write)
    assert await database.read(lambda c: c.execute(select(func.count()).select_from(schema.facts)).scalar_one()) == 0


async def test_visits_are_read_around_a_damaged_page(database: Database, path: Path) -> None:
    pages = await spoil(database, path, lambda pages: pages.leaf_with("visits", VISITORS[100]))
    aside: list[StoreDamagedError] = []
    for limit in (7, 1000):
        read: list[bytes] = []
        after: Place = None
        while True:
            found = await database.read(visits.list_visits, after=after, limit=limit, aside=aside.append)
            read += [row.actor for row in found.rows]
            if found.last is None:
                break
            after = found.last
        lost = sorted(set(VISITORS) - set(read))
        sick = {actor for actor in VISITORS if actor in pages.page(pages.leaf_with("visits", VISITORS[100]))}
        assert read == [actor for actor in VISITORS if actor not in lost]
        # The row of the parent between two leaves is met with the damaged one: SQLite goes down before it.
        assert sick <= set(lost) and len(lost) <= len(sick) + 1
    assert aside and all(type(each) is StoreDamagedError for each in aside)


@pytest.mark.parametrize("end", [0, -1])
async def test_the_first_and_the_last_page_of_visits_may_be_damaged(database: Database, path: Path, end: int) -> None:
    await spoil(database, path, lambda pages: pages.leaves_of("visits")[end])
    aside: list[StoreDamagedError] = []
    found = await database.read(visits.list_visits, after=None, limit=1000, aside=aside.append)
    rest = await database.read(visits.list_visits, after=found.last, limit=1000, aside=aside.append)
    read = [row.actor for row in (*found.rows, *(rest.rows if found.last else []))]
    assert 170 < len(read) < len(VISITORS)
    assert VISITORS[end] not in read and VISITORS[100] in read


async def test_expired_visits_are_listed_around_a_damaged_page(database: Database, path: Path) -> None:
    await spoil(database, path, lambda pages: pages.leaf_with("visits", VISITORS[100]))
    aside: list[StoreDamagedError] = []
    found = await database.read(visits.expired_visits, now=100, limit=500, aside=aside.append)
    named = {each.row for each in aside if isinstance(each, RowDamagedError)}
    assert VISITORS[100].hex() in named
    assert len(found) + len(named) == len(VISITORS)


async def test_a_case_on_a_damaged_page_is_told_by_name(database: Database, path: Path) -> None:
    sick = CASES[50]
    await spoil(database, path, lambda pages: pages.leaf_with("cases", sick.id.encode()))
    for find in (
        lambda c: cases.get_case(c, sick.id),
        lambda c: cases.find_by_number(c, sick.number),
        lambda c: cases.find_by_code(c, b"code " + sick.id.encode()),
    ):
        with pytest.raises(RowDamagedError) as met:
            await database.read(find)
        assert (met.value.table, met.value.row, met.value.case_id) == ("cases", sick.id, sick.id)
    assert await database.read(cases.number_of, sick.id) == sick.number
    assert await database.read(cases.get_case, CASES[150].id) == CASES[150]


async def test_the_cases_of_a_region_are_listed_around_a_damaged_page(database: Database, path: Path) -> None:
    sick = CASES[50]
    await spoil(database, path, lambda pages: pages.leaf_with("cases", sick.id.encode()))
    places = await database.read(cases.list_places, sick.region, sick.status, limit=1000)
    assert [place.number for place in places] == [row.number for row in CASES]


@pytest.mark.parametrize("tree", ["outbox", "ix_outbox_case", "facts"])
async def test_damage_where_everybody_works_stops_the_store_with_the_reason(
    database: Database, path: Path, tree: str
) -> None:
    await spoil(database, path, lambda pages: pages.leaves_of(tree)[-1])
    # Whoever meets it first, the notifier or the receiver, probes.
    with pytest.raises(StoreDamagedError):
        await database.write(lambda c: c.execute(select(func.sum(func.length(schema.outbox.c.box)))).all() and scan(c))
    with pytest.raises(StoreUnavailableError, match=r"damaged where everybody needs it \((outbox|facts)\)"):
        await database.probe()
    with pytest.raises(StoreUnavailableError, match="put back a backup"):
        await database.write(touch, VISITORS[0])
    assert await database.read(all_visits)


def scan(connection: Connection) -> None:
    """Go through the tables and the index of the outbox."""
    connection.exec_driver_sql("SELECT count(*), max(value) FROM facts").all()
    connection.exec_driver_sql("SELECT lane, case_id, id FROM outbox INDEXED BY ix_outbox_case WHERE lane >= ''").all()


async def test_a_damaged_root_of_a_table_of_persons_stops_the_store(database: Database, path: Path) -> None:
    await spoil(database, path, lambda pages: pages.root_of("visits"))
    with pytest.raises(StoreDamagedError):
        await database.write(touch, VISITORS[0])
    with pytest.raises(StoreUnavailableError, match=r"\(visits\)"):
        await database.probe()


async def test_a_healthy_store_is_not_examined(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    from storage.sqlite import reader

    monkeypatch.setattr(reader, "find_shared_damage", lambda raw: pytest.fail("examined"))
    await database.probe()


async def test_a_letter_that_is_none_costs_its_row(database: Database) -> None:
    """A flipped bit in a clear column: Python's sqlite3 cannot make it a string."""

    def flip(connection: Connection) -> None:
        connection.exec_driver_sql(f"UPDATE cases SET sphere = CAST(x'ff' AS TEXT) WHERE id = '{CASES[3].id}'")

    await database.write(flip)
    with pytest.raises(RowDamagedError):
        await database.read(cases.get_case, CASES[3].id)
    assert await database.read(cases.get_case, CASES[4].id) == CASES[4]


@pytest.mark.parametrize(
    ("column", "value"),
    [("status", "lost"), ("level", ""), ("filed_on", "some day"), ("changed_on", "x"), ("language", "xx")],
)
async def test_a_column_that_holds_none_of_our_terms_costs_its_row(
    database: Database, column: str, value: Any
) -> None:
    def write_wrongly(connection: Connection) -> None:
        connection.exec_driver_sql("PRAGMA ignore_check_constraints=1")
        connection.exec_driver_sql(f"UPDATE cases SET {column} = '{value}' WHERE id = '{CASES[3].id}'")
        connection.exec_driver_sql("PRAGMA ignore_check_constraints=0")

    await database.write(write_wrongly)
    with pytest.raises(RowDamagedError):
        await database.read(cases.get_case, CASES[3].id)
    assert (await database.examine() != []) == (column not in ("filed_on", "changed_on"))
