"""`python -m bot scrub IN OUT`: one line, three exit codes, and a file that only its owner reads."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.commands.scrub import run
from tests.anonymise.scrub.planted_pictures import jpeg
from tests.anonymise.scrub.searching import holds_mark


def test_clean_file_is_written_privately(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source, target = tmp_path / "in.jpg", tmp_path / "out.jpg"
    source.write_bytes(jpeg())
    assert run([str(source), str(target)]) == 0
    said = capsys.readouterr().out
    assert said.startswith(f"Cleaned: {target}. Removed: author, comments, device")
    assert said.count("\n") == 1
    assert (target.stat().st_mode & 0o777, holds_mark(target.read_bytes())) == (0o600, False)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in.jpg", "out.jpg"]


def test_other_extension_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = tmp_path / "in.jpg"
    source.write_bytes(jpeg())
    assert run([str(source), str(tmp_path / "out.png")]) == 0
    assert "The clean file is .jpg." in capsys.readouterr().out


def test_refusal_says_why_and_what_to_do(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source, target = tmp_path / "in.pdf", tmp_path / "out.pdf"
    source.write_bytes(jpeg())
    assert run([str(source), str(target)]) == 1
    assert capsys.readouterr().out == (
        "Refused: the content is not what the name says. What to do: check the file and try it again.\n"
    )
    assert not target.exists()


@pytest.mark.parametrize("words", [[], ["one"], ["a", "b", "c"], ["--help", "x"], ["missing.jpg", "out.jpg"]])
def test_misuse_is_explained(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(words) == 2
    assert "usage: python -m bot scrub IN OUT" in capsys.readouterr().err


def test_original_is_never_overwritten(tmp_path: Path) -> None:
    source, original = tmp_path / "in.jpg", jpeg()
    source.write_bytes(original)
    (tmp_path / "link.jpg").symlink_to(source)
    assert run([str(source), str(source)]) == 2
    assert run([str(source), str(tmp_path / "link.jpg")]) == 2
    assert source.read_bytes() == original


def test_folder_that_cannot_be_written_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = tmp_path / "in.jpg"
    source.write_bytes(jpeg())
    assert run([str(source), str(tmp_path / "nowhere" / "out.jpg")]) == 2
    assert "Check the path" in capsys.readouterr().err
