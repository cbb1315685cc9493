"""Stubs: what Telegram lets nobody delete any more says that it was taken away, and nothing else.

Rules
- After 48 hours no message can be deleted; the bot's own can be changed at any age (Bot API, deleteMessage and
  editMessageMedia).
- In an album a document becomes a document, a sound a sound, all else a picture; what stands alone, words too, becomes
  a picture.
- Where one kind may not be sent, another is tried.
- A voice message and a round video stay as they are: Telegram puts nothing in their place.
- The picture and the sound are written out here: what could make them is loaded in the cleaner's processes alone, and
  is larger than all of the gateway.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator

from telegram import Bot, InputMediaAudio, InputMediaDocument, InputMediaPhoto
from telegram.error import BadRequest

from bot.background.sender import Rejection
from bot.gateway.outcomes import is_of_album, rejection_of
from bot.gateway.wording import BOTH, Words

WIDTH, HEIGHT, GREY = 320, 160, b"\xd0"
"""Large enough for a chat to show it as a picture, of one colour, and so a few hundred bytes."""
SILENT_FRAME = bytes.fromhex("fffb10c4") + bytes(100)
"""MPEG-1 layer III, 32 kbit/s, 44.1 kHz, mono: 104 bytes with their head, in which all is nought."""
FRAMES = 39
"""A second of them."""
NAME = "alyndy-ubrano"


class Stubs:
    """Puts a stub in the place of a message."""

    def __init__(self, bot: Bot, words: Words) -> None:
        self.bot = bot
        self.words = words

    async def put(self, chat: int, message_id: int) -> None:
        """Let the message be a stub. Raises TelegramError; BadRequest where Telegram puts nothing in its place."""
        refused: BadRequest | None = None
        for media in self._media():
            try:
                await self.bot.edit_message_media(media, chat, message_id)
            except BadRequest as fault:
                if not is_of_album(fault) and rejection_of(fault) is not Rejection.NO_RIGHT_TO_KIND:
                    raise
                refused = fault
            else:
                return
        if refused is not None:
            raise refused

    def _media(self) -> Iterator[InputMediaPhoto | InputMediaDocument | InputMediaAudio]:
        said = self.words.text("n.taken_away", BOTH)
        yield InputMediaPhoto(grey_picture(), caption=said, filename=f"{NAME}.png")
        yield InputMediaDocument(
            said.encode(), caption=said, filename=f"{NAME}.txt", disable_content_type_detection=True
        )
        yield InputMediaAudio(silence(), caption=said, filename=f"{NAME}.mp3")


def grey_picture() -> bytes:
    """A PNG of one colour."""
    head = struct.pack(">IIBBBBB", WIDTH, HEIGHT, 8, 0, 0, 0, 0)  # eight bits of grey, nothing unusual
    rows = zlib.compress((b"\0" + GREY * WIDTH) * HEIGHT)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", rows) + _chunk(b"IEND", b"")


def silence() -> bytes:
    """A second of sound in which there is none, as MP3."""
    return SILENT_FRAME * FRAMES


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
