"""P1: at rest in clear stands only what was decided; logs, faults and callback data hold nothing of a person."""

from __future__ import annotations

import io
import json
import logging
import re
import sqlite3
import subprocess
import sys
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import Connection, text

from bot.chance import Chance
from bot.conversation.values.commands import Command
from bot.logs import DiscreetFormatter, DiscreetHandler
from storage.schema import metadata
from tests.postgres import Server
from tests.promises.desk import StillClock, Visitor, house_at
from tests.promises.journey import KNOWN_LINK, STRANGE_LINK, TYPED, Journey
from tests.promises.planting import MARK, VARIANTS, plant
from tests.promises.searching import find, numbers, texts

PLANTED = texts(MARK, "Zhuldyz_", *TYPED)
PLANTED_IDS = texts("43100985")
"""How every planted id begins (see `planting.NUMBER_MARK`)."""

CLEAR = {
    "addresses": {"case_id"},
    "admin_links": {"expires_at"},
    "admins": {"removed_at"},
    "audit": {"id", "day", "action", "case_id"},
    "cases": {
        *("id", "number", "region", "kind", "sphere", "topic", "status", "level", "language", "desk"),
        *("filed_on", "changed_on", "due_on", "last_seq"),
    },
    "charters": {"region", "language"},
    "chores": {"region", "kind", "cursor", "not_before"},
    "contacts": {"case_id", "consent_on", "consent_text"},
    "damage": {"table_name", "row_key", "case_id", "day"},
    "deeds": {"id", "kind", "region", "expires_at"},
    "experts": {"region"},
    "expert_links": {"expires_at"},
    "facts": {"name", "value"},
    "file_chunks": {"file_id", "n"},
    "files": {"id", "case_id", "facts", "seq", "state", "attempts", "expires_at", "leased_until", "place"},
    "history": {"case_id", "seq", "day"},
    "former_offices": {"region", "language", "left_at"},
    "lanes": {"lane", "suspended", "not_before", "pending", "aside"},
    "moves": {"region", "id", "step", "due_at"},
    "observers": set(),
    "office_ways": {"region", "at_once", "take_back", "notice_only", "opens", "closes"},
    "office_days": {"region", "day", "reminders"},
    "offices": {"region", "language", "bound_on"},
    "officers": {"region", "seen_on"},
    "outbox": {
        *("id", "lane", "case_id", "kind", "priority", "seq", "not_before", "due_at", "leased_until", "attempts"),
        *("parts_done", "unknown", "failing_since", "holds", "resumes", "state", "reason"),
    },
    "posts": {"case_id", "role", "seq"},
    "referrals": {"case_id", "region", "look_on"},
    "roles": {"region", "role"},
    "safety_checks": {"case_id", "look_on"},
    "queues": {"lane", "priority", "next_at", "served_at", "reason", "not_before", "tries", "since"},
    "reminders": {"case_id", "region", "begun_on", "look_on", "told"},
    "wishes": {"id", "case_id", "expires_at"},
    "searches": {"id", "expires_at"},
    "ratings": {"region", "stars", "n"},
    "readings": {"region", "month", "n"},
    "seen_updates": {"expires_at"},
    "talk": {"case_id", "seq", "side", "state", "day"},
    "tallies": {"region", "status", "n"},
    "topics": {"case_id", "closed"},
    "templates": {"id", "region"},
    "unknown_groups": {"since", "trusted_until", "told_at", "counted_from", "counted", "left_at"},
    "visits": {"expires_at", "unsent"},
    "words": {"case_id"},
    "workdays": {"day", "is_workday"},
}
"""Every clear column of every table; a new one is a decision, taken here and in the notice to citizens."""
SEALED = {"sender", "box", "mark", "actor", "code_mark", "wrapped_key", "job", "assignee", "work"}
"""Boxes and keyed hashes: `assignee` is the mark of an officer, `work` the office's side of a case."""


def test_the_day_planted_something_in_every_field(journey: Journey) -> None:
    reached = frozenset().union(*(plant(variant)[2] for variant in range(VARIANTS)))
    assert sum(plant(variant)[1] for variant in range(VARIANTS)) > 10_000
    assert {"Message.from", "MessageOriginHiddenUser.sender_user_name", "Contact.phone_number"} <= reached
    assert {"WebAppData.data", "TextQuote.text", "MessageEntity.url", "Location.latitude", "Story.id"} <= reached
    assert journey.violations == []
    assert len(set(re.findall(rf"{MARK}\d{{5}}", journey.updates))) > 5_000
    found = find(texts("43100985", *TYPED), {"updates": journey.updates.encode()})
    assert {line.partition(" as ")[0] for line in found} == {"43100985", *TYPED}


def test_nothing_of_a_person_is_at_rest(journey: Journey) -> None:
    assert {"adaldyq.db", "adaldyq.db-wal", "adaldyq.db:cases", "adaldyq.db:visits"} <= set(journey.running)
    assert len(journey.running["adaldyq.db-wal"]) > 40_000  # ten pages: how full it is changes with each commit
    assert find(PLANTED | PLANTED_IDS, journey.running) == []
    assert find(PLANTED | PLANTED_IDS, journey.stopped) == []
    assert find(texts(*journey.codes), journey.running | journey.stopped) == []


def test_by_which_link_people_came_is_written_nowhere(journey: Journey) -> None:
    links = texts(KNOWN_LINK, STRANGE_LINK)
    assert all(f"/start {link}" in journey.updates for link in (KNOWN_LINK, STRANGE_LINK))
    assert find(links, journey.running | journey.stopped | {"log": journey.log}) == []


def test_no_account_and_no_group_is_at_rest(journey: Journey) -> None:
    assert set(journey.ids) == {"code", "relay", "contact", "admin", "dana", "group"}
    assert find(numbers(journey.ids), journey.running | journey.stopped) == []


def test_the_search_would_find_a_leak_on_this_disk(journey: Journey, tmp_path: Path) -> None:
    copy = tmp_path / "adaldyq.db"
    copy.write_bytes(journey.stopped["adaldyq.db"])
    database = sqlite3.connect(copy)
    database.execute("UPDATE facts SET value = ? WHERE name = 'alive'", (f"{MARK}00001",))
    database.execute("UPDATE seen_updates SET expires_at = ?", (journey.ids["code"],))
    database.commit()
    database.close()
    found = find(PLANTED | numbers(journey.ids), {"copy": copy.read_bytes()})
    assert {line.partition(" as ")[0] for line in found} == {MARK, "code"}


def test_the_temporary_folder_stays_empty(journey: Journey) -> None:
    assert [name for name in (*journey.running, *journey.stopped) if name.startswith("tmp/")] == []


def test_the_log_says_nothing_of_a_person(journey: Journey) -> None:
    assert b"DEBUG bot." in journey.log  # LOG_LEVEL is obeyed by our own rooms …
    assert not re.search(rb"(DEBUG|INFO) (?!bot|storage)", journey.log)  # … and by no library
    assert b"JSONDecodeError (words left out)" in journey.log  # a fault was met, and its answer held a text
    everything = PLANTED | PLANTED_IDS | numbers(journey.ids) | texts(*journey.codes)
    assert find(everything, {"log": journey.log}) == []
    assert b"1:playground" not in journey.log
    assert find(PLANTED, {"log": journey.log + f"… {MARK}00001".encode()}) != []


def test_callback_data_hold_nothing_of_a_person(journey: Journey) -> None:
    data = {
        f"{call.method} #{place}": json.dumps([b.get("callback_data") for row in rows for b in row]).encode()
        for place, call in enumerate(journey.calls)
        if (rows := (call.parameters.get("reply_markup") or {}).get("inline_keyboard"))
    }
    assert len(data) > 50
    assert find(PLANTED | PLANTED_IDS | numbers(journey.ids) | texts(*journey.codes), data) == []
    assert find(texts("ru"), data) != []


WAITING = {"beside the text": "Жасырынсөз", "before anything was chosen": "Ерексөздер", "for a case": "Толықтырусөз"}


async def test_words_that_wait_for_a_decision_are_at_rest_sealed(tmp_path: Path) -> None:
    """Words at the preview, words before any choice, words for a case whose code is still to come."""
    async with house_at(tmp_path, StillClock()) as house:
        at_preview, early, adding = (Visitor(house.intake, 501 + n, count(1 + 1000 * n)) for n in range(3))
        await at_preview.command(Command.START)
        for choice in ("in:ru:report", "=mangystau", "=service", "=health", "=bribe"):
            await at_preview.press(choice)
        await at_preview.type("В поликлинике требуют деньги за приём к врачу.")
        await at_preview.press("=code")
        await at_preview.type(f"Забыла сказать: {WAITING['beside the text']}")
        assert "beside.ask" in at_preview.said()
        await early.type(f"{WAITING['before anything was chosen']} требуют деньги за приём к врачу, очередь стоит.")
        await adding.command(Command.START)
        await adding.press("in:ru:report")
        await adding.command(Command.STATUS)
        await adding.type(f"Хочу добавить: {WAITING['for a case']}, вчера снова требовали деньги.")
        assert "info.kept" in adding.said()
        disk = {str(path): path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
        assert find(texts(*WAITING.values()), disk) == []
        assert any("adaldyq.db" in name for name in disk)


def test_every_clear_column_is_a_decision() -> None:
    assert set(CLEAR) == set(metadata.tables)
    for name, clear in CLEAR.items():
        assert {column.name for column in metadata.tables[name].columns} - SEALED == clear, name


async def test_nothing_of_a_person_is_at_rest_on_postgresql(tmp_path: Path, postgresql_server: Server) -> None:
    account = 5_317_000_123
    async with postgresql_server.fresh_database() as url, house_at(tmp_path, StillClock(), DATABASE_URL=url) as house:
        visitor = Visitor(house.intake, account, count(1))
        code = (await visitor.file(f"{MARK}00001 деньги у врача", f"{MARK}00002", level="contact"))[1]
        await visitor.file(f"{MARK}00003 деньги у врача", level="relay")
        await visitor.press("new:report")
        rows = await house.store.database.read(_all_values)
        needles = PLANTED | numbers({"account": account}) | texts(code)
        assert len(rows) > 2_000 and find(texts("mangystau"), {"rows": rows}) != []
        assert find(needles, {"rows": rows}) == []
        plant_one, value = text("INSERT INTO facts VALUES ('x', :x)"), {"x": f"{MARK}00009"}
        await house.store.database.write(lambda connection: connection.execute(plant_one, value))
        assert find(needles, {"rows": await house.store.database.read(_all_values)}) != []


def _all_values(connection: Connection) -> bytes:
    rows = [row for table in metadata.sorted_tables for row in connection.execute(table.select())]
    return b"\n".join(v if isinstance(v, bytes) else str(v).encode() for row in rows for v in row)


def test_moments_of_writing_are_kept_by_the_hour(journey: Journey, tmp_path: Path) -> None:
    copy = tmp_path / "adaldyq.db"
    copy.write_bytes(journey.stopped["adaldyq.db"])
    database = sqlite3.connect(copy)
    moments = [row[0] for row in database.execute("SELECT expires_at FROM seen_updates")]
    database.close()
    assert len(moments) > 50
    assert {moment % 3600 for moment in moments} == {0}


# Faults: their messages quote what was typed


def _raise_quoting() -> None:
    try:
        int(f"{MARK}00001")
    except ValueError as first:
        try:
            {}[f"{MARK}00002"]
        except KeyError as second:
            raise ExceptionGroup(f"{MARK}00003", [first, second, ValueError(f"{MARK}00004")]) from first


@pytest.fixture
def written() -> tuple[logging.Logger, io.StringIO]:
    """A logger whose records go through the program's own handler."""
    stream = io.StringIO()
    handler = DiscreetHandler(stream)
    handler.setFormatter(DiscreetFormatter())
    logger = logging.Logger("bot.tested")
    logger.addHandler(handler)
    return logger, stream


def test_a_traceback_shows_kinds_and_places_but_no_words(written: tuple[logging.Logger, io.StringIO]) -> None:
    logger, stream = written
    with pytest.raises(ExceptionGroup) as met:
        _raise_quoting()
    plain = logging.Formatter().formatException((met.type, met.value, met.tb))
    assert find(PLANTED, {"Python's own": plain.encode()}) != []
    logger.error("an update failed: %s", "ExceptionGroup", exc_info=met.value)
    assert find(PLANTED, {"ours": stream.getvalue().encode()}) == []
    for expected in ("ExceptionGroup", "ValueError", "KeyError", "_raise_quoting", "test_p1_at_rest.py:"):
        assert expected in stream.getvalue()


def test_what_another_formatter_kept_on_a_record_is_not_used(written: tuple[logging.Logger, io.StringIO]) -> None:
    logger, stream = written
    first = logging.StreamHandler(io.StringIO())
    logger.handlers.insert(0, first)
    try:
        _raise_quoting()
    except ExceptionGroup:
        logger.exception("an update failed")
    assert find(PLANTED, {"first": first.stream.getvalue().encode()}) != []
    assert find(PLANTED, {"ours": stream.getvalue().encode()}) == []


@pytest.mark.parametrize(
    ("message", "arguments", "shown"),
    [
        ("Can not load invalid JSON data: %s", (f"{MARK}00001",), "Can not load invalid JSON data: %s"),
        (f"Task exception was never retrieved\nfuture: ValueError('{MARK}00001')", (), "(words left out)"),
    ],
)
def test_a_librarys_record_keeps_its_template_only(
    written: tuple[logging.Logger, io.StringIO], message: str, arguments: tuple[str, ...], shown: str
) -> None:
    logger, stream = written
    logger.name = "asyncio"
    logger.error(message, *arguments)
    assert shown in stream.getvalue()
    assert find(PLANTED, {"ours": stream.getvalue().encode()}) == []


def test_a_record_that_cannot_be_written_does_not_print_its_arguments(
    written: tuple[logging.Logger, io.StringIO], capsys: pytest.CaptureFixture[str]
) -> None:
    logger, _ = written
    logger.error("one place %d", f"{MARK}00001")
    assert "could not be written: TypeError" in capsys.readouterr().err
    logger.handlers[0].handleError(logging.makeLogRecord({"name": "bot", "args": (f"{MARK}00001",)}))
    assert find(PLANTED, {"stderr": capsys.readouterr().err.encode()}) == []


_UNCAUGHT = """
import asyncio, sys, threading, warnings
from bot.hardening import harden_process
from bot.logs import set_up
harden_process()
set_up("DEBUG")
words = sys.argv[1]
def fail(): raise ValueError(words)
thread = threading.Thread(target=fail); thread.start(); thread.join()
class Dying:
    def __del__(self): fail()
Dying()
warnings.warn(words)
async def main():
    async def failing(): fail()
    lost = asyncio.create_task(failing())
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    asyncio.get_running_loop().call_soon(fail)
    await asyncio.sleep(0)
asyncio.run(main())
import gc; gc.collect()
{}[words]
"""


def test_what_nobody_catches_goes_through_the_same_log() -> None:
    ended = subprocess.run(
        [sys.executable, "-c", _UNCAUGHT, f"{MARK}00001"],
        capture_output=True,
        cwd=Path(__file__).parents[2],
        timeout=30,
        check=False,
    )
    assert ended.returncode == 1
    assert ended.stderr.count(b"words left out") >= 5
    for said in (b"ended the process", b"ended a thread", b"where none can be raised", b"KeyError", b"ValueError"):
        assert said in ended.stderr
    assert find(PLANTED, {"stderr": ended.stderr, "stdout": ended.stdout}) == []


def test_the_process_leaves_no_memory_image() -> None:
    look = "from bot.hardening import harden_process; import ctypes, resource; harden_process(); " + (
        "print(resource.getrlimit(resource.RLIMIT_CORE), ctypes.CDLL(None).prctl(3, 0, 0, 0, 0))"
    )
    shown = subprocess.run(
        [sys.executable, "-c", look], capture_output=True, cwd=Path(__file__).parents[2], timeout=30, check=True
    )
    assert shown.stdout.split() == b"(0, 0) 0".split()


def test_the_settings_and_keys_never_show_themselves(tmp_path: Path) -> None:
    from bot.encryption.keyring import Keyring
    from bot.settings import read_settings
    from storage.address import read_address

    token = "12345:wordsofthetoken"
    settings = read_settings({"BOT_TOKEN": token, "ADMIN_IDS": "5700001937", "KEYRING": "words-of-the-keyring"})
    assert find(texts("wordsofthetoken", "5700001937", "words-of-the-keyring"), {"repr": repr(settings).encode()}) == []
    assert "hunter2" not in repr(read_address("postgresql://adaldyq:hunter2@db/adaldyq"))
    from bot.clock import Clock

    keyring = Keyring.create(Clock().now(), Chance())
    secret = re.findall(r'"([0-9a-f]{32,})"', keyring.to_text())
    assert secret != []
    assert find(texts(*secret), {"repr": repr(keyring).encode()}) == []

