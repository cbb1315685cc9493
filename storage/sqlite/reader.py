"""The reader: each read in its own snapshot, on a connection that cannot write."""

import sqlite3
from collections.abc import Callable
from functools import partial
from typing import Any

from storage.sqlite.examination import examine_file, find_shared_damage
from storage.sqlite.faults import sqlite_code
from storage.sqlite.job import Job
from storage.sqlite.line import SqliteLine


class SqliteReader(SqliteLine):
    """A line with query_only: even a mistaken statement changes nothing."""

    query_only = True

    async def read(self, fn: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        """Run *fn* in a snapshot of the last commit."""
        self._refuse_if_closed()
        job = Job(self._loop.create_future(), fn, args, kwargs)
        self._thread.submit(partial(self._work, job))
        return await job.future

    def find_shared_damage(self) -> str | None:
        """The name of a damaged table that everybody needs, or None. On the thread only."""
        return find_shared_damage(self._raw)

    def examine(self) -> list[str]:
        """What SQLite finds wrong in the whole file. On the thread only."""
        return examine_file(self._raw)

    def _work(self, job: Job) -> None:
        try:
            transaction = self._begin("BEGIN")
            try:
                job.run(self._connection)
            finally:
                transaction.close()
            job.committed = True
        except BaseException as error:  # noqa: BLE001 -- carried to the caller, whatever it is
            if sqlite_code(error) == sqlite3.SQLITE_READONLY:
                job.error = error  # a write through read() is a mistake of the program, not of the store
            else:
                job.fail(error)
        self._thread.answer(job.settle)
