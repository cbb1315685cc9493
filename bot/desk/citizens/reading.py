"""Reading: a case as its citizen may see it, by code or by the notice that was pushed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection

from bot.anonymise.plain import defang
from bot.conversation.values.events import CaseDamaged, CaseOpened, News, NewsLine, TalkLine
from bot.conversation.values.own_acts import OwnAct
from bot.desk.citizens.rights import may
from bot.desk.damage import DAMAGE
from bot.desk.history import Happening, HistoryEntry, list_history
from bot.desk.outgoing import relay
from bot.desk.rules import Turn
from bot.desk.safety import is_asked
from bot.desk.status import AT_AN_END
from bot.desk.talk import is_readable, past_region, words_or_none
from bot.terms import Level, Side
from storage import cases
from storage.cases import CaseRow, TalkRow
from storage.errors import RowDamagedError

TOLD: Mapping[Happening, News] = {
    Happening.TAKEN: News.TAKEN,
    Happening.EXTENDED: News.EXTENDED,
    Happening.REDIRECTED: News.REDIRECTED,
    Happening.TRANSFERRED: News.TRANSFERRED,
    Happening.TO_HEAD: News.TO_HEAD,
    Happening.TO_EXPERT: News.TO_EXPERT,
    Happening.EXPERT_FILE: News.EXPERT_FILE,
    Happening.CLOSED: News.CLOSED,
    Happening.REJECTED: News.REJECTED,
    Happening.SPAM: News.SPAM,
    Happening.DUPLICATE: News.DUPLICATE,
    Happening.FIRST_ANSWERED: News.FIRST_ANSWERED,
    Happening.FIRST_CLOSED: News.FIRST_CLOSED,
    Happening.FIRST_REDIRECTED: News.FIRST_REDIRECTED,
    Happening.FIRST_REJECTED: News.FIRST_REJECTED,
    Happening.REOPENED: News.REOPENED,
    Happening.WITHDRAWN: News.WITHDRAWN,
    Happening.OVERDUE: News.OVERDUE,
    Happening.DECLINED: News.DECLINED,
    Happening.RATED: News.RATED,
    Happening.REVIEW_ASKED: News.REVIEW_ASKED,
    Happening.TO_GROUP: News.TO_GROUP,
    Happening.NEW_HEAD: News.NEW_HEAD,
}
"""What of the history its citizen reads; the rest is the office's own, or stands in the talk."""


def open_by_code(connection: Connection, code: str, turn: Turn) -> CaseOpened | CaseDamaged | None:
    """The case of *code* as its citizen may read it."""
    mark = turn.safe.code_mark(code)
    return _try_to_open(connection, lambda: cases.find_by_code(connection, mark), turn)


def open_by_id(connection: Connection, case_id: str, turn: Turn) -> CaseOpened | CaseDamaged | None:
    """The case *case_id*; the caller has made sure that this citizen may read it."""
    return _try_to_open(connection, lambda: cases.get_case(connection, case_id), turn)


def _try_to_open(
    connection: Connection, find: Callable[[], CaseRow | None], turn: Turn
) -> CaseOpened | CaseDamaged | None:
    row = None
    try:
        row = find()
        return None if row is None else opened(connection, row, turn)
    except DAMAGE as fault:
        turn.safe.damages.met(fault)
        if row is not None:
            return CaseDamaged(row.number)
        case_id = fault.case_id if isinstance(fault, RowDamagedError) else None
        return CaseDamaged(None if case_id is None else cases.number_of(connection, case_id))


def opened(connection: Connection, row: CaseRow, turn: Turn) -> CaseOpened:
    """*row* with its whole talk, and what its citizen can do with it today."""
    safe = turn.safe
    key = safe.open_case_key(row.id, row.wrapped_key)
    said = cases.list_talk(connection, row.id, aside=safe.damages.met)
    lines = tuple(_line(entry, words_or_none(key, entry)) for entry in said)
    whole = is_readable(row, safe)
    entries = list_history(connection, row, safe)
    ended = row.status in AT_AN_END
    return CaseOpened(
        row.id,
        row.number,
        row.status,
        row.changed_on,
        None if ended else row.due_on,
        lines,
        damaged=not whole,
        news=tuple(_news([entry.seq for entry in said], entries)),
        may=may(row, entries, turn.today) - _as_pushed(connection, row, turn),
        ended=ended,
        desk=row.desk,
        asks_safety=is_asked(row, entries),
        office=row.region if whole and past_region(row, safe) else "",
        region=row.region,
    )


def _as_pushed(connection: Connection, row: CaseRow, turn: Turn) -> frozenset[OwnAct]:
    """How pushes read already, which need not be offered; both ways where the address is damaged."""
    try:
        plain = row.level is Level.RELAY and relay.is_plain(connection, row.id, turn.safe)
    except DAMAGE as fault:
        turn.safe.damages.met(fault)
        return frozenset({OwnAct.PLAIN, OwnAct.DISCREET})
    return frozenset({OwnAct.PLAIN if plain else OwnAct.DISCREET})


def _news(said: Sequence[int], entries: Iterable[HistoryEntry]) -> Iterator[NewsLine]:
    """What the citizen reads of the history, between the messages of the talk with the numbers *said*."""
    for entry in entries:
        if (what := TOLD.get(entry.what)) is not None:
            after = sum(seq < entry.seq for seq in said)
            # Another case's number is its citizen's own business, and who an expert is, the office's.
            about = "" if what in (News.DUPLICATE, News.TO_EXPERT) else defang(entry.about)
            yield NewsLine(what, entry.day, after, about, defang(entry.why))


def _line(entry: TalkRow, words: dict[str, Any] | None) -> TalkLine:
    """One message of the talk for the citizen; the office's words come without links that Telegram would make."""
    ours = entry.side is not Side.OFFICE
    if words is None:
        return TalkLine(ours, "", entry.day, damaged=True)
    text = words["text"] if ours else defang(words["text"])
    return TalkLine(
        ours,
        text,
        entry.day,
        len(words.get("files", ())),
        asks=bool(words.get("asks")),
        corrects=bool(words.get("corrects")),
        aside=entry.side is Side.TO_HEAD or bool(words.get("aside")),
    )
