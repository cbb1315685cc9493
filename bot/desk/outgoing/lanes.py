"""The lanes of the outbox, one for each chat's queue."""

from __future__ import annotations

from typing import ClassVar, Self, TypeAlias

from bot.frozen import frozen

PERSON_DIGITS = 32
"""So much of a keyed hash names a chat in a lane: 128 bits, no two chats ever share them."""


@frozen
class OfficeLane:
    """Everything for the staff group of `region`, whichever group that is at the time."""

    prefix: ClassVar[str] = "office:"
    region: str

    def __str__(self) -> str:
        return f"{self.prefix}{self.region}"


@frozen
class CaseLane:
    """Everything for the citizen of one case; no lane is shared between two cases of one citizen."""

    prefix: ClassVar[str] = "case:"
    case: str

    def __str__(self) -> str:
        return f"{self.prefix}{self.case}"


@frozen
class WordsLane:
    """The office's words on one case until they can be taken back no more; a push that fails does not hold them up."""

    prefix: ClassVar[str] = "words:"
    case: str

    def __str__(self) -> str:
        return f"{self.prefix}{self.case}"


@frozen
class _MarkedLane:
    """A lane of a chat that is known by a keyed hash."""

    prefix: ClassVar[str]
    chat: str

    @classmethod
    def of(cls, mark: bytes) -> Self:
        """The lane of the chat with *mark*."""
        return cls(mark.hex()[:PERSON_DIGITS])

    def __str__(self) -> str:
        return f"{self.prefix}{self.chat}"


@frozen
class GroupLane(_MarkedLane):
    """A group as such: what it must hear though it serves no region, or not this one any more."""

    prefix: ClassVar[str] = "group:"


@frozen
class OfficerLane(_MarkedLane):
    """An officer's private chat."""

    prefix: ClassVar[str] = "officer:"


@frozen
class AdminLane(_MarkedLane):
    """An admin's private chat."""

    prefix: ClassVar[str] = "admin:"


Lane: TypeAlias = OfficeLane | CaseLane | WordsLane | GroupLane | OfficerLane | AdminLane
LANES = (OfficeLane, CaseLane, WordsLane, GroupLane, OfficerLane, AdminLane)


def read_lane(name: str) -> Lane:
    """The lane behind `str(lane)`; ValueError for any other name."""
    for lane in LANES:
        if name.startswith(lane.prefix):
            return lane(name.removeprefix(lane.prefix))
    raise ValueError("a lane of no kind that this program knows")
