"""The topics of a forum: each begins with a message that opens it, and is called by that message's number."""

from __future__ import annotations

from bot.playground.chats import ChatRecord
from bot.playground.shapes import Json
from bot.playground.world import World

ICON = 7322096
"""The first of the colours that a topic may have (Bot API, "createForumTopic")."""


def open_topic(world: World, chat: ChatRecord, name: str, *, by: Json, from_bot: bool) -> int:
    """Put the message that opens a topic into *chat*; its number, which is the topic's."""
    number = world.next_message_id(chat)
    raw: Json = {
        "message_id": number,
        "from": by,
        "chat": chat.raw,
        "date": world.today,
        "message_thread_id": number,
        "is_topic_message": True,
        "forum_topic_created": {"name": name, "icon_color": ICON},
    }
    chat.topics[number] = name
    world.keep(chat, raw, from_bot=from_bot)
    if not from_bot:
        world.tell_bot("message", raw, chat)
    return number
