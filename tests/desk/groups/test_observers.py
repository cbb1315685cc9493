"""Observers: a link makes one, who reads numbers and is no admin; all is told, and a removed one reads nothing."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from bot.desk.groups import admins, observers
from bot.desk.groups.observers import OBSERVER_PREFIX, Observer
from bot.desk.people import Refused
from storage import schema
from storage.observers import ObserverRow, put_observer
from tests.desk.house import ADMIN, DANA, YERLAN, Desk, read_log


def new_link(desk: Desk) -> str:
    link = observers.make_link(desk.connection, ADMIN, desk.turn)
    assert isinstance(link, str)
    return link


def readers(desk: Desk) -> list[bool]:
    return [observers.may_read(desk.connection, person.id, desk.turn.rules) for person in (ADMIN, DANA, YERLAN)]


def test_a_link_makes_one_observer_who_is_no_admin(desk: Desk) -> None:
    link = new_link(desk)
    assert link.startswith(OBSERVER_PREFIX) and len(link) <= 64
    assert readers(desk) == [True, False, False]
    assert observers.use_link(desk.connection, link, DANA, desk.turn)
    assert not observers.use_link(desk.connection, link, YERLAN, desk.turn)
    assert observers.use_link(desk.connection, link, DANA, desk.turn)  # the update came twice
    assert readers(desk) == [True, True, False]
    assert not admins.is_admin(desk.connection, DANA.id, desk.turn.rules)
    assert observers.list_observers(desk.connection, desk.turn) == [Observer(DANA, desk.turn.today)]
    assert [(entry.action, entry.who) for entry in read_log(desk.connection, desk.safe)] == [("observer-added", "Дана")]
    assert desk.told() == [(ADMIN.id, "a.told_observer", 0)]


def test_a_link_of_one_kind_is_none_of_the_other(desk: Desk) -> None:
    link, of_admin = new_link(desk), admins.make_link(desk.connection, desk.turn)
    secret, secret_of_admin = link.removeprefix(OBSERVER_PREFIX), of_admin.removeprefix(admins.LINK_PREFIX)
    for payload in (link, secret, admins.LINK_PREFIX + secret):
        assert not admins.use_link(desk.connection, payload, DANA, desk.turn)
    for payload in (of_admin, secret_of_admin, OBSERVER_PREFIX + secret_of_admin):
        assert not observers.use_link(desk.connection, payload, DANA, desk.turn)
    assert observers.use_link(desk.connection, link, DANA, desk.turn)
    assert admins.use_link(desk.connection, of_admin, YERLAN, desk.turn)


def test_a_late_link_makes_nobody_an_observer_and_an_admin_is_written_down_as_none(desk: Desk) -> None:
    late = new_link(desk)
    assert observers.use_link(desk.connection, new_link(desk), ADMIN, desk.turn)
    assert observers.list_observers(desk.connection, desk.turn) == []
    desk.pass_by(admins.LINK_LASTS)
    assert not observers.use_link(desk.connection, late, DANA, desk.turn)
    assert readers(desk) == [True, False, False]


def test_a_removed_observer_reads_nothing_and_it_is_told(desk: Desk) -> None:
    observers.use_link(desk.connection, new_link(desk), DANA, desk.turn)
    desk.empty_outbox()
    assert observers.remove(desk.connection, DANA.id, ADMIN, desk.turn)
    assert not observers.remove(desk.connection, DANA.id, ADMIN, desk.turn)
    assert readers(desk) == [True, False, False]
    assert desk.connection.execute(select(schema.observers)).all() == []
    assert read_log(desk.connection, desk.safe)[-1].action == "observer-removed"
    assert desk.told() == [(ADMIN.id, "a.told_observer_removed", 0)]


def test_an_admin_of_today_names_nobody(desk: Desk) -> None:
    admins.use_link(desk.connection, admins.make_link(desk.connection, desk.turn), DANA, desk.turn)
    assert observers.make_link(desk.connection, DANA, desk.turn) == Refused("a.admin_too_new")
    desk.pass_by(timedelta(hours=24))
    assert isinstance(observers.make_link(desk.connection, DANA, desk.turn), str)


def test_a_damaged_observer_hides_no_other(desk: Desk) -> None:
    observers.use_link(desk.connection, new_link(desk), DANA, desk.turn)
    put_observer(desk.connection, ObserverRow(desk.safe.person_mark(YERLAN.id), b"spoilt"))
    assert [each.officer for each in observers.list_observers(desk.connection, desk.turn)] == [DANA]
    assert observers.remove(desk.connection, YERLAN.id, ADMIN, desk.turn)
