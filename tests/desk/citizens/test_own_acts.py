"""What citizens do with their own cases: once, truly, told to the group under the card, and no more than that."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.conversation.values.case_choices import Stars
from bot.conversation.values.effects import AddFacts
from bot.conversation.values.events import CaseOpened, FactsAdded
from bot.conversation.values.own_acts import Acted, Aim, AtAnEnd, NotActed, OwnAct, Rated, WhyNot
from bot.desk.citizens import filing, own_acts
from bot.desk.citizens.reading import open_by_code
from bot.desk.history import Happening, list_history
from bot.desk.life import Change, change_case
from bot.desk.officers import casework
from bot.desk.outgoing.items import ItemKind, PushCitizen, RefreshCard, SendContacts, TellOfCitizen
from bot.desk.outgoing.lanes import CaseLane, OfficerLane
from bot.desk.outgoing.posting import put_item
from bot.desk.parcels.opening import open_parcel
from bot.desk.people import Done, Officer, Refused
from bot.desk.presses import CaseAct, WorkOn
from bot.desk.work import read_work
from bot.terms import Level, Status
from storage import contacting, ratings, tallies
from tests.desk.house import DANA, YERLAN, Desk, OnDesk, press

WHY = "Ақшаны әлі де алып жатыр."
LEVELS = ["code", "relay", "contact"]


def bring_to(desk: Desk, case: OnDesk, status: Status, by: Officer = DANA) -> None:
    """The office leads the case to *status*."""
    row = desk.row(case)
    what = {Status.QUESTION: Happening.ASKED, Status.ANSWERED: Happening.ANSWERED}.get(status, Happening.CLOSED)
    work = replace(read_work(row, desk.safe), assignee=by, answered_by=by)
    assert change_case(desk.connection, row, work, Change(what, by, to=status, about="other"), desk.turn) is not None
    desk.empty_outbox()


def a_case(desk: Desk, status: Status | None = None, level: str = "relay") -> OnDesk:
    """A case of a bound office, led to *status*; nothing is owed any more."""
    desk.bind()
    case = desk.put_case(level=level)
    desk.post(case, 50)
    for each in (Status.ANSWERED,) if status is Status.CLOSED else ():
        bring_to(desk, case, each)
    if status is not None:
        bring_to(desk, case, status)
    desk.empty_outbox()
    return case


def act(desk: Desk, case: OnDesk, what: OwnAct) -> Acted | NotActed:
    return own_acts.act_on_case(desk.connection, case.id, desk.turn, act=what)


def read(desk: Desk, case: OnDesk) -> CaseOpened:
    opened = open_by_code(desk.connection, case.code, desk.turn)
    assert isinstance(opened, CaseOpened)
    return opened


def told(desk: Desk) -> list[str]:
    """What waits to be told to the group of what the citizen has done."""
    return [item.key for item in desk.items() if isinstance(item, TellOfCitizen)]


@pytest.mark.parametrize("level", LEVELS)
def test_a_withdrawn_case_is_read_as_withdrawn_and_nobody_opens_it_again(desk: Desk, level: str) -> None:
    case = a_case(desk, level=level)
    assert act(desk, case, OwnAct.WITHDRAW) == Acted(case.id, OwnAct.WITHDRAW)
    opened = read(desk, case)
    assert (opened.status, opened.ended, opened.due) == (Status.WITHDRAWN, True, None)
    assert OwnAct.WITHDRAW not in opened.may and OwnAct.REOPEN not in opened.may
    assert told(desk) == ["s.citizen_withdrew"]
    assert act(desk, case, OwnAct.WITHDRAW) == NotActed(case.id, OwnAct.WITHDRAW, WhyNot.GONE)
    assert told(desk) == ["s.citizen_withdrew"]
    assert casework.decide(desk.connection, press(50), desk.turn, choice=WorkOn(CaseAct.TAKE, case.id)) == Refused(
        "s.at_an_end"
    )


def test_a_case_that_waits_for_a_group_can_be_withdrawn_and_no_group_hears_of_it(desk: Desk) -> None:
    case = desk.put_case()
    assert act(desk, case, OwnAct.WITHDRAW) == Acted(case.id, OwnAct.WITHDRAW)
    assert told(desk) == []
    desk.bind()
    desk.do_chores()
    assert not [item for item in desk.items() if item.kind is ItemKind.CARD]
    assert tallies.how_many(desk.connection, "mangystau", Status.WITHDRAWN) == 1
    assert tallies.how_many(desk.connection, "mangystau", Status.WAITING) == 0


def test_a_question_can_be_declined_and_the_case_goes_on(desk: Desk) -> None:
    case = a_case(desk, Status.QUESTION)
    assert OwnAct.DECLINE in read(desk, case).may
    assert act(desk, case, OwnAct.DECLINE) == Acted(case.id, OwnAct.DECLINE)
    assert desk.row(case).status is Status.IN_WORK
    assert told(desk) == ["s.citizen_declined"]
    assert act(desk, case, OwnAct.DECLINE) == NotActed(case.id, OwnAct.DECLINE, WhyNot.GONE)


@pytest.mark.parametrize("status", [Status.ANSWERED, Status.CLOSED])
def test_stars_are_counted_once_and_their_case_is_sealed(desk: Desk, status: Status) -> None:
    case = a_case(desk, status)
    assert own_acts.rate_case(desk.connection, case.id, desk.turn, stars=Stars.FOUR) == Rated(case.id, low=False)
    assert own_acts.rate_case(desk.connection, case.id, desk.turn, stars=Stars.ONE) == Rated(case.id, low=False)
    assert ratings.stars_of_region(desk.connection, "mangystau") == {4: 1}
    assert [entry.about for entry in list_history(desk.connection, desk.row(case), desk.safe)][-1] == "4"
    assert OwnAct.RATE not in read(desk, case).may
    assert told(desk) == ["s.citizen_rating"]


def test_a_case_without_an_answer_takes_no_stars(desk: Desk) -> None:
    case = a_case(desk)
    gone = NotActed(case.id, OwnAct.RATE, WhyNot.GONE)
    assert own_acts.rate_case(desk.connection, case.id, desk.turn, stars=Stars.FIVE) == gone
    assert own_acts.rate_case(desk.connection, "0" * 32, desk.turn, stars=Stars.FIVE) == replace(gone, case="0" * 32)
    assert ratings.stars_of_region(desk.connection, "mangystau") == {}


def test_a_comment_is_kept_once_and_only_beside_stars(desk: Desk) -> None:
    case = a_case(desk, Status.CLOSED)
    said = AddFacts(case.id, WHY, (), Aim.COMMENT)
    gone = NotActed(case.id, OwnAct.RATE, WhyNot.GONE)
    assert filing.add_facts(desk.connection, said, desk.turn) == gone
    own_acts.rate_case(desk.connection, case.id, desk.turn, stars=Stars.TWO)
    assert filing.add_facts(desk.connection, said, desk.turn) == FactsAdded(Aim.COMMENT)
    assert filing.add_facts(desk.connection, said, desk.turn) == gone
    last = list_history(desk.connection, desk.row(case), desk.safe)[-1]
    assert (last.what, last.why, last.by) == (Happening.COMMENTED, WHY, None)


def test_a_review_is_never_by_whoever_gave_the_answer(desk: Desk) -> None:
    case = a_case(desk, Status.CLOSED)
    assert act(desk, case, OwnAct.REVIEW) == NotActed(case.id, OwnAct.REVIEW, WhyNot.GONE)
    own_acts.rate_case(desk.connection, case.id, desk.turn, stars=Stars.TWO)
    assert act(desk, case, OwnAct.REVIEW) == Acted(case.id, OwnAct.REVIEW)
    row = desk.row(case)
    assert (row.status, row.assignee) == (Status.REOPENED, None)
    assert row.due_on is not None and row.due_on > desk.turn.today
    take = WorkOn(CaseAct.TAKE, case.id)
    assert casework.decide(desk.connection, press(50, DANA), desk.turn, choice=take) == Refused("s.barred")
    assert desk.row(case).status is Status.REOPENED
    assert isinstance(casework.decide(desk.connection, press(50, YERLAN), desk.turn, choice=take), Done)
    assert act(desk, case, OwnAct.REVIEW) == NotActed(case.id, OwnAct.REVIEW, WhyNot.GONE)


def reopen(desk: Desk, case: OnDesk) -> object:
    return filing.add_facts(desk.connection, AddFacts(case.id, WHY, (), Aim.REOPEN), desk.turn)


@pytest.mark.parametrize("status", [Status.ANSWERED, Status.CLOSED])
def test_a_case_is_opened_again_once_and_why_stands_under_the_card(desk: Desk, status: Status) -> None:
    case = a_case(desk, status)
    assert OwnAct.REOPEN in read(desk, case).may
    assert reopen(desk, case) == FactsAdded(Aim.REOPEN)
    assert desk.row(case).status is Status.REOPENED
    assert read(desk, case).talk[-1].text == WHY
    added = next(row for row in desk.rows() if row.kind == ItemKind.ADDITION)
    parcel = open_parcel(desk.connection, added, desk.turn)
    assert getattr(parcel, "reopens", False) and getattr(parcel, "text", "") == WHY
    bring_to(desk, case, Status.ANSWERED)
    assert reopen(desk, case) == NotActed(case.id, OwnAct.REOPEN, WhyNot.USED)
    assert OwnAct.REOPEN not in read(desk, case).may


def test_after_thirty_days_a_case_is_not_opened_again(desk: Desk) -> None:
    case = a_case(desk, Status.CLOSED)
    desk.pass_by(timedelta(days=30))
    assert OwnAct.REOPEN in read(desk, case).may
    desk.pass_by(timedelta(days=1))
    assert reopen(desk, case) == NotActed(case.id, OwnAct.REOPEN, WhyNot.LATE)
    assert desk.row(case).status is Status.CLOSED


def test_a_closed_case_takes_no_addition_and_an_answered_one_does(desk: Desk) -> None:
    case = a_case(desk, Status.ANSWERED)
    assert filing.add_facts(desk.connection, AddFacts(case.id, WHY), desk.turn) == FactsAdded()
    bring_to(desk, case, Status.CLOSED)
    before = read(desk, case).talk
    assert filing.add_facts(desk.connection, AddFacts(case.id, WHY), desk.turn) == AtAnEnd(case.id, may_reopen=True)
    assert read(desk, case).talk == before
    assert desk.items() == []


def test_a_cut_link_leaves_no_address_and_no_push(desk: Desk) -> None:
    case = a_case(desk)
    bring_to(desk, case, Status.QUESTION)
    put_item(desk.connection, PushCitizen(case.id), CaseLane(case.id), desk.turn)
    assert act(desk, case, OwnAct.UNLINK) == Acted(case.id, OwnAct.UNLINK)
    assert contacting.get_address(desk.connection, case.id) is None
    assert desk.row(case).level is Level.CODE
    assert [type(item) for item in desk.items()] == [RefreshCard, TellOfCitizen]
    bring_to(desk, case, Status.ANSWERED)
    assert desk.items() == []
    assert read(desk, case).status is Status.ANSWERED
    assert act(desk, case, OwnAct.UNLINK) == NotActed(case.id, OwnAct.UNLINK, WhyNot.GONE)


def test_removed_contacts_are_gone_also_for_an_officer_who_is_about_to_read_them(desk: Desk) -> None:
    case = a_case(desk, level="contact")
    lane = OfficerLane.of(desk.safe.person_mark(DANA.id))
    put_item(desk.connection, SendContacts(case.id, DANA.id), lane, desk.turn)
    assert act(desk, case, OwnAct.UNCONTACT) == Acted(case.id, OwnAct.UNCONTACT)
    assert contacting.get_contact(desk.connection, case.id) is None
    assert desk.row(case).level is Level.CODE
    asked = next(row for row in desk.rows() if row.kind == ItemKind.CONTACTS)
    assert open_parcel(desk.connection, asked, desk.turn) is None
    assert told(desk) == ["s.citizen_code_only"]


def test_nothing_that_a_citizen_does_names_an_hour(desk: Desk) -> None:
    case = a_case(desk, Status.CLOSED)
    own_acts.rate_case(desk.connection, case.id, desk.turn, stars=Stars.ONE)
    before = list_history(desk.connection, desk.row(case), desk.safe)
    desk.pass_by(timedelta(hours=3))
    act(desk, case, OwnAct.REVIEW)
    after = list_history(desk.connection, desk.row(case), desk.safe)
    assert [(entry.by, entry.day) for entry in after[len(before) :]] == [(None, desk.turn.today)]


