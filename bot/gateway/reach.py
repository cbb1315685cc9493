"""Reaching Telegram: the bot's client, and what the command line asks it before anything is served."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from urllib.parse import urlsplit

from telegram import Bot
from telegram.error import TelegramError
from telegram.request import BaseRequest

from bot.errors import AdaldyqError
from bot.frozen import frozen
from bot.gateway.silence import explain
from bot.gateway.transport import BotApiRequest
from bot.settings import Settings


class UnreachableError(AdaldyqError):
    """Telegram refuses the bot or does not answer; the message says what to do."""


@frozen
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
async def connected(bot: Bot, *pools: BaseRequest) -> AsyncIterator[Bot]:
    """*bot* with its *pools* of connections open, closed again however the block ends; raises TelegramError.

    The library's own block opens them in tasks beside it: cancelled in that moment it forgets them, open.
    """
    async with AsyncExitStack() as closing:
        for pool in pools:
            closing.push_async_callback(pool.shutdown)
            await pool.initialize()
        closing.push_async_callback(bot.shutdown)
        await bot.initialize()
        yield bot


@asynccontextmanager
async def lone_bot(settings: Settings) -> AsyncIterator[Bot]:
    """A connected client for a question or two, before anything is served or beside what serves."""
    request, polling = BotApiRequest(proxy=settings.proxy), BotApiRequest(proxy=settings.proxy)
    async with connected(make_bot(settings, request, polling), request, polling) as bot:
        yield bot


async def reach_bot(settings: Settings) -> Reached:
    """Ask Telegram who the bot is; UnreachableError when it does not say."""
    try:
        async with lone_bot(settings) as bot:
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
