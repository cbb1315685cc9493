"""Removals: who may take whom the rights, that it holds at once, and that it can be taken back."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.desk.audit import Action
from bot.desk.groups import admins, moves, observers, removals, requests
from bot.desk.groups.admins import LinkedAdmin
from bot.desk.groups.binding import Newcomer
from bot.desk.groups.removals import AdminRemoved, AdminRestored
from bot.desk.outgoing.items import SayInChat
from bot.desk.people import COMMAND_LINE, Officer, Refused
from tests.desk.house import ADMIN, DANA, OTHER_GROUP, YERLAN, Desk, read_log

SAULE = Officer(23, "Сәуле")


def make_admin(desk: Desk, who: Officer) -> LinkedAdmin:
    """*who* uses a link."""
    assert admins.use_link(desk.connection, admins.make_link(desk.connection, desk.turn), who, desk.turn)
    return next(each for each in admins.list_admins(desk.connection, desk.turn) if each.id == who.id)


def remove(desk: Desk, admin: LinkedAdmin, by: Officer) -> AdminRemoved | Refused:
    """*by* removes the admin."""
    return removals.remove_admin(desk.connection, admin, by, desk.turn)


def restore(desk: Desk, admin: LinkedAdmin, by: Officer) -> AdminRestored | Refused:
    """*by* takes the removal back."""
    return removals.restore_admin(desk.connection, admin.mark, by, desk.turn)


def test_who_has_been_an_admin_for_a_day_is_removed_by_the_settings_admins_or_the_server(desk: Desk) -> None:
    dana, yerlan = make_admin(desk, DANA), make_admin(desk, YERLAN)
    desk.pass_by(timedelta(hours=24))
    saule = make_admin(desk, SAULE)
    assert remove(desk, dana, YERLAN) == Refused("a.admin_settled")
    assert remove(desk, dana, SAULE) == Refused("a.admin_too_new")
    assert remove(desk, saule, SAULE) == Refused("a.not_yourself")
    assert remove(desk, saule, Officer(99, "Бөтен")) == Refused("s.no_rights")
    assert remove(desk, saule, YERLAN) == AdminRemoved(saule)
    assert remove(desk, dana, ADMIN) == AdminRemoved(dana)
    assert remove(desk, yerlan, COMMAND_LINE) == AdminRemoved(yerlan)
    assert admins.list_admins(desk.connection, desk.turn) == []
    log = [entry for entry in read_log(desk.connection, desk.safe) if entry.action == Action.ADMIN_REMOVED]
    assert {(entry.who, entry.why) for entry in log} == {
        ("Ерлан", "Сәуле (23)"),
        ("Әлия", "Дана (21)"),
        ("command line", "Ерлан (22)"),
    }


def test_a_removal_holds_at_once_and_is_told_to_everybody_the_removed_one_too(desk: Desk) -> None:
    dana = make_admin(desk, DANA)
    desk.empty_outbox()
    remove(desk, dana, ADMIN)
    assert not admins.is_admin(desk.connection, DANA.id, desk.turn.rules)
    values = {"admin": "Дана", "who": "Әлия"}
    assert [(i.chat, i.key, i.values) for i in desk.items() if isinstance(i, SayInChat)] == [
        (person.id, "a.told_admin_removed", values) for person in (ADMIN, DANA)
    ]
    assert remove(desk, dana, ADMIN) == Refused("a.admin_gone")


def test_a_removal_is_taken_back_by_those_who_might_have_done_it(desk: Desk) -> None:
    dana, _ = make_admin(desk, DANA), make_admin(desk, YERLAN)
    desk.pass_by(timedelta(hours=24))
    remove(desk, dana, ADMIN)
    for who, why in ((DANA, "s.no_rights"), (YERLAN, "a.admin_settled")):
        assert restore(desk, dana, who) == Refused(why)
    assert restore(desk, dana, COMMAND_LINE) == AdminRestored(dana)
    assert admins.is_settled(desk.connection, DANA, desk.turn)
    assert desk.told()[-3:] == [(person.id, "a.told_admin_restored", 0) for person in (ADMIN, DANA, YERLAN)]
    assert restore(desk, dana, ADMIN) == Refused("a.stop_over")


def test_what_a_removed_admin_asked_for_is_stopped(desk: Desk) -> None:
    desk.bind()
    dana = make_admin(desk, DANA)
    requests.bind(desk.connection, "mangystau", Newcomer(OTHER_GROUP, "Жаңа", 1), DANA, desk.turn)
    remove(desk, dana, ADMIN)
    assert moves.move_of(desk.connection, "mangystau", desk.turn) is None


def test_no_link_outlives_the_removal_of_an_admin_who_may_have_made_it(desk: Desk) -> None:
    dana = make_admin(desk, DANA)
    desk.pass_by(timedelta(hours=24))
    of_admin = admins.make_link(desk.connection, desk.turn)
    of_observer = observers.make_link(desk.connection, DANA, desk.turn)
    remove(desk, dana, ADMIN)
    assert not admins.use_link(desk.connection, of_admin, YERLAN, desk.turn)
    assert isinstance(of_observer, str) and not observers.use_link(desk.connection, of_observer, YERLAN, desk.turn)


@pytest.mark.parametrize("again", [False, True])
def test_a_new_link_makes_a_removed_admin_one_anew_and_leaves_others_as_they_are(desk: Desk, again: bool) -> None:
    dana = make_admin(desk, DANA)
    desk.pass_by(timedelta(hours=24))
    if again:
        remove(desk, dana, ADMIN)
    anew = make_admin(desk, DANA)
    assert anew.since == (desk.turn.seconds if again else dana.since)
    assert admins.is_settled(desk.connection, DANA, desk.turn) is not again
