"""What the log may say: our own words, and of a fault its kind and its place, never its message.

Rules
- An exception's message can quote what somebody typed ("invalid literal for int(): …"), a URL with the token, or a
  statement's values. So a traceback is written as files, lines, functions and the kinds of the faults.
- A record of a library is written with its unfilled template; one that was filled before it came here loses its words.
- What nobody caught goes through the same log, not through Python's own printing.
"""

from __future__ import annotations

import logging
import sys
import threading
import traceback
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType

OURS = ("bot", "storage", "__main__")
LEFT_OUT = "(words left out)"
FRAMES = 4  # chosen: the place of a fault and who called it, on one line

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
        return super().format(spoken)

    def formatException(self, ei: object) -> str:
        """The kinds and places of a fault, of its causes and of the members of its group."""
        fault = ei[1] if isinstance(ei, tuple) else None
        return "\n".join(trace_fault(fault)) if isinstance(fault, BaseException) else LEFT_OUT


class DiscreetHandler(logging.StreamHandler):  # type: ignore[type-arg]  # generic in the stubs only
    """Writes to standard error; a record that cannot be written says so without its arguments."""

    def handleError(self, record: logging.LogRecord) -> None:
        """In place of logging's own, which prints the record's arguments."""
        kind = sys.exc_info()[0]
        print(f"a log record of {record.name} could not be written: {kind and kind.__name__}", file=sys.stderr)


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
