"""The buttons of the screen on which a citizen decides what of their own words is hidden.

A row is named by its place and by the fingerprint of the screen, which is made of where the findings stand: a press
whose screen is not the one that would be drawn now decides nothing, and nothing of a person travels in a button.
"""

from __future__ import annotations

from typing import ClassVar, TypeAlias

from bot.conversation.values.spelling import Every, Fingerprint, Number
from bot.frozen import frozen


@frozen
class Mask:
    """Hide all that was found in the draft; without `every`, drawn before there was one screen, go to that screen."""

    verb: ClassVar[str] = "mask"
    every: Every = False


@frozen
class Keep:
    """Left what was found first as it was; drawn no more, it leads to the screen."""

    verb: ClassVar[str] = "keep"


@frozen
class Retype:
    """Go back to the words of the draft in which something was found."""

    verb: ClassVar[str] = "retype"


@frozen
class FactsMask:
    """Hide all that was found in the words for the case; without `every` as with `Mask`."""

    verb: ClassVar[str] = "fmask"
    every: Every = False


@frozen
class FactsKeep:
    """As `Keep`, in the words for the case."""

    verb: ClassVar[str] = "fkeep"


@frozen
class FactsRetype:
    """Go back to the words for the case in which something was found."""

    verb: ClassVar[str] = "fretype"


@frozen
class TurnRow:
    """Have this row hidden if it was to stay, else have it stay."""

    verb: ClassVar[str] = "turn"
    row: Number
    seen: Fingerprint


@frozen
class TurnPage:
    """See the rows of this page."""

    verb: ClassVar[str] = "rows"
    page: Number


@frozen
class HideMarked:
    """Hide what is marked so, and leave the rest."""

    verb: ClassVar[str] = "marked"
    seen: Fingerprint


OfTheReview: TypeAlias = Mask | Keep | Retype
OfTheFactsReview: TypeAlias = FactsMask | FactsKeep | FactsRetype
OfTheRows: TypeAlias = TurnRow | TurnPage | HideMarked
"""They are drawn in the draft and at a case alike: where the citizen stands says which is meant."""
