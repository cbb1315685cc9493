"""Binding: one group a region, one region a group, and a move only with a yes."""

from __future__ import annotations

from datetime import timedelta

from bot.desk.audit import Action, read_log
from bot.desk.groups import binding
from bot.desk.groups.binding import MOVE_LASTS, Bound, GroupTaken, MoveAsked, Newcomer, RegionState
from bot.desk.outgoing.chats import OfficeChat, group_of
from bot.desk.outgoing.items import AskReason, AskToMove, PostCard, PushCitizen, SayInChat, SayInGroup
from bot.desk.outgoing.lanes import CaseLane, GroupLane, OfficeLane
from bot.desk.outgoing.posting import put_item
from bot.desk.people import Spot
from bot.terms import Status, Suspension
from storage import outbox
from tests.desk.house import ADMIN, DANA, GROUP, OTHER_GROUP, Desk

LANE = OfficeLane("mangystau")


def bind(desk: Desk, region: str, chat: int) -> binding.Binding:
    """An admin binds the group with /bind."""
    return binding.bind(desk.connection, region, Newcomer(chat, "Кеңсе", 3), ADMIN, desk.turn)


def actions(desk: Desk) -> list[str]:
    """What the log holds."""
    return [entry.action for entry in read_log(desk.connection, desk.safe)]


def test_binding_twice_is_as_good_as_once_and_a_group_serves_one_region(desk: Desk) -> None:
    assert bind(desk, "mangystau", GROUP) == Bound("mangystau", 0)
    assert bind(desk, "mangystau", GROUP) == Bound("mangystau", 0)
    assert bind(desk, "abai", GROUP) == GroupTaken("mangystau")
    assert actions(desk) == [Action.GROUP_BOUND]


def test_a_move_is_asked_once_in_the_old_group_and_done_once_with_its_yes(desk: Desk) -> None:
    bind(desk, "mangystau", GROUP)
    for _ in range(2):
        assert bind(desk, "mangystau", OTHER_GROUP) == MoveAsked("mangystau")
    assert desk.owed() == [(str(LANE), AskToMove("mangystau", "Кеңсе", 3))]
    assert binding.wished_chat(desk.connection, "mangystau", desk.turn) == OTHER_GROUP
    assert binding.confirm_move(desk.connection, "mangystau", OTHER_GROUP, ADMIN, desk.turn) is None
    assert binding.confirm_move(desk.connection, "abai", GROUP, ADMIN, desk.turn) is None
    assert binding.confirm_move(desk.connection, "mangystau", GROUP, ADMIN, desk.turn) == Bound("mangystau", 0)
    assert group_of(desk.connection, "mangystau", desk.safe) == OfficeChat(OTHER_GROUP, "kk")
    assert desk.owed() == [(str(LANE), SayInGroup("a.bound", {"region": "mangystau"}))]
    assert binding.confirm_move(desk.connection, "mangystau", OTHER_GROUP, ADMIN, desk.turn) is None


def test_a_wish_to_move_ends_after_a_day(desk: Desk) -> None:
    bind(desk, "mangystau", GROUP)
    bind(desk, "mangystau", OTHER_GROUP)
    desk.pass_by(MOVE_LASTS)
    assert binding.wished_chat(desk.connection, "mangystau", desk.turn) is None
    assert binding.confirm_move(desk.connection, "mangystau", GROUP, ADMIN, desk.turn) is None
    assert group_of(desk.connection, "mangystau", desk.safe) == OfficeChat(GROUP, "kk")


def test_a_new_group_that_was_bound_elsewhere_meanwhile_is_not_taken_from_there(desk: Desk) -> None:
    bind(desk, "mangystau", GROUP)
    bind(desk, "mangystau", OTHER_GROUP)
    bind(desk, "abai", OTHER_GROUP)
    assert binding.confirm_move(desk.connection, "mangystau", GROUP, ADMIN, desk.turn) == GroupTaken("abai")
    assert group_of(desk.connection, "mangystau", desk.safe) == OfficeChat(GROUP, "kk")


def test_what_was_asked_in_the_old_group_is_not_asked_in_the_new_one(desk: Desk) -> None:
    bind(desk, "mangystau", GROUP)
    case = desk.put_case(level="contact")
    desk.empty_outbox()
    put_item(desk.connection, AskReason(case.id, "d" * 32, Spot(GROUP, 40)), LANE, desk.turn)
    bind(desk, "mangystau", OTHER_GROUP)
    binding.confirm_move(desk.connection, "mangystau", None, DANA, desk.turn)
    assert desk.owed() == [
        (str(GroupLane.of(desk.safe.group_mark(GROUP))), SayInChat(GROUP, "a.moved", {"region": "mangystau"})),
        (str(LANE), SayInGroup("a.bound", {"region": "mangystau"})),
    ]
    desk.do_chores()
    assert desk.owed()[2:] == [(str(LANE), PostCard(case.id))]


def test_cases_that_waited_for_a_group_are_posted_and_their_term_begins(desk: Desk) -> None:
    case = desk.put_case()
    assert (case.row.status, case.row.due_on, desk.items()) == (Status.WAITING, None, [])
    states = binding.region_states(desk.connection, ["mangystau", "abai"])
    assert states == {"mangystau": RegionState(False, None, 1), "abai": RegionState(False, None, 0)}
    desk.pass_by(timedelta(days=3))
    assert bind(desk, "mangystau", GROUP) == Bound("mangystau", 1)
    assert (desk.row(case), desk.items()) == (case.row, [])
    desk.pass_by(timedelta(days=1))
    desk.do_chores()
    assert desk.owed() == [(str(LANE), PostCard(case.id)), (str(CaseLane(case.id)), PushCitizen(case.id))]
    row = desk.row(case)
    assert (row.status, row.due_on) == (
        Status.REGISTERED,
        desk.turn.rules.calendar.due_on(desk.turn.today, 15),
    )


def test_unbinding_stops_the_lane_and_the_next_binding_resumes_it(desk: Desk) -> None:
    bind(desk, "mangystau", GROUP)
    case = desk.put_case()
    desk.pass_by(timedelta(seconds=1))
    assert binding.unbind(desk.connection, GROUP, ADMIN, desk.turn) == "mangystau"
    assert binding.unbind(desk.connection, GROUP, ADMIN, desk.turn) is None
    assert outbox.lane_state(desk.connection, str(LANE)) == Suspension.UNBOUND
    assert (binding.lane_states(desk.connection), desk.items()) == ({}, [PostCard(case.id)])
    desk.pass_by(timedelta(seconds=1))
    bind(desk, "mangystau", OTHER_GROUP)
    assert (binding.lane_states(desk.connection), desk.items()) == ({"mangystau": None}, [PostCard(case.id)])
    assert actions(desk) == [Action.GROUP_BOUND, Action.GROUP_UNBOUND, Action.GROUP_BOUND]


def test_unbinding_ends_the_wish_to_move(desk: Desk) -> None:
    bind(desk, "mangystau", GROUP)
    bind(desk, "mangystau", OTHER_GROUP)
    binding.unbind(desk.connection, GROUP, ADMIN, desk.turn)
    assert binding.wished_chat(desk.connection, "mangystau", desk.turn) is None


def test_the_language_of_the_group_is_switched_or_chosen_and_survives_a_move(desk: Desk) -> None:
    assert binding.switch_language(desk.connection, GROUP, "", desk.safe) is None
    bind(desk, "mangystau", GROUP)
    spoken = [binding.switch_language(desk.connection, GROUP, wanted, desk.safe) for wanted in ("", "ru", "xx", "ru")]
    assert spoken == ["ru", "ru", "kk", "ru"]
    bind(desk, "mangystau", OTHER_GROUP)
    binding.confirm_move(desk.connection, "mangystau", None, ADMIN, desk.turn)
    assert group_of(desk.connection, "mangystau", desk.safe) == OfficeChat(OTHER_GROUP, "ru")
