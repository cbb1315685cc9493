"""The peer: PTB's echo bot as its manual shows it; texts come back, presses are answered and edited.

`python -m tests.benchmarks.echo default` uses PTB's own transport, `… ours` the transport of this house.
It stores nothing. BOT_TOKEN and BOT_API_URL say where it talks.
"""

from __future__ import annotations

import os
import sys
from typing import Any

from telegram import Update
from telegram.ext import Application, ApplicationBuilder, CallbackQueryHandler, MessageHandler, filters


async def echo(update: Update, context: Any) -> None:
    """Send the text back."""
    assert update.message is not None
    await update.message.reply_text(update.message.text or "")


async def press(update: Update, context: Any) -> None:
    """Answer the press and say what was chosen, as in PTB's example of an inline keyboard."""
    query = update.callback_query
    assert query is not None
    await query.answer()
    await query.edit_message_text(text=f"Selected option: {query.data}")


def build(transport: str) -> Application[Any, Any, Any, Any, Any, Any]:
    """The echo on one of the two transports."""
    builder = ApplicationBuilder().token(os.environ["BOT_TOKEN"]).base_url(f"{os.environ['BOT_API_URL']}/bot")
    if transport == "ours":
        from bot.gateway.transport import BotApiRequest

        polling = BotApiRequest(proxy=None, connections=2)
        builder = builder.request(BotApiRequest(proxy=None)).get_updates_request(polling)
    application = builder.build()
    application.add_handler(MessageHandler(filters.TEXT, echo))
    application.add_handler(CallbackQueryHandler(press))
    return application


if __name__ == "__main__":
    build(sys.argv[1]).run_polling()
