"""A page of a list looks at as much beside ten thousand open cases as beside a hundred."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, insert

from bot.desk.list_presses import CaseList, Turning
from bot.desk.officers.finding import find, read_search
from bot.desk.officers.lists import ListPage, PageTurn, read_page
from bot.desk.rules import Turn
from bot.desk.word_index import enter_words
from bot.terms import Status
from storage import schema
from storage.listing import DuePlace
from tests.benchmarks.growth import MOST, count_instructions, store_of
from tests.desk.house import DANA, NOW, new_rules
from tests.storage.rows import CASE, numbered_case

FEW, MANY, REGION = 100, 10_000, "mangystau"
DAYS = 20
TURN = Turn(new_rules(), NOW)
MIDDLE = DuePlace(TURN.today + timedelta(days=1), "")


def open_cases(connection: Connection, many: int) -> None:
    """So many open cases, their terms spread over the days; one of them is found by a word that no other holds."""
    for start in range(1, many + 1, 5_000):
        connection.execute(insert(schema.cases), [_row(n) for n in range(start, min(start + 5_000, many + 1))])
    connection.execute(insert(schema.tallies), {"region": REGION, "status": Status.IN_WORK, "n": many})
    enter_words(connection, REGION, numbered_case(1001).id, ["трактор"], TURN.safe)


def _row(n: int) -> dict[str, Any]:
    mark = TURN.safe.person_mark(DANA.id) if n % 2 else None
    due = TURN.today - timedelta(days=1) + timedelta(days=n % DAYS)
    row = numbered_case(n + 1000, region=REGION, status=Status.IN_WORK, due_on=due, assignee=mark, filed_on=_filed(n))
    return {**asdict(row), "code_mark": n.to_bytes(32)}


def _filed(n: int) -> date:
    return CASE.filed_on - timedelta(days=n % DAYS)


def pages(of: CaseList, leaf: PageTurn | None = None) -> Callable[[Connection], ListPage]:
    """Reads a page of the list."""
    return lambda connection: read_page(connection, REGION, of, DANA, TURN, leaf=leaf)


def found(said: str) -> Callable[[Connection], object]:
    """Reads what /find shows."""
    search = read_search(REGION, said)
    return lambda connection: find(connection, search, DANA, TURN)


READ = {
    **{of.value: pages(of) for of in CaseList},
    "later": pages(CaseList.QUEUE, PageTurn(Turning.LATER, MIDDLE)),
    "later of mine": pages(CaseList.MINE, PageTurn(Turning.LATER, MIDDLE)),
    "find a word": found("трактор"),
    "find a number": found(numbered_case(1007).number),
    "find days": found(f"{_filed(3):%d.%m.%Y}"),
    "find a sphere": found("емхана"),
}


def test_no_page_looks_at_more_beside_more_cases(tmp_path: Path) -> None:
    costs: list[dict[str, int]] = []
    for many in (10 * FEW, MANY):
        with store_of(tmp_path / f"{many}.db", 0) as connection:
            open_cases(connection, many)
            connection.commit()
            costs.append({name: count_instructions(connection, read) for name, read in READ.items()})
            assert len(pages(CaseList.QUEUE)(connection).lines) == len(pages(CaseList.MINE)(connection).lines) == 10
    few, many_cost = costs
    assert {name: (few[name], many_cost[name]) for name in READ if many_cost[name] > MOST * few[name]} == {}
