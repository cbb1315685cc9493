"""What makes a page usable by everybody, measured in the browser: names, contrast, width, the order of the focus."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from playwright.async_api import Page

NAMED = frozenset(
    {"button", "link", "textbox", "combobox", "image", "dialog", "group", "region", "navigation", "DisclosureTriangle"}
)
"""Roles that say nothing without a name, as Chromium calls them."""
LEAST_CONTRAST = 4.5
"""What WCAG 2.2 asks of small letters (1.4.3)."""
LEAST_TARGET = 24
"""CSS pixels of a side that a finger can hit (WCAG 2.2, 2.5.8)."""
STOPS = 8
"""More than any control has of its own: a player has its button, its line, its loudness and a menu."""
MEASURES = Path(__file__).with_suffix(".js").read_text(encoding="utf-8")


async def nameless(page: Page) -> list[str]:
    """The roles of what a screen reader could not name, as the browser itself computes names."""
    session = await page.context.new_cdp_session(page)
    tree: dict[str, Any] = await session.send("Accessibility.getFullAXTree")
    seen = (node for node in tree["nodes"] if not node.get("ignored"))
    return [_role(node) for node in seen if _role(node) in NAMED and not node.get("name", {}).get("value", "").strip()]


def _role(node: dict[str, Any]) -> str:
    return str(node.get("role", {}).get("value", ""))


async def faint(page: Page) -> list[str]:
    """The texts that are hard to read."""
    return list(await _measure(page, f"faint({LEAST_CONTRAST})"))


async def too_wide(page: Page) -> list[str]:
    """What reaches beyond the right edge of the screen."""
    return list(await _measure(page, "tooWide()"))


async def too_small(page: Page) -> list[str]:
    """The controls that a finger would miss."""
    return list(await _measure(page, f"tooSmall({LEAST_TARGET})"))


async def tabbed_through(page: Page) -> tuple[list[int], list[int], list[int]]:
    """The places of all controls in their order, those that Tab reaches one after the other, those without a frame."""
    count: int = await _measure(page, "mark()")
    reached: list[int] = []
    unframed: list[int] = []
    for _ in range(STOPS * count):
        await page.keyboard.press("Tab")
        focus = await _measure(page, "focus()")
        if focus["place"] is None:
            break
        reached += [focus["place"]] if focus["place"] not in reached[-1:] else []
        unframed += [] if focus["framed"] else [focus["place"]]
    return list(range(count)), reached, unframed


async def _measure(page: Page, call: str) -> Any:
    return await page.evaluate(f"{MEASURES.strip().rstrip(';')}.{call}")
