"""Uploads: clean copies go out as new bytes under neutral names, albums as albums; never a file id of anybody's."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from telegram import (
    Bot,
    InputFile,
    InputMediaAudio,
    InputMediaDocument,
    InputMediaPhoto,
    InputMediaVideo,
    Message,
    ReplyParameters,
)

from bot.desk.files import CleanFile
from bot.desk.outgoing.albums import sent_as

LoadFiles: TypeAlias = Callable[[Sequence[str]], Awaitable[list[CleanFile]]]
"""Opens clean copies by their ids."""
UPLOAD_SECONDS = 120.0
"""An album of 45 MB at 3 Mbit/s, the slowest line that we count on."""
ALBUM_MEDIA = {
    "photo": InputMediaPhoto,
    "video": InputMediaVideo,
    "audio": InputMediaAudio,
    "document": InputMediaDocument,
}


@dataclass(frozen=True, slots=True)
class Naming:
    """How files are named: `name-1.jpg` and on from *first*; *caption* stands under the first."""

    name: str
    first: int
    caption: str | None


async def upload(bot: Bot, chat: int, files: Sequence[CleanFile], naming: Naming, *, reply_to: int | None) -> list[int]:
    """Send *files* as one message, or as one album that they may share; the message ids. Raises TelegramError."""
    reply = None if reply_to is None else ReplyParameters(reply_to, allow_sending_without_reply=True)
    how: dict[str, Any] = {"protect_content": True, "reply_parameters": reply, "write_timeout": UPLOAD_SECONDS}
    how["read_timeout"] = UPLOAD_SECONDS
    named = [(file, f"{naming.name}-{naming.first + at}.{file.facts.extension}") for at, file in enumerate(files)]
    if len(named) == 1:
        message = await _send_one(bot, chat, *named[0], naming.caption, how)
        return [message.message_id]
    media = [_album_part(file, name, naming.caption if at == 0 else None) for at, (file, name) in enumerate(named)]
    messages = await bot.send_media_group(chat, media, **how)
    return [message.message_id for message in messages]


async def _send_one(
    bot: Bot, chat: int, file: CleanFile, filename: str, caption: str | None, how: dict[str, Any]
) -> Message:
    content = InputFile(file.content, filename=filename)
    match sent_as(file.facts):
        case "photo":
            return await bot.send_photo(chat, content, caption=caption, **how)
        case "video":
            return await bot.send_video(chat, content, caption=caption, supports_streaming=True, **how)
        case "voice":
            return await bot.send_voice(chat, content, caption=caption, **how)
        case "video_note":
            return await bot.send_video_note(chat, content, **how)
        case "audio":
            return await bot.send_audio(chat, content, caption=caption, **how)
        case _:
            return await bot.send_document(chat, content, caption=caption, disable_content_type_detection=True, **how)


def _album_part(file: CleanFile, filename: str, caption: str | None) -> Any:
    return ALBUM_MEDIA[sent_as(file.facts)](file.content, caption=caption, filename=filename)
