"""Why the bot cannot work, in words: the same ones for the log, the command line, and the alerts to admins.

A fault of the store or of the keys brings its English words along: they are sentences of ours that say what is wrong
and what to do, and hold no value. `doctor` prints them, the log quotes them; admins read the text of the cause.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Mapping

from bot.encryption.errors import KeyFileError
from bot.frozen import frozen
from storage.errors import StoreCause, StoreUnavailableError

STORE_FAULTS = (StoreUnavailableError, KeyFileError, OSError)
"""What stops intake: nothing can be kept, or nothing sealed."""
TEXTS: Mapping[StoreCause, str] = {
    StoreCause.FULL: "cause.full",
    StoreCause.READ_ONLY: "cause.read_only",
    StoreCause.DAMAGED: "cause.damaged",
    StoreCause.LOCKED: "cause.locked",
    StoreCause.REPLACED: "cause.replaced",
    StoreCause.GONE: "cause.gone",
    StoreCause.UNREACHABLE: "cause.unreachable",
    StoreCause.REFUSED: "cause.refused",
    StoreCause.CLOSED: "cause.other",
    StoreCause.OTHER: "cause.other",
}
_OF_THE_DISK = {
    errno.ENOSPC: StoreCause.FULL,
    errno.EDQUOT: StoreCause.FULL,
    errno.EROFS: StoreCause.READ_ONLY,
    errno.EACCES: StoreCause.READ_ONLY,
    errno.EPERM: StoreCause.READ_ONLY,
    errno.EIO: StoreCause.UNREACHABLE,
}


@frozen
class Cause:
    """Why something does not work: English for the log and the command line, and the key of the text for admins."""

    words: str
    key: str


def cause_of(fault: BaseException) -> Cause:
    """The cause that *fault* stands for; of a fault that is none of ours only its kind is told."""
    match fault:
        case StoreUnavailableError():
            return Cause(str(fault), TEXTS[fault.cause])
        case KeyFileError():
            return Cause(str(fault), "cause.keys")
        case OSError(errno=int(number)):
            cause = _OF_THE_DISK.get(number, StoreCause.OTHER)
            return Cause(f"the system refuses: {os.strerror(number)}; look at the disk and its rights", TEXTS[cause])
        case _:
            return Cause(f"{type(fault).__name__}; look at the lines before in the log", TEXTS[StoreCause.OTHER])
