"""Binding: one group a region, one region a group; what an unbinding leaves, and what waits goes to the next group."""

from __future__ import annotations

from datetime import timedelta

from bot.desk.audit import Action
from bot.desk.groups import binding, requests
from bot.desk.groups.binding import Bound, GroupTaken, Newcomer, RegionState
from bot.desk.groups.deeds import MOST_A_DAY
from bot.desk.outgoing.chats import OfficeChat, group_of
from bot.desk.outgoing.items import PostCard, PushCitizen, SayInChat
from bot.desk.outgoing.lanes import AdminLane, CaseLane, GroupLane, OfficeLane
from bot.desk.people import Refused
from bot.terms import Status, Suspension
from storage import outbox
from tests.desk.house import ADMIN, GROUP, OTHER_GROUP, Desk, read_log

LANE = OfficeLane("mangystau")
DAY = timedelta(hours=24)


def bind(desk: Desk, region: str, chat: int) -> requests.Binding:
    """An admin binds the group with /bind."""
    return requests.bind(desk.connection, region, Newcomer(chat, "Кеңсе", 3), ADMIN, desk.turn)


def unbind(desk: Desk, region: str = "mangystau", chat: int = GROUP) -> str | Refused | None:
    """An admin confirms /unbind in the group."""
    return binding.unbind(desk.connection, region, chat, ADMIN, desk.turn)


def actions(desk: Desk) -> list[str]:
    """What the log holds."""
    return [entry.action for entry in read_log(desk.connection, desk.safe)]


def test_binding_twice_is_as_good_as_once_and_a_group_serves_one_region(desk: Desk) -> None:
    assert bind(desk, "mangystau", GROUP) == Bound("mangystau", 0)
    assert bind(desk, "mangystau", GROUP) == Bound("mangystau", 0)
    assert bind(desk, "abai", GROUP) == GroupTaken("mangystau")
    assert actions(desk) == [Action.GROUP_BOUND]
    assert desk.told() == [(ADMIN.id, "a.told_bound", 1)]


def test_a_first_binding_is_told_to_every_admin_with_a_button_that_stops_it(desk: Desk) -> None:
    bind(desk, "mangystau", GROUP)
    ((lane, item),) = desk.owed()
    assert isinstance(item, SayInChat)
    assert lane == str(AdminLane.of(desk.safe.person_mark(ADMIN.id)))
    assert item.values == {"region": "mangystau", "title": "Кеңсе", "n": 3, "who": "Әлия"}
    assert [press.partition(":")[0] for press in item.presses] == ["stop"]


def test_cases_that_waited_for_a_group_are_posted_and_their_term_begins(desk: Desk) -> None:
    case = desk.put_case()
    assert (case.row.status, case.row.due_on, desk.items()) == (Status.WAITING, None, [])
    states = binding.region_states(desk.connection, ["mangystau", "abai"])
    assert states == {"mangystau": RegionState(False, None, 1), "abai": RegionState(False, None, 0)}
    desk.pass_by(timedelta(days=3))
    assert bind(desk, "mangystau", GROUP) == Bound("mangystau", 1)
    assert (desk.row(case), desk.told()) == (case.row, [(ADMIN.id, "a.told_bound", 1)])
    desk.pass_by(timedelta(days=1))
    desk.do_chores()
    assert desk.owed()[1:] == [(str(LANE), PostCard(case.id)), (str(CaseLane(case.id)), PushCitizen(case.id))]
    row = desk.row(case)
    assert (row.status, row.due_on) == (
        Status.REGISTERED,
        desk.turn.rules.calendar.due_on(desk.turn.today, 15),
    )


def test_unbinding_stops_the_lane_and_is_told_to_admins_and_the_group(desk: Desk) -> None:
    desk.bind()
    case = desk.put_case()
    assert unbind(desk) == "mangystau"
    assert unbind(desk) is None
    assert outbox.lane_state(desk.connection, str(LANE)) == Suspension.UNBOUND
    assert (binding.lane_states(desk.connection), desk.items()[0]) == ({}, PostCard(case.id))
    lane = str(GroupLane.of(desk.safe.group_mark(GROUP)))
    assert [(each, item.key) for each, item in desk.owed() if isinstance(item, SayInChat)] == [
        (str(AdminLane.of(desk.safe.person_mark(ADMIN.id))), "a.told_unbound"),
        (lane, "a.told_unbound"),
    ]
    assert actions(desk) == [Action.GROUP_BOUND, Action.GROUP_UNBOUND]


def test_unbinding_names_the_region_that_was_asked_about(desk: Desk) -> None:
    desk.bind()
    assert unbind(desk, region="abai") is None
    assert unbind(desk, chat=OTHER_GROUP) is None
    assert group_of(desk.connection, "mangystau", desk.safe) == OfficeChat(GROUP, "kk")


def test_the_same_group_has_its_region_back_at_any_time_and_without_asking(desk: Desk) -> None:
    desk.bind()
    binding.switch_language(desk.connection, GROUP, "ru", desk.safe)
    case = desk.put_case()
    for pause in (timedelta(minutes=1), timedelta(days=90)):
        unbind(desk)
        desk.pass_by(pause)
        assert bind(desk, "mangystau", GROUP) == Bound("mangystau", 0)
        assert desk.told()[-1] == (ADMIN.id, "a.told_bound_again", 0)
    assert group_of(desk.connection, "mangystau", desk.safe) == OfficeChat(GROUP, "ru")
    assert (binding.lane_states(desk.connection), desk.items()[0]) == ({"mangystau": None}, PostCard(case.id))


def test_nobody_hides_an_alert_among_thousands(desk: Desk) -> None:
    desk.bind()
    done = 0
    while unbind(desk) == "mangystau" and bind(desk, "mangystau", GROUP) == Bound("mangystau", 0):
        done += 2
    assert done == MOST_A_DAY
    assert unbind(desk) == Refused("a.too_many_changes")
    desk.pass_by(DAY)
    assert unbind(desk) == "mangystau"


def test_the_language_of_the_group_is_switched_or_chosen(desk: Desk) -> None:
    assert binding.switch_language(desk.connection, GROUP, "", desk.safe) is None
    desk.bind()
    spoken = [binding.switch_language(desk.connection, GROUP, wanted, desk.safe) for wanted in ("", "ru", "xx", "ru")]
    assert spoken == ["ru", "ru", "kk", "ru"]
