"""Giving up: an item is set aside, and whoever waits for it is told. A file of several leaves its parcel first."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import Connection

from bot.background.retry import Again, GiveUp, Trial, decide
from bot.background.sender import LeftFile
from bot.desk.outgoing import aside
from bot.desk.outgoing.items import ItemKind, PostFiles, SayInGroup
from bot.desk.outgoing.lanes import read_lane
from bot.desk.outgoing.posting import put_item, tell_office
from bot.desk.parcels.values import ExpertFile, Files, Parcel
from bot.desk.referrals import forget_file
from bot.desk.rules import Turn
from bot.terms import SetAside
from storage import cases, outbox
from storage.outbox import OutboxItem


def give_up(
    connection: Connection, item: OutboxItem, parcel: Parcel | None, reason: SetAside, turn: Turn
) -> None:
    """Keep *item* apart; admins are alerted, and the group hears which of its files are missing.

    An alert is dropped: what it tells of is shown by /health, and an alert about an alert would never end.
    """
    if item.kind == ItemKind.ALERT:
        outbox.settle_delivered(connection, item.id)
        return
    outbox.set_aside(connection, item.id, reason)
    aside.alert(connection, item, reason, turn)
    if isinstance(parcel, ExpertFile) and item.case_id is not None:
        _take_back(connection, item.case_id, parcel, turn)
    if isinstance(parcel, Files) and item.case_id is not None:
        missing = parcel.file_ids[item.parts_done :]
        aside.tell_missing(connection, item.case_id, parcel.first + item.parts_done, len(missing), parcel.total, turn)


def _take_back(connection: Connection, case_id: str, parcel: ExpertFile, turn: Turn) -> None:
    """The expert never saw the file: their office hears it, and may open it once more."""
    row = cases.get_case(connection, case_id)
    lost = [forget_file(connection, case_id, file_id, turn) for file_id in parcel.files.file_ids]
    if row is not None and any(lost):
        told = SayInGroup("s.expert_file_lost", {"case_no": row.number}, case=case_id)
        tell_office(connection, row.region, told, turn)


def split_off(connection: Connection, item: OutboxItem, parcel: Files, file: LeftFile, turn: Turn) -> None:
    """*file* becomes an item of its own, set aside or tried again, so that the others are done with."""
    if item.case_id is None or item.seq is None:
        return
    alone = PostFiles(item.case_id, item.seq, (file.file,), file.number, parcel.total)
    decision = decide(Trial(file.why, fraction=turn.rules.chance.fraction()))
    wait = timedelta(seconds=decision.pause) if isinstance(decision, Again) else timedelta()
    row = put_item(connection, alone, read_lane(item.lane), turn, wait=wait)
    if isinstance(decision, GiveUp):
        outbox.set_aside(connection, row.id, decision.reason)
        aside.alert(connection, row, decision.reason, turn)
        aside.tell_missing(connection, item.case_id, file.number, 1, parcel.total, turn)
