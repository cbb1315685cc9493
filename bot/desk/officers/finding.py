"""Finding: cases of an office by number, by day of filing, by sphere, by words of their citizens.

Rules
- Nobody finds another office's case, one that its citizen has sent past the group, nor one whose card still waits its
  random time (promise P3): they are as if they
  were not there.
- What was searched for is kept sealed, for an hour, so that pages can be turned: a button must hold no typed word.
- One word that names a sphere is that sphere; other words are looked for in what citizens wrote, all of them.
- Where the group sees notices only, words are looked for in the asker's own cases alone: what is found stands before
  the whole group, and would tell which case holds which word.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import asdict
from datetime import date, timedelta

from sqlalchemy import Connection

from bot.catalogue.meanings import find_spheres
from bot.catalogue.stems import stems_in
from bot.desk.damage import DAMAGE
from bot.desk.officers.lists import PAGE, ListedCase, list_line
from bot.desk.outgoing.posting import waiting_cards
from bot.desk.outgoing.unheard import unheard
from bot.desk.people import Officer
from bot.desk.rules import Turn
from bot.desk.talk import citizen_words
from bot.desk.word_index import may_hold
from bot.encryption.places import Table
from bot.frozen import frozen
from bot.terms import Desk, Status
from storage import cases, listing, searches
from storage.cases import CaseRow
from storage.listing import FiledPlace
from storage.office_ways import is_notice_only

MOST_FOUND = 50
"""Cases that a search shows: beyond that it is to be narrowed down."""
MOST_OWN = 200
"""Cases of one officer in one status that are looked into: many times what somebody has open."""
MOST_WORDS = 8
HELD_FOR = timedelta(hours=1)
_DAY = r"(\d{1,2})\.(\d{1,2})\.(\d{4})"
_SPAN = re.compile(rf"(?<!\S){_DAY}(?:\s*[-–—]\s*{_DAY})?(?!\S)", re.ASCII)
_MONTH = re.compile(r"(?<!\S)(\d{1,2})\.(\d{4})(?!\S)", re.ASCII)


@frozen
class CaseSearch:
    """What is looked for in the cases of `region`; the days are those of filing.

    Where `sphere` has no case, the word that named it is looked for among `stems`.
    """

    region: str
    number: str = ""
    since: str = ""
    until: str = ""
    sphere: str = ""
    stems: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing was understood that could be looked for."""
        return not (self.number or self.since or self.sphere or self.stems)


@frozen
class FoundCases:
    """A page of what was found, and how much there is: None when it is more than can be shown.

    `own_words`: words were looked for in the asker's own cases alone.
    """

    lines: tuple[ListedCase, ...]
    count: int | None
    own_words: bool = False


def read_search(region: str, text: str) -> CaseSearch:
    """What *text* asks for."""
    number = cases.NUMBER.search(text)
    if number is not None:
        return CaseSearch(region, number=number[0])
    days, rest = _read_days(text)
    since, until = ("", "") if days is None else (days[0].isoformat(), days[1].isoformat())
    meant = find_spheres(rest)
    sphere = min(meant.owners) if len(rest.split()) == 1 and meant.sure else ""
    stems = tuple(sorted(stems_in(rest))[:MOST_WORDS])
    return CaseSearch(region, since=since, until=until, sphere=sphere, stems=stems)


def find(connection: Connection, search: CaseSearch, by: Officer, turn: Turn, *, page: int = 0) -> FoundCases:
    """The *page* of what *search* finds for the officer *by*, the latest day first."""
    own_words = bool(search.stems) and is_notice_only(connection, search.region)
    found = _find_all(connection, search, by if own_words else None, turn)
    if found is None or len(found) > MOST_FOUND:
        return FoundCases((), None, own_words)
    part = found[page * PAGE : (page + 1) * PAGE]
    lines = tuple(list_line(connection, each.case, each.number, turn) for each in part)
    return FoundCases(lines, len(found), own_words)


def keep_search(connection: Connection, search: CaseSearch, turn: Turn) -> str:
    """Remember *search* for the pages that follow; its id."""
    new_id = turn.rules.chance.new_id()
    box = turn.safe.seal(asdict(search), table=Table.SEARCHES, row=new_id)
    searches.put_search(connection, new_id, box, expires_at=turn.after(HELD_FOR))
    return new_id


def get_search(connection: Connection, search_id: str, turn: Turn) -> CaseSearch | None:
    """The search that is kept as *search_id*; None when its time is over."""
    box = searches.get_search(connection, search_id, now=turn.seconds)
    if box is None:
        return None
    said = turn.safe.open(box, table=Table.SEARCHES, row=search_id)
    return CaseSearch(**{**said, "stems": tuple(said["stems"])})


def find_own(connection: Connection, region: str, number: str, turn: Turn) -> CaseRow | None:
    """The case of *region* with this number, if its group may know of it; damage where it is the region's own."""
    try:
        row = cases.find_by_number(connection, number)
    except DAMAGE as fault:
        turn.safe.damages.met(fault)
        if number.startswith(f"{turn.rules.region_numbers[region]}-"):
            raise
        return None  # another office's, perhaps: nothing tells that it exists
    if row is None or row.region != region or row.desk is Desk.HEAD or row.status is Status.WAITING:
        return None
    return None if row.id in waiting_cards(connection, region, turn) else row


def _find_all(connection: Connection, search: CaseSearch, by: Officer | None, turn: Turn) -> list[FiledPlace] | None:
    """Everything that *search* finds, or at least one more than can be shown; None where that is not even known.

    Words in the cases of *by* alone, if somebody is named.
    """
    if search.number:
        try:
            row = find_own(connection, search.region, search.number, turn)
        except DAMAGE:
            return [FiledPlace(date.min, search.number, "")]
        return [] if row is None else [FiledPlace(row.filed_on, row.number, row.id)]
    found = [] if search.stems and not search.sphere else _find_filed(connection, search, turn)
    return _find_words(connection, search, by, turn) if search.stems and not found else found


def _find_filed(connection: Connection, search: CaseSearch, turn: Turn) -> list[FiledPlace]:
    """Those of the sphere and the days; one more than can be shown, at most."""
    since, until = _days_of(search)
    unseen = waiting_cards(connection, search.region, turn)
    found = listing.list_filed(
        connection,
        search.region,
        since=since,
        until=until,
        sphere=search.sphere or None,
        limit=MOST_FOUND + 1 + len(unseen),
    )
    return [place for place in found if place.case not in unseen]


def _find_words(connection: Connection, search: CaseSearch, by: Officer | None, turn: Turn) -> list[FiledPlace] | None:
    """Those that hold all words: a mark stands for several, so each case is opened and looked at."""
    may = may_hold(connection, search.region, search.stems, turn.safe)
    if by is not None:
        own = _cases_of(connection, search.region, by, turn)
        may = own if may is None else [case_id for case_id in may if case_id in own]
    if may is None:
        return None
    since, until = _days_of(search)
    unseen, found = waiting_cards(connection, search.region, turn), list[FiledPlace]()
    for case_id in may:
        row = _row_of(connection, case_id, turn)
        if row is None or (row.region, row.desk) != (search.region, Desk.GROUP) or row.id in unseen:
            continue
        if not since <= row.filed_on <= until:
            continue
        words = citizen_words(connection, row, turn.safe, without=unheard(connection, row, turn))
        if _holds(words, search.stems):
            found.append(FiledPlace(row.filed_on, row.number, row.id))
        if len(found) > MOST_FOUND:
            break
    return sorted(found, reverse=True)


def _cases_of(connection: Connection, region: str, by: Officer, turn: Turn) -> list[str]:
    """The cases of *region* that *by* has."""
    mark, found = turn.safe.person_mark(by.id), list[str]()
    for status in Status:
        found += [each.case for each in listing.list_due(connection, region, status, assignee=mark, limit=MOST_OWN)]
    return found


def _row_of(connection: Connection, case_id: str, turn: Turn) -> CaseRow | None:
    try:
        return cases.get_case(connection, case_id)
    except DAMAGE as fault:
        turn.safe.damages.met(fault)
        return None


def _holds(texts: Iterable[str], stems: Iterable[str]) -> bool:
    held = frozenset[str]().union(*(stems_in(text) for text in texts))
    return held.issuperset(stems)


def _days_of(search: CaseSearch) -> tuple[date, date]:
    if not search.since:
        return date.min, date.max
    return date.fromisoformat(search.since), date.fromisoformat(search.until)


def _read_days(text: str) -> tuple[tuple[date, date] | None, str]:
    """The days that *text* names, and what it says beside them. Days that there are not are words."""
    for pattern in (_SPAN, _MONTH):
        named = pattern.search(text)
        days = None if named is None else _days_named(named.groups())
        if named is not None and days is not None:
            return days, f"{text[: named.start()]} {text[named.end() :]}".strip()
    return None, text.strip()


def _days_named(parts: tuple[str | None, ...]) -> tuple[date, date] | None:
    numbers = [int(part) for part in parts if part]
    try:
        match numbers:
            case [month, year]:
                first = date(year, month, 1)
                return first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
            case [day, month, year]:
                return date(year, month, day), date(year, month, day)
            case [day, month, year, last_day, last_month, last_year]:
                first, last = date(year, month, day), date(last_year, last_month, last_day)
                return (min(first, last), max(first, last))
    except (ValueError, OverflowError):
        pass
    return None
