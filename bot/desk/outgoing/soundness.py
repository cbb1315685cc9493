"""Soundness: every box that the keyring opens is opened, table by table, so that damage is found before it is met.

Rules
- What does not open is noted by the safe, like anything met on the way: `safe.damages` holds the findings.
- Each look is a slice, in a transaction that reads: the bot may serve meanwhile.
- What lies under the session keys (drafts, citizens' files that wait) is not opened: only the running bot holds those.
  Clean copies of files are counted, not opened: they are most of a database, and one that is altered does not open
  when it is sent.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeAlias

from sqlalchemy import Connection

from bot.catalogue.regions import REGIONS
from bot.desk.damage import DAMAGE
from bot.desk.files import open_job_of_officer, read_facts
from bot.desk.outgoing.posting import open_item, place_of
from bot.desk.safe import NOT_OPENED, RowKey, Safe
from bot.desk.talk import open_answers, words_or_none
from bot.encryption.places import Field, Table
from bot.terms import Cleaning, TalkState
from storage import (
    admins,
    audit,
    cases,
    contacting,
    deeds,
    experts,
    files,
    moves,
    offices,
    outbox,
    posts,
    referrals,
    roles,
    wishes,
)
from storage.cases import CaseRow
from storage.damage import DamagedRow
from storage.errors import RowDamagedError
from storage.files import FileRow
from storage.salvage import Place

EVER = 0
"""A moment before every move's end."""
AT_ONCE = 200
"""Rows in one look: a case with all that belongs to it takes some milliseconds."""

Look: TypeAlias = Callable[[Connection, Safe, Place], Place]
"""Opens a slice of a table that begins after a key; where the next one begins, None when it was the last."""


def look_at_cases(connection: Connection, safe: Safe, after: Place) -> Place:
    """Open cases with their talk, addresses and contacts."""
    found = cases.list_slice(connection, after=after, limit=AT_ONCE, aside=safe.damages.met)
    for row in found.rows:
        try:
            _open_case(connection, row, safe)
        except DAMAGE as fault:
            safe.damages.met(fault)
    return found.last


def look_at_posts(connection: Connection, safe: Safe, after: Place) -> Place:
    """Open where posts stand."""
    found = posts.list_slice(connection, after=after, limit=AT_ONCE, aside=safe.damages.met)
    for case_id, post in found.rows:
        _try_box(safe, Table.POSTS, post.mark.hex(), post.box, case_id)
    return found.last


def look_at_files(connection: Connection, safe: Safe, after: Place) -> Place:
    """Open what is known of files, and count the pieces of the clean ones."""
    found = files.list_slice(connection, after=after, limit=AT_ONCE, aside=safe.damages.met)
    for row in found.rows:
        try:
            _open_file(connection, row, safe)
        except DAMAGE as fault:
            safe.damages.met(fault)
    return found.last


def look_at_audit(connection: Connection, safe: Safe, after: Place) -> Place:
    """Open entries of the audit log."""
    found = audit.list_entries(connection, after=after, limit=AT_ONCE, aside=safe.damages.met)
    for row in found.rows:
        _try_box(safe, Table.AUDIT, row.id, row.box, None)
    return found.last


def look_at_groups(connection: Connection, safe: Safe, after: Place) -> Place:
    """Open the few rows of groups, admins, roles, moves, deeds and wishes."""
    for office in offices.list_offices(connection, aside=safe.damages.met):
        _try_box(safe, Table.OFFICES, office.region, office.box, None)
    for admin in admins.list_admins(connection, aside=safe.damages.met):
        _try_box(safe, Table.ADMINS, admin.mark.hex(), admin.box, None)
    for former in offices.all_former(connection, aside=safe.damages.met):
        _try_box(safe, Table.FORMER_OFFICES, former.region, former.box, None)
    for move in moves.list_moves(connection, now=EVER, aside=safe.damages.met):
        _try_box(safe, Table.MOVES, f"{move.region}/{move.id}", move.box, None)
    for deed in deeds.all_deeds(connection, aside=safe.damages.met):
        _try_box(safe, Table.DEEDS, deed.id, deed.box, None)
    for wish, case_id, box in wishes.all_wishes(connection):
        _try_box(safe, Table.WISHES, wish, box, case_id)
    for region in REGIONS:
        for role in roles.list_roles(connection, region, aside=safe.damages.met):
            _try_box(safe, Table.ROLES, f"{region}/{role.mark.hex()}", role.box, None)
        for expert in experts.list_experts(connection, region, aside=safe.damages.met):
            _try_box(safe, Table.EXPERTS, f"{region}/{expert.mark.hex()}", expert.box, None)
    for link in experts.list_links(connection):
        _try_box(safe, Table.EXPERT_LINKS, link.mark.hex(), link.box, None)
    return None


def look_at_outbox(connection: Connection, safe: Safe, after: Place) -> Place:
    """Open what waits in the outbox or was set aside."""
    for item in outbox.list_items(connection):
        try:
            open_item(item, safe)
        except (*NOT_OPENED, TypeError, ValueError):
            safe.damages.note(DamagedRow(Table.OUTBOX, place_of(item), item.case_id))
    return None


LOOKS: Mapping[str, Look] = {
    "cases": look_at_cases,
    "posts": look_at_posts,
    "files": look_at_files,
    "audit": look_at_audit,
    "groups": look_at_groups,
    "outbox": look_at_outbox,
}


def _open_case(connection: Connection, row: CaseRow, safe: Safe) -> None:
    key = safe.open_case_key(row.id, row.wrapped_key)
    for entry in cases.list_talk(connection, row.id, aside=safe.damages.met, states=TalkState):
        words_or_none(key, entry)
    _try_field(key, contacting.get_address(connection, row.id), Table.ADDRESSES, Field.CHAT)
    _try_field(key, contacting.get_contact(connection, row.id), Table.CONTACTS, Field.CONTACT)
    referral = referrals.get_referral(connection, row.id)
    _try_field(key, None if referral is None else referral.box, Table.REFERRALS, Field.EXPERT)
    open_answers(key, row)


def _open_file(connection: Connection, row: FileRow, safe: Safe) -> None:
    match row.state:
        case Cleaning.CLEAN:
            if files.count_chunks(connection, row.id) != read_facts(row, safe).chunks:
                raise RowDamagedError(Table.FILES, row.id, row.case_id)
        case Cleaning.WAITING:
            open_job_of_officer(row, safe)


def _try_field(key: RowKey, box: bytes | None, table: Table, field: Field) -> None:
    if box is not None:
        try:
            key.open(box, table=table, field=field)
        except NOT_OPENED:
            return  # noted by the safe


def _try_box(safe: Safe, table: Table, row: str, box: bytes, case_id: str | None) -> None:
    try:
        safe.open(box, table=table, row=row, case_id=case_id)
    except NOT_OPENED:
        return  # noted by the safe
