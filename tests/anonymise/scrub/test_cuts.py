"""What was cut away from a recording is not in what comes out, and nothing that was shown is missing there."""

from __future__ import annotations

import io
import time

import av
import pytest

from bot.anonymise.scrub.recoding import RecodingBudget
from bot.anonymise.scrub.runner import Instead, RefusalReason, RefusedFile, Removed, scrub
from bot.anonymise.scrub.verdicts import FileKind, RefusalError
from bot.anonymise.scrub.verify import find_doubt
from tests.anonymise.scrub.conftest import clean, clean_here
from tests.anonymise.scrub.planted_cuts import (
    aperture,
    described,
    film,
    loud_seconds,
    numbers_in,
    shown_from,
)
from tests.anonymise.scrub.planted_pictures import jpeg
from tests.anonymise.scrub.planted_recordings import box, recording
from tests.anonymise.scrub.searching import MARK, holds_mark


@pytest.mark.parametrize(("begin", "end"), [(0.5, 2.0), (0.0, 1.3), (1.7, 3.0), (1.0, 2.0)])
@pytest.mark.parametrize(("key_every", "sound"), [(10, None), (30, "aac")])
def test_cut_away_pictures_cannot_be_decoded_and_none_is_lost(
    begin: float, end: float, key_every: int, sound: str | None
) -> None:
    dirty = shown_from(film(key_every=key_every, sound=sound), begin, end)
    assert numbers_in(dirty) == list(range(30))
    made = clean_here(dirty)
    assert numbers_in(made.content) == list(range(round(begin * 10), round(end * 10)))
    assert Removed.CUT in made.removed
    assert abs((made.duration or 0) - (end - begin)) < 0.15


def test_video_that_shows_all_is_moved_and_nothing_is_called_cut() -> None:
    made = clean_here(film(sound="aac"))
    assert (numbers_in(made.content), Removed.CUT in made.removed) == (list(range(30)), False)
    with av.open(io.BytesIO(film(sound="aac"))) as before, av.open(io.BytesIO(made.content)) as after:
        slices = [[bytes(packet)[-4:] for packet in one.demux(video=0)] for one in (before, after)]
        assert slices[0] == slices[1]


@pytest.mark.parametrize("codec", ["aac", "alac", "pcm_s16le"])
@pytest.mark.parametrize(("loud", "rest"), [((0.0, 0.9), 0.0), ((2.1, 3.0), 0.0), ((1.4, 1.6), 0.2)])
def test_cut_away_sound_cannot_be_heard(codec: str, loud: tuple[float, float], rest: float) -> None:
    form = "mov" if codec.startswith("pcm") else "mp4"
    dirty = shown_from(film(form=form, key_every=10, sound=codec, loud=loud), 1.0, 2.0)
    assert loud_seconds(dirty) > 0.15
    made = clean_here(dirty)
    assert abs(loud_seconds(made.content) - rest) < 0.05
    assert 0.9 < (made.duration or 0) < 1.1


async def test_sound_that_runs_on_behind_the_pictures_goes() -> None:
    dirty = film(sound="aac", loud=(2.9, 3.0))
    head = dirty.rindex(b"elst")
    shorter = int.from_bytes(dirty[head + 12 : head + 16], "big") - 150
    dirty = dirty[: head + 12] + shorter.to_bytes(4, "big") + dirty[head + 16 :]
    made = await clean(dirty)
    assert (numbers_in(made.content), Removed.CUT in made.removed) == (list(range(30)), False)
    assert loud_seconds(made.content) < 0.07  # the last shown frame may share some of it


async def test_cropped_edges_are_gone() -> None:
    dirty = described(film(), aperture(32, 24, 8, -4))
    made = await clean(dirty)
    assert (made.width, made.height, numbers_in(dirty)) == (32, 24, list(range(30)))
    with av.open(io.BytesIO(made.content)) as opened:
        frames = [(frame.width, frame.height) for frame in opened.decode(video=0)]
    assert frames == [(32, 24)] * 30
    assert Removed.CUT in made.removed


def test_aperture_that_shows_all_changes_nothing() -> None:
    made = clean_here(described(film(), aperture(64, 48)))
    assert (made.width, made.height, Removed.CUT in made.removed) == (64, 48, False)
    assert b"clap" not in made.content


def test_boxes_of_a_camera_in_the_description_are_blanked() -> None:
    word = MARK.encode()
    extra = box(b"amve", bytes(8)) + box(b"clli", bytes(4)) + box(b"abcd", word * 3)
    dirty = described(film(), extra + box(b"colr", b"prof" + word * 4))
    assert holds_mark(dirty)
    made = clean_here(dirty)
    assert numbers_in(made.content) == list(range(30))


def turned(content: bytes, *numbers: int) -> bytes:
    """*content* with another matrix for its first track."""
    place = content.index(b"tkhd") + 44
    return content[:place] + b"".join(n.to_bytes(4, "big", signed=True) for n in numbers) + content[place + 36 :]


def test_cut_video_stays_turned_and_the_turn_says_nothing_else() -> None:
    quarter = (0, 0x10000, 0, -0x10000, 0, 0, 0x5A71, 0x4D61, 0x40000000)
    for dirty in (turned(film(), *quarter), shown_from(turned(film(), *quarter), 0.5, 2.0)):
        made = (clean_here(dirty)).content
        with av.open(io.BytesIO(made)) as opened:
            assert abs(next(opened.decode(video=0)).rotation) == 90
        assert bytes.fromhex("00005a71") not in made


def test_second_picture_is_named() -> None:
    made = clean_here(film(pictures=2))
    assert Removed.TRACKS in made.removed
    assert numbers_in(made.content) == list(range(30))


def test_track_that_is_switched_off_stays_behind() -> None:
    dirty = bytearray(film(pictures=2, sound="aac", loud=(0.0, 3.0)))
    first = dirty.index(b"tkhd")
    dirty[first + 7] &= 0xFE
    for place in (dirty.index(b"tkhd", first + 4), dirty.rindex(b"tkhd")):
        dirty[place + 7] |= 1
    whole = clean_here(bytes(dirty))
    assert (Removed.TRACKS in whole.removed, loud_seconds(whole.content) > 2.5) == (True, True)
    for place in (dirty.index(b"tkhd", first + 4), dirty.rindex(b"tkhd")):
        dirty[place + 7] &= 0xFE
    assert loud_seconds(clean_here(bytes(dirty)).content) > 2.5  # where all are off, all are shown


@pytest.mark.parametrize("sound", ["aac", "pcm_s24le"])
def test_all_sounds_that_are_on_cross(sound: str) -> None:
    dirty = bytearray(film(form="mov", sound=sound, sounds=2))
    dirty[dirty.rindex(b"tkhd") + 7] |= 1
    with av.open(io.BytesIO(clean_here(bytes(dirty)).content)) as opened:
        assert len(opened.streams.audio) == 2


async def test_other_speed_is_refused() -> None:
    assert await scrub(shown_from(film(), 0.0, 3.0, speed=2)) == RefusedFile(RefusalReason.DOUBT, Instead.VIDEO)


def test_second_look_sees_what_an_edit_list_hides() -> None:
    made = (clean_here(film(sound="aac"))).content
    assert find_doubt(made, "mp4") is None
    assert "edits" in str(find_doubt(shown_from(made, 0.5, 3.0), "mp4"))
    assert "edits" in str(find_doubt(shown_from(made, 0.0, 2.5), "mp4"))
    assert "edits" in str(find_doubt(shown_from(made, 0.0, 3.0, speed=2), "mp4"))
    assert "turn" in str(find_doubt(turned(made, 0x10000, 0, 0, 0, 0x10000, 0, 77, 0, 0x40000000), "mp4"))


def test_too_long_work_is_refused_before_it_is_done() -> None:
    budget = RecodingBudget(seconds=10.0, packets=100, kind=FileKind.MP4, began=time.process_time() - 3)
    budget.done = 40
    budget.spend()
    budget.done = 10
    with pytest.raises(RefusalError) as caught:
        budget.spend()
    assert caught.value.refused == RefusedFile(RefusalReason.SLOW, Instead.SPLIT)


def test_moving_part_of_a_photo_is_named() -> None:
    made = clean_here(jpeg() + recording("mp4", "libx264", "aac"))
    assert (made.extension, Removed.MOTION in made.removed) == ("jpg", True)
    assert b"ftyp" not in made.content
    assert Removed.MOTION not in (clean_here(jpeg())).removed
