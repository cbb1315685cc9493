"""Pressed: a citizen tells the head of the office alone who presses on them because of their case."""

from __future__ import annotations

from sqlalchemy import Connection

from bot.conversation.values.events import FactsAdded
from bot.conversation.values.own_acts import Aim, NotActed, OwnAct, WhyNot
from bot.desk import history
from bot.desk.hearing import day_heard
from bot.desk.history import Happening
from bot.desk.outgoing.posting import alert_admins, quiet_wait
from bot.desk.outgoing.to_head import tell_pressed
from bot.desk.rules import Turn
from bot.desk.talk import seal_words
from bot.terms import Kind, Side, TalkState
from storage import cases
from storage.cases import CaseRow


def tell_head_alone(connection: Connection, row: CaseRow, text: str, turn: Turn) -> FactsAdded | NotActed:
    """Put *text* into the talk for the head alone; no sooner than a group might hear of the case (promise P3).

    Nobody's card, term or status changes by it, so that nobody else learns that something was said.
    """
    if row.kind is not Kind.REPORT or not text.strip():
        return NotActed(row.id, OwnAct.PRESSED, WhyNot.GONE)
    key, seq = turn.safe.open_case_key(row.id, row.wrapped_key), cases.next_seq(connection, row.id)
    box = seal_words(key, seq, {"text": text, "files": []})
    heard = day_heard(connection, row.level, turn)
    cases.add_talk(connection, row.id, seq, side=Side.TO_HEAD, state=TalkState.SENT, day=heard, box=box)
    history.note(connection, row, Happening.PRESSED, None, turn, why="", about="")
    wait = quiet_wait(connection, row, turn)
    is_told = tell_pressed(connection, row, seq, turn, wait=wait)
    if not is_told:
        alert_admins(connection, "a.pressed_waits", {"region": row.region, "numbers": row.number}, turn, wait=wait)
    return FactsAdded(Aim.TO_HEAD, waits=not is_told)
