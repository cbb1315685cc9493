"""What becomes of answers when the draft is filed."""

from __future__ import annotations

from enum import Enum, auto


class Keeping(Enum):
    """What becomes of an answer when the draft is filed."""

    SEALED = auto()
    """Sealed with the case, and shown on its card."""
    IN_CLEAR = auto()
    """A column of the case, in clear: what an office sorts and counts by, and nothing else."""
    APART = auto()
    """Contacts and the consent to them: sealed apart from the case, opened for those alone who may."""
    NOT_KEPT = auto()
    """It only led to the next question."""
