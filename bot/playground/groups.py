"""A group, as its members see it and act in it."""

from collections.abc import Iterable
from typing import Unpack

from bot.playground.chats import GENERAL, NAMES_OF_KINDS, ChatRecord
from bot.playground.entities import Entity
from bot.playground.errors import PlaygroundUseError
from bot.playground.incoming import ANONYMOUS_ADMIN, How, say
from bot.playground.members import person_member, tell_bot_status, tell_person_status
from bot.playground.presses import Press
from bot.playground.shapes import Json
from bot.playground.speaking import Speaker
from bot.playground.topics import open_topic
from bot.playground.views import Message, view
from bot.playground.windows import ChatWindow
from bot.playground.world import Person, World


class Group(ChatWindow):
    """One group or supergroup; without the bot until somebody adds it."""

    def __init__(self, world: World, chat: ChatRecord, *, bot_admin: bool) -> None:
        super().__init__(world, chat)
        self.former: ChatWindow | None = None
        self._bot_admin = bot_admin

    @property
    def title(self) -> str:
        """The group's name."""
        return str(self._chat.raw["title"])

    @property
    def is_supergroup(self) -> bool:
        """Whether this is a supergroup."""
        return self._chat.kind == "supergroup"

    @property
    def bot_status(self) -> str:
        """How the bot takes part: absent, member, administrator, left or kicked."""
        return self._chat.bot_status

    @property
    def members(self) -> tuple[Person, ...]:
        """The people in the group."""
        return tuple(self._world.people[number] for number in sorted(self._chat.members))

    def by(self, person: Person) -> Speaker:
        """That person in this group, to send any medium."""
        return Speaker(self._world, self._chat, person)

    async def send(
        self, person: Person, text: str, *, entities: list[Entity] | None = None, **how: Unpack[How]
    ) -> Message:
        """Let a person send a text; `as_anonymous_admin` and `as_channel` hide who it was."""
        return await self.by(person).send(text, entities=entities, **how)

    async def press(
        self,
        person: Person,
        wanted: str | tuple[int, int],
        message: Message | int | None = None,
        *,
        data: str | None = None,
    ) -> Press:
        """Let a person press a button; even an anonymous admin is named to the bot."""
        return await self._press(person, wanted, message, data)

    async def edit(self, person: Person, message: Message | int, text: str) -> Message:
        """Let a person edit an own message."""
        return self._edit(message, text, person)

    async def add_bot(self, by: Person, *, start: str | None = None, admin: bool | None = None) -> None:
        """Add the bot; *start* is the payload of a t.me/bot?startgroup=… link."""
        self._check_member(by)
        before, self._chat.bot_status = self._chat.bot_status, "member"
        tell_bot_status(self._world, self._chat, before=before, by=by.raw)
        self._serve(by, {"new_chat_members": [self._world.bot]})
        if start is not None:
            username = self._world.bot["username"]
            await self.send(by, f"/start@{username} {start}".strip())
        if self._bot_admin if admin is None else admin:
            await self.promote_bot(by)

    async def remove_bot(self, by: Person) -> None:
        """Kick the bot."""
        self._check_member(by)
        before, self._chat.bot_status = self._chat.bot_status, "kicked"
        self._serve(by, {"left_chat_member": self._world.bot})
        tell_bot_status(self._world, self._chat, before=before, by=by.raw)

    async def promote_bot(self, by: Person) -> None:
        """Make the bot an admin: it sees every message from now on."""
        before, self._chat.bot_status = self._chat.bot_status, "administrator"
        tell_bot_status(self._world, self._chat, before=before, by=by.raw)

    def silence_bot(self, *, silent: bool = True) -> None:
        """Take away, or give back, the right to send anything; the bot is not told."""
        self._chat.forbidden = set(NAMES_OF_KINDS) if silent else set()

    def forbid(self, *kinds: str) -> None:
        """Let members send messages of these kinds no more, of all others again; the bot is not told."""
        if unknown := set(kinds) - set(NAMES_OF_KINDS):
            raise PlaygroundUseError(f"no kinds of messages: {sorted(unknown)}; there are {', '.join(NAMES_OF_KINDS)}")
        self._chat.forbidden = set(kinds)

    def close_topic(self, topic: int | None = GENERAL, *, closed: bool = True) -> None:
        """Let nobody but admins write into a topic, or let them again; the bot is not told."""
        (self._chat.closed_topics.add if closed else self._chat.closed_topics.discard)(topic)

    def keep_topics_from_bot(self, *, kept: bool = True) -> None:
        """Take away, or give back, the bot's right to manage topics; the bot is not told."""
        self._chat.bot_manages_topics = not kept

    @property
    def topics(self) -> dict[int, str]:
        """The names of the topics that there are, by their numbers."""
        return dict(self._chat.topics)

    @property
    def closed_topics(self) -> frozenset[int]:
        """The topics into which nobody but admins writes."""
        return frozenset(topic for topic in self._chat.closed_topics if topic is not None)

    def delete_topic(self, topic: int) -> None:
        """Delete a topic with all that stands in it; the bot is not told."""
        del self._chat.topics[topic]
        for message in self._chat.messages.values():
            message.is_deleted |= message.raw.get("message_thread_id") == topic

    async def add(self, person: Person, *, by: Person, admin: bool = False) -> None:
        """Let a person in."""
        before = person_member(self._world, self._chat, person.id)
        self._chat.members.add(person.id)
        if admin:
            self._chat.admins.add(person.id)
        tell_person_status(self._world, self._chat, before=before, by=by.raw, person_id=person.id)
        self._serve(by, {"new_chat_members": [person.raw]})

    async def remove(self, person: Person, *, by: Person) -> None:
        """Remove a person, or let them leave (*by* themselves)."""
        before = person_member(self._world, self._chat, person.id)
        self._serve(by, {"left_chat_member": person.raw})
        self._chat.members.discard(person.id)
        self._chat.admins.discard(person.id)
        tell_person_status(self._world, self._chat, before=before, by=by.raw, person_id=person.id)

    async def rename(self, title: str, *, by: Person) -> None:
        """Change the group's name."""
        self._chat.raw = self._chat.raw | {"title": title}
        self._serve(by, {"new_chat_title": title})

    def make_public(self, username: str | None) -> None:
        """Give the group a public name, or take it away; the bot is not told."""
        raw = {name: value for name, value in self._chat.raw.items() if name != "username"}
        self._chat.raw = raw | ({"username": username} if username else {})

    def become_forum(self) -> None:
        """Turn topics on; what stood here before stands in the general one, and the bot is not told."""
        if not self.is_supergroup:
            raise PlaygroundUseError("only a supergroup can become a forum")
        self._chat.raw = self._chat.raw | {"is_forum": True}

    async def open_topic(self, name: str, *, by: Person | None = None) -> int:
        """Open a forum topic and return its id; without *by* it is the bot who opened it."""
        if not self._chat.raw.get("is_forum"):
            raise PlaygroundUseError("only a forum has topics")
        who = by.raw if by else self._world.bot
        return open_topic(self._world, self._chat, name, by=who, from_bot=by is None)

    async def migrate(self) -> None:
        """Become a supergroup: another id, new message ids, and the old messages out of the bot's reach."""
        old = self._chat
        if old.kind != "group":
            raise PlaygroundUseError("only a basic group can become a supergroup")
        new = self._world.add_group(self.title, kind="supergroup", username=None, is_forum=False)
        new.members, new.admins, new.owner = old.members, old.admins, old.owner
        new.bot_status, new.forbidden = old.bot_status, old.forbidden
        changer = self._world.people[old.owner or min(old.members)]
        self._serve(changer, {"migrate_to_chat_id": new.id})
        old.migrated_to = new.id
        self._chat, self.former = new, ChatWindow(self._world, old)
        mask: How = {"extra": {"from": ANONYMOUS_ADMIN, "sender_chat": new.raw}}
        say(self._world, new, changer, {"migrate_from_chat_id": old.id}, mask)

    def _serve(self, by: Person, content: Json) -> Message:
        return view(say(self._world, self._chat, by, content, {}))

    def _check_member(self, person: Person) -> None:
        if person.id not in self._chat.members:
            raise PlaygroundUseError(f"{person.first_name} is not in the group")


def make_group(
    world: World,
    title: str,
    *,
    members: Iterable[Person],
    admins: Iterable[Person],
    bot_admin: bool,
    supergroup: bool,
    username: str | None,
    forum: bool,
) -> Group:
    """A new group with those people; the first admin owns it."""
    if not supergroup and (username or forum):
        raise PlaygroundUseError("only a supergroup can be public or a forum")
    chat = world.add_group(title, kind="supergroup" if supergroup else "group", username=username, is_forum=forum)
    chiefs = [person.id for person in admins]
    chat.members = {person.id for person in members} | set(chiefs)
    chat.admins = set(chiefs)
    chat.owner = chiefs[0] if chiefs else None
    return Group(world, chat, bot_admin=bot_admin)
