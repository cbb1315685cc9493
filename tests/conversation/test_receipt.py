"""The receipt: who can be reached by nobody reads when to come back, and nothing is promised that is not known."""

from __future__ import annotations

from datetime import date

import pytest

from bot.conversation.values.events import Filed
from bot.conversation.views.menus import receipt
from bot.terms import Language, Level
from tests.conversation.scenes import MOST_ON_A_SCREEN, WORDS

DUE = date(2026, 12, 21)


def said(level: Level, due: date | None, language: Language) -> str:
    return WORDS.view(receipt(Filed("12-26-10000", "0" * 20, level, due, 15)), language)


@pytest.mark.parametrize("language", Language)
def test_a_code_alone_says_on_which_day_to_come_back(language: Language) -> None:
    text = said(Level.CODE, DUE, language)
    assert WORDS.text("receipt.return", language, {"due_date": DUE}) in text
    assert text.count("21.12.2026") == 2
    waiting = said(Level.CODE, None, language)
    assert WORDS.text("receipt.return_no_office", language) in waiting
    assert "2026" not in waiting  # no day is known
    assert max(len(text), len(waiting)) <= MOST_ON_A_SCREEN


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("level", [Level.RELAY, Level.CONTACT])
def test_whoever_is_written_to_need_not_come_back(level: Level, language: Language) -> None:
    assert said(level, DUE, language).count("21.12.2026") == 1
    assert WORDS.text("receipt.return_no_office", language) not in said(level, None, language)
