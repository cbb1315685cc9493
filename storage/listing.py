"""Lists of an office's cases: pages of places, read from an index alone, whatever lies in the rows.

Rules
- No case stands in them that its citizen has sent past the group.
- A page goes on from the place where another ended, never from a number of rows to be passed over: a page of ten costs
  ten rows beside ten thousand cases.
- A place names its case, so that one whose row is damaged stands in the list too, and the page comes.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, select, tuple_

from bot.terms import Desk, Status
from storage.schema import cases

TOO_LATE = date.max


@dataclass(frozen=True, slots=True, order=True)
class DuePlace:
    """Where a case stands among those of an office: by the last day of its term, then by its number."""

    due_on: date
    number: str
    case: str = ""


@dataclass(frozen=True, slots=True, order=True)
class FiledPlace:
    """Where a case stands among those of an office by the day of its filing, then by its drawn number."""

    filed_on: date
    number: str
    case: str


FIRST = DuePlace(date.min, "")


def list_due(
    connection: Connection,
    region: str,
    status: Status,
    *,
    beyond: DuePlace = FIRST,
    back: bool = False,
    until: date = TOO_LATE,
    assignee: bytes | None = None,
    limit: int,
) -> list[DuePlace]:
    """Up to *limit* cases of *region* in *status* whose term ends *until* then: the most urgent first.

    Those after *beyond*; *back*, those before it, the nearest first. *assignee*: only those of that officer.
    """
    place, here = tuple_(cases.c.due_on, cases.c.number), tuple_(beyond.due_on, beyond.number)
    query = select(cases.c.due_on, cases.c.number, cases.c.id).where(*_of_group(region), cases.c.status == status)
    if assignee is not None:
        query = query.where(cases.c.assignee == assignee)
    if until != TOO_LATE:
        query = query.where(cases.c.due_on <= until)
    if back:
        query = query.where(place < here).order_by(cases.c.due_on.desc(), cases.c.number.desc())
    else:
        query = query.where(place > here).order_by(cases.c.due_on, cases.c.number)
    return [DuePlace(row.due_on, row.number, row.id) for row in connection.execute(query.limit(limit))]


def list_filed(
    connection: Connection, region: str, *, since: date, until: date, sphere: str | None = None, limit: int
) -> list[FiledPlace]:
    """Up to *limit* cases of *region*, of one *sphere* or of all, filed in that time: the latest day first."""
    conditions: list[ColumnElement[Any]] = [*_of_group(region)]
    if sphere is not None:
        conditions.append(cases.c.sphere == sphere)
    query = select(cases.c.filed_on, cases.c.number, cases.c.id)
    query = query.where(*conditions, cases.c.filed_on >= since, cases.c.filed_on <= until)
    query = query.order_by(cases.c.filed_on.desc(), cases.c.number.desc()).limit(limit)
    return [FiledPlace(row.filed_on, row.number, row.id) for row in connection.execute(query)]


def _of_group(region: str) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """The cases that the group of *region* knows of."""
    return cases.c.region == region, cases.c.desk == Desk.GROUP
