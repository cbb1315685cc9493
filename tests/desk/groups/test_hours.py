"""The hours of an office: set in its group, each for itself, and nothing comes outside them."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.desk.groups.ways import set_hours
from bot.desk.officers.deadlines import remind_office
from bot.desk.outgoing.items import TellDigest
from bot.desk.outgoing.lanes import OfficeLane
from bot.desk.parcels.opening import open_parcel
from tests.desk.house import ADMIN, DANA, GROUP, OTHER_GROUP, Desk


def reminded(desk: Desk, region: str = "mangystau") -> list[str]:
    """Whom the morning's numbers go to."""
    desk.empty_outbox()
    remind_office(desk.connection, region, desk.turn)
    return [lane for lane, item in desk.owed() if isinstance(item, TellDigest)]


def test_without_a_setting_the_day_begins_at_nine_and_with_it_when_the_office_says(desk: Desk) -> None:
    desk.bind()
    desk.bind("abai", OTHER_GROUP)
    assert set_hours(desk.connection, GROUP, (11, 20), DANA, desk.turn) == (11, 20)
    assert (reminded(desk), reminded(desk, "abai")) == ([], [str(OfficeLane("abai"))])  # it is nine o'clock
    desk.pass_by(timedelta(hours=2))
    assert reminded(desk) == [str(OfficeLane("mangystau"))]


def test_what_was_put_in_before_the_hours_were_changed_waits_for_them(desk: Desk) -> None:
    desk.bind()
    desk.put_carded()
    remind_office(desk.connection, "mangystau", desk.turn)
    (row,) = [row for row in desk.rows() if row.kind == "digest"]
    assert open_parcel(desk.connection, row, desk.turn) is not None
    set_hours(desk.connection, GROUP, (11, 20), DANA, desk.turn)
    assert open_parcel(desk.connection, row, desk.turn) is None


@pytest.mark.parametrize("wrong", [None, (18, 9), (9, 9), (0, 24), (-1, 5), (9, 100)])
def test_what_are_no_hours_changes_nothing(desk: Desk, wrong: tuple[int, int] | None) -> None:
    desk.bind()
    assert set_hours(desk.connection, GROUP, (8, 17), ADMIN, desk.turn) == (8, 17)
    assert set_hours(desk.connection, GROUP, wrong, ADMIN, desk.turn) == (8, 17)
    assert set_hours(desk.connection, OTHER_GROUP, (8, 17), ADMIN, desk.turn) is None
