"""The lists of an office's open cases, a page at a time: what is open, what is mine, what is due.

Rules
- An office sees its own region's cases, and of those only what its group has been shown: a card that waits its random
  time (promise P3) is in no list and no number, or whoever asks each minute would know when it was written.
- A page holds a place, not a number of rows to pass over. A damaged case stands in it by its number.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from heapq import merge
from itertools import islice

from sqlalchemy import Connection

from bot.desk.damage import DAMAGE
from bot.desk.list_presses import CaseList, Turning
from bot.desk.outgoing.posting import waiting_cards
from bot.desk.people import Officer
from bot.desk.rules import Turn
from bot.desk.status import UNANSWERED
from bot.desk.work import read_work
from bot.desk.workdays import calendar_now
from bot.frozen import frozen
from bot.terms import Status
from storage import cases, listing, tallies
from storage.listing import FIRST, TOO_LATE, DuePlace

PAGE = 10
"""Cases on a page: what a phone shows without scrolling far."""
DUE_WITHIN = 3
"""Working days before the end of a term in which a case counts as due."""


@frozen
class ListedCase:
    """One line of a list; of a damaged case only the number is known."""

    number: str
    sphere: str = ""
    status: Status | None = None
    due_on: date | None = None
    assignee: str | None = None
    damaged: bool = False


@frozen
class ListPage:
    """Some lines of a list. `count` is of the whole list, where that is known without counting.

    `earlier` and `later` are the places where the neighbouring pages end and begin, None where there is none.
    """

    lines: tuple[ListedCase, ...]
    count: int | None = None
    earlier: DuePlace | None = None
    later: DuePlace | None = None


@frozen
class PageTurn:
    """Which page is wanted: the one before or after a place."""

    way: Turning
    beyond: DuePlace


def read_page(
    connection: Connection, region: str, of: CaseList, officer: Officer, turn: Turn, *, leaf: PageTurn | None = None
) -> ListPage:
    """The first page of the list, or the one that *leaf* wants; of MINE it is *officer* whose cases they are."""
    unseen = waiting_cards(connection, region, turn)
    found = _some(connection, region, of, officer, turn, leaf, PAGE + 1 + len(unseen))
    seen = [place for place in found if place.case not in unseen][: PAGE + 1]
    places, is_more = seen[:PAGE], len(seen) > PAGE
    if leaf is not None and leaf.way is Turning.EARLIER:
        if not is_more:
            return read_page(connection, region, of, officer, turn)  # the first page, whole
        places.reverse()
        return ListPage(_lines(connection, places, turn), None, places[0], places[-1])
    first = None if leaf is None else places[0] if places else leaf.beyond
    count = _count(connection, region, of, len(unseen)) if leaf is None else None
    if leaf is None and count is None and not is_more:
        count = len(places)
    return ListPage(_lines(connection, places, turn), count, first, places[-1] if is_more else None)


def list_line(connection: Connection, case_id: str, number: str, turn: Turn) -> ListedCase:
    """The case as a line of a list."""
    try:
        row = cases.get_case(connection, case_id)
        if row is None:
            return ListedCase(number, damaged=True)
        assignee = read_work(row, turn.safe).assignee
    except DAMAGE as fault:
        turn.safe.damages.met(fault)
        return ListedCase(number, damaged=True)
    return ListedCase(number, row.sphere, row.status, row.due_on, None if assignee is None else assignee.name)


def _some(
    connection: Connection, region: str, of: CaseList, officer: Officer, turn: Turn, leaf: PageTurn | None, limit: int
) -> list[DuePlace]:
    """The nearest *limit* places in the wanted direction, of every status in which an answer is owed."""
    back = leaf is not None and leaf.way is Turning.EARLIER
    until = calendar_now(connection, turn).due_on(turn.today, DUE_WITHIN) if of is CaseList.DUE else TOO_LATE
    mark = turn.safe.person_mark(officer.id) if of is CaseList.MINE else None
    beyond = FIRST if leaf is None else leaf.beyond

    def of_status(status: Status) -> Sequence[DuePlace]:
        return listing.list_due(
            connection, region, status, beyond=beyond, back=back, until=until, assignee=mark, limit=limit
        )

    return list(islice(merge(*map(of_status, UNANSWERED), reverse=back), limit))


def _lines(connection: Connection, places: Sequence[DuePlace], turn: Turn) -> tuple[ListedCase, ...]:
    return tuple(list_line(connection, place.case, place.number, turn) for place in places)


def _count(connection: Connection, region: str, of: CaseList, unseen: int) -> int | None:
    """How long the list is, as the tallies know it: they know no officers and no days."""
    if of is not CaseList.QUEUE:
        return None
    return max(0, sum(_tallied(connection, region)) - unseen)


def _tallied(connection: Connection, region: str) -> Iterator[int]:
    return (tallies.how_many(connection, region, status) for status in UNANSWERED)
