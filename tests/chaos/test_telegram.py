"""Telegram on a bad day: refusals, broken connections, groups that move, people who block. Everything arrives."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.playground import Group, PrivateChat
from bot.playground.faults import Kind
from tests.chaos.stage import (
    PUSHED,
    Stage,
    answer_case,
    cards_of,
    newest,
    reach_preview,
    read_by_code,
    staged,
    tap,
    until,
)
from tests.flows.office import PATIENCE, choose_language, send_preview

KINDS: tuple[Kind, ...] = ("429", "500", "502", "drop-before", "drop-after")


async def file_report(stage: Stage, text: str, name: str = "Айгүл", **how: str) -> tuple[PrivateChat, str, str]:
    """A new citizen files *text*: the chat, number and code."""
    chat = stage.citizen(name)
    await reach_preview(chat, text, **how)
    return chat, *await send_preview(chat)


def place_of(group: Group, words: str) -> int:
    """Where in the group *words* stand for the first time."""
    return min(each.id for each in group.messages if words in each.text)


@pytest.mark.parametrize("kind", KINDS)
async def test_faults_of_every_call_lose_nothing_and_keep_the_order_of_a_case(stage: Stage, kind: Kind) -> None:
    times = 2 if kind.startswith("drop") else 4  # what may have arrived is repeated twice, and no more
    await stage.start()
    group = await stage.bind()
    for method in ("sendMessage", "editMessageText", "answerCallbackQuery", "getUpdates", "deleteMessage"):
        stage.play.fail(method, kind=kind, times=times, retry_after=2)
    chat, number, code = await file_report(stage, "Первое: требуют деньги.")
    for method in ("sendMessage", "editMessageText", "getUpdates"):
        stage.play.fail(method, kind=kind, times=times, retry_after=2)
    await read_by_code(chat, code, number)
    await tap(chat, "Дополнить", "Напишите дополнение")
    await chat.send("Второе: есть запись.")
    await tap(chat, "Отправить", "дополнение добавлено")
    await newest(group, "Второе: есть запись.")
    await stage.all_sent()
    assert place_of(group, f"🆕 {number}") < place_of(group, "Второе: есть запись.")
    if kind != "drop-after":
        assert len(cards_of(group, number)) == 1
    await answer_case(group, group.members[1], cards_of(group, number)[-1], "Проверили.")
    await read_by_code(chat, code, "Проверили.")
    assert stage.play.violations == []


async def test_started_while_telegram_is_away_it_waits(stage: Stage) -> None:
    stage.play.fail(kind="down")
    bot = await stage.start()
    chat = stage.citizen()
    await chat.send("/start")
    await until(lambda: len(stage.play.calls_of("getMe")) > 1, stage.play)
    stage.play.clear_faults()
    await newest(chat, "Тілді таңдаңыз")
    assert await bot.stop() == 0


async def test_a_long_outage_shows_waiting_previews_again(stage: Stage) -> None:
    """Telegram keeps a press for 150 seconds only: who waits at the preview gets it anew, and can press again."""
    bot = await stage.start()
    group = await stage.bind()
    chat = stage.citizen()
    code = await reach_preview(chat, "Долгий перерыв.")
    shown = max(each.id for each in chat.messages)
    assert await bot.stop() == 0
    await chat.press("Отправить")
    stage.play.world.updates.drop_all()
    connection = stage.connect()
    long_ago = str(int(stage.clock.timestamp()) - 3600)
    assert connection.execute("UPDATE facts SET value = ? WHERE name = 'alive'", (long_ago,)).rowcount == 1
    connection.close()
    await stage.start()
    again = await chat.wait_for(lambda m: m.from_bot and m.button("Отправить") is not None, PATIENCE, after=shown)
    assert code in again.text
    number, _ = await send_preview(chat)
    assert cards_of(group, number) or await newest(group, number)


@pytest.mark.parametrize("told", [True, False], ids=["told", "refused"])
async def test_a_group_that_becomes_a_supergroup_is_followed(stage: Stage, told: bool) -> None:
    """The service message tells of it, or else the first refused call does."""
    await stage.start()
    group = await stage.bind(supergroup=False)
    await file_report(stage, "До переезда.")
    await newest(group, "До переезда.")
    await stage.all_sent()
    await group.migrate()
    if not told:
        stage.play.world.updates.drop_all()
    chat, number, code = await file_report(stage, "После переезда.", "Болат")
    card = await newest(group, "После переезда.")
    assert group.is_supergroup
    await answer_case(group, group.members[1], card, "Ответ из новой группы.")
    await read_by_code(chat, code, "Ответ из новой группы.")
    await stage.all_sent()
    assert len(cards_of(group, number)) == 1
    assert stage.play.violations == []


@pytest.mark.parametrize("told", [True, False], ids=["told", "refused"])
async def test_a_removed_bot_keeps_its_cards_until_it_is_added_again(stage: Stage, told: bool) -> None:
    await stage.start()
    group = await stage.bind()
    alerts = stage.play.private(stage.admin)
    await alerts.send("/start")
    await newest(alerts, "Тілді таңдаңыз")
    await group.remove_bot(stage.admin)
    if not told:
        stage.play.world.updates.drop_all()
    stories = {"Айгүл": "Дело о дороге.", "Болат": "Дело о воде.", "Гүлнар": "Дело о справке."}
    filed = [await file_report(stage, story, name) for name, story in stories.items()]
    if not told:
        await newest(alerts, "Бот не может писать в группу")
    await group.add_bot(by=stage.admin)
    for _, number, _ in filed:
        await newest(group, f"🆕 {number}")
    await stage.all_sent()
    assert [len(cards_of(group, number)) for _, number, _ in filed] == [1, 1, 1]


async def test_an_answer_to_a_citizen_who_blocked_the_bot_stays_by_code(stage: Stage) -> None:
    await stage.start()
    group = await stage.bind()
    chat, number, code = await file_report(stage, "Пишите мне.", level=PUSHED)
    card = await newest(group, number)
    chat.block()
    await answer_case(group, group.members[1], card, "Мы проверили.")
    await newest(group, "Ответ не доставлен в чат гражданина")
    await stage.all_sent()
    chat.unblock()
    await read_by_code(chat, code, "Мы проверили.")


async def test_one_who_floods_the_bot_holds_up_nobody(tmp_path: Path) -> None:
    """Two hundred messages at once are all kept and answered a few times; at one a second that would take minutes."""
    async with staged(tmp_path, speed=1.0) as stage:
        await stage.start()
        chat, other = stage.citizen(), stage.citizen("Болат")
        await choose_language(chat)
        for label, words in (
            ("Сообщить о нарушении", "В каком регионе"),
            ("Мангистауская", "Чего это касается"),
            ("Услуги населению", "Выберите сферу"),
            ("Здравоохранение", "Что произошло"),
            ("Требование взятки", "Опишите, что произошло"),
        ):
            await tap(chat, label, words)
        for number in range(200):
            await chat.send(f"строка {number};")
        await other.send("/start")
        await newest(other, "Тілді таңдаңыз")
        await newest(chat, "«строка 199;»")
        assert sum("Записано" in each.text for each in chat.messages if each.from_bot) < 100
        await tap(chat, "Только по коду", "Проверьте перед отправкой")
        preview = await newest(chat, "Проверьте перед отправкой")
        assert all(f"строка {number};" in preview.text for number in range(200))  # all of them, in one text
