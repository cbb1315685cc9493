"""Moves: somebody else agrees, a day goes by, and only then does another group get anything. Thieves try each way."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.desk.audit import Action, LogEntry
from bot.desk.groups import admins, moves, requests, stops
from bot.desk.groups.binding import Bound, GroupTaken, Newcomer, settle_binding, switch_language, unbind
from bot.desk.groups.moves import FOLLOWS_AFTER, MOVE_LASTS, Move
from bot.desk.groups.requests import MoveAsked, MoveSet, MoveUnderWay
from bot.desk.groups.stops import Stopped
from bot.desk.outgoing.chats import OfficeChat, group_of
from bot.desk.outgoing.items import AskWords, PostCard, SayInChat, SayInGroup
from bot.desk.outgoing.lanes import OfficeLane
from bot.desk.outgoing.posting import put_item
from bot.desk.people import COMMAND_LINE, Officer, Presser, Refused, Spot
from bot.desk.presses import ConfirmMove, StopDeed, spell_staff_press
from bot.terms import Status
from storage import moves as rows
from tests.desk.house import ADMIN, DANA, GROUP, OTHER_GROUP, YERLAN, Desk, read_log

THIRD_GROUP = -1_002_190_000_888
THIEF = ADMIN
"""An admin whose account was stolen: the settings name it, so nothing but the settings takes its rights."""
CHIEF, MEMBER = Officer(31, "Бастық"), Officer(32, "Мүше")
DAY = timedelta(hours=24)
OLD, NEW = OfficeChat(GROUP, "kk"), OfficeChat(OTHER_GROUP, "kk")


def bind(desk: Desk, chat: int = OTHER_GROUP, who: Officer = THIEF, region: str = "mangystau") -> requests.Binding:
    """*who* sends /bind in *chat*."""
    return requests.bind(desk.connection, region, Newcomer(chat, "Жаңа кеңсе", 2), who, desk.turn)


def ask(desk: Desk, chat: int = OTHER_GROUP, who: Officer = THIEF) -> Move:
    """A move that waits for a yes."""
    asked = bind(desk, chat, who)
    assert isinstance(asked, MoveAsked)
    return asked.move


def agree(desk: Desk, move: Move, who: Officer, chat: int = GROUP, *, leads: bool = False) -> Move | Refused:
    """*who* presses "confirm"."""
    return moves.agree_to_move(desk.connection, move.id, Presser(who, chat, leads), desk.turn)


def stop(desk: Desk, named: str, who: Officer, chat: int = GROUP, *, leads: bool = False) -> Stopped | Refused:
    """*who* presses "stop this"."""
    return stops.stop(desk.connection, named, Presser(who, chat, leads), desk.turn)


def make_admin(desk: Desk, who: Officer) -> None:
    """*who* uses a link."""
    assert admins.use_link(desk.connection, admins.make_link(desk.connection, desk.turn), who, desk.turn)


def carry_out(desk: Desk) -> int:
    """The duty comes by."""
    due = rows.list_due(desk.connection, now=desk.turn.seconds)
    return sum(moves.carry_out_due(desk.connection, move_id, desk.turn) for move_id in due)


def serving(desk: Desk) -> OfficeChat | None:
    """The group that serves the region."""
    return group_of(desk.connection, "mangystau", desk.safe)


@pytest.fixture
def bound(desk: Desk) -> Desk:
    """A region with its group; Дана has been an admin by a link for two days."""
    make_admin(desk, DANA)
    desk.pass_by(timedelta(days=2))
    desk.bind()
    desk.empty_outbox()
    return desk


def test_a_move_is_asked_of_everybody_and_changes_nothing(bound: Desk) -> None:
    move = ask(bound)
    assert ask(bound) == move
    presses = tuple(spell_staff_press(press) for press in (ConfirmMove(move.id), StopDeed(move.id)))
    values = {"region": "mangystau", "title": "Жаңа кеңсе", "n": 2, "who": "Әлия"}
    assert bound.items() == [
        SayInChat(chat, "a.told_move_asked", values, presses=presses) for chat in (THIEF.id, DANA.id, GROUP)
    ]
    assert (serving(bound), carry_out(bound)) == (OLD, 0)


def test_who_asks_may_not_agree_whatever_else_they_are(bound: Desk) -> None:
    move = ask(bound)
    for chat, leads in ((GROUP, True), (GROUP, False), (THIEF.id, False), (OTHER_GROUP, True)):
        assert agree(bound, move, THIEF, chat, leads=leads) == Refused("a.move_own")
    bound.pass_by(DAY - timedelta(seconds=1))
    assert (carry_out(bound), serving(bound)) == (0, OLD)


def test_a_plain_member_and_whoever_leads_another_group_may_not_agree(bound: Desk) -> None:
    move = ask(bound)
    assert agree(bound, move, MEMBER) == Refused("s.no_rights")
    assert agree(bound, move, CHIEF, OTHER_GROUP, leads=True) == Refused("s.no_rights")
    assert agree(bound, move, MEMBER, MEMBER.id) == Refused("s.no_rights")
    assert agree(bound, move, DANA, OTHER_GROUP) == Refused("s.no_rights")


def test_a_new_admin_may_not_agree_for_a_day(bound: Desk) -> None:
    make_admin(bound, YERLAN)
    move = ask(bound)
    for chat in (GROUP, YERLAN.id):
        assert agree(bound, move, YERLAN, chat) == Refused("a.admin_too_new")
    stop(bound, move.id, DANA, DANA.id)
    bound.pass_by(DAY)
    assert agree(bound, ask(bound), YERLAN, YERLAN.id) != Refused("a.admin_too_new")


@pytest.mark.parametrize(("who", "chat", "leads"), [(CHIEF, GROUP, True), (DANA, DANA.id, False), (DANA, GROUP, False)])
def test_another_admin_or_an_administrator_of_the_old_group_agrees_and_a_day_later_all_follows(
    bound: Desk, who: Officer, chat: int, leads: bool
) -> None:
    case = bound.put_case()
    bound.empty_outbox()
    bound.post(case, 40)
    move = ask(bound)
    bound.empty_outbox()
    agreed = agree(bound, move, who, chat, leads=leads)
    assert isinstance(agreed, Move) and agreed.due_at == bound.turn.after(FOLLOWS_AFTER)
    assert bound.told() == [(place, "a.told_move_agreed", 1) for place in (THIEF.id, DANA.id, GROUP, OTHER_GROUP)]
    assert agree(bound, move, who, chat, leads=leads) == Refused("a.move_over")
    bound.pass_by(FOLLOWS_AFTER - timedelta(seconds=1))
    fresh = bound.put_case("Жаңа іс")
    assert (carry_out(bound), serving(bound)) == (0, OLD)
    bound.empty_outbox()
    bound.post(fresh, 41)
    bound.pass_by(timedelta(seconds=1))
    assert [carry_out(bound) for _ in range(2)] == [1, 0]
    assert serving(bound) == NEW
    assert bound.items()[-1] == SayInGroup("a.bound", {"region": "mangystau"})
    bound.do_chores()
    cards = {item.case for item in bound.items() if isinstance(item, PostCard)}
    assert cards == {case.id, fresh.id}
    assert bound.told() == [(place, "a.told_moved", 0) for place in (THIEF.id, DANA.id, GROUP)]


def test_a_wish_ends_after_a_day_and_makes_room(bound: Desk) -> None:
    move = ask(bound)
    bound.pass_by(MOVE_LASTS)
    assert agree(bound, move, DANA, DANA.id) == Refused("a.move_over")
    assert stop(bound, move.id, DANA, DANA.id) == Refused("a.stop_over")
    assert ask(bound, THIRD_GROUP).new.chat == THIRD_GROUP


def test_no_other_wish_takes_the_place_of_the_one_that_a_button_shows(bound: Desk) -> None:
    move = ask(bound)
    assert bind(bound, THIRD_GROUP) == MoveUnderWay(move)
    assert bind(bound, THIRD_GROUP, DANA) == MoveUnderWay(move)
    agreed = agree(bound, move, DANA, DANA.id)
    assert isinstance(agreed, Move)
    assert bind(bound, THIRD_GROUP) == MoveUnderWay(agreed)
    assert bind(bound) == MoveSet(agreed)


def test_unbinding_first_is_no_way_round_the_question(bound: Desk) -> None:
    unbind(bound.connection, "mangystau", GROUP, THIEF, bound.turn)
    bound.pass_by(DAY - timedelta(seconds=1))
    case = bound.put_case()
    move = ask(bound)
    assert move.old == GROUP
    assert agree(bound, move, THIEF, GROUP, leads=True) == Refused("a.move_own")
    assert (serving(bound), bound.row(case).status) == (None, Status.WAITING)
    assert isinstance(agree(bound, move, CHIEF, leads=True), Move)
    assert serving(bound) is None
    bound.pass_by(FOLLOWS_AFTER)
    assert (carry_out(bound), serving(bound)) == (1, NEW)
    bound.do_chores()
    assert bound.row(case).status == Status.REGISTERED


def test_a_region_without_a_group_for_longer_follows_in_a_day_unless_it_is_stopped(bound: Desk) -> None:
    unbind(bound.connection, "mangystau", GROUP, THIEF, bound.turn)
    bound.pass_by(DAY)
    bound.empty_outbox()
    waits = bind(bound)
    assert isinstance(waits, MoveSet)
    assert bound.told() == [(place, "a.told_move_set", 1) for place in (THIEF.id, DANA.id, GROUP)]
    assert (carry_out(bound), serving(bound)) == (0, None)
    bound.pass_by(FOLLOWS_AFTER)
    assert (carry_out(bound), serving(bound)) == (1, NEW)


def test_a_region_whose_former_group_nobody_remembers_waits_a_day_too(bound: Desk) -> None:
    """So it is after an upgrade: its cases were in a group once."""
    bound.put_case()
    bound.connection.exec_driver_sql("DELETE FROM offices")
    assert isinstance(bind(bound), MoveSet)


def test_stopping_leaves_everything_as_it_was_and_the_asker_out_for_a_day(bound: Desk) -> None:
    for step in ("asked", "agreed"):
        move = ask(bound)
        if step == "agreed":
            agree(bound, move, CHIEF, leads=True)
        bound.empty_outbox()
        assert stop(bound, move.id, DANA, DANA.id) == Stopped("mangystau")
        assert bound.told() == [(place, "a.told_move_stopped", 0) for place in (THIEF.id, DANA.id, GROUP, OTHER_GROUP)]
        assert stop(bound, move.id, DANA, DANA.id) == Refused("a.stop_over")
        assert agree(bound, move, CHIEF, leads=True) == Refused("a.move_over")
        assert bind(bound, THIRD_GROUP) == Refused("a.stopped_lately")
        assert unbind(bound.connection, "mangystau", GROUP, THIEF, bound.turn) == Refused("a.stopped_lately")
        bound.pass_by(DAY)
        assert (carry_out(bound), serving(bound)) == (0, OLD)


def test_who_withdraws_an_own_wish_may_ask_again(bound: Desk) -> None:
    assert stop(bound, ask(bound).id, THIEF, OTHER_GROUP) == Stopped("mangystau")
    assert ask(bound, THIRD_GROUP).new.chat == THIRD_GROUP


def test_only_admins_and_administrators_of_the_old_group_stop_a_move(bound: Desk) -> None:
    move = ask(bound)
    for who, chat, leads in ((MEMBER, GROUP, False), (CHIEF, OTHER_GROUP, True), (MEMBER, MEMBER.id, False)):
        assert stop(bound, move.id, who, chat, leads=leads) == Refused("s.no_rights")
    assert stop(bound, move.id, CHIEF, leads=True) == Stopped("mangystau")


def test_a_forged_id_stops_and_moves_nothing(bound: Desk) -> None:
    ask(bound)
    assert moves.agree_to_move(bound.connection, "0" * 32, Presser(DANA, DANA.id), bound.turn) == Refused("a.move_over")
    assert stop(bound, "0" * 32, DANA) == Refused("a.stop_over")


def test_the_command_line_moves_at_once_and_once(bound: Desk) -> None:
    assert moves.confirm_at_once(bound.connection, "mangystau", bound.turn) is None
    switch_language(bound.connection, GROUP, "ru", bound.safe)
    ask(bound)
    assert moves.confirm_at_once(bound.connection, "mangystau", bound.turn) == Bound("mangystau", 0)
    assert serving(bound) == OfficeChat(OTHER_GROUP, "ru")
    assert moves.confirm_at_once(bound.connection, "mangystau", bound.turn) is None
    when = bound.turn.now.isoformat(timespec="milliseconds")
    assert [entry for entry in read_log(bound.connection, bound.safe) if entry.who_id == COMMAND_LINE.id] == [
        LogEntry(when, Action.MOVE_AGREED, None, "command line", 0, "mangystau")
    ]


def test_the_command_line_stops_a_move(bound: Desk) -> None:
    ask(bound)
    assert stops.stop_in_region(bound.connection, "mangystau", bound.turn) == Stopped("mangystau")
    assert stops.stop_in_region(bound.connection, "mangystau", bound.turn) is None
    assert bind(bound) == Refused("a.stopped_lately")


def test_a_new_group_that_was_bound_elsewhere_meanwhile_is_not_taken_from_there(bound: Desk) -> None:
    agree(bound, ask(bound), CHIEF, leads=True)
    assert isinstance(bind(bound, region="abai"), Bound)
    bound.pass_by(FOLLOWS_AFTER)
    bound.empty_outbox()
    assert (carry_out(bound), serving(bound)) == (0, OLD)
    assert bound.told() == [(place, "a.new_group_taken", 0) for place in (THIEF.id, DANA.id, GROUP)]
    settle_binding(bound.connection, "abai", THIRD_GROUP, THIEF, bound.turn)
    ask(bound)
    bind(bound, region="zhetysu")
    assert moves.confirm_at_once(bound.connection, "mangystau", bound.turn) == GroupTaken("zhetysu")


def test_what_was_to_be_asked_in_the_old_group_is_not_asked_in_the_new_one(bound: Desk) -> None:
    case = bound.put_case(level="contact")
    bound.empty_outbox()
    put_item(bound.connection, AskWords(case.id, "d" * 32, Spot(GROUP, 40)), OfficeLane("mangystau"), bound.turn)
    ask(bound)
    moves.confirm_at_once(bound.connection, "mangystau", bound.turn)
    bound.do_chores()
    assert [item for item in bound.items() if not isinstance(item, SayInChat)] == [
        SayInGroup("a.bound", {"region": "mangystau"}),
        PostCard(case.id),
    ]


def test_a_name_that_is_a_link_is_none_where_it_is_told(bound: Desk) -> None:
    ask(bound, who=Officer(DANA.id, "@kense t.me/x"))
    assert {item.values["who"] for item in bound.items() if isinstance(item, SayInChat)} != {"@kense t.me/x"}


def damage(desk: Desk, move: Move) -> None:
    """The box of the move does not open any more."""
    desk.connection.exec_driver_sql("UPDATE moves SET box = ? WHERE id = ?", (b"\x00" * 64, move.id))


def test_a_damaged_move_costs_itself_and_makes_room_for_another(bound: Desk) -> None:
    move = ask(bound)
    settle_binding(bound.connection, "abai", THIRD_GROUP, THIEF, bound.turn)
    other = bind(bound, -1_002_190_000_999, DANA, region="abai")
    assert isinstance(other, MoveAsked)
    damage(bound, move)
    assert moves.standing_moves(bound.connection, bound.turn) == [other.move]
    assert [row.table_name for row in bound.safe.damages.waiting()] == ["moves"]
    assert ask(bound, who=DANA).who == DANA


def test_a_damaged_move_keeps_nobody_from_unbinding(bound: Desk) -> None:
    damage(bound, ask(bound))
    assert unbind(bound.connection, "mangystau", GROUP, THIEF, bound.turn) == "mangystau"
    assert moves.standing_moves(bound.connection, bound.turn) == []


def test_a_former_group_that_cannot_be_read_is_asked_nothing_and_holds_nobody_up(bound: Desk) -> None:
    unbind(bound.connection, "mangystau", GROUP, THIEF, bound.turn)
    bound.connection.exec_driver_sql("UPDATE former_offices SET box = ?", (b"\x00" * 64,))
    move = ask(bound)
    assert move.old is None
    assert agree(bound, move, CHIEF, leads=True) == Refused("s.no_rights")
    assert isinstance(agree(bound, move, DANA, DANA.id), Move)
    bound.pass_by(FOLLOWS_AFTER)
    assert (carry_out(bound), serving(bound)) == (1, NEW)
