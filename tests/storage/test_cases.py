"""Cases and their talk: what is filed is found, states move once, and the schema refuses what no code should write."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import Connection, delete, func, select
from sqlalchemy.exc import IntegrityError

from bot.terms import Kind, Language, Level, Side, Status, TalkState
from storage import cases, contacting, schema
from storage.cases import CasePlace, ReplyPlace, TalkRow, UndecidedReply
from storage.engine import Database
from tests.storage.rows import CASE, DAY, DUE, file_case, numbered_case, whole

LATER = DAY + timedelta(days=4)


def count_cases(connection: Connection) -> int:
    """How many cases there are."""
    return int(connection.execute(select(func.count()).select_from(schema.cases)).scalar_one())


def add_preview(
    connection: Connection, seq: int = 1, *, side: Side = Side.OFFICE, state: TalkState = TalkState.PREVIEW
) -> None:
    """Put message *seq* into the talk of CASE."""
    cases.add_talk(connection, CASE.id, seq, side=side, state=state, day=DAY, box=b"words %d \xff" % seq)


async def test_a_filed_case_is_found_by_id_code_and_number(database: Database) -> None:
    other = numbered_case(2, level=Level.CONTACT, language=Language.RUSSIAN, kind=Kind.PROPOSAL)
    await database.write(file_case, CASE, code_mark=b"code \x00\xff")
    await database.write(file_case, other)
    assert await database.read(cases.get_case, CASE.id) == CASE
    assert await database.read(cases.find_by_code, b"code \x00\xff") == CASE
    assert await database.read(cases.find_by_number, other.number) == other
    assert await database.read(cases.get_case, "f" * 32) is None
    assert await database.read(cases.find_by_code, b"no such code") is None
    assert await database.read(cases.find_by_number, "99-26-00001") is None
    assert await database.read(count_cases) == 2


async def test_a_code_or_id_that_exists_is_refused(database: Database) -> None:
    await database.write(file_case, CASE, code_mark=b"the code")
    with pytest.raises(IntegrityError):
        await database.write(file_case, numbered_case(9), code_mark=b"the code")
    with pytest.raises(IntegrityError):
        await database.write(file_case, numbered_case(9, id=CASE.id), code_mark=b"other code")
    assert await database.read(count_cases) == 1


async def test_a_number_that_exists_is_not_given_to_another_case(database: Database) -> None:
    rows = [numbered_case(n, number=CASE.number) for n in range(1, 9)]
    filed = await asyncio.gather(*(database.write(file_case, row) for row in rows))
    assert sorted(filed) == [False] * 7 + [True]
    assert await database.read(cases.find_by_number, CASE.number) == rows[filed.index(True)]
    assert await database.read(count_cases) == 1


FORGED = ["", "f" * 31, "F" * 32, "g" * 32, "' OR 1=1 --", "f" * 33, "f" * 32 + "\n", "\0" * 32]


@pytest.mark.parametrize("forged", FORGED)
async def test_a_forged_id_finds_nothing(database: Database, forged: str) -> None:
    await database.write(file_case)
    assert await database.read(cases.get_case, forged) is None


@pytest.mark.parametrize(
    "changes",
    [
        {"kind": "rumour"},
        {"level": "open"},
        {"status": "lost"},
        {"language": "en"},
        {"status": "waiting"},
        {"status": "registered", "due_on": None},
    ],
    ids=lambda changes: "-".join(map(str, changes.values())),
)
async def test_the_schema_refuses_a_case_that_cannot_be(database: Database, changes: dict[str, object]) -> None:
    with pytest.raises(IntegrityError):
        await database.write(file_case, replace(CASE, **changes))  # type: ignore[arg-type]  # the values are the test's


async def test_rows_come_back_as_terms(database: Database) -> None:
    """A StrEnum equals its plain string, so that only the types tell a term from a bare one."""

    def fill(connection: Connection) -> None:
        file_case(connection)
        add_preview(connection)

    await database.write(fill)
    row, entry = await database.read(cases.get_case, CASE.id), await database.read(cases.get_talk, CASE.id, 1)
    assert row is not None and entry is not None
    found = [type(value) for value in (row.kind, row.level, row.status, row.language, entry.side, entry.state)]
    assert found == [Kind, Level, Status, Language, Side, TalkState]


async def test_addresses_and_contacts_belong_to_their_case(database: Database) -> None:
    await database.write(file_case)
    assert await database.read(contacting.get_address, CASE.id) is None
    assert await database.read(contacting.get_contact, CASE.id) is None
    await database.write(contacting.insert_address, CASE.id, b"chat \xff")
    await database.write(contacting.insert_contact, CASE.id, b"phone \xff", consent_on=DAY, consent_text="consent/1")
    assert await database.read(contacting.get_address, CASE.id) == b"chat \xff"
    assert await database.read(contacting.get_contact, CASE.id) == b"phone \xff"
    with pytest.raises(IntegrityError):
        await database.write(contacting.insert_address, "f" * 32, b"chat of nobody")


async def test_status_moves_only_from_where_it_stands(database: Database) -> None:
    await database.write(file_case, replace(CASE, status=Status.WAITING, due_on=None))
    moved = {"today": LATER, "due_on": DUE}
    assert not await database.write(cases.change_status, CASE.id, Status.ANSWERED, before=(Status.REGISTERED,), **moved)
    assert await database.write(cases.change_status, CASE.id, Status.REGISTERED, before=(Status.WAITING,), **moved)
    assert not await database.write(cases.change_status, CASE.id, Status.REGISTERED, before=(Status.WAITING,), **moved)
    assert await database.read(cases.get_case, CASE.id) == replace(CASE, changed_on=LATER)
    # Without a new term the old one stays.
    assert await database.write(cases.change_status, CASE.id, Status.ANSWERED, before=(Status.REGISTERED,), today=LATER)
    assert await database.read(cases.get_case, CASE.id) == replace(CASE, status=Status.ANSWERED, changed_on=LATER)
    nobody = "f" * 32
    assert not await database.write(
        cases.change_status, nobody, Status.ANSWERED, before=(Status.REGISTERED,), today=LATER
    )


async def test_a_case_cannot_leave_waiting_without_a_term(database: Database) -> None:
    await database.write(file_case, replace(CASE, status=Status.WAITING, due_on=None))
    with pytest.raises(IntegrityError):
        await database.write(cases.change_status, CASE.id, Status.REGISTERED, before=(Status.WAITING,), today=LATER)


async def test_of_many_who_change_a_status_at_once_one_succeeds(database: Database) -> None:
    await database.write(file_case)
    change = {"before": (Status.REGISTERED,), "today": LATER}
    done = await asyncio.gather(
        *(database.write(cases.change_status, CASE.id, Status.ANSWERED, **change) for _ in range(20))  # type: ignore[arg-type]
    )
    assert sorted(done) == [False] * 19 + [True]


async def test_the_talk_comes_back_in_order_and_only_what_was_sent(database: Database) -> None:
    def talk(connection: Connection) -> None:
        file_case(connection)
        add_preview(connection, 3, state=TalkState.SENT)
        add_preview(connection, 1, side=Side.CITIZEN, state=TalkState.SENT)
        add_preview(connection, 2)

    await database.write(talk)
    first = TalkRow(1, Side.CITIZEN, TalkState.SENT, DAY, b"words 1 \xff")
    third = TalkRow(3, Side.OFFICE, TalkState.SENT, DAY, b"words 3 \xff")
    assert await database.read(cases.list_talk, CASE.id, aside=whole) == [first, third]
    every = await database.read(cases.list_talk, CASE.id, aside=whole, states=(TalkState.SENT, TalkState.PREVIEW))
    assert [row.seq for row in every] == [1, 2, 3]
    assert await database.read(cases.get_talk, CASE.id, 3) == third
    assert await database.read(cases.get_talk, CASE.id, 4) is None
    assert await database.read(cases.list_talk, "f" * 32, aside=whole) == []


async def test_message_numbers_are_never_given_twice(database: Database) -> None:
    await database.write(file_case)
    numbers = await asyncio.gather(*(database.write(cases.next_seq, CASE.id) for _ in range(50)))
    assert sorted(numbers) == list(range(1, 51))
    await database.write(add_preview)
    with pytest.raises(IntegrityError):
        await database.write(add_preview)


async def test_of_many_who_decide_a_preview_at_once_one_succeeds(database: Database) -> None:
    await database.write(file_case)
    await database.write(add_preview)
    states = [TalkState.SENT, TalkState.DROPPED] * 10
    done = await asyncio.gather(
        *(database.write(cases.change_talk, CASE.id, 1, state, before=TalkState.PREVIEW, day=LATER) for state in states)
    )
    assert done.count(True) == 1
    found = await database.read(cases.get_talk, CASE.id, 1)
    assert found == TalkRow(1, Side.OFFICE, states[done.index(True)], LATER, b"words 1 \xff")
    for seq in (2, 0, -1, 2**31, 2**70):  # a forged button may hold any number
        assert not await database.write(
            cases.change_talk, CASE.id, seq, TalkState.SENT, before=TalkState.PREVIEW, day=LATER
        )


async def test_cases_of_a_region_come_in_pages_the_oldest_first_and_by_number_within_a_day(database: Database) -> None:
    waiting = {"status": Status.WAITING, "due_on": None}
    older = DAY - timedelta(days=1)

    def fill(connection: Connection) -> None:
        for n in (3, 1, 2):
            file_case(connection, numbered_case(n, **waiting))
        file_case(connection, numbered_case(9, **waiting, filed_on=older))
        file_case(connection, numbered_case(4))
        file_case(connection, numbered_case(5, region="karaganda", **waiting))

    await database.write(fill)
    expected = [CasePlace(older, "12-26-00009"), *(CasePlace(DAY, f"12-26-0000{n}") for n in (1, 2, 3))]
    found, page = [], await database.read(cases.list_places, "mangystau", Status.WAITING, limit=3)
    while page:
        found.append(page)
        page = await database.read(cases.list_places, "mangystau", Status.WAITING, after=page[-1], limit=3)
    assert found == [expected[:3], expected[3:]]


async def test_replies_under_a_preview_come_in_pages_with_the_regions_of_their_cases(database: Database) -> None:
    def fill(connection: Connection) -> None:
        file_case(connection)
        file_case(connection, numbered_case(2, region="karaganda"))
        add_preview(connection, 2)
        add_preview(connection, 1)
        add_preview(connection, 3, state=TalkState.SENT)
        day, box = DAY, b"words"
        cases.add_talk(
            connection, f"{2:032x}", 1, side=Side.OFFICE, state=TalkState.PREVIEW, day=day, box=box
        )

    await database.write(fill)
    first, second, third = (
        UndecidedReply(ReplyPlace(f"{2:032x}", 1), "karaganda"),
        UndecidedReply(ReplyPlace(CASE.id, 1), "mangystau"),
        UndecidedReply(ReplyPlace(CASE.id, 2), "mangystau"),
    )
    assert await database.read(cases.list_undecided, limit=2, aside=whole) == [first, second]
    assert await database.read(cases.list_undecided, after=second.place, limit=2, aside=whole) == [third]


@pytest.mark.parametrize(("side", "state"), [("stranger", "sent"), ("office", "lost")])
async def test_the_schema_refuses_talk_that_cannot_be(database: Database, side: str, state: str) -> None:
    await database.write(file_case)
    with pytest.raises(IntegrityError):
        await database.write(add_preview, side=side, state=state)


async def test_what_belongs_to_a_case_goes_with_it(database: Database) -> None:
    def fill_and_delete(connection: Connection) -> int:
        file_case(connection)
        add_preview(connection)
        contacting.insert_address(connection, CASE.id, b"chat")
        contacting.insert_contact(connection, CASE.id, b"phone", consent_on=DAY, consent_text="1")
        connection.execute(delete(schema.cases).where(schema.cases.c.id == CASE.id))
        children = (schema.talk, schema.addresses, schema.contacts)
        return sum(len(connection.execute(select(table)).all()) for table in children)

    assert await database.write(fill_and_delete) == 0
