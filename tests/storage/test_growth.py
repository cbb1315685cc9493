"""Growth: what is done for every step, filing and claim costs the same beside hundreds of rows and beside thousands.

A scan would cost ten times as much.

Counted in instructions of SQLite's virtual machine, not in seconds: the figure is exact and the same on every machine.
"""

from __future__ import annotations

import os
import re
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, create_engine, event, insert, text, update

from bot.terms import Chore, Status
from storage import (
    admins,
    cases,
    chores,
    contacting,
    files,
    offices,
    outbox,
    posts,
    schema,
    tallies,
    updates,
    visits,
    wishes,
)
from storage.offices import OfficeRow
from storage.schema import cases as case_table
from storage.schema import metadata
from storage.schema import posts as post_table
from storage.schema import seen_updates as update_table
from storage.schema import visits as visit_table
from tests.storage.rows import CASE, DAY, LEASE, NOW, enqueue, numbered_case, whole

BOUNDED = re.compile(
    r"SCAN (CONSTANT ROW|anon_\d+|each|first|tallies|chores|outbox USING COVERING INDEX ix_outbox_leased)"
)
"""Scans of a row or a few: of what another part of the statement found, of what is being sent at this moment, and of
what a region has a few of."""
FEW, MANY = 500, 5_000
UNDECIDED = 6
"""Replies under a preview, of however many messages there are."""
OFFICE = "office:mangystau"


def take_step(connection: Connection) -> None:
    """The statements of one step of a citizen, and of showing it."""
    actors = [b"new pseudonym", b"old pseudonym"]
    updates.mark_seen(connection, b"this update", expires_at=NOW)
    visits.load_visit(connection, actors)
    visits.save_visit(connection, actors[0], b"box", expires_at=NOW)
    visits.mark_shown(connection, [(actors[0], b"box")])
    visits.delete_visits(connection, actors[1:])


def file_case(connection: Connection) -> None:
    """The statements of one filing."""
    offices.get_office(connection, CASE.region)
    assert cases.insert_case(connection, CASE, code_mark=b"this code")
    contacting.insert_address(connection, CASE.id, b"box")
    contacting.insert_contact(connection, CASE.id, b"box", consent_on=DAY, consent_text="1")
    outbox.enqueue(connection, lane=OFFICE, kind="card", priority=20, not_before=NOW, case_id=CASE.id)
    visits.delete_visits(connection, [b"new pseudonym", b"old pseudonym"])


def claim_and_settle(connection: Connection) -> None:
    """The statements of one delivery: claim, open, remember the post, settle."""
    (item,) = outbox.claim_due(connection, now=NOW, lease=LEASE, limit=1, without=["office:abai"])
    cases.get_case(connection, CASE.id)
    contacting.get_address(connection, CASE.id)
    contacting.get_contact(connection, CASE.id)
    cases.list_talk(connection, CASE.id, aside=whole)
    offices.get_office(connection, CASE.region)
    posts.put_post(connection, b"this post", case_id=CASE.id, role="card", seq=None, box=b"box")
    outbox.postpone(connection, item.id, not_before=NOW, parts_done=1)
    outbox.settle_delivered(connection, item.id)


def answer_and_read(connection: Connection) -> None:
    """The statements of an office's answer and of a citizen who reads it by code."""
    offices.find_office(connection, b"mark")
    posts.find_post(connection, b"this post")
    posts.list_posts(connection, CASE.id, aside=whole)
    cases.find_by_number(connection, CASE.number)
    seq = cases.next_seq(connection, CASE.id)
    cases.add_talk(connection, CASE.id, seq, side="office", state="preview", day=DAY, box=b"box")
    assert cases.change_talk(connection, CASE.id, seq, "sent", before="preview", day=DAY)
    assert cases.change_status(connection, CASE.id, "answered", before=("registered",), today=DAY)
    assert cases.find_by_code(connection, b"this code") is not None
    cases.list_talk(connection, CASE.id, aside=whole)


def do_chore(connection: Connection) -> None:
    """The statements of one slice of bulk work, and of `/regions`, beside many cases of the region."""
    tallies.by_region(connection, Status.WAITING)
    tallies.how_many(connection, CASE.region, Status.WAITING)
    chores.start_chore(connection, CASE.region, Chore.MISSING, not_before=NOW)
    (due,) = chores.list_due(connection, now=NOW)
    assert chores.take_chore(connection, due.region, due.kind) is not None
    places = cases.list_places(connection, CASE.region, Status.REGISTERED, limit=10)
    assert cases.list_places(connection, CASE.region, Status.REGISTERED, after=places[-1], limit=10)
    undecided = cases.list_undecided(connection, limit=10, aside=whole)
    assert len(cases.list_undecided(connection, after=undecided[3].place, limit=10, aside=whole)) == UNDECIDED - 4
    assert not outbox.has_due(connection, "office:none", 40, now=NOW)
    assert not outbox.has_pending(connection, OFFICE, "card", f"{3:032x}")
    chores.move_cursor(connection, due, "further")
    chores.end_chore(connection, due.region, due.kind)


def forget_some(connection: Connection) -> None:
    """The statements of forgetting when two of each are past their time."""
    for forget in (updates.forget_seen, wishes.forget_wishes, admins.forget_links):
        assert forget(connection, now=NOW - 1) == 2
    assert files.drop_expired(connection, now=NOW - 1) == 2  # a chunk and its row
    files.release_jobs(connection)
    files.waits_in_talk(connection, f"{3:032x}", 1)
    wishes.list_wishes(connection, f"{3:032x}", now=NOW)


PATHS: Mapping[str, Callable[[Connection], None]] = {
    "step": take_step,
    "filing": file_case,
    "claim": claim_and_settle,
    "answer": answer_and_read,
    "chore": do_chore,
    "forgetting": forget_some,
}


@contextmanager
def database_of(path: Path, rows: int) -> Iterator[Connection]:
    """A SQLite file that holds *rows* of everything that grows."""
    engine = create_engine(f"sqlite:///{path}")
    with engine.connect() as connection:
        metadata.create_all(connection)
        _fill(connection, rows)
        connection.commit()
        yield connection
        connection.rollback()
    engine.dispose()


def _fill(connection: Connection, rows: int) -> None:
    offices.put_office(connection, OfficeRow(CASE.region, b"mark", b"box", "kk", DAY))
    numbers = range(2, rows + 2)
    marks = [os.urandom(32) for _ in numbers]
    filed = [{**asdict(numbered_case(n)), "code_mark": mark} for n, mark in zip(numbers, marks, strict=True)]
    visiting = [{"actor": mark, "box": b"box", "expires_at": NOW, "unsent": False} for mark in marks]
    connection.execute(insert(case_table), filed)
    connection.execute(insert(visit_table), visiting)
    for n in numbers:
        enqueue(connection, f"office:{n % 19}", "card", case_id=f"{n:032x}")
    connection.execute(insert(update_table), [{"mark": mark, "expires_at": NOW} for mark in marks])
    placed = [{"mark": mark, "case_id": f"{n:032x}", "role": "card", "box": b""} for n, mark in enumerate(marks)]
    connection.execute(insert(post_table), placed)
    _fill_beside(connection, [row["id"] for row in filed], marks)


def _fill_beside(connection: Connection, ids: list[str], marks: list[bytes]) -> None:
    """What cases leave beside them; the first two of everything that ends are past their time."""
    said = {"seq": 1, "side": "office", "day": DAY, "box": b"box"}
    states = ["preview"] * UNDECIDED + ["sent"] * (len(ids) - UNDECIDED)
    talks = [{**said, "case_id": case, "state": state} for case, state in zip(ids, states, strict=True)]
    connection.execute(insert(schema.talk), talks)
    ends = [NOW - 10] * 2 + [NOW + 10] * (len(ids) - 2)
    wishes = [{"id": case, "case_id": case, "box": b"", "expires_at": end} for case, end in zip(ids, ends, strict=True)]
    connection.execute(insert(schema.wishes), wishes)
    links = [{"mark": mark, "expires_at": end} for mark, end in zip(marks, ends, strict=True)]
    connection.execute(insert(schema.admin_links), links)
    connection.execute(update(update_table).where(update_table.c.mark.in_(marks[:2])).values(expires_at=NOW - 10))
    clean = {"state": "clean", "wrapped_key": b"key", "facts": b"facts"}
    owned = [{**clean, "id": case, "case_id": case, "expires_at": 0} for case in ids]
    nobodys = [{**clean, "id": f"x{case[1:]}", "case_id": None, "expires_at": NOW + 10} for case in ids]
    nobodys[0]["expires_at"] = NOW - 10
    waiting = {"state": "waiting", "wrapped_key": b"key", "job": b"job", "expires_at": NOW + 10}
    connection.execute(insert(schema.files), [{**waiting, "id": f"y{case[1:]}", "case_id": case} for case in ids])
    connection.execute(insert(schema.files), [*owned, *nobodys])
    connection.execute(insert(schema.file_chunks), {"file_id": nobodys[0]["id"], "n": 0, "box": b"chunk"})


def count_instructions(connection: Connection, work: Callable[[Connection], None]) -> int:
    """How many instructions of SQLite's virtual machine *work* takes."""
    raw = connection.connection.driver_connection
    assert isinstance(raw, sqlite3.Connection)
    count = 0

    def tick() -> int:
        nonlocal count
        count += 1
        return 0

    raw.set_progress_handler(tick, 1)
    try:
        work(connection)
    finally:
        raw.set_progress_handler(None, 1)
    return count


def plans_of(connection: Connection, work: Callable[[Connection], None]) -> list[str]:
    """The lines of the query plans of every statement that *work* executes."""
    executed: list[tuple[str, Any]] = []

    def note(_connection: Any, _cursor: Any, statement: str, parameters: Any, _context: Any, _many: bool) -> None:
        executed.append((statement, parameters))

    event.listen(connection, "before_cursor_execute", note)
    try:
        work(connection)
    finally:
        event.remove(connection, "before_cursor_execute", note)
    raw = connection.connection.driver_connection
    assert isinstance(raw, sqlite3.Connection)
    return [row[3] for sql, values in executed for row in raw.execute(f"EXPLAIN QUERY PLAN {sql}", values)]


@pytest.mark.parametrize("name", PATHS)
def test_no_statement_on_the_path_scans_a_table(tmp_path: Path, name: str) -> None:
    with database_of(tmp_path / "plans.db", FEW) as connection:
        for path in PATHS:
            if path == name:
                plans = plans_of(connection, PATHS[path])
                break
            PATHS[path](connection)
    assert plans
    assert [plan for plan in plans if plan.startswith("SCAN") and not BOUNDED.fullmatch(plan)] == []
    assert [plan for plan in plans if "TEMP B-TREE" in plan and name != "chore"] == []  # it sorts its page of ten


def test_the_cost_of_the_path_does_not_grow(tmp_path: Path) -> None:
    costs: dict[str, list[int]] = {name: [] for name in PATHS}
    for rows in (FEW, MANY):
        with database_of(tmp_path / f"{rows}.db", rows) as connection:
            for name, work in PATHS.items():
                costs[name].append(count_instructions(connection, work))
    assert {name: many <= 1.1 * few for name, (few, many) in costs.items()} == dict.fromkeys(PATHS, True), costs


def test_a_scan_would_be_noticed(tmp_path: Path) -> None:
    """The two tests above would mean nothing if they could not fail."""

    def scan(connection: Connection) -> None:
        connection.execute(text("SELECT count(*) FROM cases WHERE sphere = 'none'")).all()

    costs = []
    for rows in (FEW, 4 * FEW):
        with database_of(tmp_path / f"{rows}.db", rows) as connection:
            assert any(plan.startswith("SCAN") for plan in plans_of(connection, scan))
            costs.append(count_instructions(connection, scan))
    assert costs[1] > 3 * costs[0]
