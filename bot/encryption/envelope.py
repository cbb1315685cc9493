"""The envelope: a data key per row, and every field sealed to its place under it.

Destroying a row's wrapped data key shreds all its fields at once.
"""

from __future__ import annotations

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from bot.chance import Chance
from bot.encryption.box import KEY_BYTES, VERSION, bind, open_box, seal_box
from bot.encryption.errors import SealBrokenError
from bot.encryption.keyring import WRAPPED_BYTES, Keyring
from bot.encryption.padding import pad, unpad
from bot.encryption.places import Table
from bot.frozen import frozen


def new_data_key(chance: Chance) -> bytes:
    """Draw 256 random bits for one case."""
    return chance.octets(KEY_BYTES)


def seal_field(data_key: bytes, plain: bytes, *, table: Table, row: str, field: str, chance: Chance) -> bytes:
    """Seal *plain*, padded, so that it opens as this field of this row and nowhere else."""
    place = bind("field", table, row, field)
    return VERSION + seal_box(AESGCM(data_key), pad(plain), place=place, chance=chance)


def open_field(data_key: bytes, box: bytes, *, table: Table, row: str, field: str) -> bytes:
    """Open a field sealed for this very place; SealBrokenError when it was changed or moved."""
    if box[:1] != VERSION:
        raise SealBrokenError("A sealed field was cut or changed.")
    place = bind("field", table, row, field)
    return unpad(open_box(AESGCM(data_key), box[1:], place=place))


@frozen
class Vault:
    """Seals small rows that are no case: each box carries its own wrapped data key."""

    keyring: Keyring
    chance: Chance

    def seal_row(self, plain: bytes, *, table: Table, row: str) -> bytes:
        """Seal *plain* into one box that needs nothing but the keyring."""
        data_key = new_data_key(self.chance)
        wrapped = self.keyring.wrap(data_key, table=table, row=row, chance=self.chance)
        return wrapped + seal_field(data_key, plain, table=table, row=row, field="", chance=self.chance)

    def open_row(self, box: bytes, *, table: Table, row: str) -> bytes:
        """Open a box of this row; SealBrokenError or KeyForgottenError as `Keyring.unwrap`."""
        data_key = self.keyring.unwrap(box[:WRAPPED_BYTES], table=table, row=row)
        return open_field(data_key, box[WRAPPED_BYTES:], table=table, row=row, field="")
