"""One screen with the playground's page on it, and fingers: what a person sees there and does.

Everything is found as a person finds it: a chat by its part of the page, a button by its label, a message by its words.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from playwright.async_api import Locator, Page, expect

from bot.localisation import Texts
from bot.playground import Message, Playground


@dataclass(frozen=True, slots=True)
class Screen:
    """A page that is open; `pane` names which chat: citizen, group or admin."""

    page: Page
    play: Playground
    texts: Texts
    language: str = "kk"

    def text(self, key: str) -> str:
        """A word of the page itself, or of the bot, in the screen's language; without its places."""
        return self.texts.opening(key, self.language)

    async def close_alert(self) -> str:
        """Read what the alert says and close it."""
        box = self.page.locator("#alert")
        await box.wait_for(state="visible")
        words = await box.locator("#alert-words").inner_text()
        await box.get_by_role("button").click()
        return words

    def pane(self, pane: str) -> Locator:
        """That part of the page."""
        return self.page.locator(f"#pane-{pane}")

    def log(self, pane: str) -> Locator:
        """The messages there."""
        return self.pane(pane).locator(".log")

    def line(self, pane: str) -> Locator:
        """The line where one writes there."""
        return self.pane(pane).get_by_role("textbox")

    def message(self, pane: str, message: Message) -> Locator:
        """The box of that message."""
        return self.pane(pane).locator(f'[data-id="{message.id}"]')

    def button(self, pane: str, message: Message, label: str) -> Locator:
        """The button with that label under that message."""
        return self.message(pane, message).locator(".keys").get_by_role("button", name=label, exact=True)

    async def turn_to(self, pane: str) -> None:
        """On a narrow screen: look at that chat."""
        tab = self.page.locator("#tabs").get_by_role("button", name=self.text(f"demo.short_{pane}"))
        await tab.click()
        await expect(self.pane(pane)).to_be_visible()

    async def press(self, pane: str, message: Message, label: str) -> None:
        """Press that button, as soon as it is there."""
        await self.button(pane, message, label).click()

    async def start(self) -> None:
        """Press Start in the citizen's empty chat."""
        await self.pane("citizen").get_by_role("button", name=self.text("demo.start"), exact=True).click()

    async def write(self, pane: str, words: str) -> None:
        """Type and press Enter."""
        await self.line(pane).fill(words)
        await self.line(pane).press("Enter")

    async def choose(self, pane: str, kind: str, files: Sequence[Path]) -> None:
        """Choose files of that kind; they go with what is written next."""
        await self.pane(pane).get_by_role("button", name=self.text("demo.attach")).click()
        async with self.page.expect_file_chooser() as chooser:
            await self.pane(pane).locator(f'[data-kind="{kind}"]').click()
        await (await chooser.value).set_files([str(file) for file in files])
        await expect(self.pane(pane).locator(".strip")).to_be_visible()

    async def reply(self, pane: str, message: Message, words: str) -> None:
        """Answer that message."""
        await self.message(pane, message).get_by_role("button", name=self.text("demo.reply")).click()
        await self.write(pane, words)

    async def see(self, pane: str, words: str) -> Locator:
        """The newest message with those words, when it is there and visible."""
        found = self.log(pane).locator(".message", has_text=words).last
        await expect(found).to_be_visible()
        return found
