"""A bound group's lane stops and goes on; alerts are told once."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from bot.catalogue.workdays import WorkCalendar
from bot.desk.groups import binding as offices
from bot.desk.groups import changes as groups
from bot.desk.groups.binding import Binder, Bound, GroupTaken, MoveAsked, Newcomer
from bot.desk.groups.changes import PUBLIC, REMOVED, Watch
from bot.desk.outgoing import chats, lanes
from bot.desk.people import Officer
from bot.desk.rules import Filing
from bot.desk.safe import Safe
from bot.encryption.envelope import Vault
from bot.encryption.keyring import Keyring
from storage import outbox
from storage.engine import Database

NOW = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
KEYRING = Keyring.create(NOW)
SAFE = Safe(KEYRING, Vault(KEYRING))
RULES = Filing(SAFE, WorkCalendar(), {"mangystau": "12"}, (timedelta(0), timedelta(0)))
BINDER = Binder(RULES, NOW, date(2026, 3, 2))
WATCH = Watch(SAFE, frozenset({7}), NOW)
ADMIN = Officer(7, "Әлия")
LANE = lanes.office_lane("mangystau")
ALERTS = lanes.admin_lane(SAFE.person_mark(7))


async def opened(folder: Path) -> Database:
    database = await Database.open(f"sqlite:///{folder}/x.db")
    await database.migrate()
    return database


async def bind(database: Database, region: str, chat: int) -> offices.Binding:
    group = Newcomer(chat, "Кеңсе", 3)
    return await database.write(offices.bind, region=region, group=group, admin=ADMIN, binder=BINDER)


async def test_binding_is_idempotent_exclusive_and_moves_only_with_a_yes(tmp_path: Path) -> None:
    database = await opened(tmp_path)
    assert await bind(database, "mangystau", -1) == Bound("mangystau", 0)
    assert await bind(database, "mangystau", -1) == Bound("mangystau", 0)
    assert await bind(database, "abai", -1) == GroupTaken("mangystau")
    assert await bind(database, "mangystau", -2) == MoveAsked("mangystau")
    agree: dict[str, Any] = {"region": "mangystau", "admin": ADMIN, "binder": BINDER}
    assert await database.write(offices.confirm_move, chat_id=-2, **agree) is None
    late = Binder(RULES, NOW + timedelta(hours=25), date(2026, 3, 3))
    assert await database.read(offices.wished_chat, "mangystau", SAFE, late.now) is None
    assert await bind(database, "abai", -2) == Bound("abai", 0)
    assert await database.write(offices.confirm_move, chat_id=-1, **agree) == GroupTaken("abai")
    assert await database.read(chats.group_of, "mangystau", SAFE) == (-1, "kk")
    await database.close()


async def test_lane_stops_once_and_only_the_right_door_reopens_it(tmp_path: Path) -> None:
    database = await opened(tmp_path)
    await bind(database, "mangystau", -1)
    close: dict[str, Any] = {"chat_id": -1, "watch": WATCH}
    for _ in range(2):
        await database.write(groups.close_group, reason=PUBLIC, **close)
    assert await database.read(outbox.lane_state, LANE) == PUBLIC
    assert await database.read(outbox.count_pending, ALERTS) == 1
    assert await database.write(groups.welcome_back, **close) is None
    assert not await database.write(groups.mind_public, public=False, **close)
    assert await database.write(groups.reopen_group, **close) == "mangystau"
    assert await database.write(groups.mind_public, public=False, **close)
    await database.write(groups.close_group, reason=REMOVED, **close)
    assert await database.write(groups.welcome_back, **close) == "mangystau"
    assert await database.read(outbox.lane_state, LANE) is None
    assert await database.read(outbox.count_pending, ALERTS) == 4
    assert await database.write(groups.close_group, chat_id=-99, reason=REMOVED, watch=WATCH) is None
    await database.close()


async def test_migration_is_followed_once(tmp_path: Path) -> None:
    database = await opened(tmp_path)
    await bind(database, "mangystau", -1)
    follow: dict[str, Any] = {"old_chat": -1, "new_chat": -100, "safe": SAFE, "now": NOW}
    assert await database.write(groups.follow_migration, **follow) == "mangystau"
    before = await database.read(outbox.count_pending, LANE)
    assert await database.write(groups.follow_migration, **follow) is None
    assert await database.read(chats.group_of, "mangystau", SAFE) == (-100, "kk")
    assert await database.read(outbox.count_pending, LANE) == before == 1
    await database.close()
