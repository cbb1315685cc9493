"""No key shows where it could be logged: planted keys are looked for in every form."""

from __future__ import annotations

import base64
import traceback
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.chance import Chance
from bot.encryption.envelope import Vault, open_field, seal_field
from bot.encryption.errors import KeyringError, SealBrokenError, SessionKeyError
from bot.encryption.keyfile import KeyFile
from bot.encryption.keyring import Keyring, WrappingKey
from bot.encryption.session import SessionKey, SessionKeys, _spell
from bot.errors import AdaldyqError

PLANTED = bytes(range(0xA1, 0xC1))
SPELLED = PLANTED.hex()


def planted_keyring(now: datetime) -> Keyring:
    key = WrappingKey(id="0badcafe", made=now, secret=PLANTED)
    return Keyring(active_id=key.id, keys=(key,), index_root=PLANTED)


def planted_session_key(now: datetime) -> SessionKey:
    return SessionKey(id="0badcafe", made=now, replaced=None, secret=PLANTED)


def assert_hidden(shown: str) -> None:
    """No eight bytes of the planted key are in *shown*, as hex, base64, repr or a list of numbers."""
    for start in range(len(PLANTED) - 7):
        part = PLANTED[start : start + 8]
        assert part.hex() not in shown.lower()
        assert repr(part)[2:-1] not in shown
        assert str(list(part))[1:-1] not in shown
    assert base64.b64encode(PLANTED).decode()[:10] not in shown


def show_fault(act: Callable[[], object], fault: type[AdaldyqError]) -> str:
    """The whole traceback of *act*, with every exception chained to it and what those hold."""
    with pytest.raises(fault) as caught:
        act()
    shown = "".join(traceback.format_exception(caught.value))
    reason: BaseException | None = caught.value
    while reason is not None:
        shown += repr(reason) + repr(reason.args) + repr(vars(reason))
        reason = reason.__cause__ or reason.__context__
    return shown


def test_the_search_finds_a_planted_key() -> None:
    for shown in (SPELLED, repr(PLANTED), str(list(PLANTED)), base64.b64encode(PLANTED).decode()):
        with pytest.raises(AssertionError):
            assert_hidden(shown)


def test_nothing_that_holds_a_key_shows_it(now: datetime, tmp_path: Path) -> None:
    keyring, session_key = planted_keyring(now), planted_session_key(now)
    keyring.index("code", "1")
    file = KeyFile(path=tmp_path / "session.json", name="session key file", fault=SessionKeyError)
    holders = (
        keyring, keyring.keys, keyring._hashes, Vault(keyring, Chance()), keyring.keys[0].cipher,
        session_key, session_key.hashes, SessionKeys(file, [session_key], Chance()), file,
    )  # fmt: skip
    for holder in holders:
        assert_hidden(f"{holder!r} {holder!s} {[holder]!r} {holder}")


def test_what_is_shown_instead_is_useful(now: datetime) -> None:
    assert repr(planted_keyring(now)) == (
        f"Keyring(active_id='0badcafe', keys=(WrappingKey(id='0badcafe', made={now!r}),))"
    )


@pytest.mark.parametrize("cut", [40, 150, -3])
def test_fault_of_a_damaged_keyring_hides_what_is_left(now: datetime, tmp_path: Path, cut: int) -> None:
    text = planted_keyring(now).to_text()
    assert SPELLED in text
    path = tmp_path / "keyring.json"
    path.write_text(text[:cut])
    path.chmod(0o600)
    assert_hidden(show_fault(lambda: Keyring.read(path), KeyringError))
    assert_hidden(show_fault(lambda: Keyring.from_text(text.replace("b", "B")), KeyringError))
    path.chmod(0o644)
    assert_hidden(show_fault(lambda: Keyring.read(path), KeyringError))


def test_fault_of_a_keyring_that_exists_hides_both(now: datetime, tmp_path: Path) -> None:
    keyring = planted_keyring(now)
    keyring.write_new(tmp_path / "keyring.json")
    assert_hidden(show_fault(lambda: keyring.write_new(tmp_path / "keyring.json"), KeyringError))


def test_fault_of_damaged_session_keys_hides_what_is_left(now: datetime, tmp_path: Path) -> None:
    path = tmp_path / "session.json"
    path.write_text(_spell([planted_session_key(now)])[:-10])
    path.chmod(0o600)
    assert_hidden(show_fault(lambda: SessionKeys.open_or_create(path, now, Chance()), SessionKeyError))


def test_fault_of_a_failed_rotation_hides_the_keys(now: datetime, tmp_path: Path) -> None:
    file = KeyFile(path=tmp_path / "gone" / "session.json", name="session key file", fault=SessionKeyError)
    keys = SessionKeys(file, [planted_session_key(now)], Chance())
    assert_hidden(show_fault(lambda: keys.rotate_if_due(now + timedelta(days=1)), SessionKeyError))


def test_fault_of_a_broken_seal_hides_key_plain_and_place() -> None:
    box = seal_field(PLANTED, PLANTED, table="cases", row="planted-row", field="what-happened", chance=Chance())
    shown = show_fault(
        lambda: open_field(PLANTED, box[:-1], table="cases", row="planted-row", field="what-happened"),
        SealBrokenError,
    )
    assert_hidden(shown)
    assert "planted-row" not in shown.replace('row="planted-row"', "")  # the test's own source line


def test_boxes_and_hashes_hold_no_key(now: datetime) -> None:
    keyring = planted_keyring(now)
    assert_hidden(keyring.wrap(PLANTED, table="cases", row="1", chance=Chance()).hex())
    assert_hidden(Vault(keyring, Chance()).seal_row(PLANTED, table="cases", row="1").hex())
    assert_hidden(keyring.index("code", PLANTED).hex() + keyring.fingerprint())
