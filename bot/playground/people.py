"""A person's private chat with the bot."""

from bot.playground.chats import BotStatus
from bot.playground.errors import PlaygroundUseError
from bot.playground.members import tell_bot_status
from bot.playground.presses import Press
from bot.playground.speaking import Speaker
from bot.playground.views import Message
from bot.playground.windows import ChatWindow
from bot.playground.world import Person, World


class PrivateChat(Speaker, ChatWindow):
    """What one person sees of the bot and does to it; never started until something was sent."""

    def __init__(self, world: World, person: Person) -> None:
        Speaker.__init__(self, world, world.chats[person.id], person)

    async def start(self, payload: str = "") -> Message:
        """Press Start, or follow a link t.me/bot?start=payload."""
        return await self.send(f"/start {payload}".strip())

    async def tap(self, label: str) -> Message:
        """Tap a button of the reply keyboard, which sends its label."""
        if label not in [each for row in self.keyboard for each in row]:
            raise PlaygroundUseError(f"the reply keyboard has no button {label!r}; it shows {self.keyboard}")
        return await self.send(label)

    async def press(
        self, wanted: str | tuple[int, int], message: Message | int | None = None, *, data: str | None = None
    ) -> Press:
        """Press the button with that label, callback data or (row, column).

        Without *message* the newest of the bot's messages that carries it. *data* forges what a changed
        client might send; a message that was deleted meanwhile arrives as inaccessible.
        """
        return await self._press(self.person, wanted, message, data)

    async def edit(self, message: Message | int, text: str) -> Message:
        """Edit an own message."""
        return self._edit(message, text, self.person)

    @property
    def is_blocked(self) -> bool:
        """Whether the person has blocked the bot."""
        return self._chat.bot_status == "kicked"

    def block(self) -> None:
        """Block the bot."""
        self._change("kicked")

    def unblock(self) -> None:
        """Unblock the bot."""
        self._change("member")

    def _change(self, status: BotStatus) -> None:
        before, self._chat.bot_status = self._chat.bot_status, status
        if before != status:
            tell_bot_status(self._world, self._chat, before=before, by=self.person.raw)

    def refuse_voices(self, *, refused: bool = True) -> None:
        """Take no voice and video messages from strangers, or take them again (a privacy setting)."""
        self._chat.forbidden = {"voice", "video_note"} if refused else set()

    def deactivate(self) -> None:
        """Delete the account: the bot is told nothing and can write no more."""
        self._chat.bot_status = "left"
