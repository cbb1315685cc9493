"""PTB's transport: one pool of connections, at a sixth of the default's CPU and without its machinery.

Faults leave here as PTB's own errors in our own words: a URL holds the token and must not stand in any message.
"""

from __future__ import annotations

import asyncio
import io
import json
import os
from collections.abc import Iterable, Mapping
from typing import Any, cast

import httpx
from telegram._utils.types import ODVInput  # PTB spells its overridable time-outs with this type only
from telegram.error import NetworkError, TelegramError
from telegram.request import BaseRequest, RequestData

from bot.frozen import frozen
from bot.gateway.pool import Pool, address_of
from bot.gateway.silence import NoAnswerError, Silence, refuse_stranger
from bot.proxy import Proxy

# PTB's RetryAfter warns at every 429 unless it may speak of a timedelta, as it always will one day.
os.environ.setdefault("PTB_TIMEDELTA", "true")

_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
READ_SECONDS = 30.0
"""Longer than Telegram takes for any answer but an upload's, which names its own time."""
CONNECTIONS = 64
"""Twice what Telegram takes in a second, so that slow answers hold up no other chat."""


class NoConnectionError(NetworkError):
    """There was no connection: the request certainly did not leave us."""


class LostAnswerError(NetworkError):
    """The request went out and no answer came: whether it had its effect is not known."""


@frozen
class JsonBody:
    """Parameters that are plain JSON values already."""

    parameters: Mapping[str, Any]
    contains_files: bool = False


class BotApiRequest(BaseRequest):
    """One pool of connections to the Bot API. The *proxy* has no default, so that nobody forgets it."""

    def __init__(
        self, *, proxy: Proxy | None, connections: int = CONNECTIONS, read_seconds: float = READ_SECONDS
    ) -> None:
        self._connections = connections
        self._proxy = proxy
        self._read_seconds = read_seconds
        self._pool: Pool | None = None

    @property
    def read_timeout(self) -> float | None:
        """Seconds to wait for an answer when a call does not say."""
        return self._read_seconds

    async def initialize(self) -> None:
        """Open the pool; needs a running loop."""
        if self._pool is None:
            self._pool = Pool(self._proxy, self._connections)

    async def shutdown(self) -> None:
        """Close the pool; what begins here is not begun again, nor forgotten when the caller is cancelled."""
        pool, self._pool = self._pool, None
        if pool is not None:
            pool.close()
            await asyncio.sleep(0)  # the turn of the loop in which the sockets are closed

    async def call(self, url: str, parameters: Mapping[str, Any], *, read_seconds: float | None = None) -> Any:
        """POST *parameters*, plain JSON values without files; Telegram's result, or PTB's errors.

        *read_seconds* is how long an answer may take; without it as long as any.
        """
        # PTB's own class of bodies is closed to others; what it is given it hands through to do_request as it is.
        return await self.post(url, cast("RequestData", JsonBody(parameters)), read_timeout=read_seconds)

    @staticmethod
    def parse_json_payload(payload: bytes) -> Any:
        """What Telegram said, as PTB reads it; what is nested deeper than can be read ends no process."""
        try:
            return BaseRequest.parse_json_payload(payload)
        except RecursionError:
            raise TelegramError("Invalid server response") from None

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        write_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        connect_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        pool_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """One HTTP exchange; NoConnectionError when there was no way out, LostAnswerError when no answer came back."""
        if self._pool is None:
            raise NoConnectionError("the transport is not open")
        seconds = read_timeout if isinstance(read_timeout, int | float) else self._read_seconds
        headers, body = _content(request_data)
        try:
            answer = await self._pool.exchange(method, address_of(url), headers, body, float(seconds))
        except NoAnswerError as fault:
            is_lost = fault.silence in (Silence.LATE, Silence.BROKEN)
            raise (LostAnswerError if is_lost else NoConnectionError)(fault.silence) from None
        if (stranger := refuse_stranger(answer.status, answer.content_type)) is not None:
            raise NoConnectionError(stranger)
        return answer.status, answer.body


def _content(request_data: RequestData | None) -> tuple[bytes, bytes | Iterable[bytes]]:
    """Headers and body: JSON for plain calls; multipart only when there are files."""
    if request_data is None:
        return b"", b""
    if not request_data.contains_files:
        body = _JSON.encode(request_data.parameters).encode("utf-8", "replace")
        return b"Content-Type: application/json\r\nContent-Length: %d\r\n" % len(body), body
    # As a stream a file is sent piece by piece: in one piece, a large one would hold up the event loop.
    files = {
        name: (filename, io.BytesIO(content) if isinstance(content, bytes) else content, mime)
        for name, (filename, content, mime) in request_data.multipart_data.items()
    }
    # PTB's own HTTP client spells the form, and sends nothing.
    form = httpx.Request("POST", "http://form", data=request_data.json_parameters, files=files)
    headers = "".join(f"{name}: {form.headers[name]}\r\n" for name in ("Content-Type", "Content-Length"))
    return headers.encode(), cast("Iterable[bytes]", form.stream)
