"""Changing what stands in a chat: edits, other buttons, deletions, and the bot's own leaving.

Each may be repeated as often as one likes, so of a lost answer it is known no less than of a line that failed.
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from typing import TypeAlias, assert_never

from telegram import Bot, InlineKeyboardMarkup
from telegram.error import BadRequest, Forbidden, TelegramError

from bot.background.sender import Delivered, NotDelivered, Outcome, Rejection
from bot.desk.parcels.values import CardNow, Deletion, Leaving, TurnedPage, Verdict, Wiping
from bot.desk.status import AT_AN_END
from bot.frozen import replace
from bot.gateway.budget import Budget
from bot.gateway.calls import Calls
from bot.gateway.cards import Cards
from bot.gateway.case_posts import CasePosts
from bot.gateway.forums import Forums
from bot.gateway.outcomes import clean_words, is_missing, is_unchanged, is_undeletable
from bot.gateway.posts import Post
from bot.gateway.stubs import Stubs

log = logging.getLogger(__name__)
Changing: TypeAlias = Verdict | Deletion | CardNow | TurnedPage | Wiping | Leaving


class PostChanger:
    """Changes within the budget; what follows from a fault is said by *refused*."""

    def __init__(
        self,
        bot: Bot,
        calls: Calls,
        cards: Cards,
        budget: Budget,
        forums: Forums,
        refused: Callable[[TelegramError, int], Awaitable[Outcome]],
    ) -> None:
        self.calls = calls
        self.cards = cards
        self.stubs = Stubs(bot, cards.words)
        self.case_posts = CasePosts(cards.words)
        self.budget = budget
        self.forums = forums
        self.refused = refused

    async def change(self, parcel: Changing) -> Outcome:
        """Do what *parcel* says, or say why not."""
        match parcel:
            case Verdict(chat=chat, message_id=message_id):
                return await self._edit(chat, message_id, self.cards.verdict(parcel))
            case Deletion(chat, message_id):
                return await self._delete(chat, message_id)
            case CardNow():
                return await self._refresh(parcel)
            case TurnedPage(message_id=message_id, page=page):
                keyboard = self.cards.buttons.keyboard(parcel.card, page, parcel.officers, parcel.files)
                return await self._edit(parcel.chat, message_id, keyboard)
            case Wiping():
                return await self._wipe(parcel)
            case Leaving(chat):
                return await self._leave(chat)
            case unexpected:
                assert_never(unexpected)

    async def _refresh(self, shown: CardNow) -> Outcome:
        """The first message of the card says how the case stands, under the last are the buttons."""
        posts, messages = self.cards.card(shown.card), shown.messages
        edits = {messages[0]: posts[0]}
        if len(posts) == len(messages):  # it was cut into other parts by a version before this one, if not
            edits[messages[-1]] = posts[-1]
        for message_id, post in edits.items():
            outcome = await self._edit(shown.chat, message_id, post, paced=True)
            if not isinstance(outcome, Delivered):
                return outcome
        is_over = shown.card.row.status in AT_AN_END
        try:
            return Delivered(closed=await self.forums.settle(shown.chat, shown.card.topic, is_over=is_over))
        except TelegramError as fault:
            return harmless(await self.refused(fault, shown.chat))

    async def _wipe(self, wiping: Wiping) -> Outcome:
        """Whatever the posts said, they say now where the case is; an edit may be repeated, so all are begun anew."""
        for message_id in wiping.messages:
            outcome = await self._edit(wiping.chat, message_id, self.case_posts.wiped(wiping), paced=True)
            if not isinstance(outcome, Delivered):
                return outcome
        return Delivered()

    async def _edit(
        self, chat: int, message_id: int, shown: Post | InlineKeyboardMarkup, *, paced: bool = False
    ) -> Outcome:
        """Let the message say *shown*, or have these buttons."""
        await self.budget.wait_for(chat, paced=paced)
        try:
            if isinstance(shown, Post):
                await self.calls.edit_message_text(shown.text, chat, message_id, reply_markup=shown.keyboard)
            else:
                await self.calls.edit_buttons(chat, message_id, shown)
        except TelegramError as fault:
            if is_unchanged(fault) or is_missing(fault):
                return Delivered()
            return harmless(await self.refused(fault, chat))
        finally:
            self.budget.settle(chat)
        return Delivered()

    async def replace(self, chat: int, message_id: int, post: Post) -> Outcome | None:
        """Let the message say *post*; None when it cannot be edited any more."""
        await self.budget.wait_for(chat)
        try:
            await self.calls.edit_message_text(post.text, chat, message_id, reply_markup=post.keyboard)
        except BadRequest as fault:
            return Delivered() if is_unchanged(fault) else None
        except TelegramError as fault:
            return harmless(await self.refused(fault, chat))
        finally:
            self.budget.settle(chat)
        return Delivered()

    async def _leave(self, chat: int) -> Outcome:
        """Go, or be gone already: who was thrown out, or whose group is gone, has left."""
        try:
            await self.calls.leave_chat(chat)
        except (BadRequest, Forbidden):
            return Delivered()
        except TelegramError as fault:
            return harmless(await self.refused(fault, chat))
        return Delivered()

    async def _delete(self, chat: int, message_id: int) -> Outcome:
        """Delete the message; what is too old for that becomes a stub, unless Telegram puts nothing in its place."""
        try:
            await self.calls.delete_message(chat, message_id)
        except TelegramError as fault:
            if is_undeletable(fault):
                return await self._put_stub(chat, message_id)
            return Delivered() if is_missing(fault) else harmless(await self.refused(fault, chat))
        return Delivered()

    async def _put_stub(self, chat: int, message_id: int) -> Outcome:
        await self.budget.wait_for(chat, paced=True)
        try:
            await self.stubs.put(chat, message_id)
        except BadRequest as fault:
            if not is_unchanged(fault) and not is_missing(fault):  # a voice message: nothing takes its place, ever
                log.warning("what is too old to be deleted stays: %s", clean_words(fault))
        except TelegramError as fault:
            return harmless(await self.refused(fault, chat))
        finally:
            self.budget.settle(chat)
        return Delivered()


def harmless(outcome: Outcome) -> Outcome:
    """The outcome of what may be repeated without end: a lost answer says of it only that the line has failed."""
    if isinstance(outcome, NotDelivered) and outcome.why is Rejection.ANSWER_LOST:
        return replace(outcome, why=Rejection.UNREACHED)
    return outcome
