"""Padding: a box says how large its content is only to within about an eighth."""

from __future__ import annotations

from bot.encryption.errors import SealBrokenError

FLOOR = 256  # bytes; chosen: an empty answer, a name and a short sentence look alike
LENGTH_BYTES = 4  # contents up to 4 GiB; a chunk of a file is far smaller


def padded_size(size: int) -> int:
    """The Padmé bucket of *size*, at least FLOOR (Nikitin et al., PETS 2019: at most 12 % more)."""
    if size <= FLOOR:
        return FLOOR
    exponent = size.bit_length() - 1
    free_bits = exponent - exponent.bit_length()
    mask = (1 << free_bits) - 1
    return (size + mask) & ~mask


def pad(plain: bytes) -> bytes:
    """Put the length before *plain* and fill up with zeros to its bucket."""
    length = len(plain).to_bytes(LENGTH_BYTES, "big")
    return (length + plain).ljust(padded_size(LENGTH_BYTES + len(plain)), b"\0")


def unpad(padded: bytes) -> bytes:
    """Take *padded* apart again; SealBrokenError when it is not what `pad` makes."""
    end = LENGTH_BYTES + int.from_bytes(padded[:LENGTH_BYTES], "big")
    if len(padded) != padded_size(end):
        raise SealBrokenError("What was opened is not padded as this bot pads.")
    return padded[LENGTH_BYTES:end]
