"""Moving: what is due is carried out once, by whoever comes by, and a damaged move keeps no other one."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Connection

from bot.background.moving import RegionMoves
from bot.desk.groups import moves, requests
from bot.desk.groups.binding import Newcomer, settle_binding
from bot.desk.groups.moves import FOLLOWS_AFTER
from bot.desk.groups.requests import MoveAsked
from bot.desk.outgoing.chats import group_of
from bot.desk.people import Presser
from bot.desk.rules import Turn
from storage import schema
from storage.engine import Database
from tests.desk.house import ADMIN, GROUP, NOW, OTHER_GROUP, YERLAN, new_rules
from tests.promises.desk import StillClock

RULES = new_rules()


@dataclass(frozen=True, slots=True)
class Agreed:
    """A region that is to move to `new`."""

    region: str
    old: int
    new: int


TWO = (Agreed("abai", GROUP, OTHER_GROUP), Agreed("mangystau", GROUP - 1, OTHER_GROUP - 1))


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    """A SQLite file with every table."""
    async with await Database.open(f"sqlite:///{tmp_path}/moves.db") as opened:
        await opened.write(schema.metadata.create_all)
        yield opened


def agree(connection: Connection, turn: Turn) -> None:
    """Two moves that somebody agreed to."""
    for each in TWO:
        settle_binding(connection, each.region, each.old, ADMIN, turn)
        asked = requests.bind(connection, each.region, Newcomer(each.new, "Жаңа", 1), ADMIN, turn)
        assert isinstance(asked, MoveAsked)
        assert isinstance(
            moves.agree_to_move(connection, asked.move.id, Presser(YERLAN, each.old, leads=True), turn), moves.Move
        )


def serving(connection: Connection) -> list[int]:
    """The groups of both regions."""
    found = [group_of(connection, each.region, RULES.safe) for each in TWO]
    return [office.chat for office in found if office is not None]


async def test_what_is_due_is_carried_out_once_however_many_come_by(database: Database) -> None:
    await database.write(agree, Turn(RULES, NOW))
    clock = StillClock(NOW.timestamp())
    await RegionMoves(database, RULES, clock).carry_out()
    assert await database.read(serving) == [each.old for each in TWO]
    clock.pass_by(FOLLOWS_AFTER)
    await asyncio.gather(*(RegionMoves(database, RULES, clock).carry_out() for _ in range(3)))
    assert await database.read(serving) == [each.new for each in TWO]


async def test_a_damaged_move_keeps_no_other_one(database: Database) -> None:
    await database.write(agree, Turn(RULES, NOW))
    clock = StillClock((NOW + FOLLOWS_AFTER + timedelta(minutes=1)).timestamp())
    await database.write(lambda c: c.exec_driver_sql("UPDATE moves SET box = 'x' WHERE region = 'abai'"))
    await RegionMoves(database, RULES, clock).carry_out()
    assert await database.read(serving) == [TWO[0].old, TWO[1].new]
