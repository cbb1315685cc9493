"""The commands of a citizen."""

from __future__ import annotations

from enum import StrEnum


class Command(StrEnum):
    """What a citizen may command, by the names that follow the slash, in the order in which they are listed."""

    START = "start"
    NEW = "new"
    STATUS = "status"
    MY = "my"
    LANG = "lang"
    ABOUT = "about"
    PRIVACY = "privacy"
    ERASE = "erase"
    HELP = "help"
    CANCEL = "cancel"


def read_name(name: str) -> Command | None:
    """The command called *name*, or None when a citizen has none of that name."""
    return Command(name) if name in tuple(Command) else None
