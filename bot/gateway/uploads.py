"""Uploads: clean copies go out as new bytes under neutral names, albums as albums; never a file id of anybody's."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

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

UPLOAD_SECONDS = 120.0
PHOTO_BYTES = 10 * 1024 * 1024
ALBUM_MEDIA = {
    "photo": InputMediaPhoto,
    "video": InputMediaVideo,
    "audio": InputMediaAudio,
    "document": InputMediaDocument,
}


async def upload(
    bot: Bot, chat: int, files: Sequence[CleanFile], *, name: str, first: int, caption: str | None, reply_to: int | None
) -> list[int]:
    """Send *files* as one message or one album named `name-1.jpg` and on; the message ids. Raises TelegramError."""
    reply = None if reply_to is None else ReplyParameters(reply_to, allow_sending_without_reply=True)
    how: dict[str, Any] = {"protect_content": True, "reply_parameters": reply, "write_timeout": UPLOAD_SECONDS}
    how["read_timeout"] = UPLOAD_SECONDS
    named = [(file, f"{name}-{first + at}.{file.facts.extension}") for at, file in enumerate(files)]
    if len(named) == 1:
        message = await _send_one(bot, chat, *named[0], caption, how)
        return [message.message_id]
    media = [_album_part(file, filename, caption if at == 0 else None) for at, (file, filename) in enumerate(named)]
    messages = await bot.send_media_group(chat, media, **how)
    return [message.message_id for message in messages]


def sent_as(file: CleanFile) -> str:
    """The kind of message for *file*; a picture over Telegram's limit for photos goes as a document."""
    if file.facts.media == "photo" and (len(file.content) > PHOTO_BYTES or _is_stretched(file)):
        return "document"
    return file.facts.media


async def _send_one(
    bot: Bot, chat: int, file: CleanFile, filename: str, caption: str | None, how: dict[str, Any]
) -> Message:
    content = InputFile(file.content, filename=filename)
    match sent_as(file):
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
            return await bot.send_document(
                chat, content, caption=caption, disable_content_type_detection=True, **how
            )


def _album_part(file: CleanFile, filename: str, caption: str | None) -> Any:
    return ALBUM_MEDIA[sent_as(file)](file.content, caption=caption, filename=filename)


def _is_stretched(file: CleanFile) -> bool:
    """Telegram refuses photos whose sides add up to more than 10000 or differ more than twentyfold."""
    width, height = file.facts.width or 1, file.facts.height or 1
    return width + height > 10_000 or max(width, height) > 20 * min(width, height)
