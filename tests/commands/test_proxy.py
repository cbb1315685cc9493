"""Behind a proxy: every call to Telegram goes through it, its password is shown nowhere, and what is wrong is said."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from bot.playground import Playground
from tests.commands.terminal import LONGEST, PATIENCE, TRACEBACK, Terminal, assert_failed, end_of, heard_from
from tests.forward_proxy import forward_proxy, join_streams, listening

SECRET = "Qw5rTz"
LOGIN = f"bot:{SECRET}"


async def test_doctor_goes_through_the_proxy_and_names_it_without_its_password(terminal: Terminal) -> None:
    async with forward_proxy(login=LOGIN) as proxy:
        ended = await terminal.but(http_proxy=f"http://{LOGIN}@{proxy.place}").run_cold("doctor")
        assert ended.code == 0, ended
        assert ended.out.endswith(f"✓ Telegram: @adaldyq_bot, through the proxy {proxy.place} (http_proxy)\n")
        assert SECRET not in ended.out + ended.err
        assert [line.split()[1].rpartition("/")[2] for line in proxy.asked] == ["getMe", "getWebhookInfo"]


async def test_what_no_proxy_names_is_reached_directly(terminal: Terminal) -> None:
    async with forward_proxy(login=LOGIN) as proxy:
        ended = await terminal.but(ALL_PROXY=f"http://{proxy.place}", NO_PROXY="127.0.0.1").run("doctor")
        assert (ended.code, proxy.asked) == (0, [])
        assert "proxy" not in ended.out


async def test_the_bot_serves_through_the_proxy_alone(terminal: Terminal, play: Playground) -> None:
    async with forward_proxy(login=LOGIN) as proxy:
        bot = await terminal.but(HTTP_PROXY=f"http://{LOGIN}@{proxy.place}", LOG_LEVEL="DEBUG").begin_cold("run")
        try:
            chat = play.private(play.person("Айгүл"))
            await chat.send("/start")
            await chat.wait_for("Тілді таңдаңыз", PATIENCE * LONGEST)
        finally:
            bot.terminate()
            ended = await end_of(bot)
        asked = {line.split()[1].rpartition("/")[2].partition("?")[0] for line in proxy.asked}
        assert {call.method for call in play.calls} <= asked
    assert (ended.code, TRACEBACK in ended.err) == (0, False)
    for planted in (SECRET, play.token, "/bot"):
        assert planted not in ended.out + ended.err


@pytest.mark.parametrize(
    ("about", "words"),
    [
        ({"login": "another:one"}, "the proxy refuses the name or the password"),
        ({"forbids": True}, "something else than Telegram answers there"),
    ],
)
async def test_what_a_proxy_refuses_is_said(terminal: Terminal, about: dict[str, object], words: str) -> None:
    async with forward_proxy(**about) as proxy:
        ended = await terminal.but(HTTP_PROXY=f"http://{LOGIN}@{proxy.place}").run("doctor")
        assert_failed(ended, f"✗ Telegram: no answer from 127.0.0.1 through the proxy {proxy.place} ({words})")
        assert SECRET not in ended.out + ended.err


async def test_a_proxy_that_is_not_there_and_no_way_without_one(terminal: Terminal) -> None:
    async with forward_proxy() as gone:
        pass
    ended = await terminal.but(HTTP_PROXY=f"http://{LOGIN}@{gone.place}").run("doctor")
    assert_failed(ended, f"through the proxy {gone.place} (the proxy cannot be reached): check HTTP_PROXY")
    assert SECRET not in ended.out + ended.err
    ended = await terminal.but(BOT_API_URL=f"http://{gone.place}").run("doctor")
    assert_failed(ended, "(there is no connection)", "where Telegram is reached through a proxy only, set HTTPS_PROXY")


async def test_a_start_without_a_way_out_says_so_and_waits(terminal: Terminal) -> None:
    async with forward_proxy() as gone:
        pass
    bot = await terminal.but(BOT_API_URL=f"http://{gone.place}").begin("run", "--speed", "20")
    line = await heard_from(bot, "the start is tried again")
    assert "where Telegram is reached through a proxy only, set HTTPS_PROXY" in line
    bot.terminate()
    assert (await end_of(bot)).code == 0


async def test_socks_is_refused_by_every_command_that_would_need_it(terminal: Terminal) -> None:
    for command in ("doctor", "run"):
        ended = await terminal.but(ALL_PROXY=f"socks5://{LOGIN}@127.0.0.1:1080").run(command)
        assert_failed(ended, "ALL_PROXY names a SOCKS proxy, which the bot cannot use: set HTTPS_PROXY")
        assert SECRET not in ended.out + ended.err


async def test_https_goes_through_a_tunnel(terminal: Terminal, play: Playground, tmp_path: Path) -> None:
    async with encrypted(play, tmp_path) as port, forward_proxy(login=LOGIN) as proxy:
        proxy.tunnels["telegram.example:443"] = port
        environ = {"HTTPS_PROXY": f"http://{LOGIN}@{proxy.place}", "SSL_CERT_FILE": str(tmp_path / "certificate.pem")}
        ended = await terminal.but(BOT_API_URL="https://telegram.example", **environ).run_cold("doctor")
        assert ended.code == 0, ended
        assert f"@adaldyq_bot, through the proxy {proxy.place} (HTTPS_PROXY)" in ended.out
        assert set(proxy.asked) == {"CONNECT telegram.example:443 HTTP/1.1"}
        for untrusted in ({"HTTPS_PROXY": environ["HTTPS_PROXY"]}, {"SSL_CERT_FILE": environ["SSL_CERT_FILE"]}):
            address = "https://telegram.example" if "HTTPS_PROXY" in untrusted else f"https://127.0.0.1:{port}"
            ended = await terminal.but(BOT_API_URL=address, **untrusted).run_cold("doctor")
            assert_failed(ended, "(there is no connection)")
        proxy.forbids = True
        ended = await terminal.but(BOT_API_URL="https://telegram.example", **environ).run_cold("doctor")
        assert_failed(ended, "(the proxy refuses to connect): check HTTPS_PROXY")


@asynccontextmanager
async def encrypted(play: Playground, folder: Path) -> AsyncIterator[int]:
    """The port of a server that speaks TLS for the playground, as telegram.example."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "telegram.example")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number(), now, now + timedelta(1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("telegram.example")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    plain = serialization.NoEncryption()
    private = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
    (folder / "certificate.pem").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    (folder / "key.pem").write_bytes(private)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "certificate.pem", folder / "key.pem")

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        far = await asyncio.open_connection("127.0.0.1", int(play.url.rpartition(":")[2]))
        await join_streams(reader, writer, *far)

    async with listening(serve, context) as port:
        yield port
