"""Chores of a group: in slices, resumed where they stopped, held while the group has enough, and each case once."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import pytest
from sqlalchemy import update

from bot.desk.groups import changes, chores
from bot.desk.groups.binding import unbind
from bot.desk.groups.chores import FED, MOST_A_SLICE
from bot.desk.officers.previews import keep_preview
from bot.desk.outgoing.items import PostCard, PushCitizen, SayInChat, ShowPreview
from bot.desk.people import Spot
from bot.desk.status import UNANSWERED, set_status
from bot.terms import Chore, Status, Suspension
from storage import cases, schema
from storage.chores import ChoreRow, list_due
from storage.damage import DamagedRow
from tests.desk.house import ADMIN, GROUP, OTHER_GROUP, Desk, OnDesk

REGION = "mangystau"


def cards(desk: Desk) -> list[str]:
    """The cases whose cards wait in the outbox, in the order of the queue."""
    return [item.case for item in desk.items() if isinstance(item, PostCard)]


def slice_of(desk: Desk, kind: Chore = Chore.WAITING, most: int = MOST_A_SLICE) -> None:
    """One slice."""
    chores.do_slice(desk.connection, REGION, kind, desk.turn, most=most)


def ready(desk: Desk) -> list[tuple[str, Chore]]:
    """Which chores can go on."""
    return [(chore.region, chore.kind) for chore in chores.list_ready(desk.connection, desk.turn)]


def put_older(desk: Desk, days: int) -> OnDesk:
    """A case that was filed *days* ago."""
    case = desk.put_case()
    older = desk.turn.today - timedelta(days=days)
    mine = schema.cases.c.id == case.id
    desk.connection.execute(update(schema.cases).where(mine).values(filed_on=older))
    return case


def test_cases_that_waited_are_taken_up_in_slices_the_oldest_first(desk: Desk) -> None:
    waited = [put_older(desk, days) for days in range(25)]
    desk.bind()
    assert cards(desk) == []
    # Nothing is missing in any status; then a card and a push for each.
    assert desk.do_chores() == [*[0] * len(UNANSWERED), 20, 20, 10]
    assert cards(desk) == [case.id for case in reversed(waited)]
    assert {desk.row(case).status for case in waited} == {Status.REGISTERED}
    assert ready(desk) == []


def test_a_slice_is_bounded_by_what_the_citizens_said_later_too(desk: Desk) -> None:
    talkative, quiet = put_older(desk, 2), put_older(desk, 1)
    for n in range(MOST_A_SLICE):
        desk.add_words(talkative, f"Тағы {n}")
    desk.bind()
    slice_of(desk)
    assert cards(desk) == [talkative.id]
    slice_of(desk)
    assert cards(desk) == [talkative.id, quiet.id]


def test_the_term_of_each_case_begins_with_its_slice(desk: Desk) -> None:
    first, second = put_older(desk, 2), put_older(desk, 1)
    desk.bind()
    slice_of(desk, most=1)
    desk.pass_by(timedelta(days=1))
    slice_of(desk, most=1)
    due = desk.turn.rules.calendar.due_on
    yesterday = desk.turn.today - timedelta(days=1)
    assert (desk.row(first).due_on, desk.row(second).due_on) == (due(yesterday, 15), due(desk.turn.today, 15))


def test_a_fed_lane_holds_its_chore_until_it_has_room(desk: Desk) -> None:
    """A new case does not stand behind thousands of old ones."""
    for _ in range(FED + MOST_A_SLICE + 1):
        desk.put_case(level="contact")
    desk.bind()
    desk.do_chores()
    assert (len(cards(desk)), ready(desk)) == (FED, [])
    new = desk.put_case(level="contact")
    assert cards(desk)[-1] == new.id
    desk.empty_outbox()
    assert ready(desk) == [(REGION, Chore.WAITING)]
    desk.do_chores()
    assert len(cards(desk)) == MOST_A_SLICE + 1


def test_a_suspended_lane_holds_its_chores_and_they_go_on_when_it_is_resumed(desk: Desk) -> None:
    case = desk.put_case()
    desk.bind()
    changes.close_group(desk.connection, GROUP, Suspension.REMOVED, desk.turn)
    slice_of(desk)
    assert (ready(desk), desk.row(case).status) == ([], Status.WAITING)
    changes.welcome_back(desk.connection, GROUP, desk.turn)
    desk.do_chores()
    assert (cards(desk), desk.row(case).status) == ([case.id], Status.REGISTERED)


def test_unbound_in_the_middle_a_chore_ends_and_the_next_binding_begins_another(desk: Desk) -> None:
    waited = [put_older(desk, days) for days in (3, 2, 1)]
    desk.bind()
    slice_of(desk, most=1)
    unbind(desk.connection, "mangystau", GROUP, ADMIN, desk.turn)
    assert desk.do_chores() == [0, 0]
    assert [desk.row(case).status for case in waited] == [Status.REGISTERED, Status.WAITING, Status.WAITING]
    desk.bind(chat=OTHER_GROUP)
    desk.do_chores()
    assert cards(desk) == [case.id for case in waited]
    assert [item.case for item in desk.items() if isinstance(item, PushCitizen)] == [case.id for case in waited]


def test_only_unanswered_cases_that_the_group_has_not_got_are_posted_and_none_twice(desk: Desk) -> None:
    desk.bind()
    filed = [desk.put_case() for _ in range(30)]
    desk.empty_outbox()
    for message, case in enumerate(filed[:5], start=40):
        desk.post(case, message)
    set_status(desk.connection, filed[5].id, Status.ANSWERED, today=desk.turn.today)
    for _ in range(2):
        chores.start_reposting(desk.connection, REGION, desk.turn)
        slice_of(desk, Chore.MISSING)  # melted with the one before: it begins anew in the middle
    desk.do_chores()
    assert Counter(cards(desk)) == Counter(case.id for case in filed[6:])


def test_old_cases_follow_after_a_day(desk: Desk) -> None:
    desk.bind()
    desk.put_case()
    desk.empty_outbox()
    chores.start_reposting(desk.connection, REGION, desk.turn, wait=timedelta(hours=24))
    chores.start_reposting(desk.connection, REGION, desk.turn)  # the group became a supergroup meanwhile
    desk.pass_by(timedelta(hours=23))
    assert ready(desk) == []
    desk.pass_by(timedelta(hours=1))
    assert ready(desk) == [(REGION, Chore.MISSING)]


def test_previews_are_shown_anew_in_slices_those_of_the_region_only(desk: Desk) -> None:
    desk.bind()
    desk.bind("abai", OTHER_GROUP)
    here, there = desk.put_case(), desk.put_case(region="abai")
    for n in range(12):
        for case in (here, there):
            keep_preview(desk.connection, desk.about(case), f"{n}", Spot(GROUP, 50 + n), desk.turn)
    kept = [ShowPreview(here.id, seq) for seq in range(1, 13)]
    desk.empty_outbox()
    chores.show_previews_anew(desk.connection, REGION, desk.turn)
    slice_of(desk, Chore.PREVIEWS)
    chores.show_previews_anew(desk.connection, REGION, desk.turn)
    desk.do_chores()
    assert [item for item in desk.items() if isinstance(item, ShowPreview)] == kept


def test_people_who_have_begun_to_answer_come_before_cases_and_running_terms_before_others(desk: Desk) -> None:
    desk.put_case()
    desk.bind()
    chores.show_previews_anew(desk.connection, REGION, desk.turn)
    order = []
    while found := ready(desk):
        order += found
        slice_of(desk, found[0][1])
    missing = [(REGION, Chore.MISSING)] * len(UNANSWERED)  # a slice for each status, for there is none
    assert order == [(REGION, Chore.PREVIEWS), *missing, (REGION, Chore.WAITING)]


@pytest.mark.parametrize("kind", [Chore.WAITING, Chore.MISSING])
def test_a_damaged_case_is_left_out_and_noted_and_the_others_are_posted(desk: Desk, kind: Chore) -> None:
    if kind is Chore.MISSING:
        desk.bind()
        desk.do_chores()
    damaged, sound = put_older(desk, 2), put_older(desk, 1)
    desk.empty_outbox()
    desk.connection.execute(update(schema.cases).where(schema.cases.c.id == damaged.id).values(box=b"x" * 300))
    if kind is Chore.MISSING:
        chores.start_reposting(desk.connection, REGION, desk.turn)
    else:
        desk.bind()
    slice_of(desk, kind)
    assert [item for item in desk.items() if not isinstance(item, PushCitizen)] == [PostCard(sound.id)]
    assert desk.row(damaged).status == damaged.row.status
    assert desk.safe.damages.waiting() == (DamagedRow("cases", damaged.id, damaged.id),)


@pytest.mark.parametrize("kind", [Chore.WAITING, Chore.MISSING])
def test_a_case_that_breaks_its_slice_is_passed_over_and_told_by_its_number(desk: Desk, kind: Chore) -> None:
    if kind is Chore.MISSING:
        desk.bind()
        desk.do_chores()
    broken, sound = put_older(desk, 2), put_older(desk, 1)
    desk.empty_outbox()
    if kind is Chore.MISSING:
        chores.start_reposting(desk.connection, REGION, desk.turn)
    else:
        desk.bind()
    chores.pass_over(desk.connection, REGION, kind, desk.turn)
    slice_of(desk, kind)
    told = SayInChat(ADMIN.id, "a.not_posted", {"case_no": broken.row.number})
    assert [item for item in desk.items() if not isinstance(item, PushCitizen)] == [told, PostCard(sound.id)]
    assert desk.row(broken).status == broken.row.status


def test_nothing_to_pass_over_ends_the_chore(desk: Desk) -> None:
    desk.bind()
    for start in (chores.start_reposting, chores.show_previews_anew):
        start(desk.connection, REGION, desk.turn)
    for kind in Chore:
        chores.pass_over(desk.connection, REGION, kind, desk.turn)
    assert (ready(desk), desk.items()) == ([], [])


def test_a_case_that_is_gone_by_now_is_left_out(desk: Desk) -> None:
    case = put_older(desk, 1)
    desk.bind()
    places = cases.list_places(desk.connection, REGION, Status.WAITING, limit=10)
    assert [place.number for place in places] == [case.row.number]
    desk.connection.execute(update(schema.cases).values(status=Status.ANSWERED, due_on=desk.turn.today))
    assert set(desk.do_chores()) == {0}


def test_the_cursor_says_where_the_next_slice_begins(desk: Desk) -> None:
    case = put_older(desk, 1)
    put_older(desk, 0)
    desk.bind()
    slice_of(desk, most=1)
    day = (desk.turn.today - timedelta(days=1)).isoformat()
    found = [row for row in list_due(desk.connection, now=desk.turn.seconds) if row.kind is Chore.WAITING]
    assert found == [ChoreRow(REGION, Chore.WAITING, f"waiting {day} {case.row.number}")]
