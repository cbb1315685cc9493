"""Which SQLite errors are faults of the store, and which are the caller's own."""

import errno
import sqlite3

from sqlalchemy.exc import DBAPIError, StatementError

from storage.errors import StoreCause, StoreDamagedError, StoreUnavailableError

_OWNED = "the bot's account must own the database file and its folder"
_MOVED = "the database file was moved or replaced while it was open"
_DBMOVED = sqlite3.SQLITE_READONLY_DBMOVED
_REASONS = {
    # the primary result code, or an extended one that says more
    sqlite3.SQLITE_PERM: (StoreCause.READ_ONLY, f"access is denied; {_OWNED}"),
    sqlite3.SQLITE_BUSY: (
        StoreCause.LOCKED,
        "another process holds the database; end what else has the file open",
    ),
    sqlite3.SQLITE_NOMEM: (StoreCause.OTHER, "memory is exhausted; end other programs, or give the machine more"),
    sqlite3.SQLITE_READONLY: (
        StoreCause.READ_ONLY,
        f"the database is read-only; {_OWNED}, on a disk mounted for writing",
    ),
    _DBMOVED: (StoreCause.REPLACED, _MOVED),
    sqlite3.SQLITE_INTERRUPT: (StoreCause.OTHER, "the work was interrupted; it is tried again"),
    sqlite3.SQLITE_IOERR: (
        StoreCause.UNREACHABLE,
        "the disk does not answer properly; look at the disk and the system's log",
    ),
    sqlite3.SQLITE_CORRUPT: (
        StoreCause.DAMAGED,
        "the file is damaged; stop the bot, keep the file, and put back a backup",
    ),
    sqlite3.SQLITE_FULL: (StoreCause.FULL, "the disk is full; make room, the bot goes on by itself"),
    sqlite3.SQLITE_CANTOPEN: (
        StoreCause.UNREACHABLE,
        f"the file cannot be opened; {_OWNED}, and its folder be there",
    ),
    sqlite3.SQLITE_PROTOCOL: (
        StoreCause.LOCKED,
        "the locks of the file do not work here; choose a disk of this machine, not of a network",
    ),
    sqlite3.SQLITE_NOLFS: (StoreCause.FULL, "the file is too large for this disk; move it to a larger one"),
    sqlite3.SQLITE_NOTADB: (
        StoreCause.DAMAGED,
        "the file is not a database, or it is damaged; check the path, or put back a backup",
    ),
}


def sqlite_code(error: BaseException) -> int | None:
    """Give SQLite's primary result code of *error*, None if SQLite did not raise it."""
    code = _extended_code(error)
    return None if code is None else code & 0xFF


def _extended_code(error: BaseException) -> int | None:
    cause = error.orig if isinstance(error, DBAPIError) else error
    return getattr(cause, "sqlite_errorcode", None)


def name_fault(error: BaseException) -> StoreUnavailableError | None:
    """Say what is wrong with the store if *error* is a fault of the store, else None."""
    found = _REASONS.get(_extended_code(error) or 0) or _REASONS.get(sqlite_code(error) or 0)
    if found is None:
        return None
    cause, reason = found
    return StoreUnavailableError(f"SQLite: {reason}", cause)


def is_damage(error: BaseException) -> bool:
    """Whether *error* says that what it met in the file cannot be what was written there."""
    if sqlite_code(error) == sqlite3.SQLITE_CORRUPT:
        return True
    # Raised by Python's own sqlite3, which gives it no code: a flipped bit in a clear column.
    return isinstance(error, sqlite3.OperationalError) and str(error).startswith("Could not decode to UTF-8")


def damaged_for_all(where: str) -> StoreUnavailableError:
    """Damage *where* everybody's work goes: nobody can be served."""
    return StoreUnavailableError(
        f"SQLite: the file is damaged where everybody needs it ({where}); "
        "stop the bot, keep the file, and put back a backup",
        StoreCause.DAMAGED,
    )


def as_caller_meets_it(error: BaseException) -> BaseException:
    """Turn a fault of the store into StoreUnavailableError and leave every other error as it is.

    The values of the failed statement are taken off: they are a citizen's words, and whoever logs
    the error must not find them on it.
    """
    if fault := name_fault(error):
        return fault
    if isinstance(error, StatementError):
        error.params = None
    if isinstance(error, StoreDamagedError):
        error.__cause__ = None  # its words may quote the column that could not be read
    return error


def cause_of(error: OSError) -> StoreCause:
    """Which cause an *error* of the file system stands for."""
    match error.errno:
        case errno.EROFS | errno.EACCES | errno.EPERM:
            return StoreCause.READ_ONLY
        case errno.ENOSPC | errno.EDQUOT:
            return StoreCause.FULL
        case errno.ENOENT | errno.ENOTDIR:
            return StoreCause.GONE
        case _:
            return StoreCause.OTHER
