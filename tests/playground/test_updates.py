"""getUpdates: what is kept, for how long, and for whom."""

import asyncio

import aiohttp

from bot.playground import JumpingClock, Person, Playground, PrivateChat
from tests.playground.conftest import Bot

OTHER = "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"


async def test_offset_confirms_everything_below_it(bot: Bot, chat: PrivateChat) -> None:
    for text in "abc":
        await chat.send(text)
    first = await bot.call("getUpdates", limit=2)
    assert [update["message"]["text"] for update in first] == ["a", "b"]
    assert await bot.call("getUpdates", limit=2) == first
    rest = await bot.call("getUpdates", offset=first[-1]["update_id"] + 1)
    assert [update["message"]["text"] for update in rest] == ["c"]
    assert [update["message"]["text"] for update in await bot.call("getUpdates")] == ["c"]


async def test_negative_offset_keeps_only_the_last(bot: Bot, chat: PrivateChat) -> None:
    for text in "abc":
        await chat.send(text)
    assert [update["message"]["text"] for update in await bot.call("getUpdates", offset=-1)] == ["c"]
    assert len(await bot.call("getUpdates")) == 1


async def test_long_poll_answers_as_soon_as_something_comes(bot: Bot, chat: PrivateChat) -> None:
    waiting = asyncio.create_task(bot.updates(timeout=30))
    await asyncio.sleep(0.05)
    await chat.send("келдім")
    (update,) = await asyncio.wait_for(waiting, 2)
    assert update["message"]["text"] == "келдім"


async def test_long_poll_ends_empty_in_the_server_s_clock(bot: Bot, chat: PrivateChat, clock: JumpingClock) -> None:
    waiting = asyncio.create_task(bot.updates(timeout=50))
    await asyncio.sleep(0.05)
    clock.jump(51)
    assert await asyncio.wait_for(waiting, 2) == []


async def test_second_poller_sends_the_first_away(bot: Bot, chat: PrivateChat) -> None:
    first = asyncio.create_task(bot.refusal("getUpdates", timeout=30))
    await asyncio.sleep(0.05)
    second = asyncio.create_task(bot.updates(timeout=30))
    assert await asyncio.wait_for(first, 2) == (409, OTHER)
    await chat.send("кімге?")
    assert len(await asyncio.wait_for(second, 2)) == 1


async def test_messages_wait_a_day_and_presses_150_seconds(bot: Bot, chat: PrivateChat, clock: JumpingClock) -> None:
    row = [{"text": "a", "callback_data": "x"}]
    await bot.call("sendMessage", chat_id=chat.id, text="?", reply_markup={"inline_keyboard": [row]})
    await chat.send("хабар")
    await chat.press("a")
    clock.jump(151)
    assert [update.keys() - {"update_id"} for update in await bot.call("getUpdates")] == [{"message"}]
    clock.jump(24 * 3600)
    assert await bot.call("getUpdates") == []


async def test_allowed_updates_are_remembered(play: Playground, bot: Bot, aigul: Person) -> None:
    chat = play.private(aigul)
    await bot.updates(allowed_updates=["callback_query"])
    await chat.start()
    assert await bot.updates() == []
    await bot.updates(allowed_updates=[])
    await chat.send("енді")
    assert len(await bot.updates()) == 1
    code, description = await bot.refusal("getUpdates", allowed_updates=["messages"])
    assert (code, description) == (400, "Bad Request: allowed_updates names no update: messages")


async def test_hasty_polls_are_counted(play: Playground, bot: Bot, clock: JumpingClock) -> None:
    await bot.call("getUpdates", offset=5)
    assert play.world.updates.hasty_polls == 0
    await bot.call("getUpdates", offset=5)
    clock.jump(3.1)
    await bot.call("getUpdates", offset=5)
    assert play.world.updates.hasty_polls == 1


async def test_shutting_down_ends_a_poll(aigul: Person, bot: Bot, play: Playground) -> None:
    waiting = asyncio.create_task(bot.session.get(f"{bot.url}/getUpdates?timeout=30"))
    await asyncio.sleep(0.05)
    play.world.updates.close()
    result = await asyncio.wait_for(asyncio.gather(waiting, return_exceptions=True), 2)
    assert isinstance(result[0], aiohttp.ClientError)
