"""One connection of HTTP/1.1: one exchange at a time, read by httptools. It knows no address and no Telegram.

Rules
- An exchange ends with an answer or with NoAnswerError; of what went wrong nothing but a `Silence` is told.
- A time-out counts from the last piece that moved, in either direction: a large file may take longer than any answer.
- A connection serves again only after an exchange whose both sides were finished.
"""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Iterable
from typing import cast

import httptools

from bot.frozen import frozen
from bot.gateway.silence import NoAnswerError, Silence

FINAL = 200
"""Statuses below it announce an answer and are none."""


@frozen
class HttpAnswer:
    """What came back; the kind of the content without its parameters."""

    status: int
    content_type: str
    body: bytes


class Connection(asyncio.Protocol):
    """The protocol of one connection, from its opening to its end."""

    def __init__(self) -> None:
        self.is_reusable = False
        self.used_at = 0.0
        self._loop = asyncio.get_running_loop()
        self._transport: asyncio.Transport | None = None
        self._flowing = asyncio.Event()
        self._flowing.set()
        self._limit: asyncio.Timeout | None = None
        self._done: asyncio.Future[None] | None = None
        self._seconds = 0.0
        self._tunnel = False
        self._begin_answer()
        self._parser = httptools.HttpResponseParser(self)

    async def exchange(self, head: bytes, body: Iterable[bytes], seconds: float, *, tunnel: bool = False) -> HttpAnswer:
        """Send *head* and *body*; the answer, each piece of which came within *seconds* of the one before.

        With *tunnel* it ends with the answer's head: what follows is not ours to read.
        """
        if self._transport is None or self._transport.is_closing():
            raise NoAnswerError(Silence.NO_CONNECTION)
        self.is_reusable, self._tunnel, self._seconds = False, tunnel, seconds
        self._done = done = self._loop.create_future()
        try:
            async with asyncio.timeout(seconds) as self._limit:
                self._transport.write(head)
                is_sent = await self._send(body, done)
                await done
        except TimeoutError:
            raise NoAnswerError(Silence.LATE) from None
        finally:
            self._done = self._limit = None
            self.used_at = self._loop.time()
        self.is_reusable &= is_sent
        return HttpAnswer(self._status, self._content_type, b"".join(self._pieces))

    async def _send(self, body: Iterable[bytes], done: asyncio.Future[None]) -> bool:
        """Whether all of *body* went; an answer that comes before its end is taken as it is."""
        for piece in body:
            await self._flowing.wait()
            if done.done() or self._transport is None:
                return False
            self._transport.write(piece)
            self._moved()
        return True

    async def start_tls(self, context: ssl.SSLContext, host: str) -> None:
        """Speak TLS with *host* from now on, through the tunnel that was opened; raises OSError."""
        assert self._transport is not None
        self._parser = httptools.HttpResponseParser(self)
        self._begin_answer()
        secured = await self._loop.start_tls(self._transport, self, context, server_hostname=host)
        self._transport = secured

    def close(self) -> None:
        """End it, whatever it was doing."""
        self.is_reusable = False
        if self._transport is not None:
            self._transport.abort()

    @property
    def is_open(self) -> bool:
        """Whether another exchange can begin."""
        return self.is_reusable and self._transport is not None and not self._transport.is_closing()

    def _moved(self) -> None:
        if self._limit is not None and not self._limit.expired():
            self._limit.reschedule(self._loop.time() + self._seconds)

    def _begin_answer(self) -> None:
        self._content_type = "application/octet-stream"
        self._pieces: list[bytes] = []
        self._status, self._is_measured = 0, False

    def _finish(self, silence: Silence | None = None) -> None:
        if self._done is not None and not self._done.done():
            if silence is None:
                self._done.set_result(None)
            else:
                self._done.set_exception(NoAnswerError(silence))
            self._flowing.set()

    # What asyncio calls.

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """It is open."""
        self._transport = cast("asyncio.Transport", transport)

    def data_received(self, data: bytes) -> None:
        """Read on; who speaks without being asked is not listened to again."""
        if self._done is None or self._done.done():
            self.close()
            return
        try:
            self._parser.feed_data(data)
        except (httptools.HttpParserError, httptools.HttpParserUpgrade):
            self._finish(Silence.BROKEN)
        if not self._done.done():
            self._moved()

    def connection_lost(self, exc: Exception | None) -> None:
        """An answer that names no length ends with the connection; any other is broken by it."""
        whole = exc is None and self._status >= FINAL and not self._is_measured
        self._transport, self.is_reusable = None, False
        self._finish(None if whole else Silence.BROKEN)

    def pause_writing(self) -> None:
        """The other side takes no more for now."""
        self._flowing.clear()

    def resume_writing(self) -> None:
        """It takes more again."""
        self._flowing.set()

    # What the parser calls.

    def on_message_begin(self) -> None:
        """The answer begins, or another one behind it, which is not read."""
        if self.is_reusable:
            self.is_reusable = False
            raise ValueError
        self._begin_answer()

    def on_header(self, name: bytes, value: bytes) -> None:
        """Keep what is needed of the head."""
        match name.lower():
            case b"content-type":
                self._content_type = value.decode("latin-1").partition(";")[0].strip().lower()
            case b"content-length" | b"transfer-encoding":
                self._is_measured = True

    def on_headers_complete(self) -> None:
        """The head is there."""
        self._status = self._parser.get_status_code()
        if self._tunnel and self._status >= FINAL:
            self._finish()

    def on_body(self, body: bytes) -> None:
        """A piece of the content."""
        self._pieces.append(body)

    def on_message_complete(self) -> None:
        """The answer is whole, unless it only announced another one."""
        if self._status >= FINAL and not self._tunnel:
            self.is_reusable = self._parser.should_keep_alive()
            self._finish()
