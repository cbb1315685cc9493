"""Posts: which message of ours in a staff group belongs to which case, looked up by keyed hash."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, select, text, update

from storage.schema import posts

_PUT = text(
    "INSERT INTO posts (mark, case_id, role, seq, box) VALUES (:mark, :case_id, :role, :seq, :box) "
    "ON CONFLICT (mark) DO NOTHING"
)


@dataclass(frozen=True, slots=True)
class PostRow:
    """One post; `role` is what it was (card, addition, preview …), `seq` the message of the talk it showed."""

    case_id: str
    role: str
    seq: int | None


@dataclass(frozen=True, slots=True)
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
    row = connection.execute(query).one_or_none()
    return None if row is None else PostRow(row.case_id, row.role, row.seq)


def list_posts(connection: Connection, case_id: str) -> list[SealedPost]:
    """Every post of the case, in no order."""
    query = select(posts.c.mark, posts.c.role, posts.c.seq, posts.c.box).where(posts.c.case_id == case_id)
    return [SealedPost(bytes(row.mark), row.role, row.seq, bytes(row.box)) for row in connection.execute(query)]


def point_post(connection: Connection, mark: bytes, *, seq: int) -> None:
    """The message with *mark* now stands for message *seq* of the talk."""
    connection.execute(update(posts).where(posts.c.mark == mark).values(seq=seq))
