"""A citizen erases the chat: its messages go, the draft goes with them, and the case is read by its code as before."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.playground import JumpingClock, Playground
from tests.flows.office import ADMIN_ID, PATIENCE, TEXTS, Rehearsal, rehearsal, running, settings_for
from tests.flows.test_citizen_codes import file_one


@pytest.mark.parametrize("language", ["kk", "ru"])
async def test_an_erased_chat_holds_one_message_and_the_code_opens_the_case(tmp_path: Path, language: str) -> None:
    async with rehearsal(tmp_path) as r:
        citizen, number, code = await file_one(r, language)
        receipt = [message.id for message in citizen.chat.messages]
        await citizen.say("/erase", "erase.menu")
        await citizen.tap("btn.erase_chat", "erase.chat_confirm")
        done = await citizen.tap("btn.erase_sure", "erase.chat_done")
        assert [message.id for message in citizen.chat.messages] == [done.id]
        assert receipt and done.id not in receipt
        opened = await citizen.say(code, "status.case")
        assert number in opened.text
        assert r.play.violations == []


async def test_while_telegram_deletes_nothing_the_citizen_is_answered_and_a_restart_goes_on(tmp_path: Path) -> None:
    """The messages stay for now: the code opens the case all the same, and what was promised is done after a crash."""
    clock = JumpingClock()
    async with Playground(clock=clock, budgets=False) as play:
        settings, admin = settings_for(tmp_path, play), play.person("Әлия", user_id=ADMIN_ID)
        async with running(settings, clock, play) as house:
            r = Rehearsal(play, house, clock, settings, admin)
            citizen, number, code = await file_one(r, "ru")
            await citizen.say("/erase", "erase.menu")
            await citizen.tap("btn.erase_chat", "erase.chat_confirm")
            play.fail("deleteMessages", kind="500", times=None)
            await citizen.tap("btn.erase_sure", "erase.chat_doing")
            opened = await citizen.say(code, "status.case")
            assert number in opened.text
            doing = TEXTS.text("erase.chat_doing", "ru")
            assert [message.text for message in citizen.chat.messages].count(doing) == 1
        async with running(settings, clock, play) as house:
            r = Rehearsal(play, house, clock, settings, admin)
            second, _, _ = await file_one(r, "kk")
            await second.say("/erase", "erase.menu")
            await second.tap("btn.erase_chat", "erase.chat_confirm")
            await second.tap("btn.erase_sure", "erase.chat_doing")
            assert len(second.chat.messages) > 1
        play.clear_faults()
        async with running(settings, clock, play):
            await second.chat.wait_for(lambda message: message.text == TEXTS.text("erase.chat_done", "kk"), PATIENCE)
            assert len(second.chat.messages) == 1
