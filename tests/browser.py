"""A real browser without a window, for the tests and the pictures of the playground's page.

It is the Chromium of the machine (Debian's, `make browser`), driven by Playwright, which brings a browser of its own
only when it is asked to.
"""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from playwright.async_api import Browser, Page, ViewportSize, async_playwright

from bot.commands.programs import BROWSER
from tests.missing import MISSING_BROWSER

NARROW = ViewportSize(width=360, height=740)
"""The cheap phone that most citizens have, in CSS pixels."""
WIDE = ViewportSize(width=1180, height=740)


@asynccontextmanager
async def open_browser() -> AsyncIterator[Browser]:
    """The browser, closed at the end; FileNotFoundError when the machine has none."""
    path = BROWSER.find()
    if path is None:
        raise FileNotFoundError(MISSING_BROWSER)
    async with async_playwright() as driver:
        # Chromium's own sandbox does not work for root, whom a container and CI run as; it shows nothing but our page.
        browser = await driver.chromium.launch(executable_path=path, chromium_sandbox=os.geteuid() != 0)
        try:
            yield browser
        finally:
            await browser.close()


@asynccontextmanager
async def open_page(
    browser: Browser, url: str, *, size: ViewportSize = NARROW, language: str = "kk", scale: float = 1
) -> AsyncIterator[Page]:
    """The page at *url* on a screen of that size, of somebody who may use the clipboard."""
    context = await browser.new_context(viewport=size, locale=language, device_scale_factor=scale)
    await context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = await context.new_page()
    try:
        await page.goto(url)
        yield page
    finally:
        await context.close()
