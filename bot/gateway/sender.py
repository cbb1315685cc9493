"""The sender: one parcel becomes calls to Telegram, within the budget; every fault becomes an outcome."""

from __future__ import annotations

from typing import assert_never

from telegram import Bot
from telegram.error import RetryAfter, TelegramError

from bot.background.sender import Delivered, LaneClosed, Outcome, Posted, RetryLater, Undeliverable
from bot.desk.parcels.values import Addition, Card, Contacts, Deletion, Files, Notice, Parcel, Preview, Push, Verdict
from bot.gateway.budget import Budget
from bot.gateway.calls import Calls
from bot.gateway.cards import Cards, Post
from bot.gateway.looks import GroupLooks
from bot.gateway.outcomes import is_missing, is_unchanged, outcome_of, seconds_of
from bot.gateway.uploads import LoadFiles, Naming, upload
from bot.terms import Suspension

OF_A_CASE = (Card, Addition, Preview, Verdict, Files)
"""The parcels that hold what citizens and officers wrote, and go into groups."""
LOOK_DELAY = 10.0
"""Seconds until a group is asked about again when Telegram refused to say: longer than a fault of the network lasts."""


class TelegramSender:
    """Implements the notifier's port."""

    def __init__(
        self, bot: Bot, calls: Calls, cards: Cards, budget: Budget, load_files: LoadFiles, looks: GroupLooks
    ) -> None:
        self.bot = bot
        self.looks = looks
        self.calls = calls
        self.load_files = load_files
        self.cards = cards
        self.budget = budget

    async def send(self, parcel: Parcel) -> Outcome:
        """Deliver *parcel*, or say why not. Nothing of a case goes into a group that strangers can read."""
        if isinstance(parcel, OF_A_CASE) and (closed := await self._why_closed(parcel.chat)) is not None:
            return closed
        match parcel:
            case Card():
                return await self._post_all(parcel.chat, self.cards.card(parcel)[parcel.parts_done :], paced=True)
            case Addition():
                posts = self.cards.addition(parcel)[parcel.parts_done :]
                return await self._post_all(parcel.chat, posts, paced=True)
            case Preview():
                return await self._post_all(parcel.chat, self.cards.preview(parcel)[parcel.parts_done :])
            case Notice():
                return await self._post_all(parcel.chat, [self.cards.notice(parcel)])
            case Push():
                return await self._post_all(parcel.chat, [self.cards.push(parcel)])
            case Contacts():
                return await self._post_all(parcel.chat, [self.cards.contacts(parcel)])
            case Verdict():
                return await self._edit(parcel.chat, parcel.message_id, self.cards.verdict(parcel))
            case Files():
                return await self._post_files(parcel)
            case Deletion():
                return await self._delete(parcel.chat, parcel.message_id)
            case unexpected:
                assert_never(unexpected)

    async def _why_closed(self, chat: int) -> Outcome | None:
        """Why nothing may be posted into the group now, if so; a group that cannot be asked gets nothing either."""
        try:
            readable = await self.looks.why_readable(chat)
        except TelegramError as fault:
            outcome = self._refused(fault, chat)
            return RetryLater(LOOK_DELAY) if isinstance(outcome, Undeliverable) else outcome
        return None if readable is None else LaneClosed(Suspension.PUBLIC)

    async def _post_all(self, chat: int, posts: list[Post], *, paced: bool = False) -> Outcome:
        """Send *posts* one after another; when one is refused, those before it have arrived and are not repeated.

        Those that are *paced* leave room in the group's budget for what somebody waits for.
        """
        arrived: list[Posted] = []
        for post in posts:
            await self.budget.wait_for(chat, paced=paced)
            try:
                arrived.append(Posted(chat, await self.post(chat, post)))
            except TelegramError as fault:
                return self._refused(fault, chat, tuple(arrived))
            finally:
                self.budget.settle(chat)
        return Delivered(tuple(arrived))

    async def _post_files(self, parcel: Files) -> Outcome:
        """Upload the clean copies as one message or one album."""
        files = await self.load_files(parcel.file_ids)
        if not files:
            return Delivered()
        for _ in files:
            await self.budget.wait_for(parcel.chat, paced=True)
        values = {"n": parcel.first, "total": parcel.total, "case_no": parcel.number}
        caption = self.cards.words.text("s.file_caption", parcel.language, values)
        named = Naming(parcel.number, parcel.first, caption)
        try:
            ids = await upload(self.bot, parcel.chat, files, named, reply_to=parcel.reply_to)
        except TelegramError as fault:
            return self._refused(fault, parcel.chat)
        finally:
            self.budget.settle(parcel.chat)
        return Delivered(tuple(Posted(parcel.chat, message_id) for message_id in ids))

    def _refused(self, fault: TelegramError, chat: int, arrived: tuple[Posted, ...] = ()) -> Outcome:
        """The outcome of *fault*; a 429 holds the chat, or the whole bot, in the budget too."""
        everywhere = isinstance(fault, RetryAfter) and self.budget.hold(chat, seconds_of(fault))
        outcome = outcome_of(fault, chat)
        return RetryLater(outcome.delay, everywhere, arrived) if isinstance(outcome, RetryLater) else outcome

    async def post(self, chat: int, post: Post) -> int:
        """Send one post; its message id. Raises TelegramError."""
        return await self.calls.send_message(
            chat, post.text, reply_markup=post.keyboard, protect_content=True, reply_to=post.reply_to
        )

    async def _edit(self, chat: int, message_id: int, post: Post) -> Outcome:
        await self.budget.wait_for(chat)
        try:
            await self.calls.edit_message_text(post.text, chat, message_id, reply_markup=post.keyboard)
        except TelegramError as fault:
            if is_unchanged(fault) or is_missing(fault):
                return Delivered()
            return self._refused(fault, chat)
        finally:
            self.budget.settle(chat)
        return Delivered()

    async def _delete(self, chat: int, message_id: int) -> Outcome:
        try:
            await self.calls.delete_message(chat, message_id)
        except TelegramError as fault:
            return Delivered() if is_missing(fault) else self._refused(fault, chat)
        return Delivered()
