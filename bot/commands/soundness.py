"""doctor's look for damage: the file as a whole, and every box that the keyring opens."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from bot.chance import Chance
from bot.desk.outgoing.soundness import LOOKS, Look
from bot.desk.safe import Safe
from bot.encryption.keyring import Keyring
from storage import cases
from storage.damage import DamagedRow
from storage.engine import Database
from storage.errors import StoreDamagedError, StoreError
from storage.salvage import Place

NAMED = 20
"""Numbers of cases on the line: whoever has more damaged ones restores the whole."""
WHAT_TO_DO = (
    "What is damaged was set aside, the rest is served. Stop the bot, keep a copy of the file as it is, look at the "
    "disk and the memory of the machine, and put back a backup"
)


async def check_soundness(database: Database, keyring: Keyring) -> str:
    """Look through everything; StoreError says what is damaged, and what to do."""
    safe = Safe(keyring, Chance())
    lines = await database.examine()
    for name, look in LOOKS.items():
        lines += await _look(database, name, look, safe)
    damaged = safe.damages.waiting()
    if damaged:
        lines.append(f"rows that cannot be opened: {_count(damaged)}{await _name(database, damaged)}")
    if lines:
        raise StoreError("; ".join(lines) + f". {WHAT_TO_DO}")
    return "the file is whole and every row opens (but drafts, and waiting files of citizens, are not looked at)"


async def _look(database: Database, name: str, look: Look, safe: Safe) -> list[str]:
    after: Place = None
    while True:
        try:
            after = await database.read(look, safe, after)
        except StoreDamagedError as fault:
            safe.damages.met(fault)
            return [f"{name}: cannot be read to the end"]
        if after is None:
            return []


def _count(damaged: Iterable[DamagedRow]) -> str:
    counted = Counter(row.table_name for row in damaged)
    return ", ".join(f"{table} {n}" for table, n in sorted(counted.items()))


async def _name(database: Database, damaged: Iterable[DamagedRow]) -> str:
    ids = dict.fromkeys(row.case_id for row in damaged if row.case_id is not None)
    numbers = [await database.read(cases.number_of, case_id) for case_id in list(ids)[:NAMED]]
    named = sorted(number for number in numbers if number is not None)
    more = f" and {len(ids) - NAMED} more" if len(ids) > NAMED else ""
    return f" (of the cases {', '.join(named)}{more})" if named else ""
