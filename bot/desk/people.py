"""People at work: who acts, and where."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from enum import Enum, auto
from typing import Any, TypeAlias

from bot.errors import AdaldyqError
from bot.frozen import frozen


@frozen
class Officer:
    """Who acts: a real person's account, never an anonymous admin's."""

    id: int
    name: str


class GroupStanding(Enum):
    """What Telegram says of somebody's place in a group."""

    MEMBER = auto()
    LEFT = auto()
    UNKNOWN = auto()
    """It does not answer: as long as nobody knows, nothing that needs a member is done."""
    UNASKED = auto()


class StandingUnaskedError(AdaldyqError):
    """What is to be done needs a member of the group `chat`: nothing is done until Telegram was asked.

    `heir` is whom to ask about where that is not who acts: the one who is to have the case.
    """

    def __init__(self, chat: int, heir: int | None = None) -> None:
        super().__init__("Whether an officer is in the group was not asked.")
        self.chat = chat
        self.heir = heir


COMMAND_LINE = Officer(0, "command line")
"""Whoever has the server: no account of Telegram has the number nought."""


THE_BOT = Officer(0, "bot")
"""What comes with time and is nobody's deed: the office reads that the bot did it."""


@frozen
class Presser:
    """Who decides about offices and admins, in which chat; `leads` when Telegram names them its administrator."""

    officer: Officer
    chat: int
    leads: bool = False


@frozen
class Spot:
    """One message in one chat."""

    chat: int
    message: int

    def to_box(self) -> dict[str, int]:
        """As it is sealed."""
        return {"chat": self.chat, "message": self.message}

    @property
    def is_private(self) -> bool:
        """Whether it stands in a person's chat: these have positive numbers, groups negative ones (Bot API)."""
        return self.chat > 0

    def within(self, chat: int) -> int | None:
        """The message, if it stands in *chat*: elsewhere the same number is another message."""
        return self.message if self.chat == chat else None


@frozen
class GroupPress:
    """A button was pressed under the message at *spot*; the press names the real person.

    `standing`: whether they are still in the group, where that was asked; `heirs`: whether is who is to have the case.
    """

    spot: Spot
    officer: Officer
    standing: GroupStanding = GroupStanding.UNASKED
    heirs: GroupStanding = GroupStanding.UNASKED


@frozen
class Done:
    """A press did what its button says; `key` is the text to answer it with."""

    key: str
    values: Mapping[str, Any] = field(default_factory=dict)


@frozen
class Refused:
    """A press or a command did nothing; `key` is the text that says why."""

    key: str
    values: Mapping[str, Any] = field(default_factory=dict)


PressOutcome: TypeAlias = Done | Refused
