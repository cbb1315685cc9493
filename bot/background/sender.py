"""The port to Telegram, and what may come back: every outcome is a value that the notifier settles."""

from __future__ import annotations

from enum import Enum, auto
from typing import Protocol, TypeAlias

from bot.desk.parcels.values import Parcel
from bot.desk.people import GroupStanding
from bot.frozen import frozen


class Rejection(Enum):
    """Why a parcel was not delivered, by what has to follow (`retry.decide`)."""

    UNREACHED = auto()
    """It certainly did not leave us: no connection, no address, no answer of the line."""
    FLOOD = auto()
    """Too many requests, or the group's slow mode."""
    TOKEN = auto()
    """Telegram does not know the token, or another program uses it: nothing goes for anybody."""
    ANSWER_LOST = auto()
    """It was sent and no answer came: it may have arrived."""
    SERVER = auto()
    """Telegram's servers failed at it."""
    BLOCKED = auto()
    """The person has blocked the bot, or it was thrown out of the group."""
    GONE = auto()
    """Telegram knows no such chat."""
    SILENCED = auto()
    """The bot is in the group and may not write there."""
    PUBLIC = auto()
    """Strangers can read the group."""
    TOPIC = auto()
    """The topic that it would stand in is closed or deleted."""
    NO_RIGHT_TO_KIND = auto()
    """The bot may write there, but not send this kind of file."""
    PRIVACY = auto()
    """The person takes no voice and video messages."""
    PICTURE = auto()
    """Telegram cannot process the picture."""
    FILE = auto()
    """Telegram does not take the file."""
    TOO_LARGE = auto()
    """The file is larger than Telegram takes in this form."""
    MALFORMED = auto()
    """Telegram will never take this very request: it breaks a rule that lies in it alone."""
    UNNAMED = auto()
    """It was refused with words that nobody has given a meaning here."""
    OWN = auto()
    """A fault of ours."""
    BROKEN = auto()
    """It cannot be opened."""
    HOMELESS = auto()
    """Which group it goes to cannot be read."""


@frozen
class Posted:
    """One message of ours that now stands in a chat; `part` numbers those of a card from 1, and is 0 for others."""

    chat: int
    message_id: int
    part: int = 0


@frozen
class LeftFile:
    """A file of several, by its id and its number, that was refused in every form while others went on."""

    file: str
    number: int
    why: Rejection


@frozen
class Delivered:
    """All of the parcel has arrived, but for the files that were `left`.

    `topic` is the one that was opened for its case; `closed` says whether that was closed now, or opened again.
    """

    posts: tuple[Posted, ...] = ()
    left: tuple[LeftFile, ...] = ()
    topic: int | None = None
    closed: bool | None = None


@frozen
class NotDelivered:
    """It did not arrive, or not all of it: `posts` did, and files were `left`, before that.

    `asked` is the pause that Telegram asks for, in seconds, `everywhere` when it asks the whole bot; `words` are its
    own, cleaned for the log; `topic` was opened all the same. `others_pass` is false when the chat takes nothing else
    now either.
    """

    why: Rejection
    posts: tuple[Posted, ...] = ()
    left: tuple[LeftFile, ...] = ()
    asked: float = 0.0
    everywhere: bool = False
    words: str = ""
    others_pass: bool = True
    topic: int | None = None


@frozen
class Migrated:
    """The group is a supergroup now, under another id."""

    old_chat: int
    new_chat: int


Outcome: TypeAlias = Delivered | NotDelivered | Migrated


class Sender(Protocol):
    """Sends one parcel; faults of the network and of Telegram become values."""

    async def send(self, parcel: Parcel, *, again: bool = False) -> Outcome:
        """Deliver *parcel*, or say why not. When it comes *again* it may have arrived before, and says so."""

    async def standing_of(self, group: int, person: int) -> GroupStanding:
        """Whether *person* is in *group* at this moment, UNKNOWN where Telegram does not say."""

    def pace(self, chat: int) -> float:
        """Seconds until what nobody waits for (a card, a file) may go into *chat*; what somebody waits for may now."""

    async def rest(self, seconds: float) -> None:
        """Return when *seconds* of such a pause are over."""
