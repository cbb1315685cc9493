"""How the bot's messages come into a chat."""

from typing import Any

from bot.frozen import frozen
from bot.playground.chats import ChatRecord, StoredMessage
from bot.playground.entities import utf16_length
from bot.playground.errors import bad_request, violation
from bot.playground.keyboards import check_markup, inline_part
from bot.playground.shapes import Json
from bot.playground.texts import read_text
from bot.playground.world import World, without_reply

TEXT_LIMIT, CAPTION_LIMIT = 4096, 1024


@frozen
class Place:
    """Where a message goes: the chat, what it answers, its topic."""

    chat: ChatRecord
    reply_to: StoredMessage | None
    topic: int | None


def text_content(parameters: Json, *, too_long: str = "message is too long") -> Json:
    """The text and entities of a message that is to be sent or edited."""
    text, entities = read_text(
        parameters["text"], parse_mode=parameters.get("parse_mode"), entities=parameters.get("entities")
    )
    if not text.strip():
        raise violation("message text is empty")
    if utf16_length(text) > TEXT_LIMIT:
        raise violation(too_long)
    content: Json = {"text": text}
    if entities:
        content["entities"] = entities
    if (preview := parameters.get("link_preview_options")) is not None:
        content["link_preview_options"] = preview
    return content


def caption_content(parameters: Json) -> Json:
    """The caption and entities of a file that is to be sent."""
    if not parameters.get("caption"):
        return {}
    text, entities = read_text(
        parameters["caption"],
        parse_mode=parameters.get("parse_mode"),
        entities=parameters.get("caption_entities"),
    )
    if utf16_length(text) > CAPTION_LIMIT:
        raise violation("message caption is too long")
    return {"caption": text} | ({"caption_entities": entities} if entities else {})


def find_place(world: World, parameters: Json, kind: str = "text") -> Place:
    """Where a call wants its message; refuses where the bot may not send that kind."""
    chat = world.chat(parameters["chat_id"])
    chat.check_bot_may_send(kind)
    reply_to = _find_reply(chat, parameters.get("reply_parameters"))
    topic = parameters.get("message_thread_id")
    if topic is None and reply_to is not None and chat.raw.get("is_forum"):
        # Elsewhere the number names a thread of replies, which is no place of its own.
        topic = reply_to.raw.get("message_thread_id")
    chat.check_topic(topic)
    return Place(chat, reply_to, topic)


def _find_reply(chat: ChatRecord, reply: Json | None) -> StoredMessage | None:
    if reply is None:
        return None
    if reply.get("chat_id") not in (None, chat.id):
        raise violation("replies across chats are not implemented in the playground")
    found = chat.find(reply["message_id"])
    if found is None and not reply.get("allow_sending_without_reply"):
        raise bad_request("message to be replied not found")
    return found


def place_message(world: World, place: Place, content: Json, parameters: Json) -> StoredMessage:
    """Put one message of the bot into the chat; the budget has been spent."""
    markup = parameters.get("reply_markup")
    raw: Json = {
        "message_id": world.next_message_id(place.chat),
        "from": world.bot,
        "chat": place.chat.raw,
        "date": world.today,
    }
    if place.topic is not None:
        raw |= {"message_thread_id": place.topic, "is_topic_message": True}
    if place.reply_to is not None:
        raw["reply_to_message"] = without_reply(place.reply_to.raw)
    raw |= content
    if parameters.get("protect_content"):
        raw["has_protected_content"] = True
    if inline := inline_part(markup):
        raw["reply_markup"] = inline
    _change_keyboard(place.chat, markup)
    return world.keep(place.chat, raw, from_bot=True)


def send(world: World, parameters: Json, content: Json, kind: str = "text") -> Json:
    """Send one message: place, markup and budget are checked before anything happens."""
    check_markup(parameters.get("reply_markup"))
    place = find_place(world, parameters, kind)
    world.budgets.spend(place.chat.id, private=place.chat.is_private)
    return place_message(world, place, content, parameters).raw


def _change_keyboard(chat: ChatRecord, markup: Any) -> None:
    """A reply keyboard stays under the chat until it is replaced or removed."""
    if markup and "keyboard" in markup:
        chat.keyboard = [[button["text"] for button in row] for row in markup["keyboard"]]
    elif markup and "remove_keyboard" in markup:
        chat.keyboard = []
