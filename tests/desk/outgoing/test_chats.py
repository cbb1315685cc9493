"""Chats: which group serves a region, and which region a group."""

from __future__ import annotations

from bot.desk.groups import admins
from bot.desk.outgoing.chats import OfficeChat, admin_chats, chat_of, group_of, served_by
from tests.desk.house import ADMIN, DANA, GROUP, OTHER_GROUP, Desk


def test_a_region_and_its_group_are_found_from_either_side(desk: Desk) -> None:
    desk.bind("mangystau", GROUP)
    office = served_by(desk.connection, GROUP, desk.safe)
    assert office is not None and (office.region, chat_of(office, desk.safe)) == ("mangystau", GROUP)
    assert group_of(desk.connection, "mangystau", desk.safe) == OfficeChat(GROUP, "kk")
    assert served_by(desk.connection, OTHER_GROUP, desk.safe) is None
    assert group_of(desk.connection, "abai", desk.safe) is None
    assert str(GROUP).encode() not in office.box


def test_admins_are_those_of_the_settings_and_those_made_by_links(desk: Desk) -> None:
    assert admin_chats(desk.connection, desk.turn.rules) == {ADMIN.id}
    admins.use_link(desk.connection, admins.make_link(desk.connection, desk.turn), DANA, desk.turn)
    assert admin_chats(desk.connection, desk.turn.rules) == {ADMIN.id, DANA.id}
