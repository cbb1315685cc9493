import shutil
from datetime import date
from pathlib import Path

import pytest

from bot.localisation import FOLDER, LANGUAGES, MissingTextError, Texts, catalogue_path


@pytest.fixture(scope="session")
def texts() -> Texts:
    return Texts.load()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A small set of catalogues that a test may damage."""
    plurals = {"kk": "nplurals=2; plural=(n != 1);", "ru": "nplurals=2; plural=(n != 1);"}
    for language in LANGUAGES:
        path = catalogue_path(tmp_path, language)
        path.parent.mkdir(parents=True)
        path.write_text(
            'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n'
            f'"Plural-Forms: {plurals[language]}\\n"\n\n'
            f'msgid "menu.title"\nmsgstr "{language} {{key}} {{language}}"\n',
            encoding="utf-8",
        )
    return tmp_path


def add(folder: Path, language: str, message: str) -> None:
    with catalogue_path(folder, language).open("a", encoding="utf-8") as file:
        file.write(f"\n{message}\n")


def test_text_is_the_translation(texts: Texts) -> None:
    assert texts.text("btn.submit", "kk") == "Жіберу"
    assert texts.text("btn.submit", "ru") == "Отправить"


def test_text_puts_values_in_as_they_are(texts: Texts) -> None:
    assert texts.text("line.value", "kk", label="{value}", value="%s \\n <b>") == "{value}: %s \\n <b>"


def test_text_may_have_places_called_key_and_language(folder: Path) -> None:
    assert Texts.load(folder).text("menu.title", "kk", key="a", language="b") == "kk a b"


@pytest.mark.parametrize(
    "values", [{}, {"label": "Абай"}, {"label": "Абай", "value": "x", "code": 1}, {"label": "x", "valeu": "y"}]
)
def test_text_refuses_missing_and_extra_values(texts: Texts, values: dict[str, object]) -> None:
    with pytest.raises(MissingTextError, match=r"line.value.*takes \['label', 'value'\]"):
        texts.text("line.value", "ru", **values)


def test_text_fault_does_not_tell_the_values(texts: Texts) -> None:
    with pytest.raises(MissingTextError) as fault:
        texts.text("line.value", "ru", label="marker-4711")
    assert "marker-4711" not in str(fault.value)


def test_unknown_key_and_language_are_faults(texts: Texts) -> None:
    with pytest.raises(MissingTextError, match=r"no text 'region.chosn'"):
        texts.text("region.chosn", "ru")
    with pytest.raises(MissingTextError, match="no texts in language 'en'"):
        texts.text("btn.submit", "en")
    with pytest.raises(MissingTextError, match="no texts in language 'en'"):
        texts.day(date(2026, 3, 5), "en")


@pytest.mark.parametrize(
    ("n", "ru", "kk"),
    [
        (0, "0 рабочих дней", "0 жұмыс күні"),
        (1, "1 рабочий день", "1 жұмыс күні"),
        (2, "2 рабочих дня", "2 жұмыс күні"),
        (5, "5 рабочих дней", "5 жұмыс күні"),
        (11, "11 рабочих дней", "11 жұмыс күні"),
        (12, "12 рабочих дней", "12 жұмыс күні"),
        (21, "21 рабочий день", "21 жұмыс күні"),
        (24, "24 рабочих дня", "24 жұмыс күні"),
        (111, "111 рабочих дней", "111 жұмыс күні"),
    ],
)
def test_plural_agrees_with_the_number(texts: Texts, n: int, ru: str, kk: str) -> None:
    assert texts.plural("n.workdays", "ru", n) == ru
    assert texts.plural("n.workdays", "kk", n) == kk


def test_plural_and_plain_texts_are_not_mixed_up(texts: Texts) -> None:
    with pytest.raises(MissingTextError, match="has plural forms"):
        texts.text("n.workdays", "ru", n=5)
    with pytest.raises(MissingTextError, match="has no plural forms"):
        texts.plural("btn.submit", "ru", 5)


@pytest.mark.parametrize("language", LANGUAGES)
def test_day_is_written_with_four_digits_of_the_year(texts: Texts, language: str) -> None:
    assert texts.day(date(2026, 3, 5), language) == "05.03.2026"


def test_keys_are_all_keys(texts: Texts) -> None:
    assert {"lang.ask", "n.workdays", "s.btn_send"} <= texts.keys()
    assert all(texts.keys())


def test_load_names_what_a_language_lacks(folder: Path) -> None:
    add(folder, "kk", 'msgid "only.kk"\nmsgstr "бар"')
    add(folder, "ru", 'msgid "only.ru"\nmsgstr "есть"')
    with pytest.raises(MissingTextError, match=r"kk: only.ru, ru: only.kk"):
        Texts.load(folder)


@pytest.mark.parametrize("unfinished", ['msgid "a.b"\nmsgstr ""', '#, fuzzy\nmsgid "a.b"\nmsgstr "возможно"'])
def test_load_takes_an_unfinished_translation_for_missing(folder: Path, unfinished: str) -> None:
    add(folder, "kk", 'msgid "a.b"\nmsgstr "бар"')
    add(folder, "ru", unfinished)
    with pytest.raises(MissingTextError, match=r"ru: a.b"):
        Texts.load(folder)


def test_load_says_which_file_is_gone_or_damaged(folder: Path) -> None:
    add(folder, "ru", "this is no line of a .po file")
    with pytest.raises(MissingTextError, match=r"ru/LC_MESSAGES/bot.po are damaged"):
        Texts.load(folder)
    shutil.rmtree(folder / "ru")
    with pytest.raises(MissingTextError, match=r"ru/LC_MESSAGES/bot.po cannot be read"):
        Texts.load(folder)


def test_default_folder_is_the_repository_s_own() -> None:
    assert (FOLDER / "bot.pot").is_file()


def test_a_text_is_known_by_how_it_begins_whatever_its_values_are() -> None:
    texts = Texts.load()
    assert texts.opening("menu.title", "ru") == texts.text("menu.title", "ru")
    opening = texts.opening("receipt.filed", "kk")
    assert opening and texts.text("receipt.filed", "kk", case_no="12-26-10000", code="1").startswith(opening)
