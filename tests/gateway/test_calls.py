"""The thin calls say and raise what PTB's own client says and raises."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest
from telegram import InlineKeyboardButton, InlineKeyboardMarkup
from telegram.error import BadRequest, ChatMigrated, Forbidden, NetworkError, RetryAfter, TelegramError

from bot.gateway.calls import Calls
from bot.gateway.transport import BotApiRequest
from bot.playground import Playground, PrivateChat

BUTTONS = {"inline_keyboard": [[{"text": "Жіберу", "callback_data": "kk1:send"}]]}


@dataclass(frozen=True, slots=True)
class Line:
    """The calls, the playground they go to, and a citizen's chat there."""

    calls: Calls
    play: Playground
    chat: PrivateChat


@pytest.fixture
async def line() -> AsyncIterator[Line]:
    request = BotApiRequest(proxy=None)
    async with Playground(budgets=False) as play:
        chat = play.private(play.person("Айгүл"))
        await request.initialize()
        await chat.send("/start")
        yield Line(Calls(f"{play.url}/bot{play.token}", request), play, chat)
        await request.shutdown()
    assert play.violations == []


async def test_a_message_is_sent_without_preview_and_its_id_comes_back(line: Line) -> None:
    sent = await line.calls.send_message(line.chat.id, "Сәлем", reply_markup=BUTTONS, protect_content=True)

    message = line.chat.message(sent)
    assert message is not None and (message.text, message.labels) == ("Сәлем", ("Жіберу",))
    assert line.play.calls[-1].parameters == {
        "chat_id": line.chat.id,
        "text": "Сәлем",
        "link_preview_options": {"is_disabled": True},
        "protect_content": True,
        "reply_markup": BUTTONS,
    }


async def test_a_keyboard_without_a_button_takes_the_others_away(line: Line) -> None:
    sent = await line.calls.send_message(line.chat.id, "Сәлем", reply_markup=BUTTONS)
    await line.calls.edit_buttons(line.chat.id, sent, InlineKeyboardMarkup([]))
    message = line.chat.message(sent)
    assert message is not None and message.labels == ()


async def test_the_library_s_keyboard_is_taken_too(line: Line) -> None:
    keyboard = InlineKeyboardMarkup([[InlineKeyboardButton("Жіберу", callback_data="kk1:send")]])
    sent = await line.calls.send_message(line.chat.id, "Сәлем", reply_markup=keyboard)

    assert line.play.calls[-1].parameters["reply_markup"] == BUTTONS
    assert line.chat.message(sent) is not None


async def test_an_answer_to_a_deleted_message_is_sent_all_the_same(line: Line) -> None:
    sent = await line.calls.send_message(line.chat.id, "Сәлем", reply_to=999)

    assert line.chat.message(sent) is not None


async def test_a_press_is_answered_edited_and_deleted(line: Line) -> None:
    sent = await line.calls.send_message(line.chat.id, "Сәлем", reply_markup=BUTTONS)
    press = await line.chat.press("Жіберу")
    await line.calls.answer_callback_query(press.id, text="Күте тұрыңыз", show_alert=True)
    answer = await press.answered()
    await line.calls.edit_message_text("Жіберілді", line.chat.id, sent)
    edited = line.chat.message(sent)
    await line.calls.delete_message(line.chat.id, sent)

    assert (answer.text, answer.show_alert) == ("Күте тұрыңыз", True)
    assert edited is not None and (edited.text, edited.labels) == ("Жіберілді", ())
    assert line.chat.message(sent) is None


async def test_refusals_are_the_library_s_errors(line: Line) -> None:
    with pytest.raises(BadRequest, match="Message to edit not found"):
        await line.calls.edit_message_text("Сәлем", line.chat.id, 999)
    line.play.fail("sendMessage", kind="429", retry_after=7)
    with pytest.raises(RetryAfter):
        await line.calls.send_message(line.chat.id, "Сәлем")
    line.play.fail("sendMessage", kind="drop-before")
    with pytest.raises(NetworkError):
        await line.calls.send_message(line.chat.id, "Сәлем")
    line.chat.block()
    with pytest.raises(Forbidden):
        await line.calls.send_message(line.chat.id, "Сәлем")


@pytest.mark.parametrize("answer", [b"[" * 100_000 + b"]" * 100_000, b'{"ok": true', b"9" * 5_000])
def test_an_answer_that_cannot_be_read_is_the_library_s_error(answer: bytes) -> None:
    with pytest.raises(TelegramError):
        BotApiRequest.parse_json_payload(answer)


async def test_a_group_that_moved_is_told(line: Line) -> None:
    admin = line.play.person("Әлия")
    group = line.play.group("Кеңсе", members=[admin], admins=[admin], supergroup=False)
    await group.add_bot(by=admin)
    old = group.id
    await group.migrate()

    with pytest.raises(ChatMigrated) as moved:
        await line.calls.send_message(old, "Сәлем")
    assert moved.value.new_chat_id == group.id
