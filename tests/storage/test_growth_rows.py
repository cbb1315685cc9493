"""Growth: what storage/ does with a connection looks at as much beside a hundred cases as beside ten thousand.

`make bench` asks the same of a thousand and a million; what is called is written down once, for both.
"""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import CodeType, FrameType
from typing import Any

import pytest
from sqlalchemy import Connection, text

import storage
from bot.terms import Suspension
from storage import outbox
from tests.benchmarks.growth import MOST, count_instructions, grown, measure, store_of
from tests.benchmarks.growth_calls import CALLS, WHOLE
from tests.benchmarks.growth_server import measure_on
from tests.postgres import Server
from tests.storage.rows import LEASE, NOW, enqueue

FEW, MANY = 100, 10_000
ELSEWHERE = {"storage.server_identity.identify", "storage.salvage.lose"}
"""The first asks the server, not our tables; the second remembers in memory what a damaged page held."""
SLICES = {"updates.forget_seen"}
"""Take a thousand rows at once, and look at all of a table that holds few thousand, as is right."""
GROWING: set[str] = set()
"""Known to grow, to be mended: the tests below fail when one does not any more, and it is taken out here."""


def functions() -> Iterator[tuple[str, CodeType]]:
    """Every public function of storage/ that takes a connection first."""
    for module in pkgutil.walk_packages(storage.__path__, "storage."):
        if ".migrations" in module.name or ".sqlite" in module.name:
            continue
        for name, found in vars(importlib.import_module(module.name)).items():
            if not inspect.isfunction(found) or found.__module__ != module.name or name.startswith("_"):
                continue
            if next(iter(inspect.signature(found).parameters), "") == "connection":
                yield f"{module.name}.{name}", found.__code__


def test_no_function_is_left_out(tmp_path: Path) -> None:
    """Whoever adds a statement adds a call of it to tests/benchmarks/growth_calls.py."""
    met: set[CodeType] = set()

    def note(frame: FrameType, event: str, argument: Any) -> None:
        met.add(frame.f_code)

    with store_of(tmp_path / "few.db", FEW) as connection:
        met.clear()
        sys.setprofile(note)
        try:
            for call in CALLS.values():
                call(connection)
                connection.rollback()
        finally:
            sys.setprofile(None)
    assert {name for name, code in functions() if code not in met} == ELSEWHERE


@pytest.mark.parametrize("backwards", [False, True])
def test_nothing_looks_at_more_beside_more_cases(tmp_path: Path, backwards: bool) -> None:
    """Whichever of two indexes SQLite takes that seem as good: a new database makes them in an order by chance."""
    few, many = (measure(tmp_path / f"{size}.db", size, backwards=backwards) for size in (FEW, MANY))
    found = {name: (few[name], many[name]) for name, ratio in grown(few, many).items() if ratio > MOST}
    assert found.keys() == GROWING, found
    assert WHOLE.keys() <= CALLS.keys()


async def test_nothing_looks_at_more_rows_on_a_server(postgresql_server: Server) -> None:
    few, many = [
        {name: looked.rows for name, looked in (await measure_on(postgresql_server, size)).items()}
        for size in (10 * FEW, 50 * FEW)
    ]
    # A row more or less is the planner's: whether it sorts before it stops at the limit.
    found = {name: (few[name], many[name]) for name in grown(few, many) if many[name] > MOST * few[name] + 1}
    assert found.keys() - SLICES == GROWING, found


def test_a_scan_would_be_noticed(tmp_path: Path) -> None:
    def scan(connection: Connection) -> None:
        connection.execute(text("SELECT count(*) FROM cases WHERE sphere = 'none'")).all()

    costs = []
    for size in (FEW, 4 * FEW):
        with store_of(tmp_path / f"{size}.db", size) as connection:
            costs.append(count_instructions(connection, scan))
    assert costs[1] > 3 * costs[0]


def closed(connection: Connection) -> None:
    """The lane is suspended."""
    outbox.suspend_lane(connection, "office:closed", Suspension.REMOVED)


def paused(connection: Connection) -> None:
    """The lane waits for Telegram."""
    outbox.hold_lane(connection, "office:closed", not_before=NOW + 60)


def claim_and_look(connection: Connection) -> None:
    """What the notifier does for one item, and when there is nothing to do."""
    (item,) = outbox.claim_due(connection, now=NOW, lease=LEASE, limit=30)
    assert item.lane == "office:open"
    outbox.settle_delivered(connection, item.id)
    assert outbox.claim_due(connection, now=NOW, lease=LEASE, limit=30) == []
    outbox.next_due(connection, now=NOW)


@pytest.mark.parametrize("close", [closed, paused])
def test_fifty_thousand_items_that_may_not_go_are_not_looked_at(
    tmp_path: Path, close: Callable[[Connection], None]
) -> None:
    costs = []
    for waiting in (10, 50_000):
        with store_of(tmp_path / f"{waiting}.db", 0) as connection:
            connection.execute(text("DELETE FROM outbox"))
            connection.execute(text("DELETE FROM queues"))
            connection.execute(text("DELETE FROM lanes"))
            enqueue(connection, "office:closed", "card", case_id="1" * 32)
            connection.execute(text(MORE), {"more": waiting})
            close(connection)
            enqueue(connection, "office:open", "card", case_id="2" * 32)
            connection.commit()
            claim_and_look(connection)
            connection.rollback()
            costs.append(count_instructions(connection, claim_and_look))
    assert costs[1] <= 1.02 * costs[0], costs


MORE = """
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :more)
INSERT INTO outbox (lane, case_id, kind, priority, not_before, due_at, state)
SELECT lane, printf('%032x', i), kind, priority, not_before, due_at, state FROM outbox, n
"""
