"""A little HTTP proxy in the test's own process: absolute addresses are forwarded, CONNECT opens a tunnel."""

from __future__ import annotations

import asyncio
import base64
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit


@dataclass(slots=True)
class ForwardProxy:
    """What it was asked, and how it behaves."""

    port: int = 0
    login: str | None = None
    forbids: bool = False
    tunnels: dict[str, int] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    @property
    def place(self) -> str:
        """Where it listens."""
        return f"127.0.0.1:{self.port}"

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection: its first request decides where all of it goes."""
        with suppress(ConnectionError, asyncio.IncompleteReadError):
            head = await reader.readuntil(b"\r\n\r\n")
            first, *headers = head.decode("latin-1").split("\r\n")
            self.asked.append(first)
            if (refusal := self._refusal(headers)) is not None:
                writer.write(f"HTTP/1.1 {refusal}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".encode())
            elif first.startswith("CONNECT "):
                await self._tunnel(first.split()[1], reader, writer)
            else:
                await self._forward(first, headers, reader, writer)

    def _refusal(self, headers: list[str]) -> str | None:
        given = next((line.split(" ", 2)[2] for line in headers if line.lower().startswith("proxy-authorization:")), "")
        if self.login is not None and base64.b64decode(given).decode() != self.login:
            return "407 Proxy Authentication Required"
        return "403 Forbidden" if self.forbids else None

    async def _tunnel(self, place: str, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        far_reader, far_writer = await asyncio.open_connection("127.0.0.1", self.tunnels[place])
        writer.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
        await join_streams(reader, writer, far_reader, far_writer)

    async def _forward(
        self, first: str, headers: list[str], reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        """One request to the server that its address names; the connection ends with the answer."""
        method, address, version = first.split()
        target = urlsplit(address)
        way = address.partition(target.netloc)[2] or "/"
        kept = [line for line in headers if line and not line.lower().startswith(("connection:", "proxy-"))]
        far_reader, far_writer = await asyncio.open_connection(target.hostname, target.port)
        far_writer.write("\r\n".join([f"{method} {way} {version}", *kept, "Connection: close", "", ""]).encode())
        await join_streams(reader, writer, far_reader, far_writer)


async def join_streams(
    reader: asyncio.StreamReader,
    writer: asyncio.StreamWriter,
    far_reader: asyncio.StreamReader,
    far_writer: asyncio.StreamWriter,
) -> None:
    """Carry bytes both ways until the far side has said all, or this one ends."""
    there = asyncio.create_task(_carry(reader, far_writer))
    try:
        await _carry(far_reader, writer)
    finally:
        there.cancel()
        far_writer.close()


async def _carry(source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
    with suppress(ConnectionError):
        while piece := await source.read(65536):
            target.write(piece)
            await target.drain()


@asynccontextmanager
async def listening(
    serve: Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]], tls: ssl.SSLContext | None = None
) -> AsyncIterator[int]:
    """The port at which *serve* takes connections; what is still open at the end is cut."""
    open_now: set[asyncio.Task[None]] = set()

    async def take(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        open_now.add(task)
        try:
            await serve(reader, writer)
        except asyncio.CancelledError:
            return
        finally:
            open_now.discard(task)
            writer.close()

    server = await asyncio.start_server(take, "127.0.0.1", 0, ssl=tls)
    try:
        yield int(server.sockets[0].getsockname()[1])
    finally:
        server.close()
        for task in tuple(open_now):
            task.cancel()
        await asyncio.gather(*open_now, return_exceptions=True)


@asynccontextmanager
async def forward_proxy(**about: Any) -> AsyncIterator[ForwardProxy]:
    """A proxy at a free port."""
    proxy = ForwardProxy(**about)
    async with listening(proxy.serve) as proxy.port:
        yield proxy
