"""The buttons of an opened case, and of what a citizen adds to it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, TypeAlias

from bot.conversation.values.spelling import Every, Number


@dataclass(frozen=True, slots=True)
class WriteFacts:
    """Add words and files to the opened case."""

    verb: ClassVar[str] = "facts"


@dataclass(frozen=True, slots=True)
class FactsAgain:
    """Write the words for the case anew."""

    verb: ClassVar[str] = "again_facts"


@dataclass(frozen=True, slots=True)
class BackToCase:
    """Go back to the case."""

    verb: ClassVar[str] = "case"


@dataclass(frozen=True, slots=True)
class OfficeFiles:
    """See the files that the office sent."""

    verb: ClassVar[str] = "files"


@dataclass(frozen=True, slots=True)
class RemoveFactsFile:
    """Take this file out of what is added to the case."""

    verb: ClassVar[str] = "unfile_facts"
    number: Number


@dataclass(frozen=True, slots=True)
class Give:
    """Give the words and files to the office."""

    verb: ClassVar[str] = "give"


@dataclass(frozen=True, slots=True)
class GiveReady:
    """Give them without the files that are still being cleaned; `ready` says how the files stood."""

    verb: ClassVar[str] = "give-ready"
    ready: Number


@dataclass(frozen=True, slots=True)
class FactsMask:
    """Mask what was found in the words for the case."""

    verb: ClassVar[str] = "fmask"
    every: Every = False


@dataclass(frozen=True, slots=True)
class FactsKeep:
    """Leave what was found in the words for the case as it is."""

    verb: ClassVar[str] = "fkeep"


@dataclass(frozen=True, slots=True)
class FactsRetype:
    """Go back to the words for the case in which something was found."""

    verb: ClassVar[str] = "fretype"


OfTheFactsReview: TypeAlias = FactsMask | FactsKeep | FactsRetype
OfTheCase: TypeAlias = (
    WriteFacts | FactsAgain | BackToCase | OfficeFiles | RemoveFactsFile | Give | GiveReady | OfTheFactsReview
)
"""They hold at the step that they were drawn at, while a case is open."""
