"""Whoever writes for a business may say so: in the preview, without a name or a number; the office reads it."""

from __future__ import annotations

import pytest

from bot.catalogue.workdays import WorkCalendar
from bot.clock import Clock
from bot.conversation.machine import step
from bot.conversation.questionnaire.keeping import Keeping
from bot.conversation.values.effects import FileCase, Say
from bot.desk.parcels.values import Card
from bot.gateway.cards import Cards
from tests.conversation.scenes import (
    PHONE,
    PROPOSAL,
    REPORT,
    WORDS,
    answer_of,
    choices_in,
    menu,
    occasion,
    play,
    pressed,
    questions,
    said,
    views_of,
)
from tests.gateway.test_cards import ROW


@pytest.mark.parametrize("moves", [REPORT, PROPOSAL])
def test_it_is_offered_and_never_asked(moves: tuple[object, ...]) -> None:
    visit = play(menu(), *moves)  # type: ignore[arg-type]
    (view,) = views_of(step(visit, pressed("preview", visit), occasion()).effects)
    assert "edit:applicant" in choices_in(view) and "edit:business" not in choices_in(view)
    assert answer_of(visit, "applicant") is None


def test_what_kind_of_business_is_asked_of_a_business_alone() -> None:
    person = play(menu(), *REPORT, "edit:applicant", "=person")
    (view,) = views_of(step(person, pressed("preview", person), occasion()).effects)
    assert "edit:business" not in choices_in(view)
    business = play(menu(), *REPORT, "edit:applicant", "=business", "edit:business", said("Магазин"))
    assert (answer_of(business, "applicant"), answer_of(business, "business")) == ("business", "Магазин")
    changed = play(business, "edit:applicant", "=person")
    assert (answer_of(changed, "applicant"), answer_of(changed, "business")) == ("person", None)


@pytest.mark.parametrize(("language", "told"), [("kk", "Кімнің атынан: бизнес"), ("ru", "От чьего имени: бизнес")])
def test_the_card_says_it_in_the_language_of_the_group(language: str, told: str) -> None:
    answers = {"applicant": "business", "business": "Магазин", "text": "Ақша сұрады."}
    posts = Cards(WORDS, questions(), WorkCalendar(), Clock()).card(Card(1, language, ROW, answers, False, 0))
    assert told in posts[0].text and "Магазин" in posts[0].text


def test_both_are_sealed_and_what_was_typed_is_looked_through() -> None:
    """P1 and P2: no clear column, and a number that slips into the words is put before the citizen."""
    rows = [row for row in questions().rows if row.name in ("applicant", "business")]
    assert [row.keeping for row in rows] == [Keeping.SEALED] * 2
    typed = play(menu(), *REPORT, "edit:applicant", "=business", "edit:business", said(f"Магазин, тел. {PHONE}"))
    (view,) = views_of(step(typed, pressed("preview", typed), occasion()).effects)
    assert any(isinstance(part, Say) and part.key == "pii.ask" for part in view.paragraphs)
    assert not any(isinstance(each, FileCase) for each in step(typed, pressed("preview", typed), occasion()).effects)
