"""Why Telegram gave no answer, in our own words: the transport names it, the log and the command line explain it.

A fault of the library may hold the address, and with it the token; these words hold neither.
"""

from __future__ import annotations

from enum import StrEnum
from urllib.parse import urlsplit

from telegram.error import Conflict, InvalidToken, NetworkError, RetryAfter

from bot.errors import AdaldyqError
from bot.settings import Settings

PROXY_AUTHENTICATION_REQUIRED = 407
WAY_OUT = "where Telegram is reached through a proxy only, set HTTPS_PROXY, such as http://name:password@host:3128"
NEW_TOKEN = "ask @BotFather for a new one and put it into BOT_TOKEN"


class Silence(StrEnum):
    """What kept an answer away: the whole message of the transport's faults."""

    NO_CONNECTION = "there is no connection"
    BROKEN = "the connection broke before an answer came"
    LATE = "no answer came in time"
    PROXY_SILENT = "the proxy cannot be reached"
    PROXY_NAME = "the proxy refuses the name or the password"
    PROXY_REFUSES = "the proxy refuses to connect"
    STRANGER = "something else than Telegram answers there"


class NoAnswerError(AdaldyqError):
    """No answer came, and why; nothing else is told of it."""

    def __init__(self, silence: Silence) -> None:
        super().__init__(silence)
        self.silence = silence


def refuse_stranger(status: int, content_type: str) -> Silence | None:
    """What an answer that is no Bot API server's means: such a 403 closes no lane, such a 404 loses no message.

    A Bot API server sends nobody elsewhere: who does is followed nowhere.
    """
    if status == PROXY_AUTHENTICATION_REQUIRED:
        return Silence.PROXY_NAME
    return Silence.STRANGER if 300 <= status < 500 and content_type != "application/json" else None


def words_of(fault: BaseException) -> str:
    """*fault* on a line of the log."""
    match fault:
        case InvalidToken():
            return "it refuses the token"
        case Conflict():
            return "it hands updates out elsewhere"
        case RetryAfter():
            return "it asks to wait"
        case NetworkError(message=str(message)) if message in tuple(Silence):
            return message
        case _:
            return type(fault).__name__


def explain(fault: BaseException, settings: Settings) -> str:
    """*fault* and what to do about it, for whoever starts the bot."""
    host, words = urlsplit(settings.api_url).hostname, words_of(fault)
    if isinstance(fault, InvalidToken):
        return f"the token is refused: {NEW_TOKEN}"
    if (proxy := settings.proxy) is not None:
        return (
            f"no answer from {host} through the proxy {proxy.place} ({words}): check {proxy.setting}, "
            "the network and BOT_API_URL; what is to be reached without a proxy belongs into NO_PROXY"
        )
    if words in (Silence.NO_CONNECTION, Silence.LATE, Silence.BROKEN):
        return f"no answer from {host} ({words}): check the network and BOT_API_URL; {WAY_OUT}"
    return f"no answer from {host} ({words}): check the network and BOT_API_URL, then try again"
