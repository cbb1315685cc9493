import shutil
from collections.abc import Sequence
from pathlib import Path

import pytest

from bot.localisation import FOLDER, LANGUAGES, Texts, catalogue_path
from tests.add_text import main
from tests.translation_files import read_entries, template_path, write_entries


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The shipped catalogues, once rewritten in the canonical form, where a test may change them."""
    copy = tmp_path / "locales"
    shutil.copytree(FOLDER, copy)
    write_entries(copy, read_entries(copy))
    return copy


def contents(folder: Path) -> dict[str, str]:
    paths = [template_path(folder), *(catalogue_path(folder, language) for language in LANGUAGES)]
    return {str(path.relative_to(folder)): path.read_text(encoding="utf-8") for path in paths}


def keys(folder: Path) -> list[str]:
    return [entry.key for entry in read_entries(folder)]


def run(folder: Path, *arguments: str) -> int:
    return main(arguments, folder)


def test_rewriting_what_was_read_changes_no_byte(folder: Path) -> None:
    before = contents(folder)
    write_entries(folder, read_entries(folder))
    assert contents(folder) == before


def test_adding_and_removing_leaves_no_trace(folder: Path) -> None:
    before = contents(folder)
    assert run(folder, "err.new_one", "Бір\\nекі", "Раз\\nдва {n}", "--note", "callback alert") == 0
    assert "err.new_one" in keys(folder)
    assert run(folder, "--remove", "err.new_one") == 0
    assert contents(folder) == before


def test_a_new_text_goes_to_the_end_of_its_family(folder: Path) -> None:
    last = max(place for place, key in enumerate(keys(folder)) if key.startswith("err."))
    run(folder, "err.new_one", "Бір\\nекі", "Раз", "--note", "callback alert")
    entry = read_entries(folder)[last + 1]
    assert (entry.key, entry.section, entry.note, entry.forms) == (
        "err.new_one",
        "Errors",
        "callback alert, at most 200 characters",
        {"kk": ("Бір\nекі",), "ru": ("Раз",)},
    )


def test_a_text_can_be_put_after_another(folder: Path) -> None:
    run(folder, "zz.new", "Бір", "Раз", "--after", "lang.ask")
    found = read_entries(folder)
    assert [entry.key for entry in found[:2]] == ["lang.ask", "zz.new"]
    assert found[1].section == found[0].section


def test_a_changed_text_keeps_its_place_and_note(folder: Path) -> None:
    before = read_entries(folder)
    run(folder, "start.welcome", "Бір", "Раз")
    after = read_entries(folder)
    changed = [(old, new) for old, new in zip(before, after, strict=True) if old != new]
    assert [(old.key, old.note == new.note, dict(new.forms)) for old, new in changed] == [
        ("start.welcome", True, {"kk": ("Бір",), "ru": ("Раз",)})
    ]


def test_a_removed_first_text_leaves_the_heading_to_the_next(folder: Path) -> None:
    run(folder, "--remove", "lang.ask")
    assert read_entries(folder)[0].section == "Language and start"


def test_a_family_is_removed_by_a_star(folder: Path) -> None:
    run(folder, "--remove", "mask.*", "demo.*")
    assert not [key for key in keys(folder) if key.startswith(("mask.", "demo."))]


def test_buttons_get_their_limit(folder: Path) -> None:
    run(folder, "btn.new_one", "Бір", "Раз", "--note", "button: under the menu")
    notes = {entry.key: entry.note for entry in read_entries(folder)}
    assert notes["btn.new_one"] == "button, at most 30 characters; under the menu"


def test_a_plural_is_added_with_its_forms(folder: Path) -> None:
    run(folder, "n.codes", "{n} код", "{n} код | {n} кода | {n} кодов", "--plural")
    texts = Texts.load(folder)
    assert [texts.plural("n.codes", "ru", n) for n in (1, 2, 5)] == ["1 код", "2 кода", "5 кодов"]


def test_many_texts_come_from_a_table_in_its_order(folder: Path, tmp_path: Path) -> None:
    table = tmp_path / "rows.md"
    table.write_text(
        "# New\n\n| key | kk | ru | note |\n|---|---|---|---|\n"
        "| zz.one | Бір\\nекі | Раз\\nдва |  |\n| zz.two | Екі | Два | heading |\n"
        "| n.codes | {n} код | {n} код | {n} кода | {n} кодов | |\n",
        encoding="utf-8",
    )
    assert run(folder, "--from", str(table), "--after", "lang.ask") == 0
    found = read_entries(folder)[1:4]
    assert [(entry.key, entry.note) for entry in found] == [("zz.one", ""), ("zz.two", "heading"), ("n.codes", "")]
    assert found[0].forms == {"kk": ("Бір\nекі",), "ru": ("Раз\nдва",)}
    assert found[2].is_plural


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (["zz.one", "Бір"], "three things are needed"),
        (["Zz", "Бір", "Раз"], "a key is family.name"),
        (["zz.one", "Бір", "Раз", "--after", "zz.gone"], "no other text zz.gone"),
        (["lang.ask", "Бір", "Раз", "--after", "lang.ask"], "no other text lang.ask"),
        (["--remove", "zz.gone"], "there is no text zz.gone"),
        (["n.codes", "{n}", "{n} | {n}", "--plural"], "three forms"),
        (["n.workdays", "{n}", "{n}"], "one is a plural and the other is not"),
    ],
)
def test_what_cannot_be_done_changes_nothing(
    folder: Path, capsys: pytest.CaptureFixture[str], arguments: Sequence[str], reason: str
) -> None:
    before = contents(folder)
    assert run(folder, *arguments) == 1
    assert reason in capsys.readouterr().err
    assert contents(folder) == before
