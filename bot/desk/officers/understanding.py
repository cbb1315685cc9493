"""What officers write when an act takes words: a day and a reason, a region and a reason, a number, a name."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date
from typing import assert_never

from sqlalchemy import Connection

from bot.catalogue import regions
from bot.desk.officers.acting import OfficeCase
from bot.desk.officers.finding import find_own
from bot.desk.rules import Turn
from bot.desk.status import AT_AN_END
from bot.desk.wishes import Wanted
from bot.desk.work import Work, read_work
from storage import cases
from storage.cases import CaseRow

SHORTEST = 5
"""Characters; a shorter reason tells whoever reads it nothing."""
LONGEST_NAME = 120
"""Characters of the name of a body or of a number elsewhere: what one line of a card takes."""
LONGEST_EXTENSION = 2
"""Months: art. 76 of the Administrative Procedural and Process-Related Code, taken over as the term itself is."""
_DAY = re.compile(r"\s*(\d{1,2})[./-](\d{1,2})[./-](\d{4})\s*", re.ASCII)


def is_understood(connection: Connection, wanted: Wanted, about: OfficeCase, text: str, turn: Turn) -> bool:
    """Whether *text* can be what was asked for."""
    match wanted:
        case Wanted.CONTACTS | Wanted.REJECTION | Wanted.REOPENING | Wanted.GROUP:
            return len(text.strip()) >= SHORTEST
        case Wanted.NOTE:
            return bool(text.strip())
        case Wanted.BODY | Wanted.OUTSIDE:
            return 0 < len(text.strip()) <= LONGEST_NAME
        case Wanted.EXTENSION:
            return read_term(about, text, turn) is not None
        case Wanted.REGION:
            return read_region(about, text) is not None
        case Wanted.DUPLICATE:
            return find_first(connection, about, text, turn) is not None
        case unexpected:
            assert_never(unexpected)


def latest_term(about: OfficeCase, work: Work, turn: Turn) -> date:
    """The last day to which the case may be extended."""
    first = work.first_due or about.row.due_on or turn.today
    months = first.month - 1 + LONGEST_EXTENSION
    year, month = first.year + months // 12, months % 12 + 1
    return date(year, month, min(first.day, monthrange(year, month)[1]))


def read_term(about: OfficeCase, text: str, turn: Turn) -> tuple[date, str] | None:
    """The new term in the first line, and the reason after it; None when either is missing or cannot be."""
    found = _DAY.match(text)
    if found is None:
        return None
    try:
        day = date(int(found[3]), int(found[2]), int(found[1]))
    except ValueError:
        return None
    why, due = text[found.end() :].strip(" \n,.;:–—-"), about.row.due_on
    latest = latest_term(about, read_work(about.row, turn.safe), turn)
    fits = due is not None and max(due, turn.today) < day <= latest
    return (day, why) if fits and len(why) >= SHORTEST else None


def read_region(about: OfficeCase, text: str) -> tuple[str, str] | None:
    """The one region in the first line, another than the case's own, and the reason in those after it."""
    name, _, why = text.strip().partition("\n")
    found = regions.find_regions(name)
    other = len(found) == 1 and found[0].id != about.row.region
    return (found[0].id, why.strip()) if other and len(why.strip()) >= SHORTEST else None


def find_first(connection: Connection, about: OfficeCase, text: str, turn: Turn) -> CaseRow | None:
    """The case that the number in *text* names: another one that the office may know of, and still works at.

    Whoever reads that two cases are looked into together must have one that is: two could else name each other.
    """
    named = cases.NUMBER.search(text)
    found = find_own(connection, about.row.region, named[0], turn) if named else None
    if found is None or found.id == about.row.id or found.status in AT_AN_END:
        return None
    return found
