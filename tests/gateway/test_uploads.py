"""Uploads: new bytes, neutral names, protected, one caption; every kind of file by its own method."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from telegram import Bot

from bot.desk.files import CleanFacts, CleanFile
from bot.desk.outgoing.albums import PHOTO_BYTES
from bot.gateway.transport import AiohttpRequest
from bot.gateway.uploads import Naming, upload
from bot.playground import Playground


@pytest.fixture
async def play() -> AsyncIterator[Playground]:
    async with Playground(budgets=False) as made:
        yield made


def clean(media: str, content: bytes = b"clean", extension: str = "bin") -> CleanFile:
    return CleanFile("id", CleanFacts(extension, media, (), 1, len(content), 10, 10), content)


def bot_of(play: Playground) -> Bot:
    request = AiohttpRequest(proxy=None)
    return Bot(play.token, base_url=f"{play.url}/bot", base_file_url=f"{play.url}/file/bot", request=request)


@pytest.mark.parametrize(
    ("media", "method"),
    [
        ("photo", "sendPhoto"),
        ("video", "sendVideo"),
        ("voice", "sendVoice"),
        ("video_note", "sendVideoNote"),
        ("audio", "sendAudio"),
        ("document", "sendDocument"),
    ],
)
async def test_each_kind_goes_by_its_method(play: Playground, media: str, method: str) -> None:
    chat = play.private(play.person("Айгүл"))
    await chat.start()
    async with bot_of(play) as bot:
        ids = await upload(bot, chat.id, [clean(media)], Naming("12-26-10000", 3, "подпись"), reply_to=None)
    (call,) = play.calls_of(method)
    (file,) = call.files.values()
    assert (file.name, file.body) == ("12-26-10000-3.bin", b"clean")
    assert call.parameters["protect_content"] and call.parameters.get("caption") == (
        None if media == "video_note" else "подпись"
    )
    assert [m.id for m in chat.from_bot] == ids
    assert play.violations == []


async def test_an_album_has_one_caption_and_numbered_names(play: Playground) -> None:
    chat = play.private(play.person("Айгүл"))
    first = await chat.start()
    files = [clean("photo", b"one", "jpg"), clean("video", b"two", "mp4"), clean("photo", b"three", "png")]
    async with bot_of(play) as bot:
        ids = await upload(bot, chat.id, files, Naming("n", 1, "подпись"), reply_to=first.id)
    (call,) = play.calls_of("sendMediaGroup")
    assert sorted((file.name, file.body) for file in call.files.values()) == [
        ("n-1.jpg", b"one"),
        ("n-2.mp4", b"two"),
        ("n-3.png", b"three"),
    ]
    posts = chat.from_bot
    assert ([m.id for m in posts], [m.text for m in posts]) == (ids, ["подпись", "", ""])
    assert {m.reply_to for m in posts} == {first.id}
    assert play.violations == []


async def test_a_picture_too_large_for_a_photo_goes_as_a_document(play: Playground) -> None:
    chat = play.private(play.person("Айгүл"))
    await chat.start()
    async with bot_of(play) as bot:
        large = clean("photo", bytes(PHOTO_BYTES + 1), "png")
        await upload(bot, chat.id, [large], Naming("n", 1, None), reply_to=None)
    assert [m.media for m in chat.from_bot] == ["document"]
    assert play.violations == []
