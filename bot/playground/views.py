"""Messages and buttons as a person sees them."""

from dataclasses import field
from datetime import UTC, datetime

from bot.frozen import frozen
from bot.playground.chats import StoredMessage
from bot.playground.entities import utf16_part
from bot.playground.shapes import Json

MEDIA = ("photo", "document", "audio", "video", "voice", "video_note", "sticker", "contact", "location", "poll")


@frozen
class ShownButton:
    """One inline button: exactly one of data, copy_text and url is there."""

    label: str
    data: str | None = None
    copy_text: str | None = None
    url: str | None = None


@frozen
class ShownEntity:
    """A part of a text that stands out: its kind (bold, expandable_blockquote, …), its place in UTF-16, its words."""

    kind: str
    offset: int
    length: int
    words: str


@frozen
class Message:
    """One message as it stood when it was looked at; `text` is the text or the caption, `entities` what stands out."""

    chat_id: int
    id: int
    text: str
    entities: tuple[ShownEntity, ...]
    buttons: tuple[tuple[ShownButton, ...], ...]
    from_bot: bool
    date: datetime
    edited: bool
    reply_to: int | None
    media: str | None
    raw: Json = field(repr=False, compare=False)

    @property
    def labels(self) -> tuple[str, ...]:
        """The labels of all buttons, row by row."""
        return tuple(button.label for row in self.buttons for button in row)

    @property
    def topic(self) -> int | None:
        """The topic of the forum in which it stands."""
        found: int | None = self.raw.get("message_thread_id") if self.raw.get("is_topic_message") else None
        return found

    def marked(self, kind: str) -> tuple[str, ...]:
        """The words of every entity of that kind, in order."""
        return tuple(entity.words for entity in self.entities if entity.kind == kind)

    def button(self, wanted: str | tuple[int, int]) -> ShownButton | None:
        """The button with that label, that callback data, or at that (row, column)."""
        if isinstance(wanted, tuple):
            row, column = wanted
            rows = self.buttons
            return rows[row][column] if row < len(rows) and column < len(rows[row]) else None
        every = [button for row in self.buttons for button in row]
        by_label = (button for button in every if button.label == wanted)
        by_payload = (button for button in every if button.data == wanted)
        return next(by_label, None) or next(by_payload, None)


def view(message: StoredMessage) -> Message:
    """The message as it stands now."""
    if not isinstance(message.view, Message):
        message.view = _view_raw(message.raw, from_bot=message.from_bot)
    return message.view


def _view_raw(raw: Json, *, from_bot: bool) -> Message:
    reply = raw.get("reply_to_message")
    text = raw.get("text") or raw.get("caption") or ""
    return Message(
        chat_id=raw["chat"]["id"],
        id=raw["message_id"],
        text=text,
        entities=_entities(text, raw.get("entities") or raw.get("caption_entities") or []),
        buttons=_buttons(raw.get("reply_markup")),
        from_bot=from_bot,
        date=datetime.fromtimestamp(raw["date"], UTC),
        edited="edit_date" in raw,
        reply_to=reply["message_id"] if reply else None,
        media=next((kind for kind in MEDIA if kind in raw), None),
        raw=raw,
    )


def _entities(text: str, raw: list[Json]) -> tuple[ShownEntity, ...]:
    places = ((each["type"], each["offset"], each["length"]) for each in raw)
    return tuple(
        ShownEntity(kind, offset, length, utf16_part(text, offset, length)) for kind, offset, length in places
    )


def _buttons(markup: Json | None) -> tuple[tuple[ShownButton, ...], ...]:
    rows = markup.get("inline_keyboard", []) if markup else []
    return tuple(tuple(_button(button) for button in row) for row in rows)


def _button(raw: Json) -> ShownButton:
    copy_text = raw.get("copy_text")
    return ShownButton(
        label=raw["text"],
        data=raw.get("callback_data"),
        copy_text=copy_text["text"] if copy_text else None,
        url=raw.get("url"),
    )
