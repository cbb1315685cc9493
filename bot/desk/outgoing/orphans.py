"""Orphans: duplicates whose first case its citizen has withdrawn. Somebody hears their numbers, whoever goes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import Connection

from bot.desk.outgoing.desks import all_desks, head_lane
from bot.desk.outgoing.items import TellOfCitizen
from bot.desk.outgoing.lanes import OfficerLane, read_lane
from bot.desk.outgoing.posting import AT_ONCE, alert_admins, open_item, put_item
from bot.desk.outgoing.to_head import spell_numbers
from bot.desk.rules import Turn
from bot.terms import Desk
from storage import cases
from storage.cases import CaseRow
from storage.outbox import OutboxItem

LEFT = "s.joined_left"


def tell_of_orphans(
    connection: Connection, under: CaseRow, orphans: Sequence[CaseRow], turn: Turn, *, wait: timedelta
) -> None:
    """Whoever works at *under*, the withdrawn case or one of the *orphans*, hears the numbers of these after *wait*.

    Where that is a head and none can be written to, admins do.
    """
    _tell(connection, under, spell_numbers([each.number for each in orphans]), turn, wait=wait)


def tell_again(connection: Connection, item: OutboxItem, turn: Turn) -> None:
    """*item* has not reached the head in whose lane it was: if it tells of orphans, whoever leads now, or admins, hear
    it."""
    row = cases.get_case(connection, item.case_id or "")
    if row is None or row.desk is not Desk.HEAD or not isinstance(read_lane(item.lane), OfficerLane):
        return
    told = open_item(item, turn.safe)
    if isinstance(told, TellOfCitizen) and told.key == LEFT:
        lane = head_lane(connection, row.region, turn)
        if lane is None or str(lane) != item.lane:
            _tell(connection, row, told.values["numbers"], turn, wait=AT_ONCE)


def _tell(connection: Connection, under: CaseRow, numbers: str, turn: Turn, *, wait: timedelta) -> None:
    lanes = all_desks(connection, under, turn)
    for lane in lanes:
        put_item(connection, TellOfCitizen(under.id, LEFT, {"numbers": numbers}), lane, turn, wait=wait)
    if not lanes:
        alert_admins(connection, "a.left_waits", {"region": under.region, "numbers": numbers}, turn, wait=wait)
