"""What a person can send into a chat, with each medium's own details."""

from collections.abc import Sequence
from typing import Any, Unpack

from bot.playground.chats import ChatRecord
from bot.playground.contents import PIXEL, file_content
from bot.playground.entities import Entity
from bot.playground.incoming import How, caption_said, say, text_said
from bot.playground.shapes import Json
from bot.playground.views import Message, view
from bot.playground.world import Person, World

FIRST_ALBUM = 13_800_000_000_000_000


class Speaker:
    """One person in one chat. Every method sends one message (an album: several) and returns what was sent."""

    def __init__(self, world: World, chat: ChatRecord, person: Person) -> None:
        self._world = world
        self._chat = chat
        self.person = person

    async def send(self, text: str, *, entities: list[Entity] | None = None, **how: Unpack[How]) -> Message:
        """Send a text; what Telegram finds in it becomes entities unless *entities* are given."""
        return self._say(text_said(text, entities), how)

    async def send_photo(
        self, body: bytes | None = None, *, caption: str = "", size: int | None = None, **how: Unpack[How]
    ) -> Message:
        """Send a picture; without *body* a tiny one."""
        return self._send_file("photo", body or PIXEL, "", "image/jpeg", size, caption, {}, how)

    async def send_document(
        self,
        name: str,
        body: bytes,
        mime: str = "application/octet-stream",
        *,
        caption: str = "",
        size: int | None = None,
        **how: Unpack[How],
    ) -> Message:
        """Send a file as it is; *size* may be declared larger than *body* to try the limits."""
        return self._send_file("document", body, name, mime, size, caption, {}, how)

    async def send_voice(
        self,
        body: bytes = b"OggS",
        *,
        duration: int = 3,
        caption: str = "",
        size: int | None = None,
        **how: Unpack[How],
    ) -> Message:
        """Send a voice message."""
        return self._send_file("voice", body, "", "audio/ogg", size, caption, {"duration": duration}, how)

    async def send_video(
        self,
        body: bytes = b"\0\0\0\x18ftypmp42",
        *,
        name: str = "",
        duration: int = 5,
        caption: str = "",
        size: int | None = None,
        **how: Unpack[How],
    ) -> Message:
        """Send a video."""
        return self._send_file("video", body, name, "video/mp4", size, caption, {"duration": duration}, how)

    async def send_video_note(
        self,
        body: bytes = b"\0\0\0\x18ftypmp42",
        *,
        duration: int = 5,
        size: int | None = None,
        **how: Unpack[How],
    ) -> Message:
        """Send a round video message."""
        return self._send_file("video_note", body, "", "video/mp4", size, "", {"duration": duration}, how)

    async def send_audio(
        self,
        body: bytes = b"ID3",
        *,
        name: str = "audio.mp3",
        mime: str = "audio/mpeg",
        duration: int = 60,
        performer: str | None = None,
        title: str | None = None,
        caption: str = "",
        size: int | None = None,
        **how: Unpack[How],
    ) -> Message:
        """Send a piece of music."""
        facts: Json = {"duration": duration}
        facts |= {key: value for key, value in (("performer", performer), ("title", title)) if value}
        return self._send_file("audio", body, name, mime, size, caption, facts, how)

    async def send_sticker(self, emoji: str = "👍", **how: Unpack[How]) -> Message:
        """Send a sticker."""
        return self._send_file("sticker", b"RIFF", "", "image/webp", None, "", {"emoji": emoji}, how)

    async def send_contact(
        self, phone_number: str | None = None, *, contact: Person | None = None, **how: Unpack[How]
    ) -> Message:
        """Send a contact, by default the person's own."""
        whose = contact or self.person
        raw: Json = {"phone_number": phone_number or "+77010000000", "first_name": whose.first_name}
        raw |= {"last_name": whose.last_name} if whose.last_name else {}
        return self._say({"contact": raw | {"user_id": whose.id}}, how)

    async def send_location(self, latitude: float = 43.65, longitude: float = 51.17, **how: Unpack[How]) -> Message:
        """Send a place."""
        return self._say({"location": {"latitude": latitude, "longitude": longitude}}, how)

    async def send_poll(self, question: str = "?", options: Sequence[str] = ("1", "2"), **how: Unpack[How]) -> Message:
        """Send a poll."""
        rows = [{"persistent_id": str(place), "text": text, "voter_count": 0} for place, text in enumerate(options)]
        flags = dict.fromkeys(("is_closed", "allows_multiple_answers", "allows_revoting", "members_only"), False)
        poll: dict[str, Any] = {"id": "5300000000000000001", "question": question, "options": rows, **flags}
        return self._say({"poll": poll | {"total_voter_count": 0, "is_anonymous": True, "type": "regular"}}, how)

    async def send_album(
        self, bodies: Sequence[bytes | None], *, caption: str = "", kind: str = "photo", **how: Unpack[How]
    ) -> list[Message]:
        """Send 2-10 pictures (or files of another kind) as one album; the caption stands under the first."""
        how["media_group_id"] = str(FIRST_ALBUM + self._world.changes.revision)
        names = {"document": ("file.bin", "application/octet-stream"), "video": ("", "video/mp4")}
        name, mime = names.get(kind, ("", "image/jpeg"))
        return [
            self._send_file(kind, body or PIXEL, name, mime, None, "" if place else caption, {}, how)
            for place, body in enumerate(bodies)
        ]

    def _send_file(
        self, kind: str, body: bytes, name: str, mime: str, size: int | None, caption: str, facts: Json, how: How
    ) -> Message:
        kept = self._world.files.keep(kind, body, name=name, mime=mime, size=size)
        return self._say(file_content(self._world.files, kept, facts) | caption_said(caption), how)

    def _say(self, content: Json, how: How) -> Message:
        return view(say(self._world, self._chat, self.person, content, how))
