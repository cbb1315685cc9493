"""The files that people and the bot have sent, and the links by which they can be fetched.

Rules
- A file of more than 20 MB cannot be fetched; an upload of more than 50 MB (a picture: 10 MB) is refused.
- A link works for an hour after getFile; a new one can be asked for.
- A kind of file that is spoiled by a mark is not processed when its bytes hold that mark; as a document it goes.
- `size` may be declared larger than the bytes at hand, so that limits can be tried without the bytes.
"""

import base64
import hashlib
from dataclasses import field

from bot.clock import Clock
from bot.frozen import frozen
from bot.playground.errors import bad_request

DOWNLOAD_LIMIT = 20 * 1024 * 1024
UPLOAD_LIMIT = 50 * 1024 * 1024
PHOTO_LIMIT = 10 * 1024 * 1024
LINK_SECONDS = 3600
FOLDERS = {
    "photo": "photos",
    "document": "documents",
    "audio": "music",
    "video": "videos",
    "voice": "voice",
    "video_note": "video_notes",
    "sticker": "stickers",
}
SUFFIXES = {
    "photo": ".jpg",
    "voice": ".oga",
    "video": ".mp4",
    "video_note": ".mp4",
    "audio": ".mp3",
    "sticker": ".webp",
}


@frozen
class KeptFile:
    """One file as the server keeps it."""

    file_id: str
    unique_id: str
    kind: str
    name: str
    mime: str
    body: bytes = field(repr=False)
    size: int
    path: str


class FileShelf:
    """All files of the playground by file_id, and the links that are open."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._by_id: dict[str, KeptFile] = {}
        self._links: dict[str, tuple[str, float]] = {}
        self._spoiled: list[tuple[str, bytes, str]] = []

    def spoil(self, kind: str, mark: bytes, description: str = "IMAGE_PROCESS_FAILED") -> None:
        """From now on refuse, by *description*, what is sent as *kind* and holds *mark*."""
        self._spoiled.append((kind, mark, description))

    def check_processed(self, kind: str, body: bytes) -> None:
        """Refuse, in Telegram's words, a file that the server cannot process."""
        for spoiled, mark, description in self._spoiled:
            if spoiled == kind and mark in body:
                raise bad_request(description)

    def keep(self, kind: str, body: bytes, *, name: str = "", mime: str = "", size: int | None = None) -> KeptFile:
        """Keep *body* as a new file."""
        number = len(self._by_id) + 1
        seed = hashlib.sha256(f"{number}:{kind}".encode()).digest()
        suffix = "." + name.rpartition(".")[2] if "." in name else SUFFIXES.get(kind, ".bin")
        kept = KeptFile(
            file_id="AgACAgIAAxkBAA" + base64.urlsafe_b64encode(seed + seed[:13]).decode().rstrip("="),
            unique_id="AQAD" + base64.urlsafe_b64encode(seed[:9]).decode(),
            kind=kind,
            name=name,
            mime=mime or "application/octet-stream",
            body=body,
            size=len(body) if size is None else size,
            path=f"{FOLDERS.get(kind, 'documents')}/file_{number}{suffix}",
        )
        self._by_id[kept.file_id] = kept
        return kept

    def find(self, file_id: str) -> KeptFile | None:
        """The file of that id, if there is one."""
        return self._by_id.get(file_id)

    def open_link(self, file_id: str) -> KeptFile:
        """Make the file of that id fetchable for an hour."""
        kept = self._by_id.get(file_id)
        if kept is None:
            raise bad_request("wrong file_id or the file is temporarily unavailable")
        if kept.size > DOWNLOAD_LIMIT:
            raise bad_request("file is too big")
        self._links[kept.path] = (file_id, self._clock.monotonic() + LINK_SECONDS)
        return kept

    def follow_link(self, path: str) -> KeptFile | None:
        """The file behind a link that is still open."""
        file_id, until = self._links.get(path, ("", 0.0))
        return self._by_id[file_id] if file_id and self._clock.monotonic() <= until else None
