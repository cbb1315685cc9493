"""growth-rows: what a statement of storage/ looks at, beside a thousand cases and beside a million.

Counted, not timed: instructions of SQLite's virtual machine. Each call runs alone in a transaction that is rolled back,
so all meet the same store. Other sizes: `GROWTH_SIZES=100,10000 GROWTH_SERVER_SIZES=100,1000`.
"""

from __future__ import annotations

import asyncio
import os
import sqlite3
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, create_engine

from storage.schema import metadata
from tests.benchmarks.figure import Figure, within
from tests.benchmarks.growth_calls import CALLS, WHOLE, Call
from tests.benchmarks.growth_server import measure_on
from tests.benchmarks.growth_world import fill
from tests.postgres import run_server

SIZES = "1000,1000000"
SERVER_SIZES = "1000,100000"
"""Fewer: all rows go to the server one by one, and a tenth shows growth as well."""
MOST = 1.05


def figures() -> list[Figure]:
    """On each engine the call that grows most, against itself in the small store."""
    few, many = _sizes("GROWTH_SIZES", SIZES)
    with tempfile.TemporaryDirectory(prefix="growth-", dir="build") as folder:
        small, large = (measure(Path(folder) / f"{size}.db", size) for size in (few, many))
    return [_worst("growth-rows", "instructions", few, small, large), *_on_server()]


def _on_server() -> list[Figure]:
    few, many = _sizes("GROWTH_SERVER_SIZES", SERVER_SIZES)
    try:
        with run_server() as server:
            small, large = (asyncio.run(measure_on(server, size)) for size in (few, many))
    except RuntimeError as error:
        print(f"\n  no PostgreSQL: {error}", end="", file=sys.stderr)
        return []
    rows = ({name: looked.rows for name, looked in found.items()} for found in (small, large))
    pages = ({name: looked.pages for name, looked in found.items()} for found in (small, large))
    return [
        _worst("growth-rows-postgresql", "rows", few, *rows),
        _worst("growth-pages-postgresql", "pages", few, *pages, most=None),
    ]


def _sizes(name: str, sizes: str) -> tuple[int, int]:
    few, many = os.environ.get(name, sizes).split(",")
    return int(few), int(many)


def _worst(
    name: str, unit: str, size: int, few: Mapping[str, int], many: Mapping[str, int], *, most: float | None = MOST
) -> Figure:
    """The call that grows most, as a figure; all that grow too much are told beside."""
    ratios = grown(few, many)
    order = sorted(ratios, key=ratios.__getitem__, reverse=True)
    worst = order[0]
    for call in order:
        if most is not None and ratios[call] > most:
            print(f"\n  {call}: {few[call]} to {many[call]} {unit}", end="", file=sys.stderr)
    pairs = [(float(many[worst]), float(few[worst]))]
    return within(name, pairs, unit, most, against=f"{worst} at {size:,} cases")


def grown(few: Mapping[str, int], many: Mapping[str, int]) -> Mapping[str, float]:
    """How many times more each call takes in the larger store; those that read everything by their task left out."""
    return {name: many[name] / few[name] for name in CALLS if name not in WHOLE}


def measure(path: Path, many: int, *, backwards: bool = False) -> Mapping[str, int]:
    """The instructions of each call in a new store of *many* cases at *path*."""
    with store_of(path, many, backwards=backwards) as connection:
        return {name: _count_alone(connection, call) for name, call in CALLS.items()}


@contextmanager
def store_of(path: Path, many: int, *, backwards: bool = False) -> Iterator[Connection]:
    """A SQLite file with *many* cases.

    Where two indexes seem as good, SQLite takes the one that was made last: they are made by name, or *backwards*.
    """
    engine = create_engine(f"sqlite:///{path}")
    with engine.connect() as connection:
        raw = raw_of(connection)
        raw.execute("PRAGMA journal_mode = OFF")  # nobody needs this file after a crash
        raw.execute("PRAGMA synchronous = OFF")
        metadata.create_all(connection)
        _order_indexes(raw, backwards)
        fill(connection, many)
        connection.commit()
        raw.execute("PRAGMA journal_mode = MEMORY")
        yield connection
        connection.rollback()
    engine.dispose()


def _order_indexes(raw: sqlite3.Connection, backwards: bool) -> None:
    made = raw.execute("SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL").fetchall()
    for name, sql in sorted(made, reverse=backwards):
        raw.execute(f"DROP INDEX {name}")
        raw.execute(sql)


def _count_alone(connection: Connection, call: Call) -> int:
    call(connection)  # statements are compiled, and the schema is read, once
    connection.rollback()
    count = count_instructions(connection, call)
    connection.rollback()
    return count


def count_instructions(connection: Connection, work: Call) -> int:
    """How many instructions of SQLite's virtual machine *work* takes."""
    raw, count = raw_of(connection), 0

    def tick() -> int:
        nonlocal count
        count += 1
        return 0

    raw.set_progress_handler(tick, 1)
    try:
        work(connection)
    finally:
        raw.set_progress_handler(None, 1)
    return max(count, 1)


def raw_of(connection: Connection) -> sqlite3.Connection:
    """The sqlite3 connection under *connection*."""
    raw = connection.connection.driver_connection
    assert isinstance(raw, sqlite3.Connection)
    return raw
