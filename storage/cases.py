"""Cases and their talk: rows in clear only where promise P1 allows it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from functools import partial
from typing import Any

from sqlalchemy import ColumnElement, Connection, bindparam, exists, insert, select, text, tuple_, update

from bot.frozen import frozen
from bot.terms import Desk, Kind, Language, Level, Side, Status, TalkState
from storage import reminders, tallies
from storage.errors import RowDamagedError, StoreDamagedError
from storage.salvage import (
    Aside,
    Place,
    Slice,
    find_one,
    is_any_lost,
    is_lost,
    lose,
    read_one,
    read_rows,
    read_slice,
)
from storage.schema import UNDECIDED, cases, posts, talk


@frozen
class CaseRow:
    """One case as it lies in the store; `box` holds the answers, `work` what the office has made of it.

    `assignee` is the keyed hash of the officer who has it.
    """

    id: str
    number: str
    region: str
    kind: Kind
    sphere: str
    topic: str
    status: Status
    level: Level
    language: Language
    filed_on: date
    changed_on: date
    due_on: date | None
    wrapped_key: bytes
    box: bytes
    assignee: bytes | None = None
    work: bytes | None = None
    desk: Desk = Desk.GROUP


@frozen
class TalkRow:
    """One message after filing."""

    seq: int
    side: Side
    state: TalkState
    day: date
    box: bytes


@frozen
class CasePlace:
    """Where a case stands among those of its region and status: the oldest first, by drawn number within a day."""

    filed_on: date
    number: str


@frozen
class ReplyPlace:
    """One message of a case's talk, by which all messages have an order."""

    case_id: str
    seq: int


@frozen
class UndecidedReply:
    """A reply of an office that waits under its preview, and the region of its case."""

    place: ReplyPlace
    region: str


BEFORE_ALL = CasePlace(date.min, "")
BEFORE_ALL_REPLIES = ReplyPlace("", 0)
_FIELDS = [cases.c[name] for name in CaseRow.__match_args__]
_GET = select(*_FIELDS).where(cases.c.id == bindparam("of"))  # made once: to make it costs more than to ask it
_TALK = [talk.c[name] for name in TalkRow.__match_args__]
_COLUMNS = (*CaseRow.__match_args__, "code_mark")
# One statement text serves both engines; the types make days out of dates on both.
_INSERT = text(
    f"INSERT INTO cases ({', '.join(_COLUMNS)}) VALUES ({', '.join(f':{name}' for name in _COLUMNS)}) "
    "ON CONFLICT (number) DO NOTHING"
).bindparams(*(bindparam(name, type_=cases.c[name].type) for name in _COLUMNS))
_TERMS = (("desk", Desk), ("kind", Kind), ("status", Status), ("level", Level), ("language", Language))
LARGEST_SEQ = 2**31 - 1  # what PostgreSQL's INTEGER holds: a larger number from a forged button would be an error
NUMBER = re.compile(r"(?<!\d)\d{2}-\d{2}-\d{5,10}(?!\d)", re.ASCII)
"""A printed number: region, year, and the digits that were drawn."""
_ID = re.compile(r"[0-9a-f]{32}", re.ASCII)


def insert_case(connection: Connection, row: CaseRow, *, code_mark: bytes) -> bool:
    """File *row*; False when another case has its number, IntegrityError when one has its id or code.

    On PostgreSQL a second writer of the same number waits for the first one's end.
    """
    values: dict[str, Any] = {name: getattr(row, name) for name in CaseRow.__match_args__}
    if connection.execute(_INSERT, {**values, "code_mark": code_mark}).rowcount != 1:
        return False
    if row.desk is Desk.GROUP:
        tallies.count_filed(connection, row.region, row.status)
    if row.due_on is not None:
        reminders.begin_term(connection, row.id, row.region, today=row.filed_on)
    return True


def get_case(connection: Connection, case_id: str) -> CaseRow | None:
    """The case *case_id*, which may come from a forged button: an id is 32 hexadecimal digits."""
    if not _ID.fullmatch(case_id):
        return None
    return read_one(connection, _GET, _case, _damaged(case_id), {"of": case_id})


def lock_case(connection: Connection, case_id: str) -> None:
    """Nobody else changes the case until this transaction ends; a forged id locks nothing."""
    if _ID.fullmatch(case_id):
        connection.execute(select(cases.c.id).where(cases.c.id == case_id).with_for_update())


def find_by_code(connection: Connection, code_mark: bytes) -> CaseRow | None:
    """The case whose code has *code_mark*."""
    return _find(connection, cases.c.code_mark == code_mark)


def find_by_number(connection: Connection, number: str) -> CaseRow | None:
    """The case with the printed *number*."""
    return _find(connection, cases.c.number == number)


def number_of(connection: Connection, case_id: str) -> str | None:
    """The number of the case, also when its row cannot be read: the index of numbers may know it still."""
    # Where the row is lost, spelled so that no index of ids is used: that leads to the row itself.
    whole, other = cases.c.id == case_id, cases.c.id + "" == case_id
    try:
        condition = other if is_lost(connection, _damaged(case_id)) else whole
        return connection.execute(select(cases.c.number).where(condition)).scalar_one_or_none()
    except StoreDamagedError as met:
        if condition is other:
            return None
        lose(connection, _damaged(case_id), met)
        return number_of(connection, case_id)


def change_status(
    connection: Connection,
    case_id: str,
    status: Status,
    *,
    before: tuple[Status, ...],
    today: date,
    due_on: date | None = None,
) -> bool:
    """Move the case to *status* if it stands in one of *before*; whether it did. For `status.set_status` only."""
    # The row is locked before its tallies are: of two who move it at once the second finds what the first made of it.
    query = select(cases.c.region, cases.c.status, cases.c.desk)
    query = query.where(cases.c.id == case_id, cases.c.status.in_(before))
    found = connection.execute(query.with_for_update()).one_or_none()
    if found is None:
        return False
    values: dict[str, Any] = {"status": status, "changed_on": today}
    if due_on is not None:
        values["due_on"] = due_on
    connection.execute(update(cases).where(cases.c.id == case_id).values(**values))
    if found.desk == Desk.GROUP:
        tallies.count_moved(connection, found.region, Status(found.status), status)
    if due_on is None:
        reminders.look_again(connection, case_id, today=today)
    else:
        reminders.begin_term(connection, case_id, found.region, today=today)
    return True


def put_work(connection: Connection, case_id: str, box: bytes, *, assignee: bytes | None) -> None:
    """What the office has made of the case, and the mark of the officer who has it."""
    connection.execute(update(cases).where(cases.c.id == case_id).values(work=box, assignee=assignee))


def change_due(connection: Connection, row: CaseRow, due_on: date, *, today: date) -> None:
    """The term of the case ends on *due_on*; of the time until then the office is reminded anew."""
    connection.execute(update(cases).where(cases.c.id == row.id).values(due_on=due_on))
    reminders.begin_term(connection, row.id, row.region, today=today)


def change_region(connection: Connection, case_id: str, region: str, *, today: date) -> None:
    """The case goes to the group of *region*, where it stands as it stood; that office is reminded of it anew."""
    columns = (cases.c.region, cases.c.status, cases.c.due_on, cases.c.desk)
    found = connection.execute(select(*columns).where(cases.c.id == case_id).with_for_update()).one()
    connection.execute(update(cases).where(cases.c.id == case_id).values(region=region, desk=Desk.GROUP))
    if found.desk == Desk.GROUP:
        tallies.count_transferred(connection, found.region, region, Status(found.status))
    else:
        tallies.count_filed(connection, region, Status(found.status))
    if found.due_on is not None:
        reminders.begin_term(connection, case_id, region, today=today)


def get_desk(connection: Connection, case_id: str) -> Desk | None:
    """Who works at the case; None when there is none such."""
    found = connection.execute(select(cases.c.desk).where(cases.c.id == case_id)).scalar_one_or_none()
    return None if found is None else Desk(found)


def change_level(connection: Connection, case_id: str, level: Level) -> None:
    """The citizen of the case is reached by *level* from now on."""
    connection.execute(update(cases).where(cases.c.id == case_id).values(level=level))


def list_slice(connection: Connection, *, after: Place, limit: int, aside: Aside) -> Slice[CaseRow]:
    """At most *limit* cases in the order of their ids."""
    return read_slice(
        connection, select(*_FIELDS), _case, key=cases.c.id, after=after, limit=limit, name=_damaged, aside=aside
    )


def list_places(
    connection: Connection,
    region: str,
    status: Status | None,
    *,
    after: CasePlace = BEFORE_ALL,
    limit: int,
    desk: Desk = Desk.GROUP,
    posted_as: str | None = None,
) -> list[CasePlace]:
    """Up to *limit* cases of *region* in *status* that come after *after*: the oldest first, by number within a day.

    Those of *desk* alone, and those of which a post with the role *posted_as* stands anywhere, if one is named.
    Without a *status* those in any: then none is passed over because it moved meanwhile.
    """
    place, wanted = tuple_(cases.c.filed_on, cases.c.number), cases.c.desk == desk
    if posted_as is not None:
        wanted |= exists().where(posts.c.case_id == cases.c.id, posts.c.role == posted_as)
    here: tuple[ColumnElement[bool], ...] = (cases.c.region == region, wanted)
    here += () if status is None else (cases.c.status == status,)
    query = select(cases.c.filed_on, cases.c.number).where(*here)
    query = query.where(place > tuple_(after.filed_on, after.number)).order_by(cases.c.filed_on, cases.c.number)
    return [CasePlace(row.filed_on, row.number) for row in connection.execute(query.limit(limit))]


def list_undecided(
    connection: Connection, *, after: ReplyPlace = BEFORE_ALL_REPLIES, limit: int, aside: Aside
) -> list[UndecidedReply]:
    """Up to *limit* replies of any office that wait under their preview and come after *after*, by case.

    Those of a damaged case, and of one that was sent past the group, are listed with no region at all.
    """
    place = tuple_(talk.c.case_id, talk.c.seq)
    some = select(talk.c.case_id, talk.c.seq).where(UNDECIDED, place > tuple_(after.case_id, after.seq))
    page = some.order_by(talk.c.case_id, talk.c.seq).limit(limit).subquery()
    query = select(page.c.case_id, page.c.seq, cases.c.region, cases.c.desk).join(cases, cases.c.id == page.c.case_id)
    if not is_any_lost(connection, cases.name):
        try:
            found = connection.execute(query.order_by(page.c.case_id, page.c.seq)).all()
            return [UndecidedReply(ReplyPlace(row.case_id, row.seq), _region_of_group(row)) for row in found]
        except StoreDamagedError:
            pass  # one of the cases lies on a damaged page: they are asked for one by one
    alone = connection.execute(select(page.c.case_id, page.c.seq).order_by(page.c.case_id, page.c.seq)).all()
    return [UndecidedReply(ReplyPlace(*row), _region(connection, row.case_id, aside)) for row in alone]


def add_talk(
    connection: Connection, case_id: str, seq: int, *, side: Side, state: TalkState, day: date, box: bytes
) -> None:
    """Put message *seq* into the talk of the case."""
    values = {"case_id": case_id, "seq": seq, "side": side, "state": state, "day": day, "box": box}
    connection.execute(insert(talk), values)


def next_seq(connection: Connection, case_id: str) -> int:
    """The next message number of the case's talk, from one statement."""
    query = update(cases).where(cases.c.id == case_id).values(last_seq=cases.c.last_seq + 1).returning(cases.c.last_seq)
    return int(connection.execute(query).scalar_one())


def rewrite_talk(connection: Connection, case_id: str, seq: int, box: bytes) -> None:
    """Put another box in place of message *seq* of the case, while it is a preview."""
    query = update(talk).where(talk.c.case_id == case_id, talk.c.seq == seq, talk.c.state == TalkState.PREVIEW)
    connection.execute(query.values(box=box))


def get_talk(connection: Connection, case_id: str, seq: int) -> TalkRow | None:
    """Message *seq* of the case."""
    query = select(*_TALK).where(talk.c.case_id == case_id, talk.c.seq == seq)
    return read_one(connection, query, _talk, _damaged_words(case_id, seq))


def list_talk(
    connection: Connection, case_id: str, *, aside: Aside, states: Iterable[TalkState] = (TalkState.SENT,)
) -> list[TalkRow]:
    """The talk of the case, oldest first."""
    query = select(*_TALK).where(talk.c.case_id == case_id, talk.c.state.in_(list(states))).order_by(talk.c.seq)
    name = partial(_damaged_words, case_id)
    return read_rows(connection, query, _talk, key=talk.c.seq, name=name, aside=aside)


def is_seq(seq: int) -> bool:
    """Whether a message of a talk can have the number *seq*, which may come from a forged button."""
    return 0 < seq <= LARGEST_SEQ


def change_talk(
    connection: Connection, case_id: str, seq: int, state: TalkState, *, before: TalkState, day: date
) -> bool:
    """Move message *seq* from *before* to *state*; False when someone else did it first, or a button was forged."""
    if not is_seq(seq):
        return False
    query = update(talk).where(talk.c.case_id == case_id, talk.c.seq == seq, talk.c.state == before)
    return connection.execute(query.values(state=state, day=day)).rowcount == 1


def _region(connection: Connection, case_id: str, aside: Aside) -> str:
    query = select(cases.c.region, cases.c.desk).where(cases.c.id == case_id)
    try:
        return read_one(connection, query, _region_of_group, _damaged(case_id)) or ""
    except RowDamagedError as fault:
        aside(fault)
        return ""


def _region_of_group(row: Any) -> str:
    return str(row.region) if row.desk == Desk.GROUP else ""


def _find(connection: Connection, condition: ColumnElement[bool]) -> CaseRow | None:
    return find_one(connection, select(*_FIELDS).where(condition), _case, key=cases.c.id, name=_damaged)


def _damaged(case_id: str) -> RowDamagedError:
    return RowDamagedError(cases.name, case_id, case_id)


def _damaged_words(case_id: str, seq: int) -> RowDamagedError:
    return RowDamagedError(talk.name, f"{case_id}/{seq}", case_id)


def _case(row: Any) -> CaseRow:
    values: dict[str, Any] = {name: getattr(row, name) for name in CaseRow.__match_args__}
    terms = {name: term(values[name]) for name, term in _TERMS}
    boxes = {"wrapped_key": bytes(row.wrapped_key), "box": bytes(row.box)}
    more = {name: None if values[name] is None else bytes(values[name]) for name in ("assignee", "work")}
    return CaseRow(**{**values, **terms, **boxes, **more})


def _talk(row: Any) -> TalkRow:
    return TalkRow(row.seq, Side(row.side), TalkState(row.state), row.day, bytes(row.box))
