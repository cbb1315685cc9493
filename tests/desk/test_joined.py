"""Duplicates: their citizens read how the case that theirs was joined to ends, and nothing else of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TypeGuard

import pytest
from sqlalchemy import select, update

from bot.background.sender import Delivered, NotDelivered, Rejection
from bot.background.settling import Settler
from bot.conversation.values.events import CaseOpened, News
from bot.conversation.values.own_acts import OwnAct
from bot.conversation.views.menus import case_view
from bot.departures import RandomWait
from bot.desk.citizens import own_acts
from bot.desk.citizens.reading import open_by_code
from bot.desk.history import Happening
from bot.desk.holders import RoleHolder
from bot.desk.life import Change, change_case
from bot.desk.officers.passing import Act, pass_on
from bot.desk.officers.written import WrittenWords, ask_words, take_words
from bot.desk.outgoing.desks import private_lane
from bot.desk.outgoing.items import AskWords, Item, PushCitizen, SayInChat, TellOfCitizen
from bot.desk.outgoing.lanes import OfficeLane
from bot.desk.parcels.opening import open_parcel
from bot.desk.parcels.values import Notice
from bot.desk.people import Spot
from bot.desk.presses import CloseAs
from bot.desk.roles import end_role, give_role
from bot.desk.wishes import Wanted
from bot.terms import Desk as Desks
from bot.terms import Language, OfficeRole, Result, Status
from storage import schema
from storage.office_ways import OfficeWays, put_ways
from tests.desk.house import ADMIN, CARD, DANA, GROUP, OTHER_GROUP, WORDS, YERLAN, Desk, OnDesk, claim, press
from tests.promises.desk import StillClock

SECRET = "Құпия сөз"


def join(desk: Desk, case: OnDesk, first: OnDesk) -> str:
    """Dana says that *case* is a duplicate of *first*; the key of what she reads."""
    ask_words(desk.connection, press(CARD), desk.about(case), Wanted.DUPLICATE, desk.turn)
    (prompt,) = [item for item in desk.items() if isinstance(item, AskWords)]
    words = WrittenWords(prompt.wish, first.row.number, DANA, Spot(GROUP, 70))
    take_words(desk.connection, words, desk.about(case), desk.turn)
    said = desk.said()
    desk.empty_outbox()
    return said[-1] if said else "s.duplicate_unknown"


def end(desk: Desk, case: OnDesk, status: Status, what: Happening, about: str = "") -> None:
    """Dana moves the case to *status*."""
    change = Change(what, DANA, to=status, about=about, why=SECRET)
    assert change_case(desk.connection, desk.row(case), desk.work(case), change, desk.turn) is not None


def news(desk: Desk, case: OnDesk) -> list[tuple[News, str]]:
    """What its citizen reads of what was done; nothing of another case is in any view of it."""
    opened = open_by_code(desk.connection, case.code, desk.turn)
    assert isinstance(opened, CaseOpened)
    for language in Language:
        assert SECRET not in WORDS.view(case_view(opened, draft_waits=False), language)
    return [(line.what, line.about) for line in opened.news]


def pushed(desk: Desk) -> set[str]:
    return {item.case for item in desk.items() if isinstance(item, PushCitizen)}


@pytest.fixture
def first(desk: Desk) -> OnDesk:
    return desk.put_carded(Status.IN_WORK, text=SECRET)


def test_the_answer_and_the_end_of_the_first_case_are_told_without_a_word_of_it(desk: Desk, first: OnDesk) -> None:
    relayed, by_code = desk.put_carded(Status.IN_WORK), desk.put_carded(Status.IN_WORK, level="code")
    other = desk.put_carded(Status.IN_WORK)
    for case in (relayed, by_code):
        assert join(desk, case, first) == "s.duplicate_done"
    end(desk, first, Status.ANSWERED, Happening.ANSWERED)
    assert pushed(desk) == {first.id, relayed.id}
    told = [(News.DUPLICATE, ""), (News.FIRST_ANSWERED, "")]
    assert news(desk, relayed) == news(desk, by_code) == told and news(desk, other) == []
    desk.empty_outbox()
    end(desk, first, Status.ANSWERED, Happening.ANSWERED)  # a second answer is no second end
    assert pushed(desk) == {first.id} and news(desk, relayed) == told
    desk.empty_outbox()
    desk.decide(CloseAs(first.id, Result.MEASURES))
    assert pushed(desk) == {first.id, relayed.id}
    told += [(News.FIRST_CLOSED, "measures")]
    assert news(desk, relayed) == news(desk, by_code) == told
    numbers = [entry.about for entry in desk.history(relayed) if entry.what is Happening.DUPLICATE]
    opened = open_by_code(desk.connection, relayed.code, desk.turn)
    assert numbers == [first.row.number] and isinstance(opened, CaseOpened)
    assert first.row.number not in repr(opened) and first.id not in repr(opened)


@pytest.mark.parametrize(
    ("status", "what", "read"),
    [
        (Status.REDIRECTED, Happening.REDIRECTED, News.FIRST_REDIRECTED),
        (Status.REJECTED, Happening.REJECTED, News.FIRST_REJECTED),
        (Status.REJECTED, Happening.SPAM, News.FIRST_REJECTED),
    ],
)
def test_neither_whose_it_is_nor_why_it_was_rejected_is_told(
    desk: Desk, first: OnDesk, status: Status, what: Happening, read: News
) -> None:
    case = desk.put_carded(Status.IN_WORK)
    join(desk, case, first)
    end(desk, first, status, what, "police")
    assert news(desk, case)[-1] == (read, "")


def test_who_is_no_duplicate_any_more_hears_nothing(desk: Desk, first: OnDesk) -> None:
    case, moved = desk.put_carded(Status.IN_WORK), desk.put_carded(Status.IN_WORK)
    second = desk.put_carded(Status.IN_WORK)
    for each in (case, moved):
        join(desk, each, first)
        end(desk, each, Status.REOPENED, Happening.REOPENED)
    join(desk, moved, second)
    desk.empty_outbox()
    end(desk, first, Status.ANSWERED, Happening.ANSWERED)
    assert pushed(desk) == {first.id}
    end(desk, second, Status.ANSWERED, Happening.ANSWERED)
    assert pushed(desk) == {first.id, second.id, moved.id}


def test_what_was_joined_goes_along_when_the_first_case_is_itself_a_duplicate(desk: Desk, first: OnDesk) -> None:
    case, earliest = desk.put_carded(Status.IN_WORK), desk.put_carded(Status.IN_WORK)
    join(desk, case, first)
    join(desk, first, earliest)
    assert desk.work(first).joined == () and set(desk.work(earliest).joined) == {case.id, first.id}
    end(desk, earliest, Status.ANSWERED, Happening.ANSWERED)
    assert pushed(desk) == {case.id, first.id, earliest.id}


@pytest.mark.parametrize("level", ["relay", "code"])
def test_a_withdrawn_first_case_is_told_its_office_alone_and_at_its_hour(desk: Desk, level: str) -> None:
    """A duplicate may be an officer's own: what its citizen reads must not tell when a code-only one withdrew."""
    first, case = desk.put_carded(Status.IN_WORK, level=level), desk.put_carded(Status.IN_WORK)
    join(desk, case, first)
    wait = timedelta(hours=1)
    desk.turn = replace(desk.turn, rules=replace(desk.turn.rules, departures=RandomWait(wait, wait)))
    own_acts.act_on_case(desk.connection, first.id, desk.turn, act=OwnAct.WITHDRAW)
    assert news(desk, case) == [(News.DUPLICATE, "")] and pushed(desk) == set()
    told = [item for item in desk.items() if isinstance(item, TellOfCitizen)]
    assert [(item.key, item.values.get("numbers")) for item in told] == [
        ("s.citizen_withdrew", None),
        ("s.joined_left", case.row.number),
    ]
    outbox = schema.outbox.c
    hours = desk.connection.execute(select(outbox.not_before).where(outbox.kind == "citizen")).scalars().all()
    assert hours == [desk.turn.after(wait if level == "code" else timedelta())] * 2


def test_a_damaged_duplicate_holds_up_nobody(desk: Desk, first: OnDesk) -> None:
    broken, whole = desk.put_carded(Status.IN_WORK), desk.put_carded(Status.IN_WORK)
    for case in (broken, whole):
        join(desk, case, first)
    desk.connection.execute(update(schema.cases).where(schema.cases.c.id == broken.id).values(work=b"x"))
    end(desk, first, Status.ANSWERED, Happening.ANSWERED)
    assert pushed(desk) == {first.id, whole.id}


@pytest.mark.parametrize(
    ("status", "read"), [(Status.ANSWERED, News.FIRST_ANSWERED), (Status.REDIRECTED, News.FIRST_REDIRECTED)]
)
def test_what_came_of_the_first_case_before_is_read_at_once(desk: Desk, status: Status, read: News) -> None:
    """Nothing would tell it any more: an answer is told once, and what was sent on is over."""
    first, middle, last = (desk.put_carded(each) for each in (status, Status.IN_WORK, Status.IN_WORK))
    join(desk, last, middle)
    ask_words(desk.connection, press(CARD), desk.about(middle), Wanted.DUPLICATE, desk.turn)
    (prompt,) = [item for item in desk.items() if isinstance(item, AskWords)]
    words = WrittenWords(prompt.wish, first.row.number, DANA, Spot(GROUP, 70))
    take_words(desk.connection, words, desk.about(middle), desk.turn)
    assert news(desk, middle) == news(desk, last) == [(News.DUPLICATE, ""), (read, "")]
    assert pushed(desk) == {middle.id, last.id}


@pytest.mark.parametrize("level", ["relay", "code"])
def test_who_works_at_a_duplicate_hears_of_the_withdrawal_wherever_the_first_case_is(desk: Desk, level: str) -> None:
    desk.bind()
    desk.bind("abai", OTHER_GROUP)
    first, here = desk.put_carded(Status.IN_WORK, level=level), desk.put_carded(Status.IN_WORK)
    past = desk.put_carded(Status.IN_WORK)
    head = RoleHolder("mangystau", OfficeRole.HEAD, YERLAN, started=True)
    give_role(desk.connection, head, ADMIN, desk.turn)
    desk.empty_outbox()
    for case in (here, past):
        join(desk, case, first)
    desk.connection.execute(update(schema.cases).where(schema.cases.c.id == past.id).values(desk=Desks.HEAD))
    act = Act(desk.about(first), desk.work(first), DANA, "Абай\nСол жақтың мәселесі", Spot(GROUP, 71))
    assert pass_on(desk.connection, Wanted.REGION, act, desk.turn) is None and desk.row(first).region == "abai"
    desk.empty_outbox()
    wait = timedelta(hours=1)
    desk.turn = replace(desk.turn, rules=replace(desk.turn.rules, departures=RandomWait(wait, wait)))
    own_acts.act_on_case(desk.connection, first.id, desk.turn, act=OwnAct.WITHDRAW)
    told = [(lane, item) for lane, item in desk.owed() if isinstance(item, TellOfCitizen)]
    left = {(lane, item.case, item.values["numbers"]) for lane, item in told if item.key == "s.joined_left"}
    assert left == {
        (str(OfficeLane("mangystau")), here.id, here.row.number),
        (str(private_lane(YERLAN.id, desk.turn)), past.id, past.row.number),
    }
    hours = {row.not_before for row in desk.rows() if row.kind == "citizen"}
    assert hours == {desk.turn.after(wait if level == "code" else timedelta())}
    for row in desk.rows():
        if row.kind == "citizen":
            parcel = open_parcel(desk.connection, row, desk.turn)
            assert isinstance(parcel, Notice)
            if row.case_id != first.id:
                assert first.row.number not in str(parcel.values)


def test_where_the_group_sees_no_words_it_reads_that_duplicates_are_left(desk: Desk, first: OnDesk) -> None:
    """Nobody has taken the first case, and a withdrawn one nobody can: the numbers would reach nobody else."""
    case = desk.put_carded(Status.IN_WORK)
    join(desk, case, first)
    put_ways(desk.connection, "mangystau", OfficeWays(take_back=0, notice_only=True))
    own_acts.act_on_case(desk.connection, first.id, desk.turn, act=OwnAct.WITHDRAW)
    rows = [row for row in desk.rows() if row.kind == "citizen"]
    opened = [open_parcel(desk.connection, row, desk.turn) for row in rows]
    told = [parcel for parcel in opened if isinstance(parcel, Notice)]
    assert [each.key for each in told] == ["s.citizen_withdrew", "s.joined_left"]
    said = [WORDS.text(each.key, each.language, each.values) for each in told]
    assert first.row.number in said[0] and case.row.number in said[1]


@pytest.mark.parametrize("started", [None, False])
def test_admins_hear_of_a_duplicate_of_the_heads_that_is_left_while_no_head_can_be_written_to(
    desk: Desk, first: OnDesk, started: bool | None
) -> None:
    """Nobody leads the office, or whoever does has never opened the chat; its group hears nothing of it."""
    case = desk.put_carded(Status.IN_WORK)
    join(desk, case, first)
    desk.connection.execute(update(schema.cases).where(schema.cases.c.id == case.id).values(desk=Desks.HEAD))
    if started is not None:
        head = RoleHolder("mangystau", OfficeRole.HEAD, YERLAN, started=started)
        give_role(desk.connection, head, ADMIN, desk.turn)
    desk.empty_outbox()
    own_acts.act_on_case(desk.connection, first.id, desk.turn, act=OwnAct.WITHDRAW)
    waits = SayInChat(ADMIN.id, "a.left_waits", {"region": "mangystau", "numbers": case.row.number})
    assert [item for item in desk.items() if isinstance(item, SayInChat)] == [waits]
    assert (ADMIN.id, "a.left_waits", 0) in desk.told()
    assert all(item.key != "s.joined_left" for item in desk.items() if isinstance(item, TellOfCitizen))


def test_admins_hear_of_it_no_sooner_than_an_office_would(desk: Desk) -> None:
    first, case = desk.put_carded(Status.IN_WORK, level="code"), desk.put_carded(Status.IN_WORK)
    join(desk, case, first)
    desk.connection.execute(update(schema.cases).where(schema.cases.c.id == case.id).values(desk=Desks.HEAD))
    wait = timedelta(hours=1)
    desk.turn = replace(desk.turn, rules=replace(desk.turn.rules, departures=RandomWait(wait, wait)))
    desk.empty_outbox()
    own_acts.act_on_case(desk.connection, first.id, desk.turn, act=OwnAct.WITHDRAW)
    assert {row.not_before for row in desk.rows() if row.kind == "alert"} == {desk.turn.after(wait)}


@pytest.mark.parametrize("goes", ["blocks", "is replaced", "is not there any more"])
def test_a_duplicate_that_is_left_is_told_although_its_head_goes_before_they_hear_it(
    desk: Desk, first: OnDesk, goes: str
) -> None:
    case = desk.put_carded(Status.IN_WORK)
    join(desk, case, first)
    desk.connection.execute(update(schema.cases).where(schema.cases.c.id == case.id).values(desk=Desks.HEAD))
    head = RoleHolder("mangystau", OfficeRole.HEAD, YERLAN, started=True)
    give_role(desk.connection, head, ADMIN, desk.turn)
    desk.do_chores()
    desk.empty_outbox()
    own_acts.act_on_case(desk.connection, first.id, desk.turn, act=OwnAct.WITHDRAW)
    (row,) = [row for row in claim(desk.connection, desk.turn) if row.lane == str(private_lane(YERLAN.id, desk.turn))]
    settler = Settler(desk.turn.rules, StillClock(desk.turn.now.timestamp()))
    if goes == "is replaced":
        give_role(desk.connection, replace(head, officer=DANA), ADMIN, desk.turn)
    elif goes == "is not there any more":
        end_role(desk.connection, head, ADMIN, desk.turn)
    parcel = open_parcel(desk.connection, row, desk.turn)
    desk.connection.execute(schema.outbox.delete().where(schema.outbox.c.id != row.id))
    if goes == "blocks":
        settler.refused(desk.connection, row, parcel, NotDelivered(Rejection.BLOCKED))
    else:
        settler.delivered(desk.connection, row, parcel, Delivered())
    told = {(lane, str(item.values["numbers"])) for lane, item in desk.owed() if _tells_of_left(item)}
    ((lane, number),) = told
    assert number == case.row.number
    assert (lane == str(private_lane(DANA.id, desk.turn))) is (goes == "is replaced")


def _tells_of_left(item: Item) -> TypeGuard[TellOfCitizen | SayInChat]:
    return isinstance(item, TellOfCitizen | SayInChat) and item.key in ("s.joined_left", "a.left_waits")
