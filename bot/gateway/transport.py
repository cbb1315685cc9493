"""PTB's transport on aiohttp: a third of the CPU of the default, and one library for both sides of HTTP.

Faults leave here as PTB's own errors in our own words: a URL holds the token and must not stand in any message.
"""

from __future__ import annotations

import asyncio
import io
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, cast

import aiohttp
from telegram._utils.types import ODVInput  # PTB spells its overridable time-outs with this type only
from telegram.error import NetworkError, TelegramError
from telegram.request import BaseRequest, RequestData
from yarl import URL

from bot.gateway.silence import Silence, name_silence, refuse_stranger
from bot.proxy import Proxy

# PTB's RetryAfter warns at every 429 unless it may speak of a timedelta, as it always will one day.
os.environ.setdefault("PTB_TIMEDELTA", "true")

CONNECT_SECONDS = 10.0
"""A connection that is not there by then is tried again sooner than it would come."""
READ_SECONDS = 30.0
"""Longer than Telegram takes for any answer but an upload's, which names its own time."""
CONNECTIONS = 64
"""Twice what Telegram takes in a second, so that slow answers hold up no other chat."""


class NoConnectionError(NetworkError):
    """There was no connection: the request certainly did not leave us."""


class LostAnswerError(NetworkError):
    """The request went out and no answer came: whether it had its effect is not known."""


@dataclass(frozen=True, slots=True)
class JsonBody:
    """Parameters that are plain JSON values already."""

    parameters: Mapping[str, Any]
    contains_files: bool = False


class AiohttpRequest(BaseRequest):
    """One pool of connections to the Bot API. The *proxy* has no default, so that nobody forgets it."""

    def __init__(
        self, *, proxy: Proxy | None, connections: int = CONNECTIONS, read_seconds: float = READ_SECONDS
    ) -> None:
        self._connections = connections
        self._proxy = proxy
        self._read_seconds = read_seconds
        self._session: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float | None:
        """Seconds to wait for an answer when a call does not say."""
        return self._read_seconds

    async def initialize(self) -> None:
        """Open the pool; needs a running loop."""
        if self._session is None:
            connector = aiohttp.TCPConnector(limit=self._connections, ttl_dns_cache=300)
            # The Bot API sets no cookies: a jar would be looked through at every call for nothing.
            self._session = aiohttp.ClientSession(
                connector=connector, auto_decompress=True, cookie_jar=aiohttp.DummyCookieJar(), **_way(self._proxy)
            )

    async def shutdown(self) -> None:
        """Close the pool; what begins here is not begun again, nor forgotten when the caller is cancelled."""
        session, self._session = self._session, None
        if session is not None:
            await session.close()

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
        if self._session is None:
            raise NoConnectionError("the transport is not open")
        seconds = read_timeout if isinstance(read_timeout, int | float) else self._read_seconds
        address, timeout = _address(url), _timeout(float(seconds))
        try:
            async with self._session.request(method, address, timeout=timeout, **_body(request_data)) as response:
                if (stranger := refuse_stranger(response.status, response.content_type)) is not None:
                    raise NoConnectionError(stranger)
                return response.status, await response.read()
        except (aiohttp.ClientError, asyncio.IncompleteReadError, OSError) as fault:
            silence = name_silence(fault)
            is_lost = silence in (Silence.LATE, Silence.BROKEN)
            raise (LostAnswerError if is_lost else NoConnectionError)(silence) from None


def _way(proxy: Proxy | None) -> dict[str, Any]:
    """The session's arguments for the way through *proxy*; without one it asks no variable of its own, nor ~/.netrc."""
    if proxy is None:
        return {}
    name = None if proxy.name is None else aiohttp.BasicAuth(proxy.name, proxy.password, encoding="utf-8")
    return {"proxy": f"{proxy.scheme}://{proxy.place}", "proxy_auth": name}


@lru_cache(maxsize=32)
def _address(url: str) -> URL:
    """The same few methods are called again and again: their addresses are taken apart once."""
    return URL(url)


@lru_cache(maxsize=16)
def _timeout(seconds: float) -> aiohttp.ClientTimeout:
    return aiohttp.ClientTimeout(total=None, sock_connect=CONNECT_SECONDS, sock_read=seconds)


def _body(request_data: RequestData | None) -> dict[str, Any]:
    """JSON for plain calls; multipart only when there are files."""
    if request_data is None:
        return {}
    if not request_data.contains_files:
        body = json.dumps(request_data.parameters, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
        return {"data": body, "headers": {"Content-Type": "application/json"}}
    form = aiohttp.FormData()
    for name, value in request_data.json_parameters.items():
        form.add_field(name, value)
    for name, (filename, content, mime) in request_data.multipart_data.items():
        # As a stream it is sent piece by piece: in one piece, a large file would hold up the event loop.
        stream = io.BytesIO(content) if isinstance(content, bytes) else content
        form.add_field(name, stream, filename=filename, content_type=mime)
    return {"data": form}
