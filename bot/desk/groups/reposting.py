"""Cases that a group must get although nobody filed them just now: they waited for it, or their posts are elsewhere."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from sqlalchemy import Connection

from bot.desk import talk
from bot.desk.outgoing import lanes, posting, relay
from bot.desk.outgoing.posts import posted_in
from bot.desk.rules import WORKDAYS, Filing
from bot.desk.safe import Safe
from bot.desk.status import set_status
from bot.terms import Side, Status
from storage import cases, outbox
from storage.cases import CaseRow

AT_ONCE = (timedelta(0), timedelta(0))


def post_waiting(connection: Connection, region: str, rules: Filing, *, now: datetime, today: date) -> int:
    """Cards for all cases that waited for a group; their term begins today."""
    waiting = cases.list_cases(connection, region, Status.WAITING)
    due = rules.calendar.due_on(today, WORKDAYS)
    for row in waiting:
        set_status(connection, row.id, Status.REGISTERED, today=today, due_on=due)
        _post_whole(connection, row, safe=rules.safe, now=now, delay=rules.code_only_delay)
        relay.push(connection, row, now=now)
    return len(waiting)


def post_missing(connection: Connection, region: str, chat_id: int, *, safe: Safe, now: datetime) -> None:
    """Cards for the unanswered cases that this group has not got; they were shown before, so none waits."""
    lane = lanes.office_lane(region)
    for row in cases.list_cases(connection, region, Status.REGISTERED):
        if outbox.has_pending(connection, lane, "card", row.id):
            continue
        if posted_in(connection, row.id, chat_id, safe) is None:
            _post_whole(connection, row, safe=safe, now=now, delay=AT_ONCE)


def _post_whole(
    connection: Connection, row: CaseRow, *, safe: Safe, now: datetime, delay: tuple[timedelta, timedelta]
) -> None:
    posting.enqueue_card(connection, row, now=now, delay=delay)
    _post_files(connection, row, talk.OF_THE_CASE, safe, now)
    for entry in cases.list_talk(connection, row.id):
        waits = outbox.has_pending(connection, lanes.office_lane(row.region), "addition", row.id, entry.seq)
        if entry.side == Side.CITIZEN and not waits:
            posting.enqueue_addition(connection, row, entry.seq, now=now)
        if entry.side == Side.CITIZEN:
            _post_files(connection, row, entry.seq, safe, now)


def _post_files(connection: Connection, row: CaseRow, seq: int, safe: Safe, now: datetime) -> None:
    """The citizen's files of one message, or of the case itself; none that wait in the lane already."""
    if outbox.has_pending(connection, lanes.office_lane(row.region), "files", row.id, seq):
        return
    found = talk.citizen_files(connection, row, seq, safe)
    posting.enqueue_files(connection, row, found, safe=safe, now=now, seq=seq)
