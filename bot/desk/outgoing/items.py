"""Outbox items: one value for each thing that must reach Telegram, made by whoever owes it, opened by `parcels`.

Rules
- `case` and `seq` (a message of the case's talk) lie in clear; everything else of an item lies in its box.
- Every item has a box, be it empty, bound to its own row: it opens with that row's number, lane, kind, case and
  message, and with no other's.
- Of one case nothing in a lane overtakes an earlier item that `holds`. Files do not: one that Telegram will not take
  must not keep back words, previews or other files; they themselves come after the words before them.
- A kind's name and the names of its fields lie in the databases of running bots: whoever renames one brings what is
  pending along (`upgrade.modernise`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import MISSING, asdict, dataclass, field, fields
from enum import StrEnum
from typing import Any, ClassVar, TypeAlias, get_args

from bot.desk.people import Spot
from bot.terms import Priority

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


@dataclass(frozen=True, slots=True)
class PostCard:
    """A new case for its office's group."""

    kind: ClassVar[ItemKind] = ItemKind.CARD
    priority: ClassVar[Priority] = Priority.CARD
    holds: ClassVar[bool] = True
    case: str


@dataclass(frozen=True, slots=True)
class PostAddition:
    """The citizen's later words, under the card: messages `seq` to `last` of the talk, or `seq` alone."""

    kind: ClassVar[ItemKind] = ItemKind.ADDITION
    priority: ClassVar[Priority] = Priority.TALK
    holds: ClassVar[bool] = True
    case: str
    seq: int
    last: int | None = None


@dataclass(frozen=True, slots=True)
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


@dataclass(frozen=True, slots=True)
class ShowPreview:
    """An officer's words before they go out, with two buttons."""

    kind: ClassVar[ItemKind] = ItemKind.PREVIEW
    priority: ClassVar[Priority] = Priority.FIRST
    holds: ClassVar[bool] = True
    case: str
    seq: int


@dataclass(frozen=True, slots=True)
class EditPreview:
    """What became of a preview: the message at `spot` says the text `told` in place of its buttons."""

    kind: ClassVar[ItemKind] = ItemKind.EDIT
    priority: ClassVar[Priority] = Priority.FIRST
    holds: ClassVar[bool] = True
    case: str
    seq: int
    spot: Spot
    told: str


@dataclass(frozen=True, slots=True)
class SayInGroup:
    """The text `key` in an office's group, under the message at `reply_to`; a reply to it answers `case`, if any."""

    kind: ClassVar[ItemKind] = ItemKind.NOTICE
    priority: ClassVar[Priority] = Priority.FIRST
    holds: ClassVar[bool] = True
    key: str
    values: Mapping[str, Any] = field(default_factory=dict)
    reply_to: Spot | None = None
    case: str | None = None


@dataclass(frozen=True, slots=True)
class SayInChat:
    """The text `key` in one certain chat, in both languages: for admins, and for groups that serve no region.

    `presses` are its buttons, spelled as `desk.presses` does.
    """

    kind: ClassVar[ItemKind] = ItemKind.ALERT
    priority: ClassVar[Priority] = Priority.FIRST
    holds: ClassVar[bool] = True
    chat: int
    key: str
    values: Mapping[str, Any] = field(default_factory=dict)
    reply_to: Spot | None = None
    presses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AnswerCommand:
    """The answer to `command` in a group, as it was worded: in place of the message `instead`, if there is one.

    `buttons` are rows of labels and what their presses carry; they stand under the last of the `parts`.
    """

    kind: ClassVar[ItemKind] = ItemKind.ANSWER
    priority: ClassVar[Priority] = Priority.FIRST
    holds: ClassVar[bool] = True
    chat: int
    command: str
    parts: tuple[str, ...]
    buttons: tuple[tuple[tuple[str, str], ...], ...]
    instead: Spot | None = None


@dataclass(frozen=True, slots=True)
class AskReason:
    """Ask the officer who made `wish` why contacts are to be opened; the reply to it is the reason.

    `again` when a reason was given and is too short.
    """

    kind: ClassVar[ItemKind] = ItemKind.PROMPT
    priority: ClassVar[Priority] = Priority.FIRST
    holds: ClassVar[bool] = True
    case: str
    wish: str
    reply_to: Spot
    again: bool = False


@dataclass(frozen=True, slots=True)
class AskWho:
    """The reason for `wish` came from an anonymous admin: a button whose press names the person."""

    kind: ClassVar[ItemKind] = ItemKind.WHO
    priority: ClassVar[Priority] = Priority.FIRST
    holds: ClassVar[bool] = True
    case: str
    wish: str
    reply_to: Spot


@dataclass(frozen=True, slots=True)
class PushCitizen:
    """A discreet word to the citizen of `case`: there is something to read."""

    kind: ClassVar[ItemKind] = ItemKind.PUSH
    priority: ClassVar[Priority] = Priority.TALK
    holds: ClassVar[bool] = True
    case: str


@dataclass(frozen=True, slots=True)
class SendContacts:
    """The contacts of `case` into the private chat of one officer, for SHOWN_MINUTES."""

    kind: ClassVar[ItemKind] = ItemKind.CONTACTS
    priority: ClassVar[Priority] = Priority.FIRST
    holds: ClassVar[bool] = True
    case: str
    chat: int


@dataclass(frozen=True, slots=True)
class DeleteMessage:
    """A message of ours whose time is over."""

    kind: ClassVar[ItemKind] = ItemKind.DELETION
    priority: ClassVar[Priority] = Priority.FIRST
    holds: ClassVar[bool] = True
    spot: Spot


@dataclass(frozen=True, slots=True)
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
    | SayInChat
    | AnswerCommand
    | AskReason
    | AskWho
    | PushCitizen
    | SendContacts
    | DeleteMessage
    | LeaveGroup
)
ITEMS: tuple[type[Item], ...] = get_args(Item)
BY_KIND: Mapping[str, type[Item]] = {item.kind: item for item in ITEMS}
IN_CLEAR = ("case", "seq")


def case_of(item: Item) -> str | None:
    """The case that *item* is about, if any."""
    return getattr(item, "case", None)


def seq_of(item: Item) -> int | None:
    """The message of the talk that *item* is about, if any."""
    return getattr(item, "seq", None)


def content_of(item: Item) -> dict[str, Any]:
    """What of *item* belongs into its box."""
    return {name: value for name, value in asdict(item).items() if name not in IN_CLEAR}


def read_item(kind: str, case: str | None, seq: int | None, content: Mapping[str, Any]) -> Item:
    """The item behind its row; ValueError when the row is of no kind, or lacks a part, that this program knows."""
    item = BY_KIND.get(kind)
    if item is None:
        raise ValueError("an item of no kind that this program knows")
    row = {**content, "case": case, "seq": seq}
    parts: dict[str, Any] = {each.name: _read(each.name, row[each.name]) for each in fields(item) if each.name in row}
    required = [each.name for each in fields(item) if each.default is MISSING and each.default_factory is MISSING]
    if any(parts.get(name) is None for name in required):
        raise ValueError(f"an item of kind {kind} without all its parts")
    return item(**parts)


def _read(name: str, value: Any) -> Any:
    """A part of an item as it was before it became JSON."""
    if name in ("spot", "reply_to", "instead") and value is not None:
        return Spot(**value)
    if name == "buttons":
        return tuple(tuple((label, data) for label, data in row) for row in value)
    return tuple(value) if name in ("files", "presses", "parts") else value
