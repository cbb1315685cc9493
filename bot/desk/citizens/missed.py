"""A file of the office's that the citizen could not be sent: the office hears it."""

from __future__ import annotations

from sqlalchemy import Connection

from bot.desk.outgoing.desks import news_lane
from bot.desk.outgoing.items import ItemKind, SayInGroup
from bot.desk.outgoing.posting import put_item, quiet_wait, waits
from bot.desk.rules import Turn
from storage import cases, offices


def report_missed_file(connection: Connection, number: str, n: int, turn: Turn) -> None:
    """Tell the office of case *number* that its *n*-th file did not arrive; of a code-only case as late as its card."""
    row = cases.find_by_number(connection, number)
    if row is None or offices.get_office(connection, row.region) is None:
        return
    if waits(connection, ItemKind.NOTICE, row, turn):
        return
    notice = SayInGroup("s.file_not_taken", {"case_no": number, "n": n}, case=row.id)
    lane = news_lane(connection, row, turn)
    if lane is not None:
        put_item(connection, notice, lane, turn, wait=quiet_wait(connection, row, turn))
