"""One message as the page draws it: plain JSON, and nothing that a phone would not show."""

from typing import Any

from bot.playground.shapes import Json
from bot.playground.views import Message, ShownButton

SERVICE = ("new_chat_members", "left_chat_member", "new_chat_title", "pinned_message", "migrate_to_chat_id")
"""The service messages that the page tells in words."""
FACTS = ("file_name", "mime_type", "file_size", "duration", "emoji", "title", "performer")
"""What is shown of a file beside the file itself."""


def sketch_message(message: Message) -> Json:
    """One message as it stands."""
    raw = message.raw
    return {
        "id": message.id,
        "text": message.text,
        "entities": raw.get("entities") or raw.get("caption_entities") or [],
        "from_bot": message.from_bot,
        "sender": _sender_of(raw),
        "sender_id": raw["from"]["id"],
        "buttons": [[_sketch_button(button) for button in row] for row in message.buttons],
        "edited": message.edited,
        "date": raw["date"],
        "media": message.media,
        "file": _sketch_file(message),
        "album": raw.get("media_group_id"),
        "reply": _sketch_reply(raw.get("reply_to_message")),
        "service": _sketch_service(raw),
    }


def _sender_of(raw: Json) -> str:
    return str(raw.get("sender_chat", {}).get("title") or raw["from"]["first_name"])


def _sketch_file(message: Message) -> Json | None:
    """The file under a message: where it can be had, and what is said of it."""
    held: Any = message.raw.get(message.media or "")
    largest = held[-1] if isinstance(held, list) else held
    if not isinstance(largest, dict):
        return None
    return {name: largest[name] for name in ("file_id", *FACTS) if name in largest}


def _sketch_reply(replied: Json | None) -> Json | None:
    if replied is None or "forum_topic_created" in replied:
        return None
    text = replied.get("text") or replied.get("caption") or ""
    return {"id": replied["message_id"], "sender": _sender_of(replied), "text": text}


def _sketch_service(raw: Json) -> Json | None:
    kind = next((name for name in SERVICE if name in raw), None)
    if kind is None:
        return None
    what = raw[kind]
    match kind:
        case "new_chat_members":
            about = ", ".join(each["first_name"] for each in what)
        case "left_chat_member":
            about = what["first_name"]
        case "new_chat_title":
            about = what
        case _:
            about = ""
    return {"kind": kind, "about": about}


def _sketch_button(button: ShownButton) -> Json:
    return {"label": button.label, "data": button.data, "copy_text": button.copy_text, "url": button.url}
