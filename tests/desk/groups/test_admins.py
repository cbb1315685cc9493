"""Admins: a link makes one admin, once, within half an hour."""

from __future__ import annotations

from datetime import timedelta

from bot.desk.audit import Action, LogEntry
from bot.desk.groups.admins import (
    LINK_LASTS,
    LINK_PREFIX,
    SETTLES_AFTER,
    is_admin,
    is_settled,
    list_admins,
    make_link,
    use_link,
)
from bot.desk.outgoing.items import SayInChat
from bot.desk.outgoing.posting import alert_admins
from bot.desk.people import COMMAND_LINE, Officer
from bot.encryption.places import Table
from storage.admins import put_admin
from tests.desk.house import ADMIN, DANA, YERLAN, Desk, read_log


def test_a_link_makes_one_admin_who_is_alerted_from_then_on(desk: Desk) -> None:
    link = make_link(desk.connection, desk.turn)
    assert link.startswith(LINK_PREFIX) and len(link) <= 64
    assert use_link(desk.connection, link, DANA, desk.turn)
    assert not use_link(desk.connection, link, YERLAN, desk.turn)
    people = (ADMIN, DANA, YERLAN)
    assert [is_admin(desk.connection, person.id, desk.turn.rules) for person in people] == [True, True, False]
    (told,) = desk.items()
    assert isinstance(told, SayInChat)
    assert (told.chat, told.key, told.values) == (ADMIN.id, "a.told_admin_added", {"who": "Дана"})
    assert [press.partition(":")[0] for press in told.presses] == ["stop"]
    alert_admins(desk.connection, "a.group_back", {"region": "abai"}, desk.turn)
    values = {"region": "abai"}
    assert desk.items()[1:] == [SayInChat(person.id, "a.group_back", values) for person in (ADMIN, DANA)]
    when = desk.turn.now.isoformat(timespec="milliseconds")
    assert read_log(desk.connection, desk.safe) == [
        LogEntry(when, Action.ADMIN_ADDED, None, "Дана", DANA.id, "one-time link")
    ]


def test_a_late_or_forged_link_makes_nobody_an_admin(desk: Desk) -> None:
    link = make_link(desk.connection, desk.turn)
    for forged in ("", LINK_PREFIX, link[:-1], f"{link}A"):
        assert not use_link(desk.connection, forged, DANA, desk.turn)
    desk.pass_by(LINK_LASTS - timedelta(seconds=1))
    newer = make_link(desk.connection, desk.turn)
    desk.pass_by(timedelta(seconds=1))
    assert not use_link(desk.connection, link, DANA, desk.turn)
    assert use_link(desk.connection, newer, DANA, desk.turn)


def test_an_admin_is_settled_after_a_day_and_those_of_older_versions_are(desk: Desk) -> None:
    use_link(desk.connection, make_link(desk.connection, desk.turn), DANA, desk.turn)
    mark = desk.safe.person_mark(YERLAN.id)
    put_admin(desk.connection, mark, desk.safe.seal({"chat": YERLAN.id}, table=Table.ADMINS, row=mark.hex()))
    listed = [(admin.id, admin.name, admin.day) for admin in list_admins(desk.connection, desk.turn)]
    assert listed == [(YERLAN.id, "", None), (DANA.id, "Дана", desk.turn.today)]
    people = (ADMIN, DANA, YERLAN, COMMAND_LINE, Officer(99, "Бөтен"))
    assert [is_settled(desk.connection, each, desk.turn) for each in people] == [True, False, True, True, False]
    desk.pass_by(SETTLES_AFTER - timedelta(seconds=1))
    assert not is_settled(desk.connection, DANA, desk.turn)
    desk.pass_by(timedelta(seconds=1))
    assert is_settled(desk.connection, DANA, desk.turn)
