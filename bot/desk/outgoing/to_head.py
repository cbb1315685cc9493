"""To the head alone: what a citizen says of those who press on them goes to whoever leads the office."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta

from sqlalchemy import Connection

from bot.desk.holders import find_head, find_ready_head
from bot.desk.outgoing.desks import private_lane
from bot.desk.outgoing.items import ItemKind, TellHead, WipePosts
from bot.desk.outgoing.posting import AT_ONCE, alert_admins, put_item, quiet_wait
from bot.desk.outgoing.posts import PostRole, list_posts
from bot.desk.rules import Turn
from storage import cases, outbox, safety
from storage.cases import CaseRow
from storage.errors import StoreDamagedError

MOST_TOLD = 20
"""So many numbers stand in one alert; that there are more is said."""


def tell_pressed(
    connection: Connection, row: CaseRow, seq: int, turn: Turn, *, wait: timedelta = AT_ONCE
) -> bool:
    """Put message *seq* of the case into the private chat of whoever leads its office; False when nobody has one."""
    head = find_ready_head(connection, row.region, turn.safe)
    if head is None:
        return False
    chat = head.officer.id
    put_item(connection, TellHead(row.id, chat, seq), private_lane(chat, turn), turn, wait=wait)
    return True


def pass_to_head(connection: Connection, region: str, turn: Turn, *, case_id: str | None = None) -> None:
    """Whoever leads the office of *region* now gets all that was said to its head alone and has not reached them.

    The chats of those who led it, or another office that had the case, lose it.

    Of the case *case_id* alone, if one is named: it has just come to that office.
    """
    head = find_head(connection, region, turn.safe)
    for row, seq in _words_of(connection, region, turn, case_id):
        chats = _chats_with(connection, row, seq, turn)
        for other in sorted(chats - {head.officer.id if head else None}):
            put_item(connection, WipePosts(row.id, row.region, other), private_lane(other, turn), turn)
        if head is None or not head.started or head.officer.id in chats:
            continue
        chat, lane = head.officer.id, private_lane(head.officer.id, turn)
        if not outbox.has_pending(connection, str(lane), ItemKind.HEAD, row.id, seq):
            put_item(connection, TellHead(row.id, chat, seq), lane, turn, wait=quiet_wait(row, turn))


def tell_of_waiting(connection: Connection, region: str, turn: Turn, *, case_id: str | None = None) -> None:
    """Admins hear the numbers of cases whose words for the head of *region* reach nobody, while nobody can read them.

    Of the case *case_id*, if one is named, also when a former head has read them: the office is another one now.
    """
    if find_ready_head(connection, region, turn.safe) is not None:
        return
    found = _words_of(connection, region, turn, case_id)
    numbers = {row.number for row, seq in found if case_id or not _chats_with(connection, row, seq, turn)}
    if numbers:
        told = {"region": region, "numbers": spell_numbers(sorted(numbers))}
        alert_admins(connection, "a.pressed_waits", told, turn)


def spell_numbers(numbers: Sequence[str]) -> str:
    """The *numbers* of cases as one alert names them: the first MOST_TOLD."""
    return ", ".join(numbers[:MOST_TOLD]) + (" …" if len(numbers) > MOST_TOLD else "")


def _words_of(
    connection: Connection, region: str, turn: Turn, case_id: str | None
) -> Iterator[tuple[CaseRow, int]]:
    """The cases that the office of *region* has, each with the number of every message to its head alone."""
    for each, seq in safety.list_to_head(connection):
        row = None if case_id not in (None, each) else _row(connection, each, turn)
        if row is not None and row.region == region:
            yield row, seq


def _row(connection: Connection, case_id: str, turn: Turn) -> CaseRow | None:
    """None for a case that cannot be read, which has been noted: the words of the others go on."""
    try:
        return cases.get_case(connection, case_id)
    except StoreDamagedError as fault:
        turn.safe.damages.met(fault)
        return None


def _chats_with(connection: Connection, row: CaseRow, seq: int, turn: Turn) -> set[int]:
    """The private chats of heads in which message *seq* stands."""
    posts = list_posts(connection, row.id, turn.safe)
    return {post.spot.chat for post in posts if post.role is PostRole.HEAD and post.seq == seq}
