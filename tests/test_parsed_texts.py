import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from bot.localisation import FOLDER, LANGUAGES, catalogue_path
from bot.parsed_texts import DamagedTextsError, parse, parsed_texts

HEAD = (
    'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n'
    '"Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n'
)


def catalogue(text: str) -> bytes:
    return f'{HEAD}\nmsgid "a.b"\nmsgstr "{text}"\n'.encode()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "bot.po"


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_kept_says_the_same_as_the_parser(tmp_path: Path, language: str) -> None:
    source = catalogue_path(FOLDER, language).read_bytes()
    first, again = [parsed_texts(tmp_path / "bot.po", source, language) for _ in range(2)]
    assert first == again == parse(source, language)
    assert (tmp_path / "bot.json").is_file()


def test_a_changed_file_is_parsed_again(path: Path) -> None:
    assert parsed_texts(path, catalogue("бұрын"), "kk").phrases == {"a.b": "бұрын"}
    assert parsed_texts(path, catalogue("енді"), "kk").phrases == {"a.b": "енді"}
    assert parsed_texts(path, catalogue("бұрын"), "kk").phrases == {"a.b": "бұрын"}


def test_what_is_kept_is_used(path: Path) -> None:
    """Otherwise every start would still parse, and nobody would notice."""
    parsed_texts(path, catalogue("бар"), "kk")
    kept = json.loads(path.with_suffix(".json").read_bytes())
    kept["phrases"]["a.b"] = "сақталған"
    path.with_suffix(".json").write_text(json.dumps(kept), encoding="utf-8")
    assert parsed_texts(path, catalogue("бар"), "kk").phrases == {"a.b": "сақталған"}


@pytest.mark.parametrize(
    "spoil",
    [
        lambda kept: b"",
        lambda kept: kept[: len(kept) // 2],
        lambda kept: b"\xff\xfe",
        lambda kept: b"[]",
        lambda kept: b"null",
        lambda kept: kept.replace(b'"form": 1', b'"form": 0'),
        lambda kept: kept.replace(b"(n != 1)", b"(m != 1)"),
        lambda kept: kept.replace(b'"plurals": {}', b'"plurals": 5'),
        lambda kept: kept.replace(b'"phrases"', b'"phases"'),
    ],
)
def test_a_damaged_copy_is_replaced(path: Path, spoil: object) -> None:
    parsed_texts(path, catalogue("бар"), "kk")
    beside = path.with_suffix(".json")
    whole = beside.read_bytes()
    beside.write_bytes(spoil(whole))  # type: ignore[operator]
    assert beside.read_bytes() != whole
    assert parsed_texts(path, catalogue("бар"), "kk").phrases == {"a.b": "бар"}
    assert beside.read_bytes() == whole


def test_where_nothing_can_be_written_it_is_parsed(tmp_path: Path) -> None:
    for _ in range(2):
        assert parsed_texts(tmp_path / "gone" / "bot.po", catalogue("бар"), "kk").phrases == {"a.b": "бар"}
    assert list(tmp_path.iterdir()) == []


def test_a_copy_that_cannot_be_put_in_its_place_leaves_nothing(path: Path) -> None:
    path.with_suffix(".json").mkdir()
    assert parsed_texts(path, catalogue("бар"), "kk").phrases == {"a.b": "бар"}
    assert [each.name for each in path.parent.iterdir()] == ["bot.json"]


def test_faults_of_a_file_are_told_and_not_kept(path: Path) -> None:
    with pytest.raises(DamagedTextsError):
        parsed_texts(path, catalogue("бар") + b"no line of a .po file\n", "kk")
    with pytest.raises(DamagedTextsError):
        parsed_texts(path, catalogue("бар") + b"\xff", "kk")
    assert list(path.parent.iterdir()) == []


def test_a_second_start_needs_no_parser() -> None:
    code = "import sys; from bot.localisation import Texts; Texts.load(); print('babel' in sys.modules)"
    for _ in range(2):
        said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=os.environ)
    assert said.stdout.strip() == "False"
