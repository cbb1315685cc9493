"""Damage on the disk: a page of a SQLite file overwritten, as a failing disk leaves it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

GARBAGE = b"\xa7"
LEAVES = (10, 13)
INNER = (2, 5)
"""The first byte of a page of a tree (SQLite's file format, "B-tree pages"): of an index, of a table."""


@dataclass(frozen=True, slots=True)
class Pages:
    """The pages of a SQLite file, as they lie in it now."""

    path: Path
    size: int
    content: bytes

    @classmethod
    def read(cls, path: Path) -> Pages:
        """Whatever stands in the log is moved into the file first."""
        with closing(sqlite3.connect(path)) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            size = int(connection.execute("PRAGMA page_size").fetchone()[0])
        return cls(path, size, path.read_bytes())

    def root_of(self, tree: str) -> int:
        """The number of the first page of a table or an index."""
        with closing(sqlite3.connect(self.path)) as connection:
            query = "SELECT rootpage FROM sqlite_schema WHERE name = ?"
            return int(connection.execute(query, (tree,)).fetchone()[0])

    def leaves_of(self, tree: str) -> list[int]:
        """The numbers of the leaves, in the order of the keys."""
        return list(self._leaves(self.root_of(tree)))

    def leaf_with(self, tree: str, part: bytes) -> int:
        """The number of the leaf on which *part* of a row stands."""
        (found,) = [page for page in self.leaves_of(tree) if part in self.page(page)]
        return found

    def spoil(self, page: int) -> None:
        """Overwrite *page* in the file."""
        with self.path.open("r+b") as file:
            file.seek((page - 1) * self.size)
            file.write(GARBAGE * self.size)

    def page(self, page: int) -> bytes:
        return self.content[(page - 1) * self.size : page * self.size]

    def _leaves(self, number: int) -> Iterator[int]:
        page = self.page(number)
        if page[0] in LEAVES:
            yield number
            return
        assert page[0] in INNER, page[0]
        cells = int.from_bytes(page[3:5], "big")
        for cell in range(cells):
            start = int.from_bytes(page[12 + 2 * cell : 14 + 2 * cell], "big")
            yield from self._leaves(int.from_bytes(page[start : start + 4], "big"))
        yield from self._leaves(int.from_bytes(page[8:12], "big"))
