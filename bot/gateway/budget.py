"""Telegram's budgets, kept on our side so that it never has to refuse.

Rules
- All chats together: 28 of Telegram's 30 a second. A group: 20 in any minute. Both count edits. Both are windows:
  a bucket that holds as many as it regains in its time would let nearly twice as many through at once.
- A private chat: one message a second, after a burst of three. An edit there costs only the bot's own second.
- The place of a message in a group is freed a minute after its *answer* came: Telegram counted it at some moment
  before that, so however slow the way was, its minute is over.
- New cards, files and refreshed cards go evenly, one every four seconds, and leave GROUP_RESERVE places of the group's
  minute: however long the backlog, the officer who waits for a preview finds one.
- What all chats together wait for is given in a fair order (`queueing`), one place after the other: nobody races.
  They go evenly: the burst of a flood would take a whole second at once, and those in a conversation with it.
- Those in no conversation leave ROOM, however many they are: whoever presses a button finds a place at once, and
  need not wait for the next. While others fill even that, they are let in every LET_IN_SECONDS.
- A refusal (429) holds its chat for as long as Telegram asks; refusals in two chats at once are the bot's own, and
  hold them all.
- A new process knows nothing of what the one before it sent: its first minute may meet a refusal.

Source: Telegram's FAQ for bots, "My bot is hitting limits, how do I avoid this?". Short bursts are allowed in private
chats; we use one of three messages there.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict, deque
from dataclasses import dataclass, field

from bot.clock import Clock
from bot.gateway.queueing import Sending, Waiter, WaitingLine
from bot.gateway.traffic import Traffic

BOT_MOST, BOT_SPAN = 28, 1.02
PRIVATE_RATE, PRIVATE_BURST = 1.0, 3.0
GROUP_MOST, GROUP_SPAN = 20, 61.0
"""A second more than Telegram's minute, for those who do not say when the answer came."""
GROUP_UNPACED = 2
"""Cards that may go at once into a quiet group: one case should not wait for a pace that only a backlog needs."""
GROUP_RESERVE = 4
"""Places of a group's minute that no card, file or refresh takes. An answer takes two, the preview and what its press
makes of it, so two officers at once find theirs; and as nothing paced goes while fewer are left, one that was taken is
there again after 61 s / 16 = 3.8 s, while two officers who answer every 20 s take one in 5 s. A backlog of forty cards
takes 2:25 instead of 1:56. Of previews in such a burst 95 in 100 came within 0.2 s (`make bench`, preview-in-a-burst);
with no places kept within 16 s, with two within 1.0 s.
"""
BOT_UNPACED = 14
"""Half a second's worth that may go at once while it is quiet: more than ever come together but in a flood."""
ROOM = BOT_MOST // 4
"""Places of a second that nobody takes who is in no conversation: with it ten presses a second found theirs at once
under a flood (`make bench`, step-under-flood); without it half of them waited longer for it than for the decision."""
LET_IN_SECONDS = 0.25
"""Four a second, as many as `queueing` gives them at the least while others wait too."""
TOGETHER_SECONDS = 5.0
"""Refusals in two chats within this time mean the whole bot."""
MOST_CHATS = 20_000
"""Chats remembered; a forgotten one begins with a full bucket, which is wrong by three messages at most."""


@dataclass(slots=True)
class Bucket:
    """A private chat: tokens that come back at PRIVATE_RATE a second, up to PRIVATE_BURST."""

    at: float
    tokens: float = PRIVATE_BURST
    held_until: float = 0.0

    def wait(self, now: float, *, paced: bool, room: int = 0) -> float:
        """Seconds until one token is there; *paced* or not is all the same to a bucket, and it leaves no *room*."""
        self._refill(now)
        return max(0.0, self.held_until - now, (1 - self.tokens) / PRIVATE_RATE)

    def take(self, now: float, *, paced: bool) -> None:
        """One token is gone."""
        self._refill(now)
        self.tokens -= 1

    def settle(self, now: float) -> None:
        """The answer came: nothing to a bucket."""

    def _refill(self, now: float) -> None:
        self.tokens = min(PRIVATE_BURST, self.tokens + (now - self.at) * PRIVATE_RATE)
        self.at = now


@dataclass(slots=True)
class Window:
    """At most *most* in any *span* seconds; those that are *paced* go evenly after the first *unpaced*."""

    most: int
    span: float
    unpaced: int
    reserve: int = 0
    """Places in it that are for those who are not paced."""
    sent: deque[float] = field(default_factory=deque)
    next_paced: float = 0.0
    held_until: float = 0.0

    def wait(self, now: float, *, paced: bool, room: int = 0) -> float:
        """Seconds until one more may go and leave *room* for others."""
        while self.sent and self.sent[0] <= now - self.span:
            self.sent.popleft()
        delay = max(0.0, self.held_until - now)
        most = self.most - room - (self.reserve if paced else 0)
        if len(self.sent) >= most:
            delay = max(delay, self.sent[-most] + self.span - now)
        if paced and len(self.sent) >= self.unpaced:
            delay = max(delay, self.next_paced - now)
        return delay

    def take(self, now: float, *, paced: bool) -> None:
        """One more goes now."""
        self.sent.append(now)
        if paced:
            # Counted on from the last appointed time, not from now: what comes late must not slow the pace.
            pace = self.span / (self.most - self.reserve)
            self.next_paced = max(self.next_paced, now - pace) + pace

    def settle(self, now: float) -> None:
        """The answer to the latest one came: its minute begins now."""
        if self.sent:
            self.sent[-1] = now


class Budget:
    """One budget for all senders: chats below zero are groups."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.traffic = Traffic(clock)
        self._bot = Window(BOT_MOST, BOT_SPAN, BOT_UNPACED)
        self._line = WaitingLine()
        self._let_in = float("-inf")
        """When somebody in no conversation last got a place."""
        self._granting: asyncio.Task[None] | None = None
        self._chats: OrderedDict[int, Bucket | Window] = OrderedDict()
        self._refused: tuple[int, float] | None = None

    def ready_in(self, chat_id: int, *, paced: bool = False, is_edit: bool = False) -> float:
        """Seconds until a message, or an edit, may go into *chat_id*; those who wait for a place go first."""
        now = self.clock.monotonic()
        of_bot = self._bot_ready_in(self._sending(chat_id, is_edit=is_edit), now)
        return max(of_bot, self._chat_ready_in(chat_id, now, paced=paced, is_edit=is_edit))

    def take(self, chat_id: int, *, paced: bool = False, is_edit: bool = False) -> None:
        """A message, or an edit, goes into *chat_id* now."""
        now = self.clock.monotonic()
        self._bot.take(now, paced=True)
        if self._sending(chat_id, is_edit=is_edit) is Sending.TO_OUTSIDER:
            self._let_in = now
        if not _is_free(chat_id, is_edit):
            self._chat(chat_id, now).take(now, paced=paced)

    async def wait_for_album(self, chat_id: int, count: int) -> None:
        """Return when *count* files, of which Telegram counts each, may go into *chat_id* at once; they have places.

        One after the other, as cards go, they would keep what comes behind them for half a minute, and places that were
        taken so long before the album goes would be free again too early.
        """
        await self.wait_for(chat_id, paced=True, room=count - 1)
        for _ in range(count - 1):
            await self.wait_for(chat_id)

    async def wait_for(self, chat_id: int, *, paced: bool = False, is_edit: bool = False, room: int = 0) -> None:
        """Return when a message, or an edit, may go into *chat_id* and leave *room* there; its place is taken."""
        while True:
            now = self.clock.monotonic()
            if (delay := self._chat_ready_in(chat_id, now, paced=paced, is_edit=is_edit, room=room)) > 0:
                await self.clock.sleep(delay)
            elif self._bot_ready_in(self._sending(chat_id, is_edit=is_edit), now) <= 0:
                # Nothing is awaited between the last look and this: nobody else can take the same place.
                self.take(chat_id, paced=paced, is_edit=is_edit)
                return
            elif await self._wait_in_line(chat_id, paced=paced, is_edit=is_edit):
                return

    async def _wait_in_line(self, chat_id: int, *, paced: bool, is_edit: bool) -> bool:
        """Whether a place was taken; if not, something else has gone into the chat meanwhile."""
        sending, rank = self._sending(chat_id, is_edit=is_edit), self.traffic.rank(chat_id)
        waiter = self._line.join(sending, chat_id, rank=rank, paced=paced, is_edit=is_edit)
        if self._granting is None or self._granting.done():
            self._granting = asyncio.create_task(self._grant(), name="places of the budget")
        return await waiter.granted

    async def _grant(self) -> None:
        """Give places to those who wait in line, each as soon as there is one, until nobody waits."""
        while self._line:
            now = self.clock.monotonic()
            delay = self._outsider_ready_in(now) if self._line.only_outsiders else self._bot.wait(now, paced=True)
            if delay > 0:
                # Not longer than one place takes: somebody else may join, for whom there is one sooner.
                await self.clock.sleep(min(delay, BOT_SPAN / BOT_MOST))
            elif not (waiter := self._line.next(self.traffic.rank)).granted.done():
                self._give_place(waiter, now)

    def _give_place(self, waiter: Waiter, now: float) -> None:
        free = self._chat_ready_in(waiter.chat, now, paced=waiter.paced, is_edit=waiter.is_edit) <= 0
        if free:
            self.take(waiter.chat, paced=waiter.paced, is_edit=waiter.is_edit)
        waiter.granted.set_result(free)

    def _sending(self, chat_id: int, *, is_edit: bool) -> Sending:
        if chat_id < 0:
            return Sending.TO_GROUP
        if not self.traffic.is_inside(chat_id):
            return Sending.TO_OUTSIDER
        return Sending.EDIT if is_edit else Sending.MESSAGE

    def _bot_ready_in(self, sending: Sending, now: float) -> float:
        """Seconds until all chats together let one more in."""
        is_outsider = sending is Sending.TO_OUTSIDER
        delay = self._outsider_ready_in(now) if is_outsider else self._bot.wait(now, paced=False)
        somebody_waits = bool(self._line) if is_outsider else not self._line.only_outsiders
        return max(delay, BOT_SPAN / BOT_MOST) if somebody_waits else delay

    def _outsider_ready_in(self, now: float) -> float:
        """Seconds until all chats together let one in that is in no conversation."""
        in_turn = max(self._bot.wait(now, paced=True), self._let_in + LET_IN_SECONDS - now)
        return min(in_turn, self._bot.wait(now, paced=True, room=ROOM))

    def _chat_ready_in(self, chat_id: int, now: float, *, paced: bool, is_edit: bool, room: int = 0) -> float:
        """Seconds until the chat itself lets one more in and leaves *room* for others."""
        chat = self._chat(chat_id, now)
        is_free = _is_free(chat_id, is_edit)
        return max(0.0, chat.held_until - now) if is_free else chat.wait(now, paced=paced, room=room)

    def settle(self, chat_id: int) -> None:
        """The answer to what went into *chat_id* has come, whatever it says."""
        now = self.clock.monotonic()
        self._chat(chat_id, now).settle(now)

    def hold(self, chat_id: int, seconds: float) -> bool:
        """Telegram refused *chat_id* for *seconds*: send nothing there. Whether it is the whole bot that must wait."""
        now = self.clock.monotonic()
        chat = self._chat(chat_id, now)
        chat.held_until = max(chat.held_until, now + seconds)
        before, self._refused = self._refused, (chat_id, now)
        if before is None or before[0] == chat_id or now - before[1] > TOGETHER_SECONDS:
            return False
        self._bot.held_until = max(self._bot.held_until, now + seconds)
        return True

    def _chat(self, chat_id: int, now: float) -> Bucket | Window:
        chat = self._chats.get(chat_id)
        if chat is None:
            chat = Window(GROUP_MOST, GROUP_SPAN, GROUP_UNPACED, GROUP_RESERVE) if chat_id < 0 else Bucket(now)
            self._chats[chat_id] = chat
        self._chats.move_to_end(chat_id)
        if len(self._chats) > MOST_CHATS:
            self._chats.popitem(last=False)
        return chat


def _is_free(chat_id: int, is_edit: bool) -> bool:
    """Whether the chat itself charges nothing: an edit in a private chat."""
    return is_edit and chat_id > 0
