"""Drafts survive restarts, are offered again, and expire with one word about it."""

from __future__ import annotations

from pathlib import Path

from bot.playground import JumpingClock, Playground
from tests.flows.citizens import Citizen
from tests.flows.office import rehearsal, running, settings_for

HOUR = 3600.0


async def test_a_draft_survives_a_restart_and_is_offered_again(tmp_path: Path) -> None:
    clock = JumpingClock()
    async with Playground(clock=clock, budgets=False) as play:
        settings = settings_for(tmp_path, play)
        citizen = Citizen(play.private(play.person("Айгүл")), "kk", clock)
        async with running(settings, clock):
            await citizen.choose_language()
            await citizen.tap("btn.new_report", "region.type_hint")
            await citizen.say("Ақтау", "group.ask")
        async with running(settings, clock):
            offered = await citizen.say("/start", "draft.resume")
            await citizen.press("btn.continue")
            await citizen.see("group.ask", after=offered.id - 1)
            await citizen.tap("Халыққа қызмет көрсету", "sphere.ask")
        assert play.violations == []


async def test_an_expired_draft_is_told_once(tmp_path: Path) -> None:
    async with rehearsal(tmp_path, DRAFT_HOURS="2") as r:
        citizen = Citizen(r.citizen(), "ru", r.clock)
        await citizen.choose_language()
        await citizen.tap("btn.new_report", "region.type_hint")
        await citizen.say("Актау", "group.ask")
        r.clock.jump(1.5 * HOUR)
        await citizen.tap("Услуги населению", "sphere.ask")
        r.clock.jump(1.5 * HOUR)
        await citizen.tap("Здравоохранение", "violation.ask")
        r.clock.jump(2.1 * HOUR)
        await citizen.see("err.session_expired")
        r.clock.jump(3 * HOUR)
        await citizen.say("/start", "start.first")
        told = [m for m in citizen.chat.from_bot if citizen.text("err.session_expired") in m.text]
        assert len(told) == 1


async def test_the_language_is_remembered_after_sending(tmp_path: Path) -> None:
    async with rehearsal(tmp_path) as r:
        citizen = Citizen(r.citizen(), "ru", r.clock)
        await citizen.choose_language()
        await citizen.file_up_to_sending("report")
        await citizen.send()
        await citizen.say("/status", "status.ask_code")
