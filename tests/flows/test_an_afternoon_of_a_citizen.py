"""An afternoon as a citizen, in both languages: asks, adds, corrects, withdraws, reads and rates, erases."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.playground import Group, Message
from bot.playground.driving import Receipt, read_receipt
from storage import ratings
from tests.flows.citizens import STORIES, Citizen
from tests.flows.office import PATIENCE, Rehearsal, newest, rehearsal
from tests.flows.shortcuts import answer
from tests.flows.test_citizen_words import WHEN
from tests.flows.test_office_roles import text

ADDED = {"kk": "Кеше тағы да ақша сұрады.", "ru": "Вчера снова требовали деньги."}
WRONG = {"kk": "Бұл бірінші емханада болды.", "ru": "Это было в первой поликлинике."}
RIGHT = {"kk": "Бұл екінші емханада болды.", "ru": "Это было во второй поликлинике."}
ANSWER = {"kk": "Тексердік: дәрігерге ескерту жасалды.", "ru": "Проверили: врачу объявлен выговор."}
WHY = {"kk": "Рахмет, ақшаны қайтарды.", "ru": "Спасибо, деньги вернули."}
GRADE = 5


@pytest.mark.parametrize("language", ["kk", "ru"])
async def test_an_afternoon_from_a_question_to_an_empty_chat(tmp_path: Path, language: str) -> None:
    async with rehearsal(tmp_path) as r:
        group, citizen = await r.bind("mangystau", language=language), Citizen(r.citizen(), language, r.clock)
        await citizen.choose_language()
        await _asks(citizen)
        receipt, card = await _files(citizen, group, "relay")
        await _adds(citizen, group, receipt, card)
        await _corrects(citizen, group, receipt, card)
        await _withdraws_another(citizen, group)
        await _reads_and_rates(r, citizen, group, receipt, card)
        await _erases(citizen, receipt)
        seen = "\n".join(str(m.raw) for m in group.messages)
        assert not any(each in seen for each in ("Айгүл", str(citizen.chat.id), receipt.code)), "who wrote it"
        assert r.play.violations == []


async def _asks(citizen: Citizen) -> None:
    """Before anything is written: what to do, and how long it takes."""
    told = await citizen.say("/help", "help.title")
    assert "/my" in told.text and "/erase" in told.text
    await citizen.tap("btn.bribe_asked", "help.bribe_asked")
    asked = await citizen.say(WHEN[citizen.language], "talk.when")
    assert "15" in asked.text


async def _files(citizen: Citizen, group: Group, level: str) -> tuple[Receipt, Message]:
    await citizen.say("/start", "start.welcome")
    preview = await citizen.file_up_to_sending("report", level=level)
    await citizen.press("btn.submit")
    receipt = read_receipt(await citizen.see("receipt.filed", after=preview.id - 1))
    card = await group.wait_for(lambda m: m.from_bot and receipt.number in m.text and bool(m.buttons), PATIENCE)
    assert STORIES[citizen.language] in card.text and STORIES[citizen.language] in preview.text
    return receipt, card


async def _adds(citizen: Citizen, group: Group, receipt: Receipt, card: Message) -> None:
    await citizen.say("/my", "my.title")
    await citizen.tap(receipt.number, "status.case")
    await citizen.tap("btn.add_info", "info.ask")
    written = await citizen.say(ADDED[citizen.language], "info.so_far")
    assert ADDED[citizen.language] in written.text
    assert not any(ADDED[citizen.language] in m.text for m in group.messages), "nothing goes before it is sent"
    await citizen.tap("btn.submit", "info.added")
    added = await newest(group, ADDED[citizen.language])
    whole = text("s.citizen_added", citizen.language, case_no=receipt.number, text=ADDED[citizen.language])
    assert (added.text, added.reply_to) == (whole, card.id)


async def _corrects(citizen: Citizen, group: Group, receipt: Receipt, card: Message) -> None:
    """A slip in words that are not sent yet is mended by an edit; an edit of what was sent is told to reach nobody."""
    language = citizen.language
    await citizen.say("/my", "my.title")
    await citizen.tap(receipt.number, "status.case")
    await citizen.tap("btn.add_info", "info.ask")
    citizen.act()
    said = await citizen.chat.send(WRONG[language])
    await citizen.see("info.so_far", after=said)
    citizen.act()
    await citizen.chat.edit(said, RIGHT[language])
    await citizen.chat.wait_for(lambda m: m.from_bot and RIGHT[language] in m.text, PATIENCE)
    await citizen.tap("btn.submit", "info.added")
    assert (await newest(group, RIGHT[language])).reply_to == card.id
    before = citizen.chat.messages[-1]
    citizen.act()
    await citizen.chat.edit(said, WRONG[language])
    told = await citizen.see("correct.by_code", after=before)
    assert told.labels[0] == citizen.text("btn.correct_case")
    assert all(WRONG[language] not in m.text for m in group.messages)


async def _withdraws_another(citizen: Citizen, group: Group) -> None:
    language = citizen.language
    receipt, card = await _files(citizen, group, "code")
    await citizen.say("/status", "status.ask_code")
    await citizen.say(receipt.code, "status.case")
    await citizen.tap("btn.act_withdraw", "withdraw.confirm")
    await citizen.tap("btn.yes", "withdraw.done")
    told = await newest(group, text("s.citizen_withdrew", language, case_no=receipt.number))
    assert told.reply_to == card.id
    over = await group.wait_for(lambda m: m.id == card.id and text("st.withdrawn", language) in m.text, PATIENCE)
    # What its citizen has withdrawn nobody opens again.
    assert not {text("s.btn_take", language), text("s.btn_reopen", language)} & set(over.labels)
    preview = await answer(group, group.members[1], card, ANSWER[language], language=language)
    late = await group.press(group.members[1], text("s.btn_send", language), preview)
    assert (await late.answered(PATIENCE)).text == text("s.withdrawn_before", language)


async def _reads_and_rates(
    r: Rehearsal, citizen: Citizen, group: Group, receipt: Receipt, card: Message
) -> None:
    language, dana = citizen.language, group.members[1]
    preview = await answer(group, dana, card, ANSWER[language], language=language)
    await group.press(dana, text("s.btn_send", language), preview)
    await group.wait_for(lambda m: m.id == preview.id and not m.labels, PATIENCE)
    push = await citizen.chat.wait_for(lambda m: m.button(citizen.text("btn.show")) is not None, PATIENCE)
    assert ANSWER[language] not in push.text and receipt.number not in push.text, "whoever sees the screen"
    await citizen.press("btn.show")
    shown = await citizen.see("status.case", after=push)
    assert ANSWER[language] in shown.text and "Дана" not in str(shown.raw)
    grade = next(b.data for row in shown.buttons for b in row if b.label == str(GRADE))
    citizen.act()
    await citizen.chat.press(grade or "", shown)
    await citizen.see("rate.thanks")
    await newest(group, text("s.citizen_rating", language, rating=GRADE, case_no=receipt.number))
    await citizen.say(WHY[language], "info.so_far")
    await citizen.tap("btn.submit", "rate.comment_added")
    await newest(group, text("s.citizen_commented", language, case_no=receipt.number))
    assert await r.house.store.database.read(ratings.stars_of_region, "mangystau") == {GRADE: 1}


async def _erases(citizen: Citizen, receipt: Receipt) -> None:
    """The link first, so that nothing is left at the account; then the chat. The code opens the case as before."""
    await citizen.say("/my", "my.title")
    await citizen.tap(receipt.number, "status.case")
    await citizen.tap("btn.erase_mine", "unlink.confirm")
    await citizen.tap("btn.yes", "unlink.done")
    await citizen.say("/my", "my.empty")
    await citizen.say("/erase", "erase.menu")
    await citizen.tap("btn.erase_chat", "erase.chat_confirm")
    done = await citizen.tap("btn.erase_sure", "erase.chat_done")
    assert [message.id for message in citizen.chat.messages] == [done.id]
    opened = await citizen.say(receipt.code, "status.case")
    assert receipt.number in opened.text
