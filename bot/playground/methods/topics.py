"""Methods about the topics of a forum; only a bot that may manage topics gets far with them."""

from __future__ import annotations

from bot.playground.chats import ChatRecord
from bot.playground.errors import bad_request
from bot.playground.methods.registry import Uploads, method
from bot.playground.shapes import Json
from bot.playground.topics import ICON, open_topic
from bot.playground.world import World


@method("createForumTopic")
def create_forum_topic(world: World, parameters: Json, files: Uploads) -> Json:
    """A new topic; its opening message stands in it. It counts as a message of the bot's."""
    chat = _forum(world, parameters)
    world.budgets.spend(chat.id, private=False)
    number = open_topic(world, chat, parameters["name"], by=world.bot, from_bot=True)
    return {"message_thread_id": number, "name": parameters["name"], "icon_color": ICON}


@method("closeForumTopic")
def close_forum_topic(world: World, parameters: Json, files: Uploads) -> bool:
    """Nobody but admins writes into it from now on."""
    return _change(world, parameters, closed=True)


@method("reopenForumTopic")
def reopen_forum_topic(world: World, parameters: Json, files: Uploads) -> bool:
    """Everybody may write into it again."""
    return _change(world, parameters, closed=False)


def _change(world: World, parameters: Json, *, closed: bool) -> bool:
    chat, topic = _forum(world, parameters), parameters["message_thread_id"]
    if topic not in chat.topics:
        raise bad_request("message thread not found")
    if (topic in chat.closed_topics) == closed:
        raise bad_request("TOPIC_NOT_MODIFIED")
    (chat.closed_topics.add if closed else chat.closed_topics.discard)(topic)
    return True


def _forum(world: World, parameters: Json) -> ChatRecord:
    chat = world.chat(parameters["chat_id"])
    chat.check_open_to_bot()
    if not chat.raw.get("is_forum"):
        raise bad_request("the chat is not a forum")
    if chat.bot_status != "administrator" or not chat.bot_manages_topics:
        raise bad_request("not enough rights to create a topic")
    return chat
