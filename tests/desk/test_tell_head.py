"""The head hears in private of a term that is over, of low stars and of a review, and not too soon."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.conversation.values.case_choices import Stars
from bot.conversation.values.own_acts import OwnAct
from bot.departures import RandomWait
from bot.desk.citizens import own_acts
from bot.desk.holders import RoleHolder
from bot.desk.officers.deadlines import remind_office
from bot.desk.outgoing.items import SayInChat
from bot.desk.outgoing.lanes import OfficerLane
from bot.desk.roles import give_role
from bot.gateway.wording import BOTH
from bot.terms import OfficeRole, Status
from storage import schema
from tests.desk.house import ADMIN, DANA, WORDS, Desk

QUIET = timedelta(hours=1)


def lead(desk: Desk, *, started: bool = True) -> str:
    """Dana leads the office; the lane of her private chat."""
    head = RoleHolder("mangystau", OfficeRole.HEAD, DANA, started)
    give_role(desk.connection, head, ADMIN, desk.turn)
    desk.empty_outbox()
    return str(OfficerLane.of(desk.safe.person_mark(DANA.id)))


def private(desk: Desk) -> list[tuple[str, str]]:
    """Lane and key of what waits to be said in private; each can be said in both languages."""
    said = [(lane, item) for lane, item in desk.owed() if isinstance(item, SayInChat)]
    assert all(WORDS.text(item.key, BOTH, item.values) for _, item in said)
    return [(lane, item.key) for lane, item in said]


@pytest.mark.parametrize("level", ["relay", "code"])
def test_low_stars_and_a_review_are_told_no_sooner_than_the_group_may_hear_them(desk: Desk, level: str) -> None:
    case, lane = desk.put_carded(Status.ANSWERED, level=level), lead(desk)
    desk.turn = replace(desk.turn, rules=replace(desk.turn.rules, departures=RandomWait(QUIET, QUIET)))
    own_acts.rate_case(desk.connection, case.id, desk.turn, stars=Stars.TWO)
    own_acts.act_on_case(desk.connection, case.id, desk.turn, act=OwnAct.REVIEW)
    assert private(desk) == [(lane, "h.low_rating"), (lane, "h.review")]
    outbox = schema.outbox.c
    soonest = desk.connection.execute(select(outbox.not_before).where(outbox.lane == lane)).scalars().all()
    wait = QUIET if level == "code" else timedelta()
    assert soonest == [desk.turn.after(wait)] * 2


def test_good_stars_are_not_told(desk: Desk) -> None:
    case = desk.put_carded(Status.ANSWERED)
    lead(desk)
    own_acts.rate_case(desk.connection, case.id, desk.turn, stars=Stars.THREE)
    assert private(desk) == []


def test_a_head_who_has_not_started_the_bot_is_told_nothing(desk: Desk) -> None:
    case = desk.put_carded(Status.ANSWERED)
    lead(desk, started=False)
    own_acts.rate_case(desk.connection, case.id, desk.turn, stars=Stars.ONE)
    assert private(desk) == []


def test_a_term_that_is_over_is_told_once(desk: Desk) -> None:
    desk.put_carded(Status.IN_WORK)
    lane = lead(desk)
    desk.pass_by(timedelta(days=42))  # a Monday again
    for _ in range(2):
        while remind_office(desk.connection, "mangystau", desk.turn):
            pass
    assert private(desk) == [(lane, "h.overdue")]
