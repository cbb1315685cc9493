"""Words for a case that were written and not sent: said so, offered once more, and told when they are gone."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.playground import JumpingClock, Message, Playground
from bot.playground.driving import Receipt
from tests.flows.citizens import Citizen
from tests.flows.office import Rehearsal, newest, rehearsal, running, settings_for

HOUR = 3600.0
ADDED = {"kk": "Кеше тағы да ақша сұрады.", "ru": "Вчера снова требовали деньги."}


async def written(r: Rehearsal, citizen: Citizen, level: str) -> Receipt:
    """An addition that is written and not sent."""
    await citizen.choose_language()
    await citizen.file_up_to_sending("report", level=level)
    receipt = await citizen.send()
    await citizen.say(receipt.code, "status.case")
    await citizen.tap("btn.add_info", "info.ask")
    told = await citizen.say(ADDED[citizen.language], "info.so_far")
    assert citizen.text("btn.submit") in told.text and "қабылданды" not in told.text and "принят" not in told.text
    return receipt


async def pass_by(r: Rehearsal, seconds: float) -> None:
    """So much time goes by, and what was left lying is offered; what expires is told by the duty, once."""
    r.clock.jump(seconds)
    await r.house.offering.offer()


def offers(citizen: Citizen) -> list[Message]:
    """The messages that offer it once more."""
    return [message for message in citizen.chat.from_bot if citizen.text("info.offer") in message.text]


@pytest.mark.parametrize("level", ["code", "relay"])
@pytest.mark.parametrize("language", ["kk", "ru"])
async def test_an_unsent_addition_is_offered_once_and_can_be_sent(tmp_path: Path, language: str, level: str) -> None:
    async with rehearsal(tmp_path) as r:
        group, citizen = await r.bind("mangystau"), Citizen(r.citizen(), language, r.clock)
        await written(r, citizen, level)
        await pass_by(r, 2 * HOUR)
        assert offers(citizen) == []
        for _ in range(3):
            await pass_by(r, 1.5 * HOUR)
        offered = await citizen.see("info.offer")
        assert offers(citizen) == [offered]
        assert offered.labels == (citizen.text("btn.submit"), citizen.text("btn.drop_facts"))
        await citizen.tap("btn.submit", "info.added")
        await newest(group, ADDED[language])
        assert r.play.violations == []


async def test_an_offered_addition_can_be_deleted(tmp_path: Path) -> None:
    async with rehearsal(tmp_path) as r:
        group, citizen = await r.bind("mangystau"), Citizen(r.citizen(), "ru", r.clock)
        await written(r, citizen, "code")
        await pass_by(r, 4 * HOUR)
        await citizen.see("info.offer")
        await citizen.tap("btn.drop_facts", "info.dropped")
        await pass_by(r, 30 * HOUR)
        gone = [m for m in citizen.chat.from_bot if citizen.text("info.gone") in m.text]
        assert gone == [] and all(ADDED["ru"] not in m.text for m in group.messages)


@pytest.mark.parametrize("language", ["kk", "ru"])
async def test_an_addition_that_nobody_sent_is_told_to_be_gone(tmp_path: Path, language: str) -> None:
    async with rehearsal(tmp_path) as r:
        citizen = Citizen(r.citizen(), language, r.clock)
        await written(r, citizen, "code")
        await pass_by(r, 4 * HOUR)
        await citizen.see("info.offer")
        await pass_by(r, 19 * HOUR)
        assert await r.house.waiting.expire() == []
        await pass_by(r, 2 * HOUR)  # to be offered makes it last no longer
        await citizen.see("info.gone")
        assert r.play.violations == []


async def test_words_that_wait_for_a_code_are_offered_too(tmp_path: Path) -> None:
    async with rehearsal(tmp_path) as r:
        citizen = Citizen(r.citizen(), "ru", r.clock)
        await citizen.choose_language()
        await citizen.say("/status", "status.ask_code")
        await citizen.say("Хочу добавить: вчера снова требовали деньги.", "info.kept")
        await citizen.tap("btn.menu", "menu.title")
        await pass_by(r, 4 * HOUR)
        offer = await citizen.see("info.offer_code")
        await citizen.press("btn.send_code")
        await citizen.see("info.kept", after=offer)
        await citizen.tap("btn.drop_facts", "info.dropped")


async def test_after_a_restart_it_is_offered_still(tmp_path: Path) -> None:
    clock = JumpingClock()
    async with Playground(clock=clock, budgets=False) as play:
        settings = settings_for(tmp_path, play)
        admin = play.person("Әлия", user_id=700_001)
        citizen = Citizen(play.private(play.person("Айгүл")), "kk", clock)
        async with running(settings, clock) as house:
            await written(Rehearsal(play, house, clock, settings, admin), citizen, "code")
        clock.jump(5 * HOUR)
        async with running(settings, clock):
            await citizen.see("info.offer")
        async with running(settings, clock) as house:
            await house.offering.offer()
            assert len(offers(citizen)) == 1
        assert play.violations == []


async def test_a_draft_and_an_addition_are_both_told_to_be_gone(tmp_path: Path) -> None:
    async with rehearsal(tmp_path) as r:
        citizen = Citizen(r.citizen(), "ru", r.clock)
        await written(r, citizen, "code")
        await citizen.tap("btn.back", "status.case")
        await citizen.tap("btn.menu", "menu.title")
        await citizen.tap("btn.new_report", "region.type_hint")
        await pass_by(r, 25 * HOUR)
        await citizen.see("info.gone")
        await citizen.see("err.session_expired")
