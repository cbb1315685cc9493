"""A bound group's lane stops and goes on; alerts are told once; a migration is followed once."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import Connection

from bot.desk.groups import changes
from bot.desk.groups.binding import unbind
from bot.desk.groups.changes import WatchedGroup
from bot.desk.officers.previews import keep_preview
from bot.desk.outgoing.chats import OfficeChat, group_of
from bot.desk.outgoing.items import PostCard, SayInChat, SayInGroup, ShowPreview
from bot.desk.outgoing.lanes import AdminLane, GroupLane, OfficeLane
from bot.desk.people import Spot
from bot.desk.rules import Turn
from bot.terms import Suspension
from storage import outbox
from tests.desk.house import ADMIN, GROUP, OTHER_GROUP, Desk

LANE = str(OfficeLane("mangystau"))
REGION = {"region": "mangystau"}


def test_admins_are_alerted_once_when_a_lane_stops_and_once_when_it_goes_on(desk: Desk) -> None:
    desk.bind()
    admins = str(AdminLane.of(desk.safe.person_mark(ADMIN.id)))
    for _ in range(2):
        assert changes.close_group(desk.connection, GROUP, Suspension.REMOVED, desk.turn) == "mangystau"
    assert changes.list_groups(desk.connection, desk.safe) == [WatchedGroup(GROUP, Suspension.REMOVED)]
    for _ in range(2):
        assert changes.welcome_back(desk.connection, GROUP, desk.turn) == "mangystau"
    assert changes.list_groups(desk.connection, desk.safe) == [WatchedGroup(GROUP, None)]
    assert desk.owed() == [
        (admins, SayInChat(ADMIN.id, "a.removed", REGION)),
        (admins, SayInChat(ADMIN.id, "a.group_back", REGION)),
    ]


def test_a_group_that_anybody_can_read_hears_why_and_only_the_watch_reopens_it(desk: Desk) -> None:
    desk.bind()
    assert not changes.mind_public(desk.connection, GROUP, desk.turn, public=True)
    lane = str(GroupLane.of(desk.safe.group_mark(GROUP)))
    assert desk.owed()[-1] == (lane, SayInChat(GROUP, "s.group_public"))
    assert not changes.mind_public(desk.connection, GROUP, desk.turn, public=False)
    assert changes.welcome_back(desk.connection, GROUP, desk.turn) is None
    assert outbox.lane_state(desk.connection, LANE) == Suspension.PUBLIC
    assert changes.reopen_group(desk.connection, GROUP, desk.turn) == "mangystau"
    assert changes.mind_public(desk.connection, GROUP, desk.turn, public=False)


def test_a_silenced_group_waits_under_the_general_alert(desk: Desk) -> None:
    desk.bind()
    changes.close_group(desk.connection, GROUP, Suspension.SILENCED, desk.turn)
    assert desk.items() == [SayInChat(ADMIN.id, "a.group_lost", REGION)]


@pytest.mark.parametrize("door", [changes.welcome_back, changes.reopen_group])
def test_a_group_that_serves_no_region_changes_nothing(
    desk: Desk, door: Callable[[Connection, int, Turn], str | None]
) -> None:
    desk.bind()
    unbind(desk.connection, "mangystau", GROUP, ADMIN, desk.turn)
    desk.empty_outbox()
    assert door(desk.connection, GROUP, desk.turn) is None
    assert changes.close_group(desk.connection, GROUP, Suspension.REMOVED, desk.turn) is None
    assert changes.follow_migration(desk.connection, GROUP, OTHER_GROUP, desk.turn) is None
    assert changes.mind_public(desk.connection, GROUP, desk.turn, public=True)
    assert (desk.items(), outbox.lane_state(desk.connection, LANE)) == ([], "unbound")


def test_a_migration_posts_anew_what_is_open_and_is_followed_once(desk: Desk) -> None:
    desk.bind()
    open_case, seen_nowhere = desk.put_case(), desk.put_case("Басқа")
    desk.empty_outbox()
    desk.post(open_case, 40)
    seq = keep_preview(desk.connection, desk.about(open_case), "Тексердік.", Spot(GROUP, 50), desk.turn)
    desk.empty_outbox()
    changes.close_group(desk.connection, GROUP, Suspension.REMOVED, desk.turn)
    desk.empty_outbox()
    assert changes.follow_migration(desk.connection, GROUP, OTHER_GROUP, desk.turn) == "mangystau"
    assert group_of(desk.connection, "mangystau", desk.safe) == OfficeChat(OTHER_GROUP, "kk")
    assert outbox.lane_state(desk.connection, LANE) is None
    assert desk.items() == [SayInGroup("s.reposted")]
    desk.do_chores()
    cards = [PostCard(case.id) for case in sorted((open_case, seen_nowhere), key=lambda case: case.row.number)]
    assert desk.items() == [SayInGroup("s.reposted"), ShowPreview(open_case.id, seq), *cards]
    assert changes.follow_migration(desk.connection, GROUP, OTHER_GROUP, desk.turn) is None
    assert desk.do_chores() == []
