"""What the log may say: our own words, and of a fault its kind and its place, never its message.

Rules
- An exception's message can quote what somebody typed ("invalid literal for int(): …"), a URL with the token, or a
  statement's values. So a traceback is written as files, lines, functions and the kinds of the faults.
- A record of a library is written with its unfilled template; one that was filled before it came here loses its words.
- What nobody caught goes through the same log, not through Python's own printing.
- No flood: a warning that is met again and again is written once, then at growing intervals with how often it was held
  back; and of the warnings that differ in their values only, no more than MOST_ALIKE in a minute.
"""

from __future__ import annotations

import logging
import sys
import threading
import time
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path
from types import TracebackType
from typing import TextIO

from bot.repeats import Repeats

OURS = ("bot", "storage", "__main__")
LEFT_OUT = "(words left out)"
FRAMES = 4  # chosen: the place of a fault and who called it, on one line
MOST_ALIKE, ALIKE_SECONDS = 30, 60.0
"""Lines of one kind in that time; chosen: what is more says nothing more, and a day of it stays below 10 MB."""

log = logging.getLogger(__name__)


class DiscreetFormatter(logging.Formatter):
    """Formats records so that nothing of a person can stand in them."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s %(message)s")

    def format(self, record: logging.LogRecord) -> str:
        """One record; what another formatter has cached on it is not used."""
        spoken = logging.makeLogRecord({**record.__dict__, "exc_text": None})
        if record.name.partition(".")[0] not in OURS:
            template = str(record.msg) if record.args else LEFT_OUT
            spoken.msg, spoken.args = f"{record.filename}:{record.lineno} {template}", None
        if held_back := getattr(record, "held_back", 0):
            spoken.msg, spoken.args = f"{spoken.getMessage()} (and {held_back} more that were held back)", None
        return super().format(spoken)

    def formatException(self, ei: object) -> str:
        """The kinds and places of a fault, of its causes and of the members of its group."""
        fault = ei[1] if isinstance(ei, tuple) else None
        return "\n".join(trace_fault(fault)) if isinstance(fault, BaseException) else LEFT_OUT


class DiscreetHandler(logging.StreamHandler):  # type: ignore[type-arg]  # generic in the stubs only
    """Writes to standard error, troubles sparingly; a record that cannot be written says so without its arguments."""

    def __init__(self, stream: TextIO | None = None, now: Callable[[], float] = time.monotonic) -> None:
        super().__init__(stream)
        # By the wall's seconds, not by the house's clock: a rehearsal that runs faster is read as fast as anything.
        self._repeats = Repeats(now)
        self._windows = Repeats(now, (ALIKE_SECONDS,))
        self._counts: dict[tuple[str, str], int] = {}

    def emit(self, record: logging.LogRecord) -> None:
        """Write *record*, unless it only repeats what was written a while ago."""
        held_back = 0 if record.levelno < logging.WARNING else self._admit(record)
        if held_back is not None:
            record.held_back = held_back
            super().emit(record)

    def _admit(self, record: logging.LogRecord) -> int | None:
        """How many like *record* were held back before it; None when it is to be held back too."""
        is_ours = record.name.partition(".")[0] in OURS
        kind = (record.name, str(record.msg) if is_ours else f"{record.filename}:{record.lineno}")
        # Only the hash of what it says is kept: a library's words may be a citizen's.
        held_back = self._repeats.admit((kind, hash(_spoken(record))))
        if held_back is None:
            return None
        if self._windows.admit(kind) is not None:
            held_back += max(0, self._counts.get(kind, 0) - MOST_ALIKE)
            self._counts[kind] = 0
        self._counts[kind] = self._counts.get(kind, 0) + 1
        return held_back if self._counts[kind] <= MOST_ALIKE else None

    def handleError(self, record: logging.LogRecord) -> None:
        """In place of logging's own, which prints the record's arguments."""
        kind = sys.exc_info()[0]
        print(f"a log record of {record.name} could not be written: {kind and kind.__name__}", file=sys.stderr)


def _spoken(record: logging.LogRecord) -> str:
    """What *record* says; its template when its arguments do not fit, which `handleError` will tell."""
    try:
        return record.getMessage()
    except (TypeError, ValueError, KeyError):
        return str(record.msg)


def describe_fault(fault: BaseException) -> str:
    """One line: the kind and the innermost places of *fault*, such as `KeyError at intake.py:190 < notifier.py:80`."""
    places = [f"{Path(frame.filename).name}:{frame.lineno}" for frame in traceback.extract_tb(fault.__traceback__)]
    return f"{type(fault).__name__} at {' < '.join(places[: -FRAMES - 1 : -1]) or 'an unknown place'}"


def trace_fault(fault: BaseException, depth: int = 0) -> Iterator[str]:
    """Lines that say what kind of fault it is and where it came from, outermost frame first."""
    indent = "  " * depth
    yield f"{indent}{type(fault).__module__}.{type(fault).__qualname__} {LEFT_OUT}"
    for frame, line in traceback.walk_tb(fault.__traceback__):
        yield f"{indent}  {frame.f_code.co_filename}:{line} in {frame.f_code.co_name}"
    if depth > 8:
        return
    if isinstance(fault, BaseExceptionGroup):
        for member in fault.exceptions:
            yield from trace_fault(member, depth + 1)
    before = fault.__cause__ or (None if fault.__suppress_context__ else fault.__context__)
    if before is not None:
        yield f"{indent}after"
        yield from trace_fault(before, depth + 1)


def set_up(level: str) -> None:
    """Our own records at *level*, libraries at WARNING; what nobody catches is logged too."""
    handler = DiscreetHandler()
    handler.setFormatter(DiscreetFormatter())
    logging.basicConfig(level=logging.WARNING, handlers=[handler])
    logging.captureWarnings(True)
    for room in OURS:
        logging.getLogger(room).setLevel(level)
    sys.excepthook = _log_uncaught
    threading.excepthook = _log_uncaught_in_thread
    sys.unraisablehook = _log_unraisable


def _log_uncaught(kind: type[BaseException], fault: BaseException, trace: TracebackType | None) -> None:
    if issubclass(kind, KeyboardInterrupt):
        return
    log.critical("a fault ended the process", exc_info=(kind, fault, trace))


def _log_uncaught_in_thread(ended: threading.ExceptHookArgs) -> None:
    if ended.exc_value is not None:
        log.critical("a fault ended a thread", exc_info=ended.exc_value)


def _log_unraisable(met: sys.UnraisableHookArgs) -> None:
    log.error("a fault was met where none can be raised", exc_info=met.exc_value)
