"""A job: one queued transaction and, once it has run, its outcome."""

import asyncio
from collections.abc import Callable
from typing import Any

from sqlalchemy import Connection

from storage.errors import StoreUnavailableError
from storage.sqlite.faults import as_caller_meets_it


class Job:
    """One queued transaction and, once it has run, its outcome."""

    __slots__ = ("args", "committed", "error", "fn", "future", "kwargs", "result")

    def __init__(
        self,
        future: asyncio.Future[Any],
        fn: Callable[..., Any],
        args: tuple[Any, ...],
        kwargs: dict[str, Any],
    ) -> None:
        self.future = future
        self.fn = fn
        self.args = args
        self.kwargs = kwargs
        self.result: Any = None
        self.error: BaseException | None = None
        self.committed = False

    def run(self, connection: Connection) -> None:
        """Run the function and keep its result."""
        self.result = self.fn(connection, *self.args, **self.kwargs)

    def fail(self, error: BaseException) -> None:
        """Keep *error* as the outcome, in the words its caller is to meet."""
        if isinstance(error, StopIteration):
            error = RuntimeError("A transaction function let a StopIteration escape")  # no future can carry it
        self.error = as_caller_meets_it(error)

    def settle(self) -> None:
        """Answer the caller, unless the caller has gone."""
        if self.future.done():
            return
        if self.committed:
            self.future.set_result(self.result)
        else:
            # Silence is no success: without a commit and without an error the outcome is a fault too.
            self.future.set_exception(self.error or StoreUnavailableError("SQLite: the outcome is unknown"))
