"""Why a store cannot be used: the cause is typed, so that alerts and log lines need not read words."""

import errno
import sqlite3
from pathlib import Path

import pytest

from storage.engine import Database
from storage.errors import StoreCause, StoreUnavailableError
from storage.server_faults import name_fault as name_postgresql_fault
from storage.sqlite.faults import cause_of, name_fault


class ServerError(Exception):
    """What a driver raises, with PostgreSQL's code on it."""

    def __init__(self, sqlstate: str) -> None:
        super().__init__()
        self.sqlstate = sqlstate


def test_a_cause_is_other_unless_it_is_told() -> None:
    assert StoreUnavailableError("why").cause is StoreCause.OTHER
    assert StoreUnavailableError("why", cause=StoreCause.FULL).cause is StoreCause.FULL


@pytest.mark.parametrize(
    ("code", "cause"),
    [
        (sqlite3.SQLITE_FULL, StoreCause.FULL),
        (sqlite3.SQLITE_READONLY, StoreCause.READ_ONLY),
        (sqlite3.SQLITE_READONLY_DIRECTORY, StoreCause.READ_ONLY),
        (sqlite3.SQLITE_READONLY_DBMOVED, StoreCause.REPLACED),
        (sqlite3.SQLITE_CORRUPT, StoreCause.DAMAGED),
        (sqlite3.SQLITE_NOTADB, StoreCause.DAMAGED),
        (sqlite3.SQLITE_BUSY_SNAPSHOT, StoreCause.LOCKED),
        (sqlite3.SQLITE_IOERR_READ, StoreCause.UNREACHABLE),
        (sqlite3.SQLITE_NOMEM, StoreCause.OTHER),
    ],
)
def test_sqlite_codes_have_a_cause(code: int, cause: StoreCause) -> None:
    error = sqlite3.OperationalError()
    error.sqlite_errorcode = code
    fault = name_fault(error)
    assert fault is not None
    assert fault.cause is cause


@pytest.mark.parametrize(
    ("sqlstate", "cause"),
    [
        ("53100", StoreCause.FULL),
        ("53300", StoreCause.OTHER),
        ("25006", StoreCause.READ_ONLY),
        ("08006", StoreCause.UNREACHABLE),
        ("57P01", StoreCause.UNREACHABLE),
        ("3D000", StoreCause.GONE),
        ("XX001", StoreCause.DAMAGED),
        ("40001", StoreCause.LOCKED),
    ],
)
def test_postgresql_codes_have_a_cause(sqlstate: str, cause: StoreCause) -> None:
    fault = name_postgresql_fault(ServerError(sqlstate))
    assert fault is not None
    assert fault.cause is cause


def test_errors_of_the_file_system_have_a_cause() -> None:
    assert [cause_of(OSError(code, "")) for code in (errno.EROFS, errno.ENOSPC, errno.ENOENT, errno.EIO)] == [
        StoreCause.READ_ONLY,
        StoreCause.FULL,
        StoreCause.GONE,
        StoreCause.OTHER,
    ]


async def test_a_closed_database_says_so(tmp_path: Path) -> None:
    database = await Database.open(f"sqlite:///{tmp_path}/a.db")
    await database.close()
    with pytest.raises(StoreUnavailableError) as caught:
        await database.read(lambda connection: None)
    assert caught.value.cause is StoreCause.CLOSED
