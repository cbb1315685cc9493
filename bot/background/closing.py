"""Closing: a chat does not take what is sent. An office's lane waits, a person's item ends, and staff are told."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Connection

from bot.background.retry import KindWaits, LaneCloses, LaneWaits
from bot.desk import roles
from bot.desk.groups import waits
from bot.desk.officers.opinions import lose_expert
from bot.desk.outgoing.desks import head_lane
from bot.desk.outgoing.items import ItemKind, SayInGroup
from bot.desk.outgoing.lanes import OfficeLane, OfficerLane, read_lane
from bot.desk.outgoing.orphans import tell_again
from bot.desk.outgoing.posting import tell_office
from bot.desk.rules import Turn
from bot.desk.safety import is_between
from bot.frozen import replace
from bot.terms import Desk, Priority
from storage import cases, outbox
from storage import offices as office_rows
from storage.errors import StoreDamagedError
from storage.outbox import OutboxItem

UNREACHABLE_TEXTS: Mapping[str, str] = {
    ItemKind.PUSH: "s.not_delivered",
    ItemKind.CONTACTS: "s.reveal_need_private",
    ItemKind.HEAD: "s.head_unreachable",
    ItemKind.CARD: "n.unreachable",
    ItemKind.ADDITION: "n.unreachable",
}
"""What the office hears when a person could not be written to."""
TAKES_AWAY = frozenset({ItemKind.WIPE, ItemKind.DELETION})
FIRST_LOOK, LONGEST_LOOK = 30, 3600
"""Seconds between tries to take words away from who has blocked the bot, the first and the longest."""
KEPT_TRYING = 90 * 24 * 3600
"""Seconds: who has not come back after three months has in all likelihood deleted the account."""


def close(
    connection: Connection, item: OutboxItem, decision: LaneWaits | KindWaits | LaneCloses, turn: Turn
) -> None:
    """The chat does not take it. An office's lane waits; a person's item ends, and staff are told.

    What takes words away from a person waits until they can be reached again: nobody keeps a case by a block.

    A lane that was opened again after the item had been claimed stays open: the refusal is older than that.
    """
    lane = read_lane(item.lane)
    if not isinstance(lane, OfficeLane):
        if item.kind in TAKES_AWAY and _may_wait(item, turn.seconds):
            since = replace(item, failing_since=item.failing_since or turn.seconds)
            postpone(connection, since, turn.seconds + min(LONGEST_LOOK, FIRST_LOOK * 2 ** min(item.attempts, 16)))
            return
        outbox.settle_delivered(connection, item.id)
        if item.kind in (ItemKind.EXPERT, ItemKind.EXPERT_FILE) and item.case_id is not None:
            lose_expert(connection, item.case_id, item.lane, turn)
            return
        if item.case_id is not None and isinstance(lane, OfficerLane) and _is_heads_alone(connection, item, turn):
            _lose_head(connection, item, turn)
            tell_again(connection, item, turn)
            return
        if item.kind in UNREACHABLE_TEXTS and item.case_id is not None:
            tell_its_office(connection, item.case_id, UNREACHABLE_TEXTS[item.kind], turn)
        return
    still_claimed = outbox.is_claimed(connection, item.id)
    postpone(connection, item, turn.seconds)
    if still_claimed and isinstance(decision, LaneCloses):
        waits.close(connection, lane, decision.reason, turn)
    elif still_claimed and not isinstance(decision, LaneCloses):
        kinds = (Priority(item.priority),) if isinstance(decision, KindWaits) else tuple(Priority)
        waits.hold(connection, lane, kinds, decision.reason, turn.seconds + whole(decision.pause), turn)


def _is_heads_alone(connection: Connection, item: OutboxItem, turn: Turn) -> bool:
    """Whether the group must not hear that it did not arrive: of a case past it, of words for the head alone."""
    row = cases.get_case(connection, item.case_id or "")
    if row is None or row.desk is Desk.HEAD:
        return row is not None
    return item.kind == ItemKind.HEAD and is_between(connection, row, item.seq, turn.safe)


def _lose_head(connection: Connection, item: OutboxItem, turn: Turn) -> None:
    """Whoever leads the office takes no messages: the case waits for them, and its group hears nothing of it.

    What a former head does not take changes nothing.
    """
    row = cases.get_case(connection, item.case_id or "")
    if row is not None and str(head_lane(connection, row.region, turn)) == item.lane:
        roles.lose_reach(connection, row.region, turn)


def _may_wait(item: OutboxItem, now: int) -> bool:
    return now - (item.failing_since or now) < KEPT_TRYING


def postpone(connection: Connection, item: OutboxItem, not_before: int) -> None:
    """The item is tried again, from *not_before*, with what is known of its tries."""
    outbox.postpone(
        connection,
        item.id,
        not_before=not_before,
        parts_done=item.parts_done,
        unknown=item.unknown,
        failing_since=item.failing_since,
    )


def whole(pause: float) -> int:
    """The store counts in whole seconds; no pause is none."""
    return max(1, round(pause))


def tell_its_office(connection: Connection, case_id: str, key: str, turn: Turn) -> None:
    """Say *key* of the case to its office, where it has a group."""
    try:
        row = cases.get_case(connection, case_id)
    except StoreDamagedError as fault:  # what has been delivered must not be sent again because of that
        turn.safe.damages.met(fault)
        return
    if row is not None and row.region in office_rows.bound_regions(connection):
        notice = SayInGroup(key, {"case_no": row.number}, case=case_id)
        tell_office(connection, row.region, notice, turn)
