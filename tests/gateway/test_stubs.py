"""Stubs: whatever of a file is too old to be deleted gives way to a picture, a text or a silence that says so."""

from __future__ import annotations

import io

import av
import pytest
from PIL import Image
from telegram import Bot
from telegram.error import BadRequest

from bot.gateway.stubs import HEIGHT, WIDTH, Stubs, grey_picture, silence
from bot.gateway.uploads import Naming, upload
from bot.gateway.wording import BOTH
from bot.playground import Playground, PrivateChat
from tests.desk.house import WORDS
from tests.gateway.test_uploads import bot_of, clean, play

__all__ = ["play"]

SAID = WORDS.text("n.taken_away", BOTH)


async def begun(play: Playground) -> PrivateChat:
    chat = play.private(play.person("Айгүл"))
    await chat.start()
    return chat


async def put(bot: Bot, chat: PrivateChat, *media: str) -> list[int]:
    """Send files of these kinds together, and a stub in the place of each; their messages."""
    files = [clean(kind, b"secret %d" % n) for n, kind in enumerate(media)]
    ids = await upload(bot, chat.id, files, Naming("12-26-10000", 1, "подпись"), reply_to=None)
    for message in ids:
        await Stubs(bot, WORDS).put(chat.id, message)
    return ids


@pytest.mark.parametrize(
    ("media", "becomes"),
    [
        (("photo",), "photo"), (("video",), "photo"), (("document",), "photo"), (("audio",), "photo"),
        (("photo", "video", "photo"), "photo"), (("document", "document"), "document"), (("audio", "audio"), "audio"),
    ],
)  # fmt: skip
async def test_a_file_alone_and_in_every_album_gives_way(
    play: Playground, media: tuple[str, ...], becomes: str
) -> None:
    chat = await begun(play)
    async with bot_of(play) as bot:
        ids = await put(bot, chat, *media)
    found = [message for message in chat.from_bot if message.id in ids]
    assert [(message.media, message.raw["caption"]) for message in found] == [(becomes, SAID)] * len(media)
    contents = [file.body for call in play.calls_of("editMessageMedia") for file in call.files.values()]
    assert not [content for content in contents if b"secret" in content]
    assert all(message.raw["has_protected_content"] for message in found) and play.violations == []


async def test_words_give_way_too(play: Playground) -> None:
    chat = await begun(play)
    async with bot_of(play) as bot:
        sent = await bot.send_message(chat.id, "Айгүл, +7 701 123 45 67")
        await Stubs(bot, WORDS).put(chat.id, sent.message_id)
    (message,) = [each for each in chat.from_bot if each.id == sent.message_id]
    assert (message.media, message.raw["caption"], "text" in message.raw) == ("photo", SAID, False)


@pytest.mark.parametrize("media", ["voice", "video_note"])
async def test_nothing_takes_the_place_of_a_voice_and_a_round_video(play: Playground, media: str) -> None:
    chat = await begun(play)
    async with bot_of(play) as bot:
        with pytest.raises(BadRequest, match="media can't be edited"):
            await put(bot, chat, media)


async def test_where_pictures_may_not_be_sent_it_is_a_document(play: Playground) -> None:
    chat = await begun(play)
    async with bot_of(play) as bot:
        no_rights = "Bad Request: not enough rights to send photos to the chat"
        play.fail("editMessageMedia", kind="refuse", description=no_rights)
        await put(bot, chat, "video")
    assert chat.from_bot[-1].media == "document"


def test_the_picture_is_one_and_the_silence_a_second_long() -> None:
    with Image.open(io.BytesIO(grey_picture())) as picture:
        picture.load()
        assert (picture.size, len(picture.getcolors())) == ((WIDTH, HEIGHT), 1)
    with av.open(io.BytesIO(silence())) as sound:
        frames = list(sound.decode(audio=0))
    assert sum(frame.samples for frame in frames) / frames[0].sample_rate == pytest.approx(1, abs=0.05)
    assert not any(any(bytes(plane)) for frame in frames for plane in frame.planes)
