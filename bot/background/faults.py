"""Faults in the log: what broke and where, never the words of the exception: they may hold what a person typed."""

from __future__ import annotations

import traceback
from pathlib import Path

FRAMES = 4


def describe_fault(fault: BaseException) -> str:
    """Type and innermost places of *fault*, such as `KeyError at intake.py:190 < notifier.py:80`."""
    places = [f"{Path(frame.filename).name}:{frame.lineno}" for frame in traceback.extract_tb(fault.__traceback__)]
    return f"{type(fault).__name__} at {' < '.join(places[: -FRAMES - 1 : -1]) or 'an unknown place'}"
