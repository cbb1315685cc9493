"""What an office has made of a case so far: who has it, what it came to; sealed under the case's data key."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import Connection

from bot.desk.people import Officer
from bot.desk.rules import Turn
from bot.desk.safe import Safe
from bot.encryption.places import Field, Table
from bot.frozen import frozen
from bot.terms import Desk, Result
from storage import cases
from storage.cases import CaseRow


@frozen
class Work:
    """The office's side of a case. `answered` is the number of the last answer in the talk, `answered_by` who sent it.

    `body` is whom it was sent on to, `outside` its number in another system, `first_due` the term before the first
    extension. `barred` gave the answer that the citizen has asked to be looked at again: somebody else must. Those
    `conflicted` have declared a conflict of interests: until the head gives them the case it is for others.
    `avoids` is the region whose group must never have the case: its citizen had sent it past that. A duplicate was
    joined to the case `first`; `joined` are the cases that were joined to this one.
    """

    assignee: Officer | None = None
    answered_by: Officer | None = None
    answered: int = 0
    body: str = ""
    outside: str = ""
    result: Result | None = None
    first_due: date | None = None
    barred: Officer | None = None
    avoids: str = ""
    first: str = ""
    joined: tuple[str, ...] = ()
    conflicted: tuple[Officer, ...] = ()

    def bars(self, officer: Officer) -> bool:
        """Whether *officer* must leave the case to others."""
        return self.has_conflict(officer) or (self.barred is not None and self.barred.id == officer.id)

    def has_conflict(self, officer: Officer) -> bool:
        """Whether *officer* has declared a conflict of interests in the case."""
        return any(each.id == officer.id for each in self.conflicted)

    def why_barred(self, officer: Officer, desk: Desk) -> str:
        """The key of what *officer* reads who must leave the case, worked at from *desk*, to others."""
        if self.has_conflict(officer):
            return "s.conflict_bars"
        return "s.barred" if desk is Desk.GROUP else "h.barred"


def read_work(row: CaseRow, safe: Safe) -> Work:
    """The office's side of *row*; SealBrokenError when it does not open."""
    if row.work is None:
        return Work()
    said = safe.open_case_key(row.id, row.wrapped_key).open(row.work, table=Table.CASES, field=Field.WORK)
    return Work(
        assignee=_officer(said.get("assignee")),
        answered_by=_officer(said.get("answered_by")),
        barred=_officer(said.get("barred")),
        conflicted=tuple(Officer(**each) for each in said.get("conflicted", ())),
        answered=said.get("answered", 0),
        body=said.get("body", ""),
        outside=said.get("outside", ""),
        avoids=said.get("avoids", ""),
        first=said.get("first", ""),
        joined=tuple(said.get("joined", ())),
        result=Result(said["result"]) if said.get("result") else None,
        first_due=date.fromisoformat(said["first_due"]) if said.get("first_due") else None,
    )


def keep_work(connection: Connection, row: CaseRow, work: Work, turn: Turn) -> None:
    """The office's side of *row* is *work* now."""
    content: dict[str, Any] = {
        "assignee": _packed(work.assignee),
        "answered_by": _packed(work.answered_by),
        "barred": _packed(work.barred),
        "conflicted": [_packed(each) for each in work.conflicted],
        "answered": work.answered,
        "body": work.body,
        "outside": work.outside,
        "avoids": work.avoids,
        "first": work.first,
        "joined": list(work.joined),
        "result": work.result or "",
        "first_due": work.first_due.isoformat() if work.first_due else "",
    }
    key = turn.safe.open_case_key(row.id, row.wrapped_key)
    box = key.seal(content, table=Table.CASES, field=Field.WORK)
    mark = None if work.assignee is None else turn.safe.person_mark(work.assignee.id)
    cases.put_work(connection, row.id, box, assignee=mark)


def _packed(officer: Officer | None) -> dict[str, Any] | None:
    return None if officer is None else {"id": officer.id, "name": officer.name}


def _officer(said: dict[str, Any] | None) -> Officer | None:
    return None if said is None else Officer(**said)
