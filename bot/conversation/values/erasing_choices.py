"""The buttons under /erase: what a citizen can have deleted of themselves, without naming a case."""

from __future__ import annotations

from typing import ClassVar, TypeAlias

from bot.frozen import frozen


@frozen
class ShowErasing:
    """See what can be deleted."""

    verb: ClassVar[str] = "erase"


@frozen
class WantChatErased:
    """Be asked whether the messages of this chat are to be deleted."""

    verb: ClassVar[str] = "wipe"


@frozen
class SureChatErased:
    """Delete the messages of this chat, and what was not sent."""

    verb: ClassVar[str] = "wipe-sure"


@frozen
class ListLinked:
    """See the cases whose link to this account can be cut."""

    verb: ClassVar[str] = "linked"


@frozen
class FindContacts:
    """Open the case whose contacts are to be deleted: nothing but its code leads there."""

    verb: ClassVar[str] = "contacts"


OfErasing: TypeAlias = ShowErasing | WantChatErased | SureChatErased | ListLinked | FindContacts
"""They hold whenever they are pressed; but nothing is deleted by a question that was asked long before."""
