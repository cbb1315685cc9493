"""Every button of officers and admins as a value: what its press asks for, and how it is spelled in callback data.

Rules
- A verb never gets another meaning: buttons that were drawn before an upgrade still hang in groups.
- Reading is strict, for anybody may forge a press; who may do what it says is asked by those who do it.
- What stands in a private chat is spelled as no choice of a citizen's is: both hang in the chat of an admin.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, ClassVar, TypeAlias

from bot.conversation.values.spelling import Fits, Flag, Id, Name, Number, Reader, spell
from bot.desk.expert_presses import ExpertPress, OpenFile, SendToExpert
from bot.desk.list_presses import OfficerDigits, PagePress, ShowAgain, TemplatePress
from bot.frozen import frozen
from bot.terms import Result

CommandName = Annotated[str, Fits("[a-z0-9_]{1,32}")]
"""As Telegram lets a command be called (Bot API, "BotCommand")."""
Argument = Annotated[str, Fits("[a-z0-9_-]{0,31}")]
"""One of our own names of things, or nothing: with the longest command it fills the 64 bytes of callback data."""


class CaseAct(StrEnum):
    """What an officer wants of a case; a button carries it."""

    TAKE = "take"
    RELEASE = "release"
    ASK = "ask"
    ANSWER = "answer"
    NOTE = "note"
    EXTEND = "extend"
    REDIRECT = "redirect"
    """Whom to send it on to, in the officer's own words."""
    TRANSFER = "transfer"
    REJECT = "reject"
    SPAM = "spam"
    DUPLICATE = "duplicate"
    OUTSIDE = "outside"
    CONFLICT = "conflict"
    HEAD = "head"
    REOPEN = "reopen"
    HISTORY = "history"
    FILES = "files"
    GROUP = "group"
    """Into the group, past which its citizen has sent it: whoever leads the office alone may."""
    OPEN = "desk"
    """The case once more into the private chat of who has it."""
    RECALL = "recall"
    """Back from its expert."""


class CardPage(StrEnum):
    """What the buttons under a card are at the moment."""

    FRONT = "front"
    MORE = "more"
    REST = "rest"
    BODIES = "bodies"
    RESULTS = "results"
    OFFICERS = "officers"
    EXPERTS = "experts"
    SPAM = "spam"
    """Whether it is spam is asked once more."""


@frozen
class WorkOn:
    """Do `act` with the case."""

    verb: ClassVar[str] = "do"
    act: CaseAct
    case: Id


@frozen
class ShowPage:
    """Let the post that is pressed show other buttons of the case."""

    verb: ClassVar[str] = "page"
    page: CardPage
    case: Id


@frozen
class SendOn:
    """The case is not the office's to decide: the competent `body` of the catalogue has it."""

    verb: ClassVar[str] = "body"
    case: Id
    body: Name


@frozen
class CloseAs:
    """The case is closed with `result`."""

    verb: ClassVar[str] = "end"
    case: Id
    result: Result


@frozen
class HandTo:
    """The case goes to the officer whose mark begins so."""

    verb: ClassVar[str] = "hand"
    case: Id
    officer: OfficerDigits


@frozen
class SendReply:
    """Send the words `seq` of the case to its citizen; not `sure`, what speaks against it is told first."""

    verb: ClassVar[str] = "out"
    case: Id
    seq: Number
    sure: Annotated[bool, Flag("yes")] = False


@frozen
class SendQuestion:
    """Send the words `seq` of the case to its citizen as a question."""

    verb: ClassVar[str] = "ask"
    case: Id
    seq: Number
    sure: Annotated[bool, Flag("yes")] = False


@frozen
class TakeBack:
    """The words `seq`, which were sent moments ago, are not to reach the citizen after all."""

    verb: ClassVar[str] = "undo"
    case: Id
    seq: Number


@frozen
class DropReply:
    """Do not send the words `seq` of the case."""

    verb: ClassVar[str] = "not"
    case: Id
    seq: Number


@frozen
class OpenContacts:
    """Ask for the contacts of the case's citizen."""

    verb: ClassVar[str] = "open"
    case: Id


@frozen
class GiveReason:
    """The words that were written for this wish are the presser's."""

    verb: ClassVar[str] = "why"
    wish: Id


@frozen
class AgreeToMove:
    """Let the region move to the group that asked for it: what hangs from before moves had ids is too old for a yes."""

    verb: ClassVar[str] = "move"
    region: Name


@frozen
class RepeatCommand:
    """Give this command: again, by name, after an anonymous admin gave it, or with the argument that it lacked.

    Its verb is the command's own name, so a command needs no class of its own here.
    """

    verb: ClassVar[str] = ""
    command: CommandName
    argument: Argument = ""


@frozen
class TryItem:
    """Send the outbox item again that was set aside."""

    verb: ClassVar[str] = "try"
    item: Number


@frozen
class DropItem:
    """Do not send the outbox item that was set aside, ever."""

    verb: ClassVar[str] = "drop"
    item: Number


@frozen
class SendAsHead:
    """Send the head's own words `seq` of the case to its citizen."""

    verb: ClassVar[str] = "hout"
    case: Id
    seq: Number


@frozen
class DropAsHead:
    """Do not send the head's own words `seq` of the case."""

    verb: ClassVar[str] = "hnot"
    case: Id
    seq: Number


@frozen
class UnbindGroup:
    """Let the group where this is pressed not serve the region any more."""

    verb: ClassVar[str] = "part"
    region: Name


@frozen
class ConfirmMove:
    """Let the region of the move go to the group that the message named."""

    verb: ClassVar[str] = "agree"
    move: Id


@frozen
class StopDeed:
    """Stop the move, or take back what an admin did, that has this id."""

    verb: ClassVar[str] = "stop"
    deed: Id


@frozen
class RemoveAdmin:
    """Take the admin whose mark begins so the rights; not `sure`, it asks first."""

    verb: ClassVar[str] = "rid"
    admin: Id
    sure: Annotated[bool, Flag("yes")] = False


CasePress: TypeAlias = WorkOn | ShowPage | SendOn | CloseAs | HandTo | SendToExpert | OpenFile
"""Under a card: what is to become of its case."""
OfficerPress: TypeAlias = (
    SendReply | SendQuestion | DropReply | TakeBack | OpenContacts | GiveReason | ShowAgain | CasePress
)
"""About a case: its office's group may."""
AdminPress: TypeAlias = AgreeToMove | RepeatCommand | UnbindGroup
"""About the group itself."""
ItemPress: TypeAlias = TryItem | DropItem
"""About what was set aside."""
ChangePress: TypeAlias = ConfirmMove | StopDeed | RemoveAdmin
"""About who serves a region and who is an admin; some of these hang in groups, too."""
HeadPress: TypeAlias = SendAsHead | DropAsHead
"""Under the words of an office's head, in their private chat."""
PrivatePress: TypeAlias = ItemPress | ChangePress | HeadPress | ExpertPress
"""In the private chat of an admin, a head or an expert, beside the buttons that the same person has as a citizen."""
StaffPress: TypeAlias = OfficerPress | AdminPress | PagePress | TemplatePress | PrivatePress

_READER: Reader[StaffPress] = Reader(StaffPress)
_DESK_READER: Reader[OfficerPress] = Reader(OfficerPress)
_PRIVATE_READER: Reader[PrivatePress] = Reader(PrivatePress)


def spell_staff_press(press: StaffPress) -> str:
    """*press* as callback data carry it: at most 64 characters of ASCII."""
    return spell(press)


def read_staff_press(data: str) -> StaffPress | None:
    """The press that is spelled *data*, or None when none is."""
    return _READER.read(data)


def read_desk_press(data: str) -> OfficerPress | None:
    """The press under a post of a case in the private chat of who has it; None for all that a citizen could press."""
    return _DESK_READER.read(data)


def read_private_press(data: str) -> PrivatePress | None:
    """The press under an alert that is spelled *data*; None for all that a citizen could press."""
    return _PRIVATE_READER.read(data)
