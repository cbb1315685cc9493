"""Who goes next when more wants to go out than Telegram takes in a second.

Rules
- Chats that have sent us little lately go first, then those that wait longest: a flood waits behind everybody else.
- Groups and private chats have a queue each. While both wait, every third place is a group's: a flood of citizens
  starves no card, and a flood of cards no citizen.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from heapq import heappop, heappush

GROUPS_TURN = 3
"""Every third place, nine a second: more than twenty offices' groups may get in a minute, each at its own limit."""


@dataclass(order=True, slots=True)
class Waiter:
    """Somebody who waits for a place; `granted` says whether it was given, or the chat must be waited for again."""

    sent_lately: int
    number: int
    chat: int = field(compare=False)
    paced: bool = field(compare=False)
    is_edit: bool = field(compare=False)
    granted: asyncio.Future[bool] = field(compare=False)


class WaitingLine:
    """The two queues."""

    def __init__(self) -> None:
        self._groups: list[Waiter] = []
        self._private: list[Waiter] = []
        self._count = 0
        self._turn = 0

    def __bool__(self) -> bool:
        return bool(self._groups or self._private)

    def join(self, chat: int, *, sent_lately: int, paced: bool, is_edit: bool) -> Waiter:
        """Wait at the end of those who have sent as little."""
        self._count += 1
        waiter = Waiter(sent_lately, self._count, chat, paced, is_edit, asyncio.get_running_loop().create_future())
        heappush(self._groups if chat < 0 else self._private, waiter)
        return waiter

    def next(self) -> Waiter:
        """Take out whose turn it is. There must be somebody."""
        if self._groups and self._private:
            self._turn = (self._turn + 1) % GROUPS_TURN
            return heappop(self._private if self._turn else self._groups)
        return heappop(self._groups or self._private)
