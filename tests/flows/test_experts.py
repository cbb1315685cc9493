"""Experts: asked by a link, they get a case under masks in private, and their opinion comes back under its card."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.playground import Group, Message, Person, PrivateChat
from bot.terms import Status
from storage import cases
from tests.flows.office import PATIENCE, Rehearsal, newest, rehearsal
from tests.flows.shortcuts import OnDesk, add_words, give_role, put_case, put_file
from tests.flows.test_office_roles import text

BOTH = pytest.mark.parametrize("language", ["kk", "ru"])
STORY = "Врач Сериков Бауыржан требует деньги, соседка Жанель видела. Мой номер +7 701 555 66 77."
LATER = "И медсестра Ахметова Г. С. тоже"
OPINION = "Цена вдвое выше рыночной"


async def become_expert(
    r: Rehearsal, group: Group, by: Person, language: str, private: PrivateChat | None = None
) -> PrivateChat:
    """*by* asks for an expert of science in the group; Saule opens the link and agrees."""
    said = await group.send(by, "/expert_add")
    which = await group.wait_for(lambda m: m.from_bot and text("a.expert_field", language) in m.text, after=said)
    await group.press(by, "x", which, data="expert_add:science")
    linked = await group.wait_for(lambda m: m.from_bot and "?start=expert-" in m.text, PATIENCE, after=which)
    assert not linked.raw.get("has_protected_content")
    payload = linked.text.partition("?start=")[2].split()[0]
    private = private or r.play.private(r.play.person("Сәуле"))
    started = await private.start(payload)
    asked = await private.wait_for(lambda m: m.from_bot and bool(m.buttons), PATIENCE, after=started)
    await private.press((0, 0), asked)
    await newest(private, text("a.field_science", language))
    await newest(group, text("a.expert_added", language, person="Сәуле", field="science"))
    return private


async def give(group: Group, person: Person, case: OnDesk, card: Message) -> str:
    """Turn the card's buttons to the experts and press the only one; what that is answered with."""
    await group.press(person, "x", card, data=f"page:experts:{case.id}")
    turned = await group.wait_for(lambda m: m.id == card.id and m.button("Сәуле") is not None, PATIENCE)
    press = await group.press(person, "Сәуле", turned)
    return (await press.answered(PATIENCE)).text


async def status_of(r: Rehearsal, case: OnDesk) -> Status:
    row = await r.house.store.database.read(cases.get_case, case.id)
    assert row is not None
    return row.status


async def begun(r: Rehearsal, language: str) -> tuple[Group, PrivateChat, OnDesk, Message]:
    """A group whose head has an expert, and a case in it that the expert got."""
    group = await r.bind("mangystau", language=language)
    dana = group.members[1]
    await r.play.private(dana).send("/start")
    await give_role(r, group, "head", dana)
    private = await become_expert(r, group, dana, language)
    shown, kept = await put_file(r, b"picture"), await put_file(r, b"another picture")
    case = await put_case(r, STORY, level="contact", language=language, attached=(shown, kept))
    await add_words(r, case, LATER)
    card = await group.wait_for(lambda m: m.from_bot and case.number in m.text and bool(m.buttons), PATIENCE)
    assert case.number in await give(group, dana, case, card)
    return group, private, case, card


@BOTH
async def test_an_opinion_comes_back_and_the_expert_keeps_no_word(tmp_path: Path, language: str) -> None:
    async with rehearsal(tmp_path) as r:
        group, private, case, card = await begun(r, language)
        given = await newest(private, "требует деньги")
        assert case.number in given.text and given.raw["has_protected_content"]
        assert await status_of(r, case) is Status.EXPERT
        assert not any(m.media for m in private.from_bot)
        opening = await group.press(group.members[2], "x", card, data=f"efile:{case.id}:0:1")
        assert (await opening.answered(PATIENCE)).text == text("s.expert_file_sent", language)
        file = await private.wait_for(lambda m: m.from_bot and m.media is not None, PATIENCE)
        assert file.reply_to == given.id and file.raw["has_protected_content"]
        await private.send(OPINION, reply_to=given)
        preview = await private.wait_for(lambda m: m.from_bot and OPINION in m.text and bool(m.buttons), PATIENCE)
        assert all(OPINION not in m.text for m in group.messages)
        await private.press(text("e.btn_send", language), preview)
        opinion = await newest(group, OPINION)
        assert "Сәуле" in opinion.text and opinion.raw["has_protected_content"]
        wiped = text("n.wiped", language, case_no=case.number)
        await private.wait_for(lambda m: m.id == given.id and m.text == wiped, PATIENCE)
        assert await status_of(r, case) is Status.REGISTERED
        await private.wait_for(lambda m: m.id == given.id and private.message(file.id) is None, PATIENCE)
        await private.send("Ещё одно", reply_to=given)
        await newest(private, text("n.not_yours", language))
        crossed = json.dumps([m.raw for m in case.chat.from_bot], ensure_ascii=False)
        assert not any(mark in crossed for mark in (OPINION, "Сәуле", str(private.person.id)))
        assert r.play.violations == []


async def test_whoever_declines_stops_the_bot_or_leaves_the_list_has_nothing(tmp_path: Path) -> None:
    async with rehearsal(tmp_path) as r:
        group, private, case, card = await begun(r, "ru")
        given, dana = await newest(private, "требует деньги"), group.members[1]
        await private.send(OPINION, reply_to=given)
        preview = await private.wait_for(lambda m: m.from_bot and OPINION in m.text and bool(m.buttons), PATIENCE)
        await private.press(text("s.btn_dont_send", "ru"), preview)
        await private.wait_for(lambda m: m.id == preview.id and text("s.not_sent", "ru") in m.text, PATIENCE)
        assert await status_of(r, case) is Status.EXPERT
        await private.press(text("e.btn_decline", "ru"), given)
        await newest(group, text("s.expert_declined", "ru", case_no=case.number))
        assert case.number in await give(group, dana, case, card)
        await group.press(dana, "x", card, data=f"do:recall:{case.id}")
        recalled = await newest(group, text("s.expert_recalled", "ru", case_no=case.number))
        assert case.number in await give(group, dana, case, card)
        said = await group.send(dana, "/expert_del")
        listed = await group.wait_for(lambda m: m.from_bot and text("a.expert_whom", "ru") in m.text, after=said)
        private.block()
        await group.press(dana, (0, 0), listed)
        told = text("s.expert_recalled", "ru", case_no=case.number)
        await group.wait_for(lambda m: m.from_bot and told in m.text, PATIENCE, after=recalled)
        assert await status_of(r, case) is Status.REGISTERED
        private.unblock()
        await become_expert(r, group, dana, "ru", private)
        private.block()
        assert case.number in await give(group, dana, case, card)
        await newest(group, text("s.expert_unreached", "ru", case_no=case.number))
        assert await status_of(r, case) is Status.REGISTERED
