"""The one source of chance of the house: the operating system's, or one that a seed decides.

Rules
- Nothing else draws: who needs chance is given a Chance, as who needs the time is given a Clock.
- Keys, codes and nonces are drawn here too, so a seeded source is for rehearsals and simulations only: whoever knows
  the seed knows every key.
"""

from __future__ import annotations

import base64
import random
from typing import Self


class Chance:
    """Draws numbers and bytes; safe from any thread, as the operating system's source is."""

    __slots__ = ("_source",)

    def __init__(self, source: random.Random | None = None) -> None:
        self._source = random.SystemRandom() if source is None else source

    @classmethod
    def seeded(cls, seed: int) -> Self:
        """A source that draws the same again for the same *seed*: never beside real citizens."""
        return cls(random.Random(seed))

    def below(self, end: int) -> int:
        """A number from 0 up to, and without, *end*."""
        return self._source.randrange(end)

    def fraction(self) -> float:
        """A number from 0.0 up to, and without, 1.0."""
        return self._source.random()

    def octets(self, count: int) -> bytes:
        """*count* bytes."""
        return self._source.randbytes(count)

    def new_id(self) -> str:
        """A name for a new row: 128 bits as 32 hexadecimal digits, so that no two rows ever get the same."""
        return self.octets(16).hex()

    def new_secret(self, count: int) -> str:
        """*count* bytes as text that fits into a link."""
        return base64.urlsafe_b64encode(self.octets(count)).rstrip(b"=").decode()
