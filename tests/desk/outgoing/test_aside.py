"""What was set aside: tried again or dropped by an admin, once, and written down."""

from __future__ import annotations

from bot.desk.audit import LogEntry
from bot.desk.outgoing.aside import drop_item, try_item
from bot.desk.outgoing.items import SayInGroup
from bot.desk.outgoing.lanes import OfficeLane
from bot.desk.outgoing.posting import put_item
from bot.terms import OutboxState, SetAside
from storage import outbox
from storage.outbox import OutboxItem
from tests.desk.house import ADMIN, Desk, claim, outbox_rows, read_log

CASE = "a" * 32


def set_aside(desk: Desk) -> OutboxItem:
    """A notice about a case, which Telegram would not take."""
    put_item(desk.connection, SayInGroup("s.reposted", case=CASE), OfficeLane("mangystau"), desk.turn)
    (item,) = claim(desk.connection, desk.turn)
    outbox.set_aside(desk.connection, item.id, SetAside.REFUSED)
    return item


def test_an_item_that_is_tried_again_is_due_as_on_its_first_day(desk: Desk) -> None:
    item = set_aside(desk)
    assert try_item(desk.connection, item.id, ADMIN, desk.turn)
    assert list(claim(desk.connection, desk.turn)) == [item]
    assert not try_item(desk.connection, item.id, ADMIN, desk.turn)
    assert not drop_item(desk.connection, item.id, ADMIN, desk.turn)
    entry = LogEntry("2026-03-02T04:00:00.000+00:00", "item-tried-again", CASE, "Әлия", ADMIN.id, "notice")
    assert read_log(desk.connection, desk.safe) == [entry]


def test_an_item_that_is_dropped_is_gone(desk: Desk) -> None:
    item = set_aside(desk)
    assert drop_item(desk.connection, item.id, ADMIN, desk.turn)
    assert outbox_rows(desk.connection, OutboxState.SET_ASIDE) == outbox_rows(desk.connection) == []
    assert not try_item(desk.connection, item.id, ADMIN, desk.turn)
    entry = LogEntry("2026-03-02T04:00:00.000+00:00", "item-dropped", CASE, "Әлия", ADMIN.id, "notice")
    assert read_log(desk.connection, desk.safe) == [entry]


def test_what_is_not_set_aside_cannot_be_dropped(desk: Desk) -> None:
    put_item(desk.connection, SayInGroup("s.reposted"), OfficeLane("mangystau"), desk.turn)
    (row,) = outbox_rows(desk.connection)
    assert not drop_item(desk.connection, row.id, ADMIN, desk.turn)
    assert outbox_rows(desk.connection) == [row]
