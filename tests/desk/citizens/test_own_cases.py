"""The cases that a citizen finds by their chat, and what the disk shows of that list: nothing."""

from __future__ import annotations

from sqlalchemy import select

from bot.conversation.values.own_acts import OwnAct
from bot.desk.citizens import own_acts, own_cases
from bot.desk.safe import OWN_CASES
from storage import contacting, schema
from tests.desk.house import CITIZEN, Desk


def listed(desk: Desk, chat: int = CITIZEN) -> list[str]:
    return [case.case for case in own_cases.list_own(desk.connection, chat, desk.turn).cases]


def test_only_cases_that_keep_the_address_are_listed_and_only_for_their_chat(desk: Desk) -> None:
    desk.bind()
    kept = desk.put_case(level="relay")
    desk.put_case(level="code")
    desk.put_case(level="contact")
    assert listed(desk) == [kept.id]
    assert listed(desk, CITIZEN + 1) == []
    own_acts.act_on_case(desk.connection, kept.id, desk.turn, act=OwnAct.UNLINK)
    assert listed(desk) == []


def test_no_two_rows_of_one_citizen_are_alike_and_none_is_an_officers_mark(desk: Desk) -> None:
    for _ in range(3):
        desk.put_case(level="relay")
    marks = [bytes(mark) for mark in desk.connection.execute(select(schema.addresses.c.mark)).scalars()]
    assert len(set(marks)) == 3
    assert desk.safe.person_mark(CITIZEN) not in marks


def test_the_case_that_was_filed_first_makes_room_and_is_found_again_when_there_is_some(desk: Desk) -> None:
    many = [desk.put_case(level="relay") for _ in range(OWN_CASES + 1)]
    found = listed(desk)
    assert len(found) == OWN_CASES and many[-1].id in found
    (left,) = {case.id for case in many} - set(found)
    assert contacting.get_address(desk.connection, left) is not None
    own_cases.find_place(desk.connection, left, CITIZEN, desk.turn)
    assert left not in listed(desk)
    own_acts.act_on_case(desk.connection, found[0], desk.turn, act=OwnAct.UNLINK)
    own_cases.find_place(desk.connection, left, CITIZEN, desk.turn)
    own_cases.find_place(desk.connection, left, CITIZEN, desk.turn)
    assert left in listed(desk) and len(listed(desk)) == OWN_CASES
