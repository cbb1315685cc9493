"""Faults on demand: what the network and Telegram's servers do to a bot on a bad day."""

import asyncio
from dataclasses import dataclass, field
from typing import Literal, get_args

from bot.playground.errors import PlaygroundUseError

Kind = Literal["500", "502", "drop-before", "drop-after", "slow", "hang", "429", "down", "refuse"]
KINDS: tuple[str, ...] = get_args(Kind)


@dataclass(slots=True)
class Fault:
    """One ordered fault: strikes calls of *method* in *chat* (None: every one) *times* times (None: until cleared).

    One that refuses answers *code* and *description*, in Telegram's words.
    """

    kind: Kind
    method: str | None = None
    times: int | None = 1
    seconds: float = 0.0
    retry_after: int = 1
    description: str = ""
    code: int = 400
    chat: int | None = None
    struck: int = field(default=0, init=False)
    cleared: asyncio.Event = field(default_factory=asyncio.Event, init=False, repr=False, compare=False)

    def clear(self) -> None:
        """Strike no more, and let go of what hangs."""
        self.times = self.struck
        self.cleared.set()

    async def wait_out(self, closed: asyncio.Event) -> None:
        """Return when what hangs is let go of, or the playground is *closed*."""
        ends = [asyncio.ensure_future(event.wait()) for event in (self.cleared, closed)]
        try:
            await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for end in ends:
                end.cancel()

    def is_for(self, method: str, chat: int | None) -> bool:
        """Whether a call of *method* about *chat* meets this fault."""
        return not self.is_over and self.method in (None, method) and self.chat in (None, chat)

    @property
    def is_over(self) -> bool:
        """Whether this fault has struck as often as it was to."""
        return self.times is not None and self.struck >= self.times


class Faults:
    """The faults in force, oldest first; one call meets one fault."""

    def __init__(self) -> None:
        self._ordered: list[Fault] = []

    def order(self, fault: Fault) -> Fault:
        """Put a fault in force."""
        if fault.kind not in KINDS:
            raise PlaygroundUseError(f"no fault of kind {fault.kind!r}; there are {', '.join(KINDS)}")
        self._ordered.append(fault)
        return fault

    def strike(self, method: str, chat: int | None = None) -> Fault | None:
        """The fault that this call meets, if any."""
        for fault in self._ordered:
            if fault.is_for(method, chat):
                fault.struck += 1
                return fault
        return None

    def clear(self) -> None:
        """Put an end to all faults."""
        for fault in self._ordered:
            fault.clear()
        self._ordered.clear()

    @property
    def is_down(self) -> bool:
        """Whether Telegram is entirely away, and delivers nothing either."""
        return any(fault.kind == "down" and not fault.is_over for fault in self._ordered)

    @property
    def in_force(self) -> tuple[Fault, ...]:
        """What would still strike."""
        return tuple(fault for fault in self._ordered if not fault.is_over)
