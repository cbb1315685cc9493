"""From Telegram's update to our words: the allow-list of what crosses from a citizen (promise P2).

Only text or caption becomes a string; names, usernames, files, places and entities stay behind.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from telegram import Message, Update

from bot.anonymise.plain import plain_text
from bot.conversation.events import Commanded, Corrected, Event, Pressed, Received, Typed, Unusable
from bot.desk.intake import Arrival
from bot.gateway.wording import read_press

_OURS = re.compile(r"(?:kk|ru)[0-9a-z]{1,12}:[!-~]{0,60}", re.ASCII)
ALLOWED_UPDATES = ("message", "edited_message", "callback_query", "my_chat_member")


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


def read_private(update: Update) -> PrivateUpdate | None:
    """The citizen's event in *update*, or None when there is nothing to answer."""
    query = update.callback_query
    if query is not None:
        event = read_button(query.data or "")
        chat_id = query.message.chat.id if query.message else query.from_user.id
        button = PressedButton(query.id, query.message.message_id if query.message else None)
        return PrivateUpdate(Arrival(update.update_id, chat_id, event), button=button)
    edited = update.edited_message
    if edited is not None:
        text = words_of(edited)
        if not text:
            return None
        return PrivateUpdate(Arrival(update.update_id, edited.chat.id, Corrected(text, edited.message_id)))
    message = update.message
    if message is None:
        return None
    return PrivateUpdate(Arrival(update.update_id, message.chat.id, read_message(message)), message.message_id)


def read_button(data: str) -> Event:
    """A press; one that is none of ours counts as stale. What we write into buttons is short, printable ASCII."""
    press = read_press(data) if _OURS.fullmatch(data) else None
    if press is None:
        return Pressed("unknown", -1, "kk")
    language, step, choice = press
    return Pressed(choice, step, language)


def read_message(message: Message) -> Event:
    """A message as an event: a command, words, or something that is not taken."""
    text = words_of(message)
    if message.text is not None:
        command = read_command(message.text)
        if command is not None:
            return Commanded(*command)
        return Typed(text, message.message_id, forwarded=message.forward_origin is not None)
    return Received(_kind_of(message), message.message_id, text)


def read_command(text: str) -> tuple[str, str] | None:
    """Name and payload of `/name@bot payload`, or None."""
    if not text.startswith("/"):
        return None
    name, _, payload = text[1:].partition(" ")
    return name.partition("@")[0].lower(), payload.strip()


def words_of(message: Message) -> str:
    """The words of *message*, without invisible characters and without entities."""
    return plain_text(message.text or message.caption or "")


def _kind_of(message: Message) -> Unusable:
    if message.voice or message.video_note:
        return Unusable.VOICE
    if message.sticker or message.animation or message.poll or message.dice or message.game:
        return Unusable.STICKER
    if message.photo or message.document or message.video or message.audio:
        return Unusable.FILE
    if message.location or message.venue:
        return Unusable.LOCATION
    if message.contact:
        return Unusable.CONTACT
    return Unusable.OTHER
