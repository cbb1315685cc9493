"""A bound group's lane stops and goes on; alerts are told once."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.catalogue.workdays import WorkCalendar
from bot.chance import Chance
from bot.desk.groups import binding, changes
from bot.desk.groups.binding import Bound, GroupTaken, MoveAsked, Newcomer
from bot.desk.groups.changes import PUBLIC, REMOVED
from bot.desk.outgoing import chats
from bot.desk.outgoing.chats import OfficeChat
from bot.desk.outgoing.lanes import AdminLane, OfficeLane
from bot.desk.people import Officer
from bot.desk.rules import Rules, Turn
from bot.desk.safe import Safe
from bot.encryption.keyring import Keyring
from storage import outbox
from storage.engine import Database

NOW = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
SAFE = Safe(Keyring.create(NOW, Chance()), Chance())
RULES = Rules(SAFE, WorkCalendar(), {"mangystau": "12"}, (timedelta(0), timedelta(0)), frozenset({7}))
TURN = Turn(RULES, NOW)
ADMIN = Officer(7, "Әлия")
LANE = str(OfficeLane("mangystau"))
ALERTS = str(AdminLane.of(SAFE.person_mark(7)))


async def opened(folder: Path) -> Database:
    database = await Database.open(f"sqlite:///{folder}/x.db")
    await database.migrate()
    return database


async def bind(database: Database, region: str, chat: int) -> binding.Binding:
    group = Newcomer(chat, "Кеңсе", 3)
    return await database.write(binding.bind, region, group, ADMIN, TURN)


async def test_binding_is_idempotent_exclusive_and_moves_only_with_a_yes(tmp_path: Path) -> None:
    database = await opened(tmp_path)
    assert await bind(database, "mangystau", -1) == Bound("mangystau", 0)
    assert await bind(database, "mangystau", -1) == Bound("mangystau", 0)
    assert await bind(database, "abai", -1) == GroupTaken("mangystau")
    assert await bind(database, "mangystau", -2) == MoveAsked("mangystau")
    assert await database.write(binding.confirm_move, "mangystau", -2, ADMIN, TURN) is None
    late = Turn(RULES, NOW + timedelta(hours=25))
    assert await database.read(binding.wished_chat, "mangystau", late) is None
    assert await bind(database, "abai", -2) == Bound("abai", 0)
    assert await database.write(binding.confirm_move, "mangystau", -1, ADMIN, TURN) == GroupTaken("abai")
    assert await database.read(chats.group_of, "mangystau", SAFE) == OfficeChat(-1, "kk")
    await database.close()


async def test_lane_stops_once_and_only_the_right_door_reopens_it(tmp_path: Path) -> None:
    database = await opened(tmp_path)
    await bind(database, "mangystau", -1)
    for _ in range(2):
        await database.write(changes.close_group, -1, PUBLIC, TURN)
    assert await database.read(outbox.lane_state, LANE) == PUBLIC
    assert await database.read(outbox.count_pending, ALERTS) == 1
    assert await database.write(changes.welcome_back, -1, TURN) is None
    assert not await database.write(changes.mind_public, -1, TURN, public=False)
    assert await database.write(changes.reopen_group, -1, TURN) == "mangystau"
    assert await database.write(changes.mind_public, -1, TURN, public=False)
    await database.write(changes.close_group, -1, REMOVED, TURN)
    assert await database.write(changes.welcome_back, -1, TURN) == "mangystau"
    assert await database.read(outbox.lane_state, LANE) is None
    assert await database.read(outbox.count_pending, ALERTS) == 4
    assert await database.write(changes.close_group, -99, REMOVED, TURN) is None
    await database.close()


async def test_migration_is_followed_once(tmp_path: Path) -> None:
    database = await opened(tmp_path)
    await bind(database, "mangystau", -1)
    assert await database.write(changes.follow_migration, -1, -100, TURN) == "mangystau"
    before = await database.read(outbox.count_pending, LANE)
    assert await database.write(changes.follow_migration, -1, -100, TURN) is None
    assert await database.read(chats.group_of, "mangystau", SAFE) == OfficeChat(-100, "kk")
    assert await database.read(outbox.count_pending, LANE) == before == 1
    await database.close()
