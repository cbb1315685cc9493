"""Curators: who looks after a district hears of its cases in private, by number, sphere and term.

Rules
- A district is what a citizen typed, sealed with the case: it is compared here, folded, and stands nowhere else.
- A curator hears of a case when its card has reached the group, never when it is filed: the hour of a code-only filing
  is nobody's to know (promise P3). Of what was sent past the group they hear nothing.
- They are members of the group; no word of a citizen is sent to them, whatever the group itself may see.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from sqlalchemy import Connection

from bot.desk.damage import DAMAGE
from bot.desk.holders import RoleHolder, list_holders
from bot.desk.outgoing.desks import private_lane
from bot.desk.outgoing.items import SayInChat
from bot.desk.outgoing.posting import put_item
from bot.desk.rules import Turn
from bot.desk.safe import Safe
from bot.desk.talk import open_answers
from bot.folding import fold
from bot.terms import Desk, OfficeRole
from storage.cases import CaseRow

PLACES = ("district", "locality")
"""The questions in whose answers a district may be named."""
SHORTEST = 4
"""Letters of a word by which a district is known: shorter ones (а., р-н, ауд) stand in the names of all of them."""
KINDS = frozenset(fold(word) for word in ("район", "района", "районы", "ауданы", "аудан", "город", "қаласы", "қала"))
ENDING = 3
"""Letters that a word may have more or less: «Мұнайлы», «Мұнайлыда», «Мунайлинский» are one district."""


def tell_curators(connection: Connection, row: CaseRow, key: str, turn: Turn) -> None:
    """Say *key* of the case to the curators of its district, if it names one."""
    if row.desk is not Desk.GROUP:
        return
    told = {"case_no": row.number, "sphere": row.sphere, "due_date": row.due_on.isoformat() if row.due_on else ""}
    for curator in _curators_of(connection, row, turn.safe):
        put_item(connection, SayInChat(curator.officer.id, key, told), private_lane(curator.officer.id, turn), turn)


def is_same_place(said: str, district: str) -> bool:
    """Whether what a citizen *said* names the *district*, in any case of either language."""
    known = list(_words(district))
    return bool(known) and all(any(_is_same(word, other) for other in _words(said)) for word in known)


def _curators_of(connection: Connection, row: CaseRow, safe: Safe) -> list[RoleHolder]:
    holders = [each for each in list_holders(connection, row.region, safe) if each.role is OfficeRole.CURATOR]
    if not holders:
        return []
    try:
        answers = open_answers(safe.open_case_key(row.id, row.wrapped_key), row)
    except DAMAGE as fault:
        safe.damages.met(fault)
        return []
    said = " ".join(answers.get(name) or "" for name in PLACES)
    return [each for each in holders if each.started and is_same_place(said, each.district)]


def _words(text: str) -> Iterator[str]:
    for word in re.findall(r"\w+", text):
        folded = fold(word)
        if len(folded) >= SHORTEST and folded not in KINDS:
            yield folded


def _is_same(one: str, other: str) -> bool:
    shorter, longer = sorted((one, other), key=len)
    stem = shorter[: max(SHORTEST, len(shorter) - ENDING)]
    return longer.startswith(stem)
