"""Where a database may begin, and where a wrong address ends: before anything is made or touched."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.commands.terminal import Terminal, assert_failed, begin_house


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


async def test_a_server_that_is_not_there_leads_to_a_next_step(terminal: Terminal, tmp_path: Path) -> None:
    ended = await terminal.but(DATABASE_URL=f"postgresql:///adaldyq?host={tmp_path}").run("run")
    assert_failed(ended, "PostgreSQL: the server cannot be reached; check that the server runs")
