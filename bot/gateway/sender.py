"""The sender: one parcel becomes calls to Telegram, within the budget; every fault becomes an outcome.

Rules
- What may have arrived is sent again only over a line that answers (a question without effect is asked first), and
  says so: on a line that swallows every answer nothing is repeated at all.
- Edits and deletions may be repeated as often as one likes: of them a lost answer is no more than a line that failed.
"""

from __future__ import annotations

from typing import TypeAlias, assert_never

from telegram import Bot
from telegram.error import ChatMigrated, RetryAfter, TelegramError

from bot.background.sender import Delivered, LeftFile, Migrated, NotDelivered, Outcome, Posted, Rejection
from bot.desk.parcels.values import (
    Addition,
    Card,
    CardNow,
    Contacts,
    Deletion,
    ExpertFile,
    ExpertPost,
    Files,
    HeadPost,
    History,
    Leaving,
    Notice,
    Parcel,
    Preview,
    Push,
    TurnedPage,
    Verdict,
    Wiping,
    Worded,
    WordsDue,
)
from bot.desk.people import GroupStanding
from bot.frozen import replace
from bot.gateway.budget import Budget
from bot.gateway.calls import Calls
from bot.gateway.cards import Cards
from bot.gateway.case_posts import CasePosts
from bot.gateway.changing import PostChanger, harmless
from bot.gateway.expert_posts import ExpertPosts
from bot.gateway.forums import Forums
from bot.gateway.head_posts import HeadPosts
from bot.gateway.inquiries import Inquiries
from bot.gateway.looks import GroupLooks
from bot.gateway.outcomes import clean_words, rejection_of, seconds_of
from bot.gateway.posts import Post
from bot.gateway.uploads import FilePlace, LoadFiles, NumberedFile, Uploader
from bot.gateway.worded import posts_of
from bot.gateway.wording import BOTH
from bot.terms import Language

OF_THE_CHAT = frozenset({Rejection.FLOOD, Rejection.TOKEN, Rejection.BLOCKED, Rejection.GONE})
OF_A_CASE = (Card, CardNow, TurnedPage, History, Addition, Preview, Verdict, Files)
"""The parcels that hold what citizens and officers wrote, and go into groups."""
InTopic: TypeAlias = Card | Addition | Preview | Notice | History | Files
"""What stands in the topic of its case, if the group is a forum."""
Written: TypeAlias = Card | Addition | Preview | Notice | Push | Contacts | History | HeadPost | ExpertPost
"""What becomes messages of words."""
UNEXPLAINED = frozenset({Rejection.SERVER, Rejection.UNNAMED})


class TelegramSender:
    """Implements the notifier's port."""

    def __init__(
        self,
        bot: Bot,
        calls: Calls,
        cards: Cards,
        budget: Budget,
        load_files: LoadFiles,
        looks: GroupLooks,
        inquiries: Inquiries,
    ) -> None:
        self.bot = bot
        self.looks = looks
        self.inquiries = inquiries
        self.calls = calls
        self.load_files = load_files
        self.cards = cards
        self.case_posts = CasePosts(cards.words)
        self.head_posts = HeadPosts(cards)
        self.expert_posts = ExpertPosts(cards)
        self.budget = budget
        self.forums = Forums(calls, looks, cards.words, cards.clock)
        self.changer = PostChanger(bot, calls, cards, budget, self.forums, self._refused)

    async def send(self, parcel: Parcel, *, again: bool = False) -> Outcome:
        """Deliver *parcel*, or say why not. When it comes *again* it may have arrived before, and says so.

        Nothing of a case goes into a group that strangers can read, nor into one that cannot be asked about.
        """
        if _tells_of_cases(parcel) and (closed := await self._why_closed(parcel.chat)) is not None:
            return closed
        match parcel:
            case Verdict() | Deletion() | CardNow() | TurnedPage() | Wiping() | Leaving():
                return await self.changer.change(parcel)
            case _ if again and (silent := await self._ask_line(parcel.chat)) is not None:
                return silent
            case WordsDue():
                return Delivered()
            case Worded():
                return await self._say_worded(parcel, again=again)
            case ExpertFile(files):
                return await self._post_files(files, None, again=again)
            case Push() | Contacts() | HeadPost() | ExpertPost():
                return await self._post_all(parcel.chat, self._written(parcel, again=again))
            case Card() | Addition() | Preview() | Notice() | History() | Files():
                return await self._send_in_topic(parcel, again=again)
            case unexpected:
                assert_never(unexpected)

    async def standing_of(self, group: int, person: int) -> GroupStanding:
        """Whether *person* is in *group* at this moment, UNKNOWN where Telegram does not say."""
        return await self.inquiries.standing_of(group, person)

    def pace(self, chat: int) -> float:
        """Seconds until what nobody waits for may go into *chat*; a private chat has no pace."""
        return self.budget.ready_in(chat, paced=True) if chat < 0 else 0.0

    async def rest(self, seconds: float) -> None:
        """Return when *seconds* of such a pause are over."""
        await self.budget.clock.sleep(seconds)

    async def _send_in_topic(self, parcel: InTopic, *, again: bool) -> Outcome:
        """Into the topic of the case, where the group is a forum: a new one when there is none, or it was deleted."""
        chat, known = parcel.chat, parcel.topic.thread if parcel.topic else None
        try:
            thread = await self.forums.thread_of(chat, parcel.topic, parcel.language)
            outcome = await self._post_in(parcel, thread, again=again)
            is_lost = isinstance(outcome, NotDelivered) and outcome.why is Rejection.TOPIC and not outcome.posts
            if is_lost and known is not None and parcel.topic is not None and parcel.language is not None:
                thread = await self.forums.open(chat, parcel.topic, parcel.language)
                outcome = outcome if thread is None else await self._post_in(parcel, thread, again=again)
        except TelegramError as fault:
            return await self._refused(fault, chat)
        if thread == known or isinstance(outcome, Migrated):
            return outcome
        return replace(outcome, topic=thread)

    async def _post_in(self, parcel: InTopic, thread: int | None, *, again: bool) -> Outcome:
        if isinstance(parcel, Files):
            return await self._post_files(parcel, thread, again=again)
        posts = [replace(post, thread=thread) for post in self._written(parcel, again=again)]
        return await self._post_all(parcel.chat, posts, paced=isinstance(parcel, Card | Addition))

    def _written(self, parcel: Written, *, again: bool) -> list[Post]:
        """The messages of *parcel* that have not arrived; the first of them says when it may have."""
        match parcel:
            case Card(parts_done=done):
                posts = self.cards.card(parcel)[done:]
            case Addition(parts_done=done):
                posts = self.cards.addition(parcel)[done:]
            case Preview(parts_done=done):
                posts = self.cards.preview(parcel)[done:]
            case Notice():
                posts = [self.cards.notice(parcel)]
            case Push():
                posts = [self.cards.push(parcel)]
            case Contacts():
                posts = [self.cards.contacts(parcel)]
            case HeadPost():
                posts = self.head_posts.draw(parcel)[parcel.card.parts_done :]
            case ExpertPost(parts_done=done):
                posts = self.expert_posts.draw(parcel)[done:]
            case History():
                posts = self.case_posts.history(parcel)
            case unexpected:
                assert_never(unexpected)
        return [self._mark(posts[0], parcel.language), *posts[1:]] if again and posts else posts

    def _mark(self, post: Post, language: Language | None) -> Post:
        return replace(post, text=self.cards.words.maybe_twice(post.text, language))

    async def _why_closed(self, chat: int) -> Outcome | None:
        """Why nothing may be posted into the group now, if so."""
        try:
            readable = await self.looks.why_readable(chat)
        except TelegramError as fault:
            outcome = harmless(await self._refused(fault, chat))
            if isinstance(outcome, NotDelivered) and outcome.why not in OF_THE_CHAT:
                # What is refused is our question, not the item: that waits until the group can be looked at.
                return replace(outcome, why=Rejection.UNREACHED)
            return outcome
        return None if readable is None else NotDelivered(Rejection.PUBLIC)

    async def _post_all(self, chat: int, posts: list[Post], *, paced: bool = False) -> Outcome:
        """Send *posts* one after another; when one is refused, those before it have arrived and are not repeated.

        Those that are *paced* leave room in the group's budget for what somebody waits for.
        """
        arrived: list[Posted] = []
        for post in posts:
            await self.budget.wait_for(chat, paced=paced)
            try:
                arrived.append(Posted(chat, await self.post(chat, post), post.part))
            except TelegramError as fault:
                return await self._refused(fault, chat, tuple(arrived))
            finally:
                self.budget.settle(chat)
        return Delivered(tuple(arrived))

    async def _post_files(self, parcel: Files, thread: int | None, *, again: bool) -> Outcome:
        """Upload the clean copies that are not settled yet, as one message or one album if Telegram takes it so.

        Those that cannot be read are left, as those are that Telegram refuses.
        """
        wanted, chat = parcel.file_ids[parcel.parts_done :], parcel.chat
        files = await self.load_files(wanted)
        uploader = self._uploader(parcel, thread, again=again)
        numbers = {file_id: parcel.first + at for at, file_id in enumerate(parcel.file_ids)}
        loaded = {file.id for file in files}
        lost = tuple(LeftFile(each, numbers[each], Rejection.BROKEN) for each in wanted if each not in loaded)
        if not files and lost:
            return NotDelivered(Rejection.BROKEN)
        try:
            await uploader.send([NumberedFile.of(numbers[file.id], file) for file in files])
        except TelegramError as fault:
            return await self._refused(fault, chat, *_settled(chat, uploader))
        finally:
            self.budget.settle(chat)
        posts, left = _settled(chat, uploader)
        left += lost
        nothing_went = uploader.fault is not None and not posts and not parcel.parts_done
        # One file alone is its parcel; and where all are refused without a reason, it may not lie in the files.
        if uploader.fault is not None and nothing_went and (len(left) == 1 or _is_unnamed(left)):
            return await self._refused(uploader.fault, chat)
        return Delivered(posts, left)

    def _uploader(self, parcel: Files, thread: int | None, *, again: bool) -> Uploader:
        words, language = self.cards.words, parcel.language
        mark = f"\n{words.text('s.maybe_twice', language)}" if again else ""

        def caption_of(number: int) -> str:
            values = {"n": number, "total": parcel.total, "case_no": parcel.number}
            return words.text("s.file_caption", language, values) + mark

        async def take_turns(count: int) -> None:
            await self.budget.wait_for_album(parcel.chat, count)

        place = FilePlace(parcel.chat, parcel.reply_to, thread)
        return Uploader(self.bot, place, parcel.number, caption_of, take_turns)

    async def _refused(
        self, fault: TelegramError, chat: int, posts: tuple[Posted, ...] = (), left: tuple[LeftFile, ...] = ()
    ) -> Outcome:
        """The outcome of *fault*; a 429 holds the chat, or the whole bot, in the budget too.

        Of a refusal without a reason it is found out whether the chat takes anything at all.
        """
        if isinstance(fault, ChatMigrated) and not posts and not left:
            return Migrated(chat, fault.new_chat_id)
        why, asked, everywhere = rejection_of(fault), 0.0, False
        if why is Rejection.FLOOD:
            asked = seconds_of(fault)
            everywhere = self.budget.hold(chat, asked) and isinstance(fault, RetryAfter)
        others_pass = why not in UNEXPLAINED or await self._takes_anything(chat)
        return NotDelivered(why, posts, left, asked, everywhere, clean_words(fault), others_pass)

    async def _takes_anything(self, chat: int) -> bool:
        """Whether the chat takes what leaves no trace in it: that the bot is typing."""
        try:
            await self.calls.send_typing(chat)
        except TelegramError:
            return False
        return True

    async def _ask_line(self, chat: int) -> Outcome | None:
        """What keeps a repeat from going now: nothing is known of a line on which not even a question is answered."""
        try:
            await self.calls.get_me()
        except TelegramError as fault:
            return harmless(await self._refused(fault, chat))
        return None

    async def post(self, chat: int, post: Post) -> int:
        """Send one post; its message id. Raises TelegramError."""
        return await self.calls.send_message(
            chat,
            post.text,
            reply_markup=post.keyboard,
            protect_content=not post.copied,
            reply_to=post.reply_to,
            thread=post.thread,
        )

    async def _say_worded(self, worded: Worded, *, again: bool) -> Outcome:
        """In place of a message that can still be edited, else as posts of their own."""
        posts = posts_of(worded)
        if worded.instead is not None and len(posts) == 1:
            replaced = await self.changer.replace(worded.chat, worded.instead, posts[0])
            if replaced is not None:
                return replaced
        return await self._post_all(worded.chat, [self._mark(posts[0], BOTH), *posts[1:]] if again else posts)


def _tells_of_cases(parcel: Parcel) -> bool:
    return isinstance(parcel, OF_A_CASE) or (isinstance(parcel, Worded) and parcel.of_cases)


def _settled(chat: int, uploader: Uploader) -> tuple[tuple[Posted, ...], tuple[LeftFile, ...]]:
    return tuple(Posted(chat, message_id) for message_id in uploader.ids), tuple(uploader.left)


def _is_unnamed(left: tuple[LeftFile, ...]) -> bool:
    return all(each.why is Rejection.UNNAMED for each in left)
