"""A citizen who types instead of pressing: a report by words alone in both languages, and talk beside the matter."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.flows.citizens import STORIES, Citizen
from tests.flows.office import rehearsal

TYPED = {
    "kk": {
        "region": ("ақтау", "Өңір: Маңғыстау облысы"),
        "sphere": ("ауруханада", "Сала: Денсаулық сақтау"),
        "violation": ("пара сұрады", "Бұзушылық: Пара талап ету"),
        "when": ("есімде жоқ", "Қашан: нақты есімде жоқ"),
    },
    "ru": {
        "region": ("актау", "Регион: Мангистауская область"),
        "sphere": ("в больнице", "Сфера: Здравоохранение"),
        "violation": ("просят деньги", "Нарушение: Требование взятки"),
        "when": ("на прошлой неделе", "Когда: за последние 7 дней"),
    },
}
THANKS = {"kk": "рахмет", "ru": "спасибо"}
WHEN = {"kk": "жауап қашан болады?", "ru": "а когда ответите?"}


@pytest.mark.parametrize("language", ["kk", "ru"])
async def test_a_report_is_filed_by_words_and_each_is_shown_as_understood(tmp_path: Path, language: str) -> None:
    async with rehearsal(tmp_path) as r:
        await r.bind("mangystau")
        citizen = Citizen(r.citizen(), language, r.clock)
        await citizen.choose_language()
        await citizen.tap("btn.new_report", "region.type_hint")
        for question, key in (("region", "group.ask"), ("sphere", "violation.ask"), ("violation", "text.ask_report")):
            words, understood = TYPED[language][question]
            assert understood in (await citizen.say(words, key)).text
        await citizen.say(STORIES[language], "anon.ask")
        await citizen.tap("btn.anon_code", "preview.title")
        await citizen.tap("➕ " + citizen.text("label.when"), "when.ask")
        words, understood = TYPED[language]["when"]
        assert understood in (await citizen.say(words, "preview.title")).text
        await citizen.send()
        assert r.play.violations == []


@pytest.mark.parametrize("language", ["kk", "ru"])
async def test_a_word_of_two_spheres_is_asked_about_and_one_press_goes_on(tmp_path: Path, language: str) -> None:
    async with rehearsal(tmp_path) as r:
        citizen = Citizen(r.citizen(), language, r.clock)
        await citizen.choose_language()
        await citizen.tap("btn.new_report", "region.type_hint")
        await citizen.tap("=mangystau", "group.ask")
        await citizen.say({"kk": "қоқыс", "ru": "мусор"}[language], "err.several")
        await citizen.tap("btn.all_choices", "group.type_hint")
        await citizen.say({"kk": "қоқыс", "ru": "мусор"}[language], "err.several")
        await citizen.tap("named:utilities", "violation.ask")
        assert r.play.violations == []


@pytest.mark.parametrize("language", ["kk", "ru"])
async def test_thanks_and_questions_are_answered_at_the_menu_and_at_a_case(tmp_path: Path, language: str) -> None:
    async with rehearsal(tmp_path) as r:
        await r.bind("mangystau")
        citizen = Citizen(r.citizen(), language, r.clock)
        await citizen.choose_language()
        await citizen.file_up_to_sending("report")
        _, code = await citizen.send()
        await citizen.say(THANKS[language], "talk.thanks")
        asked = await citizen.say(WHEN[language], "talk.when")
        assert "15" in asked.text
        await citizen.tap("btn.check_status", "status.ask_code")
        await citizen.say(code, "status.no_answer")
        await citizen.say(THANKS[language], "talk.thanks_case")
        await citizen.tap("btn.add_info", "info.ask")
        assert r.play.violations == []
