"""A hundred people press "send" at the same moment: a hundred numbers, none lost, and Telegram never has to refuse."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from bot.playground import Group, PrivateChat, updates
from tests.chaos.stage import Stage, cards_of, newest, number_in, reach_preview, read_by_code, staged

PEOPLE = 100
CROWD_SPEED = 60.0


async def at_preview(stage: Stage) -> tuple[list[PrivateChat], list[str]]:
    """Everybody at the preview: their chats, and the codes that it shows them."""
    chats = [stage.citizen(f"Житель {at}") for at in range(PEOPLE)]
    reached = (reach_preview(chat, f"Обращение жителя {at}.") for at, chat in enumerate(chats))
    return chats, await asyncio.gather(*reached)


async def file_together(stage: Stage) -> list[tuple[PrivateChat, str, str]]:
    """Everybody waits at the preview until all do; then all press. Chat, number and code of each."""
    chats, codes = await at_preview(stage)
    for chat in chats:
        await chat.press("Отправить")
    receipts = await asyncio.gather(*(newest(chat, "Обращение зарегистрировано") for chat in chats))
    return list(zip(chats, (number_in(receipt) for receipt in receipts), codes, strict=True))


def _groups_refused(stage: Stage) -> int:
    """How often a group's budget was overrun. The budget of all chats is no measure here: a second lasts 17 ms."""
    return sum(count for chat_id, count in stage.play.world.budgets.refused.items() if chat_id < 0)


def each_has_one_card(group: Group, numbers: list[str]) -> bool:
    """Whether the group has exactly one card of every case."""
    return all(len(cards_of(group, number)) == 1 for number in numbers)


async def test_a_hundred_filings_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # Both clocks run fast, so that the group's twenty a minute take no minutes; presses must not grow stale by that.
    monkeypatch.setattr(updates, "PRESS_KEPT_SECONDS", 1e9)
    async with staged(tmp_path, speed=CROWD_SPEED, budgets=True) as stage:
        bot = await stage.start()
        group = await stage.bind()
        await stage.clock.sleep(61)  # what binding said has left the group's minute
        filed = await file_together(stage)
        numbers = [number for _, number, _ in filed]
        assert len(set(numbers)) == PEOPLE
        await stage.all_sent()
        assert each_has_one_card(group, numbers)
        chat, number, code = filed[-1]
        await read_by_code(chat, code, number)
        assert stage.play.violations == []
        assert _groups_refused(stage) == 0
        assert await bot.stop() == 0


async def test_a_hundred_filings_at_once_with_a_kill_in_their_midst(tmp_path: Path) -> None:
    """Killed while it files: each report is there once, and its citizen has the code."""
    async with staged(tmp_path, speed=CROWD_SPEED) as stage:
        bot = await stage.start("after-commit", nth=PEOPLE // 2)
        group = await stage.bind()
        chats, codes = await at_preview(stage)
        await stage.all_heard()
        stage.arm()
        for chat in chats:
            await chat.press("Отправить")
        assert await bot.is_killed()
        await stage.start()
        numbers = await asyncio.gather(*(number_of(chat, code) for chat, code in zip(chats, codes, strict=True)))
        assert len(set(numbers)) == PEOPLE
        await stage.all_sent()
        for at in range(PEOPLE):
            await newest(group, f"Обращение жителя {at}.")
        assert all(1 <= len(cards_of(group, number)) <= 2 for number in numbers)


async def number_of(chat: PrivateChat, code: str) -> str:
    """The number that the receipt shows or, for who saw none, the code opens."""
    told = await chat.wait_for(lambda m: "зарегистрировано" in m.text or "Проверьте его по коду" in m.text)
    if "зарегистрировано" not in told.text:
        told = await read_by_code(chat, code, "Статус")
    return number_in(told)
