"""Flood budgets and faults on demand."""

import asyncio
import time

import aiohttp
import pytest

from bot.playground import Group, JumpingClock, Person, Playground, PlaygroundUseError, PrivateChat
from bot.playground.budgets import GROUP_LIMIT, OVERALL_BURST, PRIVATE_BURST
from tests.playground.conftest import Bot


async def test_private_chat_gets_a_short_burst_and_then_one_a_second(
    play: Playground, bot: Bot, chat: PrivateChat, clock: JumpingClock
) -> None:
    for number in range(int(PRIVATE_BURST)):
        await bot.call("sendMessage", chat_id=chat.id, text=str(number))
    answer = await bot.ask("sendMessage", chat_id=chat.id, text="x")
    assert answer == {
        "ok": False,
        "error_code": 429,
        "description": "Too Many Requests: retry after 1",
        "parameters": {"retry_after": 1},
    }
    clock.jump(1)
    await bot.call("sendMessage", chat_id=chat.id, text="x")
    assert (play.floods, play.violations) == (1, [])


async def test_group_gets_twenty_a_minute_edits_included(bot: Bot, office: Group, clock: JumpingClock) -> None:
    sent = await bot.call("sendMessage", chat_id=office.id, text="0")
    where = {"chat_id": office.id, "message_id": sent["message_id"]}
    for number in range(1, GROUP_LIMIT):
        await bot.call("editMessageText", **where, text=str(number))
    clock.jump(20)
    answer = await bot.ask("sendMessage", chat_id=office.id, text="x")
    assert 39 <= answer["parameters"]["retry_after"] <= 40
    clock.jump(answer["parameters"]["retry_after"])
    await bot.call("sendMessage", chat_id=office.id, text="x")


@pytest.mark.parametrize("clock", [0.01], indirect=True)  # else a busy machine sends no thirty within its second
async def test_all_chats_together_get_thirty_a_second(play: Playground, bot: Bot, clock: JumpingClock) -> None:
    chats = [play.private(play.person(f"П{number}")) for number in range(int(OVERALL_BURST) + 6)]
    answers = []
    for chat in chats:
        await chat.start()
        answers.append(await bot.ask("sendMessage", chat_id=chat.id, text="x"))
    assert all(answer["ok"] for answer in answers[: int(OVERALL_BURST)])
    assert not all(answer["ok"] for answer in answers)
    clock.jump(1)
    await bot.call("sendMessage", chat_id=chats[-1].id, text="y")


async def test_budgets_can_be_left_out() -> None:
    async with Playground("1:test", budgets=False) as play, aiohttp.ClientSession() as session:
        chat = play.private(play.person("Асан"))
        await chat.start()
        bot = Bot(session, f"{play.url}/bot1:test")
        for number in range(40):
            await bot.call("sendMessage", chat_id=chat.id, text=str(number))
        assert (len(chat.from_bot), play.floods) == (40, 0)


@pytest.mark.parametrize("kind", ["500", "502", "429"])
async def test_answered_faults_strike_as_often_as_ordered(
    play: Playground, bot: Bot, chat: PrivateChat, kind: str
) -> None:
    play.fail("sendMessage", kind=kind, times=2, retry_after=7)  # type: ignore[arg-type]
    await bot.call("getMe")
    for _ in range(2):
        url = f"{bot.url}/sendMessage"
        async with bot.session.post(url, json={"chat_id": chat.id, "text": "x"}) as response:
            assert response.status == int(kind)
            if kind == "429":
                assert (await response.json())["parameters"] == {"retry_after": 7}
    assert chat.from_bot == []
    await bot.call("sendMessage", chat_id=chat.id, text="x")


async def test_dropped_connections_differ_in_whether_the_effect_happened(
    play: Playground, bot: Bot, chat: PrivateChat
) -> None:
    play.fail("sendMessage", kind="drop-before")
    play.fail("sendMessage", kind="drop-after")
    for text in ("бұрын", "кейін"):
        with pytest.raises(aiohttp.ClientError):
            await bot.ask("sendMessage", chat_id=chat.id, text=text)
    assert [message.text for message in chat.from_bot] == ["кейін"]
    assert [(call.ok, call.answer_lost) for call in play.calls_of("sendMessage")] == [(False, False), (True, True)]


async def test_slow_answers_come_later(play: Playground, bot: Bot, chat: PrivateChat) -> None:
    play.fail(None, kind="slow", seconds=0.1)
    before = time.monotonic()
    await bot.call("sendMessage", chat_id=chat.id, text="x")
    assert time.monotonic() - before >= 0.1


async def test_telegram_can_be_down_until_cleared(play: Playground, bot: Bot, chat: PrivateChat) -> None:
    fault = play.fail(kind="down")
    for _ in range(3):
        with pytest.raises(aiohttp.ClientError):
            await bot.ask("getMe")
    fault.clear()
    await bot.call("getMe")
    assert fault.struck == 3


async def test_unknown_fault_is_a_mistake_of_the_test(play: Playground) -> None:
    with pytest.raises(PlaygroundUseError):
        play.fail(kind="earthquake")  # type: ignore[arg-type]


async def test_wait_until_looks_after_every_call(play: Playground, bot: Bot, dana: Person) -> None:
    waiting = asyncio.create_task(play.wait_until(lambda: play.calls_of("getMe"), timeout=5))
    await asyncio.sleep(0)
    await bot.call("getMe")
    await waiting
