"""Wishes: each holds for its time, is spent once, and lies sealed."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from bot.desk.wishes import WISH_LASTS, Wanted, Wish, find_wish, keep_wish, list_wishes, spend_wish, with_words
from storage import schema
from tests.desk.house import DANA, YERLAN, Desk, OnDesk

ID, OTHER = "d" * 32, "e" * 32


def kept(desk: Desk, wanted: Wanted = Wanted.NOTE, wish_id: str = ID) -> tuple[OnDesk, Wish]:
    """A case, and what Dana wants of it."""
    case = desk.put_carded()
    wish = Wish(wish_id, case.id, wanted, DANA, desk.turn.seconds)
    keep_wish(desk.connection, wish, desk.turn)
    return case, wish


@pytest.mark.parametrize("wanted", Wanted)
def test_a_wish_is_found_as_it_was_kept(desk: Desk, wanted: Wanted) -> None:
    case, wish = kept(desk, wanted)
    assert find_wish(desk.connection, ID, desk.turn) == wish
    assert list_wishes(desk.connection, case.id, desk.turn) == [wish]
    assert find_wish(desk.connection, OTHER, desk.turn) is None


def test_the_names_of_what_is_wanted_stand_in_boxes_and_stay() -> None:
    assert set(Wanted) >= {
        "contacts", "note", "extension", "rejection", "duplicate", "body", "region", "outside", "reopening",
        "group",
    }  # fmt: skip


def test_a_wish_holds_for_an_hour(desk: Desk) -> None:
    case, wish = kept(desk)
    desk.pass_by(WISH_LASTS - timedelta(seconds=1))
    assert find_wish(desk.connection, ID, desk.turn) == wish
    desk.pass_by(timedelta(seconds=1))
    assert find_wish(desk.connection, ID, desk.turn) is None
    assert list_wishes(desk.connection, case.id, desk.turn) == []


def test_words_without_a_name_wait_with_the_wish_for_another_hour(desk: Desk) -> None:
    _, wish = kept(desk)
    desk.pass_by(timedelta(minutes=50))
    keep_wish(desk.connection, with_words(wish, "Себебі бар"), desk.turn)
    desk.pass_by(timedelta(minutes=50))
    found = find_wish(desk.connection, ID, desk.turn)
    assert found is not None and (found.words, found.by, found.at) == ("Себебі бар", DANA, wish.at)


def test_a_wish_is_spent_once(desk: Desk) -> None:
    _, wish = kept(desk)
    assert [spend_wish(desk.connection, wish) for _ in range(3)] == [True, False, False]
    assert find_wish(desk.connection, ID, desk.turn) is None


def test_wishes_are_those_of_their_case(desk: Desk) -> None:
    case, wish = kept(desk)
    other = desk.put_carded()
    keep_wish(desk.connection, Wish(OTHER, other.id, Wanted.BODY, YERLAN, desk.turn.seconds), desk.turn)
    assert list_wishes(desk.connection, case.id, desk.turn) == [wish]


def test_who_wants_what_and_why_is_not_in_clear(desk: Desk) -> None:
    _, wish = kept(desk, Wanted.CONTACTS)
    keep_wish(desk.connection, with_words(wish, "Себебі бар"), desk.turn)
    (row,) = desk.connection.execute(select(schema.wishes)).all()
    clear = b"\n".join(value if isinstance(value, bytes) else str(value).encode() for value in row)
    for word in (DANA.name, "contacts", "Себебі бар"):
        assert word.encode() not in clear


def test_a_damaged_wish_is_over(desk: Desk) -> None:
    case, _ = kept(desk)
    desk.connection.execute(update(schema.wishes).values(box=b"no box of ours"))
    assert find_wish(desk.connection, ID, desk.turn) is None
    assert list_wishes(desk.connection, case.id, desk.turn) == []
