"""What the playground starts beside, and with the library that many bots use."""

import json

import pytest
import telegram

from bot.playground import Playground, PlaygroundRefusedError, PrivateChat, refuse_beside_real_token

REAL_LOOKING = "1234567890:" + "A" * 35


@pytest.mark.parametrize("token", [REAL_LOOKING, "12345678:" + "b" * 35, "1:" + "x" * 30, "test", "1:", ""])
def test_only_tokens_that_cannot_be_real_are_taken(token: str) -> None:
    with pytest.raises(PlaygroundRefusedError):
        Playground(token)


def test_refuses_beside_a_real_token_without_naming_it() -> None:
    with pytest.raises(PlaygroundRefusedError) as refused:
        refuse_beside_real_token({"BOT_TOKEN": REAL_LOOKING})
    assert REAL_LOOKING not in str(refused.value)
    refuse_beside_real_token({"BOT_TOKEN": "1:playground"})
    refuse_beside_real_token({})


async def test_stock_library_talks_with_the_playground(play: Playground, chat: PrivateChat) -> None:
    keyboard = telegram.InlineKeyboardMarkup([[telegram.InlineKeyboardButton("Иә", callback_data="yes")]])
    async with telegram.Bot("1:test", f"{play.url}/bot", f"{play.url}/file/bot") as bot:
        assert bot.username == "adaldyq_bot"
        sent = await bot.send_message(chat.id, "Сәлем", reply_markup=keyboard, protect_content=True)
        await chat.press("Иә")
        (update,) = [each for each in await bot.get_updates() if each.callback_query]
        assert update.callback_query is not None
        await update.callback_query.answer("жақсы")
        await bot.edit_message_text("Рақмет", chat.id, sent.message_id)
        await bot.send_document(chat.id, b"%PDF", filename="өтініш.pdf", caption="құжат")
        await bot.send_media_group(chat.id, [telegram.InputMediaPhoto(b"a"), telegram.InputMediaPhoto(b"b")])
        await bot.set_my_commands([("start", "бастау")], telegram.BotCommandScopeAllPrivateChats(), "kk")
        photo = await chat.send_photo(b"\xff\xd8jpeg")
        file = await bot.get_file(photo.raw["photo"][-1]["file_id"])
        assert bytes(await file.download_as_bytearray()) == b"\xff\xd8jpeg"
        assert (await bot.get_chat(chat.id)).first_name == "Айгүл"
        with pytest.raises(telegram.error.BadRequest, match="not modified"):
            await bot.edit_message_text("Рақмет", chat.id, sent.message_id)
    assert [message.text for message in chat.from_bot] == ["Рақмет", "құжат", "", ""]
    assert play.world.profile.menu({"type": "all_private_chats"}, "kk") == [
        {"command": "start", "description": "бастау"}
    ]
    assert play.violations == []


async def test_profile_is_read_back_as_it_was_set(play: Playground) -> None:
    async with telegram.Bot("1:test", base_url=f"{play.url}/bot") as bot:
        await bot.set_my_description("сипаттама", "kk")
        await bot.set_my_short_description("қысқаша")
        await bot.set_my_name("Алаң", "kk")
        assert (await bot.get_my_description("kk")).description == "сипаттама"
        assert (await bot.get_my_short_description("ru")).short_description == "қысқаша"
        assert (await bot.get_my_name("kk")).name == "Алаң"
        await bot.set_my_commands([("help", "көмек")])
        await bot.delete_my_commands()
        assert await bot.get_my_commands() == ()


def test_facts_are_those_of_a_known_version() -> None:
    from bot.playground.shapes import the_facts

    assert the_facts()["version"] == "Bot API 10.1"
    assert json.dumps(the_facts()["methods"]["getMe"])
