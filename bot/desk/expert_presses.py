"""The buttons of experts, and those that give cases to them. `presses` spells and reads them."""

from __future__ import annotations

from typing import ClassVar, TypeAlias

from bot.conversation.values.spelling import Id, Number
from bot.desk.list_presses import OfficerDigits
from bot.frozen import frozen


@frozen
class SendToExpert:
    """The case goes to the expert whose mark begins so."""

    verb: ClassVar[str] = "exp"
    case: Id
    expert: OfficerDigits


@frozen
class OpenFile:
    """Let the case's expert see its citizen's file `n` of message `seq` of the talk, or of the case itself."""

    verb: ClassVar[str] = "efile"
    case: Id
    seq: Number
    n: Number


@frozen
class AgreeAsExpert:
    """Be the expert that the link asks for."""

    verb: ClassVar[str] = "eyes"
    link: Id


@frozen
class RefuseAsExpert:
    """Do not be the expert that the link asks for."""

    verb: ClassVar[str] = "eno"
    link: Id


@frozen
class SendAsExpert:
    """Send the opinion `seq` on the case to its office."""

    verb: ClassVar[str] = "eout"
    case: Id
    seq: Number


@frozen
class DropAsExpert:
    """Do not send the opinion `seq` on the case."""

    verb: ClassVar[str] = "enot"
    case: Id
    seq: Number


@frozen
class DeclineCase:
    """Give the case back to its office without an opinion."""

    verb: ClassVar[str] = "edecl"
    case: Id


OpinionPress: TypeAlias = SendAsExpert | DropAsExpert | DeclineCase
"""Under a case in the private chat of its expert."""
ExpertPress: TypeAlias = AgreeAsExpert | RefuseAsExpert | OpinionPress
"""In private chats alone."""
