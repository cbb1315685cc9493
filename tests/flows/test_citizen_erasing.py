"""A citizen erases the chat: its messages go, the draft goes with them, and the case is read by its code as before."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.flows.office import rehearsal
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
