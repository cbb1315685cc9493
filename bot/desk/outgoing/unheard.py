"""Unheard: what a code-only citizen has added, and what no office may see before it leaves with what others sent."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from sqlalchemy import Connection

from bot.desk.outgoing.desks import all_desks
from bot.desk.outgoing.items import ItemKind, PostAddition
from bot.desk.outgoing.lanes import Lane, OfficeLane
from bot.desk.outgoing.posting import open_item
from bot.desk.rules import Turn
from bot.terms import Level
from storage import outbox
from storage.cases import CaseRow


def unheard(connection: Connection, row: CaseRow, turn: Turn, *, left: str | None = None) -> Mapping[int, timedelta]:
    """The later messages of the citizen that have left for nobody, each with how long it still waits.

    The office *left*, if one is named, is the one that had the case until now.
    """
    if row.level is not Level.CODE:
        return {}
    lanes: list[Lane] = [*all_desks(connection, row, turn), *([] if left is None else [OfficeLane(left)])]
    found = dict[int, timedelta]()
    for lane in lanes:
        for kind in (ItemKind.ADDITION, ItemKind.FILES):
            for waiting in outbox.list_of_case(connection, str(lane), kind, row.id):
                rest = waiting.not_before - turn.seconds
                if rest <= 0 or waiting.seq is None:
                    continue
                item = open_item(waiting, turn.safe)
                last = item.last if isinstance(item, PostAddition) and item.last else waiting.seq
                found |= dict.fromkeys(range(waiting.seq, last + 1), timedelta(seconds=rest))
    return found
