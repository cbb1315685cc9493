"""Texts, buttons and edits between one citizen and the bot."""

import asyncio

import pytest

from bot.playground import Answer, Person, Playground, PlaygroundUseError, PrivateChat, ShownButton, check_object
from tests.playground.conftest import Bot

KEYBOARD = {
    "inline_keyboard": [
        [{"text": "Иә", "callback_data": "yes"}, {"text": "Жоқ", "callback_data": "no"}],
        [{"text": "Код", "copy_text": {"text": "1234"}}],
    ]
}


async def test_message_of_a_person_arrives_as_a_full_update(play: Playground, bot: Bot, aigul: Person) -> None:
    chat = play.private(aigul)
    sent = await chat.start("region-12")
    (update,) = await bot.updates()
    whole = {"id": aigul.id, "first_name": "Айгүл", "last_name": "Бекова", "username": "aigul_b"}
    assert update["message"] == {
        "message_id": sent.id,
        "from": {**whole, "is_bot": False, "language_code": "kk", "is_premium": True},
        "chat": {**whole, "type": "private"},
        "date": int(sent.date.timestamp()),
        "text": "/start region-12",
        "entities": [{"offset": 0, "length": 6, "type": "bot_command"}],
    }
    assert await bot.updates() == []


async def test_bot_s_message_is_seen_by_the_person_with_its_buttons(bot: Bot, chat: PrivateChat) -> None:
    result = await bot.call("sendMessage", chat_id=chat.id, text="Жібересіз бе?", reply_markup=KEYBOARD)
    check_object("Message", result)
    seen = await chat.wait_for("Жібересіз")
    assert (seen.text, seen.from_bot, seen.edited, seen.id) == ("Жібересіз бе?", True, False, result["message_id"])
    assert seen.buttons == (
        (ShownButton("Иә", "yes"), ShownButton("Жоқ", "no")),
        (ShownButton("Код", copy_text="1234"),),
    )


@pytest.mark.parametrize("wanted", ["Жоқ", "no", (0, 1)])
async def test_press_reaches_the_bot_and_its_answer_the_person(
    bot: Bot, chat: PrivateChat, aigul: Person, wanted: str | tuple[int, int]
) -> None:
    sent = await bot.call("sendMessage", chat_id=chat.id, text="?", reply_markup=KEYBOARD)
    press = await chat.press(wanted)
    (update,) = await bot.updates()
    query = update["callback_query"]
    assert (query["data"], query["from"]["id"], query["message"]) == ("no", aigul.id, sent)
    assert await bot.call("answerCallbackQuery", callback_query_id=query["id"], text="жақсы", show_alert=True)
    assert await press.answer == Answer("жақсы", show_alert=True)


async def test_press_can_be_forged_and_can_meet_a_deleted_message(bot: Bot, chat: PrivateChat) -> None:
    sent = await bot.call("sendMessage", chat_id=chat.id, text="?", reply_markup=KEYBOARD)
    await bot.call("deleteMessage", chat_id=chat.id, message_id=sent["message_id"])
    await chat.press("Иә", sent["message_id"], data="forged")
    (update,) = await bot.updates()
    query = update["callback_query"]
    assert query["data"] == "forged"
    assert query["message"] == {"chat": sent["chat"], "message_id": sent["message_id"], "date": 0}


async def test_press_of_what_is_not_there_is_a_mistake_of_the_test(bot: Bot, chat: PrivateChat) -> None:
    await bot.call("sendMessage", chat_id=chat.id, text="?", reply_markup=KEYBOARD)
    with pytest.raises(PlaygroundUseError, match="Иә"):
        await chat.press("Мүмкін")
    with pytest.raises(PlaygroundUseError):
        await chat.press("Код")


async def test_edit_replaces_text_and_keyboard(bot: Bot, chat: PrivateChat) -> None:
    sent = await bot.call("sendMessage", chat_id=chat.id, text="бір", reply_markup=KEYBOARD)
    waiting = asyncio.create_task(chat.wait_for("екі"))
    edited = await bot.call("editMessageText", chat_id=chat.id, message_id=sent["message_id"], text="екі")
    check_object("Message", edited)
    seen = await waiting
    assert (seen.id, seen.buttons, seen.edited) == (sent["message_id"], (), True)
    markup = {"inline_keyboard": [[{"text": "a", "url": "https://t.me/x"}]]}
    await bot.call("editMessageReplyMarkup", chat_id=chat.id, message_id=seen.id, reply_markup=markup)
    assert chat.messages[-1].buttons == ((ShownButton("a", url="https://t.me/x"),),)


async def test_edit_that_changes_nothing_or_finds_nothing_is_refused(bot: Bot, chat: PrivateChat) -> None:
    sent = await bot.call("sendMessage", chat_id=chat.id, text="бір", reply_markup=KEYBOARD)
    where = {"chat_id": chat.id, "message_id": sent["message_id"]}
    code, description = await bot.refusal("editMessageText", **where, text="бір", reply_markup=KEYBOARD)
    assert (code, description.startswith("Bad Request: message is not modified")) == (400, True)
    assert await bot.refusal("editMessageText", chat_id=chat.id, message_id=999, text="x") == (
        400,
        "Bad Request: message to edit not found",
    )
    theirs = chat.messages[0].id
    assert await bot.refusal("editMessageText", chat_id=chat.id, message_id=theirs, text="x") == (
        400,
        "Bad Request: message can't be edited",
    )


async def test_person_edits_and_the_bot_is_told(bot: Bot, chat: PrivateChat) -> None:
    sent = await chat.send("бір")
    await bot.updates()
    await chat.edit(sent, "екі")
    (update,) = await bot.updates()
    assert (update["edited_message"]["text"], update["edited_message"]["message_id"]) == ("екі", sent.id)
    assert chat.messages[-1].edited


async def test_reply_and_forward_carry_where_they_come_from(bot: Bot, chat: PrivateChat, dana: Person) -> None:
    sent = await bot.call("sendMessage", chat_id=chat.id, text="сұрақ")
    await chat.send("жауап", reply_to=sent["message_id"])
    await chat.send("бөтен", forwarded_from=dana)
    await chat.send("жасырын", forwarded_from="Біреу", extra={"has_protected_content": True})
    reply, forward, hidden = (update["message"] for update in await bot.updates())
    assert reply["reply_to_message"] == sent
    assert forward["forward_origin"]["sender_user"]["username"] == "dana_office"
    assert (hidden["forward_origin"]["type"], hidden["has_protected_content"]) == ("hidden_user", True)


async def test_reply_keyboard_is_tapped_until_it_is_removed(bot: Bot, chat: PrivateChat) -> None:
    markup = {"keyboard": [[{"text": "Бас мәзір"}]], "resize_keyboard": True}
    await bot.call("sendMessage", chat_id=chat.id, text="мәзір", reply_markup=markup)
    assert (await chat.tap("Бас мәзір")).text == "Бас мәзір"
    await bot.call("sendMessage", chat_id=chat.id, text="жоқ", reply_markup={"remove_keyboard": True})
    with pytest.raises(PlaygroundUseError):
        await chat.tap("Бас мәзір")


async def test_no_correct_call_is_a_violation(play: Playground, bot: Bot, chat: PrivateChat) -> None:
    await bot.call("getMe")
    await bot.call("sendMessage", chat_id=chat.id, text="сәлем")
    assert play.violations == []
    assert [call.method for call in play.calls] == ["getUpdates", "getUpdates", "getMe", "sendMessage"]
    assert "сәлем".encode("unicode_escape") in play.calls[-1].body
