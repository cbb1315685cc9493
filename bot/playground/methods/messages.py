"""Sending texts, and the two ways of passing messages on (which a test can prove unused)."""

from bot.playground.chats import StoredMessage
from bot.playground.errors import bad_request
from bot.playground.methods.registry import Uploads, method
from bot.playground.outgoing import find_place, place_message, send, text_content
from bot.playground.shapes import Json
from bot.playground.world import World

FRAME = frozenset(
    {"message_id", "from", "chat", "date", "edit_date", "reply_markup", "reply_to_message", "sender_chat"}
)


@method("sendMessage")
def send_message(world: World, parameters: Json, files: Uploads) -> Json:
    """Send a text."""
    return send(world, parameters, text_content(parameters))


@method("forwardMessage")
def forward_message(world: World, parameters: Json, files: Uploads) -> Json:
    """Forward a message with its author."""
    source = _find_source(world, parameters, "message to forward not found")
    origin = {"type": "user", "sender_user": source.raw["from"], "date": source.raw["date"]}
    return _pass_on(world, parameters, source, {"forward_origin": origin})


@method("copyMessage")
def copy_message(world: World, parameters: Json, files: Uploads) -> Json:
    """Send a copy of a message."""
    source = _find_source(world, parameters, "message to copy not found")
    return {"message_id": _pass_on(world, parameters, source, {})["message_id"]}


def _find_source(world: World, parameters: Json, missing: str) -> StoredMessage:
    source = world.chat(parameters["from_chat_id"]).find(parameters["message_id"])
    if source is None:
        raise bad_request(missing)
    return source


def _pass_on(world: World, parameters: Json, source: StoredMessage, more: Json) -> Json:
    place = find_place(world, parameters)
    world.budgets.spend(place.chat.id, private=place.chat.is_private)
    content = {name: value for name, value in source.raw.items() if name not in FRAME}
    return place_message(world, place, content | more, parameters).raw
