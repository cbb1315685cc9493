"""To the head: a case goes to the private chat of who leads the office, and what they write there is the answer."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.desk.history import list_history
from bot.playground import Group, Message, PrivateChat
from bot.terms import Status
from storage import cases
from tests.flows.office import PATIENCE, Rehearsal, newest, rehearsal
from tests.flows.shortcuts import HEADINGS, OnDesk, give_role, put_case
from tests.flows.test_office_roles import text

BOTH = pytest.mark.parametrize("language", ["kk", "ru"])
ANSWER = "Дәрігерге сөгіс берілді."


async def press_head(group: Group, person: int, case: OnDesk, card: Message) -> str:
    """Press "to the head" on the card's second page; what the press is answered with."""
    press = await group.press(group.members[person], "x", card, data=f"do:head:{case.id}")
    return (await press.answered(PATIENCE)).text


async def begun(r: Rehearsal, language: str) -> tuple[Group, PrivateChat, OnDesk, Message]:
    """A group whose member Dana leads the office and has begun the bot, and a case in it."""
    group = await r.bind("mangystau", language=language)
    dana = group.members[1]
    private = r.play.private(dana)
    await private.send("/start")
    await give_role(r, group, "head", dana)
    case = await put_case(r, "Врач требует деньги", level="relay", language=language)
    card = await group.wait_for(lambda m: m.from_bot and case.number in m.text and bool(m.buttons), PATIENCE)
    return group, private, case, card


async def status_of(r: Rehearsal, case: OnDesk) -> Status:
    """Where the case stands."""
    row = await r.house.store.database.read(cases.get_case, case.id)
    assert row is not None
    return row.status


@BOTH
async def test_the_heads_words_in_private_are_the_answer(tmp_path: Path, language: str) -> None:
    async with rehearsal(tmp_path) as r:
        group, private, case, card = await begun(r, language)
        assert await press_head(group, 2, case, card) == text("s.head_sent", language)
        given = await newest(private, "Врач требует деньги")
        assert case.number in given.text and given.raw["has_protected_content"]
        assert await status_of(r, case) is Status.WITH_HEAD
        assert await press_head(group, 2, case, card) == text("s.head_has_it", language)
        await private.send(ANSWER, reply_to=given)
        preview = await private.wait_for(lambda m: m.from_bot and HEADINGS[language] in m.text, PATIENCE)
        assert ANSWER in preview.text and preview.raw["has_protected_content"]
        assert all(ANSWER not in m.text for m in group.messages)
        await private.press(text("s.btn_send", language), preview)
        await private.wait_for(lambda m: m.id == preview.id and not m.buttons, PATIENCE)
        assert await status_of(r, case) is Status.ANSWERED
        await case.chat.wait_for(lambda m: m.from_bot and any("show" in (d.data or "") for w in m.buttons for d in w))
        pushed = case.chat.from_bot[-1]
        await case.chat.press((0, 0), pushed)
        read = await newest(case.chat, ANSWER)
        crossed = json.dumps([m.raw for m in case.chat.from_bot], ensure_ascii=False)
        assert ANSWER in read.text
        assert not any(mark in crossed for mark in ("Дана", "Ерлан", str(private.person.id), str(group.id)))
        await group.wait_for(lambda m: m.id == card.id and "Дана" in m.text and "🆕" not in m.text, PATIENCE)
        done = await r.house.store.database.read(_happened, case.id, r)
        assert done == [("to_head", "Ерлан"), ("answered", "Дана")]
        assert r.play.violations == []


def _happened(connection: object, case_id: str, r: Rehearsal) -> list[tuple[str, str]]:
    row = cases.get_case(connection, case_id)  # type: ignore[arg-type]
    assert row is not None
    listed = list_history(connection, row, r.house.store.safe)  # type: ignore[arg-type]
    return [(entry.what.value, entry.by.name if entry.by else "") for entry in listed]


async def test_without_a_head_or_a_private_chat_nothing_is_given(tmp_path: Path) -> None:
    async with rehearsal(tmp_path) as r:
        group = await r.bind("mangystau")
        case = await put_case(r, "Врач требует деньги", level="relay")
        card = await newest(group, "Врач требует деньги")
        assert await press_head(group, 2, case, card) == text("s.head_none", "ru")
        await give_role(r, group, "head", group.members[1])
        assert await press_head(group, 2, case, card) == text("s.head_silent", "ru")
        assert await status_of(r, case) is Status.REGISTERED


async def test_who_is_replaced_or_has_left_decides_nothing_by_what_they_were_sent(tmp_path: Path) -> None:
    async with rehearsal(tmp_path) as r:
        group, private, case, card = await begun(r, "ru")
        dana, erlan = group.members[1:]
        await press_head(group, 2, case, card)
        given = await newest(private, "Врач требует деньги")
        await private.send(ANSWER, reply_to=given)
        preview = await private.wait_for(lambda m: m.from_bot and HEADINGS["ru"] in m.text, PATIENCE)
        send = next(each.data for row in preview.buttons for each in row if each.data and each.data.startswith("hout:"))
        await give_role(r, group, "head", erlan)
        refused = await (await private.press(text("s.btn_send", "ru"), preview)).answered(PATIENCE)
        assert refused.show_alert and "не руководитель" in refused.text
        await private.send("Ещё одно", reply_to=given)
        await newest(private, "не руководитель офиса этого региона")
        await give_role(r, group, "head", dana)
        await group.remove(dana, by=dana)
        await newest(group, "Сотрудник вышел из группы")
        # What was given to them as the head leaves their chat, the buttons with it: an old copy of one does nothing.
        await private.wait_for(lambda m: m.id == preview.id and not m.buttons, PATIENCE)
        refused = await (await private.press("x", preview, data=send)).answered(PATIENCE)
        assert refused.show_alert
        assert await status_of(r, case) is Status.WITH_HEAD


async def test_nobody_else_sends_the_heads_words(tmp_path: Path) -> None:
    async with rehearsal(tmp_path) as r:
        group, private, case, card = await begun(r, "ru")
        await press_head(group, 2, case, card)
        given = await newest(private, "Врач требует деньги")
        await private.send(ANSWER, reply_to=given)
        preview = await private.wait_for(lambda m: m.from_bot and HEADINGS["ru"] in m.text, PATIENCE)
        (seq,) = {button.data.rsplit(":", 1)[1] for row in preview.buttons for button in row if button.data}
        stranger = r.citizen("Чужой")
        await stranger.send("/start")
        under = await newest(stranger, "Тілді")
        for data in (f"hout:{case.id}:{seq}", f"hnot:{case.id}:{seq}", f"out:{case.id}:{seq}"):
            await (await stranger.press("x", under, data=data)).answered(PATIENCE)
            pressed = await (await group.press(group.members[2], "x", card, data=data)).answered(PATIENCE)
            assert pressed.show_alert, data
        assert await status_of(r, case) is Status.WITH_HEAD
        await private.press(text("s.btn_dont_send", "ru"), preview)
        await private.wait_for(lambda m: m.id == preview.id and not m.buttons, PATIENCE)
        assert await status_of(r, case) is Status.WITH_HEAD


async def test_words_that_the_head_edits_are_shown_anew_and_the_old_ones_are_not_sent(tmp_path: Path) -> None:
    async with rehearsal(tmp_path) as r:
        group, private, case, card = await begun(r, "ru")
        await press_head(group, 2, case, card)
        given = await newest(private, "Врач требует деньги")
        said = await private.send(ANSWER, reply_to=given)
        old = await private.wait_for(lambda m: m.from_bot and HEADINGS["ru"] in m.text, PATIENCE)
        await private.edit(said, "Врач уволен.")
        new = await private.wait_for(lambda m: m.from_bot and "Врач уволен." in m.text, PATIENCE)
        refused = await (await private.press(text("s.btn_send", "ru"), old)).answered(PATIENCE)
        assert refused.show_alert
        await private.press(text("s.btn_send", "ru"), new)
        await private.wait_for(lambda m: m.id == new.id and not m.buttons, PATIENCE)
        await private.edit(said, "Врач прощён.")
        await newest(private, "Правка отправленного ответа")
        assert await status_of(r, case) is Status.ANSWERED


async def test_a_head_who_blocks_the_bot_is_told_of_in_the_group(tmp_path: Path) -> None:
    async with rehearsal(tmp_path) as r:
        group, private, case, card = await begun(r, "ru")
        private.block()
        await press_head(group, 2, case, card)
        await newest(group, "Руководителю не доставлено")


async def test_the_head_stays_a_citizen_beside(tmp_path: Path) -> None:
    """What is no reply to a case of the office is the conversation's, and a reply never becomes a draft."""
    async with rehearsal(tmp_path) as r:
        group, private, case, card = await begun(r, "ru")
        await press_head(group, 2, case, card)
        given = await newest(private, "Врач требует деньги")
        await private.send(ANSWER, reply_to=given)
        await private.wait_for(lambda m: m.from_bot and HEADINGS["ru"] in m.text, PATIENCE)
        await private.send("/start")
        await private.wait_for(lambda m: m.from_bot and m.id == private.from_bot[-1].id, PATIENCE)
        assert all(ANSWER not in m.text for m in private.from_bot if HEADINGS["ru"] not in m.text)
        assert all(ANSWER not in m.text for m in group.messages)
        assert await status_of(r, case) is Status.WITH_HEAD
