"""A citizen at the form on the page: presses what the bot offers, as a way says, and writes where words are due."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from playwright.async_api import TimeoutError as PageTimeoutError

from bot.playground import Message, PrivateChat
from bot.playground.driving import SEND, Receipt, Way, choice_of, read_receipt
from tests.playground.page.screen import Screen
from tests.waiting import PATIENCE, until

LOOK_AGAIN_MS = 2000  # until it is looked whether the button is still what is asked
Place = tuple[int, str, tuple[str, ...]] | None


async def walk_to(screen: Screen, chat: PrivateChat, way: Way, choice: str) -> Message:
    """From the first screen to the first message that offers *choice* (or one that begins so), which is returned."""
    return await _walk(screen, chat, way, (), choice)


async def walk_to_preview(screen: Screen, chat: PrivateChat, way: Way, photos: Sequence[Path] = ()) -> Message:
    """From wherever the citizen is to the preview, which is returned; *photos* follow the story."""
    return await _walk(screen, chat, way, photos, SEND)


async def _walk(screen: Screen, chat: PrivateChat, way: Way, photos: Sequence[Path], end: str) -> Message:
    told = False
    while True:
        asked, before = await _asked(screen, chat), place_of(chat)
        offered = {choice_of(button.data): button for row in asked.buttons for button in row}
        if any(choice.startswith(end) for choice in offered):
            return asked
        wanted = way.next_press(offered, screen.language)
        if wanted is not None and not (told and photos):
            await _press(screen, chat, asked, offered[wanted].label)
        elif not told:
            await screen.write("citizen", way.story)
            told = True
        elif photos:
            await screen.choose("citizen", "photo", photos)
            await screen.write("citizen", "")
            await chat.wait_for(screen.texts.text("file.queued", screen.language, n=len(photos)), PATIENCE)
            photos = ()
            continue  # a file is answered in a line, and the question stands where it stood
        await _moved(screen, chat, before)


async def send_preview(screen: Screen, chat: PrivateChat) -> Receipt:
    """Press send under the preview, again when what became of a file has changed it; number and code."""
    filed = screen.text("receipt.filed")
    while not any(filed in message.text for message in chat.from_bot):
        before, asked = place_of(chat), await _asked(screen, chat)
        buttons = (each for row in asked.buttons for each in row)
        if send := next((each for each in buttons if choice_of(each.data).startswith(("preview", SEND))), None):
            await _press(screen, chat, asked, send.label)  # else a file is not ready, and its news bring the preview
        await _moved(screen, chat, before)
    receipt = await chat.wait_for(filed, PATIENCE)
    await screen.see("citizen", filed)
    return read_receipt(receipt)


async def _asked(screen: Screen, chat: PrivateChat) -> Message:
    """The newest message of the bot that has buttons."""
    await until(lambda: place_of(chat) is not None, screen.play)
    return next(message for message in reversed(chat.from_bot) if message.buttons)


async def _press(screen: Screen, chat: PrivateChat, asked: Message, label: str) -> None:
    """Press that button, unless news of a file have brought the question anew before a finger could reach it."""
    while place_of(chat) == _place(asked):
        with suppress(PageTimeoutError):
            await screen.button("citizen", asked, label).click(timeout=LOOK_AGAIN_MS)
            return


async def _moved(screen: Screen, chat: PrivateChat, before: Place) -> None:
    await until(lambda: place_of(chat) != before, screen.play)


def place_of(chat: PrivateChat) -> Place:
    """Where the conversation stands: the newest message that has buttons, as it is now."""
    keyed = next((message for message in reversed(chat.from_bot) if message.buttons), None)
    return None if keyed is None else _place(keyed)


def _place(message: Message) -> Place:
    return message.id, message.text, message.labels
