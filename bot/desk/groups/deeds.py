"""Deeds: what an admin did to offices and admins is kept for a day, in which others may take it back.

Rules
- Everybody who could take a deed back is told of it, with the button that does.
- What somebody else took back is not done again for a day: its admin leaves that region alone.
- An admin does at most MOST_A_DAY of them a day, so that nobody hides one alert among thousands.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta

from sqlalchemy import Connection

from bot.desk.people import COMMAND_LINE, Officer
from bot.desk.rules import Turn
from bot.desk.safe import NOT_OPENED
from bot.encryption.places import Table
from bot.frozen import frozen
from bot.terms import DeedKind
from storage import deeds
from storage.deeds import DeedRow

STOP_LASTS = timedelta(hours=24)
"""Long enough for somebody who sleeps, travels or has the day off to look at an alert."""
MOST_A_DAY = 40
"""Twice as many as there are regions: an office that is set up binds them all in a day."""


@frozen
class Deed:
    """What `who` did: to a region and its group `chat`, or to the admin whose mark is `subject`, in hexadecimal."""

    id: str
    kind: DeedKind
    who: Officer
    region: str | None = None
    chat: int | None = None
    subject: str = ""


def note_deed(
    connection: Connection,
    kind: DeedKind,
    who: Officer,
    turn: Turn,
    *,
    region: str | None = None,
    chat: int | None = None,
    subject: str = "",
) -> Deed:
    """Keep what *who* did for a day."""
    deed = Deed(turn.rules.chance.new_id(), kind, who, region, chat, subject)
    content = {"who": who.id, "name": who.name, "chat": chat, "subject": subject}
    box = turn.safe.seal(content, table=Table.DEEDS, row=deed.id)
    mark = turn.safe.person_mark(who.id)
    deeds.put_deed(connection, DeedRow(deed.id, kind, region, mark, box, turn.after(STOP_LASTS)))
    return deed


def find_deed(connection: Connection, deed_id: str, turn: Turn) -> Deed | None:
    """The deed that may still be taken back."""
    row = deeds.find_deed(connection, deed_id, now=turn.seconds)
    return None if row is None else _open(row, turn)


def list_deeds(connection: Connection, region: str, turn: Turn) -> list[Deed]:
    """What was done to *region* and may be taken back, the newest first."""
    found = []
    for row in deeds.list_deeds(connection, region, now=turn.seconds, aside=turn.safe.damages.met):
        with suppress(*NOT_OPENED):  # one damaged row must not keep the others from being taken back
            found.append(_open(row, turn))
    return found


def why_refused(connection: Connection, region: str, who: Officer, turn: Turn) -> str | None:
    """The key of why *who* may do nothing to *region* now, or None."""
    if who == COMMAND_LINE:
        return None
    mark = turn.safe.person_mark(who.id)
    if deeds.is_stopped(connection, mark, region, now=turn.seconds):
        return "a.stopped_lately"
    return "a.too_many_changes" if deeds.count_deeds(connection, mark, now=turn.seconds) >= MOST_A_DAY else None


def note_stop(connection: Connection, region: str, done_by: Officer, stopped_by: Officer, turn: Turn) -> None:
    """What *done_by* did to *region* was taken back: by somebody else, or by themselves, which holds nobody up."""
    kind = DeedKind.WITHDRAWN if done_by.id == stopped_by.id else DeedKind.STOPPED
    note_deed(connection, kind, done_by, turn, region=region)


def _open(row: DeedRow, turn: Turn) -> Deed:
    held = turn.safe.open(row.box, table=Table.DEEDS, row=row.id)
    return Deed(row.id, row.kind, Officer(held["who"], held["name"]), row.region, held["chat"], held["subject"])
