"""A group that does not take what is sent: who hears of it, and when."""

from __future__ import annotations

from collections.abc import Iterable

from bot.desk.groups import waits
from bot.desk.outgoing.items import SayInChat, SayInGroup
from bot.desk.outgoing.lanes import OfficeLane
from bot.desk.outgoing.posting import put_item
from bot.terms import Priority, Suspension
from storage import outbox
from tests.desk.house import ADMIN, GROUP, Desk, claim

OFFICE = OfficeLane("mangystau")
EVERYTHING = tuple(Priority)


def hold(desk: Desk, reason: Suspension, kinds: Iterable[Priority] = EVERYTHING) -> None:
    """The lane was found closed once more."""
    waits.hold(desk.connection, OFFICE, kinds, reason, desk.turn.seconds + 60, desk.turn)


def alerts(desk: Desk) -> list[str]:
    """The keys of what admins are owed."""
    return [item.key for item in desk.items() if isinstance(item, SayInChat) and item.chat == ADMIN.id]


def test_admins_hear_once_why_a_lane_waits_and_again_after_about_a_day(desk: Desk) -> None:
    desk.bind()
    for _ in range(waits.REMINDED_AFTER - 1):
        hold(desk, Suspension.TOPIC)
    assert alerts(desk) == ["a.topic_closed"]
    hold(desk, Suspension.TOPIC)
    assert alerts(desk) == ["a.topic_closed"] * 2


def test_another_reason_is_news(desk: Desk) -> None:
    desk.bind()
    hold(desk, Suspension.NO_FILES, (Priority.FILES,))
    hold(desk, Suspension.SILENCED)
    assert alerts(desk) == ["a.no_files", "a.group_lost"]


def test_a_lane_that_is_closed_twice_is_told_once(desk: Desk) -> None:
    desk.bind()
    for reason in (Suspension.FORBIDDEN, Suspension.GONE):
        waits.close(desk.connection, OFFICE, reason, desk.turn)
    assert alerts(desk) == ["a.group_lost"]


def test_words_that_are_taken_end_no_wait_of_files(desk: Desk) -> None:
    desk.bind()
    hold(desk, Suspension.NO_FILES, (Priority.FILES,))
    put_item(desk.connection, SayInGroup("s.reposted"), OFFICE, desk.turn)
    (item,) = [each for each in claim(desk.connection, desk.turn) if each.lane == str(OFFICE)]
    waits.go_on(desk.connection, item, desk.turn)
    assert [held.reason for held in outbox.list_holds(desk.connection)] == [Suspension.NO_FILES]
    assert alerts(desk) == ["a.no_files"]


def test_a_right_that_telegram_says_is_back_is_tried_at_once_and_told_when_something_was_taken(desk: Desk) -> None:
    desk.bind()
    put_item(desk.connection, SayInGroup("s.reposted"), OFFICE, desk.turn)
    hold(desk, Suspension.SILENCED)
    assert [each for each in claim(desk.connection, desk.turn) if each.lane == str(OFFICE)] == []
    waits.wake(desk.connection, GROUP, desk.turn)
    (item,) = [each for each in claim(desk.connection, desk.turn) if each.lane == str(OFFICE)]
    assert alerts(desk) == ["a.group_lost"]
    waits.go_on(desk.connection, item, desk.turn)
    assert (outbox.list_holds(desk.connection), alerts(desk)) == ([], ["a.group_lost", "a.group_back"])
