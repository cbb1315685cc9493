"""Drafts that went with the session file: who comes back hears that they are lost, and what was and was not sent."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.playground import JumpingClock, Message, Playground, PrivateChat
from tests.flows.office import (
    ADMIN_ID,
    PATIENCE,
    choose_language,
    fill_report,
    newest,
    running,
    send_preview,
    settings_for,
    tap,
)
from tests.waiting import until

LOST = "незавершённые черновики не сохранились"
LOST_KK = "аяқталмаған қараламалар сақталмай қалды"
UNSENT = "Это нажатие кнопки «Отправить» ничего не отправило."
MAYBE = "могло быть принято"


@dataclass(slots=True)
class Lost:
    """A house that has lost its session file between two lives, and three citizens of the first."""

    play: Playground
    clock: JumpingClock
    at_preview: PrivateChat
    half_way: PrivateChat
    has_filed: PrivateChat
    receipt: str

    def stranger(self) -> PrivateChat:
        """Somebody who comes after the loss."""
        return self.play.private(self.play.person("Жаңа"))


@pytest.fixture
async def lost(tmp_path: Path) -> AsyncIterator[Lost]:
    """The second life, in which the house serves."""
    clock = JumpingClock()
    async with Playground(clock=clock, budgets=False) as play:
        settings = settings_for(tmp_path, play)
        play.person("Әлия", user_id=ADMIN_ID)
        chats = [play.private(play.person(name)) for name in ("Айгүл", "Болат", "Дана")]
        async with running(settings, clock):
            for chat in chats:
                await choose_language(chat)
            await fill_report(chats[0], "Черновик, который пропадёт.")
            await tap(chats[1], "Сообщить о нарушении", "В каком регионе")
            await fill_report(chats[2], "Это обращение сохранено.")
            number, _ = await send_preview(chats[2])
            await until(lambda: not play.world.updates.waiting(), play)
        settings.session_key_file.unlink()
        async with running(settings, clock):
            yield Lost(play, clock, chats[0], chats[1], chats[2], number)


async def last(chat: PrivateChat, words: str) -> Message:
    """The answer that holds *words*, which says nothing of what may have been."""
    answer = await newest(chat, words)
    assert MAYBE not in answer.text
    return answer


async def test_send_under_a_lost_preview_has_sent_nothing_and_says_both_truths(lost: Lost) -> None:
    await lost.at_preview.press("Отправить")
    answer = await last(lost.at_preview, LOST)
    assert UNSENT in answer.text
    assert "Если обращение было отправлено раньше, проверьте его по коду: /status." in answer.text
    await fill_report(lost.at_preview, "Заполнено заново.")
    await lost.at_preview.press("Отправить", await last(lost.at_preview, "Заполнено заново."))
    await newest(lost.at_preview, "Обращение зарегистрировано")
    assert not any(LOST in each.text for each in lost.at_preview.messages)  # the menu above became the questions


async def test_an_old_button_and_words_hear_it_in_their_language_or_in_both(lost: Lost) -> None:
    await lost.half_way.press("Мангистауская")
    assert UNSENT not in (await last(lost.half_way, LOST)).text
    await lost.at_preview.send("Продолжаю рассказ.")
    assert LOST_KK in (await last(lost.at_preview, LOST)).text


async def test_a_file_that_comes_late_hears_it(lost: Lost) -> None:
    await lost.half_way.send_photo()
    await last(lost.half_way, LOST)


async def test_what_needs_no_draft_works_as_ever(lost: Lost) -> None:
    stranger = lost.stranger()
    await choose_language(stranger)
    await lost.has_filed.press("Главное меню")
    await tap(lost.has_filed, "Проверить обращение по коду", "Введите код проверки")
    for chat in (stranger, lost.has_filed):
        assert not any(LOST in each.text or LOST_KK in each.text for each in chat.messages)


async def test_once_no_draft_of_before_could_live_nothing_is_said_of_it(lost: Lost) -> None:
    lost.clock.jump(24 * 3600)
    await lost.half_way.press("Мангистауская")
    await lost.half_way.wait_for(lambda m: m.from_bot and "Главное меню" in m.text or bool(m.labels), PATIENCE)
    assert not any(LOST in each.text for each in lost.half_way.messages)


async def test_a_first_start_has_lost_nothing(tmp_path: Path) -> None:
    clock = JumpingClock()
    async with Playground(clock=clock, budgets=False) as play, running(settings_for(tmp_path, play), clock):
        chat = play.private(play.person("Айгүл"))
        await chat.send("Слова до всего.")
        await newest(chat, "Тілді таңдаңыз")
        assert not any(LOST_KK in each.text for each in chat.messages)
