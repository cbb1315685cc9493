"""What an answer of Telegram means, by its very words; and what of them the log may repeat."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
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

from bot.background.sender import Rejection as R
from bot.gateway.outcomes import NAMED, VOCABULARY, clean_words, rejection_of, seconds_of
from bot.gateway.transport import LostAnswerError, NoConnectionError

REFUSED: tuple[tuple[str, R], ...] = (
    ("Bad Request: IMAGE_PROCESS_FAILED", R.PICTURE),
    ("Bad Request: PHOTO_INVALID_DIMENSIONS", R.PICTURE),
    ("Bad Request: PHOTO_SAVE_FILE_INVALID", R.PICTURE),
    ("Bad Request: PHOTO_EXT_INVALID", R.PICTURE),
    ('Bad Request: failed to send message #2 with the error message "PHOTO_INVALID_DIMENSIONS"', R.PICTURE),
    ("Bad Request: group send failed", R.FILE),
    ("Bad Request: MEDIA_EMPTY", R.FILE),
    ("Bad Request: wrong file identifier/HTTP URL specified", R.FILE),
    ("Bad Request: VIDEO_FILE_INVALID", R.FILE),
    ("Bad Request: file is too big", R.TOO_LARGE),
    ("Bad Request: VOICE_MESSAGES_FORBIDDEN", R.PRIVACY),
    ("Bad Request: user restricted receiving of voice note messages", R.PRIVACY),
    ("Bad Request: user restricted receiving of video note messages", R.PRIVACY),
    ("Bad Request: not enough rights to send photos to the chat", R.NO_RIGHT_TO_KIND),
    ("Bad Request: not enough rights to send documents to the chat", R.NO_RIGHT_TO_KIND),
    ("Bad Request: not enough rights to send voice notes to the chat", R.NO_RIGHT_TO_KIND),
    ("Bad Request: CHAT_SEND_PHOTOS_FORBIDDEN", R.NO_RIGHT_TO_KIND),
    ("Forbidden: CHAT_SEND_MEDIA_FORBIDDEN", R.NO_RIGHT_TO_KIND),
    ("Bad Request: not enough rights to send text messages to the chat", R.SILENCED),
    ("Bad Request: have no rights to send a message", R.SILENCED),
    ("Bad Request: CHAT_WRITE_FORBIDDEN", R.SILENCED),
    ("Forbidden: CHAT_WRITE_FORBIDDEN", R.SILENCED),
    ("Bad Request: CHAT_RESTRICTED", R.SILENCED),
    ("Bad Request: CHAT_SEND_PLAIN_FORBIDDEN", R.SILENCED),
    ("Forbidden: something that nobody has seen yet", R.SILENCED),
    ("Bad Request: TOPIC_CLOSED", R.TOPIC),
    ("Bad Request: TOPIC_DELETED", R.TOPIC),
    ("Bad Request: message thread not found", R.TOPIC),
    ("Bad Request: chat not found", R.GONE),
    ("Bad Request: group chat was deactivated", R.GONE),
    ("Forbidden: the group chat was deleted", R.GONE),
    ("Bad Request: PEER_ID_INVALID", R.GONE),
    ("Forbidden: bot was blocked by the user", R.BLOCKED),
    ("Forbidden: bot was kicked from the supergroup chat", R.BLOCKED),
    ("Forbidden: bot is not a member of the group chat", R.BLOCKED),
    ("Forbidden: user is deactivated", R.BLOCKED),
    ("Forbidden: bot can't initiate conversation with a user", R.BLOCKED),
    ("Bad Request: SLOWMODE_WAIT_27", R.FLOOD),
    ("Bad Request: message is too long", R.MALFORMED),
    ("Bad Request: message text is empty", R.MALFORMED),
    ("Bad Request: BUTTON_DATA_INVALID", R.MALFORMED),
    ("Bad Request: message to be replied not found", R.UNNAMED),
    ("Bad Request: SOMETHING_NEW", R.UNNAMED),
)


def fault_of(description: str) -> TelegramError:
    """What the library makes of *description*."""
    return Forbidden(description) if description.startswith("Forbidden") else BadRequest(description)


@pytest.mark.parametrize(("description", "rejection"), REFUSED, ids=[description for description, _ in REFUSED])
def test_every_refusal_is_known_by_its_words(description: str, rejection: R) -> None:
    assert rejection_of(fault_of(description)) is rejection


@pytest.mark.parametrize(
    ("fault", "rejection"),
    [
        (RetryAfter(5), R.FLOOD),
        (NoConnectionError("there is no connection"), R.UNREACHED),
        (LostAnswerError("no answer came"), R.ANSWER_LOST),
        (TimedOut(), R.ANSWER_LOST),
        (InvalidToken("Unauthorized"), R.TOKEN),
        (Conflict("Conflict: terminated by other getUpdates request"), R.TOKEN),
        (NetworkError("Internal Server Error"), R.SERVER),
        (NetworkError("Bad Gateway (502). Parsing the server response b'<html>' failed"), R.SERVER),
        (NetworkError("Request Entity Too Large"), R.TOO_LARGE),
        (TelegramError("Invalid server response"), R.SERVER),
    ],
)
def test_faults_of_line_and_servers_are_told_apart(fault: TelegramError, rejection: R) -> None:
    assert rejection_of(fault) is rejection


def test_a_groups_slow_mode_says_in_words_how_long() -> None:
    assert (seconds_of(BadRequest("Bad Request: SLOWMODE_WAIT_27")), seconds_of(RetryAfter(5))) == (27.0, 5.0)


def test_the_fragments_are_written_as_they_are_compared() -> None:
    assert all(words == words.lower() for words, _ in NAMED)


@pytest.mark.parametrize(
    ("description", "said"),
    [
        ("Bad Request: TOPIC_CLOSED", "TOPIC_CLOSED"),
        ("Bad Request: SLOWMODE_WAIT_27", "SLOWMODE_WAIT_N"),
        ("Bad Request: not enough rights to send photos to the chat", "not enough rights to send photos to the chat"),
        ("Bad Request: chat -1002190000631 not found", "chat … not found"),
        ('Bad Request: can\'t parse entities: unknown tag "Aigul"', "can't parse entities unknown tag …"),
        ("Bad Request: Айгүл Серікқызы, 8 701 123 45 67, емханада ақша сұрады", "…"),
        ("Bad Request: aigul_serik", "…"),
        ("Bad Request: user Aigul Serik at 123456:AAHtoken_of_the_bot not found", "user … not found"),
    ],
)
def test_the_log_gets_words_of_telegram_and_no_others(description: str, said: str) -> None:
    assert clean_words(fault_of(description)) == said


@given(st.text(max_size=80))
def test_whatever_is_planted_no_word_outside_the_list_is_repeated(planted: str) -> None:
    said = clean_words(BadRequest(f"Bad Request: {planted} not found"))
    assert set(said.split()) <= VOCABULARY | {"…"}
