"""Presses of buttons: each waits for the bot's answer, and grows stale.

Rules
- A press can be answered for 15 s of the server's clock; a second answer within them changes nothing.
- Later, or with an unknown id, the bot is told that the query is too old.
"""

import asyncio
from collections.abc import Callable
from dataclasses import field

from bot.clock import Clock
from bot.frozen import frozen
from bot.playground.changes import Changes
from bot.playground.errors import bad_request

ANSWER_SECONDS = 15.0
TOO_OLD = "query is too old and response timeout expired or query ID is invalid"
FIRST_QUERY = 4_382_400_000_000_000_001


@frozen
class Answer:
    """What the presser saw: nothing, a line at the top, or an alert."""

    text: str = ""
    show_alert: bool = False
    url: str | None = None


@frozen
class Press:
    """One press; `await press.answer` waits for the bot as long as it takes."""

    id: str
    label: str
    at: float
    answer: asyncio.Future[Answer] = field(repr=False)
    changes: Changes = field(repr=False)
    transcript: Callable[[], str] = field(repr=False)
    chat: int

    async def answered(self, seconds: float = 10) -> Answer:
        """The bot's answer; TimeoutError, with what the chat shows, after *seconds* without progress."""
        try:
            return await self.changes.wait_until(lambda: self.answer.result() if self.answer.done() else None, seconds)
        except TimeoutError:
            waited = f"{seconds:g} s without progress, and no answer to the press of {self.label!r}"
            raise TimeoutError(f"{waited}; {self.transcript()}") from None


class Presses:
    """All presses of the playground."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._by_id: dict[str, Press] = {}

    def begin(self, label: str, changes: Changes, transcript: Callable[[], str], chat: int) -> Press:
        """A new press in *chat* that waits for its answer; *transcript* tells how the chat stands."""
        number = str(FIRST_QUERY + len(self._by_id))
        answer: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        press = self._by_id[number] = Press(
            number, label, self._clock.monotonic(), answer, changes, transcript, chat
        )
        return press

    @property
    def are_open(self) -> bool:
        """Whether somebody waits for the answer to a press that can still be answered."""
        oldest = self._clock.monotonic() - ANSWER_SECONDS
        return any(not press.answer.done() and press.at >= oldest for press in self._by_id.values())

    def chat_of(self, query_id: str) -> int | None:
        """Where that press was made."""
        press = self._by_id.get(query_id)
        return None if press is None else press.chat

    def settle(self, query_id: str, answer: Answer) -> None:
        """Show *answer* to the presser, or refuse a stale or unknown query."""
        press = self._by_id.get(query_id)
        if press is None or self._clock.monotonic() - press.at > ANSWER_SECONDS:
            raise bad_request(TOO_OLD)
        if not press.answer.done():
            press.answer.set_result(answer)
