"""The command line as people meet it: real processes, and every failure says what to do next and exits non-zero.

Each command is started from nothing at least once, here or at a console; elsewhere it is born in the nursery.
"""

from __future__ import annotations

import json
import re
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.chance import Chance
from bot.clock import Clock
from bot.desk.groups import admins, requests
from bot.desk.groups.binding import Newcomer
from bot.desk.people import Officer
from bot.desk.rules import Turn
from bot.encryption.keyring import Keyring
from bot.playground import Playground
from bot.store import open_store
from bot.wiring import make_rules
from tests.commands.terminal import PATIENCE, TRACEBACK, Terminal, assert_failed, begin_house, end_of

ADMIN = Officer(700_001, "Әлия")
COMMANDS = (
    *("run", "demo", "playground", "doctor", "admin-link", "confirm-move", "stop-change", "admins", "keys", "audit"),
    *("identify", "scrub"),
)


async def test_help_lists_every_command(terminal: Terminal) -> None:
    ended = await terminal.but(BOT_TOKEN="").run_cold("--help")
    assert (ended.code, ended.err) == (0, "")
    assert [name for name in COMMANDS if not re.search(rf"^ +{name}\b", ended.out, re.MULTILINE)] == []


ODD_NUMBERS = (
    *(("run", f"--speed={value}") for value in ("0", "fast", "nan", "-1", "inf", "1e300")),
    *(("run", f"--speed-origin={value}") for value in ("nan", "-1", "1e300")),
    *(("playground", f"--port={value}") for value in ("99999", "-1", "web", "٨٠")),
)


@pytest.mark.parametrize("arguments", [(), ("fly",), ("keys",), ("keys", "sing"), *ODD_NUMBERS])
async def test_misuse_shows_the_usage(terminal: Terminal, arguments: tuple[str, ...]) -> None:
    ended = await terminal.run(*arguments)
    assert (ended.code, ended.out) == (2, "")
    assert ended.err.startswith("usage: python -m bot")
    assert list(terminal.folder.iterdir()) == []


@pytest.mark.parametrize(
    "arguments", [("run",), ("doctor",), ("admin-link",), ("confirm-move", "abai"), ("keys", "list"), ("audit",)]
)
async def test_wrong_settings_are_told_all_at_once_and_nothing_is_made(
    terminal: Terminal, arguments: tuple[str, ...]
) -> None:
    secret = "Qw5" * 9
    ended = await terminal.but(BOT_TOKEN="", ADMIN_IDS=secret).run(*arguments)
    assert_failed(ended, "BOT_TOKEN is not set: ask @BotFather", "ADMIN_IDS must be Telegram ids")
    assert secret not in ended.out + ended.err
    assert list(terminal.folder.iterdir()) == []


async def test_a_second_bot_is_told_who_runs_and_a_stopped_one_ends_well(terminal: Terminal, play: Playground) -> None:
    first = await terminal.begin_cold("run")
    try:
        await play.wait_until(lambda: play.calls_of("getUpdates"), PATIENCE)
        assert_failed(await terminal.run("run"), "Already running", f"process {first.pid} ", "Stop it first")
        # What only looks works beside a running bot.
        assert (await terminal.run("doctor")).code == 0
        assert (await terminal.run("admin-link")).code == 0
    finally:
        first.terminate()
        ended = await end_of(first)
    assert (ended.code, TRACEBACK in ended.err) == (0, False)
    assert play.token.partition(":")[2] not in ended.err


async def test_run_with_a_refused_token_says_where_to_get_a_new_one(terminal: Terminal) -> None:
    ended = await terminal.but(BOT_TOKEN="1:refused").run("run")
    assert_failed(ended, "@BotFather", "BOT_TOKEN")
    assert "1:refused" not in ended.out + ended.err


STORED = (("admin-link",), ("audit",), ("confirm-move", "abai"), ("run",), ("doctor",))


@pytest.mark.parametrize("arguments", STORED)
async def test_a_missing_keyring_stops_every_command_and_none_is_made(
    terminal: Terminal, arguments: tuple[str, ...]
) -> None:
    await begin_house(terminal)
    terminal.keyring.unlink()
    assert_failed(await terminal.run(*arguments), "There is no keyring at keys/keyring.json", "put your copy there")
    assert not terminal.keyring.exists()


async def test_a_foreign_keyring_stops(terminal: Terminal) -> None:
    await begin_house(terminal)
    terminal.keyring.unlink()
    Keyring.create(datetime.now(UTC), Chance()).write_new(terminal.keyring)
    assert_failed(await terminal.run("run"), "belongs to another database", "put back the keyring")
    foreign = Keyring.create(datetime.now(UTC), Chance()).to_text()
    ended = await terminal.but(KEYRING=foreign).run("audit")
    assert_failed(ended, "belongs to another database")
    assert foreign[60:90] not in ended.out + ended.err


async def test_a_damaged_or_open_keyring_stops(terminal: Terminal) -> None:
    await begin_house(terminal)
    whole = terminal.keyring.read_text()
    secret = Keyring.from_text(whole).keys[0].secret.hex()
    terminal.keyring.chmod(0o644)
    assert_failed(await terminal.run("keys", "list"), "open to other accounts", "chmod 600")
    terminal.keyring.chmod(0o600)
    terminal.keyring.write_text(whole.replace(secret[:8], "00000000"))
    for arguments in (("keys", "list"), ("audit",)):
        ended = await terminal.run(*arguments)
        assert_failed(ended, "The keyring is damaged", "put your copy of it in its place")
        assert secret[8:24] not in ended.out + ended.err


async def test_keys_list_shows_ids_and_days_and_no_key(terminal: Terminal) -> None:
    assert_failed(await terminal.run("keys", "list"), "There is no keyring", "KEYRING_FILE")
    await begin_house(terminal)
    keyring = Keyring.from_text(terminal.keyring.read_text())
    ended = await terminal.run_cold("keys", "list")
    assert (ended.code, ended.err) == (0, "")
    assert ended.out == f"{keyring.active_id}  {keyring.keys[0].made:%Y-%m-%d}  active\n"


async def test_an_admin_link_names_the_bot_or_says_what_to_send(terminal: Terminal, play: Playground) -> None:
    ended = await terminal.run_cold("admin-link")
    assert ended.code == 0
    assert re.search(r"works once: https://t\.me/adaldyq_bot\?start=admin-[\w-]{32}\n", ended.out)
    play.fail(kind="down")
    ended = await terminal.run("admin-link")
    assert ended.code == 0
    assert re.search(r"could not be reached.+/start admin-[\w-]{32}\n", ended.out)


async def test_an_admin_link_begins_no_house_while_telegram_cannot_say_whether_there_is_another(
    terminal: Terminal, play: Playground
) -> None:
    play.fail(kind="down")
    assert_failed(await terminal.run("admin-link"), "There is no database here yet", "--new-database")
    assert not terminal.keyring.exists()


async def test_the_audit_log_is_printed(terminal: Terminal) -> None:
    await begin_house(terminal)
    ended = await terminal.run_cold("audit")
    assert (ended.code, ended.out) == (0, "Entries: 0\n")
    await ask_to_move(terminal)
    ended = await terminal.run("audit")
    actions = [line.split()[1] for line in ended.out.splitlines()[:-1]]
    assert (ended.code, actions) == (0, ["group-bound", "move-asked"])
    assert ended.out.endswith("Entries: 2\n")
    assert "Әлия (700001)" in ended.out


async def test_confirm_move_moves_a_region_that_asked_for_it_once(terminal: Terminal) -> None:
    ended = await terminal.run("confirm-move", "область")
    assert_failed(ended, "Which region? Name one of:", "karaganda", "mangystau")
    await begin_house(terminal)
    assert_failed(await terminal.run("confirm-move", "mangystau"), "send /bind in the new group first")
    await ask_to_move(terminal)
    ended = await terminal.run_cold("confirm-move", "Маңғыстау облысы")
    assert (ended.code, ended.out) == (0, "mangystau has moved; cases that waited for a group: 0.\n")
    assert_failed(await terminal.run("confirm-move", "mangystau"), "send /bind in the new group first")


async def test_stop_change_takes_back_the_last_thing_that_was_asked_or_done(terminal: Terminal) -> None:
    assert_failed(await terminal.run_cold("stop-change", "область"), "Which region? Name one of:")
    await begin_house(terminal)
    assert_failed(await terminal.run("stop-change", "mangystau"), "in the last 24 hours that could be stopped")
    await ask_to_move(terminal)
    for left in ("the move", "the first binding"):
        ended = await terminal.run("stop-change", "mangystau")
        assert (ended.code, ended.out) == (0, "mangystau is served as it was before; all admins are told.\n"), left
    assert_failed(await terminal.run("confirm-move", "mangystau"), "send /bind in the new group first")


async def test_admins_are_listed_removed_and_restored_on_the_server(terminal: Terminal) -> None:
    await begin_house(terminal)
    assert_failed(await terminal.run("admins", "remove"), "`admins list` prints the numbers")
    assert_failed(await terminal.run("admins", "remove", "21"), "No admin has this number")
    day = await make_admin(terminal, Officer(21, "Дана"))
    listed = f"21  Дана  by a link, since {day}\n"
    ended = await terminal.run_cold("admins", "list")
    assert (ended.code, ended.out) == (0, listed)
    ended = await terminal.but(ADMIN_IDS="700001").run("admins", "list")
    assert (ended.code, ended.out) == (0, f"700001  named in ADMIN_IDS\n{listed}")
    named = await terminal.but(ADMIN_IDS="700001").run("admins", "remove", "700001")
    assert_failed(named, "take the number out of ADMIN_IDS")
    assert_failed(await terminal.run("admins", "restore", "21"), "make a new link with admin-link")
    ended = await terminal.run("admins", "remove", "21")
    assert (ended.code, ended.out) == (
        0,
        "21 is no admin any more; all admins are told. Within 24 hours: admins restore 21\n",
    )
    assert (await terminal.run("admins", "list")).out == ""
    ended = await terminal.run("admins", "restore", "21")
    assert (ended.code, ended.out) == (0, "21 is an admin again; all admins are told.\n")
    assert (await terminal.run("admins", "list")).out == listed


async def test_identify_answers_what_it_can_read_and_names_the_rest_by_number(terminal: Terminal) -> None:
    lines = ['{"id": "a", "text": "Менің телефоным 8 701 123 45 67"}', "secret words", '{"id": "c", "text": ""}']
    ended = await terminal.but(BOT_TOKEN="").run("identify", typed="\n".join(lines))
    assert ended.code == 1
    assert [json.loads(line)["id"] for line in ended.out.splitlines()] == ["a", "c"]
    assert "line 2" in ended.err
    assert "secret" not in ended.err


async def test_scrub_says_why_not_and_what_to_do(terminal: Terminal) -> None:
    ended = await terminal.but(BOT_TOKEN="").run_cold("scrub", "missing.jpg", "out.jpg")
    assert (ended.code, TRACEBACK in ended.err) == (2, False)
    assert "missing.jpg: there is no such file." in ended.err
    (terminal.folder / "program.exe").write_bytes(b"MZ" + bytes(100))
    ended = await terminal.but(BOT_TOKEN="").run("scrub", "program.exe", "out.jpg")
    assert (ended.code, TRACEBACK in ended.err) == (1, False)
    assert re.search(r"Refused: .+ What to do: .+\.", ended.out)
    assert not (terminal.folder / "out.jpg").exists()


async def ask_to_move(terminal: Terminal) -> None:
    """Bind Mangystau to one group and let another ask for it."""
    now = datetime.now(UTC)
    async with open_store(terminal.settings, Clock(), Chance()) as store:
        rules = make_rules(terminal.settings, store)
        for chat in (-1001, -1002):
            group = Newcomer(chat, "Кеңсе", 3)
            turn = Turn(rules, now + timedelta(seconds=-chat - 1001))
            await store.database.write(requests.bind, "mangystau", group, ADMIN, turn)


async def make_admin(terminal: Terminal, who: Officer) -> date:
    """*who* uses a link; the day of it."""
    async with open_store(terminal.settings, Clock(), Chance()) as store:
        turn = Turn(make_rules(terminal.settings, store), datetime.now(UTC))
        link = await store.database.write(admins.make_link, turn)
        assert await store.database.write(admins.use_link, link, who, turn)
        return turn.today
