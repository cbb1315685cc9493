"""`doctor` and `audit` tell what is damaged, by table and number, and read all the rest."""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from pathlib import Path

from sqlalchemy import Connection

from bot.chance import Chance
from bot.clock import Clock
from bot.conversation.values.effects import AddFacts
from bot.desk.audit import Action, record
from bot.desk.citizens import filing
from bot.desk.groups import admins
from bot.desk.groups.binding import settle_binding
from bot.desk.outgoing.posts import CasePost, PostRole, remember_post
from bot.desk.people import Officer, Spot
from bot.desk.rules import Rules, Turn
from bot.store import Store, open_store
from bot.wiring import make_rules
from tests.commands.terminal import Terminal, assert_failed, begin_house
from tests.desk.house import ADMIN, GROUP, OnDesk, put_case, put_file
from tests.storage.spoiling import Pages

TABLES = {
    "addresses": "box",
    "admins": "box",
    "audit": "box",
    "cases": "box",
    "contacts": "box",
    "files": "facts",
    "offices": "box",
    "outbox": "box",
    "posts": "box",
    "talk": "box",
}
"""Tables with boxes under the keyring, and which of their columns is spoilt. Wishes are tried by their own tests."""


@asynccontextmanager
async def furnished(terminal: Terminal) -> AsyncIterator[tuple[Store, Rules]]:
    """The store of the terminal's folder."""
    async with open_store(terminal.settings, Clock(), Chance()) as store:
        yield store, make_rules(terminal.settings, store)


async def fill(terminal: Terminal) -> OnDesk:
    """One row, at least, in every table that holds boxes; the case that most belong to."""

    def furnish(connection: Connection, turn: Turn) -> OnDesk:
        settle_binding(connection, "mangystau", GROUP, ADMIN, turn)
        link = admins.make_link(connection, turn)
        admins.use_link(connection, link, Officer(4711, "Ерлан"), turn)
        case = put_case(connection, turn)
        put_case(connection, turn, level="contact")
        filing.add_facts(connection, AddFacts(case.id, "Дополнение.", ()), turn)
        put_file(connection, turn, case, content=b"picture")
        remember_post(connection, Spot(GROUP, 5), CasePost(case.id, PostRole.CARD, None), turn.safe)
        record(connection, Action.CONTACTS_OPENED, ADMIN, "сұрау", turn, case_id=case.id)
        return case

    async with furnished(terminal) as (store, rules):
        return await store.database.write(furnish, Turn(rules, Clock().now()))


def database_of(terminal: Terminal) -> Path:
    """Where the terminal's database lies."""
    return terminal.folder / "data" / "adaldyq.db"


def flip(terminal: Terminal, table: str, column: str) -> None:
    """Flip one bit of one row of *table*."""
    with closing(sqlite3.connect(database_of(terminal))) as connection:
        (box,) = connection.execute(f"SELECT {column} FROM {table} WHERE {column} IS NOT NULL LIMIT 1").fetchone()
        spoilt = bytearray(box)
        spoilt[len(spoilt) // 2] ^= 1
        changed = connection.execute(f"UPDATE {table} SET {column} = ? WHERE {column} = ?", (bytes(spoilt), box))
        assert changed.rowcount == 1
        connection.commit()


async def test_doctor_finds_one_damaged_row_in_every_table(terminal: Terminal) -> None:
    case = await fill(terminal)
    assert "✓ damage: the file is whole and every row opens" in (await terminal.run("doctor")).out
    for table, column in TABLES.items():
        flip(terminal, table, column)
    ended = await terminal.run("doctor")
    counted = ", ".join(f"{table} 1" for table in sorted(TABLES))
    assert_failed(ended, f"✗ damage: rows that cannot be opened: {counted} (of the cases ", "put back a backup")
    assert case.row.number in ended.out
    assert "✓ Telegram" in ended.out


async def test_doctor_finds_a_damaged_page_and_what_no_check_allows(terminal: Terminal) -> None:
    case = await fill(terminal)
    with closing(sqlite3.connect(database_of(terminal))) as connection:
        connection.execute("PRAGMA ignore_check_constraints = 1")
        connection.execute("UPDATE cases SET status = 'lost' WHERE number = ?", (case.row.number,))
        connection.commit()
    ended = await terminal.run("doctor")
    assert_failed(ended, "CHECK constraint failed in cases", f"cases 1 (of the cases {case.row.number})")
    pages = Pages.read(database_of(terminal))
    pages.spoil(pages.root_of("audit"))
    assert_failed(await terminal.run("doctor"), "✗ damage: ", "cases 1, page 1")


async def test_audit_prints_what_can_be_read_and_says_how_much_cannot(terminal: Terminal) -> None:
    await begin_house(terminal)

    def write(connection: Connection, turn: Turn) -> None:
        for n in range(3):
            record(connection, Action.GROUP_BOUND, ADMIN, f"reason {n}", turn)

    async with furnished(terminal) as (store, rules):
        await store.database.write(write, Turn(rules, Clock().now()))
    whole = await terminal.run("audit")
    assert (whole.code, "Entries: 3" in whole.out, "Damaged" in whole.out) == (0, True, False)
    flip(terminal, "audit", "box")
    ended = await terminal.run("audit")
    assert ended.code == 1
    assert ended.out.splitlines()[-2:] == ["Entries: 2", "Damaged, not shown: 1. See `python -m bot doctor`."]
