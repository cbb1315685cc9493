"""Uploads: new bytes, neutral names, protected, one caption; every kind by its own method, or in another form."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from telegram import Bot
from telegram.error import BadRequest

from bot.background.sender import LeftFile, Rejection
from bot.desk.files import CleanFacts, CleanFile
from bot.desk.outgoing.albums import PHOTO_BYTES
from bot.gateway.transport import BotApiRequest
from bot.gateway.uploads import FilePlace, Naming, NumberedFile, Uploader, upload
from bot.playground import Playground, PrivateChat


@pytest.fixture
async def play() -> AsyncIterator[Playground]:
    async with Playground(budgets=False) as made:
        yield made


def clean(media: str, content: bytes = b"clean", extension: str = "bin") -> CleanFile:
    return CleanFile("id", CleanFacts(extension, media, (), 1, len(content), 10, 10), content)


def bot_of(play: Playground) -> Bot:
    request = BotApiRequest(proxy=None)
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


async def started(play: Playground) -> PrivateChat:
    """A citizen's chat that takes messages."""
    chat = play.private(play.person("Айгүл"))
    await chat.start()
    return chat


@pytest.mark.parametrize(
    ("media", "spoiled", "form"),
    [
        ("photo", ("photo",), "document"),
        ("voice", ("voice",), "audio"),
        ("voice", ("voice", "audio"), "document"),
        ("video_note", ("video_note",), "video"),
        ("video", ("video",), "document"),
        ("audio", ("audio",), "document"),
    ],
)
async def test_what_is_refused_in_one_form_goes_in_the_next_as_the_same_new_bytes(
    play: Playground, media: str, spoiled: tuple[str, ...], form: str
) -> None:
    chat = await started(play)
    for kind in spoiled:
        play.world.files.spoil(kind, b"clean", "VOICE_MESSAGES_FORBIDDEN" if kind == "voice" else "MEDIA_INVALID")
    async with bot_of(play) as bot:
        ids = await upload(bot, chat.id, [clean(media)], Naming("n", 3, "подпись"), reply_to=None)
    (post,) = chat.from_bot
    assert ([post.id], post.media, post.text) == (ids, form, "подпись")
    (call,) = [call for call in play.calls if call.files and call.ok]
    (file,) = call.files.values()
    assert (file.name, file.body, call.parameters["protect_content"]) == ("n-3.bin", b"clean", True)
    assert play.violations == []


@pytest.mark.parametrize("bad", range(10))
async def test_an_album_goes_without_its_bad_picture_wherever_that_stands(play: Playground, bad: int) -> None:
    chat = await started(play)
    for kind in ("photo", "document"):
        play.world.files.spoil(kind, b"odd")
    files = [NumberedFile.of(n + 1, clean("photo", b"odd" if n == bad else b"%d" % n)) for n in range(10)]
    async with bot_of(play) as bot:
        uploader = Uploader(bot, FilePlace(chat.id), "n", str)
        await uploader.send(files)
    assert uploader.left == [LeftFile("id", bad + 1, Rejection.PICTURE)]
    sent = [file for call in play.calls if call.ok for file in call.files.values()]
    expected = [(f"n-{n + 1}.bin", b"%d" % n) for n in range(10) if n != bad]
    assert sorted((file.name, file.body) for file in sent) == sorted(expected)
    assert [m.id for m in chat.from_bot] == uploader.ids
    assert len([call for call in play.calls if call.files]) <= 10
    assert play.violations == []


async def test_what_is_no_fault_of_a_file_stops_the_upload_and_what_arrived_is_known(play: Playground) -> None:
    chat = await started(play)
    play.world.files.spoil("photo", b"odd")
    play.fail("sendDocument", kind="refuse", description="Bad Request: TOPIC_CLOSED")
    files = [NumberedFile.of(n, clean("photo", content)) for n, content in enumerate((b"one", b"two", b"odd"), 1)]
    async with bot_of(play) as bot:
        uploader = Uploader(bot, FilePlace(chat.id), "n", str)
        with pytest.raises(BadRequest, match="(?i)topic_closed"):
            await uploader.send(files)
    assert ([m.id for m in chat.from_bot], uploader.left) == (uploader.ids, [])
    assert [m.media for m in chat.from_bot] == ["photo", "photo"]
