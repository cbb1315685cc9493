"""What can happen in a private chat: frozen values, made at the gateway or by the desk."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import TypeAlias

from bot.conversation.values.case_choices import OfOwnActs
from bot.conversation.values.choices import AnyChoice
from bot.conversation.values.commands import Command
from bot.conversation.values.offices import AboutOffices
from bot.conversation.values.own_acts import Acted, Aim, AtAnEnd, MyCases, NotActed, OwnAct, Rated
from bot.frozen import frozen
from bot.terms import Desk, Language, Level, Status


@frozen
class Commanded:
    """A command of a citizen's; `words` are what was written behind it."""

    command: Command
    words: str = ""
    message_id: int = 0


@frozen
class Pressed:
    """A button: the choice (None when it is none of ours), the step it was drawn at, the language of its message.

    `message_id` is that of the message it hangs under, 0 when it is not known.
    """

    choice: AnyChoice | None
    step: int
    language: Language
    message_id: int = 0


@frozen
class Typed:
    """Text of one message; `linked` when a link was hidden under its words."""

    text: str
    message_id: int
    forwarded: bool = False
    linked: bool = False


@frozen
class Corrected:
    """The citizen edited an earlier message."""

    text: str
    message_id: int
    linked: bool = False


class Unusable(StrEnum):
    """Kinds of messages that hold no text to use."""

    STICKER = "sticker"
    LOCATION = "location"
    CONTACT = "contact"
    OTHER = "other"


@frozen
class Received:
    """A message of a kind that is not taken here; `caption` keeps the words that came with it."""

    kind: Unusable
    message_id: int
    caption: str = ""
    linked: bool = False


@frozen
class ChatChanged:
    """Something was pinned, a timer was set or the like: nobody said anything, and nothing is answered."""


@frozen
class FileSent:
    """A file arrived: our own id for it, how it was sent, its bytes; `caption` keeps the words that came with it."""

    file: str
    media: str
    size: int
    message_id: int
    caption: str = ""
    album: str | None = None
    linked: bool = False


@frozen
class FileSettled:
    """A file was cleaned (`notes`: what was removed) or refused (`notes`: why, what to send instead)."""

    file: str
    clean: bool
    notes: tuple[str, ...]


@frozen
class Repeated:
    """Telegram delivered an update again: nothing changes, the current step is shown."""


@frozen
class Filed:
    """The desk filed the case: what the receipt says. `due` is None while the region has no group.

    `leaves`: when the office gets it, if that is not soon.
    """

    number: str
    code: str
    level: Level
    due: date | None
    workdays: int
    desk: Desk = Desk.GROUP
    leaves: datetime | None = None


@frozen
class TalkLine:
    """One message of a case's talk with the office, as the citizen may read it; its words are lost if `damaged`.

    `asks`: it is a question of the office; `corrects`: the citizen puts right what they sent before; `aside`: it is
    between the citizen and the head of the office alone.
    """

    ours: bool
    text: str
    day: date
    files: int = 0
    damaged: bool = False
    asks: bool = False
    corrects: bool = False
    aside: bool = False


class News(StrEnum):
    """What was done with a case, by the office or its citizen, as far as the citizen reads it."""

    TAKEN = "taken"
    EXTENDED = "extended"
    REDIRECTED = "redirected"
    TRANSFERRED = "transferred"
    TO_HEAD = "to_head"
    TO_EXPERT = "to_expert"
    CLOSED = "closed"
    REJECTED = "rejected"
    SPAM = "spam"
    DUPLICATE = "duplicate"
    FIRST_ANSWERED = "first_answered"
    FIRST_CLOSED = "first_closed"
    FIRST_REDIRECTED = "first_redirected"
    FIRST_REJECTED = "first_rejected"
    REOPENED = "reopened"
    WITHDRAWN = "withdrawn"
    OVERDUE = "overdue"
    DECLINED = "declined"
    RATED = "rated"
    REVIEW_ASKED = "review_asked"
    TO_GROUP = "to_group"
    NEW_HEAD = "new_head"
    EXPERT_FILE = "expert_file"


@frozen
class NewsLine:
    """What was done, after the first `after` messages of the talk. Never who did it (promise P4).

    `about` is a region, a body, a day, a result or a number of stars by its name; `why` the reason that was given.
    """

    what: News
    day: date
    after: int
    about: str = ""
    why: str = ""


@frozen
class CaseOpened:
    """A code (or a notice's button) opened a case. What the citizen wrote in it is lost if it is `damaged`.

    `desk` has it, in `region`; `office` is the region whose office it was sent to past another one's, or nothing. `may`
    is what its citizen can do with it as it stands; one that has `ended` takes no additions. `asks_safety`: they are
    asked whether somebody presses on them. `wanted` is the press that opened it.
    """

    case: str
    number: str
    status: Status
    changed: date
    due: date | None
    talk: tuple[TalkLine, ...]
    damaged: bool = False
    news: tuple[NewsLine, ...] = ()
    may: frozenset[OwnAct] = frozenset()
    ended: bool = False
    wanted: OfOwnActs | None = None
    desk: Desk = Desk.GROUP
    office: str = ""
    region: str = ""
    asks_safety: bool = False


@frozen
class CaseDamaged:
    """The case is there and cannot be read; `number` is None when not even that is known."""

    number: str | None


@frozen
class CaseLocked:
    """The case opens by its code only: nothing else says that it is this citizen's."""


@frozen
class CaseNotFound:
    """No case has this code; `left` attempts remain."""

    left: int


@frozen
class CodeRefused:
    """Too many wrong codes: none is looked up for `minutes`."""

    minutes: int


@frozen
class FactsAdded:
    """The desk put the citizen's further words into the case, as what they are for. Perhaps they wait.

    `leaves`: when the office gets them, if that is not soon.
    """

    aim: Aim = Aim.ADD
    waits: bool = False
    leaves: datetime | None = None


@frozen
class ErasingAsked:
    """Whoever asks may erase the chat; `offers_again`: somebody's cases wait for their answer here, and come again."""

    offers_again: bool


@frozen
class AdditionWaits:
    """What was written for a case has not been sent for hours: it is offered once more."""


@frozen
class LimitReached:
    """From this account so many cases were filed within a day that no other is begun for `hours`."""

    sent: int
    hours: int


@frozen
class BeginningsLimited:
    """From this account so many drafts were begun within an hour that no other is for `minutes`."""

    most: int
    minutes: int


@frozen
class AdditionsLimited:
    """The case got as many additions as it takes in an hour, from whoever has its code: the next in `minutes`."""

    most: int
    minutes: int


Event: TypeAlias = (
    Commanded
    | Pressed
    | Typed
    | Corrected
    | Received
    | ChatChanged
    | Repeated
    | Filed
    | CaseOpened
    | CaseDamaged
    | CaseLocked
    | CaseNotFound
    | CodeRefused
    | FactsAdded
    | AtAnEnd
    | Acted
    | NotActed
    | Rated
    | MyCases
    | AboutOffices
    | ErasingAsked
    | LimitReached
    | BeginningsLimited
    | AdditionsLimited
    | AdditionWaits
    | FileSent
    | FileSettled
)
