"""The writer: takes what is queued, commits it together, answers after the COMMIT."""

import asyncio
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import timedelta
from functools import partial
from pathlib import Path
from sqlite3 import Error as SqliteError
from typing import Any

from sqlalchemy import Connection, RootTransaction
from sqlalchemy.exc import DBAPIError

from storage.dialect import WAKE
from storage.errors import SchemaError, StoreDamagedError, StoreUnavailableError
from storage.salvage import lost_rows
from storage.sqlite.faults import damaged_for_all, name_fault
from storage.sqlite.job import Job
from storage.sqlite.line import SqliteLine
from storage.sqlite.threads import Thread, WorkerThread

# A COMMIT waits for the disk once, whatever it holds: with 64 in it the wait is hardly felt, and the functions that are
# run again because one of them raised are few.
GROUP_LIMIT = 64


class SqliteWriter(SqliteLine):
    """The one line that writes. Its steps are small so that a test can end the process between them."""

    def __init__(self, path: Path, busy_timeout: timedelta, thread: type[Thread] = WorkerThread) -> None:
        super().__init__(path, busy_timeout, thread)
        self._queue: deque[Job] = deque()
        self._busy = False
        self._wake = False
        self._drained: asyncio.Future[None] | None = None
        self.on_wake: Callable[[], None] = lambda: None
        self.check_file: Callable[[], None] = lambda: None
        """Raises StoreUnavailableError when the file is not what was opened; asked on the thread."""

    async def write(self, fn: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        """Queue *fn* and answer after its COMMIT; the order of the calls is kept."""
        self._refuse_if_closed()
        future = self._loop.create_future()
        self._queue.append(Job(future, fn, args, kwargs))
        if not self._busy:
            self._busy = True
            # Not at once: every task that is ready in this turn of the loop joins the group.
            self._loop.call_soon(self._thread.submit, self._work)
        return await future

    async def change_schema(self, fn: Callable[[Connection], None]) -> None:
        """Run *fn* in one transaction during which foreign keys are not enforced, only checked at its end."""
        await self.run(partial(self._change_schema, fn))

    async def close(self) -> None:
        """Refuse new work, commit what is queued, close."""
        self._closed = True
        if self._busy:
            self._drained = self._loop.create_future()
            await self._drained
        await super().close()

    def _settle(self, jobs: Sequence[Job], wake: bool) -> None:
        """On the event loop: start the next group first, then answer the callers of this one."""
        if self._queue:
            self._thread.submit(self._work)
        else:
            self._busy = False
            if self._drained is not None:
                self._drained.set_result(None)
        for job in jobs:
            job.settle()
        if wake:
            self.on_wake()

    # Everything below runs on the thread.

    def _work(self) -> None:
        jobs = self._take()
        self._wake = False
        try:
            if len(jobs) == 1 or not self._commit_together(jobs):
                self._commit_one_by_one(jobs)
        finally:
            self._thread.answer(self._settle, jobs, self._wake)

    def _change_schema(self, fn: Callable[[Connection], None]) -> None:
        self.check_file()
        self.set_pragma("foreign_keys", 0)
        try:
            transaction = self._begin("BEGIN IMMEDIATE")
            try:
                fn(self._connection)
                if self._raw.execute("PRAGMA foreign_key_check").fetchone():
                    raise SchemaError("A change of the schema would leave rows without the row they belong to")
                self._commit(transaction)
            except BaseException:
                self._rollback(transaction)
                raise
        finally:
            self.set_pragma("foreign_keys", 1)

    def empty_log(self, patience: int) -> bool:
        """Try once to move the whole write-ahead log into the file and cut it to nothing. On the thread only."""
        # A reader elsewhere must not keep the writers out for all of the busy timeout.
        self.set_pragma("busy_timeout", patience)
        try:
            busy, _, _ = self._raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        finally:
            self.set_pragma("busy_timeout", self._patience)
        return bool(busy == 0)

    def ask_mark(self) -> int:
        """The mark of the file (storage/sqlite/file.py) as SQLite takes it. On the thread only."""
        return int(self._raw.execute("PRAGMA user_version").fetchone()[0])

    def set_mark(self, mark: int) -> None:
        """Mark the file; its header shows that once the log was emptied. On the thread only."""
        self.set_pragma("user_version", mark)

    def _take(self) -> Sequence[Job]:
        taken = [self._queue.popleft() for _ in range(min(GROUP_LIMIT, len(self._queue)))]
        return [job for job in taken if not job.future.cancelled()]

    def _commit_together(self, jobs: Sequence[Job]) -> bool:
        """Run *jobs* in one transaction; False if each has to run alone."""
        if not (transaction := self._begin_for(jobs)):
            return True
        try:
            for job in jobs:
                self._run(job)
        except BaseException:  # noqa: BLE001 -- each function meets its own error again when it runs alone
            self._rollback(transaction)
            return False
        try:
            self._commit(transaction)
        except BaseException as error:  # noqa: BLE001 -- a fault goes to every caller; a constraint, see above
            self._rollback(transaction)
            return self._give_up(jobs, error) if name_fault(error) else False
        self._accept(jobs)
        return True

    def _commit_one_by_one(self, jobs: Sequence[Job]) -> None:
        for position, job in enumerate(jobs):
            # When the file is locked, waiting once for each job would hold everybody up.
            transaction = self._begin_for(jobs[position:])
            if transaction is None:
                return
            # It may go around what it has met: functions may be run again, and no lost row is met twice.
            while transaction and not self._run_alone(job, transaction):
                transaction = self._begin_for((job,))

    def _run_alone(self, job: Job, transaction: RootTransaction) -> bool:
        """Run *job* and commit, or keep its error; False when it has met lost rows and is worth another run."""
        known = len(lost_rows(self._connection))
        try:
            self._run(job)
            self._commit(transaction)
        except BaseException as error:  # noqa: BLE001 -- carried to the caller, whatever it is
            self._rollback(transaction)
            job.fail(error)
            return type(error) is not StoreDamagedError or len(lost_rows(self._connection)) == known
        self._accept((job,))
        return True

    def _run(self, job: Job) -> None:
        self.is_doomed = False
        job.run(self._connection)
        if self.is_doomed:
            raise StoreDamagedError("SQLite: a page of the file is damaged, so nothing can be written beside it")
        if not self._raw.in_transaction:
            # SQLite rolls back by itself after some faults, and the function may have caught the error:
            # whatever ran before it in the group is gone and must not be acknowledged.
            raise StoreUnavailableError("SQLite: the transaction was given up before its end")

    def _begin_for(self, jobs: Sequence[Job]) -> RootTransaction | None:
        """Begin, or make *jobs* fail with the reason why that cannot be done."""
        try:
            self.check_file()
            return self._begin("BEGIN IMMEDIATE")
        except BaseException as error:  # noqa: BLE001 -- carried to every caller
            self._give_up(jobs, error)
            return None

    def _give_up(self, jobs: Sequence[Job], error: BaseException) -> bool:
        for job in jobs:
            job.fail(error)
        return True

    def _accept(self, jobs: Sequence[Job]) -> None:
        """Answer *jobs* as committed, unless that went into a file which is not the database any more."""
        try:
            self.check_file()
        except StoreUnavailableError as error:
            self._give_up(jobs, error)
        else:
            for job in jobs:
                job.committed = True
        self._wake = self._connection.info.pop(WAKE, self._wake)

    def _commit(self, transaction: RootTransaction) -> None:
        try:
            transaction.commit()
        except StoreDamagedError as error:
            # No function's own any more: the whole group was to be written, and it is not known how far it came.
            raise damaged_for_all("where it is written to") from error

    def _rollback(self, transaction: RootTransaction) -> None:
        # A rollback that fails with the disk is repeated, and reported, by the next _begin.
        with suppress(SqliteError, DBAPIError):
            transaction.close()
        with suppress(SqliteError):
            self._raw.rollback()
        self._connection.info.pop(WAKE, None)
