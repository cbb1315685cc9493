"""The acts by which people speak: texts, files of every kind, albums, stickers, and edits of what they said."""

import base64
from collections.abc import Awaitable, Callable

from bot.playground.acting import act, chat_of, group_of, how, is_private, person_of, speaker_of
from bot.playground.bubbles import sketch_message
from bot.playground.contents import PIXEL
from bot.playground.errors import PlaygroundUseError
from bot.playground.incoming import How
from bot.playground.shapes import Json
from bot.playground.sketch import Rehearsal
from bot.playground.speaking import Speaker
from bot.playground.views import Message

Sending = Callable[[Speaker, bytes, Json, How], Awaitable[Message]]
ALBUM = 2, 10
"""Fewer files are no album, more are several."""


async def _photo(speaker: Speaker, body: bytes, wanted: Json, way: How) -> Message:
    return await speaker.send_photo(body or PIXEL, caption=wanted.get("caption", ""), **way)


async def _document(speaker: Speaker, body: bytes, wanted: Json, way: How) -> Message:
    name, mime = wanted.get("name") or "file", wanted.get("mime") or "application/octet-stream"
    return await speaker.send_document(name, body, mime, caption=wanted.get("caption", ""), **way)


async def _voice(speaker: Speaker, body: bytes, wanted: Json, way: How) -> Message:
    return await speaker.send_voice(body, caption=wanted.get("caption", ""), **way)


async def _audio(speaker: Speaker, body: bytes, wanted: Json, way: How) -> Message:
    name, mime = wanted.get("name") or "audio.mp3", wanted.get("mime") or "audio/mpeg"
    return await speaker.send_audio(body, name=name, mime=mime, caption=wanted.get("caption", ""), **way)


async def _video(speaker: Speaker, body: bytes, wanted: Json, way: How) -> Message:
    return await speaker.send_video(body, name=wanted.get("name") or "", caption=wanted.get("caption", ""), **way)


async def _video_note(speaker: Speaker, body: bytes, wanted: Json, way: How) -> Message:
    return await speaker.send_video_note(body, **way)


SENDINGS: dict[str, Sending] = {
    "photo": _photo,
    "document": _document,
    "voice": _voice,
    "audio": _audio,
    "video": _video,
    "video_note": _video_note,
}


@act
async def send(play: Rehearsal, wanted: Json) -> Json:
    """Send a text: chat, person (in groups), text, reply_to."""
    return sketch_message(await speaker_of(play, wanted).send(wanted["text"], **how(wanted)))


@act
async def file(play: Rehearsal, wanted: Json) -> Json:
    """Send a file: chat, person, kind, name, mime, base64, caption; without a kind, what has no name is a photo."""
    kind = wanted.get("kind") or ("document" if wanted.get("name") else "photo")
    if kind not in SENDINGS:
        raise PlaygroundUseError(f"no file of kind {kind!r}; there are {', '.join(SENDINGS)}")
    body = base64.b64decode(wanted.get("base64", ""))
    return sketch_message(await SENDINGS[kind](speaker_of(play, wanted), body, wanted, how(wanted)))


@act
async def album(play: Rehearsal, wanted: Json) -> Json:
    """Send 2-10 files as one album: chat, person, kind (photo, video, document), files (base64), caption."""
    bodies = [base64.b64decode(each) for each in wanted["files"]]
    least, most = ALBUM
    if not least <= len(bodies) <= most:
        raise PlaygroundUseError(f"a client sends {least}-{most} files as one album")
    kind, caption = wanted.get("kind", "photo"), wanted.get("caption", "")
    sent = await speaker_of(play, wanted).send_album(bodies, caption=caption, kind=kind, **how(wanted))
    return {"messages": [sketch_message(each) for each in sent]}


@act
async def sticker(play: Rehearsal, wanted: Json) -> Json:
    """Send a sticker: chat, person, emoji."""
    return sketch_message(await speaker_of(play, wanted).send_sticker(wanted.get("emoji", "👍"), **how(wanted)))


@act
async def edit(play: Rehearsal, wanted: Json) -> Json:
    """Edit an own message: chat, person, message, text."""
    if is_private(play, wanted):
        return sketch_message(await chat_of(play, wanted).edit(wanted["message"], wanted["text"]))
    who = person_of(play, wanted)
    return sketch_message(await group_of(play, wanted).edit(who, wanted["message"], wanted["text"]))
