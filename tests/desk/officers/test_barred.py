"""Whoever gave an answer that its citizen wants looked at again decides nothing about that case, by no way; nor does
whoever has declared a conflict of interests, until the head gives them the case."""

from __future__ import annotations

import pytest

from bot.catalogue import bodies
from bot.desk.colleagues import list_colleagues, remember_officer
from bot.desk.holders import RoleHolder
from bot.desk.officers.casework import FOR_BARRED, WORDS_FOR
from bot.desk.officers.written import WrittenWords, take_words
from bot.desk.people import Done, Refused, Spot
from bot.desk.presses import CaseAct, CloseAs, HandTo, SendOn, WorkOn
from bot.desk.roles import give_role
from bot.desk.wishes import Wanted, Wish, keep_wish
from bot.desk.work import Work, keep_work
from bot.terms import OfficeRole, Result, Status
from tests.desk.house import ADMIN, DANA, GROUP, YERLAN, Desk, OnDesk

WORDS = {
    Wanted.REJECTION: "Мән-жайы расталмады",
    Wanted.REOPENING: "Қайта қарау керек",
    Wanted.BODY: "Ауыл әкімдігі",
    Wanted.OUTSIDE: "ЖТ-2026-001",
    Wanted.NOTE: "Қоңырау шалдым",
}
WISH = "f" * 32
OTHER_GROUP = -1002



def reviewed(desk: Desk) -> OnDesk:
    """A case that its citizen had opened again because of what Dana answered."""
    case = desk.put_carded(Status.REOPENED)
    keep_work(desk.connection, desk.row(case), Work(barred=DANA), desk.turn)
    return case


@pytest.mark.parametrize("act", sorted(frozenset(CaseAct) - FOR_BARRED - {CaseAct.GROUP}))
def test_no_act_that_decides_is_done(desk: Desk, act: CaseAct) -> None:
    case = reviewed(desk)
    assert desk.decide(WorkOn(act, case.id)) == Refused("s.barred")
    assert (desk.row(case).status, desk.history(case), desk.items()) == (Status.REOPENED, [], [])


def test_the_case_is_neither_closed_nor_sent_on(desk: Desk) -> None:
    case = reviewed(desk)
    body = bodies.frequent()[0]
    for choice in (CloseAs(case.id, next(iter(Result))), SendOn(case.id, body.id)):
        assert desk.decide(choice) == Refused("s.barred")
    assert desk.decide(SendOn(case.id, body.id), YERLAN).key == "s.redirected_alert"


@pytest.mark.parametrize("wanted", WORDS)
def test_the_words_of_a_question_asked_before_come_too_late(desk: Desk, wanted: Wanted) -> None:
    case = reviewed(desk)
    keep_wish(desk.connection, Wish(WISH, case.id, wanted, DANA, desk.turn.seconds), desk.turn)
    take_words(desk.connection, WrittenWords(WISH, WORDS[wanted], DANA, Spot(GROUP, 50)), desk.about(case), desk.turn)
    assert desk.said() == ["s.note_saved" if wanted is Wanted.NOTE else "s.barred"]


def test_everything_that_takes_words_but_a_note_is_closed_to_them() -> None:
    assert frozenset(WORDS_FOR) & FOR_BARRED == {CaseAct.NOTE}


def conflicted(desk: Desk) -> OnDesk:
    """A case that Dana had, and in which she has declared a conflict of interests."""
    case = desk.put_carded()
    desk.decide(WorkOn(CaseAct.TAKE, case.id))
    desk.decide(WorkOn(CaseAct.CONFLICT, case.id))
    desk.empty_outbox()
    return case


@pytest.mark.parametrize("act", sorted(frozenset(CaseAct) - FOR_BARRED - {CaseAct.GROUP, CaseAct.TRANSFER}))
def test_whoever_has_declared_a_conflict_decides_nothing(desk: Desk, act: CaseAct) -> None:
    case = conflicted(desk)
    done = desk.history(case)
    assert desk.decide(WorkOn(act, case.id)) == Refused("s.conflict_bars")
    assert desk.decide(CloseAs(case.id, next(iter(Result)))) == Refused("s.conflict_bars")
    assert (desk.row(case).status, desk.history(case), desk.items()) == (Status.IN_WORK, done, [])


def test_whoever_has_declared_a_conflict_takes_it_no_more_and_a_colleague_does(desk: Desk) -> None:
    case = conflicted(desk)
    assert desk.decide(WorkOn(CaseAct.TAKE, case.id)) == Refused("s.conflict_bars")
    assert desk.work(case) == Work(conflicted=(DANA,))
    assert desk.decide(WorkOn(CaseAct.TAKE, case.id), YERLAN) == Done("s.taken", {"staff": "Ерлан"})
    desk.decide(WorkOn(CaseAct.CONFLICT, case.id))
    assert desk.work(case) == Work(assignee=YERLAN, conflicted=(DANA,))


@pytest.mark.parametrize("wanted", WORDS)
def test_words_that_were_asked_for_before_the_conflict_come_too_late(desk: Desk, wanted: Wanted) -> None:
    case = conflicted(desk)
    keep_wish(desk.connection, Wish(WISH, case.id, wanted, DANA, desk.turn.seconds), desk.turn)
    take_words(desk.connection, WrittenWords(WISH, WORDS[wanted], DANA, Spot(GROUP, 50)), desk.about(case), desk.turn)
    assert desk.said() == ["s.note_saved" if wanted is Wanted.NOTE else "s.conflict_bars"]


def test_alone_in_the_office_they_give_it_to_another_one(desk: Desk) -> None:
    case = conflicted(desk)
    desk.bind("abai", OTHER_GROUP)
    assert desk.decide(WorkOn(CaseAct.TRANSFER, case.id)) == Done("s.write_below")
    keep_wish(desk.connection, Wish(WISH, case.id, Wanted.REGION, DANA, desk.turn.seconds), desk.turn)
    words = WrittenWords(WISH, "Абай\nмүдделер қақтығысы", DANA, Spot(GROUP, 50))
    take_words(desk.connection, words, desk.about(case), desk.turn)
    assert desk.row(case).region == "abai"


def test_only_the_head_gives_the_case_to_whoever_has_declared_a_conflict(desk: Desk) -> None:
    case = conflicted(desk)
    remember_officer(desk.connection, "mangystau", DANA, desk.turn)
    found = list_colleagues(desk.connection, "mangystau", desk.safe)
    (digits,) = [each.digits for each in found if each.officer == DANA]
    assert desk.decide(HandTo(case.id, digits), YERLAN) == Refused("s.conflict_other", {"staff": DANA.name})
    assert desk.work(case) == Work(conflicted=(DANA,))
    give_role(desk.connection, RoleHolder("mangystau", OfficeRole.HEAD, YERLAN, True), ADMIN, desk.turn)
    assert desk.decide(HandTo(case.id, digits), YERLAN) == Done("s.handed_over_alert", {"staff": DANA.name})
    assert desk.work(case) == Work(assignee=DANA)
