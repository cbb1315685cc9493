"""One sealed box: AES-256-GCM under a random nonce, bound to its place."""

from __future__ import annotations

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from bot.chance import Chance
from bot.encryption.errors import SealBrokenError

VERSION = b"\x01"
KEY_BYTES = 32  # AES-256
# The sizes that NIST SP 800-38D recommends for GCM.
NONCE_BYTES = 12
TAG_BYTES = 16


def bind(*place: str) -> bytes:
    """Spell *place* so that no two places share a spelling ("ab","c" is not "a","bc")."""
    return "".join([f"{len(part)}:{part}" for part in place]).encode()


def seal_box(cipher: AESGCM, plain: bytes, *, place: bytes, chance: Chance) -> bytes:
    """Seal *plain*: nonce, ciphertext, tag.

    Random nonces are safe for some four thousand million boxes under one key
    (NIST SP 800-38D, 8.3); a keyring key wraps one per case, a session key lives a day.
    """
    nonce = chance.octets(NONCE_BYTES)
    return nonce + cipher.encrypt(nonce, plain, place)


def open_box(cipher: AESGCM, box: bytes, *, place: bytes) -> bytes:
    """Open what `seal_box` made for this very *place*; SealBrokenError otherwise."""
    if len(box) < NONCE_BYTES + TAG_BYTES:
        raise SealBrokenError("A sealed box was cut.")
    try:
        return cipher.decrypt(box[:NONCE_BYTES], box[NONCE_BYTES:], place)
    except InvalidTag:
        raise SealBrokenError("A sealed box was changed, cut, swapped or moved.") from None
