"""A citizen at their own case: withdraws, declines, rates, has it reviewed or reopened, cuts the link."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.playground import Group, Message
from bot.playground.driving import choice_of
from storage import cases, contacting, ratings
from tests.flows.citizens import STORIES, Citizen
from tests.flows.office import PATIENCE, Rehearsal, newest, rehearsal
from tests.flows.shortcuts import OnDesk, answer, put_case

ANSWER = "Тексердік. Проверили."
WHY = {"kk": "Ақшаны әлі де алып жатыр.", "ru": "Деньги берут до сих пор."}
WAYS = [(language, level) for language in ("kk", "ru") for level in ("relay", "code")]
by_every_way = pytest.mark.parametrize(("language", "level"), WAYS)


@dataclass
class AtCase:
    """A citizen, their case, and the office that has its card."""

    r: Rehearsal
    group: Group
    citizen: Citizen
    case: OnDesk
    card: Message

    async def answers(self, *, asks: bool = False) -> None:
        """The office answers, or asks."""
        officer = self.group.members[1]
        preview = await answer(self.group, officer, self.card, ANSWER)
        await self.group.press(officer, "Отправить как вопрос" if asks else "Отправить гражданину", preview)
        await self.group.wait_for(lambda m: m.id == preview.id and not m.labels, PATIENCE)

    async def opens(self) -> Message:
        """By the push, else by the code."""
        if any(m.button(self.citizen.text("btn.show")) for m in self.citizen.chat.messages):
            return await self.citizen.tap("btn.show", "status.case")
        return await self.reads()

    async def reads(self) -> Message:
        """By the code, whoever has lost the account."""
        await self.citizen.say("/status", "status.ask_code")
        return await self.citizen.say(self.case.code, "status.case")

    async def told(self, words: str) -> Message:
        """What the group hears of it, under the card."""
        message = await self.group.wait_for(lambda m: m.from_bot and words in m.text, PATIENCE)
        assert message.reply_to == self.card.id or getattr(message.reply_to, "id", None) == self.card.id
        return message


async def at_case(r: Rehearsal, language: str, level: str) -> AtCase:
    group, citizen = await r.bind("mangystau"), Citizen(r.citizen(), language, r.clock)
    await citizen.choose_language()
    case = await put_case(r, STORIES[language], level=level, language=language, chat=citizen.chat)
    return AtCase(r, group, citizen, case, await newest(group, STORIES[language]))


@by_every_way
async def test_a_case_is_withdrawn_after_one_question(tmp_path: Path, language: str, level: str) -> None:
    async with rehearsal(tmp_path) as r:
        at = await at_case(r, language, level)
        await at.answers(asks=True)
        await at.opens()
        asked = await at.citizen.tap("btn.act_withdraw", "withdraw.confirm")
        await at.citizen.tap("btn.no", "status.case")
        await at.citizen.chat.press(at.citizen.text("btn.yes"), asked)
        await at.citizen.see("withdraw.done")
        await at.told("Гражданин отозвал обращение")
        shown = await at.citizen.tap("btn.open_case", "st.withdrawn")
        assert at.citizen.text("btn.act_withdraw") not in shown.labels
        assert at.citizen.text("btn.act_reopen") not in shown.labels
        await at.group.wait_for(lambda m: m.id == at.card.id and "Отозвано" in m.text, PATIENCE)
        await at.citizen.chat.press(at.citizen.text("btn.yes"), asked)
        await at.citizen.see("act.gone")
        assert r.play.violations == []


@by_every_way
async def test_a_question_is_declined(tmp_path: Path, language: str, level: str) -> None:
    async with rehearsal(tmp_path) as r:
        at = await at_case(r, language, level)
        await at.answers(asks=True)
        shown = await at.opens()
        offered = ("btn.answer", "btn.act_decline", "btn.correct")
        assert list(shown.labels[:3]) == [at.citizen.text(key) for key in offered]
        await at.citizen.tap("btn.act_decline", "decline.done")
        await at.told("не будет отвечать на этот вопрос")
        await at.citizen.chat.press(at.citizen.text("btn.act_decline"), shown)
        await at.citizen.see("question.gone")
        assert r.play.violations == []


@by_every_way
async def test_few_stars_a_comment_and_a_review_by_somebody_else(tmp_path: Path, language: str, level: str) -> None:
    async with rehearsal(tmp_path) as r:
        at = await at_case(r, language, level)
        await at.answers()
        shown = await at.opens()
        await at.citizen.tap(f"rate:2:{at.case.id}", "rate.low")
        await at.told("Оценка гражданина: 2/5")
        await at.citizen.say(WHY[language], "info.so_far")
        await at.citizen.tap("btn.submit", "rate.comment_added")
        await at.told("оставил комментарий к оценке")
        await at.opens()
        await at.citizen.tap("btn.act_review", "review.done")
        await at.told("просит пересмотреть ответ")
        await at.citizen.chat.press("1", shown)
        await at.citizen.see("rate.thanks")
        assert await r.house.store.database.read(ratings.stars_of_region, "mangystau") == {2: 1}
        now = await at.group.wait_for(lambda m: m.id == at.card.id and "Взять в работу" in m.labels, PATIENCE)
        dana, yerlan = at.group.members[1], at.group.members[2]
        refused = await (await at.group.press(dana, "Взять в работу", now)).answer
        assert "другой сотрудник" in refused.text and refused.show_alert
        taken = await (await at.group.press(yerlan, "Взять в работу", now)).answer
        assert "Взято в работу" in taken.text
        assert r.play.violations == []


@by_every_way
async def test_a_case_is_opened_again_once_with_words(tmp_path: Path, language: str, level: str) -> None:
    async with rehearsal(tmp_path) as r:
        at = await at_case(r, language, level)
        await at.answers()
        shown = await at.opens()
        await at.citizen.tap("btn.act_reopen", "reopen.ask")
        await at.citizen.say(WHY[language], "info.so_far")
        await at.citizen.tap("give", "reopen.done")
        told = await newest(at.group, WHY[language])
        assert "Гражданин открыл обращение повторно" in told.text
        await at.group.wait_for(lambda m: m.id == at.card.id and "Открыто повторно" in m.text, PATIENCE)
        await at.answers()
        again = await at.reads()
        assert again.id != shown.id
        assert at.citizen.text("btn.act_reopen") not in again.labels
        await at.citizen.chat.press(at.citizen.text("btn.act_reopen"), shown)
        await at.citizen.see("reopen.ask")
        await at.citizen.say(WHY[language], "info.so_far")
        await at.citizen.tap("give", "reopen.used")
        assert r.play.violations == []


@pytest.mark.parametrize("language", ["kk", "ru"])
async def test_a_cut_link_leaves_the_code_alone(tmp_path: Path, language: str) -> None:
    async with rehearsal(tmp_path) as r:
        at = await at_case(r, language, "relay")
        await at.answers()
        shown = await at.opens()
        listed = await at.citizen.say("/my", "my.title")
        assert at.case.number in listed.text and at.case.number in listed.labels
        await at.citizen.tap(at.case.number, "status.case")
        await at.citizen.tap("btn.erase_mine", "unlink.confirm")
        await at.citizen.tap("btn.yes", "unlink.done")
        await at.told("читает ответ только по коду")
        read = r.house.store.database.read
        assert await read(contacting.get_address, at.case.id) is None
        row = await read(cases.get_case, at.case.id)
        assert row is not None and row.level == "code"
        await at.citizen.say("/my", "my.empty")
        at.citizen.act()
        await at.citizen.chat.press(at.citizen.text("btn.act_reopen"), shown)
        await at.citizen.see("status.ask_code")
        await at.citizen.say(at.case.code, "status.case")
        assert r.play.violations == []


async def test_contacts_are_taken_back(tmp_path: Path) -> None:
    async with rehearsal(tmp_path) as r:
        at = await at_case(r, "ru", "contact")
        assert "Открыть контакты" in at.card.labels
        await at.opens()
        await at.citizen.tap("btn.erase_mine", "uncontact.confirm")
        await at.citizen.tap("btn.yes", "uncontact.done")
        await at.group.wait_for(lambda m: m.id == at.card.id and "Открыть контакты" not in m.labels, PATIENCE)
        assert await r.house.store.database.read(contacting.get_contact, at.case.id) is None


@pytest.mark.parametrize("choice", ["sure:withdraw", "want:withdraw", "sure:unlink", "rate:1", "want:reopen"])
async def test_a_forged_press_of_somebody_elses_case_asks_for_its_code(tmp_path: Path, choice: str) -> None:
    async with rehearsal(tmp_path) as r:
        at = await at_case(r, "ru", "relay")
        await at.answers()
        thief = Citizen(r.citizen("Ұры"), "ru", r.clock)
        await thief.choose_language()
        shown = thief.chat.messages[-1]
        data = next(button.data for row in shown.buttons for button in row if button.data)
        own = data.removesuffix(choice_of(data))
        thief.act()
        await thief.chat.press(shown.labels[0], shown, data=f"{own}{choice}:{at.case.id}")
        await thief.see("status.ask_code")
        await thief.say("/my", "my.empty")
        row = await r.house.store.database.read(cases.get_case, at.case.id)
        assert row is not None and (row.status, row.level) == ("answered", "relay")
        assert await r.house.store.database.read(ratings.stars_of_region, "mangystau") == {}


async def test_what_is_written_for_a_closed_case_begins_a_report(tmp_path: Path) -> None:
    async with rehearsal(tmp_path) as r:
        at = await at_case(r, "ru", "code")
        await at.opens()
        await at.citizen.tap("btn.act_withdraw", "withdraw.confirm")
        await at.citizen.tap("btn.yes", "withdraw.done")
        await at.citizen.say(STORIES["ru"], "info.so_far")
        await at.citizen.tap("btn.submit", "info.closed_for_good")
        await at.citizen.tap("btn.as_report", "kind.ask")
        assert r.play.violations == []
