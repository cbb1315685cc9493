"""The audit log: who, when and why are sealed, and every entry is read back, oldest first."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import update

from bot.desk.audit import Action, LogEntry, record
from bot.encryption.places import Table
from storage import audit, schema
from storage.damage import DamagedRow
from tests.desk.house import ADMIN, DANA, Desk, read_log
from tests.storage.rows import whole


def test_entries_are_read_back_oldest_first(desk: Desk) -> None:
    record(desk.connection, Action.GROUP_BOUND, ADMIN, "mangystau", desk.turn)
    desk.pass_by(timedelta(milliseconds=5))
    record(desk.connection, Action.CONTACTS_OPENED, DANA, "Мекенжай керек", desk.turn, case_id="a" * 32)
    assert read_log(desk.connection, desk.safe) == [
        LogEntry("2026-03-02T04:00:00.000+00:00", "group-bound", None, "Әлия", ADMIN.id, "mangystau"),
        LogEntry("2026-03-02T04:00:00.005+00:00", "contacts-opened", "a" * 32, "Дана", DANA.id, "Мекенжай керек"),
    ]


def test_names_and_reasons_do_not_lie_in_clear_and_boxes_cannot_be_swapped(desk: Desk) -> None:
    for why in ("бірінші", "екінші"):
        record(desk.connection, Action.CONTACTS_OPENED, DANA, why, desk.turn)
    first, second = audit.list_entries(desk.connection, after=None, limit=10, aside=whole).rows
    assert not any(words.encode() in first.box + second.box for words in ("Дана", "бірінші", "екінші"))
    query = update(schema.audit).where(schema.audit.c.id == first.id).values(box=second.box)
    desk.connection.execute(query)
    assert [entry.why for entry in read_log(desk.connection, desk.safe)] == [
        opened["why"] for opened in [desk.safe.open(second.box, table=Table.AUDIT, row=second.id)]
    ]
    assert desk.safe.damages.waiting() == (DamagedRow("audit", first.id),)
