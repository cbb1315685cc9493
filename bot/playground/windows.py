"""What people see of a chat and do to its messages, wherever it is."""

from collections.abc import Callable

from bot.playground.chats import ChatRecord, StoredMessage
from bot.playground.errors import PlaygroundUseError
from bot.playground.incoming import text_said
from bot.playground.presses import Press
from bot.playground.shapes import Json
from bot.playground.transcripts import told_for, transcript
from bot.playground.views import Message, ShownButton, view
from bot.playground.world import Person, World

Condition = Callable[[Message], object]


class ChatWindow:
    """A chat on the screen of those who are in it."""

    def __init__(self, world: World, chat: ChatRecord) -> None:
        self._world = world
        self._chat = chat

    @property
    def id(self) -> int:
        """The chat's id, as the bot knows it."""
        return self._chat.id

    @property
    def messages(self) -> list[Message]:
        """What is there now, oldest first: edits applied, deleted ones gone."""
        return [view(message) for message in self._chat.visible()]

    @property
    def from_bot(self) -> list[Message]:
        """What is there now of the bot's."""
        return [message for message in self.messages if message.from_bot]

    @property
    def keyboard(self) -> list[list[str]]:
        """The labels of the reply keyboard under the chat, if there is one."""
        return self._chat.keyboard

    @property
    def pinned(self) -> Message | None:
        """The message pinned last."""
        return self.message(self._chat.pinned) if self._chat.pinned is not None else None

    def message(self, message_id: int) -> Message | None:
        """The message of that id as it stands now."""
        found = self._chat.find(message_id)
        return view(found) if found else None

    def reaction(self, message_id: int) -> list[Json]:
        """The bot's reaction on that message."""
        found = self._chat.find(message_id)
        return found.reaction if found else []

    async def wait_for(
        self,
        condition: Condition | str,
        timeout: float = 10,  # noqa: ASYNC109 - a patience that is renewed by progress, and tells what was seen
        *,
        after: Message | int = 0,
    ) -> Message:
        """The newest message that meets *condition* (a text: contains it), as soon as there is one.

        With *after* only messages that came later count. After *timeout* real seconds in which nothing moved on,
        TimeoutError tells what was waited for and what the chat shows instead.
        """
        wanted: Condition = (lambda message: condition in message.text) if isinstance(condition, str) else condition
        first = after.id if isinstance(after, Message) else after

        def look() -> Message | None:
            return next(
                (each for each in map(view, self._chat.newest_first()) if each.id > first and wanted(each)), None
            )

        try:
            return await self._world.changes.wait_until(look, timeout)
        except TimeoutError:
            waited = f"{timeout:g} s without progress, waiting for {told_for(condition)}"
            raise TimeoutError(f"{waited}\n{self._transcript()}") from None

    def _transcript(self) -> str:
        return transcript(self._world, self._chat)

    async def _press(
        self, person: Person, wanted: str | tuple[int, int], message: Message | int | None, forged: str | None
    ) -> Press:
        if person.id not in self._chat.members:
            raise PlaygroundUseError(f"{person.first_name} is not in that chat")
        target = self._find_target(wanted, message)
        if forged is None:
            button = self._find_button(target, wanted)
            label, payload = button.label, button.data
        else:
            label, payload = str(wanted), forged
        press = self._world.presses.begin(label, self._world.changes, self._transcript, self._chat.id)
        query = {
            "id": press.id,
            "from": person.raw,
            "message": self._as_query_message(target),
            "chat_instance": str(-(abs(self._chat.id) * 31 + 7)),
            "data": payload,
        }
        if self._chat.is_private or (self._chat.bot_is_in and self._chat.migrated_to is None):
            self._world.updates.put("callback_query", query, lane=self._chat.id)
        return press

    def _find_target(self, wanted: str | tuple[int, int], message: Message | int | None) -> StoredMessage:
        if message is not None:
            target = self._chat.messages.get(message.id if isinstance(message, Message) else message)
            if target is None:
                raise PlaygroundUseError(f"there is no message {message} in that chat")
            return target
        with_button = (each for each in self._chat.newest_first() if _carries(each, wanted))
        found = next(with_button, None)
        if found is None:
            labels = [label for each in self.messages for label in each.labels]
            raise PlaygroundUseError(f"no message carries a button {wanted!r}; there are {labels}")
        return found

    def _find_button(self, target: StoredMessage, wanted: str | tuple[int, int]) -> ShownButton:
        button = view(target).button(wanted)
        if button is None or button.data is None:
            raise PlaygroundUseError(f"message {target.id} has no button {wanted!r} that can be pressed")
        return button

    def _as_query_message(self, target: StoredMessage) -> Json:
        if target.is_deleted:
            return {"chat": self._chat.raw, "message_id": target.id, "date": 0}
        return target.raw

    def _edit(self, message: Message | int, text: str, person: Person) -> Message:
        kept = self._chat.find(message.id if isinstance(message, Message) else message)
        if kept is None or kept.raw["from"]["id"] != person.id:
            raise PlaygroundUseError("people edit their own messages only")
        name = "text" if "text" in kept.raw else "caption"
        said = text_said(text, None)
        raw = {key: value for key, value in kept.raw.items() if key not in ("entities", "caption_entities")}
        raw |= {name: said["text"], "edit_date": self._world.today}
        if "entities" in said:
            raw["entities" if name == "text" else "caption_entities"] = said["entities"]
        self._world.replace(kept, raw)
        self._world.tell_bot("edited_message", raw, self._chat)
        return view(kept)

    def delete(self, message: Message | int) -> None:
        """Let a person delete a message for everybody; the bot is not told."""
        found = self._chat.find(message.id if isinstance(message, Message) else message)
        if found is None:
            raise PlaygroundUseError("there is no such message")
        self._world.delete(found)


def _carries(message: StoredMessage, wanted: str | tuple[int, int]) -> bool:
    if not message.from_bot or "reply_markup" not in message.raw:
        return False
    button = view(message).button(wanted)
    return button is not None and button.data is not None
