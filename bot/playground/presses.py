"""Presses of buttons: each waits for the bot's answer, and grows stale.

Rules
- A press can be answered for 15 s of the server's clock; a second answer within them changes nothing.
- Later, or with an unknown id, the bot is told that the query is too old.
"""

import asyncio
from dataclasses import dataclass, field

from bot.clock import Clock
from bot.playground.errors import bad_request

ANSWER_SECONDS = 15.0
TOO_OLD = "query is too old and response timeout expired or query ID is invalid"
FIRST_QUERY = 4_382_400_000_000_000_001


@dataclass(frozen=True, slots=True)
class Answer:
    """What the presser saw: nothing, a line at the top, or an alert."""

    text: str = ""
    show_alert: bool = False
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Press:
    """One press; `await press.answer` waits for the bot as long as it takes."""

    id: str
    label: str
    at: float
    answer: asyncio.Future[Answer] = field(repr=False)

    async def answered(self, seconds: float = 10) -> Answer:
        """The bot's answer, or TimeoutError after *seconds* of real time."""
        return await asyncio.wait_for(asyncio.shield(self.answer), seconds)


class Presses:
    """All presses of the playground."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._by_id: dict[str, Press] = {}

    def begin(self, label: str) -> Press:
        """A new press that waits for its answer."""
        number = str(FIRST_QUERY + len(self._by_id))
        answer: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        press = self._by_id[number] = Press(number, label, self._clock.monotonic(), answer)
        return press

    def settle(self, query_id: str, answer: Answer) -> None:
        """Show *answer* to the presser, or refuse a stale or unknown query."""
        press = self._by_id.get(query_id)
        if press is None or self._clock.monotonic() - press.at > ANSWER_SECONDS:
            raise bad_request(TOO_OLD)
        if not press.answer.done():
            press.answer.set_result(answer)
