"""Keyed hashes: one root, and for every purpose a key of its own."""

from __future__ import annotations

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.hmac import HMAC
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from bot.encryption.box import KEY_BYTES


def derive_key(root: bytes, info: str) -> bytes:
    """HKDF-SHA256 of *root* for *info*: 32 bytes that say nothing about the root or its siblings."""
    return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=info.encode()).derive(root)


class KeyedHashes:
    """HMAC-SHA256 by purpose, under keys derived from one root and kept once derived."""

    __slots__ = ("_label", "_root", "_started")

    def __init__(self, root: bytes, *, label: str) -> None:
        self._root = root
        self._label = label
        self._started: dict[str, HMAC] = {}

    def digest(self, purpose: str, value: bytes | str | int) -> bytes:
        """Hash *value* for *purpose*: 32 bytes. 42, "42" and b"42" are one value.

        *purpose* is one of our own words, never something typed: each is kept.
        """
        started = self._started.get(purpose)
        if started is None:
            started = HMAC(derive_key(self._root, f"{self._label}:{purpose}"), SHA256())
            self._started[purpose] = started
        mac = started.copy()
        mac.update(_as_bytes(value))
        return mac.finalize()


def _as_bytes(value: bytes | str | int) -> bytes:
    if isinstance(value, bytes):
        return value
    # JSON may carry half an emoji (a lone surrogate); a hash must not fail on it.
    return str(value).encode("utf-8", "surrogatepass")
