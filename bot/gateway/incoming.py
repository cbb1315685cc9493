"""From Telegram's update to our words: the allow-list of what crosses from a citizen (promise P2).

Only text or caption becomes a string; names, usernames, files, places and entities stay behind.
"""

from __future__ import annotations

import re

from telegram import Message, MessageEntity, Update

from bot.anonymise.plain import plain_text
from bot.chance import Chance
from bot.conversation.values.callback import read_press
from bot.conversation.values.commands import read_name
from bot.conversation.values.events import (
    ChatChanged,
    Commanded,
    Corrected,
    Event,
    FileSent,
    Received,
    Typed,
    Unusable,
)
from bot.desk.citizens.arrivals import Arrival, TelegramFile
from bot.frozen import frozen, replace

_MIME = re.compile(r"[a-z]{1,20}/[a-z0-9.+-]{1,80}", re.ASCII)
_COMMAND = re.compile(r"/(\S*)(.*)", re.DOTALL)
ENDING_LENGTH = 8
"""Characters of a file's ending that are kept: enough for all that we know, too few for a name."""
LINKED: list[str | None] = [MessageEntity.TEXT_LINK]
SERVICE = """
    new_chat_members left_chat_member chat_owner_left chat_owner_changed new_chat_title new_chat_photo delete_chat_photo
    group_chat_created supergroup_chat_created channel_chat_created message_auto_delete_timer_changed pinned_message
    successful_payment refunded_payment users_shared chat_shared gift unique_gift gift_upgrade_sent connected_website
    write_access_allowed proximity_alert_triggered boost_added chat_background_set checklist_tasks_done
    checklist_tasks_added direct_message_price_changed forum_topic_created forum_topic_edited forum_topic_closed
    forum_topic_reopened general_forum_topic_hidden general_forum_topic_unhidden giveaway_created giveaway_completed
    managed_bot_created paid_message_price_changed poll_option_added poll_option_deleted suggested_post_approved
    suggested_post_approval_failed suggested_post_declined suggested_post_paid suggested_post_refunded
    video_chat_scheduled video_chat_started video_chat_ended video_chat_participants_invited web_app_data
"""
"""Fields that the Bot API (10.1) calls service messages: something happened to the chat, and nobody wrote. What it does
not list is answered: a word too many harms less than silence."""
ALLOWED_UPDATES = ("message", "edited_message", "callback_query", "my_chat_member")


@frozen
class IncomingFile:
    """A file in a message."""

    telegram_id: str
    media: str
    declared: str | None
    size: int
    unique: str = ""


@frozen
class PressedButton:
    """Where a press came from: the query to answer and the message to edit."""

    query_id: str
    message_id: int | None


@frozen
class PrivateUpdate:
    """One update of a private chat, ready for intake, with what its answer needs."""

    arrival: Arrival
    typed_message: int | None = None
    button: PressedButton | None = None


def read_private(update: Update, chance: Chance) -> PrivateUpdate | None:
    """The citizen's event in *update*, or None when there is nothing to answer."""
    query = update.callback_query
    if query is not None:
        under = query.message.message_id if query.message else 0
        event = replace(read_press(query.data or ""), message_id=under)
        chat_id = query.message.chat.id if query.message else query.from_user.id
        button = PressedButton(query.id, query.message.message_id if query.message else None)
        return PrivateUpdate(Arrival(update.update_id, chat_id, event), button=button)
    edited = update.edited_message
    if edited is not None:
        text = words_of(edited)
        if not text:
            return None
        arrival = Arrival(update.update_id, edited.chat.id, Corrected(text, edited.message_id, hides_link(edited)))
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
    text, linked = words_of(message), hides_link(message)
    if message.text is not None:
        given = read_command(message.text)
        command = None if given is None else read_name(given[0])
        if given is not None and command is not None:
            return Commanded(command, plain_text(given[1]), message.message_id)
        return Typed(text, message.message_id, forwarded=message.forward_origin is not None, linked=linked)
    found = file_of(message)
    if found is not None:
        return _file_event(message, found, text, chance)
    kind = _kind_of(message)
    if kind is Unusable.OTHER and not text and any(getattr(message, about, None) for about in SERVICE.split()):
        return ChatChanged()
    return Received(kind, message.message_id, text, linked)


def read_command(text: str) -> tuple[str, str] | None:
    """Name and payload of `/name@bot payload`, or None; the payload may stand on the next line."""
    found = _COMMAND.fullmatch(text)
    return None if found is None else (found[1].partition("@")[0].lower(), found[2].strip())


def hides_link(message: Message) -> bool:
    """Whether a link lies under words of *message* that do not show it: with the words alone it does not cross."""
    under = {**message.parse_entities(LINKED), **message.parse_caption_entities(LINKED)}
    return any(_bare(entity.url or "") not in _bare(words) for entity, words in under.items())


def _bare(address: str) -> str:
    """*address* as people write it: without its scheme, the slash at its end and capitals."""
    return address.lower().partition("://")[2].rstrip("/") or address.lower().rstrip("/")


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
    album, linked = message.media_group_id, hides_link(message)
    return FileSent(chance.new_id(), found.media, found.size, message.message_id, caption, album, linked)


def _kind_of(message: Message) -> Unusable:
    if message.sticker or message.animation or message.poll or message.dice or message.game:
        return Unusable.STICKER
    if message.location or message.venue:
        return Unusable.LOCATION
    if message.contact:
        return Unusable.CONTACT
    return Unusable.OTHER
