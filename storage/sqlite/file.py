"""The file that was opened: whether it is still what lies at its place, and nobody has written over it.

Rules
- Another device or inode is another file: the one that was opened was removed, moved, or another put in its place.
- `cp` over an open file keeps the inode. So there is a mark in the file's header (SQLite's user_version, which is left
  to programs): it begins with the id of the database and grows by one whenever the write-ahead log is emptied. A
  foreign database has another mark, and so has an older copy of this one.
- One descriptor stays open as long as the connections do: closing any descriptor of a file would drop SQLite's locks.
- A check is one stat and one pread, some microseconds beside a COMMIT that waits for the disk.
"""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Self

from storage.errors import StoreCause, StoreUnavailableError

_MARK = slice(60, 64)  # where the header has the user version, a big-endian number (sqlite.org/fileformat2.html)
_FIRST_MARK_DIGITS = 7  # hex: 28 of the 31 bits that are not negative, and room for 60,000 years of emptied logs
_KEEP = "Do not stop the bot before you have read 'The file is gone' in docs/operations.md"


class DatabaseFile:
    """The file at *path*, as it was when it was opened."""

    def __init__(self, path: Path, descriptor: int) -> None:
        self.path = path
        self._descriptor = descriptor
        found = os.fstat(descriptor)
        self._identity = found.st_dev, found.st_ino
        self._marks: frozenset[int] | None = None

    @classmethod
    def open(cls, path: Path) -> Self:
        """Keep hold of the file at *path*."""
        return cls(path, os.open(path, os.O_RDONLY | os.O_CLOEXEC))

    def check(self, ask_mark: Callable[[], int]) -> None:
        """Raise StoreUnavailableError if another file lies at the place, or the file was written over.

        *ask_mark* says what SQLite takes for the mark: another process may have emptied the log.
        """
        self._check_place()
        if self._marks is None or (found := self._read_mark()) in self._marks:
            return
        if found is None or found != ask_mark():
            raise StoreUnavailableError(
                f"The database file was written over while it was open. {_KEEP}", StoreCause.REPLACED
            )
        self._marks = frozenset((found,))

    def expect(self, mark: int) -> None:
        """From now on the header may hold *mark*, beside what it holds."""
        found = self._read_mark()
        self._marks = frozenset((mark,)) if found is None else frozenset((mark, found))

    def close(self) -> None:
        """Let go; only when no connection to the file is open any more."""
        os.close(self._descriptor)

    def _check_place(self) -> None:
        try:
            found = self.path.stat()
        except (FileNotFoundError, NotADirectoryError):
            raise StoreUnavailableError(
                f"The database file is not at its place any more: it was moved or removed. {_KEEP}", StoreCause.GONE
            ) from None
        if (found.st_dev, found.st_ino) != self._identity:
            raise StoreUnavailableError(
                f"The database file was replaced while it was open. {_KEEP}", StoreCause.REPLACED
            )

    def _read_mark(self) -> int | None:
        header = os.pread(self._descriptor, _MARK.stop, 0)
        return int.from_bytes(header[_MARK], "big") if len(header) == _MARK.stop else None


def first_mark(store_id: str) -> int:
    """The mark that the database of *store_id* (hex digits) begins with; never zero, which is no mark."""
    return int(store_id[:_FIRST_MARK_DIGITS], 16) or 1
