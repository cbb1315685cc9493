"""Posts: which message of ours in a staff group belongs to which case, looked up by keyed hash."""

from __future__ import annotations

from functools import partial
from typing import Any

from sqlalchemy import Connection, Row, delete, select, text, update

from bot.frozen import frozen
from storage.errors import RowDamagedError
from storage.salvage import Aside, Place, Slice, read_one, read_rows, read_slice
from storage.schema import posts

_PUT = text(
    "INSERT INTO posts (mark, case_id, role, seq, box) VALUES (:mark, :case_id, :role, :seq, :box) "
    "ON CONFLICT (mark) DO NOTHING"
)


@frozen
class PostRow:
    """One post; `role` is what it was (card, addition, preview …), `seq` the message of the talk it showed."""

    case_id: str
    role: str
    seq: int | None


@frozen
class SealedPost:
    """One post of a case and the box that says where it stands."""

    mark: bytes
    role: str
    seq: int | None
    box: bytes


def put_post(connection: Connection, mark: bytes, *, case_id: str, role: str, seq: int | None, box: bytes) -> None:
    """Remember a post; *box* holds chat and message id, so that it can be edited later."""
    connection.execute(_PUT, {"mark": mark, "case_id": case_id, "role": role, "seq": seq, "box": box})


def find_post(connection: Connection, mark: bytes) -> PostRow | None:
    """The post with *mark*."""
    query = select(posts.c.case_id, posts.c.role, posts.c.seq).where(posts.c.mark == mark)
    return read_one(connection, query, lambda row: PostRow(row.case_id, row.role, row.seq), _damaged(mark))


def list_posts(connection: Connection, case_id: str, *, aside: Aside) -> list[SealedPost]:
    """Every post of the case, in no order."""
    query = select(posts.c.mark, posts.c.role, posts.c.seq, posts.c.box).where(posts.c.case_id == case_id)
    name = partial(_damaged, case_id=case_id)
    return read_rows(connection, query, _sealed, key=posts.c.mark, name=name, aside=aside)


def list_slice(connection: Connection, *, after: Place, limit: int, aside: Aside) -> Slice[tuple[str, SealedPost]]:
    """At most *limit* posts with their cases, in the order of their marks."""
    query = select(posts.c.mark, posts.c.role, posts.c.seq, posts.c.box, posts.c.case_id)
    return read_slice(
        connection,
        query,
        lambda row: (row.case_id, _sealed(row)),
        key=posts.c.mark,
        after=after,
        limit=limit,
        name=_damaged,
        aside=aside,
    )


def drop_post(connection: Connection, mark: bytes) -> None:
    """The message with *mark* is not there any more."""
    connection.execute(delete(posts).where(posts.c.mark == mark))


def change_role(connection: Connection, mark: bytes, role: str) -> None:
    """The message with *mark* is something else to its case now."""
    connection.execute(update(posts).where(posts.c.mark == mark).values(role=role))


def point_post(connection: Connection, mark: bytes, *, seq: int) -> None:
    """The message with *mark* now stands for message *seq* of the talk."""
    connection.execute(update(posts).where(posts.c.mark == mark).values(seq=seq))


def _sealed(row: Row[Any]) -> SealedPost:
    return SealedPost(bytes(row.mark), str(row.role), row.seq, bytes(row.box))


def _damaged(mark: bytes, case_id: str | None = None) -> RowDamagedError:
    return RowDamagedError(posts.name, bytes(mark).hex(), case_id)
