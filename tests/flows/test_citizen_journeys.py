"""The usual journeys in both languages: how many actions they take, and how many messages."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.playground.driving import CODE
from tests.flows.citizens import STORIES, Citizen, shown_to
from tests.flows.office import newest, rehearsal

MOST_ACTIONS = 9
MOST_SHOWN = 1.1


@pytest.mark.parametrize("language", ["kk", "ru"])
async def test_a_number_takes_nine_actions_from_the_menu_and_an_answer_each(tmp_path: Path, language: str) -> None:
    async with rehearsal(tmp_path) as r:
        await r.bind("mangystau")
        for kind in ("report", "proposal"):
            citizen = Citizen(r.citizen(), language, r.clock)
            await citizen.choose_language()
            shown_before, citizen.actions = shown_to(r, citizen), 0
            await citizen.say("/start", "start.welcome")
            await citizen.file_up_to_sending(kind)
            await citizen.send()
            assert citizen.actions <= MOST_ACTIONS
            assert (shown_to(r, citizen) - shown_before) / citizen.actions <= MOST_SHOWN
        assert r.play.violations == []


@pytest.mark.parametrize("language", ["kk", "ru"])
async def test_a_full_report_is_previewed_changed_sent_and_read_by_code(tmp_path: Path, language: str) -> None:
    async with rehearsal(tmp_path) as r:
        group = await r.bind("mangystau")
        citizen = Citizen(r.citizen(), language, r.clock)
        await citizen.choose_language()
        await citizen.file_up_to_sending("report", level="contact")
        citizen.act()
        typed = await citizen.chat.send("Айгүл, +7 701 123 45 67")
        preview = await citizen.see("preview.title", after=typed)
        assert "•••" in preview.text
        assert all("701 123" not in message.text for message in citizen.chat.messages)
        assert citizen.text("preview.not_sent") in preview.text

        await citizen.tap("➕ " + citizen.text("label.district"), "district.ask")
        await citizen.say("Мұнайлы", "preview.changed")
        await citizen.tap("➕ " + citizen.text("label.when"), "when.ask")
        await citizen.tap("btn.when_yesterday", "preview.changed")
        await citizen.tap("btn.edit", "edit.ask")
        await citizen.tap(citizen.text("label.anonymity"), "anon.ask")
        preview = await citizen.tap("btn.anon_code", "preview.title")
        assert "•••" not in preview.text
        code = CODE.search(preview.text)
        number, sent_code = await citizen.send()
        assert code is not None and sent_code == code[0]

        card = await newest(group, STORIES[language])
        assert number in card.text and "Мұнайлы" in card.text
        assert "701 123" not in card.text

        await citizen.tap("btn.receipt_saved", "receipt.confirm_gone")
        await citizen.tap("btn.receipt_gone", "receipt.hidden")
        await citizen.say("/status", "status.ask_code")
        citizen.act()
        asked = await citizen.chat.send(f"код {sent_code}")
        opened = await citizen.see("status.no_answer", after=asked)
        assert number in opened.text
        assert citizen.chat.message(asked.id) is None
        await citizen.tap("btn.add_info", "info.ask")
        await citizen.say("Тағы бір жайт. Ещё одно обстоятельство.", "info.so_far")
        await citizen.tap("btn.submit", "info.added")
        await newest(group, "Ещё одно обстоятельство.")
        assert r.play.violations == []


@pytest.mark.parametrize("language", ["kk", "ru"])
async def test_a_region_without_a_group_is_told_truly(tmp_path: Path, language: str) -> None:
    async with rehearsal(tmp_path) as r:
        citizen = Citizen(r.citizen(), language, r.clock)
        await citizen.choose_language()
        await citizen.file_up_to_sending("proposal")
        receipt = await citizen.tap("btn.submit", "receipt.no_office")
        code = CODE.search(receipt.text)
        assert code is not None
        await citizen.say("/status", "status.ask_code")
        opened = await citizen.say(code[0], "status.no_answer")
        assert citizen.text("st.waiting") in opened.text
        assert r.play.violations == []


async def test_a_region_with_directions_asks_for_them_first(tmp_path: Path) -> None:
    async with rehearsal(tmp_path) as r:
        citizen = Citizen(r.citizen(), "ru", r.clock)
        await citizen.choose_language()
        await citizen.tap("btn.new_report", "region.type_hint")
        await citizen.say("атырау", "direction.ask")
        await citizen.tap("Рыбное хозяйство", "violation.ask")
        await citizen.say("требование взятки", "text.ask_report")
        await citizen.say(STORIES["ru"], "anon.ask")
        preview = await citizen.tap("btn.anon_code", "preview.title")
        assert "Направление: Рыбное хозяйство" in preview.text
        assert r.play.violations == []
