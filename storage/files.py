"""Files: jobs that clean them, and the cleaned copies in encrypted chunks. No row names an account.

Rules
- A file is `waiting` until its job settles; then it is `clean`, or its row is gone.
- A claim is a lease: a job whose process died falls due again; after too many attempts it is refused. The start of
  the one process that claims ends all leases.
- Before filing a file belongs to nobody in clear: only the sealed visit knows it. Filing gives it its case.
- A file without a case is deleted after its time. One that has a case forgets the moment when it came.
- What is dropped is nobody's at once; a large file leaves the disk bit by bit within minutes, for to overwrite 20 MB
  takes a third of a second, in which nobody else would be served.
- Senders take turns: a file's place is how many of the same sender's wait before it, and the lowest place goes first.
  So the first file of whoever comes last waits for one file of each other, not for all of them. `sender` is a keyed
  hash that is forgotten when the file is clean.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, case, delete, func, insert, or_, select, update

from bot.frozen import frozen
from bot.terms import Cleaning
from storage.dialect import notify
from storage.errors import RowDamagedError, StoreDamagedError
from storage.salvage import Aside, Place, Slice, is_any_lost, read_one, read_slice
from storage.schema import file_chunks, files

# Seconds. A cleaning is leased for 1200 and put off by less: what is further away comes from a clock that was set back.
LONGEST_LEASE = 3600
DROPPED = 0
"""The time of a file without a case that was dropped: nobody finds it any more, and it is the first to be deleted."""
CHUNKS_AT_ONCE = 12
"""Of 256 KB each, overwritten in 50 ms on two busy cores."""


@frozen
class FileRow:
    """One file. `job` is what its cleaning needs, sealed; `facts` is what posting needs, sealed under its key.

    `sender` is the keyed hash of whoever waits for it.
    """

    id: str
    state: Cleaning
    case_id: str | None
    seq: int | None
    job: bytes | None
    wrapped_key: bytes
    facts: bytes | None
    attempts: int
    sender: bytes | None


_FIELDS = [files.c[name] for name in FileRow.__match_args__]


def insert_job(
    connection: Connection,
    file_id: str,
    *,
    job: bytes,
    wrapped_key: bytes,
    expires_at: int,
    sender: bytes,
    case_id: str | None = None,
    seq: int | None = None,
) -> None:
    """A file of *sender* waits to be downloaded and cleaned; whoever cleans is woken when this is committed."""
    notify(connection)
    place = connection.execute(select(func.count()).where(files.c.sender == sender)).scalar_one()
    values = {"id": file_id, "job": job, "wrapped_key": wrapped_key, "expires_at": expires_at, "seq": seq}
    connection.execute(
        insert(files), {**values, "state": Cleaning.WAITING, "case_id": case_id, "sender": sender, "place": place}
    )


def claim_job(
    connection: Connection, *, now: int, lease: int, aside: Aside, but: Collection[bytes] = ()
) -> FileRow | None:
    """Lease one waiting file for *lease* seconds: the lowest place, and of equal ones the oldest.

    The files of the senders *but* are passed over.
    """
    free = or_(files.c.leased_until.is_(None), files.c.leased_until <= now, files.c.leased_until > now + LONGEST_LEASE)
    query = select(*_FIELDS).where(files.c.state == Cleaning.WAITING, free)
    if but:
        query = query.where(or_(files.c.sender.is_(None), files.c.sender.not_in(list(but))))
    query = query.order_by(files.c.place, files.c.expires_at).limit(1)
    row = _first_sound(connection, query.with_for_update(skip_locked=True), aside)
    if row is None:
        return None
    leased = update(files).where(files.c.id == row.id)
    connection.execute(leased.values(leased_until=now + lease, attempts=files.c.attempts + 1))
    return row


def _first_sound(connection: Connection, query: Select[Any], aside: Aside) -> FileRow | None:
    """The first file of *query*; where it lies on a damaged page, the first that does not."""
    if not is_any_lost(connection, files.name):
        try:
            row = connection.execute(query).one_or_none()
            return None if row is None else _file(row)
        except StoreDamagedError:
            pass  # it is looked for by the index alone
    waiting = select(files.c.id).where(files.c.state == Cleaning.WAITING).order_by(files.c.place, files.c.expires_at)
    for file_id in connection.execute(waiting).scalars().all():
        try:
            found = read_one(connection, query.where(files.c.id == file_id), _file, _damaged(file_id))
        except RowDamagedError as fault:
            aside(fault)
            continue
        if found is not None:
            return found
    return None


def put_chunk(connection: Connection, file_id: str, n: int, box: bytes) -> bool:
    """Keep one chunk of the cleaned copy; a repeat of the job writes it anew. False when the file was dropped."""
    if connection.execute(select(files.c.id).where(files.c.id == file_id)).first() is None:
        return False
    connection.execute(delete(file_chunks).where(file_chunks.c.file_id == file_id, file_chunks.c.n == n))
    connection.execute(insert(file_chunks), {"file_id": file_id, "n": n, "box": box})
    return True


def settle_clean(connection: Connection, file_id: str, facts: bytes) -> bool:
    """The cleaned copy is complete; False when the file was dropped meanwhile."""
    query = update(files).where(files.c.id == file_id, files.c.state == Cleaning.WAITING)
    kept = case((files.c.case_id.is_(None), files.c.expires_at), else_=0)
    values = {"state": Cleaning.CLEAN, "facts": facts, "job": None, "leased_until": None, "expires_at": kept}
    return connection.execute(query.values(**values, sender=None, place=0)).rowcount == 1


def drop_job(connection: Connection, file_id: str) -> bool:
    """The file is refused: forget it. False when it was dropped or settled meanwhile."""
    waits = select(files.c.id).where(files.c.id == file_id, files.c.state == Cleaning.WAITING)
    if connection.execute(waits).first() is None:
        return False
    drop_files(connection, [file_id])
    return True


def release_jobs(connection: Connection) -> None:
    """End every lease. For the start of the one process that claims: what is leased was left behind by a dead one."""
    connection.execute(update(files).where(files.c.leased_until.is_not(None)).values(leased_until=None))


def release_job(connection: Connection, file_id: str, *, not_before: int) -> None:
    """Let the job be claimed from *not_before* on: to be tried again then, or because it goes on until then."""
    connection.execute(update(files).where(files.c.id == file_id).values(leased_until=not_before))


def drop_files(connection: Connection, file_ids: Sequence[str]) -> None:
    """Forget these files: small ones at once, of large ones `drop_expired` deletes what there is."""
    if not file_ids:
        return
    small, left = [], CHUNKS_AT_ONCE
    for file_id in file_ids:
        chunks = select(file_chunks.c.n).where(file_chunks.c.file_id == file_id).limit(left + 1)
        size = len(connection.execute(chunks).all())
        if size <= left:
            small.append(file_id)
            left -= size
    # One that waits has no chunks yet, or the few that its cleaning has just put.
    connection.execute(delete(files).where(or_(files.c.id.in_(small), _waits(file_ids))))
    dropped = update(files).where(files.c.id.in_(list(file_ids)))
    connection.execute(dropped.values(case_id=None, seq=None, expires_at=DROPPED))


def drop_of_talk(connection: Connection, case_id: str, seq: int) -> None:
    """Forget the files of message *seq* of the case's talk."""
    query = select(files.c.id).where(files.c.case_id == case_id, files.c.seq == seq)
    drop_files(connection, list(connection.execute(query).scalars()))


def move_to_talk(connection: Connection, file_ids: Sequence[str], seq: int) -> None:
    """These files go with message *seq* of their case's talk now."""
    connection.execute(update(files).where(files.c.id.in_(list(file_ids))).values(seq=seq))


def waits_in_talk(connection: Connection, case_id: str, seq: int) -> bool:
    """Whether a file of message *seq* of the case's talk is not cleaned yet."""
    # By its case alone: SQLite might look for it among all files that wait.
    query = select(files.c.state).where(files.c.case_id == case_id, files.c.seq == seq)
    return Cleaning.WAITING in connection.execute(query).scalars().all()


def are_waiting(connection: Connection, file_ids: Sequence[str]) -> bool:
    """Whether one of these files is not cleaned yet."""
    query = select(files.c.id).where(files.c.id.in_(list(file_ids)), files.c.state == Cleaning.WAITING).limit(1)
    return connection.execute(query).first() is not None


def drop_expired(connection: Connection, *, now: int) -> int:
    """Delete a part of a file that no case took in time: some chunks, or with the last of them its row. How many rows.

    A file of which only a part is left cannot be given to a case: the session keys under which a visit would name it
    have gone before.
    """
    expired = select(files.c.id).where(files.c.case_id.is_(None), files.c.expires_at <= now)
    file_id = connection.execute(expired.order_by(files.c.expires_at).limit(1)).scalar_one_or_none()
    if file_id is None:
        return 0
    some = select(file_chunks.c.n).where(file_chunks.c.file_id == file_id).order_by(file_chunks.c.n)
    numbers = list(connection.execute(some.limit(CHUNKS_AT_ONCE)).scalars())
    connection.execute(delete(file_chunks).where(file_chunks.c.file_id == file_id, file_chunks.c.n.in_(numbers)))
    if len(numbers) < CHUNKS_AT_ONCE:
        connection.execute(delete(files).where(files.c.id == file_id))
    return len(numbers) + (len(numbers) < CHUNKS_AT_ONCE)


def give_to_case(connection: Connection, file_ids: Sequence[str], case_id: str, seq: int | None) -> list[str]:
    """These cleaned files belong to the case now; those that were clean, in the given order."""
    if not file_ids:
        return []
    clean = select(files.c.id).where(
        files.c.id.in_(list(file_ids)), files.c.state == Cleaning.CLEAN, files.c.case_id.is_(None), _is_kept()
    )
    found = set(connection.execute(clean).scalars())
    taken = update(files).where(files.c.id.in_(list(found)))
    connection.execute(taken.values(case_id=case_id, seq=seq, expires_at=0))
    return [file_id for file_id in file_ids if file_id in found]


def get_file(connection: Connection, file_id: str) -> FileRow | None:
    """The file *file_id*, unless it was dropped."""
    query = select(*_FIELDS).where(files.c.id == file_id, _is_kept())
    return read_one(connection, query, _file, _damaged(file_id))


def list_slice(connection: Connection, *, after: Place, limit: int, aside: Aside) -> Slice[FileRow]:
    """At most *limit* files in the order of their ids."""
    return read_slice(
        connection, select(*_FIELDS), _file, key=files.c.id, after=after, limit=limit, name=_damaged, aside=aside
    )


def count_chunks(connection: Connection, file_id: str) -> int:
    """How many chunks of the cleaned copy are there."""
    query = select(func.count()).select_from(file_chunks).where(file_chunks.c.file_id == file_id)
    return int(connection.execute(query).scalar_one())


def get_chunks(connection: Connection, file_id: str) -> list[bytes]:
    """The chunks of the cleaned copy, in order."""
    query = select(file_chunks.c.box).where(file_chunks.c.file_id == file_id).order_by(file_chunks.c.n)
    return [bytes(box) for box in connection.execute(query).scalars()]


def _waits(file_ids: Sequence[str]) -> ColumnElement[bool]:
    return and_(files.c.id.in_(list(file_ids)), files.c.state == Cleaning.WAITING)


def _is_kept() -> ColumnElement[bool]:
    return or_(files.c.case_id.is_not(None), files.c.expires_at != DROPPED)


def _damaged(file_id: str) -> RowDamagedError:
    return RowDamagedError(files.name, file_id)


def _file(row: Any) -> FileRow:
    values = {name: getattr(row, name) for name in FileRow.__match_args__}
    values["state"] = Cleaning(row.state)
    for name in ("job", "wrapped_key", "facts", "sender"):
        values[name] = None if values[name] is None else bytes(values[name])
    return FileRow(**values)
