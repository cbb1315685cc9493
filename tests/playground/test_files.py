"""Files both ways: what people send and the bot fetches, what the bot uploads and people see."""

import io
import json

import aiohttp
import pytest

from bot.playground import JumpingClock, Playground, PrivateChat, check_object
from tests.playground.conftest import Bot

MEGABYTE = 1024 * 1024


async def upload(bot: Bot, method: str, files: dict[str, bytes], **fields: object) -> dict[str, object]:
    # Telegram takes a file's name as it stands: a client that percent-encodes it shows people the percents.
    form = aiohttp.FormData(default_to_multipart=True, quote_fields=False)
    for name, value in fields.items():
        form.add_field(name, value if isinstance(value, str) else json.dumps(value))
    for name, body in files.items():
        form.add_field(name, io.BytesIO(body), filename=f"{name}-өтініш.bin", content_type="application/pdf")
    async with bot.session.post(f"{bot.url}/{method}", data=form) as response:
        answer: dict[str, object] = await response.json()
        return answer


async def test_every_medium_of_a_person_arrives_as_the_facts_say(play: Playground, bot: Bot, chat: PrivateChat) -> None:
    await chat.send_photo(caption="сурет https://t.me/x")
    await chat.send_document("a.pdf", b"%PDF", "application/pdf", caption="құжат")
    await chat.send_voice()
    await chat.send_video()
    await chat.send_video_note()
    await chat.send_audio(performer="Қ", title="Т")
    await chat.send_sticker()
    await chat.send_contact()
    await chat.send_location()
    await chat.send_poll()
    media = [message.media for message in chat.messages[1:]]
    expected = ["photo", "document", "voice", "video", "video_note", "audio", "sticker"]
    assert media == [*expected, "contact", "location", "poll"]
    assert len(await bot.updates()) == len(media)


async def test_album_arrives_as_separate_messages_of_one_group(bot: Bot, chat: PrivateChat) -> None:
    await chat.send_album([b"a", b"b", None], caption="бірге")
    updates = await bot.updates()
    assert len({update["message"]["media_group_id"] for update in updates}) == 1
    assert [update["message"].get("caption") for update in updates] == ["бірге", None, None]


async def test_file_is_fetched_by_a_link_that_lasts_an_hour(
    play: Playground, bot: Bot, chat: PrivateChat, clock: JumpingClock
) -> None:
    sent = await chat.send_document("a.pdf", b"%PDF-1.7", "application/pdf")
    file = await bot.call("getFile", file_id=sent.raw["document"]["file_id"])
    check_object("File", file)
    url = f"{play.url}/file/bot1:test/{file['file_path']}"
    async with bot.session.get(url) as response:
        assert await response.read() == b"%PDF-1.7"
    clock.jump(3601)
    async with bot.session.get(url) as response:
        assert response.status == 404
    assert (await bot.refusal("getFile", file_id="AgAC"))[0] == 400


async def test_file_over_twenty_megabytes_cannot_be_fetched(bot: Bot, chat: PrivateChat) -> None:
    sent = await chat.send_document("a.zip", b"PK", size=20 * MEGABYTE + 1)
    assert await bot.refusal("getFile", file_id=sent.raw["document"]["file_id"]) == (
        400,
        "Bad Request: file is too big",
    )


@pytest.mark.parametrize(
    ("method", "kind"),
    [
        ("sendPhoto", "photo"),
        ("sendDocument", "document"),
        ("sendAudio", "audio"),
        ("sendVideo", "video"),
        ("sendVoice", "voice"),
        ("sendVideoNote", "video_note"),
    ],
)
async def test_upload_is_seen_and_can_be_sent_again_by_its_id(
    play: Playground, bot: Bot, chat: PrivateChat, method: str, kind: str
) -> None:
    answer = await upload(bot, method, {kind: b"bytes"}, chat_id=chat.id)
    assert answer["ok"], answer
    check_object("Message", answer["result"])
    assert chat.from_bot[-1].media == kind
    carried = chat.from_bot[-1].raw[kind]
    file_id = (carried[-1] if kind == "photo" else carried)["file_id"]
    await bot.call(method, chat_id=chat.id, **{kind: file_id})
    assert play.world.files.find(file_id).body == b"bytes"  # type: ignore[union-attr]
    assert (await bot.refusal(method, chat_id=chat.id, **{kind: "unknown"}))[0] == 400
    assert play.violations == []


async def test_upload_by_attachment_name_keeps_its_name(bot: Bot, chat: PrivateChat) -> None:
    answer = await upload(bot, "sendDocument", {"part": b"%PDF"}, chat_id=chat.id, document="attach://part")
    assert answer["ok"], answer
    assert chat.from_bot[-1].raw["document"]["file_name"] == "part-өтініш.bin"


async def test_album_of_the_bot(play: Playground, bot: Bot, chat: PrivateChat) -> None:
    media = [
        {"type": "photo", "media": "attach://a", "caption": "екеуі"},
        {"type": "video", "media": "attach://b"},
    ]
    answer = await upload(bot, "sendMediaGroup", {"a": b"1", "b": b"2"}, chat_id=chat.id, media=media)
    assert answer["ok"], answer
    assert [(message.media, message.text) for message in chat.from_bot] == [("photo", "екеуі"), ("video", "")]
    mixed = [{"type": "photo", "media": "attach://a"}, {"type": "document", "media": "attach://b"}]
    answer = await upload(bot, "sendMediaGroup", {"a": b"1", "b": b"2"}, chat_id=chat.id, media=mixed)
    assert answer["error_code"] == 400


async def test_wrong_uploads_are_refused(play: Playground, bot: Bot, chat: PrivateChat) -> None:
    missing = await upload(bot, "sendDocument", {}, chat_id=chat.id, document="attach://part")
    unused = await upload(bot, "sendDocument", {"document": b"x", "other": b"y"}, chat_id=chat.id)
    empty = await upload(bot, "sendDocument", {"document": b""}, chat_id=chat.id)
    misplaced = await upload(bot, "sendMessage", {"text": b"x"}, chat_id=chat.id)
    long = await upload(bot, "sendDocument", {"document": b"x"}, chat_id=chat.id, caption="x" * 1025)
    assert [answer["error_code"] for answer in (missing, unused, empty, misplaced, long)] == [400] * 5
    assert len(play.violations) == 4


async def test_upload_limits(bot: Bot, chat: PrivateChat) -> None:
    photo = await upload(bot, "sendPhoto", {"photo": b"x" * (10 * MEGABYTE + 1)}, chat_id=chat.id)
    document = await upload(bot, "sendDocument", {"document": b"x" * (50 * MEGABYTE + 1)}, chat_id=chat.id)
    assert (photo["error_code"], document["error_code"]) == (413, 413)
    assert chat.from_bot == []


async def test_every_byte_of_a_call_can_be_searched(play: Playground, bot: Bot, chat: PrivateChat) -> None:
    await upload(bot, "sendDocument", {"document": b"planted"}, chat_id=chat.id)
    assert b"planted" in play.bytes_sent()
