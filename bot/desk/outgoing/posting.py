"""Posting: what is put into the outbox, each in its lane with its place in the queue."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection

from bot.desk.files import read_facts
from bot.desk.outgoing import lanes
from bot.desk.outgoing.albums import group_albums
from bot.desk.people import Spot
from bot.desk.safe import Safe
from bot.desk.talk import OF_THE_CASE
from storage import admins, files, outbox
from storage.cases import CaseRow
from storage.offices import OfficeRow


@dataclass(frozen=True, slots=True)
class Notice:
    """Say *key* in the group, under the message at *reply_to*."""

    key: str
    values: Mapping[str, Any]
    reply_to: Spot | None


def show_preview(connection: Connection, case_id: str, region: str, seq: int, *, now: datetime) -> None:
    """Post the words *seq* with their two buttons."""
    lane, moment = lanes.office_lane(region), int(now.timestamp())
    outbox.enqueue(
        connection, lane=lane, kind="preview", priority=lanes.FIRST, not_before=moment, case_id=case_id, seq=seq
    )


def edit_preview(
    connection: Connection,
    office: OfficeRow,
    case_id: str,
    seq: int,
    spot: Spot,
    key: str,
    *,
    safe: Safe,
    now: datetime,
) -> None:
    """Let the preview at *spot* say what became of it."""
    content = {**spot.to_box(), "key": key}
    lane = lanes.office_lane(office.region)
    enqueue_boxed(connection, lane=lane, kind="edit", content=content, safe=safe, now=now, case_id=case_id, seq=seq)


def notify(
    connection: Connection,
    office: OfficeRow,
    notice: Notice,
    *,
    safe: Safe,
    now: datetime,
    case_id: str | None = None,
) -> None:
    """Put *notice* into the group's lane; with *case_id* a reply to it answers the case."""
    lane = lanes.office_lane(office.region)
    content = _notice_box(notice)
    enqueue_boxed(connection, lane=lane, kind="notice", content=content, safe=safe, now=now, case_id=case_id)


def tell_chat(connection: Connection, chat: int, notice: Notice, *, safe: Safe, now: datetime) -> None:
    """Say *notice* in *chat* itself, in both languages: for groups that serve no region, or not this one."""
    lane = lanes.group_lane(safe.group_mark(chat))
    content = {**_notice_box(notice), "chat": chat}
    enqueue_boxed(connection, lane=lane, kind="alert", content=content, safe=safe, now=now)


def enqueue_boxed(
    connection: Connection,
    *,
    lane: str,
    kind: str,
    content: dict[str, Any],
    safe: Safe,
    now: datetime,
    case_id: str | None = None,
    seq: int | None = None,
    priority: int = lanes.FIRST,
) -> None:
    """Put an item with sealed *content* into *lane*."""
    outbox.enqueue(
        connection,
        lane=lane,
        kind=kind,
        priority=priority,
        not_before=int(now.timestamp()),
        case_id=case_id,
        seq=seq,
        box=safe.seal(content, table="outbox", row=f"{lane}/{kind}"),
    )


def _notice_box(notice: Notice) -> dict[str, Any]:
    reply_to = None if notice.reply_to is None else notice.reply_to.to_box()
    return {"key": notice.key, "values": dict(notice.values), "reply_to": reply_to}


def enqueue_card(connection: Connection, row: CaseRow, *, now: datetime, delay: tuple[timedelta, timedelta]) -> None:
    """Post the case to its region's group; a code-only case after a random wait, so that its hour says nothing."""
    wait = 0.0
    if row.level == "code":
        shortest, longest = (span.total_seconds() for span in delay)
        wait = shortest + secrets.randbelow(int(longest - shortest) + 1)
    outbox.enqueue(
        connection,
        lane=lanes.office_lane(row.region),
        kind="card",
        priority=lanes.CARD,
        not_before=int(now.timestamp() + wait),
        case_id=row.id,
    )


def enqueue_files(
    connection: Connection,
    row: CaseRow,
    file_ids: Sequence[str],
    *,
    safe: Safe,
    now: datetime,
    seq: int = OF_THE_CASE,
) -> None:
    """Post clean files after what the case's lane holds already, albums as albums, counted 1 to their number."""
    found = [(file_id, files.get_file(connection, file_id)) for file_id in file_ids]
    known = [(file_id, read_facts(file, safe)) for file_id, file in found if file is not None]
    first, lane = 1, lanes.office_lane(row.region)
    for album in group_albums(known):
        content = {"files": album, "first": first, "total": len(known)}
        outbox.enqueue(
            connection,
            lane=lane,
            kind="files",
            priority=lanes.FILES,
            not_before=int(now.timestamp()),
            case_id=row.id,
            seq=seq,
            box=safe.seal(content, table="outbox", row=f"{lane}/files"),
        )
        first += len(album)


def enqueue_addition(connection: Connection, row: CaseRow, seq: int, *, now: datetime) -> None:
    """Post message *seq* of the citizen under the card."""
    outbox.enqueue(
        connection,
        lane=lanes.office_lane(row.region),
        kind="addition",
        priority=lanes.TALK,
        not_before=int(now.timestamp()),
        case_id=row.id,
        seq=seq,
    )

SHOWN_MINUTES = 10


def alert(
    connection: Connection, key: str, values: dict[str, Any], *, named: frozenset[int], safe: Safe, now: datetime
) -> None:
    """Tell every admin in private; never the content of a case."""
    for chat_id in sorted(_chats(connection, named, safe)):
        enqueue_boxed(
            connection,
            lane=lanes.admin_lane(safe.person_mark(chat_id)),
            kind="alert",
            content={"chat": chat_id, "key": key, "values": values},
            safe=safe,
            now=now,
        )


def _chats(connection: Connection, named: frozenset[int], safe: Safe) -> set[int]:
    chats = set(named)
    for mark, box in admins.list_admins(connection):
        chats.add(int(safe.open(box, table="admins", row=mark.hex())["chat"]))
    return chats
