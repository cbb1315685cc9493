"""Colleagues: known to their own office, under the name of now, the latest first."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from sqlalchemy import select, update

from bot.desk.colleagues import Colleague, list_colleagues, remember_officer
from bot.desk.people import Officer
from storage import schema
from tests.desk.house import DANA, YERLAN, Desk


def known(desk: Desk, region: str = "mangystau") -> list[Officer]:
    return [each.officer for each in list_colleagues(desk.connection, region, desk.safe)]


def test_who_worked_last_comes_first(desk: Desk) -> None:
    remember_officer(desk.connection, "mangystau", YERLAN, desk.turn)
    desk.pass_by(timedelta(days=1))
    remember_officer(desk.connection, "mangystau", DANA, desk.turn)
    assert known(desk) == [DANA, YERLAN]
    desk.pass_by(timedelta(days=1))
    remember_officer(desk.connection, "mangystau", YERLAN, desk.turn)
    assert known(desk) == [YERLAN, DANA]


def test_each_is_known_once_under_the_name_of_now(desk: Desk) -> None:
    remember_officer(desk.connection, "mangystau", DANA, desk.turn)
    married = replace(DANA, name="Дана Оспанова")
    remember_officer(desk.connection, "mangystau", married, desk.turn)
    assert known(desk) == [married]


def test_the_officers_of_one_region_are_not_anothers(desk: Desk) -> None:
    remember_officer(desk.connection, "mangystau", DANA, desk.turn)
    assert known(desk, "abai") == []


def test_a_button_names_them_by_digits_of_their_mark(desk: Desk) -> None:
    remember_officer(desk.connection, "mangystau", DANA, desk.turn)
    digits = desk.safe.person_mark(DANA.id).hex()[:16]
    assert list_colleagues(desk.connection, "mangystau", desk.safe) == [Colleague(digits, DANA)]


def test_neither_name_nor_account_is_in_clear_and_a_row_opens_in_its_own_place_only(desk: Desk) -> None:
    for officer in (DANA, YERLAN):
        remember_officer(desk.connection, "mangystau", officer, desk.turn)
    rows = desk.connection.execute(select(schema.officers)).all()
    clear = b"\n".join(
        bytes(value) if isinstance(value, bytes) else str(value).encode() for row in rows for value in row
    )
    assert DANA.name.encode() not in clear and YERLAN.name.encode() not in clear
    moved = update(schema.officers).where(schema.officers.c.mark == desk.safe.person_mark(DANA.id))
    desk.connection.execute(moved.values(region="abai"))
    assert (known(desk, "abai"), known(desk)) == ([], [YERLAN])
