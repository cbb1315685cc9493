"""Where a database may begin, and where a wrong address ends: before anything is made or touched."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.commands.terminal import Terminal, assert_failed, begin_house, end_of, heard_from


@pytest.mark.parametrize("arguments", [("audit",), ("confirm-move", "mangystau")])
async def test_what_only_reads_begins_no_database(terminal: Terminal, arguments: tuple[str, ...]) -> None:
    assert_failed(await terminal.run(*arguments), "There is no database yet", "start the bot once")
    assert list(terminal.folder.iterdir()) == []


async def test_admin_link_may_begin_and_its_help_says_so(terminal: Terminal) -> None:
    ended = await terminal.run("admin-link", "--help")
    assert "makes database and keyring if there are none" in " ".join(ended.out.split())
    assert list(terminal.folder.iterdir()) == []
    await begin_house(terminal)
    assert terminal.keyring.exists()


@pytest.mark.parametrize("arguments", [("run",), ("doctor",), ("admin-link",), ("audit",)])
async def test_a_folder_as_database_is_refused_and_not_touched(
    terminal: Terminal, arguments: tuple[str, ...]
) -> None:
    shared = terminal.folder / "shared"
    shared.mkdir()
    shared.chmod(0o755)
    ended = await terminal.but(DATABASE_URL="sqlite:///shared").run(*arguments)
    assert_failed(ended, "DATABASE_URL leads to a folder: add the name of a file in it")
    assert shared.stat().st_mode & 0o777 == 0o755
    assert list(terminal.folder.rglob("*")) == [shared]


@pytest.mark.parametrize("place", ["host:five", "host:99999", "[::1", "....", "host#x"])
async def test_an_address_nobody_can_have_is_a_problem_of_the_settings(terminal: Terminal, place: str) -> None:
    secret = "Qw5rTz"
    for command in ("run", "doctor"):
        ended = await terminal.but(DATABASE_URL=f"postgresql://bot:{secret}@{place}/{secret}").run(command)
        assert_failed(ended, "DATABASE_URL cannot be understood: write it as postgresql://")
        assert secret not in ended.out + ended.err
        assert "five" not in ended.out + ended.err


UNREACHED = "PostgreSQL: the server cannot be reached; check that the server runs"


async def test_a_server_that_is_not_there_leads_to_a_next_step(terminal: Terminal, tmp_path: Path) -> None:
    nowhere = terminal.but(DATABASE_URL=f"postgresql:///adaldyq?host={tmp_path}")
    for command in ("doctor", "admin-link", "audit"):
        assert_failed(await nowhere.run(command), UNREACHED)
    # `run` waits for it, as it waits for Telegram, and says so.
    bot = await nowhere.begin("run")
    await heard_from(bot, f"the start waits: {UNREACHED}")
    bot.terminate()
    assert (await end_of(bot)).code == 0


async def test_a_server_that_refuses_the_name_ends_the_start(terminal: Terminal, postgresql_url: str) -> None:
    ended = await terminal.but(DATABASE_URL=postgresql_url.replace("tester@", "stranger@")).run("run")
    assert_failed(ended, "PostgreSQL: the server refuses the name or the password")


async def test_a_file_that_is_no_database_ends_the_start_with_its_cause(terminal: Terminal) -> None:
    (terminal.folder / "data").mkdir()
    (terminal.folder / "data" / "adaldyq.db").write_bytes(b"no database" * 500)
    assert_failed(await terminal.run("run"), "SQLite: the file is not a database, or it is damaged; check the path")


async def test_a_locked_file_is_waited_for(terminal: Terminal) -> None:
    await begin_house(terminal)
    with closing(sqlite3.connect(terminal.folder / "data" / "adaldyq.db", isolation_level=None)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        bot = await terminal.begin("run")
        await heard_from(bot, "the start waits: SQLite: another process holds the database; end what else has")
        connection.execute("ROLLBACK")
    await heard_from(bot, "the bot is serving")
    bot.terminate()
    assert (await end_of(bot)).code == 0
