"""The buttons of the pages to read: help, advice, what is kept of a citizen."""

from __future__ import annotations

from enum import StrEnum
from typing import ClassVar, TypeAlias

from bot.conversation.values.spelling import Name
from bot.frozen import frozen


class Advice(StrEnum):
    """What is told before anything is filed."""

    BRIBE = "bribe"
    """What to do when a bribe is asked."""
    WHERE = "where"
    """Where to go with what an office cannot decide."""


@frozen
class ShowHelp:
    """Read what can be done here."""

    verb: ClassVar[str] = "help"


@frozen
class ShowAdvice:
    """Read what to do, or where to go, before anything is filed."""

    verb: ClassVar[str] = "advice"
    about: Advice


@frozen
class ShowPrivacy:
    """Read what is kept of a citizen, and how long."""

    verb: ClassVar[str] = "privacy"


@frozen
class ShowAbout:
    """Read what the offices are, or what the one of this region tells about itself."""

    verb: ClassVar[str] = "about"
    region: Name | None = None


OfThePages: TypeAlias = ShowHelp | ShowAdvice | ShowPrivacy | ShowAbout
