"""Cards as parcels: the case as it stands when it is sent, in the messages that show it, or nothing."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.desk.colleagues import remember_officer
from bot.desk.outgoing.items import Item, RefreshCard, ShowHistory, TurnCard, WipePosts
from bot.desk.outgoing.lanes import OfficeLane
from bot.desk.outgoing.posting import put_item
from bot.desk.outgoing.posts import CasePost, PostRole, Prompt, remember_post
from bot.desk.outgoing.topics import CaseTopic
from bot.desk.parcels.cards import MOST_OFFICERS
from bot.desk.parcels.opening import open_parcel
from bot.desk.parcels.values import Card, CardNow, History, Parcel, TurnedPage, Wiping
from bot.desk.people import Officer, Spot
from bot.desk.presses import CardPage, CaseAct, WorkOn
from bot.desk.talk import open_answers
from bot.desk.work import Work
from bot.terms import Language, Status
from storage import cases
from storage.cases import CaseRow
from tests.desk.house import CARD, DANA, GROUP, OTHER_GROUP, YERLAN, Desk, OnDesk

KAZAKH, HERE = Language.KAZAKH, Spot(GROUP, CARD)


def opened(desk: Desk, item: Item, region: str = "mangystau") -> Parcel | None:
    """*item* as it would be sent now."""
    desk.empty_outbox()
    put_item(desk.connection, item, OfficeLane(region), desk.turn)
    (row,) = desk.rows()
    return open_parcel(desk.connection, row, desk.turn)


def card_now(desk: Desk, case: OnDesk, work: Work) -> Card:
    """The card as the group should see it."""
    row = desk.row(case)
    answers = open_answers(desk.safe.open_case_key(row.id, row.wrapped_key), row)
    return Card(GROUP, KAZAKH, row, answers, row.level == "contact", 0, work, topic_of(row))


def topic_of(row: CaseRow) -> CaseTopic:
    """Where the case is talked about: nowhere yet."""
    return CaseTopic(row.number, row.sphere)


def test_a_refreshed_card_says_how_the_case_stands_when_it_is_sent(desk: Desk) -> None:
    case = desk.put_carded()
    desk.post(case, 41, seq=2)
    assert opened(desk, RefreshCard(case.id)) == CardNow(card_now(desk, case, Work()), (40, 41))
    desk.decide(WorkOn(CaseAct.TAKE, case.id))
    shown = opened(desk, RefreshCard(case.id, 1))
    assert shown == CardNow(card_now(desk, case, Work(assignee=DANA)), (40, 41))
    assert isinstance(shown, CardNow) and shown.card.row.status is Status.IN_WORK


def test_of_several_cards_the_latest_is_kept_current_and_nothing_else_of_the_case(desk: Desk) -> None:
    case = desk.put_carded()
    for message, part in ((70, 1), (71, 2), (41, 2)):
        desk.post(case, message, seq=part)
    roles = (PostRole.ADDITION, PostRole.PREVIEW, PostRole.NOTICE, Prompt("d" * 32))
    for message, role in enumerate(roles, start=80):
        desk.post(case, message, role, 1)
    elsewhere = CasePost(case.id, PostRole.CARD, 1)
    remember_post(desk.connection, Spot(OTHER_GROUP, 90), elsewhere, desk.safe)
    shown = opened(desk, RefreshCard(case.id))
    assert isinstance(shown, CardNow) and shown.messages == (70, 71)


def test_a_group_without_a_known_card_has_nothing_to_refresh(desk: Desk) -> None:
    desk.bind()
    case = desk.put_case()
    assert opened(desk, RefreshCard(case.id)) is None


@pytest.mark.parametrize("page", CardPage)
def test_a_turned_page_names_officers_only_where_a_case_is_handed_over(desk: Desk, page: CardPage) -> None:
    case = desk.put_carded()
    remember_officer(desk.connection, "mangystau", YERLAN, desk.turn)
    remember_officer(desk.connection, "abai", DANA, desk.turn)
    digits = desk.safe.person_mark(YERLAN.id).hex()[:16]
    named = ((digits, "Ерлан"),) if page is CardPage.OFFICERS else ()
    shown = opened(desk, TurnCard(case.id, HERE, page))
    assert shown == TurnedPage(card_now(desk, case, Work()), CARD, page, named)


def test_so_many_officers_have_a_button_that_eight_stand_below(desk: Desk) -> None:
    case = desk.put_carded()
    for n in range(20):
        remember_officer(desk.connection, "mangystau", Officer(100 + n, f"Офицер {n}"), desk.turn)
    shown = opened(desk, TurnCard(case.id, HERE, CardPage.OFFICERS))
    assert isinstance(shown, TurnedPage) and len(shown.officers) == MOST_OFFICERS == 6


def test_a_page_of_a_group_that_the_region_has_left_is_not_turned(desk: Desk) -> None:
    case = desk.put_carded()
    assert opened(desk, TurnCard(case.id, Spot(OTHER_GROUP, CARD), CardPage.MORE)) is None


def test_the_history_is_told_whole_under_the_post_that_was_pressed(desk: Desk) -> None:
    case = desk.put_carded()
    desk.decide(WorkOn(CaseAct.TAKE, case.id))
    entries = tuple(desk.history(case))
    shown = opened(desk, ShowHistory(case.id, HERE))
    assert shown == History(GROUP, KAZAKH, desk.row(case), entries, CARD, topic_of(desk.row(case)))
    gone = opened(desk, ShowHistory(case.id, Spot(OTHER_GROUP, CARD)))
    assert isinstance(shown, History) and gone == replace(shown, reply_to=None)


def test_what_the_former_group_shows_of_a_case_is_wiped_and_what_other_groups_show_is_not(desk: Desk) -> None:
    case = desk.put_carded()
    desk.bind("abai", OTHER_GROUP)
    desk.post(case, 45, PostRole.PREVIEW, 3)
    desk.post(case, 44, PostRole.ADDITION, 1)
    desk.post(case, 43, PostRole.OFFICER, 3)
    desk.post(case, 46, PostRole.NOTICE)
    desk.post(case, 47, PostRole.FILES, 0)
    remember_post(desk.connection, Spot(OTHER_GROUP, 90), CasePost(case.id, PostRole.CARD, 1), desk.safe)
    assert opened(desk, WipePosts(case.id, "abai")) is None  # it is the group's own still
    cases.change_region(desk.connection, case.id, "abai", today=desk.turn.today)
    wiped = Wiping(GROUP, KAZAKH, case.row.number, "abai", (40, 44, 45, 46), 0)
    assert opened(desk, WipePosts(case.id, "abai")) == wiped


@pytest.mark.parametrize("item", [RefreshCard, lambda case: ShowHistory(case, HERE)])
def test_of_another_offices_case_nothing_is_shown(desk: Desk, item: type[RefreshCard]) -> None:
    case = desk.put_carded()
    cases.change_region(desk.connection, case.id, "abai", today=desk.turn.today)
    assert opened(desk, item(case.id)) is None
