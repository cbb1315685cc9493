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
from bot.settings import Settings, read_settings
from bot.store import open_store, refuse_tmpfs
from storage import facts
from storage.facts import Fact

REHEARSAL = {"BOT_TOKEN": "1:playground", "BOT_API_URL": "http://127.0.0.1:9"}
REAL = {"BOT_TOKEN": "110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw1"}


def settings_in(folder: Path, **environ: str) -> Settings:
    """Settings of a bot that lives in *folder*."""
    places = {"DATABASE_URL": f"sqlite:///{folder}/a.db", "KEYRING_FILE": f"{folder}/keys/keyring.json"}
    return read_settings({**REHEARSAL, **places, **environ})


async def open_once(settings: Settings) -> Keyring:
    """Open the store and close it again; the keyring that it had."""
    async with open_store(settings, Clock(), Chance()) as opened:
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
