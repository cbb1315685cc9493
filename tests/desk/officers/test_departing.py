"""Who leaves a group has none of its cases any more, whichever way its cases are worked at."""

from __future__ import annotations

from dataclasses import replace

from bot.desk.colleagues import list_colleagues, remember_officer
from bot.desk.history import Happening
from bot.desk.officers import departing
from bot.desk.outgoing.items import RefreshCard, SayInGroup
from bot.desk.presses import CaseAct, WorkOn
from bot.desk.work import Work, keep_work
from bot.terms import Status
from storage import schema
from tests.desk.house import DANA, GROUP, OTHER_GROUP, YERLAN, Desk


def test_an_open_case_is_nobodys_again_and_its_card_says_so(desk: Desk) -> None:
    case = desk.put_carded()
    desk.decide(WorkOn(CaseAct.TAKE, case.id))
    desk.empty_outbox()
    assert not departing.works_there(desk.connection, GROUP, YERLAN.id, desk.turn)
    assert not departing.works_there(desk.connection, OTHER_GROUP, DANA.id, desk.turn)
    assert departing.works_there(desk.connection, GROUP, DANA.id, desk.turn)
    departing.release_all(desk.connection, GROUP, DANA, desk.turn)
    assert (desk.work(case).assignee, desk.row(case).status) == (None, Status.IN_WORK)
    assert RefreshCard(case.id) in desk.items()
    assert desk.history(case)[-1].what is Happening.RELEASED
    assert not departing.works_there(desk.connection, GROUP, DANA.id, desk.turn)
    told = [item for item in desk.items() if isinstance(item, SayInGroup)]
    assert [(item.key, item.values) for item in told] == [
        ("s.left_cases", {"staff": DANA.name, "numbers": case.row.number})
    ]


def test_a_case_at_an_end_is_nobodys_either_and_who_answered_it_stays_known(desk: Desk) -> None:
    case = desk.put_carded()
    desk.decide(WorkOn(CaseAct.TAKE, case.id))
    closed = schema.cases.update().where(schema.cases.c.id == case.id).values(status=Status.CLOSED)
    desk.connection.execute(closed)
    keep_work(desk.connection, desk.row(case), replace(desk.work(case), answered_by=DANA, answered=1), desk.turn)
    desk.empty_outbox()
    departing.release_all(desk.connection, GROUP, DANA, desk.turn)
    assert desk.work(case) == Work(answered_by=DANA, answered=1)
    assert (desk.row(case).assignee, desk.items()) == (None, [])


def test_nobody_is_offered_a_case_who_has_left(desk: Desk) -> None:
    case = desk.put_carded()
    desk.decide(WorkOn(CaseAct.TAKE, case.id), YERLAN)
    desk.decide(WorkOn(CaseAct.RELEASE, case.id), YERLAN)
    remember_officer(desk.connection, "mangystau", DANA, desk.turn)
    assert departing.works_there(desk.connection, GROUP, YERLAN.id, desk.turn)
    departing.release_all(desk.connection, GROUP, YERLAN, desk.turn)
    assert [each.officer for each in list_colleagues(desk.connection, "mangystau", desk.safe)] == [DANA]
