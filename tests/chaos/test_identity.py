"""The store is the one that was opened: gone, replaced or empty, it is told, and no number of it is."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from bot.playground import PrivateChat
from tests.chaos.stage import RunningBot, Stage, newest, number_in, reach_preview, read_by_code, until
from tests.chaos.test_store import alerts_of, logged, newest_of_start
from tests.flows.office import choose_language, send_preview

STOPPED = "Бот не может ничего сохранить"
KEPT_OUT = "python -m bot run --new-database"


def has_receipt(chat: PrivateChat) -> bool:
    """Whether a number was told in *chat*."""
    return any(each.from_bot and "зарегистрировано" in each.text for each in chat.messages)


def take_away(folder: Path) -> Path:
    """Move the database away, as somebody who tidies up; where it is now."""
    away = folder / "away"
    away.mkdir()
    for name in ("adaldyq.db", "adaldyq.db-wal", "adaldyq.db-shm"):
        (folder / name).rename(away / name)
    return away


async def is_refused(bot: RunningBot, *words: str) -> bool:
    """Whether the start ended by itself, with *words* and nothing else."""
    assert await bot.end() == 1
    said = bot.log.read_text()
    assert [word for word in words if word not in said] == [], said
    return "Traceback" not in said and len(said.splitlines()) <= 2


async def serves(stage: Stage, *options: str, **places: str) -> bool:
    """Whether the bot starts, answers and stops in order."""
    bot = await stage.start(options=options, **places)
    await newest_of_start(stage)
    return await bot.stop() == 0


async def test_no_number_is_told_once_the_database_is_gone(stage: Stage) -> None:
    """The file is removed under the running bot; put back, everything goes on, and the one press files one case."""
    bot = await stage.start()
    alerts, chat = await alerts_of(stage), stage.citizen()
    code = await reach_preview(chat, "База исчезла.")
    away = take_away(stage.folder)
    await chat.press("Отправить")
    await newest(chat, "Сейчас бот не может ничего сохранить.")
    alert = await newest(alerts, STOPPED)
    assert "файла базы данных нет на месте" in alert.text
    assert not has_receipt(chat)
    await logged(bot, "intake has stopped: The database file is not at its place any more: it was moved or removed.")
    for each in away.iterdir():
        each.rename(stage.folder / each.name)
    receipt = await newest(chat, "Обращение зарегистрировано")
    assert await read_by_code(stage.citizen("Болат"), code, number_in(receipt))
    await newest(alerts, "Бот снова может сохранять")


async def test_a_bot_to_whom_nobody_writes_tells_that_its_database_is_gone(stage: Stage) -> None:
    await stage.start()
    alerts = await alerts_of(stage)
    await stage.all_heard()
    take_away(stage.folder)
    assert "файла базы данных нет на месте" in (await newest(alerts, STOPPED)).text


async def test_an_older_copy_put_in_its_place_takes_nothing(stage: Stage) -> None:
    bot = await stage.start()
    alerts, chat = await alerts_of(stage), stage.citizen()
    with closing(stage.connect()) as connection:
        connection.execute("VACUUM INTO ?", (str(stage.folder / "copy.db"),))
    await reach_preview(chat, "Старая копия.")
    (stage.folder / "copy.db").replace(stage.folder / "adaldyq.db")
    await chat.press("Отправить")
    assert "на месте базы данных лежит другой файл" in (await newest(alerts, STOPPED)).text
    assert not has_receipt(chat)
    await logged(bot, "The database file was replaced while it was open")


async def test_a_keyring_beside_no_database_stops_the_start_until_it_is_meant(stage: Stage) -> None:
    first = await stage.start()
    chat, database = stage.citizen(), stage.folder / "adaldyq.db"
    await reach_preview(chat, "Было в старой базе.")
    number, code = await send_preview(chat)
    assert await first.stop() == 0
    database.rename(stage.folder / "away.db")
    for _ in range(2):
        assert await is_refused(await stage.start(), "There is a keyring, but the database is empty", KEPT_OUT)
    assert await serves(stage, "--new-database")
    assert await serves(stage)
    # The old database comes back: that is another choice, and its cases are all there.
    (stage.folder / "away.db").replace(database)
    assert await is_refused(await stage.start(), "The keyring was last used with another database", KEPT_OUT)
    await stage.start(options=("--new-database",))
    assert await read_by_code(stage.citizen("Дана"), code, number)


async def test_an_empty_house_in_another_folder_does_not_begin(stage: Stage) -> None:
    """The same token in a folder where nothing is: Telegram knows that the bot serves elsewhere."""
    assert await serves(stage)
    elsewhere = stage.folder / "elsewhere"
    places = {"DATABASE_URL": f"sqlite:///{elsewhere}/a.db", "KEYRING_FILE": f"{elsewhere}/keyring.json"}
    assert await is_refused(await stage.start(**places), "serves with another database already", KEPT_OUT)
    assert not (elsewhere / "keyring.json").exists()
    assert await serves(stage, "--new-database", **places)
    # And who comes back to the old folder is told the same; the choice is the same too.
    assert await is_refused(await stage.start(), "serves with another database already", KEPT_OUT)
    assert await serves(stage, **places)


async def test_the_mark_at_telegram_is_shown_to_nobody(stage: Stage) -> None:
    await stage.start()
    await newest_of_start(stage)
    menus = stage.play.world.profile
    await until(lambda: bool(menus.menu(None, "vo")), stage.play)
    (mark,) = menus.menu(None, "vo")
    with closing(stage.connect()) as connection:
        (store_id,) = connection.execute("SELECT value FROM facts WHERE name = 'store-id'").fetchone()
    assert mark["command"] == f"database_{store_id}"
    assert menus.menu({"type": "all_private_chats"}) and menus.menu({"type": "all_group_chats"})
    assert menus.menu(None) == []


async def test_a_new_database_waits_until_telegram_answers(stage: Stage) -> None:
    stage.play.fail(kind="down", times=None)
    bot = await stage.start()
    await logged(bot, "a new database waits, the start is tried again")
    assert not Path(stage.environ["KEYRING_FILE"]).exists()
    stage.play.clear_faults()
    await choose_language(stage.citizen())
    assert Path(stage.environ["KEYRING_FILE"]).exists()


@contextmanager
def immovable(path: Path) -> Iterator[None]:
    """*path* as a file that nobody may write, not even root; skipped where the file system knows no such thing."""
    if os.geteuid() or subprocess.run(["chattr", "+i", str(path)], check=False, capture_output=True).returncode:
        pytest.skip("only root, on a file system with attributes, can make a file that root may not write")
    try:
        yield
    finally:
        subprocess.run(["chattr", "-i", str(path)], check=True)


@contextmanager
def mounted_to_read(folder: Path) -> Iterator[None]:
    """*folder* as a disk that was mounted read-only, with what is in it."""
    kept = folder.with_name(f"{folder.name}-kept")
    shutil.copytree(folder, kept)
    mounting = ["mount", "-t", "tmpfs", "-o", "size=20m,mode=700", "none", str(folder)]
    if os.geteuid() or subprocess.run(mounting, check=False, capture_output=True).returncode:
        pytest.skip("only root can mount a disk, and not in every container")
    try:
        shutil.copytree(kept, folder, dirs_exist_ok=True)
        subprocess.run(["mount", "-o", "remount,ro", str(folder)], check=True)
        yield
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


async def test_a_file_that_takes_no_writes_is_refused_at_the_start_in_one_line(stage: Stage) -> None:
    assert await serves(stage)
    with immovable(stage.folder / "adaldyq.db"):
        assert await is_refused(await stage.start(), "SQLite: the database is read-only; the bot's account must own")


async def test_a_disk_that_takes_no_writes_is_refused_at_the_start_in_one_line(stage: Stage) -> None:
    places = {
        "DATABASE_URL": f"sqlite:///{stage.folder}/disk/adaldyq.db",
        "KEYRING_FILE": f"{stage.folder}/keys/keyring.json",
    }
    assert await serves(stage, **places)
    with mounted_to_read(stage.folder / "disk"):
        assert await is_refused(await stage.start(**places), "Read-only file system", "mounted for writing")


async def test_a_keyring_that_was_removed_is_told_and_not_written(stage: Stage) -> None:
    await stage.start()
    alerts, keyring = await alerts_of(stage), Path(stage.environ["KEYRING_FILE"])
    await stage.all_heard()
    kept = keyring.read_bytes()
    keyring.unlink()
    await newest(alerts, "Файла ключей (keyring) нет на месте.")
    chat = stage.citizen()
    await reach_preview(chat, "Ключи в памяти.")
    number, _ = await send_preview(chat)
    assert not keyring.exists()
    assert number
    keyring.write_bytes(kept)
    keyring.chmod(0o644)
    await newest(alerts, "Файл ключей (keyring) не читается")
    assert sum("Файла ключей (keyring) нет" in each.text for each in alerts.messages) == 1


async def test_a_session_file_that_was_removed_is_put_back_and_its_drafts_live(stage: Stage) -> None:
    bot = await stage.start()
    alerts, chat = await alerts_of(stage), stage.citizen()
    code = await reach_preview(chat, "Черновик жив.")
    session = Path(stage.environ["KEYRING_FILE"]).with_name("session.json")
    kept = session.read_bytes()
    session.unlink()
    await newest(alerts, "Файл ключей сессий пропал или изменился")
    assert session.read_bytes() == kept
    bot.kill()
    await bot.end()
    await stage.start()
    await chat.press("Отправить")
    receipt = await newest(chat, "Обращение зарегистрировано")
    assert code in receipt.text or number_in(receipt)
