"""The faults of storage; their messages name causes, never values.

StoreError
├── StoreUnavailableError   the store cannot be used now: wait and try again, acknowledge nothing
├── StoreDamagedError       a page of the file is damaged: whoever needs it fails, the others go on
│   └── RowDamagedError     ... or one row, which is named, holds what none of our programs has written
├── DatabaseUrlError        DATABASE_URL cannot be understood
├── SchemaError             the database is not at the version of this program
├── AlreadyRunningError     another process holds this database
└── LockLostError           the lock of the database was lost while the bot was running

Everything else a transaction raises (an IntegrityError, a KeyError) is the caller's own and passes through.
"""

from enum import StrEnum


class StoreCause(StrEnum):
    """Why the store cannot be used: what an alert and a log line are chosen by."""

    FULL = "full"
    """The disk, or what the server may use of it, is full."""

    READ_ONLY = "read_only"
    """The file, its folder, its disk or the server takes no writes, or not from this account."""

    DAMAGED = "damaged"
    """The file is no whole database, or the server reports damage."""

    LOCKED = "locked"
    """Somebody else holds the database, or other transactions were in the way again and again."""

    REPLACED = "replaced"
    """At its place lies another database than the one that was opened."""

    GONE = "gone"
    """At its place lies nothing any more."""

    UNREACHABLE = "unreachable"
    """The server or the disk does not answer, or has no place for us now."""

    REFUSED = "refused"
    """The server does not take our name or password."""

    CLOSED = "closed"
    """This process has closed it."""

    OTHER = "other"
    """None of these: the message says what."""


class StoreError(Exception):
    """Something about the store itself is wrong."""


class StoreUnavailableError(StoreError):
    """The store cannot be used now: locked, full, read-only, damaged, unreachable or closed.

    Nothing of the transaction is kept, with one exception that no store can exclude: when the
    connection or the disk broke *during* COMMIT the outcome is unknown.
    """

    def __init__(self, message: str, cause: StoreCause = StoreCause.OTHER) -> None:
        super().__init__(message)
        self.cause = cause


class StoreDamagedError(StoreError):
    """A page that this transaction needed is damaged; nothing of the transaction is kept, and others can be done.

    What everybody needs is looked at by the next `Database.probe`, which says when the store cannot be used at all.
    """


class RowDamagedError(StoreDamagedError):
    """A row cannot be read: `table` and `row` (its key, spelled) name it, `case_id` the case that it belongs to."""

    def __init__(self, table: str, row: str, case_id: str | None = None) -> None:
        super().__init__(f"A row of {table} is damaged")
        self.table = table
        self.row = row
        self.case_id = case_id


class DatabaseUrlError(StoreError):
    """The address of the database cannot be understood; the message leaves out the address itself."""


class SchemaError(StoreError):
    """The tables in the database do not fit this version of the program."""


class AlreadyRunningError(StoreError):
    """Another process already holds this database; the message says which."""

    def __init__(self, holder: str) -> None:
        super().__init__(f"Already running: {holder} holds this database. Stop it first, or use another DATABASE_URL")


class LockLostError(StoreError):
    """The lock that keeps a second process away was lost, and another process has it or had it: this one must end."""
