"""A case that went past the group: a month of the office's days shows the group neither number nor word of it."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

from bot.desk.presses import CardPage, CaseAct
from bot.playground import Group, Message, PrivateChat
from bot.terms import Desk, Status
from storage import cases
from tests.flows.office import PATIENCE, Rehearsal, choose_language, fill_report, newest, rehearsal, send_preview, tap
from tests.flows.shortcuts import HEADINGS, OnDesk, add_words, give_role, put_case
from tests.flows.test_office_roles import text
from tests.flows.test_office_terms import first_monday_of_march, go_to, settle

STORY = "Сотрудник вашего офиса требует деньги за зверобой"
LATER, ANSWER = "И ещё он грозит чернобыльником", "Сотруднику объявлен выговор, мелисса"
NOBODYS = "47-27-11111"
PLANTED = ("зверобой", "чернобыльник", "мелисса")


async def test_a_month_of_the_offices_days_shows_the_group_nothing(tmp_path: Path) -> None:
    async with rehearsal(tmp_path) as r:
        monday = first_monday_of_march()
        await go_to(r, monday, 15, 30)
        group = await r.bind("mangystau")
        dana = group.members[1]
        private = r.play.private(dana)
        await private.send("/start")
        await give_role(r, group, "head", dana)
        usual = await put_case(r, "Обычное обращение", level="relay")
        await newest(group, "Обычное обращение")
        case, given = await _file_past(r, private)
        echoes = await _work_in_the_group(r, group, case, usual)
        for day in range(1, 30):
            await go_to(r, monday + timedelta(days=day), 9)
            await settle(r)
        await newest(private, text("st.overdue", "ru"))
        await _answer_in_private(r, private, case, given)
        echoes |= await _work_in_the_group(r, group, case, usual)
        told = [m.raw for m in group.messages if m.from_bot and m.id not in echoes]
        shown = json.dumps(told, ensure_ascii=False)
        assert usual.number in shown
        assert [word for word in (case.number, case.id, *PLANTED) if word in shown] == []
        assert r.play.violations == []


async def _file_past(r: Rehearsal, private: PrivateChat) -> tuple[OnDesk, Message]:
    """A citizen sends a report to the head alone, through the whole conversation; the case, and what the head gets."""
    chat = r.citizen("Айгүл")
    await choose_language(chat)
    await fill_report(chat, STORY, level="relay")
    await tap(chat, text("btn.conflict", "ru"), text("conflict.head_means", "ru")[:40])
    await tap(chat, text("btn.conflict_head", "ru"), text("value.past_head", "ru"))
    receipt = await send_preview(chat)
    await newest(chat, text("status.with_head_alone", "ru")[:40])
    given = await newest(private, "зверобой")
    assert receipt.number in given.text and given.buttons and given.raw["has_protected_content"]
    row = await r.house.store.database.read(cases.find_by_number, receipt.number)
    assert row is not None and row.desk is Desk.HEAD
    return OnDesk(receipt.number, receipt.code, row.id, chat), given


async def _work_in_the_group(r: Rehearsal, group: Group, case: OnDesk, usual: OnDesk) -> set[int]:
    """All lists and searches, and every press that can be forged, by somebody who knows the number and the id.

    The answers that say nothing but the number that was typed.
    """
    yerlan = group.members[2]
    for command in ("/queue", "/mine", "/due", "/find зверобой", f"/find {case.number}"):
        said = await group.send(yerlan, command)
        answer = await group.wait_for(lambda m: m.from_bot, PATIENCE, after=said)
        assert case.number not in answer.text, command
    echoes = []
    for number in (case.number, NOBODYS):  # the number comes back as it was typed, whether it is any case's or not
        said = await group.send(yerlan, f"/case {number}")
        answer = await group.wait_for(lambda m: m.from_bot, PATIENCE, after=said)
        echoes.append(answer)
    assert echoes[0].text.replace(case.number, NOBODYS) == echoes[1].text
    listed = await newest(group, usual.number)
    verbs = [f"do:{act}:{{id}}" for act in CaseAct] + [f"page:{page}:{{id}}" for page in CardPage]
    for verb in (*verbs, "end:{id}:measures", "body:{id}:police", "out:{id}:1", "ask:{id}:1", "open:{id}"):
        answers = []
        for case_id in (case.id, "0" * 32):
            pressed = await group.press(yerlan, "x", listed, data=verb.format(id=case_id))
            answers.append((await pressed.answered(PATIENCE)).text)
        assert answers[0] == answers[1], verb
    await group.send(yerlan, "что с ним?", reply_to=listed)
    return {echo.id for echo in echoes}


async def _answer_in_private(r: Rehearsal, private: PrivateChat, case: OnDesk, given: Message) -> None:
    """The citizen adds words, the head answers and closes; the citizen reads it."""
    await add_words(r, case, LATER)
    await newest(private, "чернобыльник")
    await private.send(ANSWER, reply_to=given)
    preview = await private.wait_for(lambda m: m.from_bot and HEADINGS["ru"] in m.text, PATIENCE)
    await private.press(text("s.btn_send", "ru"), preview)
    await private.wait_for(lambda m: m.id == preview.id and not m.buttons, PATIENCE)
    await private.press("x", given, data=f"end:{case.id}:measures")
    await private.wait_for(lambda m: m.id == given.id and text("st.closed", "ru") in m.text, PATIENCE)
    row = await r.house.store.database.read(cases.get_case, case.id)
    assert row is not None and row.status is Status.CLOSED
    await case.chat.wait_for(lambda m: m.from_bot and m.button(text("btn.show", "ru")) is not None, PATIENCE)
    read = await tap(case.chat, text("btn.show", "ru"), "мелисса")
    assert text("status.with_head_alone", "ru") in read.text and "Дана" not in read.text
