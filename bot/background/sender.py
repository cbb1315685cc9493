"""The port to Telegram, and what may come back: every outcome is a value that the notifier settles."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol, TypeAlias

from bot.desk.parcels.values import Parcel
from bot.terms import Suspension


@dataclass(frozen=True, slots=True)
class Posted:
    """One message of ours that now stands in a chat."""

    chat: int
    message_id: int


@dataclass(frozen=True, slots=True)
class Delivered:
    """All of the parcel has arrived."""

    posts: tuple[Posted, ...] = ()


@dataclass(frozen=True, slots=True)
class RetryLater:
    """Telegram cannot take it now. `everywhere` when it asked the whole bot to wait; `posts` arrived before that."""

    delay: float
    everywhere: bool = False
    posts: tuple[Posted, ...] = ()


@dataclass(frozen=True, slots=True)
class LaneClosed:
    """The chat cannot be written to: blocked, kicked, gone."""

    reason: Suspension


@dataclass(frozen=True, slots=True)
class Migrated:
    """The group is a supergroup now, under another id."""

    old_chat: int
    new_chat: int


@dataclass(frozen=True, slots=True)
class Undeliverable:
    """Telegram will never take this parcel as it is."""

    reason: str


Outcome: TypeAlias = Delivered | RetryLater | LaneClosed | Migrated | Undeliverable


class Sender(Protocol):
    """Sends one parcel; faults of the network and of Telegram become values."""

    async def send(self, parcel: Parcel) -> Outcome:
        """Deliver *parcel*, or say why not."""
