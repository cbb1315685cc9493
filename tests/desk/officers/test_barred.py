"""Whoever gave an answer that its citizen wants looked at again decides nothing about that case, by no way."""

from __future__ import annotations

import pytest

from bot.catalogue import bodies
from bot.desk.officers.casework import FOR_BARRED, WORDS_FOR
from bot.desk.officers.written import WrittenWords, take_words
from bot.desk.people import Refused, Spot
from bot.desk.presses import CaseAct, CloseAs, SendOn, WorkOn
from bot.desk.wishes import Wanted, Wish, keep_wish
from bot.desk.work import Work, keep_work
from bot.terms import Result, Status
from tests.desk.house import DANA, GROUP, YERLAN, Desk, OnDesk

WORDS = {
    Wanted.REJECTION: "Мән-жайы расталмады",
    Wanted.REOPENING: "Қайта қарау керек",
    Wanted.BODY: "Ауыл әкімдігі",
    Wanted.OUTSIDE: "ЖТ-2026-001",
    Wanted.NOTE: "Қоңырау шалдым",
}
WISH = "f" * 32


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
