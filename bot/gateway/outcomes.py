"""What an answer of Telegram means: its errors as values, so that every one is settled and none is swallowed."""

from __future__ import annotations

from datetime import timedelta

from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
)

from bot.background.sender import LaneClosed, Migrated, Outcome, RetryLater, Undeliverable
from bot.terms import Suspension

NETWORK_DELAY = 3.0
"""Seconds until a lane tries again after a fault of the network: about what a reconnecting line needs."""
GONE = (
    "chat not found",
    "group chat was deactivated",
    "user is deactivated",
    "not enough rights to send",
    "have no rights to send",
    "chat_write_forbidden",
    "chat_restricted",
    "peer_id_invalid",
)
UNCHANGED = "message is not modified"
MISSING = (
    "message to edit not found",
    "message to delete not found",
    "message can't be deleted",
    "message can't be edited",
    "message_id_invalid",
)


def outcome_of(fault: TelegramError, chat_id: int) -> Outcome:
    """How the notifier settles *fault*, met on the way into *chat_id*."""
    match fault:
        case RetryAfter():
            return RetryLater(seconds_of(fault), everywhere=False)
        case ChatMigrated():
            return Migrated(chat_id, fault.new_chat_id)
        case Forbidden():
            return LaneClosed(Suspension.FORBIDDEN)
        case BadRequest() if any(words in str(fault).lower() for words in GONE):
            return LaneClosed(Suspension.GONE)
        case BadRequest():
            return Undeliverable("Telegram refused the request")
        case InvalidToken() | Conflict():
            return RetryLater(NETWORK_DELAY * 10)
        case NetworkError():
            return RetryLater(NETWORK_DELAY)
        case _:
            return RetryLater(NETWORK_DELAY)


def is_unchanged(fault: TelegramError) -> bool:
    """An edit that would change nothing: as good as done."""
    return isinstance(fault, BadRequest) and UNCHANGED in str(fault).lower()


def is_missing(fault: TelegramError) -> bool:
    """The message to edit or delete is not there any more."""
    return isinstance(fault, BadRequest) and any(words in str(fault).lower() for words in MISSING)


def seconds_of(fault: RetryAfter) -> float:
    """How long Telegram asks to wait."""
    wait = fault.retry_after
    return wait.total_seconds() if isinstance(wait, timedelta) else float(wait)


def is_passing(fault: BaseException) -> bool:
    """Whether Telegram may well answer when it is asked again: the network, its servers, too many requests."""
    return isinstance(fault, NetworkError | RetryAfter) and not isinstance(fault, BadRequest)


def is_token_refused(fault: BaseException) -> bool:
    """Whether Telegram does not know the token."""
    return isinstance(fault, InvalidToken)
