"""The faults of storage; their messages name causes, never values.

StoreError
├── StoreUnavailableError   the store cannot be used now: wait and try again, acknowledge nothing
├── DatabaseUrlError        DATABASE_URL cannot be understood
├── SchemaError             the database is not at the version of this program
├── AlreadyRunningError     another process holds this database
└── LockLostError           the lock of the database was lost while the bot was running

Everything else a transaction raises (an IntegrityError, a KeyError) is the caller's own and passes through.
"""


class StoreError(Exception):
    """Something about the store itself is wrong."""


class StoreUnavailableError(StoreError):
    """The store cannot be used now: locked, full, read-only, damaged, unreachable or closed.

    Nothing of the transaction is kept, with one exception that no store can exclude: when the
    connection or the disk broke *during* COMMIT the outcome is unknown.
    """


class DatabaseUrlError(StoreError):
    """The address of the database cannot be understood; the message leaves out the address itself."""


class SchemaError(StoreError):
    """The tables in the database do not fit this version of the program."""


class AlreadyRunningError(StoreError):
    """Another process already holds this database; the message says which."""


class LockLostError(StoreError):
    """The lock that keeps a second process away is gone: this one must end before another begins."""
