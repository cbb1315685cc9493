"""Session keys: replaced daily, forgotten for good."""

from __future__ import annotations

import json
import stat
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.chance import Chance
from bot.encryption.errors import KeyForgottenError, SealBrokenError, SessionKeyError
from bot.encryption.session import SessionKeys

HOUR = timedelta(hours=1)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "keys" / "session.json"


@pytest.fixture
def keys(path: Path, now: datetime) -> SessionKeys:
    return SessionKeys.open_or_create(path, now, Chance())


def secrets_in(path: Path) -> list[str]:
    return [entry["secret"] for entry in json.loads(path.read_text())["keys"]]


def everything_beside(path: Path) -> str:
    return "".join(entry.read_text() for entry in path.parent.iterdir())


# --- rotation and forgetting


def test_key_is_replaced_after_a_day(keys: SessionKeys, path: Path, now: datetime) -> None:
    first = secrets_in(path)
    assert not keys.rotate_if_due(now + 24 * HOUR - timedelta(seconds=1))
    assert secrets_in(path) == first
    assert keys.rotate_if_due(now + 24 * HOUR)
    assert secrets_in(path)[1:] == first
    assert not keys.rotate_if_due(now + 24 * HOUR)


def test_draft_under_yesterdays_key_opens_until_48_hours_after_replacement(keys: SessionKeys, now: datetime) -> None:
    box = keys.seal(b"draft", context="draft")
    replaced = now + 24 * HOUR
    keys.rotate_if_due(replaced)
    keys.rotate_if_due(replaced + 47 * HOUR)
    assert keys.open(box, context="draft") == b"draft"
    keys.rotate_if_due(replaced + 49 * HOUR)
    with pytest.raises(KeyForgottenError):
        keys.open(box, context="draft")


def test_key_is_forgotten_on_the_hour_though_none_is_due_for_replacement(
    keys: SessionKeys, path: Path, now: datetime
) -> None:
    keys.rotate_if_due(now + 24 * HOUR)
    keys.rotate_if_due(now + 60 * HOUR)
    forgotten = secrets_in(path)[-1]
    assert keys.rotate_if_due(now + 72 * HOUR)
    assert forgotten not in everything_beside(path)
    assert len(secrets_in(path)) == 2


def test_forgotten_key_is_in_no_file_and_in_no_old_block(keys: SessionKeys, path: Path, now: datetime) -> None:
    forgotten = secrets_in(path)[0]
    for hours in range(1, 24 + 48 + 1):
        old = path.open("rb")  # keeps the replaced file's blocks in sight
        with old:
            changed = keys.rotate_if_due(now + hours * HOUR)
            content = old.read()
        assert not changed or set(content) == {0}
    assert forgotten not in everything_beside(path)
    assert [entry.name for entry in path.parent.iterdir()] == ["session.json"]


def test_old_key_never_seals_again(keys: SessionKeys, now: datetime) -> None:
    keys.rotate_if_due(now + 24 * HOUR)
    box = keys.seal(b"draft", context="draft")
    keys.rotate_if_due(now + 48 * HOUR)
    keys.rotate_if_due(now + 72 * HOUR)  # forgets the first key
    assert keys.open(box, context="draft") == b"draft"


@settings(deadline=None)
@given(steps=st.lists(st.integers(min_value=1, max_value=40), min_size=1, max_size=20))
def test_no_key_outlives_its_time_however_often_it_is_looked_at(
    steps: list[int], now: datetime, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("session") / "session.json"
    keys = SessionKeys.open_or_create(path, now, Chance())
    for hours in steps:
        now += hours * HOUR
        keys.rotate_if_due(now)
        content = json.loads(path.read_text())["keys"]
        assert now - datetime.fromisoformat(content[0]["made"]) < 24 * HOUR
        assert all(now - datetime.fromisoformat(entry["replaced"]) < 48 * HOUR for entry in content[1:])
        assert [entry["replaced"] is None for entry in content] == [True] + [False] * (len(content) - 1)


def test_start_after_an_outage_does_what_was_due(keys: SessionKeys, path: Path, now: datetime) -> None:
    keys.rotate_if_due(now + 24 * HOUR)
    first = secrets_in(path)[-1]
    box = keys.seal(b"draft", context="draft")
    again = SessionKeys.open_or_create(path, now + 100 * HOUR, Chance())
    assert first not in everything_beside(path)
    assert again.open(box, context="draft") == b"draft"


def test_clock_that_was_ahead_keeps_no_key_alive(path: Path, now: datetime) -> None:
    SessionKeys.open_or_create(path, now + timedelta(days=9000), Chance())
    keys = SessionKeys.open_or_create(path, now, Chance())
    first = secrets_in(path)[0]
    assert keys.rotate_if_due(now + 24 * HOUR)
    keys.rotate_if_due(now + 72 * HOUR)
    assert first not in everything_beside(path)


def test_clock_that_jumps_ahead_forgets_no_key_in_use(keys: SessionKeys, now: datetime) -> None:
    box = keys.seal(b"draft", context="draft")
    keys.rotate_if_due(now + timedelta(days=9000))
    assert keys.open(box, context="draft") == b"draft"


# --- the file


def test_file_is_private_and_survives_a_restart(keys: SessionKeys, path: Path, now: datetime) -> None:
    box = keys.seal(b"draft", context="draft")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert SessionKeys.open_or_create(path, now + HOUR, Chance()).open(box, context="draft") == b"draft"
    keys.rotate_if_due(now + 24 * HOUR)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert SessionKeys.open_or_create(path, now + 25 * HOUR, Chance()).open(box, context="draft") == b"draft"


def test_lost_file_is_made_anew(keys: SessionKeys, path: Path, now: datetime) -> None:
    box = keys.seal(b"draft", context="draft")
    path.unlink()
    with pytest.raises(KeyForgottenError):
        SessionKeys.open_or_create(path, now, Chance()).open(box, context="draft")


@pytest.mark.parametrize("damage", ["", "{}", "\x00" * 300])
def test_damaged_file_is_refused_and_left_alone(keys: SessionKeys, path: Path, now: datetime, damage: str) -> None:
    path.write_text(damage)
    with pytest.raises(SessionKeyError, match="damaged"):
        SessionKeys.open_or_create(path, now, Chance())
    assert path.read_text() == damage


def test_every_changed_character_is_noticed(keys: SessionKeys, path: Path, now: datetime) -> None:
    text = path.read_text()
    for place, character in enumerate(text.rstrip()):
        if character != " ":
            path.write_text(text[:place] + ("1" if character == "0" else "0") + text[place + 1 :])
            with pytest.raises(SessionKeyError):
                SessionKeys.open_or_create(path, now, Chance())


def test_file_open_to_others_is_refused(keys: SessionKeys, path: Path, now: datetime) -> None:
    path.chmod(0o644)
    with pytest.raises(SessionKeyError, match="chmod 600"):
        SessionKeys.open_or_create(path, now, Chance())


def test_what_a_crash_left_of_a_rotation_is_cleared(keys: SessionKeys, path: Path, now: datetime) -> None:
    left = path.with_name("session.json.new")
    left.write_text("keys that would never be forgotten")
    with left.open() as blocks:
        SessionKeys.open_or_create(path, now, Chance())
        assert set(blocks.read()) == {"\0"}
    assert [entry.name for entry in path.parent.iterdir()] == ["session.json"]


def test_rotation_that_cannot_be_written_changes_nothing(keys: SessionKeys, path: Path, now: datetime) -> None:
    box, text = keys.seal(b"draft", context="draft"), path.read_text()
    path.with_name("session.json.new").mkdir()
    with pytest.raises(SessionKeyError):
        keys.rotate_if_due(now + 24 * HOUR)
    assert path.read_text() == text
    assert keys.open(box, context="draft") == b"draft"
    path.with_name("session.json.new").rmdir()
    assert keys.rotate_if_due(now + 24 * HOUR)


# --- boxes and pseudonyms


def test_box_opens_in_its_context_only(keys: SessionKeys) -> None:
    box = keys.seal(b"draft", context="draft")
    with pytest.raises(SealBrokenError):
        keys.open(box, context="message ids")


@pytest.mark.parametrize("length", [0, 1, 4, 5, 6, 20, -1])
def test_cut_box_does_not_open(keys: SessionKeys, length: int) -> None:
    with pytest.raises(SealBrokenError):
        keys.open(keys.seal(b"draft", context="draft")[:length], context="draft")


def test_box_with_any_bit_flipped_does_not_open(keys: SessionKeys) -> None:
    box = keys.seal(b"draft", context="draft")
    for bit in range(len(box) * 8):
        changed = bytearray(box)
        changed[bit // 8] ^= 1 << bit % 8
        with pytest.raises(KeyForgottenError if bit in range(8, 40) else SealBrokenError):
            keys.open(bytes(changed), context="draft")


def test_key_id_is_bound_into_the_box(keys: SessionKeys, now: datetime) -> None:
    old = keys.seal(b"draft", context="draft")
    keys.rotate_if_due(now + 24 * HOUR)
    new = keys.seal(b"draft", context="draft")
    with pytest.raises(SealBrokenError):
        keys.open(old[:1] + new[1:5] + old[5:], context="draft")


def test_box_hides_the_size_of_a_draft(keys: SessionKeys) -> None:
    assert len({len(keys.seal(bytes(size), context="draft")) for size in range(253)}) == 1


def test_pseudonyms_come_newest_first_and_are_forgotten(keys: SessionKeys, now: datetime) -> None:
    first = keys.pseudonyms("draft", 777000123)
    assert len(first) == 1
    keys.rotate_if_due(now + 24 * HOUR)
    second = keys.pseudonyms("draft", 777000123)
    assert (len(second), second[1:]) == (2, first)
    keys.rotate_if_due(now + 72 * HOUR)
    assert first[0] not in keys.pseudonyms("draft", 777000123)


def test_pseudonyms_carry_their_purpose(keys: SessionKeys) -> None:
    assert keys.pseudonyms("draft", 1) != keys.pseudonyms("limits", 1)
    assert keys.pseudonyms("draft", 1) != keys.pseudonyms("draft", 2)
