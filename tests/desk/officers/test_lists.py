"""The lists of an office: its own open cases by term, a page at a time, and nothing that its group must not know."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import text

from bot.desk.list_presses import CaseList, Turning
from bot.desk.officers.lists import PAGE, ListPage, PageTurn, read_page
from bot.desk.people import Officer
from bot.desk.rules import Turn
from bot.desk.status import set_status
from bot.desk.work import Work, keep_work
from bot.desk.workdays import calendar_now
from bot.terms import Status
from storage import cases
from tests.desk.house import DANA, NOW, OTHER_GROUP, YERLAN, Desk, OnDesk, new_rules

FIRST_DAY = date(2026, 3, 23)


def take(desk: Desk, case: OnDesk, officer: Officer) -> None:
    """*officer* has the case."""
    assert set_status(desk.connection, case.id, Status.IN_WORK, today=desk.turn.today)
    keep_work(desk.connection, case.row, Work(assignee=officer), desk.turn)


def page(desk: Desk, of: CaseList = CaseList.QUEUE, officer: Officer = DANA, leaf: PageTurn | None = None) -> ListPage:
    """A page of the list, of the office in Mangystau."""
    return read_page(desk.connection, "mangystau", of, officer, desk.turn, leaf=leaf)


def numbers(found: ListPage) -> list[str]:
    """The cases on the page."""
    return [line.number for line in found.lines]


@pytest.fixture
def bound(desk: Desk) -> Desk:
    """Two regions with a group each."""
    desk.bind()
    desk.bind("abai", OTHER_GROUP)
    return desk


def fill(desk: Desk, many: int, region: str = "mangystau") -> list[OnDesk]:
    """So many cases, three to a day of the term."""
    filed = [desk.put_case(region=region) for _ in range(many)]
    for n, case in enumerate(filed):
        cases.change_due(desk.connection, case.row, FIRST_DAY + timedelta(days=n // 3), today=desk.turn.today)
    return filed


def in_order(desk: Desk, filed: list[OnDesk]) -> list[str]:
    """Their numbers, by the end of the term and then by number."""
    rows = [desk.row(case) for case in filed]
    return [row.number for row in sorted(rows, key=lambda row: (row.due_on or date.min, row.number))]


def test_twenty_five_cases_are_three_pages_there_and_back(bound: Desk) -> None:
    filed = fill(bound, 25)
    fill(bound, 12, "abai")
    wanted = in_order(bound, filed)
    first = page(bound)
    assert (first.count, first.earlier) == (25, None)
    assert first.later is not None
    second = page(bound, leaf=PageTurn(Turning.LATER, first.later))
    assert second.earlier is not None and second.later is not None and second.count is None
    third = page(bound, leaf=PageTurn(Turning.LATER, second.later))
    assert third.later is None and third.earlier is not None
    assert [*numbers(first), *numbers(second), *numbers(third)] == wanted
    assert [len(each.lines) for each in (first, second, third)] == [PAGE, PAGE, 5]
    assert numbers(page(bound, leaf=PageTurn(Turning.EARLIER, third.earlier))) == numbers(second)
    back = page(bound, leaf=PageTurn(Turning.EARLIER, second.earlier))
    assert (numbers(back), back.earlier, back.later) == (numbers(first), None, first.later)


def test_a_page_goes_on_from_its_place_though_cases_before_it_are_closed_and_filed(bound: Desk) -> None:
    filed = fill(bound, 25)
    wanted, first = in_order(bound, filed), page(bound)
    assert first.later is not None
    for number in wanted[:5]:
        row = cases.find_by_number(bound.connection, number)
        assert row is not None and set_status(bound.connection, row.id, Status.REJECTED, today=bound.turn.today)
    assert numbers(page(bound, leaf=PageTurn(Turning.LATER, first.later))) == wanted[10:20]
    assert numbers(page(bound)) == wanted[5:15]


def test_a_place_behind_the_last_case_has_a_way_back(bound: Desk) -> None:
    filed = fill(bound, 11)
    first = page(bound)
    assert first.later is not None
    last = cases.find_by_number(bound.connection, in_order(bound, filed)[-1])
    assert last is not None and set_status(bound.connection, last.id, Status.REJECTED, today=bound.turn.today)
    empty = page(bound, leaf=PageTurn(Turning.LATER, first.later))
    assert (empty.lines, empty.earlier) == ((), first.later)
    assert empty.earlier is not None
    assert numbers(page(bound, leaf=PageTurn(Turning.EARLIER, empty.earlier))) == in_order(bound, filed)[:10]


def test_every_status_in_which_an_answer_is_owed_is_in_one_order(bound: Desk) -> None:
    filed = fill(bound, 6)
    for case, status in zip(filed, (Status.IN_WORK, Status.QUESTION, Status.EXPERT, Status.WITH_HEAD), strict=False):
        assert set_status(bound.connection, case.id, status, today=bound.turn.today)
    assert set_status(bound.connection, filed[5].id, Status.ANSWERED, today=bound.turn.today)
    found = page(bound)
    assert (numbers(found), found.count) == (in_order(bound, filed[:5]), 5)


def test_mine_are_those_that_i_have(bound: Desk) -> None:
    filed = fill(bound, 6)
    for case in filed[:4]:
        take(bound, case, DANA)
    take(bound, filed[4], YERLAN)
    mine = page(bound, CaseList.MINE)
    assert (sorted(numbers(mine)), mine.count) == (sorted(case.row.number for case in filed[:4]), 4)
    assert numbers(page(bound, CaseList.MINE, YERLAN)) == [filed[4].row.number]
    keep_work(bound.connection, bound.row(filed[0]), Work(assignee=YERLAN), bound.turn)
    assert filed[0].row.number not in numbers(page(bound, CaseList.MINE))
    assert {line.assignee for line in page(bound).lines} == {DANA.name, YERLAN.name, None}


def test_due_are_those_whose_term_is_over_or_ends_within_three_working_days(bound: Desk) -> None:
    """From Wednesday, the 18th of March: the 20th is a day, the weekend and Nauryz are not."""
    filed = [bound.put_case() for _ in range(4)]
    bound.turn = Turn(bound.turn.rules, NOW + timedelta(days=14))
    today = bound.turn.today
    soon = calendar_now(bound.connection, bound.turn).due_on(today, 3)
    for case, due in zip(filed, (soon + timedelta(days=1), soon, today - timedelta(days=9), today), strict=True):
        cases.change_due(bound.connection, case.row, due, today=bound.turn.today)
    found = page(bound, CaseList.DUE)
    assert numbers(found) == [filed[n].row.number for n in (2, 3, 1)]
    assert found.count == 3


def test_a_damaged_case_stands_in_the_list_and_costs_no_page(bound: Desk) -> None:
    filed = fill(bound, 12)
    take(bound, filed[0], DANA)
    bound.connection.execute(text("UPDATE cases SET work = x'00' WHERE id = :id"), {"id": filed[0].id})
    found = page(bound)
    assert numbers(found) == in_order(bound, filed)[:10]
    assert [line.number for line in found.lines if line.damaged] == [filed[0].row.number]
    assert [damaged.case_id for damaged in bound.safe.damages.waiting()] == [filed[0].id]


def test_a_case_whose_card_waits_its_random_time_is_in_no_list_and_no_number(desk: Desk) -> None:
    desk.turn = Turn(new_rules(delay=(timedelta(minutes=2), timedelta(minutes=20))), NOW)
    desk.bind()
    known, secret = desk.put_case(), desk.put_case(level="code")
    assert (numbers(page(desk)), page(desk).count) == ([known.row.number], 1)
    desk.pass_by(timedelta(minutes=21))
    assert (numbers(page(desk)), page(desk).count) == (in_order(desk, [known, secret]), 2)
