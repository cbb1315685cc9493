"""While the store cannot be used, whoever writes hears so, admins hear why, and both hear of the end."""

from __future__ import annotations

import re
from contextlib import closing
from pathlib import Path

from bot.playground import Message, PrivateChat
from tests.chaos.stage import Stage, newest, reach_preview, staged, until
from tests.chaos.test_store import alerts_of, logged, small_disk
from tests.flows.office import choose_language
from tests.waiting import PATIENCE

TYPED = "Слова, которых в журнале быть не должно."


def said(chat: PrivateChat, words: str) -> int:
    """How many messages of the bot in *chat* hold *words*."""
    return sum(each.from_bot and words in each.text for each in chat.messages)


def minutes_in(alert: Message) -> int:
    """How long it has lasted, as *alert* says; none when it does not."""
    found = re.search(r"Длится \(минут\): (\d+)", alert.text)
    return int(found[1]) if found else 0


async def test_a_full_disk_is_told_to_who_writes_and_to_admins_with_its_cause(tmp_path: Path) -> None:
    with small_disk(tmp_path) as fill:
        async with staged(tmp_path) as stage:
            bot = await stage.start()
            alerts, chat, other = await alerts_of(stage), stage.citizen(), stage.citizen("Болат")
            await reach_preview(chat, TYPED)
            await stage.all_sent()
            with closing(stage.connect()) as connection:
                connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            fill(bot, True)
            await chat.press("Отправить")
            await other.send(TYPED)
            for each in (chat, other):
                told = await newest(each, "Сейчас бот не может ничего сохранить.")
                assert ["Қазір бот ештеңені" in told.text, "112" in told.text, "1424" in told.text] == [True] * 3
            alert = await newest(alerts, "Бот не может ничего сохранить, приём остановлен.")
            assert "Причина: " in alert.text and "Себебі: " in alert.text
            await other.send("ещё слово")
            fill(bot, False)
            await newest(chat, "Обращение зарегистрировано")
            await newest(alerts, "Бот снова может сохранять")
            assert [said(each, "Сейчас бот не может") for each in (chat, other)] == [1, 1]
            log = bot.log.read_text()
            assert "intake has stopped: SQLite: the disk " in log
            assert "the store works again, after" in log
            assert [word for word in (TYPED, "слово", stage.play.token, "/bot") if word in log] == []


async def test_a_lock_of_a_moment_is_told_to_nobody(stage: Stage) -> None:
    await stage.start()
    alerts, chat = await alerts_of(stage), stage.citizen()
    await choose_language(chat)
    with closing(stage.connect()) as connection:
        connection.execute("BEGIN IMMEDIATE")
        await chat.press("Сообщить о нарушении")
        connection.execute("ROLLBACK")
    await newest(chat, "В каком регионе")
    assert (said(chat, "Сейчас бот не может"), said(alerts, "Бот не может ничего")) == (0, 0)


async def test_the_end_is_told_by_the_next_process_too(stage: Stage) -> None:
    """The bot is killed while a backup holds the file; when it starts again, admins hear that the trouble is over."""
    bot = await stage.start()
    alerts, chat = await alerts_of(stage), stage.citizen()
    await choose_language(chat)
    with closing(stage.connect()) as connection:
        connection.execute("BEGIN IMMEDIATE")
        await chat.press("Сообщить о нарушении")
        await newest(alerts, "Причина: базу данных удерживает другая программа.")
        bot.kill()
        await bot.end()
        connection.execute("ROLLBACK")
    await stage.start()
    await newest(chat, "В каком регионе")
    await newest(alerts, "Бот снова может сохранять")
    await until(lambda: not (stage.folder / "keys" / "outage").exists(), stage.play)
    assert said(alerts, "Бот снова может сохранять") == 1


async def test_a_long_lock_floods_no_log(stage: Stage) -> None:
    """Dozens of probes, rounds and duties in the bot's minutes: each trouble stands in the log once."""
    bot = await stage.start(hurried=True)
    alerts, chat = await alerts_of(stage), stage.citizen()
    await choose_language(chat)
    with closing(stage.connect()) as connection:
        connection.execute("BEGIN IMMEDIATE")
        await chat.press("Сообщить о нарушении")
        await alerts.wait_for(lambda m: m.from_bot and minutes_in(m) >= 6, PATIENCE)
        await logged(bot, "intake has stopped: SQLite: another process holds the database")
        connection.execute("ROLLBACK")
    await newest(chat, "В каком регионе")
    lines = [line.split(" ", 2)[2] for line in bot.log.read_text().splitlines()]
    assert len(lines) < 20, lines
