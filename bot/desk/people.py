"""People at work: who acts, and where."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Officer:
    """Who acts: a real person's account, never an anonymous admin's."""

    id: int
    name: str


@dataclass(frozen=True, slots=True)
class Spot:
    """One message in one chat."""

    chat: int
    message: int

    def to_box(self) -> dict[str, int]:
        """As it is sealed."""
        return {"chat": self.chat, "message": self.message}


@dataclass(frozen=True, slots=True)
class Press:
    """A button was pressed under the message at *spot*; the press names the real person."""

    spot: Spot
    officer: Officer
