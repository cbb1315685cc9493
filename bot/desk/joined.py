"""Joined: cases that are duplicates, and the case that they were joined to.

Rules
- Who belongs to whom is sealed with the work of both cases: the disk does not tell that two people wrote of one matter.
- How the first case ends is told to the citizens of those joined to it, in the very transaction that ends it: once,
  whatever dies. They read the outcome, and nothing of the other case: not its number, not a word of its citizen, not
  the answer, which is that citizen's.
- A case that is not a duplicate any more, or of another one now, hears nothing.
- What the first case's citizen does ends nothing here: the hour of it would be read in a stranger's case.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import Connection

from bot.desk import history
from bot.desk.damage import DAMAGE
from bot.desk.history import Happening
from bot.desk.outgoing import relay
from bot.desk.people import THE_BOT
from bot.desk.rules import Turn
from bot.desk.work import Work, keep_work, read_work
from bot.frozen import replace
from bot.terms import Status
from storage import cases
from storage.cases import CaseRow

ENDS: Mapping[Happening, Happening] = {
    Happening.ANSWERED: Happening.FIRST_ANSWERED,
    Happening.CLOSED: Happening.FIRST_CLOSED,
    Happening.REDIRECTED: Happening.FIRST_REDIRECTED,
    Happening.REJECTED: Happening.FIRST_REJECTED,
    Happening.SPAM: Happening.FIRST_REJECTED,
}
"""What ends a first case, and what its duplicates read of it."""
STANDS: Mapping[Status, Happening] = {
    Status.ANSWERED: Happening.FIRST_ANSWERED,
    Status.REDIRECTED: Happening.FIRST_REDIRECTED,
}
"""What is read at once of a first case that had an answer, or was sent on, before anything was joined to it."""


def join(
    connection: Connection, row: CaseRow, work: Work, first: CaseRow, along: Sequence[CaseRow], turn: Turn
) -> Work:
    """*row* is a duplicate of *first*, and so are those *along*, which were joined to it; the office's side of *row*
    from now on.

    All of them are held by whoever asks.
    """
    for each in along:
        keep_work(connection, each, replace(read_work(each, turn.safe), first=first.id), turn)
    known = read_work(first, turn.safe)
    joined = dict.fromkeys((*known.joined, *(each.id for each in along), row.id))
    keep_work(connection, first, replace(known, joined=tuple(joined)), turn)
    return replace(work, first=first.id, joined=())


def tell_joined(
    connection: Connection, row: CaseRow, work: Work, what: Happening, about: str, turn: Turn
) -> None:
    """*row* has come to an end by *what*: the citizens of its duplicates read it, those who can be told are pushed."""
    told = ENDS.get(what)
    if told is None:
        return
    result = about if told is Happening.FIRST_CLOSED else ""
    for each in list_joined(connection, row, work, turn):
        history.note(connection, each, told, THE_BOT, turn, why="", about=result)
        relay.push(connection, each, turn)


def tell_outcome(connection: Connection, first: CaseRow, joined: Iterable[CaseRow], turn: Turn) -> None:
    """The citizens of what has just been *joined* to *first* read what came of it before: it is not told again."""
    told = STANDS.get(first.status)
    if told is None:
        return
    for each in joined:
        history.note(connection, each, told, THE_BOT, turn, why="", about="")
        relay.push(connection, each, turn)


def list_joined(connection: Connection, row: CaseRow, work: Work, turn: Turn) -> list[CaseRow]:
    """The cases that are duplicates of *row* now, held, in the one order in which all hold them."""
    found = []
    for case_id in sorted(work.joined):
        cases.lock_case(connection, case_id)
        try:
            each = cases.get_case(connection, case_id)
            known = None if each is None else read_work(each, turn.safe)
        except DAMAGE as fault:
            turn.safe.damages.met(fault)
            continue
        if each is not None and known is not None and each.status is Status.DUPLICATE and known.first == row.id:
            found.append(each)
    return found
