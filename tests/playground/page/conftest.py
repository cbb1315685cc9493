"""A browser for each test, and two stages for its page: a bare playground with a plain client, and a whole house."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Browser, ConsoleMessage, Page, expect

from bot.commands.programs import BROWSER
from bot.playground import JumpingClock, Playground
from tests.browser import open_browser, open_page
from tests.flows.office import TEXTS, Rehearsal
from tests.missing import MISSING_BROWSER
from tests.playground.page.screen import Screen
from tests.playground.page.stage import page_playground, rehearse_on

REFUSED = "status of 400"  # an act that no client could do: the page tells it, and so does the browser's console
PATIENCE_MS = 30_000  # as long as the longest wait of a busy machine; nothing waits so long that works

expect.set_options(timeout=PATIENCE_MS)


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    if BROWSER.find() is None:
        pytest.skip(MISSING_BROWSER)
    async with open_browser() as browser:
        yield browser


@pytest.fixture
async def play(clock: JumpingClock) -> AsyncIterator[Playground]:
    """As everywhere, with the page's words."""
    async with page_playground(clock) as play:
        yield play


@pytest.fixture
async def house(tmp_path: Path, play: Playground, clock: JumpingClock) -> AsyncIterator[Rehearsal]:
    async with rehearse_on(play, clock, tmp_path) as rehearsal:
        yield rehearsal


@pytest.fixture
async def phone(browser: Browser, play: Playground) -> AsyncIterator[Screen]:
    """The page on a cheap phone, in Kazakh; whatever it complains of, or asks of others, fails the test."""
    troubles: list[str] = []
    async with open_page(browser, "about:blank") as page:
        page.set_default_timeout(PATIENCE_MS)
        _listen(page, play.url, troubles)
        await page.goto(play.url)
        await expect(page.locator("#clock")).not_to_be_empty()  # the first state is drawn
        yield Screen(page, play, TEXTS)
    assert troubles == []


def _listen(page: Page, home: str, troubles: list[str]) -> None:
    def complained(message: ConsoleMessage) -> None:
        if message.type == "error" and REFUSED not in message.text:
            troubles.append(message.text)

    page.on("console", complained)
    page.on("pageerror", lambda fault: troubles.append(str(fault)))
    page.on("request", lambda request: _is_home(request.url, home) or troubles.append(f"asks {request.url}"))


def _is_home(url: str, home: str) -> bool:
    return url.startswith((home, "blob:"))
