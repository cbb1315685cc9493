"""The history and the wiping as posts: every line in words of both languages, nothing that Telegram would link."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from bot.desk.history import Happening, HistoryEntry
from bot.desk.parcels.values import History, Wiping
from bot.desk.people import Officer
from bot.gateway.case_posts import CasePosts
from bot.gateway.wording import Words, units
from bot.localisation import Texts
from bot.terms import Kind, Language, Level, Result, Status
from storage.cases import CaseRow

WORDS = Words(Texts.load())
POSTS = CasePosts(WORDS)
NUMBER, DAY = "12-26-10042", date(2026, 3, 2)
ROW = CaseRow(
    "c" * 32, NUMBER, "mangystau", Kind.REPORT, "health", "bribe", Status.IN_WORK, Level.RELAY, Language.KAZAKH,
    DAY, DAY, DAY, b"", b"",
)  # fmt: skip
DANA = Officer(21, "Дана")
ABOUT = {
    Happening.TRANSFERRED: "abai",
    Happening.REDIRECTED: "police",
    Happening.EXTENDED: "2026-04-10",
    Happening.CLOSED: "measures",
    Happening.FIRST_CLOSED: "measures",
}


def entry(what: Happening, n: int = 0, *, by: Officer | None = DANA, why: str = "", about: str = "") -> HistoryEntry:
    return HistoryEntry(n + 1, DAY + timedelta(days=n), what, by, why, about or ABOUT.get(what, ""))


def told(language: Language, *entries: HistoryEntry) -> list[str]:
    """The lines of the history, without its title."""
    (post,) = POSTS.history(History(-100, language, ROW, entries, 40))
    assert (post.reply_to, post.keyboard, post.part) == (40, None, 0)
    return post.text.removeprefix(WORDS.text("s.history_title", language, {"case_no": NUMBER})).strip().split("\n")


@pytest.mark.parametrize("language", Language)
def test_everything_that_happens_has_words_of_its_own(language: Language) -> None:
    lines = told(language, *(entry(what) for what in Happening))
    assert len(lines) == len(set(lines)) == len(Happening) + 1


def test_the_history_begins_with_the_number_and_with_the_filing() -> None:
    (post,) = POSTS.history(History(-100, Language.RUSSIAN, ROW, (), 40))
    assert post.text.split("\n") == [NUMBER, "История обращения", "02.03.2026 · " + WORDS.text("happening.filed", "ru")]


def test_each_line_says_when_what_about_what_why_and_who() -> None:
    lines = told(
        Language.RUSSIAN,
        entry(Happening.TRANSFERRED, 1, why="Всё было там"),
        entry(Happening.REDIRECTED, 2),
        entry(Happening.REDIRECTED, 3, about="Министерство"),
        entry(Happening.EXTENDED, 4, why="ждём документы"),
        entry(Happening.CLOSED, 5),
        entry(Happening.NOTED, 6, why="Позвонить"),
        entry(Happening.REPLIED, 7, by=None),
    )
    does = {what: WORDS.text(f"happening.{what}", "ru") for what in Happening}
    abai = WORDS.value("region", "abai", Language.RUSSIAN)
    assert lines[1:] == [
        f"03.03.2026 · {does[Happening.TRANSFERRED]}: {abai} (Всё было там) · Дана",
        f"04.03.2026 · {does[Happening.REDIRECTED]}: Полиция (102) · Дана",
        f"05.03.2026 · {does[Happening.REDIRECTED]}: Министерство · Дана",
        f"06.03.2026 · {does[Happening.EXTENDED]}: 10.04.2026 (ждём документы) · Дана",
        f"07.03.2026 · {does[Happening.CLOSED]}: приняты меры · Дана",
        f"08.03.2026 · {does[Happening.NOTED]} (Позвонить) · Дана",
        f"09.03.2026 · {does[Happening.REPLIED]} · {WORDS.text('value.citizen', 'ru')}",
    ]  # fmt: skip


@pytest.mark.parametrize("result", Result)
@pytest.mark.parametrize("language", Language)
def test_every_result_is_told_in_words(language: Language, result: Result) -> None:
    line = told(language, entry(Happening.CLOSED, about=result))[-1]
    assert WORDS.text(f"result.{result}", language) in line


def test_what_people_typed_makes_no_link() -> None:
    noted, taken = entry(Happening.NOTED, why="t.me/dana @dana"), entry(Happening.TAKEN, by=Officer(1, "@x"))
    line = told(Language.RUSSIAN, noted, taken)
    assert "t.me/" not in line[1] and "@dana" not in line[1] and "@x" not in line[2]


def test_a_long_history_is_cut_and_only_its_first_part_answers_the_card() -> None:
    entries = tuple(entry(Happening.NOTED, n, why="Ұзақ жазба. " * 30) for n in range(60))
    posts = POSTS.history(History(-100, Language.KAZAKH, ROW, entries, 40))
    assert len(posts) > 2 and all(units(post.text) <= 4096 for post in posts)
    assert [post.reply_to for post in posts] == [40] + [None] * (len(posts) - 1)


def test_every_part_of_a_long_history_begins_with_the_number() -> None:
    """A part that a crash lost from the map is still found by it."""
    entries = tuple(entry(Happening.NOTED, n, why="Ұзақ жазба. " * 30) for n in range(60))
    posts = POSTS.history(History(-100, Language.KAZAKH, ROW, entries, 40))
    assert all(post.text.startswith(NUMBER) for post in posts)


@pytest.mark.parametrize("language", Language)
def test_a_wiped_post_says_where_the_case_is_and_nothing_else(language: Language) -> None:
    post = POSTS.wiped(Wiping(-100, language, NUMBER, "abai", (40, 41), 0))
    told = {"case_no": NUMBER, "region": WORDS.value("region", "abai", language)}
    assert post.text == WORDS.text("s.transferred_out", language, told)
    assert post.text.startswith(NUMBER) and post.keyboard is None
