"""Every name of a person is found for readers outside, in either language and any case; other words stay."""

from __future__ import annotations

import pytest

from bot.anonymise.identifiers import find_people


def hidden(text: str) -> str:
    """*text* with an N for each name that was found."""
    for start, end in reversed(find_people(text)):
        text = f"{text[:start]}N{text[end:]}"
    return text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Медсестра Иванова Мария Петровна требует деньги.", "Медсестра N требует деньги."),
        ("Деньги взяли у соседки Серіковой Динары.", "Деньги взяли у соседки N."),
        ("Мы были с Петром Николаевичем и у Смагулова", "Мы были с N и у N"),
        ("Врач Ахметов А. С. сказал", "Врач N сказал"),
        ("А.С. Ахметов сказал мне", "N сказал мне"),
        ("иванова мария петровна из регистратуры", "N из регистратуры"),
        ("Касымова, зав. отделением, взяла", "N, зав. отделением, взяла"),
        ("соседка Жанель видела", "соседка N видела"),
        ("Нужно позвонить Айжан", "Нужно позвонить N"),
        ("ИВАНОВА МАРИЯ БЕРЕТ", "N БЕРЕТ"),
        ("Дәрігер Айгүл Серікқызына ақша бердім.", "Дәрігер N ақша бердім."),
        ("Көршім Бақытты Сейітқызы ақша берді.", "N ақша берді."),
        ("Мектептің директоры Нұрланға айттым", "Мектептің директоры N айттым"),
        ("Ерлан Омаровтың туысы", "N туысы"),
        ("moya sosedka Ivanova Maria", "moya sosedka N"),
        ("Иван\u200bова Ма\u00adрия здесь", "N здесь"),
    ],
)
def test_names_are_found(text: str, shown: str) -> None:
    assert hidden(text) == shown


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Врач требует деньги за приём, 5000 тенге.",
        "Магазин закрыт. Вопросов много. Районов тоже.",
        "В школе берут деньги. Директор не отвечает, аким области тоже.",
        "Емханада дәрігердің қабылдауына ақша талап етеді.",
        "Ақтаудың әкімдігі бермейді. Алматыда да солай.",
        "Больница №2 на Абая, ЦОН, ТОО и ИП.",
        "😀 \ud800 x",
    ],
)
def test_what_is_no_name_stays(text: str) -> None:
    assert find_people(text) == ()
