"""Connections to a Bot API server, kept open between calls: directly or through an HTTP proxy, certificates verified.

Rules
- What is asked in vain before a request has left ends with a silence that says so: nothing has had an effect.
- A connection that rested for KEPT_SECONDS is not used again: the other side may be closing it at that very moment.
- A request is never sent twice.
"""

from __future__ import annotations

import asyncio
import base64
import socket
import ssl
from collections.abc import Iterable
from dataclasses import field
from functools import cache, lru_cache
from urllib.parse import quote, urlsplit

from aiohappyeyeballs import start_connection

from bot.frozen import frozen
from bot.gateway.connection import Connection, HttpAnswer
from bot.gateway.silence import NoAnswerError, Silence
from bot.proxy import USUAL_PORTS, Proxy

CONNECT_SECONDS = 10.0
"""A connection that is not there by then is tried again sooner than it would come."""
KEPT_SECONDS = 15.0
"""Chosen: shorter than any server keeps a connection on which nothing is said."""
SECOND_TRY = 0.25
"""Seconds after which the next address of a host is tried beside the first (RFC 8305)."""
PROXY_AUTHENTICATION_REQUIRED = 407
_AS_IT_IS = "%/:=&?~#+!$,;'@()*[]"


@frozen
class Endpoint:
    """Where a connection leads."""

    scheme: str
    host: str
    port: int

    @property
    def netloc(self) -> str:
        """As it stands in a request."""
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"


@frozen
class WebAddress:
    """A URL, taken apart; what is asked there holds the token."""

    endpoint: Endpoint
    host: str
    target: str = field(repr=False)


@lru_cache(maxsize=32)
def address_of(url: str) -> WebAddress:
    """The same few methods are called again and again: their addresses are taken apart once."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    host = host if host.isascii() else host.encode("idna").decode()
    endpoint = Endpoint(parts.scheme, host, parts.port or USUAL_PORTS[parts.scheme])
    named = endpoint.netloc if parts.port else endpoint.netloc.rpartition(":")[0]
    asked = f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"
    return WebAddress(endpoint, named, quote(asked, safe=_AS_IT_IS))


class Pool:
    """At most *most* connections at once; whoever comes then waits for a place."""

    def __init__(self, proxy: Proxy | None, most: int) -> None:
        self._proxy = None if proxy is None else _endpoint_of(proxy)
        self._login = b"" if proxy is None else _login(proxy)
        self._places = asyncio.Semaphore(most)
        self._free: dict[Endpoint, list[Connection]] = {}
        self._open: set[Connection] = set()
        self._is_closed = False

    async def exchange(
        self, method: str, address: WebAddress, headers: bytes, body: bytes | Iterable[bytes], seconds: float
    ) -> HttpAnswer:
        """One request and its answer; NoAnswerError when none came. *headers* end with CR LF each."""
        head = self._head(method, address) + headers + b"\r\n"
        async with self._places:
            connection = self._take_free(address.endpoint) or await self._connect(address.endpoint)
            self._open.add(connection)
            try:
                if self._is_closed:
                    raise NoAnswerError(Silence.NO_CONNECTION)
                if isinstance(body, bytes):
                    return await connection.exchange(head + body, (), seconds)
                return await connection.exchange(head, body, seconds)
            finally:
                if connection.is_open and not self._is_closed:
                    self._free.setdefault(address.endpoint, []).append(connection)
                else:
                    connection.close()
                    self._open.discard(connection)

    def close(self) -> None:
        """End all connections, also those on which something is being said."""
        self._is_closed = True
        for connection in self._open:
            connection.close()
        self._open.clear()
        self._free.clear()

    def _head(self, method: str, address: WebAddress) -> bytes:
        """The request's first lines; a proxy is told the whole address, unless it only opens a tunnel."""
        if self._proxy is None or address.endpoint.scheme == "https":
            return f"{method} {address.target} HTTP/1.1\r\nHost: {address.host}\r\n".encode()
        first = f"{method} http://{address.host}{address.target} HTTP/1.1\r\nHost: {address.host}\r\n"
        return first.encode() + self._login

    def _take_free(self, endpoint: Endpoint) -> Connection | None:
        """The connection that rested shortest; once that is too long, all others are closed with it."""
        free = self._free.get(endpoint, [])
        while free:
            connection = free.pop()
            if connection.is_open and asyncio.get_running_loop().time() - connection.used_at < KEPT_SECONDS:
                return connection
            connection.close()
            self._open.discard(connection)
        return None

    async def _connect(self, endpoint: Endpoint) -> Connection:
        if self._proxy is None:
            return await _dial(endpoint, Silence.NO_CONNECTION)
        connection = await _dial(self._proxy, Silence.PROXY_SILENT)
        if endpoint.scheme == "https":
            try:
                await self._tunnel(connection, endpoint)
            except BaseException:
                connection.close()
                raise
        return connection

    async def _tunnel(self, connection: Connection, endpoint: Endpoint) -> None:
        head = f"CONNECT {endpoint.netloc} HTTP/1.1\r\nHost: {endpoint.netloc}\r\n".encode() + self._login + b"\r\n"
        try:
            answer = await connection.exchange(head, (), CONNECT_SECONDS, tunnel=True)
        except NoAnswerError:
            raise NoAnswerError(Silence.NO_CONNECTION) from None
        if answer.status == PROXY_AUTHENTICATION_REQUIRED:
            raise NoAnswerError(Silence.PROXY_NAME)
        if not 200 <= answer.status < 300:
            raise NoAnswerError(Silence.PROXY_REFUSES)
        try:
            async with asyncio.timeout(CONNECT_SECONDS):
                await connection.start_tls(_verifying(), endpoint.host)
        except OSError:
            raise NoAnswerError(Silence.NO_CONNECTION) from None


async def _dial(endpoint: Endpoint, silence: Silence) -> Connection:
    """A new connection to *endpoint*; NoAnswerError(*silence*) when there is none."""
    context = _verifying() if endpoint.scheme == "https" else None
    named = None if context is None else endpoint.host
    loop, opened = asyncio.get_running_loop(), None
    try:
        async with asyncio.timeout(CONNECT_SECONDS):
            known = await loop.getaddrinfo(endpoint.host, endpoint.port, type=socket.SOCK_STREAM)
            # The loop's own way to try several addresses loses a socket when it is cancelled at a bad moment.
            opened = await start_connection(known, happy_eyeballs_delay=SECOND_TRY)
            opened.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
            _, connection = await loop.create_connection(Connection, sock=opened, ssl=context, server_hostname=named)
    except BaseException as fault:
        if opened is not None:
            opened.close()
        if isinstance(fault, OSError | UnicodeError):
            raise NoAnswerError(silence) from None
        raise
    return connection


@cache
def _verifying() -> ssl.SSLContext:
    """The system's certificates, or those that SSL_CERT_FILE names; read when the first of them is needed."""
    context = ssl.create_default_context()
    context.set_alpn_protocols(["http/1.1"])
    return context


def _endpoint_of(proxy: Proxy) -> Endpoint:
    host, _, port = proxy.place.rpartition(":")
    return Endpoint(proxy.scheme, host.strip("[]"), int(port))


def _login(proxy: Proxy) -> bytes:
    if proxy.name is None:
        return b""
    named = base64.b64encode(f"{proxy.name}:{proxy.password}".encode())
    return b"Proxy-Authorization: Basic " + named + b"\r\n"
