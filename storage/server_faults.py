"""Which errors of PostgreSQL and its driver are faults of the store, and which are the caller's own.

The server's messages quote the values of a failed statement, so they are replaced by our own words where they arise,
before any code of ours can log them.
"""

import asyncpg
from sqlalchemy.engine import ExceptionContext
from sqlalchemy.exc import DBAPIError, EmulatedDBAPIException, StatementError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from storage.errors import StoreCause, StoreUnavailableError

READ_ONLY = "25006"
LOST = (asyncpg.PostgresError, asyncpg.InterfaceError, asyncpg.InternalClientError)
"""What asyncpg raises when the server has gone: the last when it goes in the middle of a statement."""
_CHECK = "check that the server runs, and the host, the port and the certificates in DATABASE_URL"
_REASONS = {
    # SQLSTATE, or its class
    "08": (StoreCause.UNREACHABLE, f"the connection is lost; {_CHECK}"),
    READ_ONLY: (StoreCause.READ_ONLY, "the server is read-only; DATABASE_URL must lead to the primary"),
    "28": (
        StoreCause.REFUSED,
        "the server refuses the name or the password; check them in DATABASE_URL, and the server's pg_hba.conf",
    ),
    "3D000": (
        StoreCause.GONE,
        "there is no such database on the server; make it (createdb), or mend the name in DATABASE_URL",
    ),
    "40": (StoreCause.LOCKED, "other transactions were in the way again and again"),
    "53": (StoreCause.OTHER, "the server is out of memory or connections; make room there"),
    "53100": (StoreCause.FULL, "the server's disk is full; make room there"),
    "55P03": (StoreCause.LOCKED, "another transaction holds a lock for too long"),
    "57": (StoreCause.UNREACHABLE, "the server is stopping or cancelled the work"),
    "58": (StoreCause.OTHER, "the server has trouble with its disk; look at the server's log"),
    "XX": (StoreCause.DAMAGED, "the server reports damage; look at the server's log"),
}


def sqlstate(error: BaseException) -> str:
    """Give PostgreSQL's code of *error*, "" if PostgreSQL did not raise it."""
    cause = error.orig if isinstance(error, DBAPIError) else error
    return getattr(cause, "sqlstate", None) or ""


def name_fault(error: BaseException) -> StoreUnavailableError | None:
    """Say what is wrong with the store if *error* is a fault of the store, else None."""
    code = sqlstate(error)
    found = _REASONS.get(code) or _REASONS.get(code[:2])
    lost = isinstance(error, DBAPIError) and error.connection_invalidated
    if not found and (lost or isinstance(error, OSError | PoolTimeoutError | asyncpg.InterfaceError)):
        found = StoreCause.UNREACHABLE, f"the server cannot be reached; {_CHECK}"  # TimeoutError is an OSError
    if not found:
        return None
    cause, reason = found
    return StoreUnavailableError(f"PostgreSQL: {reason}", cause)


def read_only() -> StoreUnavailableError:
    """The fault of a server that takes no writes."""
    cause, reason = _REASONS[READ_ONLY]
    return StoreUnavailableError(f"PostgreSQL: {reason}", cause)


def hide_values(context: ExceptionContext) -> None:
    """Replace the server's message, which quotes values, by what failed and where."""
    original, outer = context.original_exception, context.sqlalchemy_exception
    if isinstance(outer, StatementError):
        outer.params = None
    if not isinstance(outer, DBAPIError):
        return
    words = _describe(original.__cause__ or original)
    original.args = outer.args = (words,)
    original.__cause__ = original.__context__ = None
    if isinstance(original, EmulatedDBAPIException):
        vars(original).update(orig=None, detail=None)


def _describe(cause: BaseException) -> str:
    code = sqlstate(cause)
    if code.startswith("42"):
        return f"{type(cause).__name__} ({code}): {cause.args[0]}"  # names of the schema, never values
    parts = [type(cause).__name__, f"({code})" if code else ""]
    parts += [str(getattr(cause, name, None) or "") for name in ("table_name", "column_name", "constraint_name")]
    return " ".join(part for part in parts if part)
