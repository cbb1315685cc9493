"""Every button of officers and admins as a value: what its press asks for, and how it is spelled in callback data.

Rules
- A verb never gets another meaning: buttons that were drawn before an upgrade still hang in groups.
- Reading is strict, for anybody may forge a press; who may do what it says is asked by those who do it.
- What stands in a private chat is spelled as no choice of a citizen's is: both hang in the chat of an admin.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, ClassVar, TypeAlias

from bot.conversation.values.spelling import Fits, Flag, Id, Name, Number, Reader, spell

CommandName = Annotated[str, Fits("[a-z0-9_]{1,32}")]
"""As Telegram lets a command be called (Bot API, "BotCommand")."""
Argument = Annotated[str, Fits("[a-z0-9_-]{0,31}")]
"""One of our own names of things, or nothing: with the longest command it fills the 64 bytes of callback data."""


@dataclass(frozen=True, slots=True)
class SendReply:
    """Send the words `seq` of the case to its citizen."""

    verb: ClassVar[str] = "out"
    case: Id
    seq: Number


@dataclass(frozen=True, slots=True)
class DropReply:
    """Do not send the words `seq` of the case."""

    verb: ClassVar[str] = "not"
    case: Id
    seq: Number


@dataclass(frozen=True, slots=True)
class OpenContacts:
    """Ask for the contacts of the case's citizen."""

    verb: ClassVar[str] = "open"
    case: Id


@dataclass(frozen=True, slots=True)
class GiveReason:
    """The reason that was written for this wish is the presser's."""

    verb: ClassVar[str] = "why"
    wish: Id


@dataclass(frozen=True, slots=True)
class AgreeToMove:
    """Let the region move to the group that asked for it: what hangs from before moves had ids is too old for a yes."""

    verb: ClassVar[str] = "move"
    region: Name


@dataclass(frozen=True, slots=True)
class RepeatCommand:
    """Give this command: again, by name, after an anonymous admin gave it, or with the argument that it lacked.

    Its verb is the command's own name, so a command needs no class of its own here.
    """

    verb: ClassVar[str] = ""
    command: CommandName
    argument: Argument = ""


@dataclass(frozen=True, slots=True)
class TryItem:
    """Send the outbox item again that was set aside."""

    verb: ClassVar[str] = "try"
    item: Number


@dataclass(frozen=True, slots=True)
class DropItem:
    """Do not send the outbox item that was set aside, ever."""

    verb: ClassVar[str] = "drop"
    item: Number


@dataclass(frozen=True, slots=True)
class UnbindGroup:
    """Let the group where this is pressed not serve the region any more."""

    verb: ClassVar[str] = "part"
    region: Name


@dataclass(frozen=True, slots=True)
class ConfirmMove:
    """Let the region of the move go to the group that the message named."""

    verb: ClassVar[str] = "agree"
    move: Id


@dataclass(frozen=True, slots=True)
class StopDeed:
    """Stop the move, or take back what an admin did, that has this id."""

    verb: ClassVar[str] = "stop"
    deed: Id


@dataclass(frozen=True, slots=True)
class RemoveAdmin:
    """Take the admin whose mark begins so the rights; not `sure`, it asks first."""

    verb: ClassVar[str] = "rid"
    admin: Id
    sure: Annotated[bool, Flag("yes")] = False


OfficerPress: TypeAlias = SendReply | DropReply | OpenContacts | GiveReason
"""About a case: its office's group may."""
AdminPress: TypeAlias = AgreeToMove | RepeatCommand | UnbindGroup
"""About the group itself."""
ItemPress: TypeAlias = TryItem | DropItem
"""About what was set aside."""
ChangePress: TypeAlias = ConfirmMove | StopDeed | RemoveAdmin
"""About who serves a region and who is an admin; some of these hang in groups, too."""
PrivatePress: TypeAlias = ItemPress | ChangePress
"""Under an alert in an admin's private chat, beside the buttons that the same person has as a citizen."""
StaffPress: TypeAlias = OfficerPress | AdminPress | PrivatePress

_READER: Reader[StaffPress] = Reader(StaffPress)
_PRIVATE_READER: Reader[PrivatePress] = Reader(PrivatePress)


def spell_staff_press(press: StaffPress) -> str:
    """*press* as callback data carry it: at most 64 characters of ASCII."""
    return spell(press)


def read_staff_press(data: str) -> StaffPress | None:
    """The press that is spelled *data*, or None when none is."""
    return _READER.read(data)


def read_private_press(data: str) -> PrivatePress | None:
    """The press under an alert that is spelled *data*; None for all that a citizen could press."""
    return _PRIVATE_READER.read(data)
