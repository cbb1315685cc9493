"""What follows from each outcome of a delivery, in one transaction each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta

from sqlalchemy import Connection

from bot.background.sender import Posted
from bot.clock import Clock
from bot.desk.groups import changes
from bot.desk.outgoing.items import SHOWN_MINUTES, DeleteMessage, ItemKind, SayInGroup
from bot.desk.outgoing.lanes import OfficeLane, read_lane
from bot.desk.outgoing.posting import alert_admins, put_item, tell_office
from bot.desk.outgoing.posts import CasePost, PostRole, Role, remember_post
from bot.desk.parcels.values import Addition, Card, Contacts, Files, Notice, Parcel, Preview
from bot.desk.people import Spot
from bot.desk.presses import DropItem, TryItem
from bot.desk.rules import Rules, Turn
from bot.terms import Suspension
from storage import cases, outbox
from storage import offices as office_rows
from storage.outbox import OutboxItem

UNREACHABLE_TEXTS: Mapping[str, str] = {
    ItemKind.PUSH: "s.not_delivered",
    ItemKind.CONTACTS: "s.reveal_need_private",
}
"""What the office hears when a person could not be written to."""


class Settler:
    """Settles claims; every method is a transaction function."""

    def __init__(self, rules: Rules, clock: Clock) -> None:
        self.rules = rules
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
        later = self._turn().seconds + max(1, round(delay + self.rules.chance.fraction()))
        outbox.postpone(connection, item.id, not_before=later, parts_done=item.parts_done + len(arrived))
        outbox.hold_lane(connection, item.lane, not_before=later)

    def lane_closed(self, connection: Connection, item: OutboxItem, reason: Suspension) -> None:
        """The chat cannot be written to. An office's lane waits; a person's item ends, and staff are told.

        A lane that was opened again after the item had been claimed stays open: the refusal is older than that.
        """
        lane, turn = read_lane(item.lane), self._turn()
        if isinstance(lane, OfficeLane) and not outbox.is_claimed(connection, item.id):
            outbox.postpone(connection, item.id, not_before=turn.seconds, parts_done=item.parts_done)
        elif isinstance(lane, OfficeLane):
            changes.close_region(connection, lane.region, reason, turn)
        else:
            outbox.settle_delivered(connection, item.id)
            if item.kind in UNREACHABLE_TEXTS and item.case_id is not None:
                _tell_office(connection, item.case_id, UNREACHABLE_TEXTS[item.kind], turn)

    def migrated(self, connection: Connection, item: OutboxItem, old_chat: int, new_chat: int) -> None:
        """Follow the group and send again at once."""
        turn = self._turn()
        changes.follow_migration(connection, old_chat, new_chat, turn)
        outbox.postpone(connection, item.id, not_before=turn.seconds, parts_done=item.parts_done)

    def undeliverable(self, connection: Connection, item: OutboxItem) -> None:
        """Keep the item apart and tell the admins."""
        outbox.set_aside(connection, item.id)
        if item.kind != ItemKind.ALERT:
            told, presses = {"n": outbox.count_aside(connection)}, (TryItem(item.id), DropItem(item.id))
            alert_admins(connection, "a.set_aside", told, self._turn(), presses=presses)

    def _remember(
        self, connection: Connection, item: OutboxItem, parcel: Parcel | None, arrived: Sequence[Posted]
    ) -> None:
        role = _role(parcel)
        if role is None or item.case_id is None:
            return
        for post in arrived:
            spot = Spot(post.chat, post.message_id)
            remember_post(connection, spot, CasePost(item.case_id, role, item.seq), self.rules.safe)

    def _after_contacts(self, connection: Connection, item: OutboxItem, arrived: Sequence[Posted]) -> None:
        """Ten minutes later the contacts leave the officer's chat again."""
        turn, wait = self._turn(), timedelta(minutes=SHOWN_MINUTES)
        for post in arrived:
            deletion = DeleteMessage(Spot(post.chat, post.message_id))
            put_item(connection, deletion, read_lane(item.lane), turn, wait=wait)
        if item.case_id is not None:
            _tell_office(connection, item.case_id, "s.reveal_sent", turn)

    def _turn(self) -> Turn:
        return Turn(self.rules, self.clock.now())


def _tell_office(connection: Connection, case_id: str, key: str, turn: Turn) -> None:
    row = cases.get_case(connection, case_id)
    if row is not None and office_rows.get_office(connection, row.region) is not None:
        notice = SayInGroup(key, {"case_no": row.number}, case=case_id)
        tell_office(connection, row.region, notice, turn)


def _role(parcel: Parcel | None) -> Role | None:
    """What a post of *parcel* is looked up as, None when nobody answers it."""
    match parcel:
        case Card():
            return PostRole.CARD
        case Addition():
            return PostRole.ADDITION
        case Preview():
            return PostRole.PREVIEW
        case Files():
            return PostRole.FILES
        case Notice(role=role):
            return role
        case _:
            return None
