"""Outbox items: one value for each thing that must reach Telegram, made by whoever owes it, opened by `parcels`.

Rules
- `case` and `seq` (a message of the case's talk) lie in clear; everything else of an item lies in its box.
- Every item has a box, be it empty, bound to its own row: it opens with that row's number, lane, kind, case and
  message, and with no other's.
- Of one case nothing in a lane overtakes an earlier item that `holds`. Files do not: one that Telegram will not take
  must not keep back words, previews or other files; they themselves come after the words before them. Nor does what
  waits for its hour, but for the card (`posting.put_item`).
- A kind's name and the names of its fields lie in the databases of running bots: whoever renames one brings what is
  pending along (`upgrade.modernise`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from enum import StrEnum
from typing import Any, ClassVar, TypeAlias

from bot.desk.people import Spot
from bot.desk.presses import CardPage
from bot.desk.wishes import Wanted
from bot.frozen import frozen
from bot.terms import Priority, Reminder

QUIET = 1
"""In place of a message's number: a refresh that waits as what its citizen wrote does."""
SHOWN_MINUTES = 10
"""How long an officer sees a citizen's contacts: long enough to write them down or call, short on a screen that others
may see. The texts name it."""


class ItemKind(StrEnum):
    """The kinds of items, by the names that they have in the store."""

    CARD = "card"
    ADDITION = "addition"
    FILES = "files"
    PREVIEW = "preview"
    EDIT = "edit"
    NOTICE = "notice"
    PROMPT = "prompt"
    WHO = "who"
    PUSH = "push"
    CONTACTS = "contacts"
    DELETION = "deletion"
    ALERT = "alert"
    ANSWER = "answer"
    LEAVE = "leave"
    REFRESH = "refresh"
    PAGE = "page"
    HISTORY = "history"
    WIPE = "wipe"
    WORDS = "words"
    REMINDER = "reminder"
    DIGEST = "digest"
    CITIZEN = "citizen"
    HEAD = "head"
    EXPERT = "expert"
    OPINION = "opinion"
    EXPERT_FILE = "expert-file"


@frozen
class PostCard:
    """A new case for its office's group."""

    kind: ClassVar[ItemKind] = ItemKind.CARD
    priority: ClassVar[Priority] = Priority.CARD
    holds: ClassVar[bool] = True
    case: str


@frozen
class PostAddition:
    """The citizen's later words, under the card: messages `seq` to `last` of the talk, or `seq` alone."""

    kind: ClassVar[ItemKind] = ItemKind.ADDITION
    priority: ClassVar[Priority] = Priority.TALK
    holds: ClassVar[bool] = True
    case: str
    seq: int
    last: int | None = None


@frozen
class PostFiles:
    """Clean files for the group as one message or one album: numbers `first` and on of `total` that came together."""

    kind: ClassVar[ItemKind] = ItemKind.FILES
    priority: ClassVar[Priority] = Priority.FILES
    holds: ClassVar[bool] = False
    case: str
    seq: int
    files: tuple[str, ...]
    first: int
    total: int


@frozen
class ShowPreview:
    """An officer's words before they go out, with two buttons."""

    kind: ClassVar[ItemKind] = ItemKind.PREVIEW
    priority: ClassVar[Priority] = Priority.FIRST
    holds: ClassVar[bool] = True
    case: str
    seq: int


@frozen
class EditPreview:
    """What became of a preview: the message at `spot` says the text `told` in place of its buttons.

    `doubted`: nothing has become of it yet; the text says why it should be looked at again, and the buttons stay.
    `returns`: it has been sent, and its only button takes it back. `anew`: they can be sent as if never sent before.
    """

    kind: ClassVar[ItemKind] = ItemKind.EDIT
    priority: ClassVar[Priority] = Priority.FIRST
    holds: ClassVar[bool] = True
    case: str
    seq: int
    spot: Spot
    told: str
    values: Mapping[str, Any] = field(default_factory=dict)
    doubted: bool = False
    returns: bool = False
    anew: bool = False


@frozen
class SayInGroup:
    """The text `key` in an office's group, under the message at `reply_to`; a reply to it answers `case`, if any.

    `asks`: a reply to it is a question to the citizen.
    """

    kind: ClassVar[ItemKind] = ItemKind.NOTICE
    priority: ClassVar[Priority] = Priority.FIRST
    holds: ClassVar[bool] = True
    key: str
    values: Mapping[str, Any] = field(default_factory=dict)
    reply_to: Spot | None = None
    case: str | None = None
    asks: bool = False


@frozen
class TellOfCitizen:
    """The text `key` under the card of `case`: what its citizen has done.

    It does not hold: of a code-only case it waits, and nothing that the office does may wait with it.
    """

    kind: ClassVar[ItemKind] = ItemKind.CITIZEN
    priority: ClassVar[Priority] = Priority.TALK
    holds: ClassVar[bool] = False
    case: str
    key: str
    values: Mapping[str, Any] = field(default_factory=dict)


@frozen
class SayInChat:
    """The text `key` in one certain chat, in both languages: for admins, and for groups that serve no region.

    `presses` are its buttons, spelled as `desk.presses` does; `labels` what stands on them where that is no text of
    ours: numbers of cases.
    """

    kind: ClassVar[ItemKind] = ItemKind.ALERT
    priority: ClassVar[Priority] = Priority.FIRST
    holds: ClassVar[bool] = True
    chat: int
    key: str
    values: Mapping[str, Any] = field(default_factory=dict)
    reply_to: Spot | None = None
    presses: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()


@frozen
class AnswerCommand:
    """The answer to `command` in a group, as it was worded: in place of the message `instead`, if there is one.

    `buttons` are rows of labels and what their presses carry; they stand under the last of the `parts`.
    `of_cases`: it tells of cases, and goes into no group that strangers can read. `copied`: it may be taken along.
    """

    kind: ClassVar[ItemKind] = ItemKind.ANSWER
    priority: ClassVar[Priority] = Priority.FIRST
    holds: ClassVar[bool] = True
    chat: int
    command: str
    parts: tuple[str, ...]
    buttons: tuple[tuple[tuple[str, str], ...], ...]
    instead: Spot | None = None
    of_cases: bool = False
    copied: bool = False


@frozen
class RefreshCard:
    """The card of the case says how the case stands now. One waits at most for each `seq`.

    `seq` is QUIET when a citizen's step made it, whose hour must not show.
    """

    kind: ClassVar[ItemKind] = ItemKind.REFRESH
    priority: ClassVar[Priority] = Priority.REFRESH
    holds: ClassVar[bool] = False
    case: str
    seq: int = 0


@frozen
class TurnCard:
    """The buttons under the post at `spot` are those of `page`."""

    kind: ClassVar[ItemKind] = ItemKind.PAGE
    priority: ClassVar[Priority] = Priority.FIRST
    holds: ClassVar[bool] = False
    case: str
    spot: Spot
    page: CardPage


@frozen
class LetGo:
    """The words `seq` of the office can be taken back no more: they are the citizen's to read.

    `sending` is the press that sent them: words that were taken back and sent again have another one.
    """

    kind: ClassVar[ItemKind] = ItemKind.WORDS
    priority: ClassVar[Priority] = Priority.TALK
    holds: ClassVar[bool] = False
    case: str
    seq: int
    spot: Spot
    sending: str


@frozen
class ShowHistory:
    """What was done with the case, under the post at `reply_to`."""

    kind: ClassVar[ItemKind] = ItemKind.HISTORY
    priority: ClassVar[Priority] = Priority.FIRST
    holds: ClassVar[bool] = False
    case: str
    reply_to: Spot


@frozen
class WipePosts:
    """The case is the office's of `region` now: what its former group has of it says so, and nothing else any more.

    `chat`: what this chat has of the case loses its words, for they may not stand there, or not any more.
    """

    kind: ClassVar[ItemKind] = ItemKind.WIPE
    priority: ClassVar[Priority] = Priority.TALK
    holds: ClassVar[bool] = True
    case: str
    region: str
    chat: int | None = None


@frozen
class RemindOffice:
    """The office is reminded of the term of `case`, if `reminder` is what is true when it is sent."""

    kind: ClassVar[ItemKind] = ItemKind.REMINDER
    priority: ClassVar[Priority] = Priority.TALK
    holds: ClassVar[bool] = False
    case: str
    reminder: Reminder


@frozen
class TellDigest:
    """How many cases the office has, on the working day `day` (ISO) alone: counted when it is sent."""

    kind: ClassVar[ItemKind] = ItemKind.DIGEST
    priority: ClassVar[Priority] = Priority.TALK
    holds: ClassVar[bool] = False
    day: str


@frozen
class AskWords:
    """Ask the officer who made `wish` for the words that it takes; the reply to it is the words.

    `again` when words were given that are too short or not understood: then the text says so.
    """

    kind: ClassVar[ItemKind] = ItemKind.PROMPT
    priority: ClassVar[Priority] = Priority.FIRST
    holds: ClassVar[bool] = True
    case: str
    wish: str
    reply_to: Spot
    again: bool = False
    wanted: Wanted = Wanted.CONTACTS
    values: Mapping[str, Any] = field(default_factory=dict)


@frozen
class AskWho:
    """The words for `wish` came from an anonymous admin: a button whose press names the person."""

    kind: ClassVar[ItemKind] = ItemKind.WHO
    priority: ClassVar[Priority] = Priority.FIRST
    holds: ClassVar[bool] = True
    case: str
    wish: str
    reply_to: Spot


@frozen
class PushCitizen:
    """A discreet word to the citizen of `case`: there is something to read."""

    kind: ClassVar[ItemKind] = ItemKind.PUSH
    priority: ClassVar[Priority] = Priority.TALK
    holds: ClassVar[bool] = True
    case: str


@frozen
class SendContacts:
    """The contacts of `case` into the private chat of one officer, for SHOWN_MINUTES."""

    kind: ClassVar[ItemKind] = ItemKind.CONTACTS
    priority: ClassVar[Priority] = Priority.FIRST
    holds: ClassVar[bool] = True
    case: str
    chat: int


@frozen
class TellHead:
    """The case into the private chat of its office's head, or their words `seq` before they go out."""

    kind: ClassVar[ItemKind] = ItemKind.HEAD
    priority: ClassVar[Priority] = Priority.FIRST
    holds: ClassVar[bool] = True
    case: str
    chat: int
    seq: int | None = None


@frozen
class TellExpert:
    """The case under masks into the private chat of its expert, or their opinion `seq` before it goes.

    `added`: what its citizen wrote later, in message `added` of the talk, and nothing else. `reminds`: of the term
    alone; it is a post of the case as well, for whoever answers it gives an opinion.
    """

    kind: ClassVar[ItemKind] = ItemKind.EXPERT
    priority: ClassVar[Priority] = Priority.FIRST
    holds: ClassVar[bool] = True
    case: str
    chat: int
    seq: int | None = None
    added: int | None = None
    reminds: bool = False


@frozen
class ShowToExpert:
    """One of the citizen's clean files into the private chat of the case's expert; `n` is its number on the card."""

    kind: ClassVar[ItemKind] = ItemKind.EXPERT_FILE
    priority: ClassVar[Priority] = Priority.FILES
    holds: ClassVar[bool] = False
    case: str
    chat: int
    file: str
    n: int


@frozen
class PostOpinion:
    """What an expert wrote of the case, under its card: entry `seq` of the history."""

    kind: ClassVar[ItemKind] = ItemKind.OPINION
    priority: ClassVar[Priority] = Priority.TALK
    holds: ClassVar[bool] = True
    case: str
    seq: int


@frozen
class DeleteMessage:
    """A message of ours whose time is over."""

    kind: ClassVar[ItemKind] = ItemKind.DELETION
    priority: ClassVar[Priority] = Priority.FIRST
    holds: ClassVar[bool] = True
    spot: Spot


@frozen
class LeaveGroup:
    """The bot leaves the group: it serves no region."""

    kind: ClassVar[ItemKind] = ItemKind.LEAVE
    priority: ClassVar[Priority] = Priority.FIRST
    holds: ClassVar[bool] = True
    chat: int


Item: TypeAlias = (
    PostCard
    | PostAddition
    | PostFiles
    | ShowPreview
    | EditPreview
    | SayInGroup
    | TellOfCitizen
    | SayInChat
    | AnswerCommand
    | RefreshCard
    | TurnCard
    | ShowHistory
    | WipePosts
    | LetGo
    | RemindOffice
    | TellDigest
    | AskWords
    | AskWho
    | PushCitizen
    | SendContacts
    | TellHead
    | TellExpert
    | ShowToExpert
    | PostOpinion
    | DeleteMessage
    | LeaveGroup
)
