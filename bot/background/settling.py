"""What follows from each outcome of a delivery, in one transaction each."""

from __future__ import annotations

import random
from collections.abc import Sequence

from sqlalchemy import Connection

from bot.background.sender import Posted
from bot.clock import Clock
from bot.desk.groups import changes as groups
from bot.desk.outgoing import lanes, posting
from bot.desk.outgoing.posting import SHOWN_MINUTES
from bot.desk.parcels import Addition, Card, Contacts, Files, Notice, Parcel, Preview
from bot.desk.safe import Safe
from storage import cases, outbox, posts
from storage import offices as office_rows
from storage.outbox import OutboxItem

UNREACHABLE_TEXTS = {"push": "s.not_delivered", "contacts": "s.reveal_need_private"}


class Settler:
    """Settles claims; every method is a transaction function."""

    def __init__(self, safe: Safe, named_admins: frozenset[int], clock: Clock) -> None:
        self.safe = safe
        self.named_admins = named_admins
        self.clock = clock

    def delivered(
        self, connection: Connection, item: OutboxItem, parcel: Parcel | None, arrived: Sequence[Posted]
    ) -> None:
        """The item is done: remember its posts, and what must follow."""
        self._remember(connection, item, parcel, arrived)
        outbox.settle_delivered(connection, item.id)
        if isinstance(parcel, Contacts):
            self._after_contacts(connection, item, arrived)

    def postponed(
        self, connection: Connection, item: OutboxItem, parcel: Parcel | None, arrived: Sequence[Posted], delay: float
    ) -> None:
        """The lane waits; the parts that arrived are not sent again."""
        self._remember(connection, item, parcel, arrived)
        later = self._now() + max(1, round(delay + random.random()))
        outbox.postpone(connection, item.id, not_before=later, parts_done=item.parts_done + len(arrived))
        outbox.hold_lane(connection, item.lane, not_before=later)

    def lane_closed(self, connection: Connection, item: OutboxItem, reason: str) -> None:
        """The chat cannot be written to. An office's lane waits; a person's item ends, and staff are told.

        A lane that was opened again after the item had been claimed stays open: the refusal is older than that.
        """
        region = lanes.region_of(item.lane)
        if region is not None and not outbox.is_claimed(connection, item.id):
            outbox.postpone(connection, item.id, not_before=self._now(), parts_done=item.parts_done)
            return
        if region is not None:
            outbox.suspend_lane(connection, item.lane, reason)
            posting.alert(
                connection,
                "a.group_lost",
                {"region": region},
                named=self.named_admins,
                safe=self.safe,
                now=self.clock.now(),
            )
            return
        outbox.settle_delivered(connection, item.id)
        if item.kind in UNREACHABLE_TEXTS and item.case_id is not None:
            self._tell_office(connection, item.case_id, UNREACHABLE_TEXTS[item.kind])

    def migrated(self, connection: Connection, item: OutboxItem, old_chat: int, new_chat: int) -> None:
        """Follow the group and send again at once."""
        groups.follow_migration(connection, old_chat=old_chat, new_chat=new_chat, safe=self.safe, now=self.clock.now())
        outbox.postpone(connection, item.id, not_before=self._now(), parts_done=item.parts_done)

    def undeliverable(self, connection: Connection, item: OutboxItem) -> None:
        """Keep the item apart and tell the admins."""
        outbox.set_aside(connection, item.id)
        if item.kind != "alert":
            values = {"n": outbox.count_aside(connection)}
            posting.alert(
                connection, "a.set_aside", values, named=self.named_admins, safe=self.safe, now=self.clock.now()
            )

    def _remember(
        self, connection: Connection, item: OutboxItem, parcel: Parcel | None, arrived: Sequence[Posted]
    ) -> None:
        role = _role(item, parcel)
        if role is None or item.case_id is None:
            return
        for post in arrived:
            mark = self.safe.post_mark(post.chat, post.message_id)
            box = self.safe.seal({"chat": post.chat, "message": post.message_id}, table="posts", row=mark.hex())
            posts.put_post(connection, mark, case_id=item.case_id, role=role, seq=item.seq, box=box)

    def _after_contacts(self, connection: Connection, item: OutboxItem, arrived: Sequence[Posted]) -> None:
        """Ten minutes later the contacts leave the officer's chat again."""
        for post in arrived:
            outbox.enqueue(
                connection,
                lane=item.lane,
                kind="deletion",
                priority=lanes.FIRST,
                not_before=self._now() + SHOWN_MINUTES * 60,
                box=self.safe.seal(
                    {"chat": post.chat, "message": post.message_id}, table="outbox", row=f"{item.lane}/deletion"
                ),
            )
        if item.case_id is not None:
            self._tell_office(connection, item.case_id, "s.reveal_sent")

    def _tell_office(self, connection: Connection, case_id: str, key: str) -> None:
        row = cases.get_case(connection, case_id)
        office = office_rows.get_office(connection, row.region) if row else None
        if row is None or office is None:
            return
        notice = posting.Notice(key, {"case_no": row.number}, None)
        posting.notify(connection, office, notice, safe=self.safe, now=self.clock.now(), case_id=case_id)

    def _now(self) -> int:
        return int(self.clock.timestamp())


def _role(item: OutboxItem, parcel: Parcel | None) -> str | None:
    """What a post of *parcel* is looked up as, None when nobody answers it."""
    match parcel:
        case Card() | Addition() | Preview() | Files():
            return item.kind
        case Notice(role=role):
            return role or ("notice" if item.case_id else None)
        case _:
            return None
