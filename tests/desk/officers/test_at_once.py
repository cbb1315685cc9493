"""Officers who press at the same moment, each in a transaction of their own, on both engines: nothing is done twice."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import Connection, select

from bot.desk.history import Happening, list_history
from bot.desk.officers import casework
from bot.desk.officers.acting import OfficeCase
from bot.desk.officers.previews import Ruling, decide_preview, keep_preview
from bot.desk.outgoing.reposting import take_up
from bot.desk.people import Done, Officer, PressOutcome, Refused, Spot
from bot.desk.presses import CaseAct, CasePress, WorkOn
from bot.desk.rules import Turn
from bot.desk.work import Work, read_work
from bot.terms import Status, TalkState
from storage import cases, offices, schema
from storage.engine import Database
from tests.desk.house import GROUP, NOW, Desk, OnDesk, new_rules, press
from tests.postgres import Server

OFFICERS = [Officer(100 + n, f"Қызметкер {n}") for n in range(8)]


@pytest.fixture(params=["sqlite", "postgresql"])
async def database(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Database]:
    """An open database with every table, on each engine in turn."""
    if request.param == "sqlite":
        async with await Database.open(f"sqlite:///{tmp_path}/desk.db") as opened:
            await opened.migrate()
            yield opened
        return
    server: Server = request.getfixturevalue("postgresql_server")
    async with server.fresh_database() as url, await Database.open(url) as opened:
        await opened.migrate()
        yield opened


def carded(connection: Connection, turn: Turn) -> OnDesk:
    """A case whose group is bound."""
    return Desk(connection, turn).put_carded()


def decide(connection: Connection, officer: Officer, choice: CasePress, turn: Turn) -> PressOutcome:
    return casework.decide(connection, press(999, officer), turn, choice=choice)


def rule(connection: Connection, officer: Officer, ruling: Ruling, turn: Turn) -> PressOutcome:
    return decide_preview(connection, press(999, officer), turn, decision=ruling)


def preview(connection: Connection, case: OnDesk, text: str, turn: Turn) -> int:
    office = offices.get_office(connection, case.row.region)
    assert office is not None
    return keep_preview(connection, OfficeCase(office, case.row), text, Spot(GROUP, 50), turn)


def state_of(connection: Connection, case: OnDesk, turn: Turn) -> tuple[Status, Work, list[Happening]]:
    row = cases.get_case(connection, case.id)
    assert row is not None
    done = [entry.what for entry in list_history(connection, row, turn.safe)]
    return row.status, read_work(row, turn.safe), done


async def test_of_eight_who_take_at_once_one_has_it_and_the_others_are_told_who(database: Database) -> None:
    turn = Turn(new_rules(), NOW)
    case = await database.write(carded, turn)
    take = WorkOn(CaseAct.TAKE, case.id)
    outcomes = await asyncio.gather(*(database.write(decide, each, take, turn) for each in OFFICERS))
    status, work, done = await database.read(state_of, case, turn)
    assert work.assignee is not None
    staff = {"staff": work.assignee.name}
    assert Counter(map(repr, outcomes)) == {repr(Done("s.taken", staff)): 1, repr(Refused("s.lost_race", staff)): 7}
    assert (status, done) == (Status.IN_WORK, [Happening.TAKEN])


async def test_of_two_answers_sent_at_once_the_second_is_asked_about_first(database: Database) -> None:
    turn = Turn(new_rules(), NOW)
    case = await database.write(carded, turn)
    seqs = [await database.write(preview, case, text, turn) for text in ("Бірінші жауап.", "Екінші жауап.")]
    sends = [partial(rule, officer=each, ruling=Ruling(case.id, seq, send=True), turn=turn) for each, seq in
             zip(OFFICERS, seqs, strict=False)]  # fmt: skip
    outcomes = await asyncio.gather(*(database.write(send) for send in sends))
    _, work, done = await database.read(state_of, case, turn)
    assert work.answered_by is not None
    asked = Refused("s.answered_already", {"staff": work.answered_by.name})
    assert sorted(map(repr, outcomes)) == sorted(map(repr, (Done("s.sent"), asked)))
    assert done == [Happening.ANSWERED]


async def test_one_answer_that_eight_send_at_once_goes_out_once(database: Database) -> None:
    turn = Turn(new_rules(), NOW)
    case = await database.write(carded, turn)
    seq = await database.write(preview, case, "Жауап.", turn)
    send = Ruling(case.id, seq, send=True, sure=True)
    outcomes = await asyncio.gather(*(database.write(rule, each, send, turn) for each in OFFICERS))
    assert Counter(outcome.key for outcome in outcomes) == {"s.sent": 1, "s.decided_before": 7}
    sent = select(schema.talk.c.state)
    assert await database.read(lambda connection: connection.execute(sent).scalars().all()) == [TalkState.SENT]
    assert (await database.read(state_of, case, turn))[2] == [Happening.ANSWERED]


async def test_a_case_that_two_processes_take_up_is_posted_once(database: Database) -> None:
    turn = Turn(new_rules(), NOW)

    def waiting(connection: Connection) -> OnDesk:
        return Desk(connection, turn).put_case()

    case = await database.write(waiting)
    await asyncio.gather(*(database.write(take_up, case.row, turn) for _ in range(4)))
    kinds = select(schema.outbox.c.kind)
    posted = await database.read(lambda connection: connection.execute(kinds).scalars().all())
    assert Counter(posted) == {"card": 1, "push": 1}
