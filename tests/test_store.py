"""The store: a database opens only with the keyring that was made with it, and never in memory beside citizens."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot import store
from bot.chance import Chance
from bot.clock import Clock
from bot.encryption.errors import KeyringError
from bot.encryption.keyring import Keyring
from bot.errors import SettingsError
from bot.gateway.office_mark import ServesElsewhereError
from bot.settings import Settings, read_settings
from bot.store import UNASKED, Beginning, open_store, refuse_tmpfs
from storage import facts
from storage.facts import Fact

REHEARSAL = {"BOT_TOKEN": "1:playground", "BOT_API_URL": "http://127.0.0.1:9"}
REAL = {"BOT_TOKEN": "110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw1"}


def settings_in(folder: Path, **environ: str) -> Settings:
    """Settings of a bot that lives in *folder*."""
    places = {"DATABASE_URL": f"sqlite:///{folder}/a.db", "KEYRING_FILE": f"{folder}/keys/keyring.json"}
    return read_settings({**REHEARSAL, **places, **environ})


async def open_once(settings: Settings, beginning: Beginning = UNASKED) -> Keyring:
    """Open the store and close it again; the keyring that it had."""
    async with open_store(settings, Clock(), Chance(), beginning) as opened:
        belongs = await opened.database.read(facts.get_fact, Fact.KEYRING)
        assert belongs == opened.safe.keyring.fingerprint()
        return opened.safe.keyring


async def test_a_new_database_gets_a_keyring_once(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    settings = settings_in(tmp_path)
    first = await open_once(settings)
    assert "a new keyring was made" in caplog.text
    caplog.clear()
    assert (await open_once(settings)).fingerprint() == first.fingerprint()
    assert "a new keyring was made" not in caplog.text


async def test_a_database_whose_keyring_is_gone_gets_no_other_one(tmp_path: Path) -> None:
    settings = settings_in(tmp_path)
    await open_once(settings)
    settings.keyring_file.unlink()
    with pytest.raises(KeyringError):
        await open_once(settings)
    assert not settings.keyring_file.exists()


async def test_a_foreign_keyring_is_refused(tmp_path: Path) -> None:
    settings, other = settings_in(tmp_path), settings_in(tmp_path / "other")
    (tmp_path / "other").mkdir()
    await open_once(settings)
    await open_once(other)
    settings.keyring_file.write_bytes(other.keyring_file.read_bytes())
    with pytest.raises(KeyringError, match="belongs to another database"):
        await open_once(settings)


async def test_a_keyring_names_the_database_that_it_was_made_with(tmp_path: Path) -> None:
    settings = settings_in(tmp_path)
    async with open_store(settings, Clock(), Chance()) as opened:
        assert opened.safe.keyring.store_id == opened.id
        assert await opened.database.read(facts.get_fact, Fact.STORE_ID) == opened.id


async def test_a_keyring_beside_an_empty_database_begins_none_unasked(tmp_path: Path) -> None:
    settings, database = settings_in(tmp_path), tmp_path / "a.db"
    first = await open_once(settings)
    database.rename(tmp_path / "away.db")
    with pytest.raises(KeyringError, match="the database is empty.+--new-database"):
        await open_once(settings)
    anew = await open_once(settings, Beginning(asked=True))
    assert (anew.fingerprint(), anew.store_id == first.store_id) == (first.fingerprint(), False)
    (tmp_path / "away.db").replace(database)
    with pytest.raises(KeyringError, match="last used with another database.+--new-database"):
        await open_once(settings)
    assert (await open_once(settings, Beginning(asked=True))).store_id == first.store_id
    assert (await open_once(settings)).store_id == first.store_id


async def test_a_keyring_of_before_there_were_marks_serves_its_database_and_is_not_written(tmp_path: Path) -> None:
    settings = settings_in(tmp_path)
    first = await open_once(settings)
    settings.keyring_file.unlink()
    old = Keyring(first.active_id, first.keys, first.index_root)
    old.write_new(settings.keyring_file)
    there = settings.keyring_file.read_bytes()
    assert (await open_once(settings)).store_id is None
    assert settings.keyring_file.read_bytes() == there
    (tmp_path / "a.db").unlink()
    with pytest.raises(KeyringError, match="the database is empty"):
        await open_once(settings)
    assert (await open_once(settings, Beginning(asked=True))).store_id is not None


async def test_a_keyring_in_the_environment_begins_a_database_only_when_asked(tmp_path: Path) -> None:
    text = Keyring.create(Clock().now(), Chance()).to_text()
    settings = settings_in(tmp_path, KEYRING=text)
    with pytest.raises(KeyringError, match="the database is empty"):
        await open_once(settings)
    await open_once(settings, Beginning(asked=True))
    await open_once(settings)
    assert not settings.keyring_file.exists()


class Died(BaseException):
    """The process ends here."""


@pytest.mark.parametrize("place", ["bot.store.Keyring.write_new", "bot.store.facts.put_fact"])
async def test_a_first_start_that_died_half_way_is_finished_by_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    """Before the keyring's file, and between it and the mark in the database."""
    settings = settings_in(tmp_path)

    def die(*arguments: object) -> None:
        raise Died

    with monkeypatch.context() as patch, pytest.raises(Died):
        patch.setattr(place, die)
        await open_once(settings)
    finished = await open_once(settings)
    assert finished.store_id is not None
    assert (await open_once(settings)).fingerprint() == finished.fingerprint()


async def test_a_new_database_asks_first_whether_the_bot_serves_elsewhere(tmp_path: Path) -> None:
    async def refuse() -> None:
        raise ServesElsewhereError("elsewhere")

    settings = settings_in(tmp_path)
    with pytest.raises(ServesElsewhereError):
        await open_once(settings, Beginning(refuse_elsewhere=refuse))
    assert not settings.keyring_file.exists()
    await open_once(settings)
    await open_once(settings, Beginning(refuse_elsewhere=refuse))  # one that is there already does not ask


@pytest.mark.parametrize(("kind", "refused"), [("tmpfs", True), ("ramfs", True), ("ext4", False)])
def test_a_database_in_memory_is_refused_beside_citizens(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str, refused: bool
) -> None:
    folder = tmp_path / "data"
    folder.mkdir()
    mounts = tmp_path / "mounts"
    mounts.write_text(f"/dev/sda / ext4 rw 0 0\nnone {folder} {kind} rw 0 0\n")
    monkeypatch.setattr(store, "MOUNTS", mounts)
    settings = read_settings({**REAL, "DATABASE_URL": f"sqlite:///{folder}/not/yet/a.db"})
    if refused:
        with pytest.raises(SettingsError, match="in memory only"):
            refuse_tmpfs(settings)
    else:
        refuse_tmpfs(settings)
    refuse_tmpfs(settings_in(folder))


def test_a_folder_beside_one_in_memory_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mounts = tmp_path / "mounts"
    mounts.write_text(f"/dev/sda / ext4 rw 0 0\nnone {tmp_path}/data tmpfs rw 0 0\n")
    monkeypatch.setattr(store, "MOUNTS", mounts)
    refuse_tmpfs(read_settings({**REAL, "DATABASE_URL": f"sqlite:///{tmp_path}/database/a.db"}))


def test_a_machine_without_a_list_of_mounts_is_told_in_the_log(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(store, "MOUNTS", tmp_path / "nowhere")
    refuse_tmpfs(read_settings({**REAL, "DATABASE_URL": f"sqlite:///{tmp_path}/a.db"}))
    assert "it cannot be told what kind of file system" in caplog.text
