"""Whatever a person may send in the middle of the form gets a useful answer, and the draft goes on."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from bot.playground import Message
from bot.playground.driving import NUMBER
from tests.flows.citizens import STORIES, Citizen
from tests.flows.office import PATIENCE, rehearsal


@pytest.mark.parametrize("language", ["kk", "ru"])
async def test_odd_messages_at_a_question_keep_the_draft(tmp_path: Path, language: str) -> None:
    async with rehearsal(tmp_path) as r:
        citizen = Citizen(r.citizen(), language, r.clock)
        chat = citizen.chat
        await citizen.choose_language()
        await citizen.say("/nonsense", "err.unknown_command")
        await citizen.tap("btn.new_report", "region.type_hint")
        odd = (
            (chat.send_sticker, "err.sticker"),
            (chat.send_poll, "err.sticker"),
            (chat.send_contact, "err.contact_here"),
            (chat.send_location, "err.location"),
        )
        for send, key in odd:
            citizen.act()
            sent = await send()
            answer = await citizen.see(key, after=sent)
            assert citizen.text("region.ask") in answer.text
        await citizen.say("/nonsense", "region.not_found")
        await citizen.say("абвгд", "region.not_found")
        helped = await citizen.say("/help", "help.title")
        assert citizen.text("region.ask") in (await citizen.see("draft.kept", after=helped)).text
        assert "/my" in helped.text and "/erase" in helped.text and "/queue" not in helped.text
        await citizen.say("/privacy", "privacy.protect")
        await citizen.say("/status", "status.ask_code")
        await citizen.tap("btn.menu", "menu.title")
        await citizen.tap("btn.new_report", "region.type_hint")
        await citizen.say("/lang", "lang.ask")
        other = {"kk": "ru", "ru": "kk"}[language]
        citizen.language = other
        await citizen.tap(f"btn.lang_{other}", "region.ask")
        await citizen.say("Ақтау", "group.ask")
        assert r.play.violations == []


@pytest.mark.parametrize("language", ["kk", "ru"])
async def test_long_forwarded_and_edited_words_are_one_text(tmp_path: Path, language: str) -> None:
    async with rehearsal(tmp_path) as r:
        citizen = Citizen(r.citizen(), language, r.clock)
        await citizen.choose_language()
        await citizen.file_up_to_sending("report")
        await citizen.tap("btn.edit", "edit.ask")
        await citizen.tap(citizen.text("label.text"), "text.parts_so_far")
        await citizen.tap("btn.text_again", "text.again")
        citizen.act()
        first = await citizen.chat.send("ы" * 4096)
        seen = await citizen.see("text.parts_so_far", after=first)
        assert "10000" not in seen.text
        citizen.act()
        second = await citizen.chat.send("ю" * 3904)
        counted = citizen.text("text.count", len=8002, max=10_000)
        assert counted in (await citizen.see("text.parts_so_far", after=second)).text
        citizen.act()
        third = await citizen.chat.send("Слова другого человека.", forwarded_from="Асан")
        await citizen.see("text.forwarded", after=third)
        citizen.act()
        await citizen.chat.edit(second, "Түзетілген. Исправлено.")
        await citizen.see("text.edited", after=third)
        preview = await citizen.tap("btn.text_done", "preview.not_sent")
        whole = "\n".join(message.text for message in citizen.chat.from_bot if message.id <= preview.id)
        assert "Түзетілген. Исправлено.\n\nСлова другого человека." in whole
        assert r.play.violations == []


async def test_a_future_day_is_refused_and_the_question_stays(tmp_path: Path) -> None:
    async with rehearsal(tmp_path) as r:
        citizen = Citizen(r.citizen(), "ru", r.clock)
        await citizen.choose_language()
        await citizen.file_up_to_sending("report")
        await citizen.tap("➕ Когда", "when.ask")
        answer = await citizen.say("01.01.2099", "err.future_date")
        assert citizen.text("when.ask") in answer.text
        preview = await citizen.say("вчера", "preview.title")
        assert "Когда: " in preview.text


async def test_a_button_of_an_earlier_step_answers_with_the_current_question(tmp_path: Path) -> None:
    async with rehearsal(tmp_path) as r:
        citizen = Citizen(r.citizen(), "ru", r.clock)
        await citizen.choose_language()
        asked = await citizen.tap("btn.new_report", "region.type_hint")
        await citizen.say("Актау", "group.ask")
        before = citizen.chat.messages[-1]
        press = await citizen.chat.press("Астана", asked)
        assert (await press.answered(PATIENCE)).text == citizen.text("err.stale_step")
        await citizen.see("group.ask", after=before)


async def test_send_pressed_twice_files_once_and_says_how_to_check(tmp_path: Path) -> None:
    async with rehearsal(tmp_path) as r:
        citizen = Citizen(r.citizen(), "kk", r.clock)
        await citizen.choose_language()
        preview = await citizen.file_up_to_sending("report")
        presses = [await citizen.chat.press(citizen.text("btn.submit"), preview) for _ in range(2)]
        await asyncio.gather(*(press.answered(PATIENCE) for press in presses))
        await citizen.see("receipt.filed")
        await citizen.see("submit.check_by_code", after=preview)
        numbers = {found[0] for message in citizen.chat.from_bot if (found := NUMBER.search(message.text))}
        assert len(numbers) == 1


async def test_two_devices_at_once_leave_one_whole_draft(tmp_path: Path) -> None:
    async with rehearsal(tmp_path) as r:
        citizen = Citizen(r.citizen(), "ru", r.clock)
        await citizen.choose_language()
        asked = await citizen.tap("btn.new_report", "region.type_hint")
        presses = [await citizen.chat.press(name, asked) for name in ("Астана", "г. Алматы", "Абай")]
        answers = [await press.answered(PATIENCE) for press in presses]
        assert [answer.text for answer in answers].count(citizen.text("err.stale_step")) == 2
        await citizen.see("group.ask")
        assert r.play.violations == []


async def test_no_consent_leads_back_to_the_levels(tmp_path: Path) -> None:
    async with rehearsal(tmp_path) as r:
        citizen = Citizen(r.citizen(), "kk", r.clock)
        await citizen.choose_language()
        await citizen.file_up_to_sending("proposal", level="contact")
        await citizen.tap("btn.back", "contact.consent")
        answer: Message = await citizen.tap("btn.consent_no", "contact.not_taken")
        assert citizen.text("anon.ask") in answer.text
        await citizen.tap("btn.anon_relay", "preview.title")


async def test_a_story_told_at_the_menu_is_not_lost(tmp_path: Path) -> None:
    async with rehearsal(tmp_path) as r:
        citizen = Citizen(r.citizen(), "ru", r.clock)
        await citizen.choose_language()
        answer = await citizen.say(STORIES["ru"], "text.waits")
        assert citizen.text("kind.ask") in answer.text
        await citizen.tap("Сообщение о нарушении", "region.type_hint")
        offered = await citizen.say("/start", "draft.resume")
        await citizen.press("btn.continue")
        await citizen.see("region.type_hint", after=offered.id - 1)
