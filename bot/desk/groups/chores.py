"""Chores: what the group of a region must get in bulk, in slices between which citizens are served.

Rules
- A slice is one transaction: what it posts, what it changes and how far the chore has come are committed together.
- What was sent past the group follows who leads the office, whatever becomes of the group.
- A chore of a region that no group serves is over: binding the region starts another one.
- While a lane is suspended its chores wait; so they do while the lane is fed, and a new case does not stand behind
  thousands of old ones.
- A case moves between statuses while a chore goes on: what must not be left out is looked for by the day of filing.
- A region does one chore at a time: what people have begun to answer comes first, cases whose term runs before those
  whose term has not begun, and among these the oldest first.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import assert_never

from sqlalchemy import Connection

from bot.desk import talk
from bot.desk.outgoing.chats import OfficeChat, OfficeDamagedError, group_of
from bot.desk.outgoing.lanes import OfficeLane
from bot.desk.outgoing.posting import alert_admins, show_preview
from bot.desk.outgoing.posts import PostRole
from bot.desk.outgoing.reposting import bare_if_shown, move_to_head, post_if_missing, take_up
from bot.desk.outgoing.to_head import pass_to_head
from bot.desk.rules import Turn
from bot.desk.safe import Safe
from bot.desk.status import UNANSWERED
from bot.terms import Chore, Desk, Status
from storage import cases, chores, offices, outbox, tallies
from storage.cases import BEFORE_ALL, BEFORE_ALL_REPLIES, CasePlace, CaseRow, ReplyPlace
from storage.chores import BEGINNING, ChoreRow
from storage.errors import StoreDamagedError

AT_ONCE = timedelta()
MOST_A_SLICE = 10
"""Cases, or messages of theirs: one took 4 ms of a processor (SQLite), so a slice holds the writer for 40 ms, a third
of what a citizen would notice."""
ANY = "any"
"""In a cursor, in place of a status: whatever status a case has."""
FED = 40
"""Cards that are due in a lane: Telegram takes 20 a minute into a group, so two minutes' worth never runs dry."""


def take_up_waiting(connection: Connection, region: str, turn: Turn) -> int:
    """Let the region's group get all cases that waited for one; how many they are."""
    waiting = tallies.how_many(connection, region, Status.WAITING)
    if waiting:
        chores.start_chore(connection, region, Chore.WAITING, not_before=turn.seconds)
    return waiting


def start_reposting(connection: Connection, region: str, turn: Turn, *, wait: timedelta = AT_ONCE) -> None:
    """Let the region's group get the unanswered cases that it has not got, once *wait* is over.

    Started again it begins anew, and not before the later of both times; nothing is posted twice.
    """
    chores.start_chore(connection, region, Chore.MISSING, not_before=turn.after(wait))


def take_words_away(connection: Connection, region: str, turn: Turn) -> None:
    """Let the group lose the words of all its cases; of those that await an answer most have gone by the reposting."""
    chores.start_chore(connection, region, Chore.WORDS, not_before=turn.seconds)


def show_previews_anew(connection: Connection, region: str, turn: Turn) -> None:
    """Show every reply of the region that nobody has decided under new buttons."""
    chores.start_chore(connection, region, Chore.PREVIEWS, not_before=turn.seconds)


def list_ready(connection: Connection, turn: Turn) -> list[ChoreRow]:
    """The chore of each region whose next slice can be done now."""
    first: dict[str, ChoreRow] = {}
    for chore in chores.list_due(connection, now=turn.seconds):
        known = first.get(chore.region)
        if known is None or _rank(chore.kind) < _rank(known.kind):
            first[chore.region] = chore
    return [chore for chore in first.values() if not _is_held(connection, chore, turn)]


def do_slice(connection: Connection, region: str, kind: Chore, turn: Turn, *, most: int = MOST_A_SLICE) -> None:
    """Do the next slice of the chore; nothing when it is over, held by another process, or its lane is suspended."""
    chore = chores.take_chore(connection, region, kind)
    if chore is None:
        return
    if kind is Chore.HEAD:
        if chore.cursor == BEGINNING:
            pass_to_head(connection, region, turn)
        _go_on(connection, chore, _post_cases(connection, chore, None, turn, most))
        return
    try:
        group = group_of(connection, region, turn.safe)
    except OfficeDamagedError:
        return  # it waits until the row is mended, as the lane does
    if group is None:
        chores.end_chore(connection, region, kind)
    elif not _is_suspended(connection, region):
        _go_on(connection, chore, _cursor_after(connection, chore, group, turn, most))


def pass_over(connection: Connection, region: str, kind: Chore, turn: Turn) -> None:
    """Leave out the next case, which cannot be posted, and tell the admins which it is."""
    chore = chores.take_chore(connection, region, kind)
    if chore is None:
        return
    if kind is Chore.PREVIEWS:
        found = cases.list_undecided(
            connection, after=_read_reply(chore.cursor), limit=1, aside=turn.safe.damages.met
        )
        _go_on(connection, chore, _spell_reply(found[0].place) if found else None)
        return
    status, after = _read_stop(chore.cursor, _statuses(kind))
    places = _list_places(connection, chore, status, after, 1)
    if places:
        alert_admins(connection, "a.not_posted", {"case_no": places[0].number}, turn)
    _go_on(connection, chore, _spell_stop(status, places[0]) if places else None)


def _cursor_after(connection: Connection, chore: ChoreRow, group: OfficeChat, turn: Turn, most: int) -> str | None:
    """Do one slice; where the next one begins, None when there is none."""
    match chore.kind:
        case Chore.PREVIEWS:
            return _show_previews(connection, chore, turn, most)
        case Chore.MISSING | Chore.WAITING | Chore.HEAD | Chore.WORDS:
            return _post_cases(connection, chore, group, turn, most)
        case unexpected:
            assert_never(unexpected)


def _show_previews(connection: Connection, chore: ChoreRow, turn: Turn, most: int) -> str | None:
    page = cases.list_undecided(
        connection, after=_read_reply(chore.cursor), limit=most, aside=turn.safe.damages.met
    )
    for reply in page:
        at = reply.place
        if reply.region == chore.region:
            show_preview(connection, chore.region, at.case_id, at.seq, turn)
    return _spell_reply(page[-1].place) if len(page) == most else None


def _post_cases(
    connection: Connection, chore: ChoreRow, group: OfficeChat | None, turn: Turn, most: int
) -> str | None:
    statuses = _statuses(chore.kind)
    status, after = _read_stop(chore.cursor, statuses)
    spent = 0
    for place in _list_places(connection, chore, status, after, most):
        spent, after = spent + _post_case(connection, chore.kind, place, group, turn), place
        if spent >= most:
            return _spell_stop(status, after)
    later = statuses[statuses.index(status) + 1 :]
    return _spell_stop(later[0], BEFORE_ALL) if later else None


def _post_case(
    connection: Connection, kind: Chore, place: CasePlace, group: OfficeChat | None, turn: Turn
) -> int:
    row = _readable_case(connection, place, turn.safe)
    if row is None:
        return 1
    if kind is Chore.WAITING:
        return take_up(connection, row, turn)
    if group is None:
        return move_to_head(connection, row, turn)
    if kind is Chore.WORDS:
        return bare_if_shown(connection, row, group.chat, turn)
    return post_if_missing(connection, row, group.chat, turn)


def _readable_case(connection: Connection, place: CasePlace, safe: Safe) -> CaseRow | None:
    """The case at *place*; None for a damaged one: it has no card to show, goes on waiting, and admins hear of it."""
    try:
        row = cases.find_by_number(connection, place.number)
    except StoreDamagedError as fault:
        safe.damages.met(fault)
        return None
    return row if row is not None and talk.is_readable(row, safe) else None


def _go_on(connection: Connection, chore: ChoreRow, cursor: str | None) -> None:
    if cursor is None:
        chores.end_chore(connection, chore.region, chore.kind)
    else:
        chores.move_cursor(connection, chore, cursor)


def _is_held(connection: Connection, chore: ChoreRow, turn: Turn) -> bool:
    if chore.kind is Chore.HEAD:
        return False
    if _is_suspended(connection, chore.region):
        # Of a region without a group there is nothing to wait for: its slice ends the chore.
        return chore.region in offices.bound_regions(connection)
    lane = str(OfficeLane(chore.region))
    return chore.kind is not Chore.PREVIEWS and outbox.has_due(connection, lane, FED, now=turn.seconds)


def _is_suspended(connection: Connection, region: str) -> bool:
    return outbox.lane_state(connection, str(OfficeLane(region))) is not None


def _statuses(kind: Chore) -> Sequence[Status | None]:
    """The order in which the chore goes through them; None is whatever status a case has."""
    match kind:
        case Chore.HEAD | Chore.WORDS:
            return (None,)  # of what is at an end a former head has words, too
        case Chore.WAITING:
            return (Status.WAITING,)
        case _:
            return UNANSWERED


def _list_places(
    connection: Connection, chore: ChoreRow, status: Status | None, after: CasePlace, most: int
) -> list[CasePlace]:
    """What the chore goes through: for the head what was sent past the group, and what any head was given of it."""
    if chore.kind is not Chore.HEAD:
        return cases.list_places(connection, chore.region, status, after=after, limit=most)
    return cases.list_places(
        connection, chore.region, status, after=after, limit=most, desk=Desk.HEAD, posted_as=PostRole.HEAD
    )


def _rank(kind: Chore) -> int:
    """The order in which Chore names them."""
    return list(Chore).index(kind)


def _spell_stop(status: Status | None, place: CasePlace) -> str:
    return f"{status or ANY} {place.filed_on.isoformat()} {place.number}"


def _read_stop(cursor: str, statuses: Sequence[Status | None]) -> tuple[Status | None, CasePlace]:
    if cursor == BEGINNING:
        return statuses[0], BEFORE_ALL
    name, day, number = cursor.split(" ", 2)
    status = None if name == ANY else Status(name)
    if status not in statuses:  # an older program went another way
        return statuses[0], BEFORE_ALL
    return status, CasePlace(date.fromisoformat(day), number)


def _spell_reply(place: ReplyPlace) -> str:
    return f"{place.case_id} {place.seq}"


def _read_reply(cursor: str) -> ReplyPlace:
    if cursor == BEGINNING:
        return BEFORE_ALL_REPLIES
    case_id, seq = cursor.split(" ")
    return ReplyPlace(case_id, int(seq))
