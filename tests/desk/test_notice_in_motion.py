"""A region whose group sees notices only, while its cases, its officers and the setting itself move."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from bot.background.sender import Delivered, Posted
from bot.background.settling import Settler
from bot.clock import Clock
from bot.conversation.values.case_choices import Stars
from bot.departures import RandomWait
from bot.desk.citizens import own_acts
from bot.desk.colleagues import list_colleagues
from bot.desk.groups import chores
from bot.desk.groups.binding import settle_binding, unbind
from bot.desk.groups.ways import switch_notice
from bot.desk.officers import casework, departing
from bot.desk.officers.previews import keep_preview
from bot.desk.outgoing.item_rows import ITEMS
from bot.desk.outgoing.items import (
    AskWho,
    AskWords,
    DeleteMessage,
    EditPreview,
    Item,
    PostAddition,
    PostCard,
    PostFiles,
    PostOpinion,
    RefreshCard,
    RemindOffice,
    SayInChat,
    SayInGroup,
    SendContacts,
    ShowHistory,
    ShowPreview,
    ShowToExpert,
    TellExpert,
    TellHead,
    TellOfCitizen,
    TurnCard,
    WipePosts,
)
from bot.desk.outgoing.lanes import OfficeLane, OfficerLane
from bot.desk.outgoing.posting import put_item
from bot.desk.outgoing.posts import CasePost, PostRole, files_in, find_post
from bot.desk.parcels.opening import open_parcel
from bot.desk.parcels.readers import OfficeReader, reader_of
from bot.desk.parcels.values import Notice, Wiping
from bot.desk.people import (
    Done,
    GroupPress,
    GroupStanding,
    Refused,
    Spot,
    StandingUnaskedError,
)
from bot.desk.presses import CardPage, CaseAct, HandTo, WorkOn
from bot.desk.status import UNANSWERED
from bot.desk.work import Work, keep_work
from bot.terms import Chore, Reminder, Status
from storage import cases, schema
from storage.office_ways import OfficeWays, put_ways
from storage.outbox import OutboxItem
from tests.desk.house import (
    ADMIN,
    CARD,
    DANA,
    GROUP,
    OTHER_GROUP,
    YERLAN,
    Desk,
    OnDesk,
    claim,
)
from tests.desk.test_notice_only import (
    GROUPS,
    MARK,
    MEMBER,
    TOLD,
    case,
    drawn,
    lane_of,
    opened,
    post,
    press_in,
    say,
    take,
)

__all__ = ["case"]


def test_later_words_of_a_closed_case_go_to_nobody_who_has_left(desk: Desk) -> None:
    """Closed by Dana, who leaves while the group sees words; then notices only, and its citizen opens it again."""
    desk.bind()
    case = desk.put_carded(text=MARK)
    take(desk, case)
    set_status(desk, case, Status.CLOSED)
    departing.release_all(desk.connection, GROUP, DANA, desk.turn)
    switch_notice(desk.connection, GROUP, "on", ADMIN, desk.turn)
    desk.do_chores()
    desk.empty_outbox()
    own_acts.reopen_case(desk.connection, desk.row(case), desk.turn)
    desk.add_words(case, "Менің жаңа сөзім")
    assert all(lane != str(lane_of(desk, DANA)) for lane, _ in desk.owed())
    assert opened(desk, PostAddition(case.id, 1, 99), lane_of(desk, DANA)) is None


def test_while_the_region_has_no_group_nobody_gets_its_words_and_whoever_has_the_case_gets_all_of_it_later(
    desk: Desk, case: OnDesk
) -> None:
    take(desk, case)
    post(desk, case, DANA, 7, PostRole.CARD, 1)
    unbind(desk.connection, "mangystau", GROUP, ADMIN, desk.turn)
    desk.empty_outbox()
    desk.add_words(case, MARK)
    (row,) = [row for row in desk.rows() if row.lane == str(lane_of(desk, DANA)) and row.kind == "addition"]
    assert (reader_of(desk.connection, row, desk.turn), open_parcel(desk.connection, row, desk.turn)) == (None, None)
    settle(desk, row, None)
    settle_binding(desk.connection, "mangystau", GROUP, ADMIN, desk.turn)
    desk.do_chores()
    (card,) = [row for row in desk.rows() if row.lane == str(lane_of(desk, DANA)) and row.kind == "card"]
    reader = reader_of(desk.connection, card, desk.turn)
    assert reader == OfficeReader(DANA, GROUP, "mangystau", waits=True)


def test_whoever_gets_words_in_private_is_asked_about_in_the_group_of_now(desk: Desk, case: OnDesk) -> None:
    """Every kind of item: in the lane of who has the case a reader is named for all that holds a word."""
    take(desk, case)
    settle_binding(desk.connection, "mangystau", OTHER_GROUP, ADMIN, desk.turn)
    spot, wish = Spot(DANA.id, 7), "d" * 32
    asked: list[Item] = [
        PostCard(case.id), PostAddition(case.id, 1), PostFiles(case.id, 0, ("f" * 32,), 1, 1),
        ShowPreview(case.id, 1), EditPreview(case.id, 1, spot, "s.sent"), SayInGroup("file.lost", TOLD, case=case.id),
        TellOfCitizen(case.id, "s.citizen_commented", TOLD), RefreshCard(case.id), ShowHistory(case.id, spot),
        TurnCard(case.id, spot, CardPage.FRONT), RemindOffice(case.id, Reminder.OVERDUE),
        AskWords(case.id, wish, spot), AskWho(case.id, wish, spot), PostOpinion(case.id, 1),
        SendContacts(case.id, DANA.id), TellHead(case.id, DANA.id),
    ]  # fmt: skip
    unasked: list[Item] = [
        WipePosts(case.id, "mangystau", DANA.id), SayInGroup("n.not_yours", {}, spot, case.id),
        TellExpert(case.id, DANA.id), ShowToExpert(case.id, DANA.id, "f" * 32, 1), DeleteMessage(spot),
        SayInChat(DANA.id, "h.review", {"case_no": case.row.number}),
    ]  # fmt: skip
    elsewhere = {"answer", "leave", "words", "push", "digest"}
    assert {item.kind for item in [*asked, *unasked]} | elsewhere == {kind.kind for kind in ITEMS}
    for item, is_asked in [*((item, True) for item in asked), *((item, False) for item in unasked)]:
        desk.empty_outbox()
        put_item(desk.connection, item, lane_of(desk, DANA), desk.turn)
        (row,) = desk.rows()
        reader = reader_of(desk.connection, row, desk.turn)
        assert (reader is not None) is is_asked, item.kind
        assert reader is None or (reader.person.id, reader.group) == (DANA.id, OTHER_GROUP)


def test_a_colleague_whom_the_group_has_lost_unheard_is_handed_nothing(desk: Desk, case: OnDesk) -> None:
    take(desk, case, YERLAN)
    press_in(desk, case, CaseAct.RELEASE, YERLAN, Spot(GROUP, CARD))
    (his,) = list_colleagues(desk.connection, "mangystau", desk.safe)
    press = GroupPress(Spot(GROUP, CARD), DANA, MEMBER)
    hand = HandTo(case.id, his.digits)
    with pytest.raises(StandingUnaskedError) as asked:
        casework.decide(desk.connection, press, desk.turn, choice=hand)
    assert (asked.value.chat, asked.value.heir) == (GROUP, YERLAN.id)
    for standing, key in ((GroupStanding.UNKNOWN, "s.heir_unchecked"), (GroupStanding.LEFT, "s.heir_left")):
        done = casework.decide(desk.connection, replace(press, heirs=standing), desk.turn, choice=hand)
        assert done == Refused(key, {"staff": YERLAN.name})
    assert list_colleagues(desk.connection, "mangystau", desk.safe) == []
    assert desk.work(case).assignee is None


def test_answers_that_nobody_has_decided_are_shown_again_wherever_they_can_be_decided_now(desk: Desk) -> None:
    desk.bind()
    case = desk.put_carded(text=MARK)
    take(desk, case)
    seq = keep_preview(desk.connection, desk.about(case), "Жауап", Spot(GROUP, 50), desk.turn)
    mine, theirs = (str(lane_of(desk, DANA)), ShowPreview(case.id, seq)), (str(GROUPS), ShowPreview(case.id, seq))
    for status in (Status.IN_WORK, Status.ANSWERED):
        set_status(desk, case, status)
        for wanted, shown in (("on", mine), ("off", theirs)):
            desk.empty_outbox()
            switch_notice(desk.connection, GROUP, wanted, ADMIN, desk.turn)
            desk.do_chores()
            assert [each for each in desk.owed() if isinstance(each[1], ShowPreview)] == [shown], (status, wanted)


def test_who_gets_a_case_or_opens_it_anew_gets_its_undecided_answers(desk: Desk, case: OnDesk) -> None:
    take(desk, case)
    post(desk, case, DANA, 7, PostRole.CARD, 1)
    say(desk, Spot(DANA.id, 8), 7, DANA)
    desk.empty_outbox()
    assert press_in(desk, case, CaseAct.OPEN, DANA, Spot(GROUP, CARD)) == Done("n.comes_in_private")
    assert [type(item) for item in desk.items()] == [PostCard, ShowPreview]
    press_in(desk, case, CaseAct.RELEASE, DANA, Spot(GROUP, CARD))
    desk.empty_outbox()
    take(desk, case, YERLAN)
    his = [item for lane, item in desk.owed() if lane == str(lane_of(desk, YERLAN))]
    assert [type(item) for item in his][:2] == [PostCard, ShowPreview]


def test_who_has_a_case_reads_where_it_is_worked_at_when_the_group_sees_words_again(desk: Desk, case: OnDesk) -> None:
    take(desk, case)
    card = post(desk, case, DANA, 7, PostRole.CARD, 1)
    switch_notice(desk.connection, GROUP, "off", ADMIN, desk.turn)
    assert press_in(desk, case, CaseAct.ANSWER, DANA, card) == Refused("n.in_group")
    gone = GroupPress(card, DANA, GroupStanding.LEFT)
    assert casework.decide(desk.connection, gone, desk.turn, choice=WorkOn(CaseAct.NOTE, case.id)) == Refused(
        "n.no_member"
    )
    assert press_in(desk, case, CaseAct.ANSWER, YERLAN, card) == Refused("n.not_yours")


def closed_then_reopened(desk: Desk, case: OnDesk) -> None:
    while any(each.kind is Chore.MISSING for each in chores.list_ready(desk.connection, desk.turn)):
        chores.do_slice(desk.connection, "mangystau", Chore.MISSING, desk.turn, most=1)
    own_acts.reopen_case(desk.connection, desk.row(case), desk.turn)


def asked_then_declined(desk: Desk, case: OnDesk) -> None:
    while f"{Status.QUESTION}" not in str(desk.connection.execute(select(schema.chores.c.cursor)).all()):
        chores.do_slice(desk.connection, "mangystau", Chore.MISSING, desk.turn, most=1)
    own_acts.act_on_case(desk.connection, case.id, desk.turn, act=own_acts.OwnAct.DECLINE)


@pytest.mark.parametrize(
    ("before", "move"), [(Status.CLOSED, closed_then_reopened), (Status.QUESTION, asked_then_declined)]
)
def test_a_case_that_moves_between_two_slices_loses_its_words_too(
    desk: Desk, before: Status, move: Callable[[Desk, OnDesk], None]
) -> None:
    desk.bind()
    case = desk.put_carded(before, text=MARK)
    desk.post(case, 41, PostRole.ADDITION, 1)
    desk.post(case, 42, PostRole.FILES, 0)
    switch_notice(desk.connection, GROUP, "on", ADMIN, desk.turn)
    move(desk, case)
    assert desk.row(case).status in UNANSWERED
    desk.do_chores()
    owed = [item for lane, item in desk.owed() if lane == str(GROUPS)]
    assert WipePosts(case.id, "mangystau", GROUP) in owed
    assert DeleteMessage(Spot(GROUP, 42)) in owed
    (wipe,) = [row for row in desk.rows() if row.kind == "wipe"]
    wiped = open_parcel(desk.connection, wipe, desk.turn)
    assert isinstance(wiped, Wiping) and wiped.messages == (41,)
    settle(desk, wipe, wiped)
    desk.empty_outbox()
    chores.take_words_away(desk.connection, "mangystau", desk.turn)
    desk.do_chores()
    assert desk.items() == []  # what has lost its words is left alone


def on_its_way(desk: Desk, kind: str, lane: OfficeLane | OfficerLane) -> tuple[OutboxItem, Any]:
    """The item of *kind* in *lane*, and its parcel, which is being sent."""
    (row,) = [row for row in desk.rows() if row.kind == kind and row.lane == str(lane)]
    parcel = open_parcel(desk.connection, row, desk.turn)
    assert parcel is not None
    return row, parcel


@pytest.mark.parametrize("kind", ["files", "addition"])
def test_what_was_on_its_way_when_the_case_was_given_up_goes_again_when_it_is_known(desk: Desk, kind: str) -> None:
    desk.bind()
    put_ways(desk.connection, "mangystau", OfficeWays(take_back=0, notice_only=True))
    case = desk.put_case(MARK, files=(desk.put_file(),))
    desk.post(case, CARD, PostRole.CARD, 1)
    desk.add_words(case, MARK)
    desk.empty_outbox()
    take(desk, case)
    row, parcel = on_its_way(desk, kind, lane_of(desk, DANA))
    press_in(desk, case, CaseAct.RELEASE, DANA, Spot(GROUP, CARD))
    desk.empty_outbox()  # what takes away what was known then has done so
    settle(desk, row, parcel, 77)
    assert_taken_away(desk, case, Spot(DANA.id, 77), lane_of(desk, DANA), kind)


@pytest.mark.parametrize("kind", ["files", "card"])
def test_what_was_on_its_way_into_the_group_when_notices_came_goes_again(desk: Desk, kind: str) -> None:
    desk.bind()
    case = desk.put_case(MARK, files=(desk.put_file(),))
    row, parcel = on_its_way(desk, kind, GROUPS)
    switch_notice(desk.connection, GROUP, "on", ADMIN, desk.turn)
    desk.empty_outbox()
    settle(desk, row, parcel, 77)
    if kind == "card":  # the newest card of a group stays, and is drawn anew without its words
        assert RefreshCard(case.id) in desk.items()
    else:
        assert_taken_away(desk, case, Spot(GROUP, 77), GROUPS, kind)


def test_a_file_that_arrives_late_keeps_no_other_there(desk: Desk) -> None:
    """It goes at once; those that stood there before still go when their case has its turn."""
    desk.bind()
    case = desk.put_case(MARK, files=(desk.put_file(),))
    desk.post(case, 41, PostRole.FILES, 0)
    row, parcel = on_its_way(desk, "files", GROUPS)
    switch_notice(desk.connection, GROUP, "on", ADMIN, desk.turn)
    desk.empty_outbox()
    settle(desk, row, parcel, 77)
    assert desk.items() == [DeleteMessage(Spot(GROUP, 77))]
    desk.empty_outbox()
    desk.do_chores()
    assert [item for item in desk.items() if isinstance(item, DeleteMessage)] == [DeleteMessage(Spot(GROUP, 41))]


def test_words_that_arrive_late_in_private_keep_no_file_there(desk: Desk, case: OnDesk) -> None:
    """All that is said there is wiped because of them; the files are still known as files, and are deleted."""
    take(desk, case)
    desk.empty_outbox()
    file = post(desk, case, DANA, 8, PostRole.FILES, 0)
    shown = post(desk, case, DANA, 9, PostRole.EXPERT_FILE)
    desk.add_words(case, MARK)
    row, parcel = on_its_way(desk, "addition", lane_of(desk, DANA))
    keep_work(desk.connection, desk.row(case), Work(), desk.turn)
    desk.empty_outbox()
    settle(desk, row, parcel, 77)
    (wipe,) = desk.rows()
    settle(desk, wipe, open_parcel(desk.connection, wipe, desk.turn))
    assert files_in(desk.connection, case.id, DANA.id, desk.safe) == (file,)
    assert find_post(desk.connection, shown, desk.safe) == CasePost(case.id, PostRole.EXPERT_FILE, None)
    late = find_post(desk.connection, Spot(DANA.id, 77), desk.safe)
    assert late is not None and late.role is PostRole.WIPED


@pytest.mark.parametrize("kind", ["files", "card"])
def test_what_was_on_its_way_when_the_case_went_to_another_office_goes_again(desk: Desk, kind: str) -> None:
    desk.bind(), desk.bind("abai", OTHER_GROUP)
    case = desk.put_case(MARK, files=(desk.put_file(),))
    row, parcel = on_its_way(desk, kind, GROUPS)
    cases.change_region(desk.connection, case.id, "abai", today=desk.turn.today)
    desk.empty_outbox()
    settle(desk, row, parcel, 77)
    assert_taken_away(desk, case, Spot(GROUP, 77), GROUPS, kind)


def assert_taken_away(desk: Desk, case: OnDesk, spot: Spot, lane: OfficeLane | OfficerLane, kind: str) -> None:
    (row,) = desk.rows()
    assert row.lane == str(lane)
    if kind == "files":
        assert desk.items() == [DeleteMessage(spot)]
        return
    wiped = open_parcel(desk.connection, row, desk.turn)
    assert isinstance(wiped, Wiping) and (wiped.chat, wiped.messages) == (spot.chat, (spot.message,))


def test_what_arrives_where_it_may_stand_stays(desk: Desk, case: OnDesk) -> None:
    """With who has it in private, also when the group has come to see words meanwhile."""
    take(desk, case)
    row, parcel = on_its_way(desk, "card", lane_of(desk, DANA))
    switch_notice(desk.connection, GROUP, "off", ADMIN, desk.turn)
    desk.empty_outbox()
    settle(desk, row, parcel, 77)
    assert desk.items() == []


def test_words_that_came_while_the_group_saw_them_reach_who_has_the_case(desk: Desk, case: OnDesk) -> None:
    take(desk, case)
    post(desk, case, DANA, 7, PostRole.CARD, 1)
    switch_notice(desk.connection, GROUP, "off", ADMIN, desk.turn)
    desk.add_words(case, "Жаңа дерек")
    desk.post(case, 41, PostRole.ADDITION, 1)
    desk.empty_outbox()
    switch_notice(desk.connection, GROUP, "on", ADMIN, desk.turn)
    desk.do_chores()
    mine = [item for lane, item in desk.owed() if lane == str(lane_of(desk, DANA))]
    assert [type(item) for item in mine] == [RefreshCard, PostCard, PostAddition]


def test_who_gave_the_case_up_while_the_group_saw_words_loses_those_in_private(desk: Desk, case: OnDesk) -> None:
    take(desk, case)
    post(desk, case, DANA, 7, PostRole.CARD, 1)
    post(desk, case, DANA, 8, PostRole.FILES, 0)
    switch_notice(desk.connection, GROUP, "off", ADMIN, desk.turn)
    desk.empty_outbox()
    press_in(desk, case, CaseAct.RELEASE, DANA, Spot(GROUP, CARD))
    mine = [row for row in desk.rows() if row.lane == str(lane_of(desk, DANA))]
    assert [row.kind for row in mine] == ["wipe", "deletion"]
    wiped = open_parcel(desk.connection, mine[0], desk.turn)
    assert isinstance(wiped, Wiping) and wiped.messages == (7,)


@pytest.mark.parametrize("level", ["code", "relay"])
def test_a_review_takes_words_away_no_sooner_than_the_group_hears_of_it(desk: Desk, level: str) -> None:
    """Promise P3: the hour at which a citizen did it shows in no chat."""
    wait = timedelta(minutes=10)
    desk.turn = replace(desk.turn, rules=replace(desk.turn.rules, departures=RandomWait(wait, wait)))
    desk.bind()
    put_ways(desk.connection, "mangystau", OfficeWays(take_back=0, notice_only=True))
    case = desk.put_carded(level=level, text=MARK)
    take(desk, case)
    post(desk, case, DANA, 7, PostRole.CARD, 1)
    post(desk, case, DANA, 8, PostRole.FILES, 0)
    set_status(desk, case, Status.ANSWERED)
    own_acts.rate_case(desk.connection, case.id, desk.turn, stars=Stars.ONE)
    desk.empty_outbox()
    own_acts.act_on_case(desk.connection, case.id, desk.turn, act=own_acts.OwnAct.REVIEW)
    at_once = [row.kind for row in claim(desk.connection, desk.turn)]
    desk.pass_by(wait)
    assert (at_once == []) is (level == "code")
    assert {"wipe", "deletion"} <= {row.kind for row in desk.rows()}


def test_what_a_citizen_did_is_told_whoever_has_the_case_when_it_is_told(desk: Desk) -> None:
    wait = timedelta(minutes=10)
    desk.turn = replace(desk.turn, rules=replace(desk.turn.rules, departures=RandomWait(wait, wait)))
    desk.bind()
    put_ways(desk.connection, "mangystau", OfficeWays(take_back=0, notice_only=True))
    case = desk.put_carded(level="code", text=MARK)
    take(desk, case)
    set_status(desk, case, Status.QUESTION)
    desk.empty_outbox()
    own_acts.act_on_case(desk.connection, case.id, desk.turn, act=own_acts.OwnAct.DECLINE)
    due = [row.not_before for row in desk.rows() if row.kind == "citizen"]
    desk.pass_by(timedelta(minutes=1))
    press_in(desk, case, CaseAct.RELEASE, DANA, Spot(GROUP, CARD))
    take(desk, case, YERLAN)
    told = [row for row in desk.rows() if row.kind == "citizen"]
    assert [row.not_before for row in told] == [*due, due[0]]
    chats = [getattr(open_parcel(desk.connection, row, desk.turn), "chat", None) for row in told]
    assert chats == [GROUP, None, YERLAN.id]


def test_a_typed_reason_stands_in_no_group_of_notices_whichever_office_has_the_case_now(desk: Desk) -> None:
    desk.bind(), desk.bind("abai", OTHER_GROUP)
    put_ways(desk.connection, "abai", OfficeWays(take_back=0, notice_only=True))
    case = desk.put_carded(text=MARK)
    there, reason = OfficeLane("abai"), SayInGroup("s.transferred_in", TOLD | {"region": "mangystau"}, case=case.id)
    assert opened(desk, reason, there) is None  # it is not that office's any more
    for key, values in (("s.transferred_in", {"region": "mangystau"}), ("s.from_head", {})):
        cases.change_region(desk.connection, case.id, "abai", today=desk.turn.today)
        told = opened(desk, SayInGroup(key, TOLD | values, case=case.id), there)
        assert isinstance(told, Notice) and told.key == key.replace("s.", "n.") and MARK not in drawn(told)


def test_the_group_reads_where_the_news_are_only_when_somebody_has_them(desk: Desk, case: OnDesk) -> None:
    desk.add_words(case, MARK)
    news = opened(desk, PostAddition(case.id, 1))
    assert isinstance(news, Notice) and news.key == "n.news_untaken" and MARK not in drawn(news)
    take(desk, case)
    assert opened(desk, PostAddition(case.id, 1)).key == "n.news"


def set_status(desk: Desk, case: OnDesk, status: Status) -> None:
    desk.connection.execute(update(schema.cases).where(schema.cases.c.id == case.id).values(status=status))


def settle(desk: Desk, row: OutboxItem, parcel: Any, *messages: int) -> None:
    """Telegram has taken the *parcel* of *row* as *messages*."""
    arrived = Delivered(tuple(Posted(parcel.chat, message) for message in messages))
    Settler(desk.turn.rules, Clock()).delivered(desk.connection, row, parcel, arrived)
