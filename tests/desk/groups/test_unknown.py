"""Groups of strangers hear little and are left; groups that are needed, or about to be, never are."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import update

from bot.desk.groups import unknown
from bot.desk.groups.binding import Newcomer
from bot.desk.groups.requests import bind
from bot.desk.groups.unknown import A_LINE, AT_ONCE, FLOOD_SPAN, MOST_UPDATES, STAYS
from bot.desk.outgoing.items import AnswerCommand, LeaveGroup
from bot.desk.outgoing.lanes import GroupLane
from bot.desk.outgoing.posting import answer_command
from storage import schema, unknown_groups
from tests.desk.house import ADMIN, GROUP, OTHER_GROUP, Desk

SECOND = timedelta(seconds=1)


def meet(desk: Desk, times: int = 1, *, chat: int = GROUP) -> list[bool]:
    """So many updates of ours come from the group: whether each may be answered."""
    return [unknown.meet(desk.connection, chat, desk.turn, speaks=True) for _ in range(times)]


def left(desk: Desk) -> list[int]:
    """The groups that are to be left."""
    return [item.chat for item in desk.items() if isinstance(item, LeaveGroup)]


def is_known(desk: Desk, chat: int = GROUP) -> bool:
    """Whether anything is kept of the group."""
    return unknown_groups.find_group(desk.connection, desk.safe.group_mark(chat)) is not None


def test_a_strangers_group_hears_one_line_a_minute(desk: Desk) -> None:
    assert meet(desk, 3) == [True, False, False]
    desk.pass_by(A_LINE - SECOND)
    assert meet(desk) == [False]
    desk.pass_by(SECOND)
    assert meet(desk, 2) == [True, False]
    assert not unknown.meet(desk.connection, OTHER_GROUP, desk.turn)
    assert meet(desk, chat=OTHER_GROUP) == [True]


def test_a_flood_is_left_at_once_and_what_was_to_be_said_there_is_dropped(desk: Desk) -> None:
    meet(desk, MOST_UPDATES)
    answer_command(desk.connection, AnswerCommand(GROUP, "help", ("x",), ()), desk.turn)
    assert left(desk) == []
    meet(desk, 30)
    lane = str(GroupLane.of(desk.safe.group_mark(GROUP)))
    assert desk.owed() == [(lane, LeaveGroup(GROUP))]


def test_a_few_updates_again_and_again_are_no_flood(desk: Desk) -> None:
    for _ in range(5):
        meet(desk, MOST_UPDATES)
        desk.pass_by(FLOOD_SPAN + SECOND)
    assert left(desk) == []


def test_a_group_that_serves_no_region_for_a_day_is_left_and_forgotten_a_day_later(desk: Desk) -> None:
    meet(desk)
    desk.pass_by(STAYS - SECOND)
    assert (unknown.leave_overdue(desk.connection, desk.turn), left(desk)) == (0, [])
    desk.pass_by(SECOND)
    for _ in range(2):
        unknown.leave_overdue(desk.connection, desk.turn)
    assert left(desk) == [GROUP]
    desk.pass_by(STAYS)
    unknown.leave_overdue(desk.connection, desk.turn)
    assert not is_known(desk)


def test_one_round_leaves_so_many_groups_and_the_next_the_others(desk: Desk) -> None:
    for number in range(AT_ONCE + 3):
        meet(desk, chat=GROUP - number)
    desk.pass_by(STAYS)
    unknown.leave_overdue(desk.connection, desk.turn)
    assert len(left(desk)) == AT_ONCE
    desk.pass_by(STAYS)
    for _ in range(2):
        unknown.leave_overdue(desk.connection, desk.turn)
    assert len(left(desk)) == AT_ONCE + 3


def test_a_group_in_which_an_admin_has_just_acted_is_not_left_for_a_day(desk: Desk) -> None:
    meet(desk)
    desk.pass_by(STAYS - SECOND)
    unknown.trust(desk.connection, GROUP, desk.turn)
    meet(desk, MOST_UPDATES * 3)
    desk.pass_by(STAYS - SECOND)
    unknown.leave_overdue(desk.connection, desk.turn)
    assert left(desk) == []
    desk.pass_by(SECOND)
    unknown.leave_overdue(desk.connection, desk.turn)
    assert left(desk) == [GROUP]


def test_a_group_that_serves_a_region_is_never_left(desk: Desk) -> None:
    meet(desk)
    desk.bind()
    desk.empty_outbox()
    meet(desk, MOST_UPDATES * 2)
    desk.pass_by(STAYS)
    unknown.leave_overdue(desk.connection, desk.turn)
    assert (left(desk), is_known(desk)) == ([], False)


def test_a_group_that_a_region_is_about_to_move_to_is_not_left(desk: Desk) -> None:
    desk.bind(chat=OTHER_GROUP)
    meet(desk)
    desk.pass_by(STAYS - timedelta(hours=1))
    bind(desk.connection, "mangystau", Newcomer(GROUP, "Жаңа", 3), ADMIN, desk.turn)
    meet(desk, MOST_UPDATES * 2)
    desk.pass_by(timedelta(hours=2))
    unknown.leave_overdue(desk.connection, desk.turn)
    assert left(desk) == []


def test_one_that_was_left_is_left_again_without_a_word_when_somebody_brings_the_bot_back(desk: Desk) -> None:
    meet(desk, MOST_UPDATES + 1)
    desk.empty_outbox()
    assert meet(desk, 3) == [False, False, False]
    assert left(desk) == []
    unknown.come_in(desk.connection, GROUP, desk.turn, by_admin=False)
    unknown.come_in(desk.connection, GROUP, desk.turn, by_admin=False)
    assert left(desk) == [GROUP]
    unknown.come_in(desk.connection, GROUP, desk.turn, by_admin=True)
    desk.pass_by(A_LINE)
    assert (left(desk), meet(desk)) == ([], [True])


def test_a_channel_is_left_at_once(desk: Desk) -> None:
    unknown.leave_at_once(desk.connection, GROUP, desk.turn)
    assert left(desk) == [GROUP]


def test_a_damaged_row_keeps_no_other_group_from_being_left(desk: Desk) -> None:
    meet(desk)
    meet(desk, chat=OTHER_GROUP)
    spoilt = update(schema.unknown_groups).where(schema.unknown_groups.c.mark == desk.safe.group_mark(GROUP))
    desk.connection.execute(spoilt.values(box=b"x" * 300))
    desk.pass_by(STAYS + SECOND)
    unknown.leave_overdue(desk.connection, desk.turn)
    assert (left(desk), is_known(desk)) == ([OTHER_GROUP], False)
