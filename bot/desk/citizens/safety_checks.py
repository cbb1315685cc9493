"""Safety checks: a month after the answer or closing, citizens are asked once more whether anybody presses on them."""

from __future__ import annotations

from datetime import time

from sqlalchemy import Connection

from bot.clock import KAZAKHSTAN
from bot.desk import history
from bot.desk.damage import DAMAGE
from bot.desk.history import Happening
from bot.desk.outgoing import relay
from bot.desk.people import THE_BOT
from bot.desk.rules import Turn
from storage import cases, safety

FIRST, LAST = time(10), time(19)
"""By the clocks of Kazakhstan: a telephone that speaks up at night is seen by others."""
MOST_A_SLICE = 20
"""Cases in one transaction: each takes some four statements, so others wait for a few hundredths of a second."""


def ask_again(connection: Connection, turn: Turn, *, most: int = MOST_A_SLICE) -> bool:
    """Ask the citizens of some cases whose day has come; whether there may be more.

    The day is struck off in the same transaction, so that nobody is asked twice. Who keeps no address reads it by code.
    """
    if not FIRST <= turn.now.astimezone(KAZAKHSTAN).time() < LAST:
        return False
    due = safety.list_checks(connection, turn.today, limit=most)
    for case_id in due:
        cases.lock_case(connection, case_id)
        if safety.drop_check(connection, case_id):
            _ask(connection, case_id, turn)
    return len(due) == most


def _ask(connection: Connection, case_id: str, turn: Turn) -> None:
    try:
        row = cases.get_case(connection, case_id)
        if row is not None:
            history.note(connection, row, Happening.SAFETY_ASKED, THE_BOT, turn, why="", about="")
            relay.push(connection, row, turn)
    except DAMAGE as fault:  # who cannot read their case cannot answer; the others are asked
        turn.safe.damages.met(fault)
