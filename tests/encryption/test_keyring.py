"""The keyring: its file, its wrapping, its hashes."""

from __future__ import annotations

import json
import os
import stat
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.hmac import HMAC
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.chance import Chance
from bot.encryption.envelope import new_data_key
from bot.encryption.errors import KeyForgottenError, KeyringError, SealBrokenError
from bot.encryption.keyfile import KeyFile, render
from bot.encryption.keyring import WRAPPED_BYTES, Keyring


def write_private(path: Path, text: str, mode: int = 0o600) -> Path:
    path.write_text(text)
    path.chmod(mode)
    return path


# --- the file


def test_written_keyring_reads_back_whole_and_private(keyring: Keyring, tmp_path: Path) -> None:
    path = tmp_path / "keys" / "keyring.json"
    keyring.write_new(path)
    assert Keyring.read(path) == keyring
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert [entry.name for entry in path.parent.iterdir()] == ["keyring.json"]


def test_keyring_is_private_under_any_umask(keyring: Keyring, tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        keyring.write_new(tmp_path / "keyring.json")
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "keyring.json").stat().st_mode) == 0o600


def test_keyring_is_never_overwritten(keyring: Keyring, now: datetime, tmp_path: Path) -> None:
    path = tmp_path / "keyring.json"
    keyring.write_new(path)
    with pytest.raises(KeyringError, match="File exists"):
        Keyring.create(now, Chance()).write_new(path)
    assert Keyring.read(path) == keyring
    assert [entry.name for entry in tmp_path.iterdir()] == ["keyring.json"]


def test_keyring_travels_as_text(keyring: Keyring, now: datetime) -> None:
    grown = keyring.with_new_key(now, Chance())
    assert Keyring.from_text(grown.to_text()) == grown
    assert Keyring.from_text(f"\n  {grown.to_text()}  \n") == grown
    assert grown.to_text().count("\n") == 1


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o610, 0o601])
def test_keyring_open_to_others_is_refused(keyring: Keyring, tmp_path: Path, mode: int) -> None:
    path = write_private(tmp_path / "keyring.json", keyring.to_text(), mode)
    with pytest.raises(KeyringError, match="chmod 600"):
        Keyring.read(path)


def test_missing_keyring_is_refused(tmp_path: Path) -> None:
    with pytest.raises(KeyringError, match="There is no keyring at"):
        Keyring.read(tmp_path / "keyring.json")


def test_keyring_that_is_no_file_is_refused(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe", 0o600)
    for path in (tmp_path, tmp_path / "pipe"):
        with pytest.raises(KeyringError, match="is not a file"):
            Keyring.read(path)


def test_keyring_below_a_file_is_refused_in_our_words(keyring: Keyring, tmp_path: Path) -> None:
    (tmp_path / "keys").write_text("")
    with pytest.raises(KeyringError, match="cannot be opened: Not a directory"):
        Keyring.read(tmp_path / "keys" / "keyring.json")
    with pytest.raises(KeyringError, match="cannot be written"):
        keyring.write_new(tmp_path / "keys" / "keyring.json")


def test_endless_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(KeyringError, match="too large"):
        Keyring.read(write_private(tmp_path / "keyring.json", "x" * 70_000))


@pytest.mark.parametrize("text", ["", "{}", "[]", "null", "keyring", "\x00", "[" * 60_000, '{"checksum": 1}'])
def test_what_is_no_keyring_is_damaged(tmp_path: Path, text: str) -> None:
    with pytest.raises(KeyringError, match="damaged"):
        Keyring.read(write_private(tmp_path / "keyring.json", text))


def test_bytes_that_are_no_text_are_damaged(keyring: Keyring, tmp_path: Path) -> None:
    path = write_private(tmp_path / "keyring.json", "")
    path.write_bytes(keyring.to_text().encode().replace(b"keyring", b"\xff\xfe"))
    with pytest.raises(KeyringError, match="damaged"):
        Keyring.read(path)


def test_every_changed_character_is_noticed(keyring: Keyring) -> None:
    text = keyring.to_text()
    for place, character in enumerate(text):
        if character.isspace():
            continue
        with pytest.raises(KeyringError):
            Keyring.from_text(text[:place] + ("1" if character == "0" else "0") + text[place + 1 :])


def test_every_cut_is_noticed(keyring: Keyring) -> None:
    text = keyring.to_text().rstrip()
    for end in range(len(text)):
        with pytest.raises(KeyringError, match="damaged"):
            Keyring.from_text(text[:end])


def test_keyring_of_a_later_format_is_told_apart(keyring: Keyring) -> None:
    content = json.loads(keyring.to_text())
    del content["checksum"]
    with pytest.raises(KeyringError, match="no keyring this version knows"):
        Keyring.from_text(render(content | {"format": "adaldyq keyring 2"}))


def test_what_a_crash_left_of_a_first_write_is_cleared(keyring: Keyring, tmp_path: Path) -> None:
    write_private(tmp_path / "keyring.json.new", keyring.to_text()[:100])
    keyring.write_new(tmp_path / "keyring.json")
    assert [entry.name for entry in tmp_path.iterdir()] == ["keyring.json"]
    assert Keyring.read(tmp_path / "keyring.json") == keyring


def test_clearing_after_a_crash_spares_the_file_itself(keyring: Keyring, tmp_path: Path) -> None:
    path = tmp_path / "keyring.json"
    keyring.write_new(path)
    (tmp_path / "keyring.json.new").hardlink_to(path)  # died between the link and the removal
    KeyFile(path=path, name="keyring", fault=KeyringError).discard_unfinished()
    assert [entry.name for entry in tmp_path.iterdir()] == ["keyring.json"]
    assert Keyring.read(path) == keyring


# --- wrapping


def test_data_key_unwraps_for_its_row(keyring: Keyring) -> None:
    data_key = new_data_key(Chance())
    wrapped = keyring.wrap(data_key, table="cases", row="6f1c", chance=Chance())
    assert len(wrapped) == WRAPPED_BYTES
    assert data_key not in wrapped
    assert keyring.unwrap(wrapped, table="cases", row="6f1c") == data_key


@pytest.mark.parametrize("place", [{"table": "cases", "row": "6f1d"}, {"table": "files", "row": "6f1c"}])
def test_data_key_does_not_unwrap_for_another_row(keyring: Keyring, place: dict[str, str]) -> None:
    wrapped = keyring.wrap(new_data_key(Chance()), table="cases", row="6f1c", chance=Chance())
    with pytest.raises(SealBrokenError):
        keyring.unwrap(wrapped, **place)


def test_older_key_still_unwraps_and_the_new_one_wraps(keyring: Keyring, now: datetime) -> None:
    data_key, later = new_data_key(Chance()), now + timedelta(days=90)
    wrapped = keyring.wrap(data_key, table="cases", row="1", chance=Chance())
    rotated = keyring.with_new_key(later, Chance())
    assert rotated.unwrap(wrapped, table="cases", row="1") == data_key
    assert [key.made for key in rotated.keys] == [now, later]
    assert rotated.active_id == rotated.keys[1].id
    with pytest.raises(KeyForgottenError):
        keyring.unwrap(rotated.wrap(data_key, table="cases", row="1", chance=Chance()), table="cases", row="1")


def test_key_id_is_bound_into_what_it_wrapped(keyring: Keyring, now: datetime) -> None:
    rotated = keyring.with_new_key(now, Chance())
    wrapped = keyring.wrap(new_data_key(Chance()), table="cases", row="1", chance=Chance())
    relabelled = wrapped[:1] + bytes.fromhex(rotated.active_id) + wrapped[5:]
    with pytest.raises(SealBrokenError):
        rotated.unwrap(relabelled, table="cases", row="1")


def test_short_data_key_is_refused(keyring: Keyring) -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        keyring.wrap(bytes(16), table="cases", row="1", chance=Chance())


# --- keyed hashes


def test_index_is_hmac_under_a_key_derived_for_the_purpose(keyring: Keyring) -> None:
    key = HKDF(SHA256(), 32, None, b"adaldyq index:code").derive(keyring.index_root)
    expected = HMAC(key, SHA256())
    expected.update(b"12345678901234567890")
    assert keyring.index("code", "12345678901234567890") == expected.finalize()


@settings(deadline=None)
@given(value=st.integers())
def test_index_knows_a_value_in_any_form(keyring: Keyring, value: int) -> None:
    forms = {keyring.index("address", form) for form in (value, str(value), str(value).encode())}
    assert len(forms) == 1


@settings(deadline=None)
@given(value=st.text(st.characters()))
def test_index_takes_any_text_and_keeps_purposes_apart(keyring: Keyring, value: str) -> None:
    assert keyring.index("code", value) == keyring.index("code", value)
    assert keyring.index("code", value) != keyring.index("address", value)


def test_index_takes_half_an_emoji(keyring: Keyring) -> None:
    assert len(keyring.index("word", json.loads('"\\ud83d"'))) == 32


def test_index_outlives_rotation_and_differs_between_keyrings(keyring: Keyring, now: datetime) -> None:
    assert keyring.with_new_key(now, Chance()).index("code", "1") == keyring.index("code", "1")
    assert Keyring.create(now, Chance()).index("code", "1") != keyring.index("code", "1")


def test_fingerprint_names_the_root_for_good(keyring: Keyring, now: datetime) -> None:
    assert keyring.fingerprint() == keyring.with_new_key(now, Chance()).fingerprint()
    assert keyring.fingerprint() != Keyring.create(now, Chance()).fingerprint()
    assert len(bytes.fromhex(keyring.fingerprint())) == 8
    assert keyring.fingerprint() not in keyring.to_text()
