"""kill -9 in the middle of a file job: no original on the disk, no process left, and the file is cleaned after all."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.chaos.stage import Stage, cards_of, newest, number_in, reach_preview, until
from tests.flows import planted
from tests.flows.office import PATIENCE
from tests.flows.test_files_citizen import settled, submit
from tests.promises.searching import find, read_folder, texts


def scrubbers_of(parent: int) -> list[int]:
    """The processes that were started by *parent* (which may be dead) to scrub."""
    found = []
    for entry in Path("/proc").iterdir():
        try:
            words = (entry / "cmdline").read_bytes().split(b"\0") if entry.name.isdecimal() else []
        except OSError:
            continue
        if any(b"anonymise.scrub.worker" in word for word in words) and str(parent).encode() in words:
            found.append(int(entry.name))
    return found


@pytest.mark.parametrize("point", ["file-scrubbing", "file-before-commit", "file-after-commit"])
async def test_killed_while_cleaning(stage: Stage, point: str, tmp_path: Path) -> None:
    temporary = tmp_path / "own-tmp"
    temporary.mkdir()
    nth = 2 if point == "file-after-commit" else 1  # the first commit is that of the message itself
    bot = await stage.start(point, nth, TMPDIR=str(temporary))
    group = await stage.bind()
    chat = stage.citizen()
    await reach_preview(chat, "В поликлинике требуют деньги за приём.")
    stage.arm()
    await chat.send_photo(planted.photo())
    assert await bot.is_killed()
    parent = bot.process.pid
    await until(lambda: scrubbers_of(parent) == [], stage.play)
    assert list(temporary.rglob("*")) == []
    original = {"original": {"middle": planted.photo()[200:232]}}
    places = read_folder(stage.folder)
    assert find(texts(planted.MARK) | original, places) == []
    assert find(original, {"planted": planted.photo()}) != []
    await stage.start()
    await settled(chat)
    number, _ = await submit(chat)
    await group.wait_for(lambda m: m.media == "photo", PATIENCE)
    assert planted.names(planted.uploads(stage.play.calls, group.id)) == [f"{number}-1.jpg"]
    assert cards_of(group, number) and number_in(await newest(group, "🆕")) == number
    assert stage.play.violations == []
