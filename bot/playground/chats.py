"""Chats as the server keeps them: who is in, what was said, and what the bot may do there."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from bot.playground.errors import RefusedCallError, bad_request, forbidden
from bot.playground.shapes import Json

NAMES_OF_KINDS = {
    "text": "text messages",
    "photo": "photos",
    "video": "videos",
    "audio": "music",
    "voice": "voice notes",
    "video_note": "video notes",
    "document": "documents",
}
"""What a group may let its members send or not, as Telegram's refusals call it."""
GENERAL = None
"""The topic of a forum in which everything stands that was sent into none."""
ChatKind = Literal["private", "group", "supergroup", "channel"]
BotStatus = Literal["absent", "member", "administrator", "left", "kicked"]


@dataclass(slots=True)
class StoredMessage:
    """One message; an edit replaces `raw`, so that what was handed out before stays as it was."""

    raw: Json
    from_bot: bool
    is_deleted: bool = False
    reaction: list[Json] = field(default_factory=list)
    view: object | None = None

    @property
    def id(self) -> int:
        """The message's id inside its chat."""
        return int(self.raw["message_id"])


@dataclass(slots=True)
class ChatRecord:
    """One chat. In private chats `members` is the one person, and `bot_status` tells blocked from not."""

    id: int
    kind: ChatKind
    raw: Json
    bot_status: BotStatus = "absent"
    was_started: bool = False
    messages: dict[int, StoredMessage] = field(default_factory=dict)
    members: set[int] = field(default_factory=set)
    admins: set[int] = field(default_factory=set)
    owner: int | None = None
    last_id: int = 0
    migrated_to: int | None = None
    keyboard: list[list[str]] = field(default_factory=list)
    forbidden: set[str] = field(default_factory=set)
    pinned: int | None = None
    topics: dict[int, str] = field(default_factory=dict)
    closed_topics: set[int | None] = field(default_factory=set)
    bot_manages_topics: bool = True

    @property
    def is_private(self) -> bool:
        """Whether this is one person's chat with the bot."""
        return self.kind == "private"

    @property
    def bot_is_in(self) -> bool:
        """Whether the bot takes part."""
        return self.bot_status in ("member", "administrator")

    def visible(self) -> Iterator[StoredMessage]:
        """What the people in the chat see now, oldest first."""
        return (message for message in self.messages.values() if not message.is_deleted)

    def newest_first(self) -> Iterator[StoredMessage]:
        """What the people in the chat see now, newest first."""
        return (message for message in reversed(self.messages.values()) if not message.is_deleted)

    def find(self, message_id: int) -> StoredMessage | None:
        """The message of that id, unless it was deleted."""
        message = self.messages.get(message_id)
        return message if message is not None and not message.is_deleted else None

    def check_open_to_bot(self) -> None:
        """Refuse, in Telegram's words, when the bot may not act here."""
        if self.migrated_to is not None:
            raise RefusedCallError(
                400,
                "Bad Request: group chat was upgraded to a supergroup chat",
                migrate_to_chat_id=self.migrated_to,
            )
        if self.is_private:
            self._check_person_is_open()
        elif self.bot_status == "kicked":
            raise forbidden(f"bot was kicked from the {self.kind} chat")
        elif self.bot_status == "left":
            raise forbidden(f"bot is not a member of the {self.kind} chat")
        elif self.bot_status == "absent":
            raise bad_request("chat not found")

    def check_bot_may_send(self, kind: str = "text") -> None:
        """Refuse, in Telegram's words, when the bot may not send messages of *kind* here; admins always may."""
        self.check_open_to_bot()
        if kind in self.forbidden and self.is_private:
            raise bad_request(f"user restricted receiving of {NAMES_OF_KINDS[kind].removesuffix('s')} messages")
        if kind in self.forbidden and self.bot_status != "administrator":
            raise bad_request(f"not enough rights to send {NAMES_OF_KINDS[kind]} to the chat")

    def check_topic(self, topic: int | None) -> None:
        """Refuse what would stand in a topic that is closed, to all but admins, or deleted."""
        if topic is not GENERAL and topic not in self.topics:
            raise bad_request("message thread not found")
        if topic in self.closed_topics and self.bot_status != "administrator":
            raise bad_request("TOPIC_CLOSED")

    def _check_person_is_open(self) -> None:
        if not self.was_started:
            raise forbidden("bot can't initiate conversation with a user")
        if self.bot_status == "kicked":
            raise forbidden("bot was blocked by the user")
        if self.bot_status == "left":
            raise forbidden("user is deactivated")
