"""The road from the outbox into the chats: items are claimed, opened and drawn, and arrive now or later."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random

from bot.background.sender import Delivered, NotDelivered, Rejection
from bot.background.settling import Settler
from bot.desk.outgoing.items import ItemKind
from bot.desk.parcels.opening import open_parcel
from bot.desk.parcels.readers import reader_of
from bot.desk.parcels.values import Later, Notice, Parcel, WordsDue
from bot.desk.people import GroupStanding
from bot.gateway.posts import Post
from storage import outbox
from storage.outbox import OutboxItem
from tests.desk.house import Desk, outbox_rows
from tests.desk.walk.chats import Chats
from tests.promises.desk import StillClock

MOST_ROUNDS = 400
"""Claims until nothing is due: whatever makes itself due again and again is found by it."""


@dataclass(slots=True)
class Road:
    """What is under way, and who lets nothing of ours in."""

    desk: Desk
    clock: StillClock
    rng: Random
    chats: Chats
    members: dict[int, set[int]]
    blocked: set[int] = field(default_factory=set)
    flight: list[tuple[OutboxItem, Parcel | None, list[Post] | None]] = field(default_factory=list)
    said: list[Notice] = field(default_factory=list)
    """Every notice that has arrived."""

    def standing(self, group: int, person: int) -> GroupStanding:
        """Whether *person* is in *group*."""
        return GroupStanding.MEMBER if person in self.members.get(group, ()) else GroupStanding.LEFT

    def send(self, held: float = 0.0) -> None:
        """Send all that is due; of it a share *held* stays in flight."""
        for _ in range(MOST_ROUNDS):
            claimed = self._claim()
            if not claimed:
                return
            for item in claimed:
                self._send(item, held)
        raise AssertionError("the outbox never comes to an end")

    def land(self) -> None:
        """Everything that is in flight arrives."""
        flight, self.flight = self.flight, []
        for item, parcel, posts in flight:
            self._arrive(item, parcel, posts)

    def stuck(self) -> list[tuple[str, str]]:
        """Kind and lane of what is due and does not go."""
        now = self.desk.turn.seconds
        rows = outbox_rows(self.desk.connection)
        return [(row.kind, row.lane) for row in rows if row.not_before <= now and row.kind != ItemKind.WORDS]

    def _claim(self) -> list[OutboxItem]:
        busy = [item.lane for item, _, _ in self.flight]
        now = self.desk.turn.seconds
        return list(outbox.claim_due(self.desk.connection, now=now, lease=120, limit=30, without=busy))

    def _send(self, item: OutboxItem, held: float) -> None:
        connection, turn = self.desk.connection, self.desk.turn
        reader = reader_of(connection, item, turn)
        if reader is not None and self.standing(reader.group, reader.person.id) is GroupStanding.LEFT:
            self._settler().has_left(connection, reader)
            self._arrive(item, None, None)
            return
        parcel = open_parcel(connection, item, turn)
        if isinstance(parcel, Later):
            self._settler().put_off(connection, item, parcel.not_before)
            return
        posts = self.chats.drawer.draw(parcel)
        if self.rng.random() < held:
            self.flight.append((item, parcel, posts))
        else:
            self._arrive(item, parcel, posts)

    def _arrive(self, item: OutboxItem, parcel: Parcel | None, posts: list[Post] | None) -> None:
        connection = self.desk.connection
        if parcel is not None and not isinstance(parcel, WordsDue) and parcel.chat in self.blocked:
            self._settler().refused(connection, item, parcel, NotDelivered(Rejection.BLOCKED))
            return
        arrived = ()
        if parcel is not None and posts is not None:
            arrived = self.chats.put(parcel, posts, item.case_id)
        elif parcel is not None:
            self.chats.change(parcel)
        if isinstance(parcel, Notice):
            self.said.append(parcel)
        self._settler().delivered(connection, item, parcel, Delivered(arrived))

    def _settler(self) -> Settler:
        return Settler(self.desk.turn.rules, self.clock)
