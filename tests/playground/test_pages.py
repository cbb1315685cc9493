"""The files of the page, and how strangers' files are handed out."""

from __future__ import annotations

import re

import pytest
from yarl import URL

from bot.commands.page_words import PAGE_KEYS
from bot.playground import Playground, PrivateChat
from bot.playground.pages import FOLDER
from tests.playground.conftest import Bot

FILES = sorted(path.name for path in FOLDER.iterdir())
KEY = re.compile(r"""["'](demo\.[a-z_]*)["']""")
SCRIPT = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"


@pytest.mark.parametrize("name", FILES)
async def test_every_file_of_the_page_is_handed_out_under_the_policy(play: Playground, bot: Bot, name: str) -> None:
    async with bot.session.get(f"{play.url}/page/{name}") as response:
        assert response.status == 200
        assert await response.text() == (FOLDER / name).read_text(encoding="utf-8")
        policy = response.headers["Content-Security-Policy"]
        assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self'")
    assert "unsafe" not in policy


@pytest.mark.parametrize("path", ["page/../server.py", "page/%2e%2e/server.py", "page/none.js", "sent/none", "x"])
async def test_nothing_else_is_handed_out(play: Playground, bot: Bot, path: str) -> None:
    async with bot.session.get(URL(f"{play.url}/{path}", encoded=True)) as response:
        assert response.status == 404


def test_the_page_asks_nothing_of_others_and_holds_no_script() -> None:
    for name in FILES:
        text = (FOLDER / name).read_text(encoding="utf-8").replace("http://www.w3.org/2000/svg", "")
        assert re.findall(r"(?:src|href|url|from|import)\W{1,4}(?:https?:)?//", text) == [], name
    front = (FOLDER / "index.html").read_text(encoding="utf-8")
    assert re.findall(r"<script(?![^>]*\bsrc=)|<style|\bstyle=|\bon[a-z]+=", front) == []


def test_the_page_names_only_words_that_it_is_given_and_no_others_are_given() -> None:
    named = {key for name in FILES for key in KEY.findall((FOLDER / name).read_text(encoding="utf-8"))}
    families = {key for key in named if key.endswith(("_", "."))}
    assert families == {"demo.", "demo.service_", "demo.short_"}
    assert sorted(named - families - set(PAGE_KEYS)) == []
    kinds = re.findall(r'kind: "([a-z_]+)"', (FOLDER / "composer.js").read_text(encoding="utf-8"))
    built = {f"demo.{kind}" for kind in (*kinds, "contact", "location", "poll", "sticker", "citizen", "group", "admin")}
    spare = set(PAGE_KEYS) - named - built
    assert [key for key in sorted(spare) if not key.startswith(("demo.service_", "demo.short_"))] == ["demo.restart"]


async def test_a_sent_picture_is_shown_and_runs_nothing(play: Playground, bot: Bot, chat: PrivateChat) -> None:
    photo = (await chat.send_photo(b"JPEG")).raw["photo"][-1]["file_id"]
    async with bot.session.get(f"{play.url}/sent/{photo}") as response:
        assert (response.content_type, await response.read()) == ("image/jpeg", b"JPEG")
        assert response.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
        assert "Content-Disposition" not in response.headers


@pytest.mark.parametrize("mime", ["text/html", "image/svg+xml", "application/pdf", ""])
async def test_whatever_could_be_a_page_is_only_saved(
    play: Playground, bot: Bot, chat: PrivateChat, mime: str
) -> None:
    sent = await chat.send_document('дәлел "1".svg', SCRIPT, mime)
    async with bot.session.get(f"{play.url}/sent/{sent.raw['document']['file_id']}") as response:
        assert response.content_type == "application/octet-stream"
        name = "%D0%B4%D3%99%D0%BB%D0%B5%D0%BB%20%221%22.svg"
        assert response.headers["Content-Disposition"] == f"attachment; filename*=UTF-8''{name}"


async def test_only_this_machine_gets_them(play: Playground, bot: Bot, chat: PrivateChat) -> None:
    photo = (await chat.send_photo(b"JPEG")).raw["photo"][-1]["file_id"]
    for path in ("/", "/page/main.js", f"/sent/{photo}"):
        async with bot.session.get(f"{play.url}{path}", headers={"Host": "example.org"}) as response:
            assert response.status == 403
