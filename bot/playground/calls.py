"""What the bot asked of the playground, call by call, and which of it broke the Bot API's rules."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from bot.frozen import frozen
from bot.playground.shapes import Json


@frozen
class Upload:
    """A file inside a multipart body."""

    name: str
    content_type: str
    body: bytes = field(repr=False)


@dataclass(slots=True)
class Call:
    """One call: what arrived, byte by byte (for a bare GET the query) and decoded, and what was answered.

    `answer` is None while the call runs and stays None when no answer was given
    (a dropped connection before processing). `answer_lost` says that the effect
    happened and the answer was withheld.
    """

    method: str
    parameters: Json
    files: Mapping[str, Upload]
    body: bytes = field(repr=False)
    at: datetime
    answer: Json | None = None
    status: int = 0
    answer_lost: bool = False

    @property
    def ok(self) -> bool:
        """Whether the call had its effect."""
        return self.status == 200

    @property
    def has_effect(self) -> bool:
        """Whether anything came of the call: a poll that brings nothing would go on for ever."""
        return self.method != "getUpdates" or bool(self.answer and self.answer.get("result"))


@frozen
class Violation:
    """A call that no correct bot makes."""

    method: str
    description: str
    parameters: Json
