"""Sending files, albums, and fetching what people have sent.

Rules
- A file is a part of the multipart body, or names one (attach://…), or is the file_id of a known file.
- Every part that is uploaded must be used. Fetching by URL is not implemented.
- An album has 2-10 items; documents and sounds are not mixed with anything else, by no edit either.
- Media take the place of words and of media at any age, but for voice messages and round videos.
"""

from collections.abc import Callable
from typing import Any

from bot.playground.calls import Upload
from bot.playground.contents import file_content
from bot.playground.errors import RefusedCallError, bad_request, violation
from bot.playground.files import FOLDERS, PHOTO_LIMIT, UPLOAD_LIMIT, KeptFile
from bot.playground.methods.editing import CONTENT, edit, find_own
from bot.playground.methods.registry import Method, Uploads, method
from bot.playground.outgoing import caption_content, find_place, place_message, send
from bot.playground.shapes import Json
from bot.playground.world import World

SHAPE = ("width", "height", "duration", "length", "performer", "title")
FLAGS = ("show_caption_above_media", "has_spoiler")
MIMES = {"photo": "image/jpeg", "voice": "audio/ogg", "video": "video/mp4", "video_note": "video/mp4"}
MIXING = {"photo": "pictures", "video": "pictures", "live_photo": "pictures"}
ATTACHED = "attach://"
OF_CAPTIONS = ("caption", "caption_entities", "show_caption_above_media", "has_media_spoiler")


def _sender(kind: str) -> Method:
    def send_file(world: World, parameters: Json, files: Uploads) -> Json:
        used: set[str] = set()
        source = files.get(kind) or parameters[kind]
        kept = _find_file(world, kind, source, files, used)
        _check_all_used(parameters, files, used | {kind})
        content = file_content(world.files, kept, _shape(parameters)) | caption_content(parameters)
        return send(world, parameters, content | _flags(parameters), kind)

    return send_file


for _kind, _method in {
    "photo": "sendPhoto",
    "document": "sendDocument",
    "audio": "sendAudio",
    "video": "sendVideo",
    "voice": "sendVoice",
    "video_note": "sendVideoNote",
}.items():
    _register: Callable[[Method], Method] = method(_method)
    _register(_sender(_kind))


@method("sendMediaGroup")
def send_media_group(world: World, parameters: Json, files: Uploads) -> list[Json]:
    """Send 2-10 files as one album: separate messages with one media_group_id."""
    items = parameters["media"]
    if not 2 <= len(items) <= 10:
        raise violation("an album must include 2-10 items")
    if len({MIXING.get(item["type"], item["type"]) for item in items}) > 1:
        raise violation("documents and audio files can't be mixed with other media in an album")
    used: set[str] = set()
    contents = [_album_content(world, item, files, used) for item in items]
    _check_all_used(parameters, files, used)
    place = find_place(world, parameters, items[0]["type"])
    for item in items[1:]:
        place.chat.check_bot_may_send(item["type"])
    world.budgets.spend(place.chat.id, private=place.chat.is_private, amount=len(items))
    album = {"media_group_id": str(13_700_000_000_000_000 + world.updates.made + world.changes.revision)}
    return [place_message(world, place, content | album, parameters).raw for content in contents]


@method("editMessageMedia")
def edit_message_media(world: World, parameters: Json, files: Uploads) -> Json:
    """Put media in the place of what the message was, with a caption and a keyboard of its own."""
    chat, message = find_own(world, parameters)
    item, used = parameters["media"], set[str]()
    if "voice" in message.raw or "video_note" in message.raw:
        raise bad_request("message media can't be edited")
    kind = next((kind for kind in FOLDERS if kind in message.raw), "text")
    if "media_group_id" in message.raw and MIXING.get(item["type"], item["type"]) != MIXING.get(kind, kind):
        raise bad_request("can't change media type in the album")
    content = _album_content(world, item, files, used)
    _check_all_used(parameters, files, used)
    left = (*FOLDERS, *CONTENT, *OF_CAPTIONS)
    kept = {name: value for name, value in message.raw.items() if name not in left}
    return edit(world, chat, message, kept | content, parameters)


def _album_content(world: World, item: Json, files: Uploads, used: set[str]) -> Json:
    kept = _find_file(world, item["type"], item["media"], files, used)
    if thumbnail := item.get("thumbnail"):
        _find_upload(thumbnail, files, used)
    return file_content(world.files, kept, _shape(item)) | caption_content(item) | _flags(item)


def _find_file(world: World, kind: str, source: str | Upload, files: Uploads, used: set[str]) -> KeptFile:
    if isinstance(source, str) and not source.startswith(ATTACHED):
        return _find_known(world, kind, source)
    upload = _find_upload(source, files, used) if isinstance(source, str) else source
    if not upload.body:
        raise bad_request("file must be non-empty")
    if len(upload.body) > (PHOTO_LIMIT if kind == "photo" else UPLOAD_LIMIT):
        raise RefusedCallError(413, "Request Entity Too Large")
    world.files.check_processed(kind, upload.body)
    mime = upload.content_type or MIMES.get(kind, "")
    return world.files.keep(kind, upload.body, name=upload.name, mime=mime)


def _find_known(world: World, kind: str, source: str) -> KeptFile:
    if source.startswith(("http://", "https://")):
        raise violation("sending by URL is not implemented in the playground")
    kept = world.files.find(source)
    if kept is None:
        raise bad_request("wrong file identifier/HTTP URL specified")
    if kept.kind != kind:
        raise bad_request(f"type of file mismatch: can't use file of type {kept.kind} as {kind}")
    return kept


def _find_upload(source: str, files: Uploads, used: set[str]) -> Upload:
    name = source.removeprefix(ATTACHED)
    if name not in files:
        raise violation(f'there is no file "{name}" in the request')
    used.add(name)
    return files[name]


def _check_all_used(parameters: Json, files: Uploads, used: set[str]) -> None:
    thumbnail = parameters.get("thumbnail", "")
    named = {"thumbnail", thumbnail.removeprefix(ATTACHED)} if isinstance(thumbnail, str) else set()
    if unused := sorted(files.keys() - used - named):
        raise violation(f"uploaded and not used: {', '.join(unused)}")


def _shape(parameters: Json) -> dict[str, Any]:
    return {name: parameters[name] for name in SHAPE if name in parameters}


def _flags(parameters: Json) -> Json:
    flags = {name: True for name in FLAGS if parameters.get(name)}
    return {"has_media_spoiler" if name == "has_spoiler" else name: True for name in flags}


@method("getFile")
def get_file(world: World, parameters: Json, files: Uploads) -> Json:
    """Open a link to a file for an hour."""
    kept = world.files.open_link(parameters["file_id"])
    return {
        "file_id": kept.file_id,
        "file_unique_id": kept.unique_id,
        "file_size": kept.size,
        "file_path": kept.path,
    }
