"""Days as people say them."""

from __future__ import annotations

from datetime import date

import pytest

from bot.conversation.questionnaire.days import FUTURE, SEVERAL_DAYS, UNREADABLE, read_day
from bot.conversation.questionnaire.rough_days import RoughDay

FRIDAY = date(2026, 11, 27)

DAYS = {
    "2026-11-25": "25.11 | 25/11 | 25-11 | 25.11.26 | 25.11.2026 г. | 2026-11-25 | 25 ноября | 25-го ноября | 25 нояб"
    " | 25 қараша | 25-ші қараша | қарашаның 25-і | қараша айының 25-і | двадцать пятого ноября | 25 qarasha"
    " | 25 noyabr | жиырма бесінші қараша | 25-го | 25 | 25 числа | позавчера | позовчера | алдыңгүні | алдыңғы күні"
    " | в среду | сәрсенбі күні | два дня назад | екі күн бұрын | 25.11 в 15.30 | это было 25 ноября в 3 часа дня",
    "2026-03-05": "5 марта 2026 | 5 марта | 05.03 | 5 наурызда | 2026 жылғы 5 наурыз | наурыздың бесі | 5 mart 2026",
    "2026-11-26": "вчера | кеше кешке | keshe | в прошлый четверг | өткен бейсенбі",
    "2026-11-27": "сегодня утром | бүгін | bugin | час назад | только что | жаңа ғана | в эту пятницу",
    "2026-11-23": "дүйсенбі | дүйсенбі күні | в понедельник | с понедельника | осы дүйсенбі",
    "2026-11-24": "3 дня назад | үш күн бұрын | 3 күн болды | прошло 3 дня",
    "2026-11-20": "неделю назад | бір апта бұрын | в пятницу | жұмада",
    "2026-11-18": "на прошлой неделе в среду | өткен аптаның сәрсенбісі",
    "2026-11-17": "в позапрошлый вторник | 10 күн бұрын",
    "2026-11-15": "15 числа | 15-інде | он бесінде",
    "2026-10-30": "30-го",
    "2026-10-12": "12 числа прошлого месяца | өткен айдың 12-сі",
    "2025-12-25": "25 декабря | 25 желтоқсан",
    "2025-11-28": "28 ноября",
    "2025-03-05": "5 марта прошлого года | былтыр 5 наурызда | 5 марта 25",
    "2024-02-29": "29 февраля",
}
ROUGH = {
    "week": "на прошлой неделе | осы аптада | осы аптада болды | несколько дней назад | бірнеше күн бұрын | на днях"
    " | последние 7 дней",
    "month": "в этом месяце | өткен айда | месяц назад | бір ай бұрын | соңғы 30 күнде",
    "ongoing": "әлі жалғасып жатыр | до сих пор | каждый день | күнде | с 5 марта до сих пор | идёт сейчас",
    "unknown": "не помню | точно не помню | есімде жоқ | білмеймін | ұмытып қалдым | не знаю",
}
BAD = (
    "31.02.2026 | 31 февраля | 45 ноября | давно | недавно | летом | в марте | былтыр | қараша айының басында"
    " | два месяца назад | ой | 2026 | 00.00 | 15.30"
)


def typed(listed: dict[str, str]) -> list[tuple[str, str]]:
    return [(text.strip(), meant) for meant, texts in listed.items() for text in texts.split(" | ")]


@pytest.mark.parametrize(("text", "day"), typed(DAYS))
def test_a_day_is_understood(text: str, day: str) -> None:
    assert read_day(text, FRIDAY) == date.fromisoformat(day)


@pytest.mark.parametrize(("text", "name"), typed(ROUGH))
def test_a_rough_choice_is_understood_when_it_is_typed(text: str, name: str) -> None:
    assert read_day(text, FRIDAY) == RoughDay(name)


@pytest.mark.parametrize("text", BAD.split(" | "))
def test_what_is_no_day_is_asked_again(text: str) -> None:
    assert read_day(text, FRIDAY) == UNREADABLE


@pytest.mark.parametrize("text", ["28.11.2026", "завтра", "ертең", "на следующей неделе", "келесі аптада", "5.12.26"])
def test_a_day_that_has_not_come_is_told(text: str) -> None:
    assert read_day(text, FRIDAY) == FUTURE


@pytest.mark.parametrize("text", ["с 5 по 10 марта", "25 и 26 ноября", "5-10 марта", "вчера и позавчера"])
def test_two_days_are_asked_about(text: str) -> None:
    assert read_day(text, FRIDAY) == SEVERAL_DAYS


def test_a_weekday_said_on_that_day_is_the_one_a_week_ago() -> None:
    assert read_day("в четверг", date(2026, 3, 5)) == date(2026, 2, 26)
