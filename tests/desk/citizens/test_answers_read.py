"""Answers that were read are counted: once each, by region and month, and nothing tells who read which."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from sqlalchemy import Connection, text

from bot.desk.citizens.intake import Intake
from bot.desk.rules import Turn
from bot.desk.talk import seal_words
from bot.terms import Desk, Side, TalkState
from storage import cases, readings
from storage.cases import CaseRow
from tests.desk.citizens.room import STORY, Room, opened
from tests.promises.desk import Visitor

MONTH = "2026-03"


def answer(connection: Connection, row: CaseRow, turn: Turn, *, asks: bool = False) -> None:
    """The office says something in the case."""
    key, seq = turn.safe.open_case_key(row.id, row.wrapped_key), cases.next_seq(connection, row.id)
    box = seal_words(key, seq, {"text": "Тексердік.", **({"asks": True} if asks else {})})
    cases.add_talk(connection, row.id, seq, side=Side.OFFICE, state=TalkState.SENT, day=turn.today, box=box)


async def say(room: Room, code: str, *, asks: bool = False) -> None:
    turn = Turn(room.intake.rules, room.clock.now())

    def write(connection: Connection) -> None:
        row = cases.find_by_code(connection, turn.safe.code_mark(code))
        assert row is not None
        answer(connection, row, turn, asks=asks)

    await room.database.write(write)


async def counted(room: Room) -> int:
    await room.intake.keep_readings()
    month = Turn(room.intake.rules, room.clock.now()).today.strftime("%Y-%m")
    return await room.database.read(readings.read_in_month, "mangystau", month)


async def a_case(room: Room) -> tuple[Visitor, str]:
    visitor = room.visitor()
    _, code = await visitor.file(STORY)
    await visitor.press("lang:ru")
    return visitor, code.replace(" ", "")


async def test_an_answer_counts_once_however_often_it_is_read(tmp_path: Path) -> None:
    async with opened(tmp_path) as room:
        visitor, code = await a_case(room)
        await visitor.type(code)
        assert await counted(room) == 0
        await say(room, code, asks=True)
        await visitor.type(code)
        assert await counted(room) == 0  # a question is no answer
        await say(room, code)
        for _ in range(3):
            await visitor.type(code)
        assert await counted(room) == 1
        await say(room, code)
        await visitor.type(code)
        assert await counted(room) == 2
        assert await counted(room) == 2


async def test_nothing_is_written_with_the_visit_and_the_row_names_nobody(tmp_path: Path) -> None:
    """Promise P3: the transaction of the reader's visit leaves the counts alone; their row names nobody."""
    async with opened(tmp_path) as room:
        visitor, code = await a_case(room)
        await say(room, code)
        await visitor.type(code)
        assert await room.count("readings") == 0
        await room.intake.keep_readings()
        rows = await room.database.read(lambda c: [tuple(row) for row in c.execute(text("SELECT * FROM readings"))])
        assert [(region, n) for region, _, n in rows] == [("mangystau", 1)]
        assert len(rows[0][1]) == len(MONTH)


async def test_what_could_not_be_written_is_written_the_next_time(tmp_path: Path) -> None:
    async with opened(tmp_path) as room:
        intake: Intake = room.intake
        intake.answers_read.give_back(Counter({"mangystau": 2}))
        assert await counted(room) == 2


async def test_a_case_past_the_group_is_in_no_number_of_the_group(tmp_path: Path) -> None:
    """Promise P4."""
    async with opened(tmp_path) as room:
        visitor, code = await a_case(room)
        await say(room, code)
        sent_past = text("UPDATE cases SET desk = :desk")
        await room.database.write(lambda connection: connection.execute(sent_past, {"desk": Desk.HEAD}) and None)
        await visitor.type(code)
        assert "status.office_answered" in visitor.said()
        assert await counted(room) == 0
