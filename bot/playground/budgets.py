"""Telegram's flood budgets, in seconds of the server's clock.

Rules
- All chats together: 30 messages a second, a bucket that holds 30.
- One private chat: 1 message a second on average; a short burst of PRIVATE_BURST is let through.
- One group: at most 20 in any 60 seconds, and there edits count like messages.
- An edit counts against the 30 a second, but not against a private chat's own second.
- A refused call takes nothing from any budget. `retry_after` is whole seconds, at least 1.
"""

import math
from collections import Counter, deque

from bot.clock import Clock
from bot.playground.errors import FloodError

# Telegram's Bot FAQ ("My bot is hitting limits"); how long a short burst may be it does not say: 8 is chosen.
OVERALL_RATE, OVERALL_BURST = 30.0, 30.0
PRIVATE_RATE, PRIVATE_BURST = 1.0, 8.0
GROUP_LIMIT, GROUP_WINDOW = 20, 60.0


class AllowedBucket:
    """Holds up to *burst* tokens and gains *rate* a second."""

    __slots__ = ("burst", "changed", "rate", "tokens")

    def __init__(self, rate: float, burst: float, now: float) -> None:
        self.rate, self.burst = rate, burst
        self.tokens, self.changed = burst, now

    def wait(self, amount: float, now: float) -> float:
        """Seconds until *amount* may be taken; 0 when it may be now. More than the burst waits for a full bucket."""
        self.tokens = min(self.burst, self.tokens + (now - self.changed) * self.rate)
        self.changed = now
        return max(0.0, (min(amount, self.burst) - self.tokens) / self.rate)

    def take(self, amount: float, now: float) -> None:
        """Take *amount*; the bucket may go below empty for what is larger than its burst."""
        self.tokens -= amount


class AllowedWindow:
    """At most *limit* in any *span* seconds."""

    __slots__ = ("limit", "span", "taken")

    def __init__(self, limit: int, span: float) -> None:
        self.limit, self.span = limit, span
        self.taken: deque[float] = deque()

    def wait(self, amount: float, now: float) -> float:
        """Seconds until *amount* may be taken; 0 when it may be now."""
        while self.taken and self.taken[0] <= now - self.span:
            self.taken.popleft()
        excess = len(self.taken) + min(int(amount), self.limit) - self.limit
        return self.taken[excess - 1] + self.span - now if excess > 0 else 0.0

    def take(self, amount: float, now: float) -> None:
        """Take *amount* now."""
        self.taken.extend([now] * int(amount))


class Budgets:
    """What the bot may still send; `refused` counts the floods of each chat."""

    def __init__(self, clock: Clock, *, enforced: bool = True) -> None:
        self.enforced = enforced
        self.refused: Counter[int] = Counter()
        self._clock = clock
        self._overall = AllowedBucket(OVERALL_RATE, OVERALL_BURST, clock.monotonic())
        self._chats: dict[int, AllowedBucket | AllowedWindow] = {}

    def spend(self, chat_id: int, *, private: bool, amount: int = 1, is_edit: bool = False) -> None:
        """Take *amount* from every budget it counts against, or raise FloodError and take nothing."""
        if not self.enforced:
            return
        now = self._clock.monotonic()
        budgets: list[AllowedBucket | AllowedWindow] = [self._overall]
        if not (private and is_edit):
            budgets.append(self._of_chat(chat_id, private=private, now=now))
        wait = max(budget.wait(amount, now) for budget in budgets)
        if wait > 0:
            self.refused[chat_id] += 1
            raise FloodError(max(1, math.ceil(wait)))
        for budget in budgets:
            budget.take(amount, now)

    def _of_chat(self, chat_id: int, *, private: bool, now: float) -> AllowedBucket | AllowedWindow:
        budget = self._chats.get(chat_id)
        if budget is None:
            bucket = AllowedBucket(PRIVATE_RATE, PRIVATE_BURST, now)
            budget = bucket if private else AllowedWindow(GROUP_LIMIT, GROUP_WINDOW)
            self._chats[chat_id] = budget
        return budget
