"""What is owed to one chat: answers in order, and what replaces what."""

from __future__ import annotations

import asyncio
from collections import deque
from dataclasses import dataclass, field
from enum import Enum, auto

from bot.desk.citizens.arrivals import SavedStep
from bot.gateway.private_chat import Erasing, Piece, Spoken
from bot.gateway.setbacks import Tries
from bot.terms import Language


class Sort(Enum):
    """What an answer is to those that come after it."""

    STEP = auto()
    """Where the citizen stands: the latest replaces it."""
    WORD = auto()
    """Something said beside the conversation: the latest replaces it."""
    RECEIPT = auto()
    """It tells a number, or deletes what it promised to: nothing replaces it."""


@dataclass(slots=True, eq=False)
class OwedAnswer:
    """Pieces that are owed to a chat, those that have arrived taken out; `end` is set to whether all did."""

    sort: Sort
    pieces: deque[Piece]
    language: Language | None
    saved: SavedStep | None = None
    tries: Tries | None = None
    end: asyncio.Future[bool] | None = None

    @property
    def is_edit(self) -> bool:
        """Whether the next piece stands in place of another message: an edit costs a private chat nothing."""
        piece = self.pieces[0]
        return isinstance(piece, Spoken) and piece.instead is not None

    @property
    def is_erasing(self) -> bool:
        """Whether what comes next is that the messages of the chat go."""
        return isinstance(self.pieces[0], Erasing)

    def leave_out(self, *, all_of_it: bool = False) -> None:
        """The next piece, or *all_of_it*, will never arrive: what follows goes on."""
        self.tries = None
        self.pieces.popleft()
        if all_of_it:
            self.pieces.clear()

    def close(self, *, arrived: bool) -> None:
        """Tell whoever waits for it."""
        if self.end is not None and not self.end.done():
            self.end.set_result(arrived)


@dataclass(slots=True)
class Owing:
    """One chat: what it is owed, its sender, and whether something new has come while that rests."""

    answers: deque[OwedAnswer] = field(default_factory=deque)
    sender: asyncio.Task[None] | None = None
    news: asyncio.Event = field(default_factory=asyncio.Event)

    def put(self, answer: OwedAnswer) -> None:
        """Owe *answer*, in place of what it replaces."""
        if answer.sort is not Sort.RECEIPT:
            for older in [each for each in self.answers if each.sort is answer.sort]:
                self.answers.remove(older)
                older.close(arrived=False)
        self.answers.append(answer)
        self.news.set()
