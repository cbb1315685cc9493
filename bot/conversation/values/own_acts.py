"""What citizens do with their own cases, beside adding to them; what words at a case are for, and what came of it."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from bot.frozen import frozen
from bot.terms import Desk, Status


class OwnAct(StrEnum):
    """One thing that a citizen does with their case. The values stand in callback data: they are only added to."""

    WITHDRAW = "withdraw"
    DECLINE = "decline"
    """Not to answer the office's question."""
    RATE = "rate"
    REVIEW = "review"
    """Have the answer looked at again, by somebody else."""
    REOPEN = "reopen"
    UNLINK = "unlink"
    """Cut the link between the case and the account: the code alone opens it then."""
    PLAIN = "plain"
    """Have the pushes say what they are about."""
    DISCREET = "discreet"
    """Have them say nothing, as they do when nothing was chosen."""
    UNCONTACT = "uncontact"
    """Delete the contacts that were left."""
    PRESSED = "pressed"
    """Tell the head of the office alone that somebody presses on them."""
    SAFE = "safe"
    """Say that nobody does."""


class WhyNot(StrEnum):
    """Why a citizen cannot do it."""

    GONE = "gone"
    """The case does not stand so any more, or it is done."""
    LATE = "late"
    USED = "used"
    """A case is opened again by its citizen once."""


class Aim(StrEnum):
    """What words and files at an opened case are for. The values stand in sealed visits: they are only added to."""

    ADD = "add"
    REOPEN = "reopen"
    CORRECT = "correct"
    """What was sent before is put right: it stays as it is, and this is read beside it."""
    COMMENT = "comment"
    """A comment on the stars that were given."""
    TO_HEAD = "to_head"
    """Who presses on the citizen, for the head of the office alone: such words are never given as anything else."""


@frozen
class AtAnEnd:
    """The case is at an end and takes no additions; it `may_reopen`, or not any more. What was written stays."""

    case: str
    may_reopen: bool


@frozen
class Acted:
    """The desk did what the citizen wanted done with the case."""

    case: str
    act: OwnAct


@frozen
class NotActed:
    """It cannot be done with the case, and was not."""

    case: str
    act: OwnAct
    why: WhyNot


@frozen
class Rated:
    """The stars are counted, or were before; `low` ones may have the answer looked at again."""

    case: str
    low: bool


@frozen
class MyCase:
    """One case in the list of a citizen's own."""

    case: str
    number: str
    status: Status
    changed: date
    desk: Desk = Desk.GROUP


@frozen
class MyCases:
    """The cases that keep this chat as their citizen's address: those that were filed last come first."""

    cases: tuple[MyCase, ...]
    to_unlink: bool = False
