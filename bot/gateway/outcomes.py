"""What an answer of Telegram means: its errors as values, so that every one is settled and none is swallowed.

Rules
- Telegram has no codes for its refusals, only words, which library and server write in either case: they are compared
  in small letters, the first fragment of NAMED that is found counts.
- What is not found there is not called final: it is UNNAMED, and tried again for a while.
- The words go into the log by an allow-list: no word that a person could have typed, no number, nothing quoted.

Sources: the server's own programs (github.com/tdlib/telegram-bot-api, Client.cpp; tdlib/td, "Not enough rights to …")
and the errors of Telegram's API that it hands through (core.telegram.org/method/messages.sendMedia, "Possible errors").
"""

from __future__ import annotations

import re
from datetime import timedelta

from telegram.error import (
    BadRequest,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot.background.sender import Rejection
from bot.gateway.transport import LostAnswerError, NoConnectionError

NAMED: tuple[tuple[str, Rejection], ...] = (
    # about the file; first, for an album's refusal quotes that of its file
    ("image_process_failed", Rejection.PICTURE),
    ("photo_invalid", Rejection.PICTURE),  # photo_invalid_dimensions too
    ("photo_save_file_invalid", Rejection.PICTURE),
    ("photo_ext_invalid", Rejection.PICTURE),
    ("request entity too large", Rejection.TOO_LARGE),
    ("file is too big", Rejection.TOO_LARGE),
    ("file_too_big", Rejection.TOO_LARGE),
    ("voice_messages_forbidden", Rejection.PRIVACY),
    ("restricted receiving of", Rejection.PRIVACY),
    # about rights
    ("chat_send_plain_forbidden", Rejection.SILENCED),
    ("not enough rights to send text", Rejection.SILENCED),
    ("chat_send_", Rejection.NO_RIGHT_TO_KIND),
    ("not enough rights to send", Rejection.NO_RIGHT_TO_KIND),
    ("have no rights to send", Rejection.SILENCED),
    ("chat_write_forbidden", Rejection.SILENCED),
    ("chat_restricted", Rejection.SILENCED),
    ("chat_admin_required", Rejection.SILENCED),
    ("need administrator rights", Rejection.SILENCED),
    ("chat_guest_send_forbidden", Rejection.SILENCED),
    ("slowmode_wait", Rejection.FLOOD),
    # about the topic
    ("topic_closed", Rejection.TOPIC),
    ("topic_deleted", Rejection.TOPIC),
    ("topic_id_invalid", Rejection.TOPIC),
    ("message thread not found", Rejection.TOPIC),
    # about the chat
    ("chat not found", Rejection.GONE),
    ("group chat was deactivated", Rejection.GONE),
    ("group chat was deleted", Rejection.GONE),
    ("peer_id_invalid", Rejection.GONE),
    ("channel_private", Rejection.GONE),
    ("blocked by the user", Rejection.BLOCKED),
    ("bot was kicked", Rejection.BLOCKED),
    ("is deactivated", Rejection.BLOCKED),
    ("user_deactivated", Rejection.BLOCKED),
    ("is not a member", Rejection.BLOCKED),
    ("can't initiate conversation", Rejection.BLOCKED),
    ("can't send messages to", Rejection.BLOCKED),
    # about a rule that lies in the request alone
    ("message is too long", Rejection.MALFORMED),
    ("message_too_long", Rejection.MALFORMED),
    ("caption is too long", Rejection.MALFORMED),
    ("caption_too_long", Rejection.MALFORMED),
    ("text is empty", Rejection.MALFORMED),
    ("must be non-empty", Rejection.MALFORMED),
    ("button_", Rejection.MALFORMED),
    ("reply markup is too long", Rejection.MALFORMED),
    ("reply_markup_too_long", Rejection.MALFORMED),
    ("can't parse", Rejection.MALFORMED),
    # about the file, whatever it is
    ("media_empty", Rejection.FILE),
    ("media_invalid", Rejection.FILE),
    ("media_file_invalid", Rejection.FILE),
    ("media_group", Rejection.FILE),
    ("file_part", Rejection.FILE),
    ("video_", Rejection.FILE),
    ("audio_", Rejection.FILE),
    ("wrong file identifier", Rejection.FILE),
    ("wrong type of", Rejection.FILE),
    ("group send failed", Rejection.FILE),
    ("failed to send message #", Rejection.FILE),
)
"""By which words a refusal is known."""
UNCHANGED = "message is not modified"
MISSING = (
    "message to edit not found",
    "message to delete not found",
    "message can't be edited",
    "message_id_invalid",
)
UNDELETABLE = "message can't be deleted"
"""It is older than 48 hours, or not ours to delete."""
OF_ALBUM = ("can't change media type in the album", "can't be used in an album")
_WORDS = """
a access admin administrator administrators after album allowed an and answer are as audio audios bad be been
blocked bot bots button by bytes came can can't cannot caption channel chat chats closed code conflict connection
content conversation currently data deactivated deleted dimensions document documents edit edited empty enough
entities entity error expected extension failed file files for forbidden found from gateway group has have http id
identifier image in initiate internal invalid is it its kicked large list long many markup media member message
messages migrated mixed modified music must need no non not note notes of on or other owner parse part participant
parts permission permissions photo photos plain private process processed received receiving remote replied reply
request requests require required restricted retry rights save send sender sending sent server service size slow
slowmode specified start supergroup tag tags temporarily text than that the there this thread time timeout to too
topic type types unauthorized unavailable unknown unsupported upgraded user users video videos voice voices wait was
were with write wrong
"""
VOCABULARY = frozenset(_WORDS.split())
"""Words of Telegram's refusals, and ours of the line's: all that the log may repeat of them."""
MOST_WORDS = 16
_CONSTANT = re.compile("[A-Za-z]{2,12}(?:_[A-Za-z0-9]{1,12}){1,4}")
"""As in TOPIC_CLOSED: the whole of a refusal, never a part of one."""
_MARKS = ".,:;!?()#"
_DIGITS = re.compile("[0-9]+")


def rejection_of(fault: TelegramError) -> Rejection:
    """What *fault* says."""
    match fault:
        case RetryAfter():
            return Rejection.FLOOD
        case NoConnectionError():
            return Rejection.UNREACHED
        case LostAnswerError() | TimedOut():
            return Rejection.ANSWER_LOST
        case InvalidToken() | Conflict():
            return Rejection.TOKEN
    named = next((meaning for words, meaning in NAMED if words in str(fault).lower()), None)
    match fault:
        case BadRequest():
            return named or Rejection.UNNAMED
        case Forbidden():
            return named or Rejection.SILENCED  # all that Telegram forbids, it forbids in that chat
        case _:
            return Rejection.TOO_LARGE if named is Rejection.TOO_LARGE else Rejection.SERVER


def clean_words(fault: TelegramError) -> str:
    """What the log may say of *fault*: the error's own words and nothing else."""
    said = str(fault)
    if _CONSTANT.fullmatch(said) and not VOCABULARY.isdisjoint(said.lower().split("_")):
        return _DIGITS.sub("N", said).upper()
    found = (word.strip(_MARKS).lower() for word in said.split()[:MOST_WORDS])
    kept = [word if word in VOCABULARY else "…" for word in found]
    return " ".join(word for at, word in enumerate(kept) if word != "…" or kept[at - 1 : at] != ["…"])


def is_unchanged(fault: TelegramError) -> bool:
    """An edit that would change nothing: as good as done."""
    return isinstance(fault, BadRequest) and UNCHANGED in str(fault).lower()


def is_missing(fault: TelegramError) -> bool:
    """The message to edit or delete is not there any more."""
    return isinstance(fault, BadRequest) and any(words in str(fault).lower() for words in MISSING)


def is_undeletable(fault: TelegramError) -> bool:
    """The message stands there, and Telegram deletes it no more."""
    return isinstance(fault, BadRequest) and UNDELETABLE in str(fault).lower()


def is_of_album(fault: TelegramError) -> bool:
    """What was to stand in an album is of another kind than the rest of it."""
    return isinstance(fault, BadRequest) and any(words in str(fault).lower() for words in OF_ALBUM)


def seconds_of(fault: TelegramError) -> float:
    """How long Telegram asks to wait; a group's slow mode says it in words."""
    if isinstance(fault, RetryAfter):
        wait = fault.retry_after
        return wait.total_seconds() if isinstance(wait, timedelta) else float(wait)
    found = _DIGITS.search(str(fault))
    return float(found[0]) if found else 0.0


def is_passing(fault: BaseException) -> bool:
    """Whether Telegram may well answer when it is asked again: the network, its servers, too many requests."""
    return isinstance(fault, NetworkError | RetryAfter) and not isinstance(fault, BadRequest)


def is_token_refused(fault: BaseException) -> bool:
    """Whether Telegram does not know the token."""
    return isinstance(fault, InvalidToken)
