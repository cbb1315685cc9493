"""Who goes next when more wants to go out than Telegram takes in a second.

Rules
- There are four queues: what groups get, edits and messages for citizens in a conversation, and what goes to those who
  are in none. Each has its share of the places while it waits, and what one does not use the others get: no flood
  starves another kind.
- In a queue those go first who have sent us little lately (`traffic`), then those who wait longest. A thousand accounts
  that only send wait behind whoever reads our answers and presses their buttons. Whoever sends on while waiting falls
  back: in the first seconds of a flood nobody has sent much yet.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from enum import Enum, auto
from heapq import heappop, heappush, heapreplace


class Sending(Enum):
    """What goes out, as far as its place in the line is concerned."""

    TO_GROUP = auto()
    EDIT = auto()
    MESSAGE = auto()
    TO_OUTSIDER = auto()


TURNS = (
    *(Sending.EDIT, Sending.TO_GROUP, Sending.TO_OUTSIDER),
    *(Sending.EDIT, Sending.TO_GROUP, Sending.MESSAGE),
)
"""Whose place is whose while all wait. Of 28 a second groups get nine: twenty offices at twenty a minute need seven.
New citizens are let in at four a second at the least: more than two hundred a minute."""
HEIRS: Mapping[Sending, tuple[Sending, ...]] = {
    Sending.EDIT: (Sending.EDIT, Sending.MESSAGE, Sending.TO_OUTSIDER, Sending.TO_GROUP),
    Sending.MESSAGE: (Sending.MESSAGE, Sending.EDIT, Sending.TO_OUTSIDER, Sending.TO_GROUP),
    Sending.TO_OUTSIDER: (Sending.TO_OUTSIDER, Sending.EDIT, Sending.MESSAGE, Sending.TO_GROUP),
    Sending.TO_GROUP: (Sending.TO_GROUP, Sending.EDIT, Sending.MESSAGE, Sending.TO_OUTSIDER),
}
"""Who gets the place of one that does not wait: what citizens leave, other citizens first."""


@dataclass(order=True, slots=True)
class Waiter:
    """Somebody who waits for a place; `granted` says whether it was given, or the chat must be waited for again."""

    rank: int
    number: int
    chat: int = field(compare=False)
    paced: bool = field(compare=False)
    is_edit: bool = field(compare=False)
    granted: asyncio.Future[bool] = field(compare=False)


class WaitingLine:
    """The four queues."""

    def __init__(self) -> None:
        self._queues: dict[Sending, list[Waiter]] = {sending: [] for sending in Sending}
        self._joined = 0
        self._turn = 0

    def __bool__(self) -> bool:
        return any(self._queues.values())

    @property
    def only_outsiders(self) -> bool:
        """Whether nobody waits but those in no conversation, if anybody waits."""
        return not any(queue for sending, queue in self._queues.items() if sending is not Sending.TO_OUTSIDER)

    def join(self, sending: Sending, chat: int, *, rank: int, paced: bool, is_edit: bool) -> Waiter:
        """Wait behind those of the same *rank*."""
        self._joined += 1
        waiter = Waiter(rank, self._joined, chat, paced, is_edit, asyncio.get_running_loop().create_future())
        heappush(self._queues[sending], waiter)
        return waiter

    def next(self, rank_of: Callable[[int], int]) -> Waiter:
        """Take out whose turn it is, by the rank that each chat has by now. There must be somebody."""
        self._turn = (self._turn + 1) % len(TURNS)
        order = HEIRS[TURNS[self._turn]]
        queue = next(queue for sending in order if (queue := self._queues[sending]))
        while (rank := rank_of(queue[0].chat)) > queue[0].rank:
            heapreplace(queue, replace(queue[0], rank=rank))
        return heappop(queue)
