"""Every revision keeps what databases hold: a row in each table of the older version is found in the newer."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, MetaData, Table, insert, inspect, select

from storage.engine import Database
from storage.migrations import MIGRATIONS, Migrations

DAY, BYTES = date(2026, 3, 5), b"\x00\xff"
CASE, FILE = "a" * 32, "f" * 32
OF_VERSION_1: Mapping[str, Mapping[str, Any]] = {
    "cases": {
        "id": CASE,
        "number": "12-26-00001",
        "region": "mangystau",
        "kind": "report",
        "sphere": "health",
        "topic": "bribe",
        "status": "registered",
        "level": "relay",
        "language": "kk",
        "filed_on": DAY,
        "changed_on": DAY,
        "due_on": DAY,
        "code_mark": BYTES,
        "wrapped_key": BYTES,
        "box": BYTES,
        "last_seq": 1,
    },
    "addresses": {"case_id": CASE, "box": BYTES},
    "admin_links": {"mark": BYTES, "expires_at": 1},
    "admins": {"mark": BYTES, "box": BYTES},
    "audit": {"id": "b" * 32, "day": DAY, "action": "group-bound", "case_id": CASE, "box": BYTES},
    "contacts": {"case_id": CASE, "box": BYTES, "consent_on": DAY, "consent_text": "1"},
    "counters": {"name": "case-mangystau-2026", "value": 7},
    "facts": {"name": "keyring", "value": "0011"},
    "files": {
        "id": FILE,
        "state": "clean",
        "case_id": CASE,
        "seq": 1,
        "job": None,
        "wrapped_key": BYTES,
        "facts": BYTES,
        "expires_at": 0,
        "leased_until": None,
        "attempts": 1,
    },
    "file_chunks": {"file_id": FILE, "n": 0, "box": BYTES},
    "lanes": {"lane": "office:mangystau", "suspended": "kicked", "not_before": 5},
    "moves": {"region": "abai", "box": BYTES, "expires_at": 1},
    "offices": {"region": "mangystau", "mark": BYTES, "box": BYTES, "language": "ru", "bound_on": DAY},
    "outbox": {
        "id": 9,
        "lane": "office:mangystau",
        "case_id": CASE,
        "kind": "card",
        "priority": 20,
        "seq": None,
        "box": BYTES,
        "not_before": 1,
        "leased_until": 2,
        "attempts": 1,
        "parts_done": 1,
        "state": "set-aside",
    },
    "posts": {"mark": BYTES, "case_id": CASE, "role": "card", "seq": None, "box": BYTES},
    "reveals": {"id": "c" * 32, "case_id": CASE, "box": BYTES, "expires_at": 1},
    "seen_updates": {"mark": BYTES, "expires_at": 3600},
    "talk": {"case_id": CASE, "seq": 1, "side": "office", "state": "preview", "day": DAY, "box": BYTES},
    "visits": {"actor": BYTES, "box": BYTES, "expires_at": 1, "unsent": True},
}
"""One row in each table of version 1; parents before their children."""


def until(version: int, folder: Path) -> Migrations:
    """The program's revisions up to *version*, in a folder of their own."""
    for path in MIGRATIONS.versions.glob("[0-9]*.py"):
        if int(path.name[:4]) <= version:
            shutil.copy(path, folder)
    return Migrations(folder)


def tables_of(connection: Connection) -> dict[str, Table]:
    """The tables as they lie in the database, whatever the program says today."""
    found = MetaData()
    names = set(inspect(connection).get_table_names()) - {"alembic_version"}
    found.reflect(connection, only=sorted(names))
    return dict(found.tables)


def fill(connection: Connection, rows: Mapping[str, Mapping[str, Any]]) -> None:
    """One row in every table; a table without one would prove nothing."""
    tables = tables_of(connection)
    assert set(tables) == set(rows)
    for name, row in rows.items():
        connection.execute(insert(tables[name]), dict(row))


def dump(connection: Connection) -> dict[str, list[dict[str, Any]]]:
    """Every row of every table."""
    return {
        name: [dict(row) for row in connection.execute(select(table)).mappings()]
        for name, table in tables_of(connection).items()
    }


async def test_dropping_the_counters_keeps_every_other_row(empty_database: Database, tmp_path: Path) -> None:
    await empty_database.migrate(until(1, tmp_path))
    await empty_database.write(fill, OF_VERSION_1)
    await empty_database.migrate(until(2, tmp_path))
    kept = {name: [dict(row)] for name, row in OF_VERSION_1.items() if name != "counters"}
    assert await empty_database.read(dump) == kept


async def test_the_tallies_are_those_of_the_cases_that_there_were(empty_database: Database, tmp_path: Path) -> None:
    await empty_database.migrate(until(2, tmp_path))
    rows = {name: row for name, row in OF_VERSION_1.items() if name != "counters"}
    await empty_database.write(fill, rows)
    await empty_database.write(_file_more)
    before = await empty_database.read(dump)
    await empty_database.migrate(until(3, tmp_path))
    after = await empty_database.read(dump)
    made = {name: after.pop(name) for name in ("tallies", "chores")}
    assert after == before
    assert sorted(made["tallies"], key=lambda row: (row["region"], row["status"])) == [
        {"region": "abai", "status": "waiting", "n": 3},
        {"region": "mangystau", "status": "registered", "n": 1},
        {"region": "mangystau", "status": "waiting", "n": 2},
    ]
    assert made["chores"] == []


def _file_more(connection: Connection) -> None:
    """Five cases that wait, in two regions."""
    table = tables_of(connection)["cases"]
    waiting = {**OF_VERSION_1["cases"], "status": "waiting", "due_on": None}
    for n in range(5):
        region = "abai" if n < 3 else "mangystau"
        own = {"id": f"{n:032x}", "number": f"12-26-1000{n}", "region": region, "code_mark": bytes([n])}
        connection.execute(insert(table), {**waiting, **own})


async def test_older_wishes_to_move_are_dropped_with_their_questions_and_all_else_is_kept(
    empty_database: Database, tmp_path: Path
) -> None:
    await empty_database.migrate(until(2, tmp_path))
    rows = {name: row for name, row in OF_VERSION_1.items() if name != "counters"}
    await empty_database.write(fill, rows)
    await empty_database.migrate(until(4, tmp_path))
    question = {**OF_VERSION_1["outbox"], "id": 10, "case_id": None, "kind": "move", "state": "pending"}
    before = await empty_database.read(dump)
    await empty_database.write(lambda connection: connection.execute(insert(tables_of(connection)["outbox"]), question))
    await empty_database.migrate(until(5, tmp_path))
    before["admins"][0]["removed_at"] = None
    assert await empty_database.read(dump) == {**before, "moves": [], "former_offices": [], "deeds": []}


async def test_what_waited_is_claimed_in_the_order_of_before(empty_database: Database, tmp_path: Path) -> None:
    """Every kind of row of a running bot: who waits for whom, leases, waits, lanes that stand and what is set aside."""
    await empty_database.migrate(until(5, tmp_path))
    await empty_database.write(_leave_waiting)
    await empty_database.migrate(until(6, tmp_path))
    found = await empty_database.read(dump)
    items = {row["id"]: tuple(row[name] for name in _OF_ITEMS) for row in found["outbox"]}
    assert items == {
        1: (10, True, False, None),
        2: (None, False, False, None),
        3: (None, True, False, None),
        4: (None, False, False, None),
        5: (20, True, False, None),
        6: (None, True, False, "refused"),
        7: (700, True, True, None),
        8: (None, True, False, None),
        9: (30, True, False, None),
        10: (40, True, False, None),
        11: (None, True, False, "refused"),
    }
    lanes = {row.pop("lane"): tuple(row[name] for name in _OF_LANES) for row in found["lanes"]}
    assert lanes == {
        "office:open": (None, 0, 6, 1),
        "office:held": (None, 99, 1, 0),
        "office:closed": ("removed", 0, 1, 0),
        "office:aside": (None, 0, 0, 1),
        "case:none": (None, 7, 0, 0),
        "case:x": (None, 0, 1, 0),
    }
    queues = {(row["lane"], row["priority"]): row["next_at"] for row in found["queues"]}
    assert queues == {
        ("office:open", 0): 20,
        ("office:open", 10): None,
        ("office:open", 20): 10,
        ("office:open", 30): None,
        ("office:held", 20): 700,
        ("office:closed", 20): None,
        ("case:x", 10): 40,
    }


_OF_ITEMS = ("due_at", "holds", "resumes", "reason")
_OF_LANES = ("suspended", "not_before", "pending", "aside")


def _leave_waiting(connection: Connection) -> None:
    """An outbox of version 5."""
    tables = tables_of(connection)
    a, b = "a" * 32, "b" * 32
    items = (
        (1, "office:open", a, "card", 20, 10, None, "pending"),
        (2, "office:open", a, "files", 30, 10, None, "pending"),
        (3, "office:open", a, "addition", 10, 11, None, "pending"),
        (4, "office:open", a, "files", 30, 12, None, "pending"),
        (5, "office:open", None, "notice", 0, 20, None, "pending"),
        (6, "office:open", b, "card", 20, 1, None, "set-aside"),
        (7, "office:held", b, "card", 20, 3, 700, "pending"),
        (8, "office:open", a, "preview", 0, 13, None, "pending"),
        (9, "office:closed", b, "card", 20, 30, None, "pending"),
        (10, "case:x", b, "push", 10, 40, None, "pending"),
        (11, "office:aside", None, "alert", 0, 1, None, "set-aside"),
    )
    names = ("id", "lane", "case_id", "kind", "priority", "not_before", "leased_until", "state")
    for item in items:
        row = dict(zip(names, item, strict=True))
        begun = row["leased_until"] is not None
        connection.execute(insert(tables["outbox"]), {**row, "seq": None, "box": b"box", "attempts": int(begun)})
    lanes = (("office:held", None, 99), ("office:closed", "removed", 0), ("case:none", None, 7))
    for lane, suspended, not_before in lanes:
        connection.execute(insert(tables["lanes"]), {"lane": lane, "suspended": suspended, "not_before": not_before})


async def test_an_empty_database_that_took_every_version_in_its_turn_is_the_newest(
    empty_database: Database, tmp_path: Path
) -> None:
    """Each revision finds what the one before it left: so one that comes from any version finds the same."""
    from storage.schema import metadata

    for version in range(1, MIGRATIONS.newest() + 1):
        await empty_database.migrate(until(version, tmp_path))
    assert await empty_database.read(MIGRATIONS.differences, metadata) == []


async def test_every_later_version_keeps_every_row_of_the_first(empty_database: Database, tmp_path: Path) -> None:
    """What a column held is there, whatever columns came beside it.

    Only counters, wishes to move and wishes to open contacts, which hold for an hour, were dropped.
    """
    await empty_database.migrate(until(1, tmp_path))
    await empty_database.write(fill, OF_VERSION_1)
    await empty_database.migrate()
    found = await empty_database.read(dump)
    for name, row in OF_VERSION_1.items():
        if name not in ("counters", "moves", "reveals"):
            assert [{column: kept[column] for column in row} for kept in found[name]] == [dict(row)], name


async def test_cases_get_the_offices_side_and_lose_nothing(empty_database: Database, tmp_path: Path) -> None:
    """Nobody has an older case, nothing was done with it yet; a status of before is a status still."""
    await empty_database.migrate(until(1, tmp_path))
    await empty_database.write(fill, OF_VERSION_1)
    await empty_database.migrate(until(10, tmp_path))
    before = await empty_database.read(dump)
    assert len(before.pop("reveals")) == 1
    await empty_database.migrate(until(11, tmp_path))
    cases = [{**row, "assignee": None, "work": None} for row in before["cases"]]
    assert len(cases) == 1
    new: dict[str, list[dict[str, Any]]] = {"cases": cases, "history": [], "officers": [], "wishes": []}
    new |= {"office_ways": [], "topics": []}
    assert await empty_database.read(dump) == {**before, **new}


OF_VERSION_11: Mapping[str, Mapping[str, Any]] = {
    "cases": {**OF_VERSION_1["cases"], "status": "in_work", "assignee": BYTES, "work": BYTES},
    "history": {"case_id": CASE, "seq": 2, "day": DAY, "box": BYTES},
    "officers": {"region": "mangystau", "mark": BYTES, "box": BYTES, "seen_on": DAY},
    "wishes": {"id": "c" * 32, "case_id": CASE, "box": BYTES, "expires_at": 1},
    "topics": {"case_id": CASE, "box": BYTES, "closed": True},
    "office_ways": {"region": "mangystau", "at_once": True, "take_back": 5},
}
"""One row in each table that came, or got columns, with the office's side of a case; parents before their children."""


async def test_every_later_version_keeps_what_an_office_has_made_of_a_case(
    empty_database: Database, tmp_path: Path
) -> None:
    await empty_database.migrate(until(11, tmp_path))

    def fill_some(connection: Connection) -> None:
        for name, row in OF_VERSION_11.items():
            connection.execute(insert(tables_of(connection)[name]), dict(row))

    await empty_database.write(fill_some)
    await empty_database.migrate()
    found = await empty_database.read(dump)
    for name, row in OF_VERSION_11.items():
        assert [{column: kept[column] for column in row} for kept in found[name]] == [dict(row)], name


async def test_the_indexes_of_files_keep_every_file(empty_database: Database, tmp_path: Path) -> None:
    await empty_database.migrate(until(6, tmp_path))
    kept = ("cases", "files", "file_chunks")

    def fill_some(connection: Connection) -> None:
        for name in kept:
            connection.execute(insert(tables_of(connection)[name]), dict(OF_VERSION_1[name]))

    await empty_database.write(fill_some)
    before = await empty_database.read(dump)
    await empty_database.migrate(until(7, tmp_path))
    assert await empty_database.read(dump) == before
    assert all(len(before[name]) == 1 for name in kept)


async def test_the_indexes_of_lists_keep_every_case(empty_database: Database, tmp_path: Path) -> None:
    await empty_database.migrate(until(11, tmp_path))

    def fill_cases(connection: Connection) -> None:
        connection.execute(insert(tables_of(connection)["cases"]), dict(OF_VERSION_1["cases"]))

    await empty_database.write(fill_cases)
    before = await empty_database.read(dump)
    await empty_database.migrate(until(12, tmp_path))
    after = await empty_database.read(dump)
    made = {name: after.pop(name) for name in ("words", "searches", "templates")}
    assert (after, made) == (before, {"words": [], "searches": [], "templates": []})
    assert len(before["cases"]) == 1


_OF_TERMS = ("case_id", "region", "begun_on", "look_on", "told")


async def test_terms_that_run_are_looked_at_after_the_update(empty_database: Database, tmp_path: Path) -> None:
    """Those of cases that wait for a group have not begun; the row of every other case is as it was."""
    await empty_database.migrate(until(12, tmp_path))
    waiting = {"id": "e" * 32, "number": "12-26-00002", "status": "waiting", "due_on": None, "code_mark": b"other"}

    def fill_some(connection: Connection) -> None:
        for more in ({}, waiting):
            connection.execute(insert(tables_of(connection)["cases"]), {**OF_VERSION_1["cases"], **more})

    await empty_database.write(fill_some)
    before = await empty_database.read(dump)
    await empty_database.migrate(until(13, tmp_path))
    after = await empty_database.read(dump)
    assert {name: after[name] for name in before} == before
    (kept,) = after["reminders"]
    assert [kept[name] for name in _OF_TERMS] == [CASE, "mangystau", DAY, DAY, None]
    assert (after["workdays"], after["office_days"]) == ([], [])


async def test_addresses_get_no_mark_and_lose_nothing(empty_database: Database, tmp_path: Path) -> None:
    """No revision opens a box, so an older address stays unmarked; no case has got stars yet."""
    await empty_database.migrate(until(13, tmp_path))

    def fill_some(connection: Connection) -> None:
        for name in ("cases", "addresses", "contacts"):
            connection.execute(insert(tables_of(connection)[name]), dict(OF_VERSION_1[name]))

    await empty_database.write(fill_some)
    before = await empty_database.read(dump)
    await empty_database.migrate(until(14, tmp_path))
    addresses = [{**row, "mark": None} for row in before["addresses"]]
    assert len(addresses) == 1
    assert await empty_database.read(dump) == {**before, "addresses": addresses, "ratings": []}


async def test_stars_and_marked_addresses_are_kept(empty_database: Database, tmp_path: Path) -> None:
    rows: Mapping[str, Mapping[str, Any]] = {
        "cases": OF_VERSION_11["cases"],
        "addresses": {"case_id": CASE, "box": BYTES, "mark": BYTES},
        "ratings": {"region": "mangystau", "stars": 5, "n": 2},
    }
    await empty_database.migrate(until(14, tmp_path))

    def fill_some(connection: Connection) -> None:
        for name, row in rows.items():
            connection.execute(insert(tables_of(connection)[name]), dict(row))

    await empty_database.write(fill_some)
    await empty_database.migrate()
    found = await empty_database.read(dump)
    for name, row in rows.items():
        assert [{column: kept[column] for column in row} for kept in found[name]] == [dict(row)], name


async def test_nothing_is_lost_when_offices_begin_to_tell_about_themselves(
    empty_database: Database, tmp_path: Path
) -> None:
    await empty_database.migrate(until(23, tmp_path))
    role = {"region": "mangystau", "mark": BYTES, "role": "head", "box": BYTES}

    def name_head(connection: Connection) -> None:
        connection.execute(insert(tables_of(connection)["roles"]), role)

    await empty_database.write(name_head)
    before = await empty_database.read(dump)
    await empty_database.migrate(until(24, tmp_path))
    assert await empty_database.read(dump) == {**before, "charters": []}
    await empty_database.migrate(until(25, tmp_path))
    before = await empty_database.read(dump)
    await empty_database.migrate(until(26, tmp_path))
    assert await empty_database.read(dump) == {**before, "readings": []}


async def test_a_role_of_an_office_is_kept(empty_database: Database, tmp_path: Path) -> None:
    await empty_database.migrate(until(15, tmp_path))
    role = {"region": "mangystau", "mark": BYTES, "role": "head", "box": BYTES}

    def name_head(connection: Connection) -> None:
        connection.execute(insert(tables_of(connection)["roles"]), role)

    await empty_database.write(name_head)
    await empty_database.migrate()
    assert (await empty_database.read(dump))["roles"] == [role]


async def test_experts_and_what_they_have_are_kept(empty_database: Database, tmp_path: Path) -> None:
    await empty_database.migrate(until(27, tmp_path))
    rows: Mapping[str, Mapping[str, Any]] = {
        "experts": {"region": "mangystau", "mark": BYTES, "box": BYTES},
        "expert_links": {"mark": BYTES, "box": BYTES, "expires_at": 7},
        "cases": OF_VERSION_11["cases"],
        "referrals": {"case_id": CASE, "region": "mangystau", "look_on": date(2026, 3, 9), "box": BYTES},
    }

    def fill_some(connection: Connection) -> None:
        for name, row in {"cases": rows["cases"], **rows}.items():
            connection.execute(insert(tables_of(connection)[name]), dict(row))

    await empty_database.write(fill_some)
    await empty_database.migrate()
    found = await empty_database.read(dump)
    assert [found[name] for name in ("experts", "expert_links", "referrals")] == [
        [dict(rows[name])] for name in ("experts", "expert_links", "referrals")
    ]
