"""Which SQLite errors are faults of the store, and which are the caller's own."""

import sqlite3

from sqlalchemy.exc import DBAPIError, StatementError

from storage.errors import StoreDamagedError, StoreUnavailableError

_OWNED = "the bot's account must own the database file and its folder"
_REASONS = {
    sqlite3.SQLITE_PERM: f"access is denied; {_OWNED}",
    sqlite3.SQLITE_BUSY: "another process holds the database; end what else has the file open",
    sqlite3.SQLITE_NOMEM: "memory is exhausted; end other programs, or give the machine more",
    sqlite3.SQLITE_READONLY: f"the database is read-only; {_OWNED}, on a disk mounted for writing",
    sqlite3.SQLITE_INTERRUPT: "the work was interrupted; it is tried again",
    sqlite3.SQLITE_IOERR: "the disk does not answer properly; look at the disk and the system's log",
    sqlite3.SQLITE_CORRUPT: "the file is damaged; stop the bot, keep the file, and put back a backup",
    sqlite3.SQLITE_FULL: "the disk is full; make room, the bot goes on by itself",
    sqlite3.SQLITE_CANTOPEN: f"the file cannot be opened; {_OWNED}, and its folder be there",
    sqlite3.SQLITE_PROTOCOL: "the locks of the file do not work here; choose a disk of this machine, not of a network",
    sqlite3.SQLITE_NOLFS: "the file is too large for this disk; move it to a larger one",
    sqlite3.SQLITE_NOTADB: "the file is not a database, or it is damaged; check the path, or put back a backup",
}


def sqlite_code(error: BaseException) -> int | None:
    """Give SQLite's primary result code of *error*, None if SQLite did not raise it."""
    cause = error.orig if isinstance(error, DBAPIError) else error
    code = getattr(cause, "sqlite_errorcode", None)
    return None if code is None else code & 0xFF


def name_fault(error: BaseException) -> StoreUnavailableError | None:
    """Say what is wrong with the store if *error* is a fault of the store, else None."""
    reason = _REASONS.get(sqlite_code(error) or 0)
    return StoreUnavailableError(f"SQLite: {reason}") if reason else None


def is_damage(error: BaseException) -> bool:
    """Whether *error* says that what it met in the file cannot be what was written there."""
    if sqlite_code(error) == sqlite3.SQLITE_CORRUPT:
        return True
    # Raised by Python's own sqlite3, which gives it no code: a flipped bit in a clear column.
    return isinstance(error, sqlite3.OperationalError) and str(error).startswith("Could not decode to UTF-8")


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
