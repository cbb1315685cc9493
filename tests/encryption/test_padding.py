"""Padding: nothing is lost, and sizes within a bucket cannot be told apart."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.encryption.errors import SealBrokenError
from bot.encryption.padding import FLOOR, LENGTH_BYTES, pad, padded_size, unpad


@settings(deadline=None)
@given(st.binary(max_size=5000))
def test_pad_is_undone_by_unpad(plain: bytes) -> None:
    assert unpad(pad(plain)) == plain


@settings(deadline=None)
@given(st.integers(min_value=0, max_value=2**31))
def test_padded_size_costs_an_eighth_at_most_and_is_its_own_bucket(size: int) -> None:
    padded = padded_size(size)
    assert max(size, FLOOR) <= padded <= max(FLOOR, size * 1.125)
    assert padded_size(padded) == padded


@settings(deadline=None)
@given(st.integers(min_value=0, max_value=2**31))
def test_padded_size_never_shrinks_as_the_content_grows(size: int) -> None:
    assert padded_size(size) <= padded_size(size + 1)


def test_padded_size_of_known_sizes() -> None:
    # By the formula of the paper: 257 -> steps of 16, 1025 -> steps of 64, a million -> steps of 32768.
    assert [padded_size(size) for size in (0, 1, 256, 257, 272, 273, 1024, 1025, 1_000_000)] == [
        256, 256, 256, 272, 272, 288, 1024, 1088, 1_015_808,
    ]  # fmt: skip


def test_only_a_few_sizes_exist_up_to_a_telegram_text() -> None:
    assert len({padded_size(size) for size in range(4096 * 2)}) == 81


@pytest.mark.parametrize("claimed", [FLOOR - LENGTH_BYTES + 1, FLOOR, 2**32 - 1])
def test_unpad_refuses_a_length_that_does_not_fit(claimed: int) -> None:
    with pytest.raises(SealBrokenError):
        unpad(claimed.to_bytes(LENGTH_BYTES, "big") + bytes(FLOOR - LENGTH_BYTES))


@pytest.mark.parametrize("padded", [b"", b"\0", bytes(FLOOR - 1), bytes(FLOOR + 1)])
def test_unpad_refuses_a_size_that_pad_never_makes(padded: bytes) -> None:
    with pytest.raises(SealBrokenError):
        unpad(padded)
