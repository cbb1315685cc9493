"""The outbox as the first version of the program left it: every kind, in the JSON and under the seals of its time.

Written down from that program, not made by this one: a name that is changed here by a tidy hand proves nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from bot.desk.safe import Safe
from bot.encryption.places import Table
from storage import outbox

WISH = "d" * 32
FIRST, TALK, CARD, FILES = 0, 10, 20, 30


@dataclass(frozen=True, slots=True)
class OldRow:
    """One row; `content` is what its box holds, None when it has no box."""

    lane: str
    kind: str
    priority: int = FIRST
    case: str | None = None
    seq: int | None = None
    content: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class OldWorld:
    """What the rows speak of: the case with contacts, the one with an address, chats, and messages of the group."""

    case: str
    pushed: str
    number: str
    file: str
    group: int
    former_group: int
    officer: int
    admin: int
    card: int
    officers_words: int
    preview: int
    shown: int
    """The message in the officer's private chat whose time is over."""


def left_behind(world: OldWorld, safe: Safe) -> tuple[OldRow, ...]:
    """One row of every kind, and both forms of those that had two."""
    office, case = "office:mangystau", world.case
    officer = f"officer:{safe.person_mark(world.officer).hex()[:32]}"
    admin = f"admin:{safe.person_mark(world.admin).hex()[:32]}"
    former = f"group:{safe.group_mark(world.former_group).hex()[:32]}"
    words = {"chat": world.group, "message": world.officers_words}
    card = {"chat": world.group, "message": world.card}
    edited = {"chat": world.group, "message": world.preview, "key": "s.stored_contact"}
    told = {"case_no": world.number}
    return (
        OldRow(office, "card", CARD, case),
        OldRow(office, "addition", TALK, case, 1),
        OldRow(office, "files", FILES, case, 0, {"files": [world.file], "first": 1, "total": 1}),
        OldRow(office, "preview", FIRST, case, 2),
        OldRow(office, "edit", FIRST, case, 3, edited),
        OldRow(office, "notice", FIRST, None, None, {"key": "s.reposted", "values": {}, "reply_to": None}),
        OldRow(office, "notice", FIRST, case, None, {"key": "s.not_delivered", "values": told, "reply_to": None}),
        OldRow(office, "notice", FIRST, None, None, {"key": "s.reply_text_only", "values": {}, "reply_to": words}),
        OldRow(office, "prompt", FIRST, case, None, {"wish": WISH, "reply_to": card}),
        OldRow(office, "who", FIRST, case, None, {"wish": WISH, "reply_to": words}),
        OldRow(office, "move", FIRST, None, None, {"region": "mangystau", "title": "Жаңа кеңсе", "n": 5}),
        OldRow(former, "alert", FIRST, None, None, _alert(world.former_group, "s.gone", {}, reply_to=None)),
        OldRow(admin, "alert", FIRST, None, None, _alert(world.admin, "a.set_aside", {"n": 3})),
        OldRow(f"case:{world.pushed}", "push", TALK, world.pushed),
        OldRow(officer, "contacts", FIRST, case, None, {"chat": world.officer}),
        OldRow(officer, "deletion", FIRST, None, None, {"chat": world.officer, "message": world.shown}),
    )


def put_row(connection: Connection, row: OldRow, safe: Safe, *, now: int) -> int:
    """Put *row* as the first version put it: its box is bound to lane and kind only. Its number."""
    box = None
    if row.content is not None:
        box = safe.seal(row.content, table=Table.OUTBOX, row=f"{row.lane}/{row.kind}")
    put = outbox.enqueue(
        connection,
        lane=row.lane,
        kind=row.kind,
        priority=row.priority,
        not_before=now,
        case_id=row.case,
        seq=row.seq,
        # A revision of the tables says so of the files of older versions.
        holds=row.kind != "files",
    )
    if box is not None:
        outbox.put_box(connection, put.id, box)
    return put.id


def _alert(chat: int, key: str, values: Mapping[str, Any], **more: Any) -> dict[str, Any]:
    """Admins' alerts had no place to answer, notices to former groups had one."""
    return {"chat": chat, "key": key, "values": dict(values), **more}
