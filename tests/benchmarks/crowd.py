"""Citizens who act on a playground, each one action at a time, and the same updates played to another bot.

Rules
- An action is done when its message or edit has been taken by the playground.
- Every update is kept as it was handed out, so that a peer gets the very same bytes (only the ids of presses differ).
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from bot.playground import Playground, PrivateChat
from bot.playground.calls import Call
from bot.playground.chats import StoredMessage
from bot.playground.transcripts import transcript

SHOWS = ("sendMessage", "editMessageText")
PATIENCE = 30.0
FIRST_OWN_MESSAGE = 50_000_000
"""Where a peer's message ids begin, so that they never meet the played ones."""

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Played:
    """One update of one citizen."""

    kind: str
    content: Json


@dataclass(slots=True)
class Script:
    """What citizens did, by chat, in order."""

    chats: dict[int, list[Played]] = field(default_factory=lambda: defaultdict(list))

    @property
    def actions(self) -> int:
        """How many updates there are."""
        return sum(len(played) for played in self.chats.values())


class Crowd:
    """Hands each chat what the bot shows there."""

    def __init__(self, play: Playground) -> None:
        self.play = play
        self.script = Script()
        self.actions = 0
        self._shown: dict[int, asyncio.Queue[Json]] = defaultdict(asyncio.Queue)
        self._seen = 0
        self._open: list[Call] = []

    async def watch(self) -> None:
        """Sort the bot's calls to the chats they are for, until cancelled."""
        while True:
            revision = self.play.changes.revision
            self._sort()
            await self.play.changes.wait_past(revision)

    def _sort(self) -> None:
        calls = self.play.calls
        arrived, self._seen = calls[self._seen :], len(calls)
        still_open = []
        for call in (*self._open, *arrived):
            if call.method not in SHOWS:
                continue
            if call.answer is None:
                still_open.append(call)
            elif call.status == 200:
                self._shown[call.answer["result"]["chat"]["id"]].put_nowait(call.answer["result"])
            else:
                raise RuntimeError(f"{call.method} was refused: {call.answer}")
        self._open = still_open

    async def act(self, chat_id: int, do: Callable[[], Awaitable[object]]) -> Json:
        """Do something in a chat; the bot's message that answers it."""
        await do()
        self._note(chat_id)
        self.actions += 1
        return await asyncio.wait_for(self._shown[chat_id].get(), PATIENCE)

    def _note(self, chat_id: int) -> None:
        updates = self.play.world.updates
        (update,) = updates.after(updates.made - 1)
        self.script.chats[chat_id].append(Played(update.kind, update.raw[update.kind]))

    async def send(self, chat: PrivateChat, text: str) -> Json:
        """Send a text; the answer."""
        return await self.act(chat.id, lambda: chat.send(text))

    async def press(self, chat: PrivateChat, shown: Json, data: str) -> Json:
        """Press the button of *shown* that carries *data*; the answer."""
        return await self.act(chat.id, lambda: chat.press(data, shown["message_id"]))

    async def replay(self, chat_id: int, played: Sequence[Played]) -> None:
        """Let a citizen of another run do the same again, each action after the answer to the one before."""
        for each in played:
            await self.act(chat_id, lambda each=each: self._put(chat_id, each))  # type: ignore[misc]

    async def _put(self, chat_id: int, played: Played) -> None:
        world = self.play.world
        chat, content = world.chats[chat_id], played.content
        chat.was_started = True
        if played.kind == "callback_query":
            pressed = content["message"]
            chat.messages[pressed["message_id"]] = StoredMessage(pressed, from_bot=True)
            press = world.presses.begin("", world.changes, lambda: transcript(world, chat), chat_id)
            content = content | {"id": press.id}
        world.updates.put(played.kind, content, lane=chat_id)


@asynccontextmanager
async def crowd_at(play: Playground) -> AsyncIterator[Crowd]:
    """A crowd whose chats are served."""
    crowd = Crowd(play)
    watching = asyncio.create_task(crowd.watch())
    try:
        yield crowd
    finally:
        watching.cancel()
        await asyncio.gather(watching, return_exceptions=True)


async def at_once(many: int, works: Iterable[Callable[[], Awaitable[None]]]) -> None:
    """Do all *works*, *many* at a time."""
    waiting = iter(works)

    async def go() -> None:
        for work in waiting:
            await work()

    async with asyncio.TaskGroup() as group:
        for _ in range(many):
            group.create_task(go())
