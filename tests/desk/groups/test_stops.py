"""Stops: bindings, unbindings and admins are taken back within a day, by whoever may, once."""

from __future__ import annotations

from datetime import timedelta

from bot.desk.audit import Action
from bot.desk.groups import admins, binding, requests, stops
from bot.desk.groups.binding import Bound, Newcomer
from bot.desk.groups.deeds import STOP_LASTS
from bot.desk.groups.removals import remove_admin
from bot.desk.groups.requests import MoveSet
from bot.desk.groups.stops import Stopped
from bot.desk.outgoing.chats import OfficeChat, group_of
from bot.desk.outgoing.items import SayInChat
from bot.desk.people import Officer, Presser, Refused
from bot.desk.presses import StopDeed, read_staff_press
from bot.terms import Suspension
from storage import outbox
from tests.desk.house import ADMIN, DANA, GROUP, OTHER_GROUP, YERLAN, Desk, read_log

CHIEF = Officer(31, "Бастық")


def bind(desk: Desk, chat: int = GROUP, who: Officer = ADMIN) -> requests.Binding:
    """*who* sends /bind in *chat*."""
    return requests.bind(desk.connection, "mangystau", Newcomer(chat, "Кеңсе", 3), who, desk.turn)


def unbind(desk: Desk, chat: int = GROUP, who: Officer = ADMIN) -> str | Refused | None:
    """*who* confirms /unbind in *chat*."""
    return binding.unbind(desk.connection, "mangystau", chat, who, desk.turn)


def make_admin(desk: Desk, who: Officer) -> None:
    """*who* uses a link."""
    assert admins.use_link(desk.connection, admins.make_link(desk.connection, desk.turn), who, desk.turn)


def button(desk: Desk) -> str:
    """What the last button that was owed would stop."""
    assert desk.told()
    spelled = [item.presses[-1] for item in desk.items() if isinstance(item, SayInChat) and item.presses][-1]
    press = read_staff_press(spelled)
    assert isinstance(press, StopDeed)
    return press.deed


def stop(desk: Desk, named: str, who: Officer, chat: int = 0, *, leads: bool = False) -> Stopped | Refused:
    """*who* presses "stop this", in private unless a chat is given."""
    return stops.stop(desk.connection, named, Presser(who, chat or who.id, leads), desk.turn)


def serving(desk: Desk) -> OfficeChat | None:
    """The group that serves the region."""
    return group_of(desk.connection, "mangystau", desk.safe)


def test_a_first_binding_that_is_stopped_leaves_the_region_as_it_was(desk: Desk) -> None:
    make_admin(desk, DANA)
    bind(desk)
    named = button(desk)
    assert stop(desk, named, DANA) == Stopped("mangystau")
    assert (serving(desk), outbox.lane_state(desk.connection, "office:mangystau")) == (None, Suspension.UNBOUND)
    assert stop(desk, named, DANA) == Refused("a.stop_over")
    assert desk.told()[-1] == (GROUP, "a.told_bound_stopped", 0)
    assert bind(desk) == Refused("a.stopped_lately")
    assert bind(desk, OTHER_GROUP, DANA) == Bound("mangystau", 0)
    stopped = [entry for entry in read_log(desk.connection, desk.safe) if entry.action == Action.CHANGE_STOPPED]
    assert [(entry.who, entry.why) for entry in stopped] == [("Дана", "mangystau")]


def test_after_a_stopped_binding_that_got_cases_the_next_one_waits_a_day(desk: Desk) -> None:
    make_admin(desk, DANA)
    desk.put_case()
    bind(desk)
    desk.do_chores()
    stop(desk, button(desk), DANA)
    assert isinstance(bind(desk, OTHER_GROUP, DANA), MoveSet)


def test_an_unbinding_that_is_stopped_gives_the_group_its_region_back(desk: Desk) -> None:
    make_admin(desk, DANA)
    desk.bind()
    unbind(desk)
    named = button(desk)
    assert stop(desk, named, CHIEF, GROUP) == Refused("s.no_rights")
    bind(desk, OTHER_GROUP)
    assert stop(desk, named, CHIEF, GROUP, leads=True) == Stopped("mangystau")
    assert serving(desk) == OfficeChat(GROUP, "kk")
    assert desk.told()[-1] == (GROUP, "a.told_unbound_stopped", 0)
    assert stops.stop_in_region(desk.connection, "mangystau", desk.turn) is None
    assert unbind(desk) == Refused("a.stopped_lately")
    assert unbind(desk, who=DANA) == "mangystau"


def test_what_is_a_day_old_is_not_stopped(desk: Desk) -> None:
    desk.bind()
    unbind(desk)
    desk.pass_by(STOP_LASTS)
    assert stop(desk, button(desk), ADMIN) == Refused("a.stop_over")
    assert serving(desk) is None


def test_an_unbinding_is_not_stopped_once_the_region_or_the_group_is_taken(desk: Desk) -> None:
    desk.bind()
    unbind(desk)
    named = button(desk)
    bind(desk)
    assert stop(desk, named, ADMIN) == Refused("a.stop_over")
    unbind(desk)
    named = button(desk)
    desk.bind("abai")
    assert stop(desk, named, ADMIN) == Refused("a.stop_over")


def test_the_command_line_takes_back_the_last_thing_that_was_done(desk: Desk) -> None:
    assert stops.stop_in_region(desk.connection, "mangystau", desk.turn) is None
    desk.bind()
    unbind(desk)
    assert stops.stop_in_region(desk.connection, "mangystau", desk.turn) == Stopped("mangystau")
    assert serving(desk) == OfficeChat(GROUP, "kk")


def test_an_admin_who_was_removed_may_stop_what_is_done_to_regions_for_a_day(desk: Desk) -> None:
    """Whoever steals an account removes the others first: they lose their rights, and keep the brake."""
    make_admin(desk, DANA)
    desk.pass_by(timedelta(days=2))
    desk.bind()
    mark = desk.safe.person_mark(DANA.id).hex()
    found = next(each for each in admins.list_admins(desk.connection, desk.turn) if each.mark == mark)
    remove_admin(desk.connection, found, ADMIN, desk.turn)
    removal = button(desk)
    unbind(desk)
    named = button(desk)
    assert stop(desk, removal, DANA) == Refused("s.no_rights")
    desk.pass_by(timedelta(hours=23, minutes=59))
    assert stop(desk, named, DANA) == Stopped("mangystau")
    desk.pass_by(timedelta(hours=25))
    unbind(desk)
    assert stop(desk, button(desk), DANA) == Refused("s.no_rights")


def test_a_new_admin_is_stopped_by_one_who_has_been_one_for_a_day(desk: Desk) -> None:
    make_admin(desk, DANA)
    make_admin(desk, YERLAN)
    named = button(desk)
    assert stop(desk, named, YERLAN) == Refused("a.not_yourself")
    assert stop(desk, named, DANA) == Refused("a.admin_too_new")
    assert stop(desk, named, CHIEF) == Refused("s.no_rights")
    assert stop(desk, named, ADMIN) == Stopped(None)
    assert not admins.is_admin(desk.connection, YERLAN.id, desk.turn.rules)
    assert stop(desk, named, ADMIN) == Refused("a.stop_over")
