"""No label is cut off on a phone of 360 pixels where two buttons share a row."""

from __future__ import annotations

import pytest

from bot.catalogue.regions import REGIONS
from bot.conversation.machine import current_view, step
from bot.conversation.values.effects import View
from bot.localisation import LANGUAGES
from tests.conversation.scenes import WORDS, events, menu, occasion, play, views_of, visits
from tests.letter_widths import HALF_A_ROW, width_of


def cut_off(view: View) -> set[str]:
    """The labels of *view* that do not fit beside another."""
    keyboards = (WORDS.keyboard(view.rows, language, 1) for language in LANGUAGES)
    rows = [row for keyboard in keyboards if keyboard for row in keyboard["inline_keyboard"] if len(row) > 1]
    return {button["text"] for row in rows for button in row if width_of(button["text"]) > HALF_A_ROW}


def test_labels_that_phones_cut_are_too_wide_and_those_they_show_are_not() -> None:
    for cut in ("Мәтінді қайта жазу", "За последние 7 дней", "Шығыс Қазақстан", "➕ Населённый пункт"):
        assert width_of(cut) > HALF_A_ROW, cut
    for whole in ("Қостанай", "Карагандинская", "➕ Район/город", "Скопировать код"):
        assert width_of(whole) <= HALF_A_ROW, whole


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_region_is_read_whole_on_its_button(language: str) -> None:
    labels = [region.short[language] for region in REGIONS.values()]
    assert [label for label in labels if width_of(label) > HALF_A_ROW] == []
    assert len(set(labels)) == len(labels)


def test_the_region_stands_short_on_its_button_and_whole_in_the_preview() -> None:
    asked = current_view(play(menu(), "new:report"), occasion())
    drawn = [button.label for row in asked.rows for button in row]
    assert "Восточно-Каз." in drawn
    preview = current_view(play(visits()["report 7"], "edit:region", "=east_kazakhstan"), occasion())
    assert "Восточно-Казахстанская область" in WORDS.view(preview, "ru")


@pytest.mark.parametrize("name", visits())
def test_two_buttons_in_a_row_are_read_whole_wherever_one_stands(name: str) -> None:
    visit = visits()[name]
    views = [current_view(visit, occasion())]
    for event in events(visit):
        views += views_of(step(visit, event, occasion()).effects)
    assert {label for view in views for label in cut_off(view)} == set()
