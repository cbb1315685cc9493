"""Admins: a link makes one admin, once, within half an hour."""

from __future__ import annotations

from datetime import timedelta

from bot.desk.audit import Action, LogEntry, read_log
from bot.desk.groups.admins import LINK_LASTS, LINK_PREFIX, is_admin, make_link, use_link
from bot.desk.outgoing.items import SayInChat
from bot.desk.outgoing.posting import alert_admins
from tests.desk.house import ADMIN, DANA, YERLAN, Desk


def test_a_link_makes_one_admin_who_is_alerted_from_then_on(desk: Desk) -> None:
    link = make_link(desk.connection, desk.turn)
    assert link.startswith(LINK_PREFIX) and len(link) <= 64
    assert use_link(desk.connection, link, DANA, desk.turn)
    assert not use_link(desk.connection, link, YERLAN, desk.turn)
    people = (ADMIN, DANA, YERLAN)
    assert [is_admin(desk.connection, person.id, desk.turn.rules) for person in people] == [True, True, False]
    alert_admins(desk.connection, "a.group_back", {"region": "abai"}, desk.turn)
    values = {"region": "abai"}
    assert desk.items() == [SayInChat(person.id, "a.group_back", values) for person in (ADMIN, DANA)]
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
