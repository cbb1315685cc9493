"""A store of a given size: so many cases with all that belongs to them, and the few rows that calls are about.

Rules
- Everything grows with the cases but what does not in life: regions and their groups, admins, lanes that are owed
  something, what is being sent or cleaned at one moment.
- The rows nearby are the same in every size, so that the same call meets the same answer.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict
from datetime import timedelta
from itertools import islice
from typing import Any

from sqlalchemy import Connection, Table, delete, insert, text

from bot.terms import (
    Chore,
    Cleaning,
    DeedKind,
    Kind,
    Language,
    Level,
    MoveStep,
    OfficeRole,
    OutboxState,
    Priority,
    SetAside,
    Side,
    Status,
    TalkState,
)
from storage import (
    admins,
    audit,
    cases,
    charters,
    chores,
    contacting,
    damage,
    deeds,
    files,
    history,
    moves,
    office_days,
    office_ways,
    officers,
    offices,
    outbox,
    posts,
    roles,
    schema,
    searches,
    templates,
    topics,
    unknown_groups,
    updates,
    visits,
    wishes,
    words,
    workdays,
)
from storage.audit import AuditRow
from storage.cases import CaseRow
from storage.damage import DamagedRow
from storage.deeds import DeedRow
from storage.history import HistoryRow
from storage.moves import MoveRow
from storage.office_ways import OfficeWays
from storage.officers import OfficerRow
from storage.offices import FormerOffice, OfficeRow
from storage.roles import RoleRow
from storage.templates import TemplateRow
from storage.unknown_groups import UnknownGroupRow
from storage.workdays import ChangedDay
from tests.storage.rows import CASE, DAY, DUE, NOW

REGION, OFFICE = "mangystau", "office:mangystau"
REGIONS = (REGION, *(f"region-{n}" for n in range(1, 20)))
LATER, LONG_AGO = NOW + 24 * 3600, NOW - 24 * 3600
KEPT, WAITING, FREE = "4" * 32, "5" * 32, "6" * 32
"""A clean file of CASE, one that waits to be cleaned, a clean one that no case has taken yet."""
WISH, ACTOR, MARK = "7" * 32, b"this actor", b"this mark"
ASSIGNEE, RARE = b"this officer", b"rare"
"""Who has CASE, and a word that few cases hold."""
LEASED, ASIDE, NOTICE = 1, 4, 5
"""Outbox items: being sent, set aside, due."""
FORMER = FormerOffice(REGION, b"former group", b"box", Language.KAZAKH, LONG_AGO)
MOVE = MoveRow(REGION, WISH, MoveStep.ASKED, b"box", LATER)
DEED = DeedRow(WISH, DeedKind.BOUND, REGION, b"admin 0", b"box", LATER)
ROLE = RoleRow(REGION, MARK, OfficeRole.HEAD, b"box")
DAMAGED = DamagedRow("talk", WISH)
UNKNOWN = UnknownGroupRow(MARK, b"box", LONG_AGO)
LANES = """
INSERT INTO lanes (lane, suspended, not_before, pending, aside)
SELECT lane, CASE WHEN lane = 'office:closed' THEN 'removed' END, 0,
    sum(CASE WHEN state = 'pending' THEN 1 ELSE 0 END), sum(CASE WHEN state = 'pending' THEN 0 ELSE 1 END)
FROM outbox GROUP BY lane
"""
QUEUES = """
INSERT INTO queues (lane, priority, next_at)
SELECT lane, priority, CASE WHEN lane = 'office:closed' THEN NULL ELSE min(due_at) END
FROM outbox WHERE state = 'pending' GROUP BY lane, priority
"""
BATCH = 20_000
FEW = 50
"""Of what is few at every size: lanes of citizens who are owed a push, rows whose time is over."""

Rows = Iterable[dict[str, Any]]


def fill(connection: Connection, many: int) -> None:
    """Put *many* cases with all that belongs to them into empty tables."""
    _put_near(connection)
    for table, rows in _bulk(range(1, many + 1)):
        put_rows(connection, table, rows)
    _count_lanes(connection)


def put_rows(connection: Connection, table: Table, rows: Rows) -> None:
    """Insert *rows*, a batch at a time."""
    left = iter(rows)
    while batch := list(islice(left, BATCH)):
        connection.execute(insert(table), batch)


def _put_near(connection: Connection) -> None:
    for n, region in enumerate(REGIONS):
        offices.put_office(connection, OfficeRow(region, f"group {n}".encode(), b"box", Language.KAZAKH, DAY))
    offices.put_former(connection, FORMER)
    roles.put_role(connection, ROLE)
    assert moves.put_move(connection, MOVE, now=NOW)
    deeds.put_deed(connection, DEED)
    assert damage.put_damage(connection, DAMAGED, day=DAY)
    unknown_groups.put_group(connection, UNKNOWN)
    chores.start_chore(connection, REGION, Chore.MISSING, not_before=NOW)
    assert cases.insert_case(connection, CASE, code_mark=MARK)
    contacting.insert_address(connection, CASE.id, b"box")
    contacting.insert_contact(connection, CASE.id, b"box", consent_on=DAY, consent_text="1")
    seq = cases.next_seq(connection, CASE.id)
    cases.add_talk(connection, CASE.id, seq, side=Side.OFFICE, state=TalkState.PREVIEW, day=DAY, box=b"box")
    posts.put_post(connection, MARK, case_id=CASE.id, role="card", seq=None, box=b"box")
    assert office_days.begin_day(connection, REGION, DAY - timedelta(days=1))
    workdays.put_day(connection, ChangedDay(DAY, is_workday=False))
    audit.add_entry(connection, AuditRow(WISH, DAY, "group-bound", None, b"box"))
    wishes.put_wish(connection, WISH, CASE.id, b"box", expires_at=LATER)
    history.add_entry(connection, CASE.id, HistoryRow(seq + 1, DAY, b"box"))
    cases.put_work(connection, CASE.id, b"box", assignee=MARK)
    officers.put_officer(connection, REGION, OfficerRow(MARK, b"box", DAY))
    topics.put_topic(connection, CASE.id, b"box")
    office_ways.put_ways(connection, REGION, OfficeWays())
    for n in range(3):
        admins.put_admin(connection, f"admin {n}".encode(), b"box")
    admins.put_link(connection, MARK, expires_at=LATER)
    visits.save_visit(connection, ACTOR, b"box", expires_at=LATER)
    updates.mark_seen(connection, MARK, expires_at=LATER)
    cases.put_work(connection, CASE.id, b"box", assignee=ASSIGNEE)
    words.put_words(connection, CASE.id, [RARE, b"common"])
    searches.put_search(connection, WISH, b"box", expires_at=LATER)
    charters.put_charter(connection, REGION, Language.KAZAKH, b"box")
    templates.put_template(connection, TemplateRow(KEPT, REGION, b"box"))
    _put_files(connection)
    _put_outbox(connection)


def _put_files(connection: Connection) -> None:
    job = {"job": b"job", "wrapped_key": b"key", "expires_at": LONG_AGO, "sender": MARK}
    for file_id, case_id in ((KEPT, CASE.id), (WAITING, None), (FREE, None)):
        files.insert_job(connection, file_id, case_id=case_id, seq=None if case_id is None else 1, **job)
        files.put_chunk(connection, file_id, 0, b"box")
    for file_id in (KEPT, FREE):
        assert files.settle_clean(connection, file_id, b"facts")


def _put_outbox(connection: Connection) -> None:
    about = {"lane": OFFICE, "not_before": LONG_AGO, "case_id": CASE.id}
    outbox.enqueue(connection, kind="card", priority=Priority.CARD, **about)
    outbox.enqueue(connection, kind="addition", priority=Priority.TALK, seq=1, **about)
    outbox.enqueue(connection, kind="files", priority=Priority.FILES, holds=False, **about)
    outbox.enqueue(connection, kind="preview", priority=Priority.FIRST, **{**about, "case_id": "b" * 32})
    first = outbox.claim_due(connection, now=NOW, lease=120, limit=1)
    assert [item.id for item in first] == [ASIDE]
    outbox.set_aside(connection, ASIDE, SetAside.REFUSED)
    second = outbox.claim_due(connection, now=NOW, lease=120, limit=1)
    assert [item.id for item in second] == [LEASED]
    outbox.enqueue(connection, lane=OFFICE, kind="move", priority=Priority.FIRST, not_before=NOW)


def _bulk(numbers: range) -> Iterator[tuple[Table, Rows]]:
    """Of so many cases every third has an address, every tenth waits for a group, a twentieth under a preview."""
    yield schema.cases, (_case(n) for n in numbers)
    yield schema.reminders, (_reminder(n) for n in numbers)
    yield schema.talk, (_talk(n, "sent") for n in numbers)
    yield schema.history, ({"case_id": _id(n), "seq": 9, "day": DAY, "box": b"box"} for n in numbers)
    officer = {"box": b"box", "seen_on": DAY}
    yield schema.officers, ({"region": f"elsewhere-{n}", "mark": _mark(n), **officer} for n in numbers[::100])
    yield schema.experts, ({"region": f"elsewhere-{n}", "mark": _mark(n), "box": b"box"} for n in numbers[::100])
    given = {"look_on": DUE, "box": b"box"}
    yield schema.referrals, ({"case_id": _id(n), "region": f"elsewhere-{n}", **given} for n in numbers[::20])
    yield schema.talk, (_talk(n, "preview") for n in numbers[::20])
    yield schema.words, ({"case_id": _id(n), "mark": mark} for n in numbers for mark in (b"common", _mark(n)))
    yield schema.searches, ({"id": _id(n), "box": b"box", "expires_at": _ends(n)} for n in numbers[::100])
    yield schema.addresses, ({"case_id": _id(n), "box": b"box"} for n in numbers[::3])
    consent = {"box": b"box", "consent_on": DAY, "consent_text": "1"}
    yield schema.contacts, ({"case_id": _id(n), **consent} for n in numbers[::10])
    card = {"role": "card", "box": b"box"}
    yield schema.posts, ({"mark": _mark(n), "case_id": _id(n), **card} for n in numbers)
    yield schema.seen_updates, ({"mark": _mark(n), "expires_at": _ends(n)} for n in numbers)
    visit = {"box": b"box", "unsent": False}
    yield schema.visits, ({"actor": _mark(n), "expires_at": _ends(n), **visit} for n in numbers[::10])
    entry = {"day": DAY, "action": "revealed", "box": b"box"}
    yield schema.audit, ({"id": _id(n), "case_id": _id(n), **entry} for n in numbers[::10])
    yield schema.wishes, ({"id": _id(n), "case_id": _id(n), "box": b"", "expires_at": LATER} for n in numbers[::100])
    yield schema.files, (_file(n) for n in numbers[::5])
    yield schema.file_chunks, ({"file_id": _id(n), "n": 0, "box": b"box"} for n in numbers[::5])
    yield schema.outbox, (_item(n) for n in numbers)


def _id(n: int) -> str:
    return f"{n:032x}"


def _mark(n: int) -> bytes:
    return n.to_bytes(32)


def _ends(n: int) -> int:
    """Few are over at any moment: they are swept."""
    return LONG_AGO if n < FEW else LATER + n % 3600


def _case(n: int) -> dict[str, Any]:
    waits = n % 10 == 1
    status = Status.WAITING if waits else Status.REGISTERED if n % 10 < 4 else Status.ANSWERED
    row = CaseRow(
        **{
            **asdict(CASE),
            "id": _id(n),
            "number": f"{n:012d}",
            "region": REGIONS[n % len(REGIONS)],
            "kind": Kind.REPORT,
            "level": Level.RELAY,
            "status": status,
            "due_on": None if waits else DUE,
        }
    )
    return {**asdict(row), "code_mark": _mark(n)}


def _reminder(n: int) -> dict[str, Any]:
    """Most are looked at again some day; those of cases at an end are not."""
    look_on = None if n % 4 == 0 else DUE
    return {"case_id": _id(n), "region": REGIONS[n % len(REGIONS)], "begun_on": DAY, "look_on": look_on}


def _talk(n: int, state: str) -> dict[str, Any]:
    seq = 1 if state == "sent" else 2
    return {"case_id": _id(n), "seq": seq, "side": "office", "state": state, "day": DAY, "box": b"box"}


def _file(n: int) -> dict[str, Any]:
    """The first few wait to be cleaned, each of another sender; the others belong to their cases."""
    same = {"id": _id(n), "case_id": _id(n), "wrapped_key": b"key", "place": 0}
    if n < FEW // 2:
        own = {"state": Cleaning.WAITING, "job": b"job", "facts": None, "sender": _mark(n), "expires_at": LATER}
    else:
        own = {"state": Cleaning.CLEAN, "job": None, "facts": b"facts", "sender": None, "expires_at": 0}
    return {**same, **own}


def _lane(n: int) -> str:
    """Half of all wait in one closed lane, a quarter in that of the near case, the others are owed to few citizens."""
    return "office:closed" if n % 2 else OFFICE if n % 4 else f"case:{_id(n % FEW)}"


def _item(n: int) -> dict[str, Any]:
    aside = n % 20 == 3
    return {
        "lane": _lane(n), "case_id": _id(n), "kind": "card", "priority": Priority.CARD, "box": b"box",
        "not_before": NOW, "due_at": None if aside else NOW,
        "state": OutboxState.SET_ASIDE if aside else OutboxState.PENDING,
        "reason": SetAside.REFUSED if aside else None,
    }


def _count_lanes(connection: Connection) -> None:
    """What stands beside items that were put in behind the outbox's back."""
    connection.execute(delete(schema.lanes))
    connection.execute(delete(schema.queues))
    for statement in (LANES, QUEUES):
        connection.execute(text(statement))
