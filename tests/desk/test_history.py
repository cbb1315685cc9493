"""History: what was done stays, in one order with the talk, sealed; of a citizen's act only the day is kept."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select, update

from bot.desk.history import Happening, HistoryEntry, note
from bot.encryption.places import Table
from storage import schema
from storage.history import HistoryRow, list_entries
from tests.desk.house import DANA, YERLAN, Desk, OnDesk
from tests.storage.rows import whole


def noted(desk: Desk, case: OnDesk, what: Happening, *, by: bool = True, why: str = "", about: str = "") -> int:
    """Dana, or the citizen, has done *what*."""
    officer = DANA if by else None
    return note(desk.connection, desk.row(case), what, officer, desk.turn, why=why, about=about)


def rows_of(desk: Desk, case: OnDesk) -> list[HistoryRow]:
    return list_entries(desk.connection, case.id, aside=whole)


def content_of(desk: Desk, case: OnDesk, row: HistoryRow) -> dict[str, object]:
    """What the box of *row* holds, under whatever name."""
    key = desk.safe.open_case_key(case.id, case.row.wrapped_key)
    return key.open(row.box, table=Table.HISTORY, field=str(row.seq))


def test_what_was_done_is_read_back_in_its_order_with_the_talk(desk: Desk) -> None:
    case = desk.put_carded()
    first = noted(desk, case, Happening.TAKEN)
    desk.add_words(case, "Тағы")
    desk.pass_by(timedelta(days=1))
    later = noted(desk, case, Happening.EXTENDED, why="Құжат күтеміз", about="2026-04-01")
    assert (first, later) == (1, 3)  # between them lie the citizen's words
    today = desk.turn.today
    assert desk.history(case) == [
        HistoryEntry(1, today - timedelta(days=1), Happening.TAKEN, DANA, "", ""),
        HistoryEntry(3, today, Happening.EXTENDED, DANA, "Құжат күтеміз", "2026-04-01"),
    ]


def test_every_happening_is_read_back(desk: Desk) -> None:
    case = desk.put_carded()
    for what in Happening:
        noted(desk, case, what)
    assert [entry.what for entry in desk.history(case)] == list(Happening)


def test_the_names_of_what_happens_stand_in_boxes_and_stay() -> None:
    assert set(Happening) >= {
        "taken", "released", "handed_over", "asked", "replied", "declined", "answered", "taken_back", "noted",
        "transferred", "redirected", "to_head", "to_expert", "opinion", "extended", "closed", "rejected", "spam",
        "duplicate", "reopened", "outside", "conflict", "withdrawn", "rated", "review_asked",
    }  # fmt: skip


def test_of_an_officers_act_the_moment_is_kept_and_of_a_citizens_only_the_day(desk: Desk) -> None:
    case = desk.put_carded()
    desk.pass_by(timedelta(hours=3, seconds=7))
    noted(desk, case, Happening.REPLIED, by=False)
    noted(desk, case, Happening.TAKEN)
    citizens, officers = rows_of(desk, case)
    assert content_of(desk, case, citizens) == {"what": "replied", "why": "", "about": ""}
    assert content_of(desk, case, officers)["at"] == desk.turn.seconds
    assert citizens.day == officers.day == desk.turn.today
    assert [entry.by for entry in desk.history(case)] == [None, DANA]


def test_nobodys_name_and_no_reason_stands_in_the_row(desk: Desk) -> None:
    case = desk.put_carded()
    noted(desk, case, Happening.HANDED_OVER, why="Жеке себеп", about=YERLAN.name)
    (row,) = desk.connection.execute(select(schema.history)).all()
    clear = b"\n".join(value if isinstance(value, bytes) else str(value).encode() for value in row)
    for word in (DANA.name, YERLAN.name, "Жеке себеп", "handed_over"):
        assert word.encode() not in clear


def test_an_entry_opens_at_its_own_place_only_and_a_damaged_one_is_left_out_and_noted(desk: Desk) -> None:
    case = desk.put_carded()
    for what in (Happening.TAKEN, Happening.NOTED, Happening.RELEASED):
        noted(desk, case, what)
    first, second, _ = rows_of(desk, case)
    swapped = update(schema.history).where(schema.history.c.seq == second.seq).values(box=first.box)
    desk.connection.execute(swapped)
    assert [entry.what for entry in desk.history(case)] == [Happening.TAKEN, Happening.RELEASED]


def test_the_history_of_one_case_is_not_another_ones(desk: Desk) -> None:
    case, other = desk.put_carded(), desk.put_carded()
    noted(desk, case, Happening.TAKEN)
    assert desk.history(other) == []
    assert [entry.what for entry in desk.history(case)] == [Happening.TAKEN]
