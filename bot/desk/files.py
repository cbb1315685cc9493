"""Files on their way: jobs sealed until they are cleaned, clean copies sealed in chunks under a key of their own.

Rules
- A citizen's job (chat, Telegram's file id) lives under the session key, as all that is keyed by an account before
  filing; an officer's job lives under the keyring. Both end when the job settles.
- A clean copy's row names no account. Only the sealed visit knows it until filing gives it to the case.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict
from datetime import timedelta
from typing import Any, TypeAlias

from sqlalchemy import Connection

from bot.desk.damage import DAMAGE
from bot.desk.rules import Turn
from bot.desk.safe import RowKey, Safe
from bot.encryption.places import Field, Table
from bot.encryption.session import SessionKeys
from bot.frozen import frozen
from bot.terms import Cleaning
from storage import files
from storage.errors import RowDamagedError
from storage.files import FileRow

CHUNK_BYTES = 256 * 1024
"""Written in a millisecond or two, so that citizens' steps go in between; 80 rows for the largest file."""
UNCLAIMED_LASTS = timedelta(hours=72)
"""As long as the session key lives without which nobody could claim the file."""
MOST_BYTES = 20 * 1024 * 1024
"""What a bot may download, by the Bot API's getFile."""


@frozen
class FileJob:
    """What cleaning one file needs. `case_id` and `seq` are set when an officer sent it for a case's talk."""

    id: str
    chat: int
    telegram_id: str
    media: str
    declared: str | None
    case_id: str | None = None
    seq: int | None = None


@frozen
class CleanFacts:
    """What posting a clean copy needs beside its bytes."""

    extension: str
    media: str
    removed: tuple[str, ...]
    chunks: int
    size: int
    width: int | None = None
    height: int | None = None
    duration: float | None = None


@frozen
class Refusal:
    """The file was not taken: the ends of the text keys `file.why_…` and `file.do_…`."""

    reason: str
    instead: str


Settle: TypeAlias = Callable[[Connection], bool]
"""Ends a job in the store; False when its file was dropped meanwhile."""


@frozen
class CleanFile:
    """A clean copy, opened."""

    id: str
    facts: CleanFacts
    content: bytes


def seal_citizen_job(job: FileJob, session: SessionKeys) -> bytes:
    """A citizen's job, under the session key."""
    return session.seal(json.dumps(asdict(job)).encode(), context=f"file {job.id}")


def seal_officer_job(job: FileJob, safe: Safe) -> bytes:
    """An officer's job, under the keyring."""
    return safe.seal(asdict(job), table=Table.FILES, row=job.id)


def citizen_sender(chat: int, session: SessionKeys) -> bytes:
    """The name under which a citizen's files take turns: it ends with the session key."""
    return session.pseudonyms("files", chat)[0]


def open_job(row: FileRow, *, safe: Safe, session: SessionKeys) -> FileJob:
    """The job of *row*; KeyForgottenError when its session key is gone."""
    assert row.job is not None  # only waiting rows are claimed, and those have a job
    if (job := open_job_of_officer(row, safe)) is not None:
        return job
    return FileJob(**json.loads(session.open(row.job, context=f"file {row.id}")))


def open_job_of_officer(row: FileRow, safe: Safe) -> FileJob | None:
    """The job of *row* if an officer sent the file; None when a citizen did."""
    if row.case_id is None:
        return None
    return FileJob(**safe.open(row.job or b"", table=Table.FILES, row=row.id, case_id=row.case_id))


def keep_job(connection: Connection, job: FileJob, sealed: bytes, sender: bytes, turn: Turn) -> None:
    """Let *job* wait for its cleaning, under a fresh data key; those of one *sender* take turns with the others'."""
    _, wrapped = turn.safe.new_row_key(Table.FILES, job.id)
    files.insert_job(
        connection,
        job.id,
        job=sealed,
        wrapped_key=wrapped,
        expires_at=turn.after(UNCLAIMED_LASTS),
        sender=sender,
        case_id=job.case_id,
        seq=job.seq,
    )


def file_key(row: FileRow, safe: Safe) -> RowKey:
    """The opened data key of *row*."""
    return safe.open_row_key(Table.FILES, row.id, row.wrapped_key, case_id=row.case_id)


def sealed_chunks(content: bytes, key: RowKey) -> Iterator[tuple[int, bytes]]:
    """*content* in sealed chunks, each bound to its file and its place."""
    for n, start in enumerate(range(0, len(content), CHUNK_BYTES)):
        part = content[start : start + CHUNK_BYTES]
        yield n, key.seal_bytes(part, table=Table.FILE_CHUNKS, field=str(n))


def count_chunks(size: int) -> int:
    """How many chunks *size* bytes make."""
    return -(-size // CHUNK_BYTES)


def seal_facts(facts: CleanFacts, key: RowKey) -> bytes:
    """*facts* sealed beside the chunks; their number in it shows when one is missing."""
    return key.seal_bytes(json.dumps(asdict(facts)).encode(), table=Table.FILES, field=Field.FACTS)


def read_facts(row: FileRow, safe: Safe) -> CleanFacts:
    """The facts of a clean file."""
    assert row.facts is not None  # a clean row has facts
    opened: dict[str, Any] = file_key(row, safe).open(row.facts, table=Table.FILES, field=Field.FACTS)
    return CleanFacts(**{**opened, "removed": tuple(opened["removed"])})


def open_files(connection: Connection, file_ids: Sequence[str], safe: Safe) -> list[CleanFile]:
    """The clean copies of *file_ids*, in order; those that are gone or damaged are left out."""
    opened = []
    for file_id in file_ids:
        try:
            row = files.get_file(connection, file_id)
            if row is not None and row.state is Cleaning.CLEAN:
                opened.append(_open_file(connection, row, safe))
        except DAMAGE as fault:
            safe.damages.met(fault)
    return opened


def media_of(connection: Connection, file_ids: Sequence[str], safe: Safe) -> frozenset[str]:
    """How the clean copies of *file_ids* are sent; those that are gone or damaged are left out."""
    found = set()
    for file_id in file_ids:
        try:
            row = files.get_file(connection, file_id)
            if row is not None and row.state is Cleaning.CLEAN:
                found.add(read_facts(row, safe).media)
        except DAMAGE as fault:
            safe.damages.met(fault)
    return frozenset(found)


def _open_file(connection: Connection, row: FileRow, safe: Safe) -> CleanFile:
    key, facts = file_key(row, safe), read_facts(row, safe)
    parts = [
        key.open_bytes(box, table=Table.FILE_CHUNKS, field=str(n))
        for n, box in enumerate(files.get_chunks(connection, row.id))
    ]
    if len(parts) != facts.chunks:
        raise RowDamagedError(Table.FILES, row.id, row.case_id)
    return CleanFile(row.id, facts, b"".join(parts))
