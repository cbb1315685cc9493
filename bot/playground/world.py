"""Everything the playground knows: the bot, the people, the chats, and what travels between them.

Rules
- Private chats and basic groups number their messages with one common counter, each supergroup with its own:
  ids collide between supergroups.
- What the bot sees in a group without being its admin is what privacy mode lets through:
  service messages, replies to its own messages, and commands that are not another bot's.
"""

from dataclasses import dataclass, field

from bot.clock import Clock
from bot.frozen import frozen
from bot.playground.budgets import Budgets
from bot.playground.changes import Changes
from bot.playground.chats import ChatKind, ChatRecord, StoredMessage
from bot.playground.errors import PlaygroundUseError, bad_request, forbidden
from bot.playground.files import FileShelf
from bot.playground.presses import Presses
from bot.playground.profile import Profile
from bot.playground.shapes import Json
from bot.playground.texts import command_in
from bot.playground.updates import Updates

FIRST_PERSON, FIRST_GROUP, FIRST_SUPERGROUP = 5_317_000_123, -4_281_000_417, -1_002_190_000_631
STEP = 7_919  # between ids; chosen: a test that adds 1 to an id finds nobody
SERVICE = frozenset(
    {
        "new_chat_members",
        "left_chat_member",
        "new_chat_title",
        "new_chat_photo",
        "delete_chat_photo",
        "group_chat_created",
        "supergroup_chat_created",
        "migrate_to_chat_id",
        "migrate_from_chat_id",
        "pinned_message",
        "forum_topic_created",
        "forum_topic_edited",
        "forum_topic_closed",
        "forum_topic_reopened",
        "message_auto_delete_timer_changed",
    }
)


@frozen
class Person:
    """Somebody with a Telegram account."""

    id: int
    first_name: str
    last_name: str | None = None
    username: str | None = None
    language_code: str | None = None
    is_premium: bool = False

    @property
    def raw(self) -> Json:
        """The person as a User."""
        user: Json = {"id": self.id, "is_bot": False, "first_name": self.first_name}
        for name in ("last_name", "username", "language_code"):
            if value := getattr(self, name):
                user[name] = value
        return user | ({"is_premium": True} if self.is_premium else {})

    @property
    def chat_raw(self) -> Json:
        """The person's private chat as a Chat."""
        names = {name: value for name in ("first_name", "last_name", "username") if (value := getattr(self, name))}
        return {"id": self.id, **names, "type": "private"}


@dataclass(slots=True)
class World:
    """The state behind the methods and the people."""

    clock: Clock
    bot: Json
    profile: Profile
    updates: Updates
    budgets: Budgets
    files: FileShelf
    presses: Presses
    changes: Changes = field(default_factory=Changes)
    people: dict[int, Person] = field(default_factory=dict)
    chats: dict[int, ChatRecord] = field(default_factory=dict)
    common_id: int = 0

    @property
    def bot_id(self) -> int:
        """The bot's own account."""
        return int(self.bot["id"])

    @property
    def today(self) -> int:
        """The current moment as a message's date."""
        return int(self.clock.timestamp())

    def add_person(self, person: Person) -> Person:
        """Let a person exist, with a private chat that was never started."""
        if person.id in self.people:
            raise PlaygroundUseError(f"there is a person with id {person.id} already")
        self.people[person.id] = person
        self.chats[person.id] = ChatRecord(
            id=person.id, kind="private", raw=person.chat_raw, bot_status="member", members={person.id}
        )
        self.changes.tell()
        return person

    def next_person_id(self) -> int:
        """An id nobody has yet."""
        return FIRST_PERSON + STEP * len(self.people)

    def add_group(self, title: str, *, kind: ChatKind, username: str | None, is_forum: bool) -> ChatRecord:
        """Let a group exist, without anybody in it."""
        first = FIRST_GROUP if kind == "group" else FIRST_SUPERGROUP
        chat_id = first - STEP * len(self.chats)
        raw: Json = {"id": chat_id, "title": title, "type": kind}
        if username:
            raw["username"] = username
        if is_forum:
            raw["is_forum"] = True
        record = self.chats[chat_id] = ChatRecord(id=chat_id, kind=kind, raw=raw)
        self.changes.tell()
        return record

    def chat(self, chat_id: int | str) -> ChatRecord:
        """The chat of that id or @name, as far as the bot can know it."""
        found = self._chat_named(chat_id) if isinstance(chat_id, str) else self.chats.get(chat_id)
        if found is None:
            raise bad_request("chat not found")
        if found.is_private and not found.was_started:
            raise forbidden("bot can't initiate conversation with a user")
        return found

    def _chat_named(self, name: str) -> ChatRecord | None:
        wanted = name.removeprefix("@").lower()
        groups = (chat for chat in self.chats.values() if not chat.is_private)
        return next((chat for chat in groups if chat.raw.get("username", "").lower() == wanted), None)

    def next_message_id(self, chat: ChatRecord) -> int:
        """The id of the next message in that chat."""
        if chat.kind in ("supergroup", "channel"):
            chat.last_id += 1
            return chat.last_id
        self.common_id += 1
        return self.common_id

    def keep(self, chat: ChatRecord, raw: Json, *, from_bot: bool) -> StoredMessage:
        """Put a message into a chat and show it to the people there."""
        message = chat.messages[raw["message_id"]] = StoredMessage(raw, from_bot)
        self.changes.tell()
        return message

    def replace(self, message: StoredMessage, raw: Json) -> None:
        """Show a message as it is after an edit."""
        message.raw, message.view = raw, None
        self.changes.tell()

    def delete(self, message: StoredMessage) -> None:
        """Take a message away from everybody."""
        message.is_deleted = True
        self.changes.tell()

    def tell_bot(self, kind: str, message: Json, chat: ChatRecord) -> None:
        """Queue an update about a person's message, if the bot gets to see it."""
        if self.bot_sees(chat, message):
            self.updates.put(kind, message, lane=chat.id)

    def bot_sees(self, chat: ChatRecord, message: Json) -> bool:
        """Whether privacy mode and membership let the bot see that message."""
        if chat.is_private:
            return chat.bot_status == "member"
        if chat.bot_status == "administrator":
            return True
        if chat.bot_status != "member":
            return False
        if not SERVICE.isdisjoint(message):
            return True
        replied = message.get("reply_to_message")
        if replied and replied.get("from", {}).get("id") == self.bot_id:
            return True
        command = command_in(message.get("text") or message.get("caption") or "")
        return command is not None and (command[1] or self.bot["username"]).lower() == self.bot["username"].lower()


def without_reply(raw: Json) -> Json:
    """A message as it appears inside another one: its own reply is left out."""
    return {name: value for name, value in raw.items() if name != "reply_to_message"}
