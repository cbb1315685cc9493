"""What a message of each medium carries: the Bot API's objects around a kept file."""

import base64
from typing import Any

from bot.playground.files import FileShelf, KeptFile
from bot.playground.shapes import Json

# The smallest picture a decoder accepts: one grey pixel.
PIXEL = base64.b64decode(
    "/9j/4AAQSkZJRgABAQEASABIAAD/2wBDAP//////////////////////////////////////////////////////////////////////"
    "////////////////wAALCAABAAEBAREA/8QAFAABAAAAAAAAAAAAAAAAAAAACf/EABQQAQAAAAAAAAAAAAAAAAAAAAD/2gAIAQEAAD8A"
    "VN//2Q=="
)
THUMBNAIL_SIDE = 90  # pixels, as Telegram's smallest size of a photo


def file_content(files: FileShelf, kept: KeptFile, facts: Json) -> Json:
    """The part of a message that carries *kept*; *facts* are the sender's width, duration and the like."""
    match kept.kind:
        case "photo":
            return {"photo": _sizes(files, kept, facts)}
        case "video":
            shape = {"width": 1280, "height": 720, "duration": 5}
            return {"video": _named(kept) | shape | facts}
        case "video_note":
            return {"video_note": _sized(kept) | {"length": 240, "duration": 5} | facts}
        case "voice":
            return {"voice": _sized(kept) | {"duration": 3, "mime_type": kept.mime} | facts}
        case "audio":
            return {"audio": _named(kept) | {"duration": 60} | facts}
        case "sticker":
            look = {"type": "regular", "width": 512, "height": 512, "is_animated": False, "is_video": False}
            return {"sticker": _sized(kept) | look | facts}
        case _:
            return {"document": _named(kept) | facts}


def _sized(kept: KeptFile) -> Json:
    return {"file_id": kept.file_id, "file_unique_id": kept.unique_id, "file_size": kept.size}


def _named(kept: KeptFile) -> Json:
    named: dict[str, Any] = _sized(kept)
    if kept.name:
        named["file_name"] = kept.name
    return named | {"mime_type": kept.mime}


def _sizes(files: FileShelf, kept: KeptFile, facts: Json) -> list[Json]:
    """A picture as Telegram offers it: a thumbnail and the picture itself."""
    width, height = facts.get("width", 1280), facts.get("height", 960)
    small = files.keep("photo", PIXEL)
    shrink = THUMBNAIL_SIDE / max(width, height, THUMBNAIL_SIDE)
    return [
        _sized(small) | {"width": max(1, round(width * shrink)), "height": max(1, round(height * shrink))},
        _sized(kept) | {"width": width, "height": height},
    ]
