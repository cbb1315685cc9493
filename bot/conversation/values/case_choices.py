"""The buttons of a case: those that name it and lead to it for ever, and those of what a citizen adds to it."""

from __future__ import annotations

from enum import StrEnum
from typing import ClassVar, TypeAlias

from bot.conversation.values.own_acts import OwnAct
from bot.conversation.values.review_choices import OfTheFactsReview
from bot.conversation.values.spelling import Id, Number
from bot.frozen import frozen


@frozen
class ShowNotice:
    """Read the case that a notice speaks of."""

    verb: ClassVar[str] = "show"
    case: Id


@frozen
class WriteFacts:
    """Add words and files to this case; without one, to the case that is open, else to the one whose code follows."""

    verb: ClassVar[str] = "facts"
    case: Id | None = None


@frozen
class Correct:
    """Put right what was sent before; without a case, as with `WriteFacts`."""

    verb: ClassVar[str] = "fix"
    case: Id | None = None


@frozen
class FactsAgain:
    """Write the words for the case anew."""

    verb: ClassVar[str] = "again_facts"


@frozen
class BackToCase:
    """Go back to this case, else to the one that is open."""

    verb: ClassVar[str] = "case"
    case: Id | None = None


@frozen
class OfficeFiles:
    """See the files that the office sent in this case, else in the one that is open."""

    verb: ClassVar[str] = "files"
    case: Id | None = None


class Stars(StrEnum):
    """How well a case was dealt with, from one to five."""

    ONE = "1"
    TWO = "2"
    THREE = "3"
    FOUR = "4"
    FIVE = "5"


@frozen
class Want:
    """Do this with the case; whatever cannot be undone is asked about first, what needs words is asked for them."""

    verb: ClassVar[str] = "want"
    act: OwnAct
    case: Id


@frozen
class Sure:
    """Do it indeed."""

    verb: ClassVar[str] = "sure"
    act: OwnAct
    case: Id


@frozen
class Rate:
    """Give the case so many stars."""

    verb: ClassVar[str] = "rate"
    stars: Stars
    case: Id


@frozen
class AsReport:
    """What was written for a case that is at an end begins a report of its own."""

    verb: ClassVar[str] = "toreport"


@frozen
class FactsToHead:
    """What was written for the case is for the head of the office alone."""

    verb: ClassVar[str] = "tohead"


@frozen
class DropFacts:
    """Delete the words and files that were not given yet."""

    verb: ClassVar[str] = "drop_facts"


@frozen
class RemoveFactsFile:
    """Take this file out of what is added to the case."""

    verb: ClassVar[str] = "unfile_facts"
    number: Number


@frozen
class Give:
    """Give the words and files to the office."""

    verb: ClassVar[str] = "give"


@frozen
class GiveReady:
    """Give them without the files that are still being cleaned; `ready` says how the files stood."""

    verb: ClassVar[str] = "give-ready"
    ready: Number


OfOwnActs: TypeAlias = Want | Sure | Rate
OfACase: TypeAlias = ShowNotice | WriteFacts | Correct | BackToCase | OfficeFiles | OfOwnActs
"""They hold whenever they are pressed. Drawn before they named their case, they mean the one that was open then."""
OfTheCase: TypeAlias = (
    FactsAgain | FactsToHead | DropFacts | RemoveFactsFile | Give | GiveReady | AsReport | OfTheFactsReview
)
"""They hold at the step that they were drawn at, while a case is open or words for one wait."""
