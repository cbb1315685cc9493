"""What people do at the wrong moment: words at the preview, evidence first of all, ten beginnings and no end."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.flows.citizens import STORIES, Citizen
from tests.flows.office import newest, rehearsal
from tests.flows.planted import photo

LANGUAGES = pytest.mark.parametrize("language", ["kk", "ru"])
FORGOTTEN = {"kk": "Айтуды ұмытыппын: 12-кабинет.", "ru": "Забыла сказать: это был кабинет 12."}


@LANGUAGES
async def test_words_at_the_preview_reach_the_office_when_they_are_added(tmp_path: Path, language: str) -> None:
    async with rehearsal(tmp_path) as r:
        group = await r.bind("mangystau")
        citizen = Citizen(r.citizen(), language, r.clock)
        await citizen.choose_language()
        await citizen.file_up_to_sending("report")
        asked = await citizen.say(FORGOTTEN[language], "beside.ask")
        assert FORGOTTEN[language] in asked.text
        preview = await citizen.tap("btn.beside_add", "beside.added")
        assert f"{STORIES[language]}\n\n{FORGOTTEN[language]}" in preview.text
        number, _ = await citizen.send()
        card = await newest(group, FORGOTTEN[language])
        assert number in card.text
        assert r.play.violations == []


@LANGUAGES
async def test_words_at_the_preview_that_are_left_out_reach_nobody(tmp_path: Path, language: str) -> None:
    async with rehearsal(tmp_path) as r:
        group = await r.bind("mangystau")
        citizen = Citizen(r.citizen(), language, r.clock)
        await citizen.choose_language()
        before = await citizen.file_up_to_sending("report")
        send = next(button for row in before.buttons for button in row if button.label == citizen.text("btn.submit"))
        await citizen.say(FORGOTTEN[language], "beside.ask")
        await citizen.chat.press(send.data, before)  # the old preview files nothing while words wait
        await citizen.see("beside.ask", after=before.id + 2)
        await citizen.tap("btn.beside_leave", "preview.title")
        await citizen.send()
        card = await newest(group, STORIES[language])
        assert FORGOTTEN[language] not in card.text
        assert r.play.violations == []


@LANGUAGES
async def test_evidence_sent_first_does_not_lead_round_the_notice(tmp_path: Path, language: str) -> None:
    async with rehearsal(tmp_path) as r:
        citizen = Citizen(r.citizen(), language, r.clock)
        await citizen.chat.send_document("evidence.zip", b"PK\x03\x04" + b"\0" * 64, "application/zip")
        await citizen.see("start.first")
        asked = await citizen.tap(f"in:{language}:report", "region.ask")
        assert citizen.text("privacy.short") in asked.text
        assert asked.marked("expandable_blockquote") != ()
        assert r.play.violations == []


@LANGUAGES
async def test_who_begins_ten_times_and_sends_nothing_may_begin_again(tmp_path: Path, language: str) -> None:
    async with rehearsal(tmp_path) as r:
        citizen = Citizen(r.citizen(), language, r.clock)
        await citizen.choose_language()
        for _ in range(11):
            await citizen.tap("btn.new_report", "region.type_hint")
            await citizen.say("Ақтау", "group.ask")
            await citizen.tap("btn.cancel", "cancel.confirm")
            await citizen.tap("btn.yes", "cancel.done")
        await citizen.tap("btn.new_report", "region.type_hint")
        assert not any(citizen.text("start.emergency") in m.text for m in citizen.chat.from_bot[2:])
        assert r.play.violations == []


@LANGUAGES
async def test_a_photo_and_words_before_the_language_are_in_the_report(tmp_path: Path, language: str) -> None:
    async with rehearsal(tmp_path) as r:
        citizen = Citizen(r.citizen(), language, r.clock)
        await citizen.chat.send_photo(photo())
        await citizen.see("start.kept")
        await citizen.say(STORIES[language], "start.kept")
        await citizen.tap(f"in:{language}:report", "region.ask")
        await citizen.see("text.kept_early")
        await citizen.say("Ақтау", "group.ask")
        for choice in ("=service", "=health", "=bribe"):
            await citizen.press(choice)
        early = await citizen.see("text.early")  # it names the matter and does not tell it yet
        assert STORIES[language] in early.text
        await citizen.tap("btn.text_done", "anon.ask")
        preview = await citizen.tap("btn.anon_code", "preview.title")
        assert STORIES[language] in preview.text and citizen.text("label.files") in preview.text
        assert r.play.violations == []
