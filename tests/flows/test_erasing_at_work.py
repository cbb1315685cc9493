"""Heads, officers and experts erase their private chat: what waits for their answer is offered again, and answered."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.playground import Message, PrivateChat
from bot.terms import Status
from tests.flows.office import PATIENCE, Rehearsal, newest, rehearsal
from tests.flows.shortcuts import HEADINGS, OnDesk, put_case
from tests.flows.test_experts import LATER, OPINION
from tests.flows.test_experts import begun as with_expert
from tests.flows.test_office_head import ANSWER, press_head, status_of
from tests.flows.test_office_head import begun as with_head
from tests.flows.test_office_roles import text

BOTH = pytest.mark.parametrize("language", ["kk", "ru"])


async def erase(r: Rehearsal, private: PrivateChat, *, waits: bool = True) -> Message:
    """Erase the chat in Russian; what stands in it then, after it was said whether cases are offered again."""
    await private.send("/start")
    which = await newest(private, "Тілді")
    await private.press("Русский", which)
    said = await private.send("/erase")
    asked = await private.wait_for(lambda m: m.from_bot and m.text == text("erase.menu", "ru"), PATIENCE, after=said)
    await private.press(text("btn.erase_chat", "ru"), asked)
    begins = text("erase.chat_confirm", "ru")
    sure = await private.wait_for(lambda m: m.from_bot and m.text.startswith(begins), PATIENCE)
    assert (text("erase.offered_again", "ru") in sure.text) is waits
    await private.press(text("btn.erase_sure", "ru"), sure)
    done = await private.wait_for(lambda m: m.text == text("erase.chat_done", "ru"), PATIENCE)
    await r.house.answers.flush_shown()
    return done


async def offered(private: PrivateChat, done: Message, *cases: OnDesk) -> Message:
    """The list of what still waits: numbers on buttons, and no word of a case."""
    told = await private.wait_for(lambda m: m.from_bot and text("s.still_yours", "ru") in m.text, PATIENCE, after=done)
    assert [button.label for row in told.buttons for button in row] == sorted(case.number for case in cases)
    assert [m.id for m in private.messages] == [done.id, told.id]
    return told


@BOTH
async def test_a_head_answers_what_was_given_to_them_before_they_erased_the_chat(tmp_path: Path, language: str) -> None:
    async with rehearsal(tmp_path) as r:
        group, private, case, card = await with_head(r, language)
        await put_case(r, "Другое обращение", level="relay", language=language)
        await press_head(group, 2, case, card)
        given = await newest(private, "Врач требует деньги")
        await private.send(ANSWER, reply_to=given)
        await private.wait_for(lambda m: m.from_bot and HEADINGS[language] in m.text, PATIENCE)
        done = await erase(r, private)
        told = await offered(private, done, case)
        pressed = await (await private.press(case.number, told)).answered(PATIENCE)
        assert pressed.text == text("s.comes_below", language) or text("s.comes_below", language) in pressed.text
        # Their own words, which wait to go, come again as well, with their buttons.
        preview = await private.wait_for(lambda m: m.from_bot and HEADINGS[language] in m.text, PATIENCE, after=told)
        again = await private.wait_for(lambda m: m.from_bot and "Врач требует" in m.text, PATIENCE, after=told)
        await private.send("Ещё одно", reply_to=again)
        await private.wait_for(lambda m: m.from_bot and HEADINGS[language] in m.text, PATIENCE, after=preview)
        await private.press(text("s.btn_send", language), preview)
        await private.wait_for(lambda m: m.id == preview.id and not m.buttons, PATIENCE)
        assert await status_of(r, case) is Status.ANSWERED
        refused = await (await private.press(case.number, told)).answered(PATIENCE)
        assert refused.show_alert and text("e.over", "ru") in refused.text
        assert r.play.violations == []


@BOTH
async def test_an_expert_gives_their_opinion_after_they_erased_the_chat(tmp_path: Path, language: str) -> None:
    async with rehearsal(tmp_path) as r:
        group, private, case, card = await with_expert(r, language)
        given = await newest(private, "требует деньги")
        opening = await group.press(group.members[2], "x", card, data=f"efile:{case.id}:0:1")
        assert (await opening.answered(PATIENCE)).text == text("s.expert_file_sent", language)
        await private.wait_for(lambda m: m.from_bot and m.media is not None, PATIENCE)
        done = await erase(r, private)
        assert private.message(given.id) is None
        told = await offered(private, done, case)
        await private.press(case.number, told)
        again = await private.wait_for(lambda m: m.from_bot and "требует деньги" in m.text, PATIENCE, after=told)
        assert LATER.split()[0] in again.text and "Сериков" not in again.text and "701" not in again.text
        file = await private.wait_for(lambda m: m.from_bot and m.media is not None, PATIENCE, after=told)
        assert file.raw["has_protected_content"] and again.raw["has_protected_content"]
        await private.send(OPINION, reply_to=again)
        preview = await private.wait_for(lambda m: m.from_bot and OPINION in m.text and bool(m.buttons), PATIENCE)
        await private.press(text("e.btn_send", language), preview)
        await newest(group, OPINION)
        refused = await (await private.press(case.number, told)).answered(PATIENCE)
        assert refused.show_alert and text("e.over", "ru") in refused.text
        assert r.play.violations == []


async def test_an_officer_of_a_silent_group_gets_what_they_took_and_a_stranger_nothing(tmp_path: Path) -> None:
    async with rehearsal(tmp_path) as r:
        group = await r.bind("mangystau")
        await group.send(r.admin, "/notice on")
        await newest(group, text("a.notice_on", "ru"))
        dana, private = group.members[1], r.play.private(group.members[1])
        await private.send("/start")
        case = await put_case(r, "Врач требует деньги", level="relay")
        card = await group.wait_for(lambda m: m.from_bot and case.number in m.text and bool(m.buttons), PATIENCE)
        await group.press(dana, text("s.btn_take", "ru"), card)
        await newest(private, "Врач требует деньги")
        told = await offered(private, await erase(r, private), case)
        stranger = r.citizen("Чужой")
        await erase(r, stranger, waits=False)
        under = await newest(stranger, text("erase.chat_done", "ru"))
        refused = await (await stranger.press("x", under, data=f"again:{case.id}")).answered(PATIENCE)
        assert refused.show_alert
        refused = await (await group.press(group.members[2], "x", card, data=f"again:{case.id}")).answered(PATIENCE)
        assert refused.show_alert
        await private.press(case.number, told)
        again = await private.wait_for(lambda m: m.from_bot and "Врач требует" in m.text, PATIENCE, after=told)
        await private.send(ANSWER, reply_to=again)
        preview = await private.wait_for(lambda m: m.from_bot and HEADINGS["ru"] in m.text, PATIENCE)
        await private.press(text("s.btn_send", "ru"), preview)
        await private.wait_for(lambda m: m.id == preview.id and not m.buttons, PATIENCE)
        assert await status_of(r, case) is Status.ANSWERED
        assert [m.text for m in stranger.messages if m.from_bot] == [under.text]
        assert r.play.violations == []
