"""kill -9 in the middle of bulk work: it goes on where it stopped, and every case reaches its group once."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from sqlalchemy import Connection

from bot.chance import Chance
from bot.desk.rules import Turn
from bot.settings import read_settings
from bot.store import open_store
from bot.wiring import make_rules
from tests.chaos.stage import Stage, answer_case, newest, number_in, reach_preview, read_by_code, staged, until
from tests.desk.house import put_case
from tests.flows.office import send_preview
from tests.postgres import Server

SPEED = 60.0
"""So that what a group takes in two minutes takes two seconds."""
WAITING = 50
"""More than a lane is fed with at once, so that the chore is held in the middle too."""


def file_many(connection: Connection, turn: Turn) -> dict[str, str]:
    """Cases that wait for the region's group: the code of each, by its number."""
    filed = [put_case(connection, turn, level="code") for _ in range(WAITING)]
    return {case.row.number: case.code for case in filed}


async def waiting_cases(stage: Stage) -> dict[str, str]:
    """What the bot's database holds before the bot is started: cases that wait."""
    settings = read_settings(stage.environ)
    async with open_store(settings, stage.clock, Chance()) as store:
        turn = Turn(make_rules(settings, store), stage.clock.now())
        return await store.database.write(file_many, turn)


async def left_waiting(stage: Stage) -> int:
    """How many cases still wait."""
    return await stage.count("cases WHERE status = 'waiting'")


@pytest.mark.parametrize("point", ["slice-before-commit", "slice-after-commit"])
async def test_killed_in_the_middle_of_taking_up_waiting_cases(tmp_path: Path, point: str) -> None:
    async with staged(tmp_path, speed=SPEED) as stage:
        await kill_and_go_on(stage, point, nth=4)


async def test_killed_while_taking_up_waiting_cases_on_postgresql(tmp_path: Path, postgresql_server: Server) -> None:
    async with (
        postgresql_server.fresh_database() as url,
        staged(tmp_path, speed=SPEED, database_url=url) as stage,
    ):
        await kill_and_go_on(stage, "slice-after-commit", nth=2)


async def kill_and_go_on(stage: Stage, point: str, nth: int) -> None:
    """Bind a region for which cases wait with a bot that dies at its *nth* slice, and start a sound one."""
    codes = await waiting_cases(stage)
    stage.arm()
    bot = await stage.start(point, nth)
    officer = stage.play.person("Дана")
    group = stage.play.group("Кеңсе", members=[stage.admin, officer], admins=[stage.admin], supergroup=True)
    await group.add_bot(by=stage.admin)
    await group.send(stage.admin, "/bind mangystau")
    assert await bot.is_killed()
    assert await left_waiting(stage) > 0
    await stage.start()
    chat = stage.citizen()
    await reach_preview(chat, "Подано, пока разбирали очередь.")  # citizens are served meanwhile
    number, _ = await send_preview(chat)
    await until(lambda: is_whole(stage), stage.play)
    await stage.all_sent()
    seen = Counter(number_in(each) for each in group.messages if each.from_bot and each.text.startswith("🆕"))
    assert set(seen) == {*codes, number}
    assert seen.total() - len(seen) <= 1  # the one that was in flight when the process died
    known = next(iter(codes))
    await group.send(stage.admin, "/grouplang ru")
    await newest(group, "Язык группы: русский")
    await group.send(stage.admin, "/takeback 0")
    await newest(group, "Возврат отправленного ответа выключен")
    card = next(each for each in group.messages if known in each.text)
    await answer_case(group, officer, card, "Мы проверили.")
    await read_by_code(chat, codes[known], "Мы проверили")
    assert stage.play.violations == []


async def is_whole(stage: Stage) -> bool:
    """Whether no case waits any more."""
    return await left_waiting(stage) == 0
