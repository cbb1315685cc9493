"""P3: a code-only case and the account that filed it are tied by nothing on the disk.

Two judges. *Equal dumps*: the same filing from two accounts leaves the same rows, sizes and pages. *The matcher*: 200
accounts file in an order that the matcher knows; it orders the cases by everything that the disk shows and links the
n-th to the n-th. One hit is what guessing gives. It holds the disk and the keyring at once, and 48 hours later the
session key file too.
"""

from __future__ import annotations

import random
import re
import sqlite3
from contextlib import closing
from datetime import timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, text

from bot.chance import Chance
from bot.conversation.values.commands import Command
from bot.conversation.values.packing import dump_visit
from bot.desk.citizens.opening import Opened
from bot.desk.history import Happening
from bot.desk.life import Change, change_case
from bot.desk.people import Officer
from bot.desk.rules import Turn
from bot.desk.work import Work
from bot.encryption.session import SessionKeys
from bot.terms import Status
from bot.wiring import House
from storage import cases
from storage.schema import metadata
from tests.postgres import Server
from tests.promises.desk import StillClock, Visitor, age, bind_office, house_at, tidy_up
from tests.promises.matching import (
    FILINGS,
    HITS_BY_CHANCE,
    ORDER_BY_CHANCE,
    all_rows,
    as_they_lie,
    hits,
    judge,
    open_everything,
    orders,
    tau,
)
from tests.promises.searching import find, forms_of_number, numbers, read_folder, texts
from tests.storage.rows import all_visits, empty_outbox

WORDS = "В поликлинике требуют деньги за приём к врачу."
LATER = timedelta(hours=48, minutes=20)


# Equal dumps


def _dump(connection: Connection) -> dict[str, list[list[Any]]]:
    """Every row of every table in the order in which the engine gives them; random content becomes its size."""
    return {
        table.name: [[_shape(value) for value in row] for row in connection.execute(table.select())]
        for table in metadata.sorted_tables
    }


def _shape(value: Any) -> Any:
    if isinstance(value, bytes):
        return f"{len(value)} bytes"
    if isinstance(value, str):
        return re.sub(r"\b[0-9a-f]{12,}\b|\d{2}-\d{2}-\d{5,}", "random", value)
    return value


async def _file_as(folder: Path, account: int, message_ids: int, level: str = "code", url: str = "") -> Any:
    clock = StillClock()
    async with house_at(folder, clock, **({"DATABASE_URL": url} if url else {}), CODE_ONLY_DELAY="2") as house:
        await bind_office(house)
        visitor = Visitor(house.intake, account, count(account), count(message_ids))
        await visitor.file(WORDS, "Айгүл, 87010000000", level=level)
        dump = await house.store.database.read(_dump)
        await house.store.database.checkpoint()
        return dump, {name: len(content) for name, content in read_folder(folder).items() if "lock" not in name}


@pytest.mark.parametrize("level", ["code", "relay", "contact"])
async def test_the_same_filing_from_two_accounts_leaves_equal_databases(tmp_path: Path, level: str) -> None:
    first = await _file_as(tmp_path / "x", 41, 1, level)
    second = await _file_as(tmp_path / "y", 7_299_000_123, 812_345_678, level)
    assert first == second
    assert len(first[0]["cases"]) == 1 and first[0]["visits"] == []


async def test_the_same_filing_from_two_accounts_leaves_equal_databases_on_postgresql(
    tmp_path: Path, postgresql_server: Server
) -> None:
    async with postgresql_server.fresh_database() as one, postgresql_server.fresh_database() as other:
        first = await _file_as(tmp_path / "x", 41, 1, url=one)
        second = await _file_as(tmp_path / "y", 7_299_000_123, 812_345_678, url=other)
    assert first == second
    assert len(first[0]["cases"]) == 1 and first[0]["visits"] == []


OWN_ACTS = ("withdraw", "rate", "reopen")


async def _act_as(folder: Path, account: int, message_ids: int, act: str) -> Any:
    """A code-only case is filed and answered; its citizen opens it by the code and does *act*."""
    clock = StillClock()
    async with house_at(folder, clock, CODE_ONLY_DELAY="2") as house:
        await bind_office(house)
        visitor = Visitor(house.intake, account, count(account), count(message_ids))
        number, code = await visitor.file(WORDS, "Айгүл, 87010000000")
        row = await house.store.database.read(cases.find_by_number, number)
        assert row is not None
        answered = Change(Happening.ANSWERED, Officer(7, "Дана"), to=Status.ANSWERED)
        turn = Turn(house.intake.rules, clock.now())
        await house.store.database.write(change_case, row, Work(), answered, turn)
        await visitor.command(Command.STATUS)
        await visitor.type(code)
        if act == "reopen":
            await visitor.press(f"want:reopen:{row.id}")
            await visitor.type("Деньги берут до сих пор.")
            await visitor.press("give")
        else:
            await visitor.press(f"rate:5:{row.id}" if act == "rate" else f"sure:withdraw:{row.id}")
        done = await house.store.database.read(cases.get_case, row.id)
        assert done is not None and (act == "rate" or done.status is not Status.ANSWERED)
        dump = await house.store.database.read(_dump)
        await house.store.database.checkpoint()
        return dump, {name: len(content) for name, content in read_folder(folder).items() if "lock" not in name}


@pytest.mark.parametrize("act", OWN_ACTS)
async def test_the_same_act_at_a_case_from_two_accounts_leaves_equal_databases(tmp_path: Path, act: str) -> None:
    first = await _act_as(tmp_path / "x", 41, 1, act)
    second = await _act_as(tmp_path / "y", 7_299_000_123, 812_345_678, act)
    assert first == second


async def test_what_a_citizen_does_with_a_code_only_case_reaches_the_group_at_an_hour_of_chance(tmp_path: Path) -> None:
    dump, _ = await _act_as(tmp_path / "x", 41, 1, "withdraw")
    kinds = [column.name for column in metadata.tables["outbox"].columns]
    waiting = [dict(zip(kinds, row, strict=True)) for row in dump["outbox"]]
    now = int(StillClock().now().timestamp())
    told = [row for row in waiting if row["kind"] in ("citizen", "refresh")]
    assert {row["kind"] for row in told} == {"citizen", "refresh"}
    assert all(row["not_before"] >= now + 120 for row in told if row["kind"] == "citizen")


async def test_a_difference_between_two_accounts_would_be_seen(tmp_path: Path) -> None:
    first = await _file_as(tmp_path / "x", 41, 1)
    async with house_at(tmp_path / "x", StillClock()) as house:
        await house.store.database.write(lambda c: c.execute(text("UPDATE seen_updates SET expires_at = 7")))
        assert await house.store.database.read(_dump) != first[0]


# The matcher


async def _two_hundred(house: House, clock: StillClock) -> tuple[list[int], list[str]]:
    """Accounts in the order in which they filed, and the ids of their cases in that order."""
    updates, accounts = count(700_000_001), random.sample(range(5_000_000_000, 7_000_000_000), FILINGS)
    by_number = {}
    for account in accounts:
        visitor = Visitor(house.intake, account, updates)
        by_number[(await visitor.file(WORDS))[0]] = account
        if random.random() < 0.5:
            await visitor.press("saved")  # the visit that is left over after filing
        clock.pass_by(timedelta(seconds=2))
    rows = await house.store.database.read(all_rows)
    ids = {row["number"]: row["id"] for row in rows["cases"]}
    return accounts, [ids[number] for number in by_number]


def test_the_matcher_finds_a_tie_that_is_there() -> None:
    truth = [f"{random.getrandbits(128):032x}" for _ in range(FILINGS)]
    counted = {"cases": [{"id": case, "number": f"12-26-{n:05d}"} for n, case in enumerate(sorted(truth, key=hash))]}
    for n, case in enumerate(truth):
        next(row for row in counted["cases"] if row["id"] == case)["number"] = f"12-26-{n:05d}"
    assert judge(counted, truth)["cases by number"] == (FILINGS, 1.0)
    drawn = {"cases": [{"id": case, "number": random.random()} for case in sorted(truth)]}
    assert judge(drawn, truth) == {}
    # Several rows of each case, of which only the last were written in the order of filing.
    shuffled = random.sample(truth, FILINGS)
    several = {"words": [{"case_id": case} for case in (*shuffled, *truth)]}
    assert judge(several, truth) == {"words as they come, the last of each": (FILINGS, 1.0)}


async def test_two_hundred_filings_cannot_be_put_in_order_after_48_hours(tmp_path: Path) -> None:
    clock = StillClock()
    async with house_at(tmp_path, clock) as house:
        await bind_office(house)
        accounts, truth = await _two_hundred(house, clock)
        left_over = await house.store.database.read(all_visits)
        assert 50 < len(left_over) < 150
        await _empty_outbox(house)
        await age(house, clock, LATER)
        rows = await house.store.database.read(all_rows)
        assert len(list(orders(rows))) >= 5
        assert judge(rows, truth) == {}
        assert rows["visits"] == []
        on_disk = read_folder(tmp_path)
        for place in ("first", "last"):  # where SQLite put the rows and the entries of their indexes
            order = as_they_lie(on_disk["adaldyq.db"], truth, place)
            assert hits(order, truth, str) <= HITS_BY_CHANCE and abs(tau(order, truth)) < ORDER_BY_CHANCE
        remains = {f"box {n}": {"middle": v.box[40:80], "actor": v.actor} for n, v in enumerate(left_over)}
        assert find(remains, {name: body for name, body in on_disk.items() if name.startswith("adaldyq")}) == []
        assert find(numbers({str(account): account for account in accounts}), on_disk) == []


async def test_without_the_session_key_no_account_stands_in_anything_that_the_keyring_opens(tmp_path: Path) -> None:
    clock = StillClock()
    async with house_at(tmp_path, clock) as house:
        await bind_office(house)
        accounts, _ = await _two_hundred(house, clock)
        relay = Visitor(house.intake, 6_123_456_789, count(1))
        await relay.file(WORDS, level="relay")
        rows = await house.store.database.read(all_rows)
        keyring = house.store.safe.keyring
        plain = open_everything(rows, keyring)
        hashes = {
            f"{purpose} of {account}": {"hash": keyring.index(purpose, account)}
            for account in (*accounts, relay.chat)
            for purpose in ("visit", "person", "group", "update", "code", "post", "actor", "limit")
        }
        stored = {
            name: b"\n".join(value for row in found for value in row.values() if isinstance(value, bytes))
            for name, found in rows.items()
        }
        assert find(hashes, stored) == []
        assert find(numbers({"relay": relay.chat}), plain) != []  # what a citizen left is there to be found
        assert find(texts(WORDS), plain) != []
        assert find(numbers({str(account): account for account in accounts}), plain) == []


async def _empty_outbox(house: House) -> None:
    """The cards have gone out long since."""
    await house.store.database.write(empty_outbox)


# What filing leaves of the visit


async def test_nothing_of_a_visit_stays_on_the_disk_after_filing(tmp_path: Path) -> None:
    clock = StillClock()
    async with house_at(tmp_path, clock) as house:
        visitor = Visitor(house.intake, 5_317_000_123, count(1))
        before = await _visits_while_filing(house, visitor)
        database = {name: body for name, body in read_folder(tmp_path).items() if name.startswith("adaldyq.db")}
        assert find(before, database) != []  # the log still has them: this is what the ten minutes are for
        await tidy_up(house)
        database = {name: body for name, body in read_folder(tmp_path).items() if name.startswith("adaldyq.db")}
        assert database["adaldyq.db-wal"] == b""
        assert find(before, database) == []


async def _visits_while_filing(house: House, visitor: Visitor) -> dict[str, dict[str, bytes]]:
    """Actor and box of every state of the visit."""
    met: dict[str, dict[str, bytes]] = {}
    take = visitor.intake.take

    async def take_and_look(arrival: Any) -> Any:
        decision = await take(arrival)
        for row in await house.store.database.read(all_visits):
            met[f"state {len(met)}"] = {"box": row.box[40:80], "actor": row.actor}
        return decision

    visitor.intake.take = take_and_look  # type: ignore[method-assign]
    await visitor.file(WORDS, WORDS * 40)
    assert len(met) > 8
    return met


async def test_filing_writes_nothing_for_the_account(tmp_path: Path, postgresql_server: Server) -> None:
    """On PostgreSQL rows of one transaction share their xmin: next to the case stands no row that the account keys."""
    async with postgresql_server.fresh_database() as url:
        clock = StillClock()
        async with house_at(tmp_path, clock, DATABASE_URL=url) as house:
            await bind_office(house)
            visitor = Visitor(house.intake, 5_317_000_123, count(1))
            await visitor.file(WORDS)
            rows = await house.store.database.read(all_rows)
            (case,) = rows["cases"]
            beside = {name for name, found in rows.items() for row in found if row["xmin"] == case["xmin"]}
            # Tally, lane, queue are the region's: their xmin is that of the case that changed last, and says no more.
            # A term and the marks of its words are its case's own, by the id of that alone.
            own = {"cases", "reminders", "words"}
            assert beside - own - {"outbox", "lanes", "queues", "tallies"} == {"seen_updates"}
            assert rows["visits"] == []
            await visitor.press("saved")
            after = await house.store.database.read(all_rows)
            assert {row["xmin"] for row in after["visits"]} & {row["xmin"] for row in after["cases"]} == set()


async def test_a_case_read_by_code_ties_the_account_for_an_hour_only(tmp_path: Path) -> None:
    clock = StillClock()
    async with house_at(tmp_path, clock) as house:
        visitor = Visitor(house.intake, 5_317_000_123, count(1))
        code = (await visitor.file(WORDS))[1]
        await visitor.press("lang:ru")
        await visitor.type(code)
        assert "status.case" in visitor.said()
        (row,) = await house.store.database.read(all_visits)
        await age(house, clock, timedelta(hours=1, minutes=10))
        assert await house.store.database.read(all_visits) == []
        assert find({"visit": {"box": row.box[40:80], "actor": row.actor}}, read_folder(tmp_path)) == []


async def test_old_buttons_of_a_code_only_case_tie_nothing_to_its_account(tmp_path: Path) -> None:
    """Judged with the session key in hand: which case was wanted is not even sealed, though words for it wait."""
    clock = StillClock()
    async with house_at(tmp_path, clock) as house:
        visitor = Visitor(house.intake, 5_317_000_123, count(1))
        number, code = await visitor.file(WORDS)
        row = await house.store.database.read(cases.find_by_number, number)
        assert row is not None
        await visitor.press("lang:ru")
        await visitor.type(code)
        assert row.id in await _opened_visits(house)  # while it is read it is there to be found
        await age(house, clock, timedelta(hours=1, minutes=10))
        for verb in ("show", "case", "files", "facts"):
            await visitor.press(f"{verb}:{row.id}", step=0)
            assert row.id not in await _opened_visits(house)
        await visitor.type("Это было в кабинете 12.")
        assert "info.kept" in visitor.said()
        await visitor.press(f"hide:{row.id}", step=0)
        assert "кабинете 12" in await _opened_visits(house)
        assert row.id not in await _opened_visits(house)
        await age(house, clock, LATER)
        assert await house.store.database.read(all_visits) == []


async def _opened_visits(house: House) -> str:
    """All visits as whoever holds the session key reads them."""
    opened = [house.intake.opener.open(row) for row in await house.store.database.read(all_visits)]
    return "".join(dump_visit(each.visit).decode() for each in opened if isinstance(each, Opened))


# The session key


def test_a_session_key_is_gone_from_its_file_when_it_is_forgotten(tmp_path: Path) -> None:
    clock = StillClock()
    path = tmp_path / "session.json"
    keys = SessionKeys.open_or_create(path, clock.now(), Chance())
    first = re.findall(r'"secret": ?"([0-9a-f]{64})"', path.read_text())
    assert len(first) == 1
    needle = {"first": {"hex": first[0].encode(), "bytes": bytes.fromhex(first[0])}}
    assert find(needle, read_folder(tmp_path)) != []
    for _ in range(73):
        clock.pass_by(timedelta(hours=1))
        keys.rotate_if_due(clock.now())
    assert find(needle, read_folder(tmp_path)) == []
    assert len(list(tmp_path.iterdir())) == 1


# Log and memory


async def test_no_log_line_names_both_a_case_and_an_account(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG", logger="bot")
    clock = StillClock()
    async with house_at(tmp_path, clock) as house:
        visitor = Visitor(house.intake, 5_317_000_123, count(1))
        number, _ = await visitor.file(WORDS)
        lines = [record for record in caplog.records if record.name.startswith(("bot", "storage"))]
        assert not [line for line in lines if number in line.getMessage()]
        assert find({"account": forms_of_number(visitor.chat)}, {"log": caplog.text.encode()}) == []


def test_tables_that_could_be_put_in_order_have_no_rowid(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "x.db")) as database:
        from sqlalchemy import create_engine

        engine = create_engine(f"sqlite:///{tmp_path}/x.db")
        metadata.create_all(engine)
        engine.dispose()
        of_cases = ("talk", "addresses", "contacts", "posts", "history", "words", "reminders", "topics", "wishes")
        for table in ("visits", "seen_updates", "cases", *of_cases):
            with pytest.raises(sqlite3.OperationalError, match="no such column"):
                database.execute(f"SELECT rowid FROM {table}")
        database.execute("SELECT rowid FROM facts")

