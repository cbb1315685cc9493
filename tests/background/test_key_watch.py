"""The key files while the bot runs: the session file is put back, the keyring never written, and admins are told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.background.key_watch import HOUR, TOLD_AGAIN, KeyTrouble, KeyWatch
from bot.chance import Chance
from bot.encryption.keyring import Keyring
from bot.encryption.session import SessionKeys
from bot.repeats import Repeats

NOON = datetime(2026, 11, 26, 12, tzinfo=UTC)


@dataclass(slots=True)
class Watched:
    """Two key files, who watches them, and what admins were told."""

    keyring: Path
    session: Path
    watch: KeyWatch
    told: list[KeyTrouble]
    seconds: list[float]

    async def look(self) -> list[KeyTrouble]:
        """What admins are told of one look."""
        before = len(self.told)
        await self.watch.look()
        return self.told[before:]


@pytest.fixture
def watched(tmp_path: Path) -> Watched:
    """Both files as they are made."""
    keyring_file, session_file = tmp_path / "keyring.json", tmp_path / "session.json"
    keyring = Keyring.create(NOON, Chance())
    keyring.write_new(keyring_file)
    session = SessionKeys.open_or_create(session_file, NOON, Chance())
    told: list[KeyTrouble] = []
    seconds = [0.0]

    async def tell(trouble: KeyTrouble) -> None:
        told.append(trouble)

    watch = KeyWatch(keyring, keyring_file, session, Repeats(lambda: seconds[0], TOLD_AGAIN), tell)
    return Watched(keyring_file, session_file, watch, told, seconds)


async def test_files_as_they_should_be_are_no_news(watched: Watched) -> None:
    assert await watched.look() == []


async def test_a_keyring_that_is_gone_is_told_and_not_written(watched: Watched) -> None:
    watched.keyring.unlink()
    assert await watched.look() == [KeyTrouble.KEYRING_GONE]
    assert not watched.keyring.exists()


async def test_a_keyring_of_another_house_is_told_and_left(watched: Watched, tmp_path: Path) -> None:
    Keyring.create(NOON, Chance()).write_new(tmp_path / "other.json")
    (tmp_path / "other.json").replace(watched.keyring)
    there = watched.keyring.read_bytes()
    assert await watched.look() == [KeyTrouble.KEYRING_OTHER]
    assert watched.keyring.read_bytes() == there


async def test_a_keyring_with_one_more_key_is_the_same(watched: Watched, tmp_path: Path) -> None:
    Keyring.read(watched.keyring).with_new_key(NOON, Chance()).write_new(tmp_path / "rotated.json")
    (tmp_path / "rotated.json").replace(watched.keyring)
    assert await watched.look() == []


@pytest.mark.parametrize("harm", ["damaged", "open"])
async def test_a_keyring_that_cannot_be_read_is_told(watched: Watched, harm: str) -> None:
    if harm == "damaged":
        watched.keyring.write_text("{}")
    else:
        watched.keyring.chmod(0o644)
    assert await watched.look() == [KeyTrouble.KEYRING_UNREADABLE]


@pytest.mark.parametrize("harm", ["gone", "damaged", "other"])
async def test_a_session_file_is_put_back_whatever_became_of_it(watched: Watched, tmp_path: Path, harm: str) -> None:
    kept = watched.session.read_bytes()
    box = watched.watch.session.seal("қаралама".encode(), context="visit")
    watched.session.unlink()
    if harm == "damaged":
        watched.session.write_text("damaged")
    elif harm == "other":
        SessionKeys.open_or_create(watched.session, NOON, Chance())
    assert await watched.look() == [KeyTrouble.SESSION_PUT_BACK]
    assert watched.session.read_bytes() == kept
    assert watched.session.stat().st_mode & 0o777 == 0o600
    assert await watched.look() == []
    again = SessionKeys.open_or_create(watched.session, NOON, Chance())
    assert again.open(box, context="visit").decode() == "қаралама"


async def test_a_session_file_that_cannot_be_written_is_told(watched: Watched) -> None:
    """Its folder is gone, and a file stands where the folder was: not even root can write there."""
    folder = watched.session.parent
    for each in (watched.session, watched.keyring):
        each.unlink()
    folder.rename(folder.with_name("moved"))
    folder.write_bytes(b"")
    assert await watched.look() == [KeyTrouble.KEYRING_GONE, KeyTrouble.SESSION_NOT_KEPT]


async def test_a_change_of_keys_that_cannot_be_written_is_told_and_comes_again(watched: Watched) -> None:
    watched.session.unlink()
    watched.session.mkdir()
    await watched.watch.rotate(NOON + timedelta(hours=25))
    assert watched.told == [KeyTrouble.SESSION_NOT_KEPT]
    box = watched.watch.session.seal(b"still", context="visit")
    watched.session.rmdir()
    await watched.look()
    await watched.watch.rotate(NOON + timedelta(hours=25))
    again = SessionKeys.open_or_create(watched.session, NOON + timedelta(hours=25), Chance())
    assert again.open(box, context="visit") == b"still"
    assert len(again.pseudonyms("visit", 1)) == 2


async def test_what_lasts_is_told_at_growing_intervals(watched: Watched) -> None:
    watched.keyring.unlink()
    for _ in range(int(6 * HOUR / 30)):
        await watched.watch.look()
        watched.seconds[0] += 30
    assert watched.told == [KeyTrouble.KEYRING_GONE] * 3  # at once, after an hour, and four hours later
