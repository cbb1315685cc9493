"""Reaching Telegram: the bot's client, and what the command line asks it before anything is served."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from urllib.parse import urlsplit

from telegram import Bot
from telegram.error import TelegramError
from telegram.request import BaseRequest

from bot.errors import AdaldyqError
from bot.gateway.silence import explain
from bot.gateway.transport import AiohttpRequest
from bot.settings import Settings


class UnreachableError(AdaldyqError):
    """Telegram refuses the bot or does not answer; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Reached:
    """What Telegram says of the bot: its @name without the @, and the host of its webhook, if one is set."""

    name: str
    webhook: str | None


def make_bot(settings: Settings, request: BaseRequest, polling: BaseRequest) -> Bot:
    """A client for the Bot API server of *settings*; *polling* is kept for getUpdates alone."""
    return Bot(
        settings.token,
        base_url=f"{settings.api_url}/bot",
        base_file_url=f"{settings.api_url}/file/bot",
        request=request,
        get_updates_request=polling,
    )


@asynccontextmanager
async def connected(bot: Bot) -> AsyncIterator[Bot]:
    """*bot* with its connections open, closed again however the block ends; raises TelegramError.

    The library's own block leaves them open when it is cancelled while Telegram is asked who the bot is.
    """
    try:
        await bot.initialize()
        yield bot
    finally:
        await bot.shutdown()


def make_lone_bot(settings: Settings) -> Bot:
    """A client for a question or two, before anything is served or beside what serves."""
    return make_bot(settings, AiohttpRequest(proxy=settings.proxy), AiohttpRequest(proxy=settings.proxy))


async def reach_bot(settings: Settings) -> Reached:
    """Ask Telegram who the bot is; UnreachableError when it does not say."""
    bot = make_lone_bot(settings)
    try:
        async with connected(bot):
            return Reached(str(bot.username), await find_webhook(bot))
    except TelegramError as fault:
        raise UnreachableError(explain(fault, settings)) from None


async def find_webhook(bot: Bot) -> str | None:
    """The host to which a webhook sends the bot's updates; None when none is set.

    Nothing more of its address: the path may be all that keeps strangers from sending updates there.
    """
    address = (await bot.get_webhook_info()).url
    return (urlsplit(address).hostname or "an unreadable address") if address else None


def say_webhook(host: str) -> str:
    """What a webhook that leads to *host* means, and what to do."""
    return (
        f"a webhook is set that leads to {host}, and gets every update: stop what runs there, "
        "or take it over with `python -m bot run --take-over`; updates that wait are kept"
    )


async def bot_name(settings: Settings) -> str | None:
    """The bot's @name without the @; None when Telegram does not say."""
    try:
        return (await reach_bot(settings)).name
    except UnreachableError:
        return None
