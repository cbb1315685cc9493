"""What the playground refuses as Telegram does: kinds of messages, closed and deleted topics, files, and by name."""

from __future__ import annotations

import aiohttp
import pytest

from bot.playground import Group, Person, Playground, PrivateChat
from bot.playground.errors import PlaygroundUseError
from tests.playground.conftest import Bot


async def send_photo(bot: Bot, chat: int, content: bytes) -> tuple[int, str]:
    """Upload a picture; the code and description of the answer."""
    return await upload(bot, "sendPhoto", "photo", chat, content)


async def upload(bot: Bot, method: str, part: str, chat: int, content: bytes) -> tuple[int, str]:
    """Upload *content*; the code and description of the answer."""
    form = aiohttp.FormData({"chat_id": str(chat)})
    form.add_field(part, content, filename="file.bin")
    async with bot.session.post(f"{bot.url}/{method}", data=form) as response:
        answer = await response.json()
        return answer.get("error_code", 200), answer.get("description", "")


async def test_kinds_that_are_forbidden_are_refused_by_name_and_all_others_go(bot: Bot, office: Group) -> None:
    office.forbid("photo", "document")
    assert await send_photo(bot, office.id, b"x") == (
        400,
        "Bad Request: not enough rights to send photos to the chat",
    )
    await bot.call("sendMessage", chat_id=office.id, text="x")
    permissions = (await bot.call("getChat", chat_id=office.id))["permissions"]
    assert [right for right, given in permissions.items() if not given] == ["can_send_photos", "can_send_documents"]
    office.forbid()
    assert await send_photo(bot, office.id, b"x") == (200, "")
    with pytest.raises(PlaygroundUseError, match="no kinds of messages"):
        office.forbid("smells")


async def test_an_admin_may_send_what_members_may_not(bot: Bot, office: Group, dana: Person) -> None:
    office.forbid("text", "photo")
    await office.promote_bot(dana)
    assert await send_photo(bot, office.id, b"x") == (200, "")
    await bot.call("sendMessage", chat_id=office.id, text="x")


async def test_a_closed_topic_takes_nothing_and_a_deleted_one_is_not_found(
    play: Playground, bot: Bot, dana: Person
) -> None:
    forum = play.group("Форум", members=[dana], admins=[dana], forum=True)
    await forum.add_bot(by=dana)
    topic = await forum.open_topic("Істер", by=dana)
    forum.close_topic()
    assert await bot.refusal("sendMessage", chat_id=forum.id, text="x") == (400, "Bad Request: TOPIC_CLOSED")
    sent = await bot.call("sendMessage", chat_id=forum.id, text="x", message_thread_id=topic)
    forum.close_topic(topic)
    reply = {"message_id": sent["message_id"]}
    assert await bot.refusal("sendMessage", chat_id=forum.id, text="x", reply_parameters=reply) == (
        400,
        "Bad Request: TOPIC_CLOSED",
    )
    forum.close_topic(closed=False)
    forum.delete_topic(topic)
    assert await bot.refusal("sendMessage", chat_id=forum.id, text="x", message_thread_id=topic) == (
        400,
        "Bad Request: message thread not found",
    )
    await bot.call("sendMessage", chat_id=forum.id, text="x")


async def test_a_person_may_take_no_voices(bot: Bot, chat: PrivateChat) -> None:
    await chat.start()
    chat.refuse_voices()
    assert await upload(bot, "sendVoice", "voice", chat.id, b"x") == (
        400,
        "Bad Request: user restricted receiving of voice note messages",
    )
    assert await upload(bot, "sendDocument", "document", chat.id, b"x") == (200, "")


async def test_a_spoiled_picture_is_not_processed_and_goes_as_a_document(
    play: Playground, bot: Bot, office: Group
) -> None:
    play.world.files.spoil("photo", b"odd")
    assert await send_photo(bot, office.id, b"an odd one") == (400, "Bad Request: IMAGE_PROCESS_FAILED")
    assert await send_photo(bot, office.id, b"another") == (200, "")
    assert await upload(bot, "sendDocument", "document", office.id, b"an odd one") == (200, "")


async def test_a_refusal_is_ordered_by_its_words_for_one_chat(
    play: Playground, bot: Bot, office: Group, chat: PrivateChat
) -> None:
    await chat.start()
    play.fail("sendMessage", kind="refuse", description="Forbidden: CHAT_WRITE_FORBIDDEN", code=403, chat=office.id)
    await bot.call("sendMessage", chat_id=chat.id, text="x")
    refused = await bot.refusal("sendMessage", chat_id=office.id, text="x")
    assert refused == (403, "Forbidden: CHAT_WRITE_FORBIDDEN")
    await bot.call("sendMessage", chat_id=office.id, text="x")
