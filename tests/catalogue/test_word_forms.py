"""Which typed words are forms of a known one."""

from __future__ import annotations

import pytest

from bot.catalogue.word_forms import KnownWord, shortened
from bot.folding import fold

FORMS = {
    "школа": "школа школу школе школой школы школ школада школаның",
    "больница": "больница больницей больниц больницада",
    "участок": "участок участка участке участков",
    "справка": "справка справку справок справками",
    "полиция": "полиция полиции полицию полицией полицияда полициядан",
    "детский": "детский детского детскому детская",
}
KAZAKH_FORMS = {
    "мектеп": "мектеп мектепте мектептер мектебі мектебіңіз мектебінде мектептегі",
    "аурухана": "аурухана ауруханада ауруханаға ауруханасында ауруханалардан",
    "құжат": "құжат құжаты құжаттарды құжатым құжатсыз",
}
OTHERS = {"школа": "школьник шкала", "суд": "судно судьба", "газ": "газета", "жер": "жерлес", "су": "сулу сумка"}


@pytest.mark.parametrize("known", FORMS)
def test_a_russian_word_is_known_in_all_its_forms(known: str) -> None:
    assert [form for form in FORMS[known].split() if not KnownWord(known).has_form(fold(form))] == []


@pytest.mark.parametrize("known", KAZAKH_FORMS)
def test_a_kazakh_word_is_known_in_all_its_forms(known: str) -> None:
    word = KnownWord(known, is_russian=False)
    assert [form for form in KAZAKH_FORMS[known].split() if not word.has_form(fold(form))] == []


@pytest.mark.parametrize("known", OTHERS)
def test_other_words_that_begin_alike_are_no_forms(known: str) -> None:
    assert [other for other in OTHERS[known].split() if KnownWord(known).has_form(fold(other))] == []


def test_a_kazakh_word_takes_no_russian_ending() -> None:
    assert not KnownWord("жылу", is_russian=False).has_form(fold("жил"))


def test_a_star_takes_any_ending_and_an_equals_sign_none() -> None:
    assert KnownWord("хам*").has_form(fold("хамят"))
    assert not KnownWord("=мал").has_form(fold("малый"))
    assert KnownWord("=мал").has_form(fold("мал"))


def test_a_word_is_shortened_by_what_may_be_its_ending() -> None:
    assert "аурухна" in shortened(fold("аурухнада"))
