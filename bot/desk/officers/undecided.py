"""The office's words that nobody has read yet: those that wait in a preview, and those that are on their way."""

from __future__ import annotations

from sqlalchemy import Connection

from bot.desk.outgoing.items import ItemKind
from bot.desk.outgoing.lanes import WordsLane
from bot.desk.rules import Turn
from bot.terms import TalkState
from storage import cases, files, outbox
from storage.cases import CaseRow


def call_back(connection: Connection, case_id: str, seq: int, turn: Turn) -> bool:
    """The words *seq* wait in their preview again, as if never sent; False when they are not on their way."""
    now, before = TalkState.PREVIEW, TalkState.LEAVING
    called = cases.change_talk(connection, case_id, seq, now, before=before, day=turn.today)
    if called:
        _stop(connection, case_id, seq)
    return called


def drop_all(connection: Connection, row: CaseRow, turn: Turn) -> None:
    """None of the office's words that its citizen has not got will go out, nor will the files that came with them."""
    undecided = (TalkState.PREVIEW, TalkState.LEAVING)
    for entry in cases.list_talk(connection, row.id, aside=turn.safe.damages.met, states=undecided):
        dropped = TalkState.DROPPED
        if cases.change_talk(connection, row.id, entry.seq, dropped, before=entry.state, day=turn.today):
            files.drop_of_talk(connection, row.id, entry.seq)
            _stop(connection, row.id, entry.seq)


def _stop(connection: Connection, case_id: str, seq: int) -> None:
    for item in outbox.list_of_case(connection, str(WordsLane(case_id)), ItemKind.WORDS, case_id):
        if item.seq == seq:
            outbox.withdraw(connection, item.id)
