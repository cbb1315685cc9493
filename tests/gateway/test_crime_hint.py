"""Signs of a crime on a card: said as long as the office has the case, of what is a crime by its name."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from bot.catalogue import spheres
from bot.catalogue.workdays import ChangedDays, WorkCalendar
from bot.clock import Clock
from bot.desk.citizens.questionnaire import build_questions
from bot.desk.parcels.values import Card
from bot.gateway.cards import Cards
from bot.terms import Kind, Language, Status
from tests.desk.house import WORDS
from tests.storage.rows import CASE


class StandingClock(Clock):
    """The morning of 5 March 2026."""

    def now(self) -> datetime:
        return datetime(2026, 3, 5, 4, 0, tzinfo=UTC)


CARDS = Cards(WORDS, build_questions(WORDS.texts), WorkCalendar(), StandingClock())


def text_of(language: Language, changed: ChangedDays | None = None, **changes: object) -> str:
    row = replace(CASE, **changes)  # type: ignore[arg-type]
    card = Card(-100, language, row, {}, False, 0, changed=changed or ChangedDays())
    return CARDS.card(card)[0].text


@pytest.mark.parametrize("language", Language)
def test_the_hint_stands_on_what_shows_a_crime_and_is_not_sent_on(language: Language) -> None:
    hint = WORDS.text("s.crime_hint", language)
    shown = {each.id for each in spheres.violations() if hint in text_of(language, topic=each.id)}
    assert shown == spheres.CRIME_SIGNS == {"bribe", "embezzlement"}
    gone = (Status.REDIRECTED, Status.ANSWERED, Status.CLOSED, Status.REJECTED)
    assert all(hint not in text_of(language, status=status) for status in gone)
    assert hint in text_of(language, status=Status.IN_WORK)
    assert hint not in text_of(language, kind=Kind.PROPOSAL, topic="simplify")


def test_the_days_that_are_left_are_counted_by_the_admins_calendar() -> None:
    assert "(2 рабочих дня)" in text_of(Language.RUSSIAN, due_on=date(2026, 3, 10))
    off = ChangedDays(days_off=frozenset([date(2026, 3, 6)]))
    assert "(1 рабочий день)" in text_of(Language.RUSSIAN, off, due_on=date(2026, 3, 10))
