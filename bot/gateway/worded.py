"""Posts that are worded when they are decided: into the outbox as they are, and out of it again."""

from __future__ import annotations

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.desk.outgoing.items import AnswerCommand
from bot.desk.parcels.values import Worded
from bot.desk.people import Spot
from bot.gateway.posts import Post
from bot.gateway.wording import split


def word_answer(chat: int, command: str, post: Post, instead: int | None = None) -> AnswerCommand:
    """*post* as the answer to *command* in the group *chat*, in place of the message *instead*."""
    rows = () if post.keyboard is None else post.keyboard.inline_keyboard
    buttons = tuple(tuple((button.text, str(button.callback_data)) for button in row) for row in rows)
    spot = None if instead is None else Spot(chat, instead)
    return AnswerCommand(chat, command, tuple(split(post.text)), buttons, spot, post.of_cases, post.copied)


def posts_of(worded: Worded) -> list[Post]:
    """The posts in *worded*, buttons under the last."""
    rows = [[InlineKeyboardButton(label, callback_data=data) for label, data in row] for row in worded.buttons]
    keyboard = InlineKeyboardMarkup(rows) if rows else None
    last, copied = len(worded.parts), worded.copied
    numbered = enumerate(worded.parts, start=1)
    return [Post(part, keyboard if at == last else None, copied=copied) for at, part in numbered]
