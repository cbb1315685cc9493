"""Damage: what could not be opened or read is noted where it is met, and told to the admins soon after, once.

Rules
- A damaged row costs what belongs to it, never what stands beside it: whoever goes through many rows for others hands
  damaged ones to `met` and goes on; whoever needs that one row lets the fault through to whoever asked.
- Every box that does not open is noted by the safe itself (`bot/desk/safe.py`); nobody else has to think of it.
- A transaction that failed, or that only reads, can write nothing down, so notes are kept here until a transaction of
  their own takes them (`outgoing/damages.py`). In memory that is safe: who meets the row again notes it again, in
  whichever process, and the row of `damage` that is written then is what keeps the alert from being sent twice.
"""

from __future__ import annotations

from collections.abc import Iterable

from bot.encryption.errors import KeyForgottenError, SealBrokenError
from storage.damage import DamagedRow
from storage.errors import RowDamagedError, StoreDamagedError

DAMAGE = (SealBrokenError, KeyForgottenError, StoreDamagedError)
"""What damage is met as: a box that does not open, a row or a page that cannot be read."""
PAGE = DamagedRow("page", "")
"""A page of the file; which rows lay on it is not known, so it is told once for all of them."""
MOST_KNOWN = 10_000
"""Rows remembered as noted, some hundred bytes each. Beyond that a row is written down again, to no effect."""


class Damages:
    """Notes damage; of each row once. Used from the threads of the store: every step is one call on a dict."""

    def __init__(self) -> None:
        self._waiting: dict[DamagedRow, None] = {}
        self._known: dict[DamagedRow, None] = {}

    def __bool__(self) -> bool:
        """Whether something waits to be written down."""
        return bool(self._waiting)

    def note(self, row: DamagedRow) -> None:
        """*row* is damaged."""
        if row not in self._known:
            self._waiting[row] = None

    def met(self, fault: Exception) -> None:
        """Note what *fault* was met at, if it names a row or a page: a box was noted by the safe."""
        match fault:
            case RowDamagedError():
                self.note(DamagedRow(fault.table, fault.row, fault.case_id))
            case StoreDamagedError():
                self.note(PAGE)

    def waiting(self) -> tuple[DamagedRow, ...]:
        """What is to be written down, in the order in which it was met."""
        return tuple(self._waiting)

    def written(self, rows: Iterable[DamagedRow]) -> None:
        """*rows* are written down, and need not be noted again."""
        if len(self._known) > MOST_KNOWN:
            self._known.clear()
        for row in rows:
            self._known[row] = None
            self._waiting.pop(row, None)
