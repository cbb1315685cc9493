"""How people's messages come into a chat: full Message objects, as Telegram would send them."""

from typing import TypedDict

from bot.playground.chats import ChatRecord, StoredMessage
from bot.playground.entities import Entity, utf16_length
from bot.playground.errors import PlaygroundUseError
from bot.playground.shapes import Json
from bot.playground.texts import find_entities
from bot.playground.views import Message
from bot.playground.world import Person, World, without_reply

ANONYMOUS_ADMIN: Json = {
    "id": 1087968824,
    "is_bot": True,
    "first_name": "Group",
    "username": "GroupAnonymousBot",
}
CHANNEL_BOT: Json = {"id": 136817688, "is_bot": True, "first_name": "Channel", "username": "Channel_Bot"}
TELEGRAM: Json = {"id": 777000, "is_bot": False, "first_name": "Telegram"}
TEXT_LIMIT, CAPTION_LIMIT = 4096, 1024


class How(TypedDict, total=False):
    """How something is said: as an answer, as a forward, in a topic, under a mask, with any raw fields."""

    reply_to: int | Message | None
    forwarded_from: Person | str | Json | None
    topic: int | None
    as_anonymous_admin: bool
    as_channel: Json | None
    automatic_forward: bool
    media_group_id: str | None
    extra: Json | None


def text_said(text: str, entities: list[Entity] | None) -> Json:
    """What a client sends for a typed text."""
    text = text if entities else text.strip()
    if not 1 <= utf16_length(text) <= TEXT_LIMIT:
        raise PlaygroundUseError("a client sends texts of 1-4096 characters")
    found = find_entities(text) if entities is None else entities
    return {"text": text} | ({"entities": found} if found else {})


def caption_said(caption: str) -> Json:
    """What a client sends for a caption; nothing for an empty one."""
    if not caption:
        return {}
    if utf16_length(caption) > CAPTION_LIMIT:
        raise PlaygroundUseError("a client sends captions of at most 1024 characters")
    found = find_entities(caption)
    return {"caption": caption} | ({"caption_entities": found} if found else {})


def say(world: World, chat: ChatRecord, person: Person, content: Json, how: How) -> StoredMessage:
    """Put a person's message into a chat and tell the bot, if it may see it."""
    _check_may_speak(world, chat, person)
    raw: Json = {
        "message_id": world.next_message_id(chat),
        **_sender(chat, person, how),
        "chat": chat.raw,
        "date": world.today,
        **_origin(world, how.get("forwarded_from")),
        **_thread(chat, how),
        **content,
    }
    if album := how.get("media_group_id"):
        raw["media_group_id"] = album
    raw |= how.get("extra") or {}
    chat.was_started = True
    message = world.keep(chat, raw, from_bot=False)
    world.tell_bot("message", raw, chat)
    return message


def _check_may_speak(world: World, chat: ChatRecord, person: Person) -> None:
    if person.id not in chat.members:
        raise PlaygroundUseError(f"{person.first_name} is not in that chat")
    if chat.is_private and chat.bot_status != "member":
        raise PlaygroundUseError(f"{person.first_name} has blocked the bot and must unblock it first")
    if chat.migrated_to is not None:
        raise PlaygroundUseError("that group has become a supergroup")


def _sender(chat: ChatRecord, person: Person, how: How) -> Json:
    if channel := how.get("as_channel"):
        if how.get("automatic_forward"):
            return {"from": TELEGRAM, "sender_chat": channel, "is_automatic_forward": True}
        return {"from": CHANNEL_BOT, "sender_chat": channel}
    if how.get("as_anonymous_admin"):
        if person.id not in chat.admins:
            raise PlaygroundUseError(f"{person.first_name} is no admin and cannot be anonymous")
        return {"from": ANONYMOUS_ADMIN, "sender_chat": chat.raw}
    return {"from": person.raw}


def _origin(world: World, source: Person | str | Json | None) -> Json:
    match source:
        case None:
            return {}
        case Person():
            origin = {"type": "user", "sender_user": source.raw, "date": world.today}
        case str():
            origin = {"type": "hidden_user", "sender_user_name": source, "date": world.today}
        case _:
            origin = source
    return {"forward_origin": origin}


def _thread(chat: ChatRecord, how: How) -> Json:
    """The reply and the topic; in a topic whatever answers nothing else answers the topic's creation."""
    reply = how.get("reply_to")
    topic = how.get("topic")
    reply_id = reply.id if isinstance(reply, Message) else reply
    thread: Json = {}
    if topic is not None:
        if topic not in chat.topics:
            raise PlaygroundUseError(f"there is no topic {topic} in that chat")
        thread = {"message_thread_id": topic, "is_topic_message": True}
        reply_id = topic if reply_id is None else reply_id
    if reply_id is not None:
        replied = chat.find(reply_id)
        if replied is None:
            raise PlaygroundUseError(f"there is no message {reply_id} to reply to")
        thread["reply_to_message"] = without_reply(replied.raw)
    return thread
