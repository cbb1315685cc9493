"""The calendar as admins change it: told to the others, written down, and the same for every transaction at once."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from bot.desk.groups.calendar import DaySet, DayWish, list_changed, set_day
from bot.desk.outgoing.items import SayInChat
from bot.desk.parcels.opening import open_parcel
from bot.desk.parcels.values import Card
from bot.desk.people import Officer
from bot.desk.workdays import calendar_now
from storage import admins, schema
from storage.workdays import ChangedDay
from tests.desk.house import ADMIN, Desk, read_log

FRIDAY, SATURDAY, NAURYZ = date(2026, 12, 18), date(2026, 12, 19), date(2026, 3, 23)
OTHER = Officer(8, "Бекзат")


def put(desk: Desk, day: date, wish: DayWish) -> DaySet:
    return set_day(desk.connection, day, wish, ADMIN, desk.turn)


def let_in(desk: Desk) -> None:
    """Another admin, by a link."""
    mark = desk.safe.person_mark(OTHER.id)
    box = desk.safe.seal({"chat": OTHER.id, "name": OTHER.name, "since": 0}, table="admins", row=mark.hex())  # type: ignore[arg-type]
    admins.put_admin(desk.connection, mark, box)


@pytest.mark.parametrize(
    ("day", "wish", "set_to"),
    [
        (FRIDAY, DayWish.OFF, DaySet(FRIDAY, is_workday=False, changed=True)),
        (FRIDAY, DayWish.WORK, DaySet(FRIDAY, is_workday=True, changed=False)),
        (FRIDAY, DayWish.RESET, DaySet(FRIDAY, is_workday=True, changed=False)),
        (SATURDAY, DayWish.WORK, DaySet(SATURDAY, is_workday=True, changed=True)),
        (SATURDAY, DayWish.OFF, DaySet(SATURDAY, is_workday=False, changed=False)),
        (NAURYZ, DayWish.WORK, DaySet(NAURYZ, is_workday=True, changed=True)),
    ],
)
def test_a_day_is_what_is_asked_or_was_it_already(desk: Desk, day: date, wish: DayWish, set_to: DaySet) -> None:
    assert put(desk, day, wish) == set_to
    assert calendar_now(desk.connection, desk.turn).is_workday(day) is set_to.is_workday
    assert put(desk, day, wish) == DaySet(day, set_to.is_workday, changed=False)
    kept = desk.connection.execute(select(schema.workdays)).all()
    assert kept == ([(day, set_to.is_workday)] if set_to.changed else [])


def test_the_public_calendar_comes_back_in_either_way(desk: Desk) -> None:
    for wish in (DayWish.RESET, DayWish.WORK):
        put(desk, FRIDAY, DayWish.OFF)
        assert put(desk, FRIDAY, wish) == DaySet(FRIDAY, is_workday=True, changed=True)
        assert desk.connection.execute(select(schema.workdays)).all() == []


def test_the_other_admins_hear_of_it_and_the_log_has_it(desk: Desk) -> None:
    let_in(desk)
    put(desk, FRIDAY, DayWish.OFF)
    put(desk, FRIDAY, DayWish.OFF)
    assert desk.told() == [(OTHER.id, "a.told_workday", 0)]
    (told,) = (item for item in desk.items() if isinstance(item, SayInChat))
    assert told.values == {"who": "Әлия", "date": "2026-12-18", "kind": "value.day_off"}
    (entry,) = read_log(desk.connection, desk.safe)
    assert (entry.action, entry.who, entry.why) == ("workday-changed", "Әлия", "2026-12-18 is a day off")


def test_this_and_the_next_year_are_listed(desk: Desk) -> None:
    for day in (date(2025, 12, 31), NAURYZ, date(2027, 12, 31), date(2028, 1, 3)):
        put(desk, day, DayWish.WORK if day == NAURYZ else DayWish.OFF)
    assert list_changed(desk.connection, desk.turn) == [
        ChangedDay(NAURYZ, is_workday=True),
        ChangedDay(date(2027, 12, 31), is_workday=False),
    ]


def test_a_term_and_a_card_count_by_the_days_of_now(desk: Desk) -> None:
    desk.bind()
    before = desk.put_case()
    put(desk, date(2026, 3, 10), DayWish.OFF)
    after = desk.put_case()
    assert (desk.row(before).due_on, desk.row(after).due_on) == (date(2026, 3, 27), date(2026, 3, 30))
    card = open_parcel(desk.connection, desk.rows()[0], desk.turn)
    assert isinstance(card, Card)
    counted = desk.turn.rules.calendar.changed(card.changed)
    assert counted.workdays_between(date(2026, 3, 2), date(2026, 3, 27)) == 14
