"""kill -9 at each named point, and what citizen and office see when the bot is started again.

Nothing acknowledged is lost, no code is lost, and only what was in flight may come twice, marked by its number.
"""

from __future__ import annotations

from contextlib import closing

import pytest

from bot.playground import Group, PrivateChat
from tests.chaos.stage import (
    PUSHED,
    RELEASE,
    Stage,
    answer_case,
    cards_of,
    code_in,
    newest,
    number_in,
    reach_preview,
    read_by_code,
    tap,
)
from tests.flows.office import PATIENCE, choose_language, send_preview

TEXT = "В поликлинике требуют деньги за приём."
LONG_TEXT = "Каждый день одно и то же. " * 150 + "И это не всё."
CHECK = "Проверьте его по коду"
RECEIPT = "Обращение зарегистрировано"


async def kill_at_send(stage: Stage, point: str, nth: int = 1, text: str = TEXT) -> tuple[Group, PrivateChat, str]:
    """File a report with a bot that dies at *point*, and start a sound one; group, citizen and the preview's code."""
    bot = await stage.start(point, nth)
    group = await stage.bind()
    chat = stage.citizen()
    code = await reach_preview(chat, text)
    await stage.all_sent()
    await stage.all_heard()
    stage.arm()
    await chat.press("Отправить")
    assert await bot.is_killed()
    await stage.start()
    return group, chat, code


async def is_whole(stage: Stage, group: Group, chat: PrivateChat, code: str, copies: range) -> None:
    """The office has the card, in as many copies as may be, the code opens it, and the office's answer arrives."""
    number = number_in(await newest(group, "🆕"))
    await stage.all_sent()
    cards = cards_of(group, number)
    assert len(cards) in copies
    assert all("могло прийти дважды" in card.text for card in cards[1:])
    await read_by_code(chat, code, number)
    await answer_case(group, group.members[1], cards[0], "Мы проверили: виновный наказан.")
    seen = await read_by_code(chat, code, "Мы проверили")
    assert seen.text.count("Мы проверили") == 1
    assert stage.play.violations == []


@pytest.mark.parametrize("point", ["before-commit", "after-commit", "after-answer"])
async def test_killed_while_filing(either_stage: Stage, point: str) -> None:
    stage = either_stage
    group, chat, code = await kill_at_send(stage, point)
    if point == "before-commit":
        receipt = await newest(chat, RECEIPT)
        assert code_in(receipt) == code
    else:
        # The press comes again, and finds its report filed: the citizen is told how to be sure.
        await newest(chat, CHECK)
    assert any(RECEIPT in m.text for m in chat.messages) == (point != "after-commit")
    # While the citizen was answered the notifier may have been sending the card.
    await is_whole(stage, group, chat, code, copies=range(1, 3 if point == "after-answer" else 2))
    other = stage.citizen("Болат")
    await reach_preview(other, "Второе обращение.")
    number, _ = await send_preview(other)
    await newest(group, "Второе обращение.")
    assert not cards_of(group, number)[1:]
    assert number not in (await read_by_code(chat, code, "Мы проверили")).text


async def test_killed_after_filing_and_the_press_is_lost(stage: Stage) -> None:
    """After a longer outage Telegram does not repeat the press: the citizen presses again, and is told."""
    bot = await stage.start("after-commit")
    group = await stage.bind()
    chat = stage.citizen()
    code = await reach_preview(chat, TEXT)
    await stage.all_heard()
    stage.arm()
    await chat.press("Отправить")
    assert await bot.is_killed()
    stage.play.world.updates.drop_all()
    await stage.start()
    await chat.press("Отправить")
    await newest(chat, CHECK)
    await is_whole(stage, group, chat, code, copies=range(1, 2))


@pytest.mark.parametrize(
    ("point", "copies"),
    [
        ("after-claim", range(1, 2)),
        ("after-send", range(2, 3)),
        ("before-settle", range(2, 3)),
        ("after-settle", range(1, 2)),
    ],
)
async def test_killed_while_posting(stage: Stage, point: str, copies: range) -> None:
    """A card whose sending was in flight may stand twice in the group; a reply to either answers the case."""
    group, chat, code = await kill_at_send(stage, point)
    await is_whole(stage, group, chat, code, copies)


async def test_killed_while_posting_on_postgresql(either_stage: Stage) -> None:
    group, chat, code = await kill_at_send(either_stage, "after-send")
    await is_whole(either_stage, group, chat, code, copies=range(2, 3))


async def test_killed_between_two_parts_of_a_card(stage: Stage) -> None:
    group, chat, code = await kill_at_send(stage, "after-part", text=LONG_TEXT)
    await is_whole(stage, group, chat, code, copies=range(1, 3))
    assert sum(each.text.endswith("И это не всё.") for each in group.messages) == 1


async def test_killed_after_commit_of_an_answer_it_is_asked_again(stage: Stage) -> None:
    """The mark of an unsent step is enough: Telegram need not repeat the update."""
    bot = await stage.start("after-commit")
    chat = stage.citizen()
    await choose_language(chat)
    await tap(chat, "Сообщить о нарушении", "В каком регионе")
    await stage.all_heard()
    stage.arm()
    await chat.press("Мангистауская")
    assert await bot.is_killed()
    stage.play.world.updates.drop_all()
    await stage.start()
    await newest(chat, "Чего это касается")
    await tap(chat, "Услуги населению", "Выберите сферу")


@pytest.mark.parametrize("point", ["office-before-commit", "office-after-commit"])
async def test_killed_while_an_officer_replies(stage: Stage, point: str) -> None:
    bot = await stage.start(point)
    group = await stage.bind()
    chat = stage.citizen()
    await reach_preview(chat, TEXT)
    _, code = await send_preview(chat)
    card = await newest(group, "🆕")
    await stage.all_sent()
    await stage.all_heard()
    stage.arm()
    officer = group.members[1]
    await group.send(officer, "Ответ офиса.", reply_to=card)
    assert await bot.is_killed()
    await stage.start()
    preview = await group.wait_for(lambda m: m.from_bot and m.button(RELEASE) is not None, PATIENCE)
    await stage.all_sent()
    assert sum(each.button(RELEASE) is not None for each in group.messages) == 1
    await group.press(officer, RELEASE, preview)
    await newest(group, "гражданин прочтёт его по коду")
    assert (await read_by_code(chat, code, "Ответ офиса.")).text.count("Ответ офиса.") == 1


@pytest.mark.parametrize("point", ["office-before-commit", "office-after-commit"])
async def test_killed_while_an_answer_is_released(stage: Stage, point: str) -> None:
    bot = await stage.start(point, nth=2)
    group = await stage.bind()
    chat = stage.citizen()
    await reach_preview(chat, TEXT, level=PUSHED)
    await send_preview(chat)
    card = await newest(group, "🆕")
    await stage.all_sent()
    await stage.all_heard()
    stage.arm()
    officer = group.members[1]
    await group.send(officer, "Ответ офиса.", reply_to=card)
    preview = await group.wait_for(lambda m: m.button(RELEASE) is not None, PATIENCE)
    await stage.all_sent()
    await group.press(officer, RELEASE, preview)
    assert await bot.is_killed()
    await stage.start()
    await chat.wait_for(lambda m: m.button("Показать") is not None, PATIENCE)
    await stage.all_sent()
    assert sum(each.button("Показать") is not None for each in chat.messages) == 1
    await tap(chat, "Показать", "Ответ офиса.")
    await group.wait_for(lambda m: m.id == preview.id and m.button(RELEASE) is None, PATIENCE)


async def test_killed_during_a_checkpoint(stage: Stage) -> None:
    bot = await stage.start("checkpoint")
    group = await stage.bind()
    filed = []
    for turn in range(3):
        chat = stage.citizen()
        await reach_preview(chat, f"Требуют деньги, случай {turn}.")
        filed.append((chat, *await send_preview(chat)))
    await stage.all_heard()
    stage.arm()
    assert await bot.is_killed()
    await stage.start()
    for chat, number, code in filed:
        await read_by_code(chat, code, number)
        await group.wait_for(lambda m, number=number: number in m.text, PATIENCE)  # type: ignore[misc]
    with closing(stage.connect()) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
