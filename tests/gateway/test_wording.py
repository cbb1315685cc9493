"""Words for people: values inside texts, messages that fit, payloads that hold nothing of a person."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.conversation.values.choices import Back, Pick
from bot.conversation.values.effects import COMMAS, LINES, Button, CopyButton, Quote, Say, View, join
from bot.gateway.wording import BOTH, MESSAGE_UNITS, Words, split, units
from bot.localisation import MissingTextError, Texts

WORDS = Words(Texts.load())
THUMBS, FAMILY, FLAG = "👍🏽", "👨‍👩‍👧‍👦", "🇰🇿"


def test_days_regions_and_nested_texts_are_put_into_words() -> None:
    assert WORDS.say(Say("status.due", {"due_date": date(2026, 3, 5)}), "ru") == "Срок ответа: 05.03.2026"
    assert WORDS.value("region", "mangystau", "kk") == "Маңғыстау облысы"
    line = Say("line.value", {"label": Say("label.kind"), "value": Say("kind.report")})
    assert WORDS.say(line, "kk") == "Түрі: Бұзушылық туралы хабарлама"


def test_a_missing_or_surplus_value_is_a_fault() -> None:
    for values in ({}, {"hours": 1, "more": 2}):
        with pytest.raises(MissingTextError):
            WORDS.text("draft.expires", "ru", values)


def test_joined_texts_stand_line_by_line_or_with_commas() -> None:
    says = (Say("label.kind"), Say("label.region"))
    assert WORDS.say(join(LINES, says), "ru") == "Вид\nРегион"
    assert WORDS.say(join(COMMAS, says), "ru") == "Вид, Регион"


def test_both_languages_say_once_what_is_the_same() -> None:
    assert WORDS.text("lang.ask", BOTH) == "Тілді таңдаңыз / Выберите язык"
    assert WORDS.text("menu.title", BOTH) == "Қажетті әрекетті таңдаңыз.\n\nВыберите действие."


def test_short_answers_stand_line_by_line_and_a_heading_over_its_words() -> None:
    line = Say("line.value", {"label": Say("label.kind"), "value": "x"})
    view = View((Say("preview.title"), line, line, Say("line.heading", {"label": Say("label.text")}), Quote("слова")))
    title = WORDS.text("preview.title", "ru")
    assert WORDS.view(view, "ru") == f"{title}\n\nВид: x\nВид: x\nТекст:\nслова"


def test_braces_in_words_of_a_person_stay_as_they_are() -> None:
    line = Say("line.value", {"label": Say("label.org"), "value": "{0} {region} %s"})
    assert WORDS.say(line, "ru") == "Орган/учреждение: {0} {region} %s"


def test_a_button_carries_a_choice_or_copies_a_code() -> None:
    copying = CopyButton(Say("btn.copy_code"), "1")
    row = (Button(Say("btn.back"), Back()), Button("Алматы", Pick("almaty_city")), copying)
    keyboard = WORDS.keyboard((row,), "ru", 35)
    assert keyboard == {
        "inline_keyboard": [
            [
                {"text": "Назад", "callback_data": "ruz:back"},
                {"text": "Алматы", "callback_data": "ruz:=almaty_city"},
                {"text": WORDS.text("btn.copy_code", "ru"), "copy_text": {"text": "1"}},
            ]
        ]
    }
    assert WORDS.keyboard((), "ru", 1) is None


@given(st.text(st.sampled_from("аб 😀\n\t.\u00a0"), max_size=400), st.integers(2, 50))
def test_parts_fit_hold_every_word_and_are_never_empty(text: str, limit: int) -> None:
    parts = split(text, limit)
    assert all(part.strip() and units(part) <= limit for part in parts)
    assert "".join("".join(parts).split()) == "".join(text.split())


def test_a_long_text_is_cut_where_it_pauses() -> None:
    assert split("раз два три", 8) == ["раз два", "три"]
    assert split("раз\n\nдва три", 11) == ["раз\n\nдва", "три"]
    assert split("ы" * MESSAGE_UNITS) == ["ы" * MESSAGE_UNITS]
    assert split("ы" * MESSAGE_UNITS + "  \n") == ["ы" * MESSAGE_UNITS]
    assert [units(part) for part in split("😀" * 3000)] == [4096, 1904]
    assert split(" \n ") == []


@pytest.mark.parametrize("sign", [THUMBS, FAMILY, FLAG, "е\u0301", "1\ufe0f\u20e3", "❤\ufe0f\u200d🔥"])
@pytest.mark.parametrize("before", ["", "а", "аб"])
def test_a_text_is_never_cut_inside_a_sign(sign: str, before: str) -> None:
    parts = split(before + sign * 4096)
    assert "".join(parts) == before + sign * 4096
    assert all(units(part) <= MESSAGE_UNITS for part in parts)
    assert all(part.removeprefix(before) == sign * part.count(sign) for part in parts)


def test_a_space_that_carries_a_mark_is_no_place_to_cut() -> None:
    parts = split("а" * 3000 + " \u0301" + "б" * 3000)
    assert [len(part) for part in parts] == [4096, 1906]


def test_a_sign_longer_than_a_message_is_cut_all_the_same() -> None:
    endless = "а" + "\u0301" * 9000
    assert "".join(split(endless)) == endless
