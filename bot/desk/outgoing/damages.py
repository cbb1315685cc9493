"""Damaged rows are written down, and admins alerted: once for each row, by kind and number."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from operator import attrgetter

from sqlalchemy import Connection

from bot.desk.outgoing.posting import alert_admins
from bot.desk.rules import Turn
from bot.encryption.places import Table
from storage import cases
from storage.damage import DamagedRow, put_damage

NAMED = 10
"""Numbers in one alert: a page holds a few cases, and whoever needs more asks doctor."""
TOLD_OTHERWISE = frozenset({str(Table.OUTBOX)})
"""An item that cannot be opened is set aside, and that is an alert already."""


def write_down(connection: Connection, met: Sequence[DamagedRow], turn: Turn) -> None:
    """Remember the rows in *met*; of those that are new the admins hear, one alert for each table."""
    fresh = [row for row in met if put_damage(connection, row, day=turn.today)]
    told = sorted((row for row in fresh if row.table_name not in TOLD_OTHERWISE), key=attrgetter("table_name"))
    for table, rows in groupby(told, key=attrgetter("table_name")):
        _alert(connection, table, list(rows), turn)


def _alert(connection: Connection, table: str, rows: list[DamagedRow], turn: Turn) -> None:
    names = dict.fromkeys(_name(connection, row) for row in rows)
    named = [name for name in names if name][:NAMED]
    values = {"what": f"damage.{table}", "n": len(rows), "which": ", ".join(named) or "—"}
    alert_admins(connection, "a.damaged", values, turn)


def _name(connection: Connection, row: DamagedRow) -> str | None:
    """What people call *row*: the number of its case, or the region; None when it has no such name."""
    if row.case_id is not None:
        return cases.number_of(connection, row.case_id)
    of_region = row.table_name in (Table.OFFICES, Table.FORMER_OFFICES, Table.MOVES)
    return row.row_key.partition("/")[0] if of_region else None
