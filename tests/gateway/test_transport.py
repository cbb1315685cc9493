"""The transport against a server that says anything: what is an answer, what is none, which connections serve again."""

from __future__ import annotations

import asyncio
import io
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import pytest
from telegram import InputFile
from telegram.error import NetworkError
from telegram.request import RequestData
from telegram.request._requestparameter import RequestParameter

from bot.gateway import pool
from bot.gateway.pool import address_of
from bot.gateway.silence import Silence
from bot.gateway.transport import BotApiRequest, LostAnswerError, NoConnectionError
from tests.forward_proxy import listening

JSON = b"HTTP/1.1 200 OK\r\nContent-Type: application/json; charset=utf-8\r\n"
GOOD = JSON + b'Content-Length: 24\r\n\r\n{"ok":true,"result":"a"}'
CHUNKED = JSON + b'Transfer-Encoding: chunked\r\n\r\n9\r\n{"ok":tru\r\nf\r\ne,"result":"a"}\r\n0\r\n\r\n'


@dataclass(slots=True)
class Server:
    """Says *says* to every request; *heard* are their heads, *bodies* what came with them."""

    says: bytes = GOOD
    then_ends: bool = False
    waits: Callable[[], asyncio.Future[None]] | None = None
    port: int = 0
    connections: int = 0
    heard: list[str] = field(default_factory=list)
    bodies: list[bytes] = field(default_factory=list)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        while True:
            try:
                head = (await reader.readuntil(b"\r\n\r\n")).decode()
            except asyncio.IncompleteReadError:
                return
            length = next((line for line in head.split("\r\n") if line.startswith("Content-Length: ")), ": 0")
            self.heard.append(head)
            self.bodies.append(await reader.readexactly(int(length.partition(": ")[2])))
            if self.waits is not None:
                await self.waits()
            writer.write(self.says)
            await writer.drain()
            if self.then_ends:
                return


@asynccontextmanager
async def talk(server: Server, connections: int = 4) -> AsyncIterator[tuple[BotApiRequest, str]]:
    """A transport, and an address at *server*."""
    request = BotApiRequest(proxy=None, connections=connections, read_seconds=5.0)
    async with listening(server.serve) as server.port:
        await request.initialize()
        try:
            yield request, f"http://127.0.0.1:{server.port}/bot1:token/getMe"
        finally:
            await request.shutdown()


@pytest.mark.parametrize(
    "says",
    [
        GOOD,
        CHUNKED,
        b"HTTP/1.1 100 Continue\r\n\r\n" + GOOD,
        b"HTTP/1.1 103 Early Hints\r\nLink: <a>\r\n\r\n" + CHUNKED,
    ],
)
async def test_what_is_an_answer_and_leaves_the_connection_in_use(says: bytes) -> None:
    server = Server(says)
    async with talk(server) as (request, url):
        assert [await request.call(url, {"a": "ә"}) for _ in range(3)] == ["a"] * 3
    assert server.connections == 1
    assert server.bodies == ['{"a":"ә"}'.encode()] * 3
    assert server.heard[0].startswith(f"POST /bot1:token/getMe HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\n")


@pytest.mark.parametrize(
    ("says", "then_ends"),
    [
        (JSON + b'\r\n{"ok":true,"result":"a"}', True),
        (GOOD.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n", 1), True),
        (GOOD.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n", 1), False),
        (GOOD + b"HTTP/1.1 500 Sorry\r\nContent-Length: 1\r\n\r\nx", False),
        (GOOD + b"x", False),
    ],
)
async def test_what_is_an_answer_and_the_last_on_its_connection(says: bytes, then_ends: bool) -> None:
    server = Server(says, then_ends)
    async with talk(server) as (request, url):
        assert [await request.call(url, {}) for _ in range(3)] == ["a"] * 3
    assert server.connections == 3


@pytest.mark.parametrize(
    "says",
    [
        b"",
        b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nfour",
        CHUNKED[:-8],
        b"HTTP/1.1 200 OK\r\nContent-Length: nine\r\n\r\n",
        b"220 mail.example ESMTP\r\n",
        b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: h2c\r\nConnection: Upgrade\r\n\r\n",
        JSON[:30],
        b"HTTP/1.1 100 Continue\r\n\r\n",
    ],
)
async def test_what_breaks_may_have_had_its_effect(says: bytes) -> None:
    server = Server(says, then_ends=True)
    async with talk(server) as (request, url):
        with pytest.raises(LostAnswerError) as lost:
            await request.call(url, {})
        assert lost.value.message == Silence.BROKEN
        server.says = GOOD
        assert await request.call(url, {}) == "a"


async def test_an_answer_that_does_not_come_in_time_may_have_had_its_effect() -> None:
    server = Server(waits=lambda: asyncio.get_running_loop().create_future())
    async with talk(server) as (request, url):
        with pytest.raises(LostAnswerError) as lost:
            await request.call(url, {}, read_seconds=0.05)
        assert lost.value.message == Silence.LATE
        server.waits = None
        assert await request.call(url, {}) == "a"
    assert server.connections == 2


@pytest.mark.parametrize(
    "head",
    [
        "302 Found\r\nLocation: http://portal.example\r\nContent-Type: text/html",
        "403 Forbidden\r\nContent-Type: text/html",
        "404 Not Found",
        "407 Proxy Authentication Required",
    ],
)
async def test_somebody_else_s_answer_is_followed_nowhere(head: str) -> None:
    async with talk(Server(f"HTTP/1.1 {head}\r\nContent-Length: 0\r\n\r\n".encode())) as (request, url):
        with pytest.raises(NoConnectionError) as refused:
            await request.call(url, {})
    is_proxy = head.startswith("407")
    assert refused.value.message == (Silence.PROXY_NAME if is_proxy else Silence.STRANGER)


async def test_who_is_not_there_or_not_whom_its_certificate_names_hears_nothing() -> None:
    server = Server()
    async with talk(server) as (request, url):
        with pytest.raises(NoConnectionError) as refused:
            await request.call(url.replace("http:", "https:"), {})
    assert (refused.value.message, server.heard) == (Silence.NO_CONNECTION, [])
    await request.initialize()
    for gone in (url, url.replace("127.0.0.1", "nobody.invalid"), url.replace("127.0.0.1", "a" * 64)):
        with pytest.raises(NoConnectionError) as refused:
            await request.call(gone, {})
        assert refused.value.message == Silence.NO_CONNECTION
        assert "token" not in repr(refused.value) + repr(refused.value.__cause__)
    await request.shutdown()


async def test_a_connection_that_rested_too_long_is_not_used_again(monkeypatch: pytest.MonkeyPatch) -> None:
    server = Server()
    async with talk(server) as (request, url):
        await request.call(url, {})
        monkeypatch.setattr(pool, "KEPT_SECONDS", 0.0)
        await request.call(url, {})
    assert server.connections == 2


async def test_a_connection_that_the_server_ended_meanwhile_is_not_used_again() -> None:
    server = Server(then_ends=True)
    async with talk(server) as (request, url):
        for _ in range(2):
            await request.call(url, {})
            await asyncio.sleep(0.05)
    assert server.connections == 2


async def test_no_more_connections_than_allowed_and_one_that_is_let_go_is_closed() -> None:
    server = Server(waits=lambda: asyncio.get_running_loop().create_future())
    async with talk(server, connections=2) as (request, url):
        calls = [asyncio.create_task(request.call(url, {})) for _ in range(3)]
        await _until(lambda: len(server.heard) == 2)
        await asyncio.sleep(0.05)
        assert server.connections == 2
        calls[0].cancel()
        await _until(lambda: len(server.heard) == 3)
        for call in calls:
            call.cancel()
        await asyncio.gather(*calls, return_exceptions=True)
        server.waits = None
        assert await request.call(url, {}) == "a"
    assert server.connections == 4


async def test_what_is_still_asked_when_the_pool_closes_is_lost() -> None:
    server = Server(waits=lambda: asyncio.get_running_loop().create_future())
    async with talk(server, connections=1) as (request, url):
        calls = [asyncio.create_task(request.call(url, {})) for _ in range(2)]
        await _until(lambda: len(server.heard) == 1)
        await request.shutdown()
        lost, unsent = await asyncio.gather(*calls, return_exceptions=True)
        assert isinstance(lost, LostAnswerError) and isinstance(unsent, NoConnectionError)
        with pytest.raises(NoConnectionError):
            await request.call(url, {})


def _upload(content: bytes) -> RequestData:
    document = InputFile(io.BytesIO(content), filename='a "b"\r\n.bin')
    return RequestData([RequestParameter("document", None, [document]), RequestParameter("chat_id", 7, None)])


async def test_a_file_goes_piece_by_piece_and_a_file_comes_back() -> None:
    server, content = Server(), bytes(range(256)) * 20_000
    async with talk(server) as (request, url):
        assert await request.post(url, _upload(content)) == "a"
        server.says = b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(content) + content
        assert await request.retrieve(url) == content
    assert content in server.bodies[0] and b'name="chat_id"\r\n\r\n7\r\n' in server.bodies[0]
    assert b'filename="a %22b%22%0D%0A.bin"' in server.bodies[0]
    assert server.heard[1].startswith("GET ") and server.connections == 1


async def test_an_upload_that_is_refused_before_its_end_is_told_so() -> None:
    refusal = b'{"ok":false,"error_code":413,"description":"Request Entity Too Large"}'
    head = b"HTTP/1.1 413 Too Large\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n" % len(refusal)

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(head + refusal)
        await asyncio.sleep(5)

    request = BotApiRequest(proxy=None)
    await request.initialize()
    async with listening(serve) as port:
        with pytest.raises(NetworkError, match="Request Entity Too Large"):
            await request.post(f"http://127.0.0.1:{port}/", _upload(bytes(30_000_000)))
    await request.shutdown()


@pytest.mark.parametrize(
    ("url", "host", "target"),
    [
        ("https://api.telegram.org/bot1:t/getMe", "api.telegram.org", "/bot1:t/getMe"),
        ("http://[::1]:8081/a?b=c", "[::1]:8081", "/a?b=c"),
        ("http://бот.example", "xn--90a0am.example", "/"),
        ("http://h/a\r\nX: y z/ә%20", "h", "/aX:%20y%20z/%D3%99%20"),
    ],
)
def test_an_address_is_spelled_as_a_request_needs_it_and_shows_no_token(url: str, host: str, target: str) -> None:
    address = address_of(url)
    assert (address.host, address.target) == (host, target)
    assert target == "/" or target not in repr(address)


async def _until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(5):
        while not condition():
            await asyncio.sleep(0.01)
