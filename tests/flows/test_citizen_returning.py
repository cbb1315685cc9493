"""Coming back to a case after hours, days or a restart: by the push, and by what hangs in the chat since then."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.playground import Group, JumpingClock, Message, Playground
from bot.playground.driving import Receipt, choice_of
from tests.flows.citizens import STORIES, Citizen
from tests.flows.office import PATIENCE, Rehearsal, let_answers_go, newest, rehearsal, running, settings_for
from tests.flows.shortcuts import answer

HOUR, DAY = 3600.0, 86400.0
ASKED = "Қай емхана? Какая поликлиника?"
ADDED = {"kk": "№ 2 емхана, тіркеу бөлімі.", "ru": "Поликлиника № 2, регистратура."}
LATER = [2 * HOUR, 2 * DAY, 15 * DAY]


async def filed(r: Rehearsal, citizen: Citizen, group: Group, level: str) -> tuple[Receipt, Message]:
    """A case that the office has asked about; its receipt and its card."""
    await citizen.choose_language()
    await citizen.file_up_to_sending("report", level=level)
    receipt = await citizen.send()
    card = await newest(group, STORIES[citizen.language])
    preview = await answer(group, group.members[1], card, ASKED)
    await group.press(group.members[1], "Отправить как вопрос", preview)
    await group.wait_for(lambda m: m.id == preview.id and not m.labels, PATIENCE)
    return receipt, card


async def pass_by(r: Rehearsal, seconds: float) -> None:
    """So much time goes by, and the duties that come due with it are done."""
    r.clock.jump(seconds)
    await r.house._rotate()  # as it would have been done all the while
    for expired in await r.house.waiting.expire():
        await r.house.waiting.forget(expired.actor)


def old(message: Message, verb: str) -> str:
    """The data of the button under *message* whose choice begins with *verb*."""
    every = [button.data for row in message.buttons for button in row if button.data]
    return next(data for data in every if choice_of(data).split(":")[0] == verb)


@pytest.mark.parametrize("later", LATER)
@pytest.mark.parametrize("language", ["kk", "ru"])
async def test_the_push_and_the_answer_lead_a_relay_case_to_its_addition(
    tmp_path: Path, language: str, later: float
) -> None:
    async with rehearsal(tmp_path) as r:
        group, citizen = await r.bind("mangystau"), Citizen(r.citizen(), language, r.clock)
        await filed(r, citizen, group, "relay")
        shown = await citizen.tap("btn.show", "status.office_asked")
        assert shown.labels[0] == citizen.text("btn.answer")
        assert citizen.text("st.question") in shown.text
        await pass_by(r, later)
        before = citizen.chat.messages[-1]
        citizen.act()
        await citizen.chat.press(old(shown, "facts"), shown)
        await citizen.see("info.ask", after=before)
        await citizen.say(ADDED[language], "info.so_far")
        await citizen.tap("btn.submit", "info.added")
        await newest(group, ADDED[language])
        assert r.play.violations == []


@pytest.mark.parametrize("later", LATER)
@pytest.mark.parametrize("language", ["kk", "ru"])
async def test_the_old_answer_of_a_code_only_case_asks_for_its_code_and_keeps_the_words(
    tmp_path: Path, language: str, later: float
) -> None:
    async with rehearsal(tmp_path) as r:
        group, citizen = await r.bind("mangystau"), Citizen(r.citizen(), language, r.clock)
        receipt, _ = await filed(r, citizen, group, "code")
        await citizen.say("/status", "status.ask_code")
        shown = await citizen.say(receipt.code, "status.office_asked")
        await pass_by(r, later)
        before = citizen.chat.messages[-1]
        citizen.act()
        await citizen.chat.press(old(shown, "facts"), shown)
        await citizen.see("info.ask_code", after=before)
        await citizen.say(ADDED[language], "info.kept")
        given = await citizen.say(receipt.code, "info.so_far")
        assert receipt.number in given.text and ADDED[language] in given.text
        await citizen.tap("btn.submit", "info.added")
        await newest(group, ADDED[language])
        assert citizen.chat.message(shown.id) == shown
        assert r.play.violations == []


async def test_words_before_the_code_are_reviewed_like_any_others(tmp_path: Path) -> None:
    async with rehearsal(tmp_path) as r:
        group, citizen = await r.bind("mangystau"), Citizen(r.citizen(), "ru", r.clock)
        receipt, _ = await filed(r, citizen, group, "code")
        await citizen.say("/status", "status.ask_code")
        shown = await citizen.say(receipt.code, "status.office_asked")
        await pass_by(r, 2 * HOUR)
        citizen.act()
        await citizen.chat.press(old(shown, "facts"), shown)
        await citizen.see("info.ask_code")
        await citizen.say("Звоните мне: 8 701 555 12 34", "info.kept")
        await citizen.say(receipt.code, "info.so_far")
        await citizen.tap("btn.submit", "pii.ask")
        await citizen.tap("btn.pii_done", "info.so_far")
        await citizen.tap("btn.submit", "info.added")
        added = await newest(group, "Звоните мне")
        assert "555 12 34" not in added.text


@pytest.mark.parametrize(("verb", "then"), [("files", "status.office_asked"), ("hide", "menu.title")])
async def test_other_old_buttons_of_a_code_only_case_work_after_its_session(
    tmp_path: Path, verb: str, then: str
) -> None:
    async with rehearsal(tmp_path) as r:
        group, citizen = await r.bind("mangystau"), Citizen(r.citizen(), "ru", r.clock)
        receipt, card = await filed(r, citizen, group, "code")
        said = await group.by(group.members[1]).send_photo(caption="Вот ответ", reply_to=card)
        preview = await group.wait_for(lambda m: "Вот ответ" in m.text and "Отправить гражданину" in m.labels, PATIENCE)
        assert preview.id > said.id
        await group.press(group.members[1], "Отправить гражданину", preview)
        await group.wait_for(lambda m: m.id == preview.id and not m.labels, PATIENCE)
        await citizen.say("/status", "status.ask_code")
        shown = await citizen.say(receipt.code, "status.office_asked")
        await pass_by(r, 2 * DAY)
        citizen.act()
        before = citizen.chat.messages[-1]
        await citizen.chat.press(old(shown, verb), shown)
        if verb == "hide":
            await citizen.see(then, after=before)
            hidden = await citizen.chat.wait_for(lambda m: m.id == shown.id and not m.labels, PATIENCE)
            assert hidden.text == citizen.text("chat.hidden")  # after two days Telegram deletes nothing
            return
        await citizen.see("status.ask_code", after=before)
        citizen.act()
        typed = await citizen.chat.send(receipt.code)
        await citizen.see(then, after=typed)
        await citizen.chat.wait_for(lambda m: m.from_bot and m.media == "photo", PATIENCE, after=typed)


@pytest.mark.parametrize("later", [0.0, 2 * HOUR, 3 * DAY])
async def test_a_push_leads_to_its_case_however_often_it_was_left(tmp_path: Path, later: float) -> None:
    async with rehearsal(tmp_path) as r:
        group, citizen = await r.bind("mangystau"), Citizen(r.citizen(), "ru", r.clock)
        await filed(r, citizen, group, "relay")
        push = await citizen.chat.wait_for(lambda m: m.button(citizen.text("btn.show")) is not None, PATIENCE)
        for away in ("btn.menu", "btn.hide_message"):
            await pass_by(r, later)
            before = citizen.chat.messages[-1]
            citizen.act()
            await citizen.chat.press(citizen.text("btn.show"), push)
            await citizen.see("status.office_asked", after=before)
            await citizen.tap(away, "menu.title")
            assert citizen.chat.message(push.id) == push
        assert r.play.violations == []


async def test_a_push_survives_a_restart_and_a_question_for_the_language(tmp_path: Path) -> None:
    clock = JumpingClock()
    async with Playground(clock=clock, budgets=False) as play:
        settings = settings_for(tmp_path, play)
        admin = play.person("Әлия", user_id=700_001)
        async with running(settings, clock) as house:
            await house.store.database.write(let_answers_go)
            r = Rehearsal(play, house, clock, settings, admin)
            group, citizen = await r.bind("mangystau"), Citizen(r.citizen(), "kk", clock)
            await filed(r, citizen, group, "relay")
            push = await citizen.chat.wait_for(lambda m: m.button(citizen.text("btn.show")) is not None, PATIENCE)
        async with running(settings, clock):
            clock.jump(3 * DAY)
            await citizen.say("/lang", "lang.ask")
            before = citizen.chat.messages[-1]
            citizen.act()
            await citizen.chat.press(citizen.text("btn.show"), push)
            await citizen.see("status.office_asked", after=before)
            assert citizen.chat.message(push.id) == push
        assert play.violations == []


async def test_an_addition_to_one_case_never_goes_to_another(tmp_path: Path) -> None:
    async with rehearsal(tmp_path) as r:
        group, citizen = await r.bind("mangystau"), Citizen(r.citizen(), "ru", r.clock)
        await filed(r, citizen, group, "relay")
        first = await citizen.tap("btn.show", "status.office_asked")
        await citizen.tap("btn.answer", "info.ask")
        await citizen.say(ADDED["ru"], "info.so_far")
        citizen.act()
        data = old(first, "facts").replace(choice_of(old(first, "facts")), f"facts:{'a' * 32}")
        await citizen.chat.press((0, 0), first, data=data)
        held = await citizen.see("info.other_waits")
        assert citizen.text("btn.submit") in held.labels
        await citizen.tap("btn.drop_facts", "info.dropped")
        assert all(ADDED["ru"] not in message.text for message in group.messages)
