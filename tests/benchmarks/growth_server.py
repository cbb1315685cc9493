"""The same calls on PostgreSQL: the rows that the server's plans look at, and the pages that it reads for them.

Only rows have an aim: a search in a larger index goes one or two pages deeper. Sequential scans are switched off, for
the planner takes them in a small table where they are cheap, and growth would not be seen.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, event, text

from storage.engine import Database
from storage.schema import metadata
from tests.benchmarks.growth_calls import CALLS, Call
from tests.benchmarks.growth_world import fill
from tests.postgres import Server


@dataclass(slots=True)
class Looked:
    """What the statements of one call looked at."""

    rows: int = 1
    pages: int = 1


class UndoneError(Exception):
    """Ends the transaction of a call, which leaves nothing behind."""


async def measure_on(server: Server, many: int) -> Mapping[str, Looked]:
    """What each call looks at in a new database of *many* cases."""
    async with server.fresh_database() as url, await Database.open(url) as database:
        await database.write(metadata.create_all)
        await database.write(_leave_alone)
        await database.write(fill, many)
        await database.write(lambda connection: connection.execute(text("ANALYZE")).close())
        return {name: await _look(database, call) for name, call in CALLS.items()}


def _leave_alone(connection: Connection) -> None:
    """No vacuum comes by itself: where one met the smaller world alone, the planner took other indexes there."""
    for table in metadata.sorted_tables:
        connection.execute(text(f'ALTER TABLE "{table.name}" SET (autovacuum_enabled = off)'))


async def _look(database: Database, call: Call) -> Looked:
    looked = Looked()
    try:
        await database.write(_explain, call, looked)
    except UndoneError:
        return looked
    raise RuntimeError("a call was committed")  # pragma: no cover - the write above always ends with UndoneError


def _explain(connection: Connection, call: Call, looked: Looked) -> None:
    """Before each statement of *call* its plan is carried out and undone; then the statement itself."""
    connection.execute(text("SET LOCAL enable_seqscan = off"))

    def note(_: Any, __: Any, statement: str, parameters: Any, ___: Any, ____: bool) -> None:
        if statement.startswith(("EXPLAIN", "NOTIFY", "SAVEPOINT", "ROLLBACK", "RELEASE")):
            return
        with connection.begin_nested() as point:
            found = connection.exec_driver_sql(f"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) {statement}", parameters)
            plan = found.scalar_one()
            point.rollback()
        _add(looked, (json.loads(plan) if isinstance(plan, str) else plan)[0]["Plan"])

    event.listen(connection, "before_cursor_execute", note)
    try:
        call(connection)
    finally:
        event.remove(connection, "before_cursor_execute", note)
    raise UndoneError


def _add(looked: Looked, plan: dict[str, Any]) -> None:
    looked.pages += plan["Shared Hit Blocks"] + plan["Shared Read Blocks"]
    for node in _nodes(plan):
        # What a bitmap finds in its index is counted as it is fetched.
        if "Scan" in node["Node Type"] and node["Node Type"] != "Bitmap Index Scan":
            removed = node.get("Rows Removed by Filter", 0) + node.get("Rows Removed by Index Recheck", 0)
            looked.rows += round((node["Actual Rows"] + removed) * node["Actual Loops"])


def _nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for below in plan.get("Plans", ()):
        yield from _nodes(below)
