"""The chats: what stands in each of them, and what a parcel puts there."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import timedelta

from bot.background.sender import Posted
from bot.catalogue.workdays import WorkCalendar
from bot.clock import Clock
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
    Notice,
    Parcel,
    Preview,
    Push,
    Verdict,
    Wiping,
    Worded,
)
from bot.gateway.cards import Cards
from bot.gateway.case_posts import CasePosts
from bot.gateway.expert_posts import ExpertPosts
from bot.gateway.head_posts import HeadPosts
from bot.gateway.posts import Post
from bot.gateway.wording import BOTH
from tests.desk.house import QUESTIONS, WORDS

FILE = "FILE"
"""How a file of a citizen stands in a chat."""
STUB = WORDS.text("n.taken_away", BOTH)
DELETABLE = timedelta(hours=48).total_seconds()
"""Older messages nobody deletes (Bot API, deleteMessage); they may be edited."""


@dataclass(frozen=True, slots=True)
class Standing:
    """A message of ours in a chat: what it says now, as what it came and when, and of which case."""

    text: str
    kind: type[Parcel]
    case: str | None
    came: float


@dataclass(slots=True)
class Drawer:
    """What the messages of a parcel say."""

    clock: Clock
    cards: Cards = field(init=False)
    heads: HeadPosts = field(init=False)
    experts: ExpertPosts = field(init=False)
    others: CasePosts = field(init=False)

    def __post_init__(self) -> None:
        self.cards = Cards(WORDS, QUESTIONS, WorkCalendar(), self.clock)
        self.heads, self.experts, self.others = HeadPosts(self.cards), ExpertPosts(self.cards), CasePosts(WORDS)

    def draw(self, parcel: Parcel | None) -> list[Post] | None:
        """The new messages that *parcel* becomes; None when it only changes what stands."""
        match parcel:
            case Card():
                return self.cards.card(parcel)[parcel.parts_done :]
            case Addition():
                return self.cards.addition(parcel)[parcel.parts_done :]
            case Preview():
                return self.cards.preview(parcel)
            case Notice():
                return [self.cards.notice(parcel)]
            case Push():
                return [self.cards.push(parcel)]
            case Contacts():
                return [self.cards.contacts(parcel)]
            case HeadPost():
                return self.heads.draw(parcel)[parcel.card.parts_done :]
            case ExpertPost():
                return self.experts.draw(parcel)[parcel.parts_done :]
            case History():
                return self.others.history(parcel)
            case Worded():
                return [Post(text) for text in parcel.parts]
            case Files() | ExpertFile(Files()):
                files = parcel.files if isinstance(parcel, ExpertFile) else parcel
                return [Post(f"{FILE} {each}") for each in files.file_ids]
            case _:
                return None


@dataclass(slots=True)
class Chats:
    """Every chat with the messages of ours that stand in it, by their numbers."""

    clock: Clock
    drawer: Drawer = field(init=False)
    standing: dict[int, dict[int, Standing]] = field(default_factory=dict)
    newest: int = 1000

    def __post_init__(self) -> None:
        self.drawer = Drawer(self.clock)

    def next_number(self) -> int:
        """The number of a message that nobody has sent before."""
        self.newest += 1
        return self.newest

    def of(self, chat: int) -> dict[int, Standing]:
        """What stands in *chat*."""
        return self.standing.setdefault(chat, {})

    def put(self, parcel: Parcel, posts: list[Post], case: str | None) -> tuple[Posted, ...]:
        """The new *posts* of *parcel* stand in its chat."""
        came, arrived = self.clock.timestamp(), []
        for post in posts:
            number = self.next_number()
            self.of(parcel.chat)[number] = Standing(post.text, type(parcel), case, came)
            arrived.append(Posted(parcel.chat, number, post.part))
        return tuple(arrived)

    def change(self, parcel: Parcel) -> None:
        """What stands is changed as *parcel* says."""
        match parcel:
            case CardNow(messages=messages):
                posts = self.drawer.cards.card(parcel.card)
                self._edit(parcel.chat, messages[0], posts[0].text)
                if len(posts) == len(messages):
                    self._edit(parcel.chat, messages[-1], posts[-1].text)
            case Verdict(message_id=message):
                self._edit(parcel.chat, message, self.drawer.cards.verdict(parcel).text)
            case Wiping(messages=messages):
                for message in messages:
                    self._edit(parcel.chat, message, self.drawer.others.wiped(parcel).text)
            case Deletion(message_id=message) if message in self.of(parcel.chat):
                if self._is_deletable(self.of(parcel.chat)[message]):
                    del self.of(parcel.chat)[message]
                else:
                    self._edit(parcel.chat, message, STUB)

    def empty(self, chat: int) -> None:
        """All that can be deleted of *chat* is."""
        self.standing[chat] = {n: each for n, each in self.of(chat).items() if not self._is_deletable(each)}

    def _is_deletable(self, there: Standing) -> bool:
        return self.clock.timestamp() - there.came <= DELETABLE

    def _edit(self, chat: int, message: int, text: str) -> None:
        there = self.of(chat).get(message)
        if there is not None:
            self.of(chat)[message] = replace(there, text=text)
