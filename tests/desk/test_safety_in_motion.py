"""Words for the head alone while heads change, chats close and cases move: neither lost, nor told to anybody else."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from bot.background.sender import Delivered, NotDelivered, Rejection
from bot.background.settling import Settler
from bot.chance import Chance
from bot.clock import Clock
from bot.departures import RandomWait
from bot.desk.citizens.answers_read import AnswersRead
from bot.desk.officers.heads import HeadDecision, HeadReply, decide_as_head, take_head_reply
from bot.desk.officers.passing import Act, pass_on
from bot.desk.officers.previews import Ruling, decide_preview
from bot.desk.outgoing.desks import private_lane
from bot.desk.outgoing.items import PostCard, SayInChat, SayInGroup, TellHead, WipePosts
from bot.desk.outgoing.posts import CasePost, PostRole, list_posts, remember_post
from bot.desk.outgoing.reposting import open_desk, take_desk
from bot.desk.parcels.opening import open_parcel
from bot.desk.parcels.values import Wiping
from bot.desk.people import Done, Spot
from bot.desk.roles import leave_office, lose_reach, remember_started
from bot.desk.wishes import Wanted
from bot.desk.work import Work, keep_work
from bot.terms import Status
from storage.office_ways import OfficeWays, put_ways
from storage.schema import outbox
from tests.desk.citizens.test_own_acts import bring_to
from tests.desk.house import DANA, FORGOTTEN, GROUP, OTHER_GROUP, YERLAN, Desk, OnDesk, claim, press
from tests.desk.test_safety import CHAT, MEMBER, decide, lead, opened, press_on, read, reply, taken


class DeskClock(Clock):
    """The hour of a desk."""

    __slots__ = ("desk",)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk

    def now(self) -> datetime:
        return self.desk.turn.now


def told(desk: Desk) -> list[TellHead]:
    return [item for item in desk.items() if isinstance(item, TellHead)]


def alerts(desk: Desk, case: OnDesk) -> list[str]:
    """What admins hear of the case."""
    said = [item for item in desk.items() if isinstance(item, SayInChat)]
    return [item.key for item in said if case.row.number in str(item.values)]


def pressed(desk: Desk) -> tuple[OnDesk, int]:
    """A case whose citizen's words stand in the head's chat."""
    case = taken(desk)
    lead(desk)
    press_on(desk, case)
    seq = desk.history(case)[-1].seq - 1
    remember_post(desk.connection, CHAT, CasePost(case.id, PostRole.HEAD, seq), desk.safe)
    desk.empty_outbox()
    return case, seq


def test_what_the_head_writes_anew_under_their_own_preview_is_no_answer_of_the_case(desk: Desk) -> None:
    case, _ = pressed(desk)
    reply(desk)
    (first,) = told(desk)
    remember_post(desk.connection, Spot(DANA.id, 7), CasePost(case.id, PostRole.HEAD, first.seq), desk.safe)
    desk.empty_outbox()
    anew = HeadReply(Spot(DANA.id, 8), 7, DANA, "Приказ отменён вчера.", standing=MEMBER)
    assert take_head_reply(desk.connection, anew, desk.turn) == Done("h.preview_comes")
    (second,) = told(desk)
    assert second.seq is not None
    remember_post(desk.connection, Spot(DANA.id, 9), CasePost(case.id, PostRole.HEAD, second.seq), desk.safe)
    before, sends = desk.row(case).status, replace(press(9, DANA, chat=DANA.id), standing=MEMBER)
    decide_as_head(desk.connection, sends, desk.turn, decision=HeadDecision(case.id, second.seq, send=True))
    assert desk.row(case).status is before and read(desk, case).talk[-1].aside


@pytest.mark.parametrize("how", ["left", "blocked"])
def test_admins_hear_that_words_wait_when_the_head_goes_before_they_came(desk: Desk, how: str) -> None:
    case = taken(desk)
    lead(desk)
    press_on(desk, case)
    if how == "left":
        leave_office(desk.connection, "mangystau", DANA.id, desk.turn)
    else:
        lose_reach(desk.connection, "mangystau", desk.turn)
    assert "a.pressed_waits" in alerts(desk, case)


def test_a_head_who_takes_no_messages_costs_nothing_and_the_group_hears_nothing(desk: Desk) -> None:
    case = taken(desk)
    lead(desk)
    desk.do_chores()
    desk.empty_outbox()
    press_on(desk, case)
    (item,) = claim(desk.connection, desk.turn)
    parcel = open_parcel(desk.connection, item, desk.turn)
    settler = Settler(desk.turn.rules, DeskClock(desk))
    settler.refused(desk.connection, item, parcel, NotDelivered(Rejection.BLOCKED))
    assert [each for each in desk.items() if isinstance(each, SayInGroup)] == []
    assert alerts(desk, case) == ["a.pressed_waits"]
    remember_started(desk.connection, DANA.id, desk.turn)
    desk.do_chores()
    assert [each.chat for each in told(desk)] == [DANA.id]


def to_abai(desk: Desk, case: OnDesk) -> None:
    desk.bind("abai", OTHER_GROUP)
    desk.empty_outbox()
    act = Act(desk.about(case), desk.work(case), YERLAN, "Абай\nтам было", Spot(GROUP, 60))
    assert pass_on(desk.connection, Wanted.REGION, act, desk.turn) is None


def test_an_office_without_a_head_makes_admins_hear_and_the_former_heads_chat_loses_the_words(desk: Desk) -> None:
    case, _ = pressed(desk)
    to_abai(desk, case)
    assert alerts(desk, case) == ["a.pressed_waits"]
    assert DANA.id in [parcel.chat for parcel in opened(desk) if isinstance(parcel, Wiping)]


def test_the_chat_of_a_replaced_head_loses_the_words(desk: Desk) -> None:
    pressed(desk)
    lead(desk, YERLAN)
    desk.do_chores()
    assert DANA.id in [parcel.chat for parcel in opened(desk) if isinstance(parcel, Wiping)]
    assert [each.chat for each in told(desk)] == [YERLAN.id]


def test_a_former_head_who_has_the_case_in_private_loses_what_was_for_the_head_alone(desk: Desk) -> None:
    case, seq = pressed(desk)
    put_ways(desk.connection, "mangystau", OfficeWays(notice_only=True, take_back=0))
    keep_work(desk.connection, desk.row(case), Work(assignee=DANA), desk.turn)
    remember_post(desk.connection, Spot(DANA.id, 9), CasePost(case.id, PostRole.CARD, 1), desk.safe)
    lead(desk, YERLAN)
    desk.do_chores()
    wipings = [
        (item, parcel)
        for item in claim(desk.connection, desk.turn)
        if isinstance(parcel := open_parcel(desk.connection, item, desk.turn), Wiping) and parcel.chat == DANA.id
    ]
    assert [parcel.messages for _, parcel in wipings] == [(CHAT.message,)]
    for item, parcel in wipings:
        Settler(desk.turn.rules, DeskClock(desk)).delivered(desk.connection, item, parcel, Delivered())
    stands = {post.spot.message: post.role for post in list_posts(desk.connection, case.id, desk.safe)}
    assert (stands[CHAT.message], stands[9]) == (PostRole.WIPED, PostRole.CARD)
    lead(desk)
    assert open_parcel(desk.connection, wipings[0][0], desk.turn) is None


def test_what_was_for_the_head_alone_leaves_a_former_head_who_is_given_the_case_before_it_went(desk: Desk) -> None:
    """The case comes in private to whom it is to be taken from: the card at once, and the wiping behind it."""
    case, _ = pressed(desk)
    put_ways(desk.connection, "mangystau", OfficeWays(notice_only=True, take_back=0))
    lead(desk, YERLAN)
    desk.do_chores()
    keep_work(desk.connection, desk.row(case), Work(assignee=DANA), desk.turn)
    open_desk(desk.connection, desk.row(case), DANA.id, desk.turn)
    lane = str(private_lane(DANA.id, desk.turn))
    waits = [item for where, item in desk.owed() if where == lane]
    assert waits == [PostCard(case.id), WipePosts(case.id, "mangystau", DANA.id)]
    (parcel,) = [parcel for parcel in opened(desk) if isinstance(parcel, Wiping) and parcel.chat == DANA.id]
    assert parcel.messages == (CHAT.message,)


def test_what_a_code_only_citizen_says_keeps_its_wait_when_the_head_changes(desk: Desk) -> None:
    delay = (timedelta(minutes=5), timedelta(minutes=9))
    desk.turn = replace(desk.turn, rules=replace(desk.turn.rules, departures=RandomWait(*delay)))
    case = taken(desk, "code")
    lead(desk)
    desk.do_chores()
    press_on(desk, case)
    lead(desk, YERLAN)
    desk.do_chores()
    moments = desk.connection.execute(select(outbox.c.not_before).where(outbox.c.kind == "head")).scalars().all()
    assert len(moments) == 2 and min(moments) >= desk.turn.seconds + 300


def test_a_forged_press_cannot_tell_that_the_head_writes(desk: Desk) -> None:
    case, seq = pressed(desk)
    reply(desk)
    (shown,) = told(desk)
    assert shown.seq is not None
    found = [
        decide_preview(desk.connection, press(FORGOTTEN, YERLAN), desk.turn, decision=Ruling(case.id, at, send=True))
        for at in (shown.seq, seq, 777)
    ]
    assert found[0] == found[1] == found[2]


def test_what_the_head_answers_is_no_answer_that_is_counted_as_read(desk: Desk) -> None:
    case, _ = pressed(desk)
    bring_to(desk, case, Status.ANSWERED)
    counts = AnswersRead(Chance.seeded(3))
    counts.note([read(desk, case)])
    counts.take()
    reply(desk)
    (shown,) = told(desk)
    assert shown.seq is not None and decide(desk, case, shown.seq) == Done("s.sent")
    counts.note([read(desk, case)])
    assert dict(counts.take()) == {}


def test_a_head_who_gives_a_case_up_where_groups_see_notices_keeps_what_they_have_as_head(desk: Desk) -> None:
    case, seq = pressed(desk)
    put_ways(desk.connection, "mangystau", OfficeWays(take_back=0, notice_only=True))
    remember_post(desk.connection, Spot(DANA.id, 11), CasePost(case.id, PostRole.CARD, 1), desk.safe)
    take_desk(desk.connection, desk.row(case), DANA.id, desk.turn)
    (item,) = claim(desk.connection, desk.turn)
    wiped = open_parcel(desk.connection, item, desk.turn)
    assert isinstance(wiped, Wiping) and wiped.messages == (11,)
    Settler(desk.turn.rules, DeskClock(desk)).delivered(desk.connection, item, wiped, Delivered(()))
    stands = [(post.role, post.spot.message) for post in list_posts(desk.connection, case.id, desk.safe)]
    assert {(PostRole.WIPED, 11), (PostRole.HEAD, CHAT.message)} <= set(stands)
    assert reply(desk) == Done("h.preview_comes")


def test_a_head_who_cannot_be_written_to_for_a_while_loses_nothing_that_stands(desk: Desk) -> None:
    pressed(desk)
    lose_reach(desk.connection, "mangystau", desk.turn)
    desk.do_chores()
    assert [parcel for parcel in opened(desk) if isinstance(parcel, Wiping)] == []
