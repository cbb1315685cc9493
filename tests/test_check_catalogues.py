from pathlib import Path

import pytest

from bot.localisation import FOLDER, catalogue_path
from tests.add_text import put_entry
from tests.check_catalogues import check
from tests.translation_files import Entry, template_path, write_entries


def entry(key: str, kk: str = "бар", ru: str = "есть", note: str = "") -> Entry:
    return Entry(key, "Part", note, {"kk": (kk,), "ru": (ru,)})


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "locales"


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "bot"
    path.mkdir()
    return path


def faults_of(folder: Path, source: Path, *entries: Entry) -> list[str]:
    write_entries(folder, entries)
    return list(check(folder, source))


def test_the_shipped_texts_have_no_fault(source: Path) -> None:
    assert list(check(FOLDER, source)) == []


@pytest.mark.parametrize(
    ("planted", "fault"),
    [
        (entry("a.b", kk="{n} күн"), "a.b: the places differ: {'kk': ['n'], 'ru': []}"),
        (entry("a.b", kk="{N}", ru="{N}"), "a.b: kk: a brace that belongs to no place"),
        (entry("a.b", kk="{n:d}", ru="{n}"), "a.b: kk: a brace that belongs to no place"),
        (entry("btn.x", ru="я" * 31, note="button"), "btn.x: ru: 31 characters, at most 30"),
        (entry("s.btn_x", kk="я" * 31), "s.btn_x: kk: 31 characters, at most 30"),
        (entry("a.b", ru="я" * 201, note="callback alert, at most 200 characters"), "at most 200"),
        (entry("cmd.x", ru="я" * 257), "cmd.x: ru: 257 characters, at most 256"),
        (entry("a.b", kk="Маңғыcтау"), "a.b: kk: 'Маңғыcтау' mixes Cyrillic and Latin letters (c is Latin)"),
        (entry("a.b", kk="шɵп"), "a.b: kk: 'шɵп' has a letter of no alphabet of ours: U+0275"),
        (entry("a.b", ru="c Вами"), "a.b: ru: 'c' is a lone Latin letter"),
        (entry("a.b", ru="мои\u0306"), "a.b: ru: not in Unicode's composed form (NFC)"),
        (entry("a.b", ru=" "), "ru: a.b is empty"),
    ],
)
def test_a_planted_fault_is_named(folder: Path, source: Path, planted: Entry, fault: str) -> None:
    faults = faults_of(folder, source, entry("menu.title"), planted)
    assert any(fault in found for found in faults), faults


def test_latin_words_and_hyphenated_names_are_no_fault(folder: Path, source: Path) -> None:
    good = entry("a.b", kk="Telegram-дағы eOtinish PDF ℹ️ Cyrillic: әғқңөұүһі", ru="«Адалдық алаңы» ЭЦП ёж")
    assert faults_of(folder, source, good) == []


def test_a_stale_translation_is_named(folder: Path, source: Path) -> None:
    write_entries(folder, [entry("a.a"), entry("a.b"), entry("a.c")])
    stale = catalogue_path(folder, "ru").read_text(encoding="utf-8").replace('"a.b"', '"a.old"')
    catalogue_path(folder, "ru").write_text(stale, encoding="utf-8")
    assert list(check(folder, source))[:2] == ["ru: a.b is missing", "ru: a.old is not in bot.pot"]


def test_a_repeated_key_is_named(folder: Path, source: Path) -> None:
    write_entries(folder, [entry("a.a")])
    with catalogue_path(folder, "kk").open("a", encoding="utf-8") as file:
        file.write('\nmsgid "a.a"\nmsgstr "басқа"\n')
    assert list(check(folder, source)) == ["kk: a.a is there twice"]


def test_another_order_and_a_fuzzy_mark_are_named(folder: Path, source: Path) -> None:
    write_entries(folder, [entry("a.b"), entry("a.a")])
    template_path(folder).replace(folder / "kept")
    write_entries(folder, [entry("a.a"), entry("a.b")])
    (folder / "kept").replace(template_path(folder))
    marked = catalogue_path(folder, "kk").read_text(encoding="utf-8").replace('msgid "a.b"', '#, fuzzy\nmsgid "a.b"')
    catalogue_path(folder, "kk").write_text(marked, encoding="utf-8")
    assert list(check(folder, source)) == [
        "kk: the order is not that of bot.pot, from a.a on",
        "kk: a.b is marked fuzzy",
        "ru: the order is not that of bot.pot, from a.a on",
    ]


def test_a_plural_has_as_many_forms_as_its_language(folder: Path, source: Path) -> None:
    short = Entry("n.days", "Part", "", {"kk": ("{n} күн", "{n} күн"), "ru": ("{n} день", "{n} дня")})
    bare = Entry("n.files", "Part", "", {"kk": ("файл", "файл"), "ru": ("файл", "файла", "файлов")})
    assert faults_of(folder, source, short, bare) == [
        "ru: n.days is empty",
        "n.days: the places differ: {'kk': ['n'], 'ru': []}",
        "n.days: a plural names {n} and nothing else",
        "n.files: a plural names {n} and nothing else",
    ]


def test_keys_in_the_source_are_held_against_the_texts(folder: Path, source: Path) -> None:
    write_entries(folder, [entry(key) for key in ("kind.report", "kind.proposal", "menu.title", "region.ask", "st.x")])
    (source / "room.py").write_text(
        '"""menu.nothing in a docstring is prose."""\n'
        'say("menu.titel"); say("menu.title"); open("menu.html"); log("not.a_family")\n'
        'say(f"kind.{kind}"); say(f"{name}.ask"); say(f"region.{x}_hint"); say(f"{a}.{b}")\n',
        encoding="utf-8",
    )
    assert list(check(folder, source, unused=True)) == [
        "menu.titel: named in bot/room.py:2, but there is no such text",
        "region.…_hint: named in bot/room.py:3, but there is no such text",
        "st.x: never named in the source",
    ]


def test_names_of_our_own_modules_are_no_keys(folder: Path, source: Path) -> None:
    (source / "gateway").mkdir()
    (source / "room.py").write_text('log("bot.gateway"); log("bot.room"); log("bot.other")\n', encoding="utf-8")
    assert faults_of(folder, source, entry("bot.description")) == [
        "bot.other: named in bot/room.py:1, but there is no such text"
    ]


def test_a_new_entry_passes_the_check(folder: Path, source: Path) -> None:
    assert faults_of(folder, source, *put_entry([], entry("btn.new", note="button"))) == []


def test_a_line_that_nobody_has_read_is_a_text_and_is_listed_once(folder: Path, source: Path) -> None:
    write_entries(folder, [entry("a.b"), entry("a.c")])
    (folder / "README.md").write_text("# Guide\n\n```unread\na.b a.gone\na.c a.b\n```\n", encoding="utf-8")
    assert list(check(folder, source)) == [
        "README.md: a.b is listed as unread 2 times",
        "README.md: a.gone is listed as unread, and there is no such text",
    ]
