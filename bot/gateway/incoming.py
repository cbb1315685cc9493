"""From Telegram's update to our words: the allow-list of what crosses from a citizen (promise P2).

Only text or caption becomes a string; names, usernames, files, places and entities stay behind.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from telegram import Message, Update

from bot.anonymise.plain import plain_text
from bot.chance import Chance
from bot.conversation.values.callback import read_press
from bot.conversation.values.commands import read_name
from bot.conversation.values.events import Commanded, Corrected, Event, FileSent, Received, Typed, Unusable
from bot.desk.citizens.arrivals import Arrival, TelegramFile

_MIME = re.compile(r"[a-z]{1,20}/[a-z0-9.+-]{1,80}", re.ASCII)
_COMMAND = re.compile(r"/(\S*)(.*)", re.DOTALL)
ENDING_LENGTH = 8
"""Characters of a file's ending that are kept: enough for all that we know, too few for a name."""
ALLOWED_UPDATES = ("message", "edited_message", "callback_query", "my_chat_member")


@dataclass(frozen=True, slots=True)
class IncomingFile:
    """A file in a message."""

    telegram_id: str
    media: str
    declared: str | None
    size: int
    unique: str = ""


@dataclass(frozen=True, slots=True)
class PressedButton:
    """Where a press came from: the query to answer and the message to edit."""

    query_id: str
    message_id: int | None


@dataclass(frozen=True, slots=True)
class PrivateUpdate:
    """One update of a private chat, ready for intake, with what its answer needs."""

    arrival: Arrival
    typed_message: int | None = None
    button: PressedButton | None = None


def read_private(update: Update, chance: Chance) -> PrivateUpdate | None:
    """The citizen's event in *update*, or None when there is nothing to answer."""
    query = update.callback_query
    if query is not None:
        event = read_press(query.data or "")
        chat_id = query.message.chat.id if query.message else query.from_user.id
        button = PressedButton(query.id, query.message.message_id if query.message else None)
        return PrivateUpdate(Arrival(update.update_id, chat_id, event), button=button)
    edited = update.edited_message
    if edited is not None:
        text = words_of(edited)
        if not text:
            return None
        arrival = Arrival(update.update_id, edited.chat.id, Corrected(text, edited.message_id))
        return PrivateUpdate(arrival, edited.message_id)
    message = update.message
    if message is None:
        return None
    found = file_of(message)
    source = None if found is None else TelegramFile(found.telegram_id, found.declared)
    arrival = Arrival(update.update_id, message.chat.id, read_message(message, chance), source)
    return PrivateUpdate(arrival, message.message_id)


def read_message(message: Message, chance: Chance) -> Event:
    """A message as an event: a command, words, or something that is not taken."""
    text = words_of(message)
    if message.text is not None:
        given = read_command(message.text)
        if given is not None:
            return Commanded(read_name(given[0]), plain_text(given[1]), message.message_id)
        return Typed(text, message.message_id, forwarded=message.forward_origin is not None)
    found = file_of(message)
    if found is not None:
        return _file_event(message, found, text, chance)
    return Received(_kind_of(message), message.message_id, text)


def read_command(text: str) -> tuple[str, str] | None:
    """Name and payload of `/name@bot payload`, or None; the payload may stand on the next line."""
    found = _COMMAND.fullmatch(text)
    return None if found is None else (found[1].partition("@")[0].lower(), found[2].strip())


def words_of(message: Message) -> str:
    """The words of *message*, without invisible characters and without entities."""
    return plain_text(message.text or message.caption or "")


def file_of(message: Message) -> IncomingFile | None:
    """The file in *message*: where to fetch it, how it was sent, what it is said to be; never its name."""
    if message.animation is not None:
        return None  # a document too, but of moving pictures without a sound: refused as such
    if message.photo:
        largest = message.photo[-1]
        return IncomingFile(largest.file_id, "photo", "jpg", largest.file_size or 0, largest.file_unique_id)
    for media in ("document", "video", "voice", "video_note", "audio"):
        found = getattr(message, media)
        if found is not None:
            declared = _declared(getattr(found, "file_name", None), getattr(found, "mime_type", None))
            return IncomingFile(found.file_id, media, declared, found.file_size or 0, found.file_unique_id)
    return None


def _declared(name: str | None, mime: str | None) -> str | None:
    """The ending of *name*, or else the MIME type: short ASCII, so that nothing of a name is kept."""
    ending = (name or "").rpartition(".")[2].lower()
    if name and "." in name and ending.isascii() and ending.isalnum() and len(ending) <= ENDING_LENGTH:
        return ending
    return mime if mime and _MIME.fullmatch(mime) else None


def _file_event(message: Message, found: IncomingFile, caption: str, chance: Chance) -> FileSent:
    return FileSent(chance.new_id(), found.media, found.size, message.message_id, caption, message.media_group_id)


def _kind_of(message: Message) -> Unusable:
    if message.sticker or message.animation or message.poll or message.dice or message.game:
        return Unusable.STICKER
    if message.location or message.venue:
        return Unusable.LOCATION
    if message.contact:
        return Unusable.CONTACT
    return Unusable.OTHER
