"""Who presses on a citizen: asked once the case is taken, told the head alone, answered by them; no group knows.

Neither does the disk or the log.
"""

from __future__ import annotations

import json
import logging
from pathlib import Path

import pytest

from bot.desk.presses import CaseAct, WorkOn, spell_staff_press
from bot.playground.driving import Driver
from tests.flows.office import PATIENCE, TEXTS, newest, rehearsal
from tests.flows.shortcuts import HEADINGS, files_in
from tests.flows.test_office_head import begun, status_of
from tests.flows.test_office_roles import text
from tests.promises.searching import find, texts

THREAT = "Бас дәрігер жұмыстан шығарамын деп қорқытты, зверобой"
DONE = "Бас дәрігерге ескерту жасалды, чернобыльник"


@pytest.mark.parametrize("language", ["kk", "ru"])
async def test_a_threat_reaches_the_head_alone_and_is_answered(
    tmp_path: Path, language: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, "bot")
    typed = texts("зверобой", "чернобыльник", "қорқытты")
    async with rehearsal(tmp_path) as r:
        group, private, case, card = await begun(r, language)
        take = await group.press(group.members[2], "x", card, data=spell_staff_press(WorkOn(CaseAct.TAKE, case.id)))
        await take.answered(PATIENCE)
        await group.wait_for(lambda m: m.id == card.id and "🆕" not in m.text, PATIENCE)
        status, before = await status_of(r, case), [m.raw for m in group.messages]
        driver = Driver(case.chat, TEXTS, language, patience=PATIENCE)
        await driver.tap(f"lang:{language}", "start.welcome")
        opened = await driver.say(f"/status {case.code}", "press.ask")
        await case.chat.press(text("btn.act_pressed", language), opened)
        await newest(case.chat, text("press.words", language)[:40])
        await case.chat.send(THREAT)
        waits = await newest(case.chat, text("press.to_head", language))
        await case.chat.press(text("btn.give_head", language), waits)
        await newest(case.chat, text("press.sent", language))
        told = await newest(private, "зверобой")
        assert case.number in told.text and told.raw["has_protected_content"]
        await private.send(DONE, reply_to=told)
        preview = await private.wait_for(lambda m: m.from_bot and HEADINGS[language] in m.text, PATIENCE)
        await private.press(text("s.btn_send", language), preview)
        await private.wait_for(lambda m: m.id == preview.id and not m.buttons, PATIENCE)
        await case.chat.send(f"/status {case.code}")
        read = await newest(case.chat, "чернобыльник")
        assert text("status.head_wrote", language, date="")[:20] in read.text and "зверобой" in read.text
        assert text("press.ask", language) not in read.text
        assert await status_of(r, case) is status
        assert [m.raw for m in group.messages] == before
        assert not any(word in json.dumps(before, ensure_ascii=False) for word in ("зверобой", "чернобыльник"))
        assert r.play.violations == []
        at_rest = files_in(tmp_path)
        assert {"adaldyq.db", "adaldyq.db-wal"} <= set(at_rest) and caplog.text
        assert find(typed, at_rest | {"log": caplog.text.encode()}) == []
    assert find(typed, files_in(tmp_path)) == []
    assert find(typed, {"a leak": THREAT.encode()}) != []
