"""Uploads: clean copies go out as new bytes under neutral names, albums as albums; never a file id of anybody's.

Rules
- What Telegram refuses in one form goes in another (`retry.other_form`): a picture as a document, a voice as sound.
- One bad file does not take its album along: a refused album is halved, until the bad one stands alone.
- Where pictures may not be sent, the whole album goes as documents.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import Any, TypeAlias, assert_never

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
from telegram.error import TelegramError

from bot.background.retry import OF_THE_FILE, other_form
from bot.background.sender import LeftFile, Rejection
from bot.desk.files import CleanFile
from bot.desk.outgoing.albums import Form, sent_as
from bot.frozen import frozen, replace
from bot.gateway.outcomes import rejection_of

LoadFiles: TypeAlias = Callable[[Sequence[str]], Awaitable[list[CleanFile]]]
"""Opens clean copies by their ids."""
TakeTurns: TypeAlias = Callable[[int], Awaitable[None]]
"""Waits until so many messages may go."""
UPLOAD_SECONDS = 120.0
"""An album of 45 MB at 3 Mbit/s, the slowest line that we count on."""
ALBUM_MEDIA = {
    Form.PHOTO: InputMediaPhoto,
    Form.VIDEO: InputMediaVideo,
    Form.AUDIO: InputMediaAudio,
    Form.DOCUMENT: InputMediaDocument,
}
LEFT_OUT = (OF_THE_FILE | {Rejection.UNNAMED, Rejection.MALFORMED}) - {Rejection.NO_RIGHT_TO_KIND}
"""What is said of one file alone: the others of its parcel go on."""


@frozen
class Naming:
    """How files are named: `name-1.jpg` and on from *first*; *caption* stands under the first."""

    name: str
    first: int
    caption: str | None


@frozen
class FilePlace:
    """Where files go: the chat, the message that they answer, the topic of a forum."""

    chat: int
    reply_to: int | None = None
    thread: int | None = None


@frozen
class NumberedFile:
    """A file, its number among those that came together, and the form in which it goes now."""

    number: int
    file: CleanFile
    form: Form

    @classmethod
    def of(cls, number: int, file: CleanFile) -> NumberedFile:
        """The file in its best form."""
        return cls(number, file, sent_as(file.facts))


async def upload(bot: Bot, chat: int, files: Sequence[CleanFile], naming: Naming, *, reply_to: int | None) -> list[int]:
    """Send *files* as one message, or as one album that they may share; the message ids. Raises TelegramError."""
    captions = {naming.first: naming.caption}
    uploader = Uploader(bot, FilePlace(chat, reply_to), naming.name, captions.get)
    await uploader.send([NumberedFile.of(naming.first + at, file) for at, file in enumerate(files)])
    if uploader.fault is not None:
        raise uploader.fault
    return uploader.ids


class Uploader:
    """Sends the files of one parcel: what arrived, which files were left, and the latest fault that left one."""

    def __init__(
        self,
        bot: Bot,
        place: FilePlace,
        name: str,
        caption_of: Callable[[int], str | None],
        take_turns: TakeTurns | None = None,
    ) -> None:
        self.bot = bot
        self.chat = place.chat
        self.name = name
        self.caption_of = caption_of
        self.take_turns = take_turns
        under = place.reply_to
        reply = None if under is None else ReplyParameters(under, allow_sending_without_reply=True)
        self.how: dict[str, Any] = {"protect_content": True, "reply_parameters": reply}
        self.how |= {} if place.thread is None else {"message_thread_id": place.thread}
        self.how |= {"write_timeout": UPLOAD_SECONDS, "read_timeout": UPLOAD_SECONDS}
        self.ids: list[int] = []
        self.left: list[LeftFile] = []
        self.fault: TelegramError | None = None

    async def send(self, files: Sequence[NumberedFile]) -> None:
        """Send what an album, or one message, can carry. Raises TelegramError for what is no fault of one file."""
        if len(files) == 1:
            await self._send_alone(files[0])
        elif files:
            await self._send_album(files)

    async def _send_album(self, files: Sequence[NumberedFile]) -> None:
        await self._wait(len(files))
        media = [self._part(each, self.caption_of(each.number) if at == 0 else None) for at, each in enumerate(files)]
        try:
            messages = await self.bot.send_media_group(self.chat, media, **self.how)
        except TelegramError as fault:
            await self._send_refused_album(files, fault)
        else:
            self.ids += [message.message_id for message in messages]

    async def _send_refused_album(self, files: Sequence[NumberedFile], fault: TelegramError) -> None:
        """As documents where their kind may not be sent; else in halves, until the bad one is found."""
        why = rejection_of(fault)
        documents = [replace(each, form=Form.DOCUMENT) for each in files]
        if why is Rejection.NO_RIGHT_TO_KIND and documents != list(files):
            await self.send(documents)
        elif why in LEFT_OUT:
            half = len(files) // 2
            await self.send(files[:half])
            await self.send(files[half:])
        else:
            raise fault

    async def _send_alone(self, file: NumberedFile) -> None:
        await self._wait(1)
        try:
            message = await self._send_one(file, self.caption_of(file.number))
        except TelegramError as fault:
            why = rejection_of(fault)
            form = other_form(why, sent_as(file.file.facts), file.form)
            if form is not None:
                await self._send_alone(replace(file, form=form))
            elif why in LEFT_OUT:
                self.left.append(LeftFile(file.file.id, file.number, why))
                self.fault = fault
            else:
                raise
        else:
            self.ids.append(message.message_id)

    async def _wait(self, count: int) -> None:
        if self.take_turns is not None:
            await self.take_turns(count)

    async def _send_one(self, file: NumberedFile, caption: str | None) -> Message:
        content = InputFile(file.file.content, filename=self._name(file))
        bot, chat, how = self.bot, self.chat, self.how
        match file.form:
            case Form.PHOTO:
                return await bot.send_photo(chat, content, caption=caption, **how)
            case Form.VIDEO:
                return await bot.send_video(chat, content, caption=caption, supports_streaming=True, **how)
            case Form.VOICE:
                return await bot.send_voice(chat, content, caption=caption, **how)
            case Form.VIDEO_NOTE:
                return await bot.send_video_note(chat, content, **how)
            case Form.AUDIO:
                return await bot.send_audio(chat, content, caption=caption, **how)
            case Form.DOCUMENT:
                how = {**how, "disable_content_type_detection": True}
                return await bot.send_document(chat, content, caption=caption, **how)
            case unexpected:
                assert_never(unexpected)

    def _part(self, file: NumberedFile, caption: str | None) -> Any:
        return ALBUM_MEDIA[file.form](file.file.content, caption=caption, filename=self._name(file))

    def _name(self, file: NumberedFile) -> str:
        return f"{self.name}-{file.number}.{file.file.facts.extension}"
