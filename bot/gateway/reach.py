"""Reaching Telegram: the bot's client, and what the command line asks it before anything is served."""

from __future__ import annotations

from dataclasses import dataclass

from telegram import Bot
from telegram.error import InvalidToken, TelegramError
from telegram.request import BaseRequest

from bot.errors import AdaldyqError
from bot.gateway.transport import AiohttpRequest
from bot.settings import Settings

TOKEN_REFUSED = "Telegram refuses the token: ask @BotFather for a new one and put it into BOT_TOKEN."


class UnreachableError(AdaldyqError):
    """Telegram refuses the bot or does not answer; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Reached:
    """What Telegram says of the bot: its @name without the @, and whether a webhook is set."""

    name: str
    has_webhook: bool


def make_bot(settings: Settings, request: BaseRequest, polling: BaseRequest) -> Bot:
    """A client for the Bot API server of *settings*; *polling* is kept for getUpdates alone."""
    return Bot(
        settings.token,
        base_url=f"{settings.api_url}/bot",
        base_file_url=f"{settings.api_url}/file/bot",
        request=request,
        get_updates_request=polling,
    )


async def reach_bot(settings: Settings) -> Reached:
    """Ask Telegram who the bot is; UnreachableError when it does not say."""
    bot = make_bot(settings, AiohttpRequest(), AiohttpRequest())
    try:
        async with bot:
            webhook = await bot.get_webhook_info()
            return Reached(str(bot.username), bool(webhook.url))
    except InvalidToken:
        raise UnreachableError("the token is refused: ask @BotFather for a new one and put it into BOT_TOKEN") from None
    except TelegramError as fault:
        # The library's own words may hold the address, and with it the token.
        raise UnreachableError(
            f"no answer ({type(fault).__name__}): check the network and BOT_API_URL, then try again"
        ) from None


async def bot_name(settings: Settings) -> str | None:
    """The bot's @name without the @; None when Telegram does not say."""
    try:
        return (await reach_bot(settings)).name
    except UnreachableError:
        return None
