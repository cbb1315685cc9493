"""Duplicates: whoever wrote of what is looked into already hears how that ended, by push or by code."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.playground import Group, Message
from tests.flows.office import PATIENCE, newest, rehearsal
from tests.flows.shortcuts import OnDesk, answer, put_case
from tests.flows.test_office_roles import text

ANSWER, MARK = "Врачу объявлен выговор", "Первое обращение"


async def card_of(group: Group, case: OnDesk) -> Message:
    return await group.wait_for(lambda m: m.from_bot and case.number in m.text and bool(m.buttons), PATIENCE)


async def join(group: Group, case: OnDesk, first: OnDesk, language: str) -> None:
    """Dana marks *case* as a duplicate of *first*."""
    card, dana = await card_of(group, case), group.members[1]
    await group.press(dana, "x", card, data=f"do:duplicate:{case.id}")
    asked = await newest(group, text("s.duplicate_ask", language, case_no=case.number))
    await group.send(dana, first.number, reply_to=asked)
    await newest(group, text("s.duplicate_done", language, case_no=case.number, first=first.number))


async def read(case: OnDesk) -> str:
    """What the case's citizen reads by its code."""
    said = await case.chat.send(case.code)
    shown = await case.chat.wait_for(lambda m: m.from_bot and case.number in m.text, PATIENCE, after=said)
    return shown.text


@pytest.mark.parametrize("language", ["kk", "ru"])
async def test_how_the_first_case_ends_is_read_at_its_duplicates(tmp_path: Path, language: str) -> None:
    async with rehearsal(tmp_path) as r:
        group = await r.bind("mangystau", language=language)
        first = await put_case(r, MARK, level="relay", language=language)
        pushed = await put_case(r, "Второе", level="relay", language=language)
        by_code = await put_case(r, "Третье", language=language)
        for case in (pushed, by_code):
            await join(group, case, first, language)
        dana, card = group.members[1], await card_of(group, first)
        preview = await answer(group, dana, card, ANSWER, language=language)
        before = pushed.chat.from_bot[-1]
        await group.press(dana, text("s.btn_send", language), preview)
        show = text("btn.show", language)
        told = await pushed.chat.wait_for(lambda m: m.button(show) is not None, PATIENCE, after=before)
        await pushed.chat.press(show, told)
        answered = text("news.first_answered", language, date="").strip(": ")
        await newest(pushed.chat, answered)
        ended = await group.press(dana, "x", card, data=f"end:{first.id}:measures")
        assert (await ended.answered(PATIENCE)).text == text("s.closed_alert", language)
        closed = text("news.first_closed", language, date="", result=text("result.measures", language)).strip(": ")
        await by_code.chat.press({"kk": "Қазақша", "ru": "Русский"}[language], by_code.chat.from_bot[-1])
        for case in (pushed, by_code):
            seen = await read(case)
            assert answered in seen and closed in seen
            crossed = json.dumps([m.raw for m in case.chat.from_bot], ensure_ascii=False)
            assert not any(word in crossed for word in (MARK, ANSWER, first.number, first.id, "Дана"))
        assert r.play.violations == []
