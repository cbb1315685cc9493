"""Whatever a person can send from a phone can be sent from the page, and reaches the bot as Telegram would bring it."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.async_api import expect

from bot.playground import Group, Person, PrivateChat
from tests.playground.conftest import Bot
from tests.playground.page.arrivals import arrived
from tests.playground.page.screen import Screen


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    paths = [tmp_path / f"дәлел-{number}.bin" for number in (1, 2)]
    for path in paths:
        path.write_bytes(path.name.encode())
    return paths


async def test_words_and_commands(bot: Bot, chat: PrivateChat, phone: Screen) -> None:
    await phone.write("citizen", "/status 1234")
    (message,) = await arrived(bot)
    assert (message["text"], message["entities"][0]["type"]) == ("/status 1234", "bot_command")
    commands = [{"command": "start", "description": "Басты мәзір"}, {"command": "status", "description": "Мәртебе"}]
    await bot.call("setMyCommands", commands=commands)
    await phone.write("citizen", "сөз")
    await arrived(bot)
    await phone.see("citizen", "сөз")
    await phone.pane("citizen").get_by_role("button", name=phone.text("demo.commands")).click()
    await phone.pane("citizen").get_by_role("button", name="/status Мәртебе").click()
    assert [each["text"] for each in await arrived(bot)] == ["/status"]


@pytest.mark.parametrize("kind", ["photo", "document", "voice", "audio", "video", "video_note"])
async def test_each_kind_of_file(bot: Bot, chat: PrivateChat, phone: Screen, files: list[Path], kind: str) -> None:
    await phone.choose("citizen", kind, files[:1])
    await phone.write("citizen", "міне")
    (message,) = await arrived(bot)
    assert kind in message
    assert message.get("caption") == (None if kind == "video_note" else "міне")
    held = message[kind][-1] if kind == "photo" else message[kind]
    link = await bot.call("getFile", file_id=held["file_id"])
    assert link["file_size"] == len(files[0].name.encode())
    await expect(phone.pane("citizen").locator(".strip")).to_be_hidden()


async def test_several_photos_are_one_album_with_one_caption(
    bot: Bot, chat: PrivateChat, phone: Screen, files: list[Path]
) -> None:
    await phone.choose("citizen", "photo", files)
    await phone.write("citizen", "екеуі")
    first, second = await arrived(bot, 2)
    assert first["media_group_id"] == second["media_group_id"]
    assert (first["caption"], second.get("caption")) == ("екеуі", None)


async def test_a_sticker(bot: Bot, chat: PrivateChat, phone: Screen) -> None:
    await phone.pane("citizen").get_by_role("button", name=phone.text("demo.attach")).click()
    await phone.pane("citizen").get_by_role("button", name="Стикер 😔").click()
    (message,) = await arrived(bot)
    assert message["sticker"]["emoji"] == "😔"


async def test_files_that_were_chosen_can_be_given_up(
    bot: Bot, chat: PrivateChat, phone: Screen, files: list[Path]
) -> None:
    await phone.choose("citizen", "document", files)
    await phone.pane("citizen").get_by_role("button", name=phone.text("demo.cancel")).click()
    await phone.write("citizen", "файлсыз")
    assert [each.get("text") for each in await arrived(bot)] == ["файлсыз"]


async def test_an_answer_and_an_edit(bot: Bot, chat: PrivateChat, phone: Screen) -> None:
    await bot.call("sendMessage", chat_id=chat.id, text="Сұрақ")
    await phone.reply("citizen", chat.messages[-1], "жауап")
    (message,) = await arrived(bot)
    assert message["reply_to_message"]["text"] == "Сұрақ"
    own = phone.message("citizen", chat.messages[-1])
    await own.get_by_role("button", name=phone.text("demo.edit")).click()
    await expect(phone.line("citizen")).to_have_value("жауап")
    await phone.write("citizen", "басқа жауап")
    (edited,) = await arrived(bot)
    assert (edited["text"], "edit_date" in edited) == ("басқа жауап", True)


async def test_what_is_refused_stays_in_the_line(bot: Bot, chat: PrivateChat, phone: Screen) -> None:
    chat.block()
    await phone.write("citizen", "естіліп тұр ма")
    await expect(phone.page.locator("#toast")).to_contain_text("has blocked the bot")
    await expect(phone.line("citizen")).to_have_value("естіліп тұр ма")


async def test_an_officer_answers_a_post_in_the_group(bot: Bot, office: Group, dana: Person, phone: Screen) -> None:
    await bot.call("sendMessage", chat_id=office.id, text="Карточка")
    await phone.turn_to("group")
    await phone.pane("group").get_by_label(phone.text("demo.who_writes")).select_option("Дана")
    await phone.reply("group", office.messages[-1], "Қараймыз")
    message = (await arrived(bot))[-1]
    assert (message["text"], message["from"]["first_name"]) == ("Қараймыз", "Дана")
    assert message["reply_to_message"]["text"] == "Карточка"
