"""`doctor` finds what is wrong, says what to do, and leaves everything as it is."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import inspect

from bot.chance import Chance
from bot.commands.programs import BROWSER, OFFICE
from bot.encryption.keyring import Keyring
from bot.playground import Playground
from storage.engine import Database
from tests.commands.terminal import Terminal, assert_failed, begin_house


async def test_doctor_finds_everything_in_order(terminal: Terminal) -> None:
    await begin_house(terminal)
    ended = await terminal.run("doctor")
    assert ended.code == 0, ended
    checks = [line.split(":")[0] for line in ended.out.splitlines()]
    wanted = ["✓ settings", "✓ place", "✓ database and keys", "✓ damage", "✓ heads of offices"]
    wanted += ["✓ optional programs", "✓ Telegram"]
    assert checks == wanted
    assert ended.out.endswith("✓ Telegram: @adaldyq_bot\n")


async def test_doctor_tells_of_a_program_that_is_not_here_and_fails_nothing(terminal: Terminal) -> None:
    await begin_house(terminal)
    ended = await terminal.but(PATH=str(terminal.folder)).run("doctor")
    assert ended.code == 0, ended
    assert f"✓ optional programs: without chromium {BROWSER.missed}; " in ended.out
    path = terminal.folder / "chromium"
    path.touch(mode=0o700)
    ended = await terminal.but(PATH=str(terminal.folder)).run("doctor")
    assert f"✓ optional programs: chromium is {path}; without soffice {OFFICE.missed}; without bwrap" in ended.out


async def test_doctor_says_what_to_do_about_each_trouble(terminal: Terminal, play: Playground) -> None:
    ended = await terminal.but(BOT_TOKEN="1:refused").run("doctor")
    assert_failed(ended, "✗ Telegram: the token is refused: ask @BotFather")
    (terminal.folder / "data").mkdir()
    (terminal.folder / "data" / "adaldyq.db").write_bytes(b"no database" * 500)
    play.fail(kind="down")
    ended = await terminal.run("doctor")
    assert_failed(ended, "✗ database and keys: ", "✗ Telegram: no answer", "check the network and BOT_API_URL")
    assert play.token not in ended.out + ended.err


async def test_doctor_makes_nothing_on_a_fresh_machine(terminal: Terminal) -> None:
    ended = await terminal.run("doctor")
    assert (ended.code, ended.err) == (0, ""), ended
    assert "there are none yet; the first start makes both. Then copy keys/keyring.json" in ended.out
    assert list(terminal.folder.iterdir()) == []
    Keyring.create(datetime.now(UTC), Chance()).write_new(terminal.keyring)
    ended = await terminal.run("doctor")
    assert_failed(ended, "There is a keyring, but the database is empty", "run --new-database")
    assert sorted(path.name for path in terminal.folder.rglob("*")) == ["keyring.json", "keys"]


async def test_doctor_makes_no_tables_in_an_empty_postgresql(terminal: Terminal, postgresql_url: str) -> None:
    ended = await terminal.but(DATABASE_URL=postgresql_url).run("doctor")
    assert ended.code == 0, ended
    assert "the first start makes both" in ended.out
    async with await Database.open(postgresql_url) as database:
        assert await database.read(lambda connection: inspect(connection).get_table_names()) == []
    assert list(terminal.folder.iterdir()) == []


async def test_doctor_finds_damaged_session_keys_and_mends_nothing(terminal: Terminal) -> None:
    await begin_house(terminal)
    session = terminal.folder / "keys" / "session.json"
    session.write_text("damaged")
    assert_failed(await terminal.run("doctor"), "session.json is damaged: move it away", "open drafts are lost")
    assert session.read_text() == "damaged"
    session.unlink()
    assert (await terminal.run("doctor")).code == 0
    assert not session.exists()
