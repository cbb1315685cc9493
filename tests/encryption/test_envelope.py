"""The envelope opens what was sealed, in its place, and nothing else."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.chance import Chance
from bot.encryption.box import bind
from bot.encryption.envelope import Vault, new_data_key, open_field, seal_field
from bot.encryption.errors import KeyForgottenError, SealBrokenError
from bot.encryption.keyring import WRAPPED_BYTES, Keyring

KEY = new_data_key(Chance())
PLACE = {"table": "cases", "row": "6f1c", "field": "what-happened"}
TAMPERINGS: dict[str, Callable[[bytes], bytes]] = {
    "empty": lambda box: b"",
    "first byte only": lambda box: box[:1],
    "last byte cut": lambda box: box[:-1],
    "first byte cut": lambda box: box[1:],
    "tag only": lambda box: box[-16:],
    "byte added": lambda box: box + b"\0",
    "halves swapped": lambda box: box[len(box) // 2 :] + box[: len(box) // 2],
    "another version": lambda box: b"\x02" + box[1:],
    "doubled": lambda box: box + box,
}


def flip(box: bytes, bit: int) -> bytes:
    changed = bytearray(box)
    changed[bit // 8] ^= 1 << bit % 8
    return bytes(changed)


@settings(deadline=None)
@given(st.binary(max_size=3000), st.text(), st.text(), st.text())
def test_field_opens_where_it_was_sealed(plain: bytes, table: str, row: str, field: str) -> None:
    box = seal_field(KEY, plain, table=table, row=row, field=field, chance=Chance())
    assert open_field(KEY, box, table=table, row=row, field=field) == plain


@pytest.mark.parametrize("swapped", [{"table": "replies"}, {"row": "6f1d"}, {"field": "where"}])
def test_field_does_not_open_in_another_place(swapped: dict[str, str]) -> None:
    box = seal_field(KEY, b"plain", **PLACE, chance=Chance())
    with pytest.raises(SealBrokenError):
        open_field(KEY, box, **PLACE | swapped)


def test_field_does_not_open_under_another_rows_key() -> None:
    with pytest.raises(SealBrokenError):
        open_field(new_data_key(Chance()), seal_field(KEY, b"plain", **PLACE, chance=Chance()), **PLACE)


@pytest.mark.parametrize("tamper", TAMPERINGS.values(), ids=TAMPERINGS.keys())
def test_field_that_was_tampered_with_does_not_open(tamper: Callable[[bytes], bytes]) -> None:
    with pytest.raises(SealBrokenError):
        open_field(KEY, tamper(seal_field(KEY, b"plain", **PLACE, chance=Chance())), **PLACE)


def test_field_with_any_bit_flipped_does_not_open() -> None:
    box = seal_field(KEY, b"plain", **PLACE, chance=Chance())
    for bit in range(len(box) * 8):
        with pytest.raises(SealBrokenError):
            open_field(KEY, flip(box, bit), **PLACE)


def test_same_field_sealed_twice_shares_nothing() -> None:
    first, second = (seal_field(KEY, b"plain", **PLACE, chance=Chance()) for _ in range(2))
    assert first[1:13] != second[1:13]
    assert first[13:] != second[13:]


@pytest.mark.parametrize(("smallest", "largest"), [(0, 252), (253, 268), (1021, 1084)])
def test_field_hides_its_size_within_a_bucket(smallest: int, largest: int) -> None:
    sizes = {len(seal_field(KEY, bytes(size), **PLACE, chance=Chance())) for size in range(smallest, largest + 1)}
    assert len(sizes) == 1


def test_places_that_spell_out_the_separator_stay_apart() -> None:
    places = [
        ("ab", "c"),
        ("a", "bc"),
        ("a:b",),
        ("a", "b"),
        ("a:", "b"),
        ("a:b:",),
        ("1:a",),
        ("1:a", ""),
        ("a", "1:"),
    ]
    assert len({bind(*place) for place in places}) == len(places)


SPELLING = st.text(alphabet=":01ab", max_size=4)


@settings(deadline=None)
@given(st.lists(SPELLING, max_size=4), st.lists(SPELLING, max_size=4))
def test_no_two_places_are_spelled_alike(one: list[str], other: list[str]) -> None:
    assert (bind(*one) == bind(*other)) == (one == other)


@settings(deadline=None)
@given(plain=st.binary(max_size=1000))
def test_vault_row_opens_where_it_was_sealed(keyring: Keyring, plain: bytes) -> None:
    vault = Vault(keyring, Chance())
    assert vault.open_row(vault.seal_row(plain, table="offices", row="12"), table="offices", row="12") == plain


@pytest.mark.parametrize("place", [{"table": "officers", "row": "12"}, {"table": "offices", "row": "13"}])
def test_vault_row_does_not_open_in_another_place(keyring: Keyring, place: dict[str, str]) -> None:
    vault = Vault(keyring, Chance())
    with pytest.raises(SealBrokenError):
        vault.open_row(vault.seal_row(b"plain", table="offices", row="12"), **place)


def test_vault_rows_of_one_place_do_not_mix(keyring: Keyring) -> None:
    vault = Vault(keyring, Chance())
    old, new = (vault.seal_row(plain, table="offices", row="12") for plain in (b"old", b"new"))
    with pytest.raises(SealBrokenError):
        vault.open_row(old[:WRAPPED_BYTES] + new[WRAPPED_BYTES:], table="offices", row="12")


def test_vault_row_with_any_bit_flipped_does_not_open(keyring: Keyring) -> None:
    vault = Vault(keyring, Chance())
    box = vault.seal_row(b"plain", table="offices", row="12")
    key_id = range(8, 40)  # a changed key id names a key that is not there
    for bit in range(len(box) * 8):
        with pytest.raises(KeyForgottenError if bit in key_id else SealBrokenError):
            vault.open_row(flip(box, bit), table="offices", row="12")


@pytest.mark.parametrize("tamper", TAMPERINGS.values(), ids=TAMPERINGS.keys())
def test_vault_row_that_was_tampered_with_does_not_open(keyring: Keyring, tamper: Callable[[bytes], bytes]) -> None:
    # Drawn by a seed: one box in 256 begins, halves swapped, like one under a key that is forgotten.
    vault = Vault(keyring, Chance.seeded(1))
    with pytest.raises(SealBrokenError):
        vault.open_row(tamper(vault.seal_row(b"plain", table="offices", row="12")), table="offices", row="12")


def test_vault_row_of_another_keyring_does_not_open(keyring: Keyring) -> None:
    foreign = Vault(Keyring.create(keyring.keys[0].made, Chance()), Chance())
    with pytest.raises(KeyForgottenError):
        box = foreign.seal_row(b"plain", table="offices", row="1")
        Vault(keyring, Chance()).open_row(box, table="offices", row="1")
