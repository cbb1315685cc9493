"""Who leaves a group has none of its open cases any more, whichever way its cases are worked at."""

from __future__ import annotations

from bot.desk.history import Happening
from bot.desk.officers import departing
from bot.desk.outgoing.items import RefreshCard
from bot.desk.presses import CaseAct, WorkOn
from bot.terms import Status
from storage import schema
from tests.desk.house import DANA, GROUP, OTHER_GROUP, YERLAN, Desk


def test_an_open_case_is_nobodys_again_and_its_card_says_so(desk: Desk) -> None:
    case = desk.put_carded()
    desk.decide(WorkOn(CaseAct.TAKE, case.id))
    desk.empty_outbox()
    assert not departing.holds_any(desk.connection, GROUP, YERLAN.id, desk.turn)
    assert not departing.holds_any(desk.connection, OTHER_GROUP, DANA.id, desk.turn)
    assert departing.holds_any(desk.connection, GROUP, DANA.id, desk.turn)
    departing.release_all(desk.connection, GROUP, DANA, desk.turn)
    assert (desk.work(case).assignee, desk.row(case).status) == (None, Status.IN_WORK)
    assert RefreshCard(case.id) in desk.items()
    assert desk.history(case)[-1].what is Happening.RELEASED
    assert not departing.holds_any(desk.connection, GROUP, DANA.id, desk.turn)


def test_who_had_a_case_that_is_at_an_end_stands_on_its_card(desk: Desk) -> None:
    case = desk.put_carded()
    desk.decide(WorkOn(CaseAct.TAKE, case.id))
    closed = schema.cases.update().where(schema.cases.c.id == case.id).values(status=Status.CLOSED)
    desk.connection.execute(closed)
    assert not departing.holds_any(desk.connection, GROUP, DANA.id, desk.turn)
    departing.release_all(desk.connection, GROUP, DANA, desk.turn)
    assert desk.work(case).assignee == DANA
