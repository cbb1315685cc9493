"""From Telegram's JSON to PTB's objects, without making those that nobody reads.

PTB makes a `Message` of over a hundred fields, also of one that Telegram does not show any more. A press brings the
whole message back under which it was: to make that one costs more than all else that the gateway does with a press.
"""

from __future__ import annotations

from typing import Any

from telegram import Bot, CallbackQuery, Chat, InaccessibleMessage, Update, User
from telegram.constants import ChatType

from bot.desk.presses import read_desk_press, read_private_press

_PLACE = ("message_id", "chat")


def parse_update(content: dict[str, Any], bot: Bot) -> Update:
    """*content* as PTB's object; whatever it raises, this one update cannot be read.

    Of the message under a press only its place is left, unless what it says is read.
    """
    query = content.get("callback_query") or {}
    data, message = query.get("data") or "", query.get("message")
    if message and read_private_press(data) is None:
        if message["chat"]["type"] == ChatType.PRIVATE and read_desk_press(data) is None:
            return Update(content["update_id"], callback_query=_citizens_press(query, bot))
        query["message"] = {name: message[name] for name in _PLACE if name in message} | {"date": 0}
    return Update.de_json(content, bot)


def _citizens_press(query: dict[str, Any], bot: Bot) -> CallbackQuery:
    """A press under a message of the conversation: of both is known what tells them from others."""
    chat, message_id = query["message"]["chat"], query["message"]["message_id"]
    return CallbackQuery(
        query["id"],
        User.de_json(query["from"], bot),
        query["chat_instance"],
        InaccessibleMessage(Chat(chat["id"], chat["type"]), message_id),
        query.get("data"),
    )
