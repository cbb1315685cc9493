"""History: what was done with a case, in one order with its talk."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Any

from sqlalchemy import Connection, Row, insert, select

from bot.frozen import frozen
from storage.errors import RowDamagedError
from storage.salvage import Aside, read_rows
from storage.schema import history


@frozen
class HistoryRow:
    """One entry; `box` holds what was done, by whom and why."""

    seq: int
    day: date
    box: bytes


def add_entry(connection: Connection, case_id: str, row: HistoryRow) -> None:
    """Write *row*, under a number of the case's talk; nothing ever changes it."""
    connection.execute(insert(history), {"case_id": case_id, "seq": row.seq, "day": row.day, "box": row.box})


def list_entries(connection: Connection, case_id: str, *, aside: Aside) -> list[HistoryRow]:
    """The history of the case, oldest first."""
    query = select(history.c.seq, history.c.day, history.c.box).where(history.c.case_id == case_id)
    name = partial(_damaged, case_id)
    return read_rows(connection, query.order_by(history.c.seq), _entry, key=history.c.seq, name=name, aside=aside)


def _entry(row: Row[Any]) -> HistoryRow:
    return HistoryRow(row.seq, row.day, bytes(row.box))


def _damaged(case_id: str, seq: int) -> RowDamagedError:
    return RowDamagedError(history.name, f"{case_id}/{seq}", case_id)
