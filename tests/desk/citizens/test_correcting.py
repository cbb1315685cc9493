"""Corrections: added with their day beside what was sent, which stays as it is."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from bot.catalogue.workdays import WorkCalendar
from bot.clock import Clock
from bot.conversation.values.effects import AddFacts
from bot.conversation.values.events import CaseNotFound, FactsAdded, TalkLine
from bot.conversation.values.own_acts import Aim, AtAnEnd
from bot.desk.citizens import filing
from bot.desk.outgoing.items import ItemKind
from bot.desk.parcels.opening import open_parcel
from bot.desk.parcels.values import Addition
from bot.gateway.cards import Cards
from bot.terms import Status
from tests.desk.citizens.test_own_acts import a_case, read
from tests.desk.house import QUESTIONS, WORDS, Desk, OnDesk

ADDED, FIXED = "Кабинет 12.", "Айы қате: наурыз емес, сәуір. t.me/nobody"


def say(desk: Desk, case: OnDesk, words: str, aim: Aim = Aim.CORRECT) -> object:
    return filing.add_facts(desk.connection, AddFacts(case.id, words, (), aim), desk.turn)


def addition(desk: Desk) -> Addition:
    (row,) = (row for row in desk.rows() if row.kind == ItemKind.ADDITION)
    parcel = open_parcel(desk.connection, row, desk.turn)
    assert isinstance(parcel, Addition)
    return parcel


def posted(parcel: Addition) -> str:
    posts = Cards(WORDS, QUESTIONS, WorkCalendar(), Clock()).addition(parcel)
    return "\n".join(post.text for post in posts)


@pytest.mark.parametrize("level", ["code", "relay", "contact"])
def test_a_correction_is_read_beside_what_was_sent(desk: Desk, level: str) -> None:
    case = a_case(desk, level=level)
    before = desk.row(case)
    assert say(desk, case, FIXED) == FactsAdded(Aim.CORRECT)
    assert read(desk, case).talk == (TalkLine(True, FIXED, desk.turn.today, corrects=True),)
    assert (desk.row(case).box, desk.row(case).status) == (before.box, before.status)
    parcel = addition(desk)
    assert (parcel.text, parcel.fixes) == ("", ((desk.turn.today, FIXED),))
    told = posted(parcel)
    assert "Азаматтың түзетуі" in told and WORDS.texts.day(desk.turn.today, "kk") in told
    assert "t.me/nobody" not in told and told.replace("\u2060", "").endswith(FIXED)


def test_an_addition_and_a_correction_that_go_together_are_told_apart(desk: Desk) -> None:
    case = a_case(desk)
    say(desk, case, ADDED, Aim.ADD)
    say(desk, case, FIXED)
    parcel = addition(desk)
    assert (parcel.text, [words for _, words in parcel.fixes]) == (ADDED, [FIXED])
    told = posted(parcel)
    assert told.index("Азаматтың толықтыруы") < told.index(ADDED) < told.index("Азаматтың түзетуі")


def test_a_correction_answers_no_question_and_opens_no_case(desk: Desk) -> None:
    case = a_case(desk, Status.QUESTION)
    say(desk, case, FIXED)
    assert desk.row(case).status is Status.QUESTION
    closed = a_case(desk, Status.CLOSED)
    assert say(desk, closed, FIXED) == AtAnEnd(closed.id, may_reopen=True)
    assert read(desk, closed).talk == ()
    assert say(desk, OnDesk(desk.row(case), case.code), FIXED) == FactsAdded(Aim.CORRECT)
    assert filing.add_facts(desk.connection, AddFacts("0" * 32, FIXED, (), Aim.CORRECT), desk.turn) == CaseNotFound(0)


def test_that_it_is_a_correction_lies_sealed_with_its_words(desk: Desk) -> None:
    """Promise P1: in clear an addition and a correction are alike, down to the size of the box."""
    case = a_case(desk, level="code")
    say(desk, case, FIXED, Aim.ADD)
    say(desk, case, FIXED)
    first, second = desk.connection.execute(text("SELECT * FROM talk ORDER BY seq")).mappings().all()
    clear = [{name: value for name, value in row.items() if name not in ("box", "seq")} for row in (first, second)]
    assert clear[0] == clear[1]
    boxes = [bytes(row["box"]) for row in (first, second)]
    assert len(boxes[0]) == len(boxes[1])
    assert not any(word in box for box in boxes for word in (FIXED.encode(), b"corrects"))
