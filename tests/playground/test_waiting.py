"""A wait lasts while anything moves on, and one that runs out tells what was waited for and what was there instead."""

import pytest

from bot.playground import Person, Playground, PrivateChat
from bot.playground.changes import LONGEST, Changes, Patience
from tests.playground.conftest import Bot

KEYBOARD = {"inline_keyboard": [[{"text": "Иә", "callback_data": "yes"}, {"text": "Жоқ", "callback_data": "no"}]]}


def test_patience_is_renewed_by_progress_but_not_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 1000.0
    monkeypatch.setattr("bot.playground.changes.time.monotonic", lambda: now)
    changes = Changes()
    now += 500
    patience = Patience(changes, 10)
    assert patience.left == 10
    now += 9
    assert patience.left == 1
    changes.tell(moved=False)
    assert patience.left == 1
    changes.tell()
    assert patience.left == 10
    now += 10
    assert patience.left == 0
    for _ in range(LONGEST):
        changes.tell()
        now += 9
    assert patience.left == 10 * LONGEST - 10 - 9 - 9 * LONGEST


async def test_a_change_is_seen_though_the_patience_ended_meanwhile() -> None:
    """A machine that stood still for a while fails nothing: what is there counts, not when it came."""
    changes, looked = Changes(), []
    assert await changes.wait_until(lambda: looked.append(1) or (len(looked) == 2 or None), 0.001)
    assert len(looked) == 2


async def test_calls_and_people_are_progress_and_polls_for_nothing_are_not(bot: Bot, chat: PrivateChat) -> None:
    world = chat._world

    async def moves(act: object) -> bool:
        before = world.changes.moved_at
        await act  # type: ignore[misc]
        return world.changes.moved_at > before

    assert not await moves(bot.updates())
    assert not await moves(bot.updates(timeout=0))
    assert await moves(chat.send("сәлем"))
    assert await moves(bot.updates())
    assert await moves(bot.call("getMe"))
    assert await moves(bot.call("sendMessage", chat_id=chat.id, text="сәлем"))


async def test_a_message_that_never_comes_is_named_beside_what_the_chat_shows(
    bot: Bot, chat: PrivateChat, aigul: Person
) -> None:
    said = await chat.send("Сұрақ бар")
    asked = await bot.call("sendMessage", chat_id=chat.id, text="Жібересіз бе?", reply_markup=KEYBOARD)
    photo = await chat.send_photo(caption="Міне")
    wanted = "ешқашан"
    with pytest.raises(TimeoutError) as ended:
        await chat.wait_for(lambda m, number=5: wanted in m.text, 0.02)
    assert str(ended.value).splitlines() == [
        "0.02 s without progress, waiting for await chat.wait_for(lambda m, number=5: wanted in m.text, 0.02)",
        "  with wanted = 'ешқашан', number = 5",
        "the chat shows:",
        f"  {chat.messages[0].id} Айгүл: '/start'",
        f"  {said.id} Айгүл: 'Сұрақ бар'",
        f"  {asked['message_id']} bot: 'Жібересіз бе?' [Иә] [Жоқ]",
        f"  {photo.id} Айгүл: 'Міне' <photo>",
        "  2 updates wait for the bot",
    ]
    with pytest.raises(TimeoutError, match="^0.02 s without progress, waiting for a message with 'ешқашан'\n"):
        await chat.wait_for(wanted, 0.02)


async def test_a_press_that_nobody_answers_is_named_too(bot: Bot, chat: PrivateChat) -> None:
    asked = await bot.call("sendMessage", chat_id=chat.id, text="?", reply_markup=KEYBOARD)
    press = await chat.press("Жоқ")
    with pytest.raises(TimeoutError) as ended:
        await press.answered(0.02)
    told = str(ended.value).splitlines()
    assert told[0] == "0.02 s without progress, and no answer to the press of 'Жоқ'; the chat shows:"
    assert told[-2:] == [f"  {asked['message_id']} bot: '?' [Иә] [Жоқ]", "  1 updates wait for the bot"]


async def test_what_the_bot_never_asks_for_is_named_beside_its_last_calls(play: Playground, bot: Bot) -> None:
    await bot.call("getMe")
    await bot.refusal("sendMessage", chat_id=1, text="?")
    with pytest.raises(TimeoutError) as ended:
        await play.wait_until(lambda: play.calls_of("close"), 0.02)
    assert str(ended.value).splitlines()[-3:] == [
        "the bot's last calls:",
        "  getMe: 200",
        "  sendMessage: 400 Bad Request: chat not found",
    ]
