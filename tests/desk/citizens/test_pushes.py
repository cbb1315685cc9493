"""How a push reads: discreet, unless its citizen chose that it names the case; known in the sealed address alone."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from bot.catalogue.workdays import WorkCalendar
from bot.clock import Clock
from bot.conversation.values.own_acts import Acted, NotActed, OwnAct, WhyNot
from bot.desk.outgoing.relay import open_address, push
from bot.desk.parcels.opening import open_parcel
from bot.desk.parcels.values import Push
from bot.gateway.cards import Cards
from tests.desk.citizens.test_own_acts import a_case, act, read, told
from tests.desk.house import CITIZEN, QUESTIONS, WORDS, Desk, OnDesk

WAYS = {OwnAct.PLAIN, OwnAct.DISCREET}


def pushed(desk: Desk, case: OnDesk) -> str:
    push(desk.connection, desk.row(case), desk.turn)
    (row,) = desk.rows()
    parcel = open_parcel(desk.connection, row, desk.turn)
    assert isinstance(parcel, Push)
    desk.empty_outbox()
    return Cards(WORDS, QUESTIONS, WorkCalendar(), Clock()).push(parcel).text


def test_a_push_names_the_case_only_where_that_was_chosen(desk: Desk) -> None:
    case = a_case(desk)
    assert (read(desk, case).may & WAYS, case.row.number in pushed(desk, case)) == ({OwnAct.PLAIN}, False)
    assert act(desk, case, OwnAct.PLAIN) == Acted(case.id, OwnAct.PLAIN)
    assert (read(desk, case).may & WAYS, case.row.number in pushed(desk, case)) == ({OwnAct.DISCREET}, True)
    assert act(desk, case, OwnAct.DISCREET) == Acted(case.id, OwnAct.DISCREET)
    assert (read(desk, case).may & WAYS, case.row.number in pushed(desk, case)) == ({OwnAct.PLAIN}, False)
    assert open_address(desk.connection, case.id, desk.safe) == CITIZEN


@pytest.mark.parametrize("level", ["code", "contact"])
@pytest.mark.parametrize("way", [OwnAct.PLAIN, OwnAct.DISCREET])
def test_who_gets_no_push_chooses_no_text(desk: Desk, level: str, way: OwnAct) -> None:
    case = a_case(desk, level=level)
    assert act(desk, case, way) == NotActed(case.id, way, WhyNot.GONE)
    assert not read(desk, case).may & WAYS


def test_nothing_but_the_sealed_box_of_the_address_changes_and_no_group_hears(desk: Desk) -> None:
    """P1 and P4: which way was chosen shows neither in a row, nor in the size of the box, nor at the office."""
    case = a_case(desk)

    def rows() -> dict[str, list[dict[str, object]]]:
        names = ("cases", "addresses", "history", "talk", "outbox")
        found = {name: desk.connection.execute(text(f"SELECT * FROM {name}")).mappings().all() for name in names}
        return {name: [dict(row) for row in each] for name, each in found.items()}

    before = rows()
    act(desk, case, OwnAct.PLAIN)
    after = rows()
    (old,), (new,) = before.pop("addresses"), after.pop("addresses")
    assert after == before
    assert {name for name in old if old[name] != new[name]} == {"box"}
    boxes = [bytes(row["box"]) for row in (old, new)]  # type: ignore[call-overload]
    assert len(boxes[0]) == len(boxes[1]) and b"plain" not in boxes[1]
    assert told(desk) == []


def test_a_damaged_address_offers_no_choice_and_hides_no_case(desk: Desk) -> None:
    case = a_case(desk)
    desk.connection.execute(text("UPDATE addresses SET box = :box"), {"box": b"spoilt"})
    opened = read(desk, case)
    assert not opened.may & WAYS and not opened.damaged
