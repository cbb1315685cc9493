"""The buttons under lists: pages of cases and of what was found, ready answers, what is still somebody's to answer.

`presses` spells and reads them.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, ClassVar, TypeAlias

from bot.conversation.values.spelling import Fits, Flag, Id, Number
from bot.frozen import frozen

OfficerDigits = Annotated[str, Fits("[0-9a-f]{16}")]
"""The beginning of an officer's mark: 64 bits tell the dozens of an office apart."""
IsoDay = Annotated[str, Fits("[0-9]{4}-[0-9]{2}-[0-9]{2}")]
CaseNumber = Annotated[str, Fits("[0-9]{2}-[0-9]{2}-[0-9]{5,10}")]
"""As it is printed on a card, which knows no secret."""


class CaseList(StrEnum):
    """The lists of an office's open cases."""

    QUEUE = "queue"
    """All of them."""
    MINE = "mine"
    """Those of one officer."""
    DUE = "due"
    """Those whose term is over, or will be soon."""


class Turning(StrEnum):
    """Which way a page is turned."""

    EARLIER = "back"
    LATER = "on"


@frozen
class TurnList:
    """Show the page of the list before or after the case whose term ends on `due_on` and whose number is `number`.

    `officer`, in a list of one officer's cases, is whose they are.
    """

    verb: ClassVar[str] = "list"
    of: CaseList
    way: Turning
    due_on: IsoDay
    number: CaseNumber
    officer: OfficerDigits | None = None


@frozen
class TurnFound:
    """Show the `page` of what the search found, counted from nought."""

    verb: ClassVar[str] = "found"
    search: Id
    page: Number


@frozen
class PickTemplate:
    """Post the text of the ready answer, to be copied."""

    verb: ClassVar[str] = "ready"
    template: Id


@frozen
class DropTemplate:
    """Delete the ready answer; not `sure`, it asks first."""

    verb: ClassVar[str] = "unready"
    template: Id
    sure: Annotated[bool, Flag("yes")] = False


@frozen
class ShowAgain:
    """Bring the case, which is still the presser's to answer, into their private chat once more."""

    verb: ClassVar[str] = "again"
    case: Id


PagePress: TypeAlias = TurnList | TurnFound
"""Under a list of the office's cases."""
TemplatePress: TypeAlias = PickTemplate | DropTemplate
"""Under the ready answers of the office."""
