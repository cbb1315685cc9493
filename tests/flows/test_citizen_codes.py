"""A code opens its case however it is written and wherever it stands; a slip costs nothing; no press takes it away."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.conversation.views.preview import grouped
from bot.playground.driving import CODE
from tests.flows.citizens import STORIES, Citizen
from tests.flows.office import PATIENCE, Rehearsal, newest, rehearsal

WRITTEN = {
    "behind the command": "/status {grouped}",
    "on the next line": "/status\n{grouped}",
    "behind start": "/start {plain}",
    "behind start, on the next line": "/start\n{grouped}",
    "behind a command of no one": "/kod {grouped}",
    "in a sentence": "Мой код {plain}, посмотрите",
    "in a sentence, in groups of five": "Менің кодым {fives}, рахмет",
    "with dashes": "{dashed}",
    "in quotation marks": "«{grouped}»",
}


def written(how: str, code: str) -> str:
    """*code*, twenty digits, as *how* says."""
    fives = " ".join(code[at : at + 5] for at in range(0, 20, 5))
    dashed = grouped(code).replace(" ", "-")
    return WRITTEN[how].format(plain=code, grouped=grouped(code), fives=fives, dashed=dashed)


async def file_one(r: Rehearsal, language: str, level: str = "code") -> tuple[Citizen, str, str]:
    """A citizen who has filed; number, and the twenty digits."""
    citizen = Citizen(r.citizen(), language, r.clock)
    await citizen.choose_language()
    await citizen.file_up_to_sending("report", level=level)
    number, code = await citizen.send()
    return citizen, number, code.replace(" ", "")


def with_slip(code: str) -> str:
    """*code* with its last digit wrong."""
    return code[:-1] + str((int(code[-1]) + 1) % 10)


@pytest.mark.parametrize("language", ["kk", "ru"])
async def test_a_code_opens_its_case_wherever_it_stands_and_its_message_goes(tmp_path: Path, language: str) -> None:
    async with rehearsal(tmp_path) as r:
        citizen, number, code = await file_one(r, language)
        for how in WRITTEN:
            citizen.act()
            typed = await citizen.chat.send(written(how, code))
            opened = await citizen.see("status.case", after=typed)
            assert number in opened.text, how
            await r.play.wait_until(lambda typed=typed: citizen.chat.message(typed.id) is None)
            await citizen.tap("btn.menu", "menu.title")
        assert r.play.violations == []


@pytest.mark.parametrize("language", ["kk", "ru"])
async def test_a_slip_costs_no_attempt_however_it_is_written(tmp_path: Path, language: str) -> None:
    async with rehearsal(tmp_path) as r:
        citizen, number, code = await file_one(r, language)
        await citizen.say("/status", "status.ask_code")
        for how in WRITTEN:
            citizen.act()
            typed = await citizen.chat.send(written(how, with_slip(code)))
            told = await citizen.see("status.bad_code", after=typed)
            assert citizen.text("status.not_found") not in told.text
            await r.play.wait_until(lambda typed=typed: citizen.chat.message(typed.id) is None)
        opened = await citizen.say(code, "status.case")
        assert number in opened.text


async def test_a_story_beside_a_code_waits_for_the_case_and_is_not_lost(tmp_path: Path) -> None:
    async with rehearsal(tmp_path) as r:
        group = await r.bind("mangystau")
        citizen, number, code = await file_one(r, "ru")
        story = "вчера он снова потребовал деньги, на этот раз при свидетелях"
        given = await citizen.say(f"/status {grouped(code)} {story}", "info.so_far")
        assert number in given.text and story in given.text
        assert all(story not in message.text for message in group.messages)
        await citizen.tap("btn.submit", "info.added")
        await newest(group, story)


async def test_a_story_where_the_code_is_asked_waits_for_the_code(tmp_path: Path) -> None:
    async with rehearsal(tmp_path) as r:
        citizen, number, code = await file_one(r, "kk")
        await citizen.say("/status", "status.ask_code")
        await citizen.say("не помню", "status.bad_code")
        story = "Кеше ол тағы да ақша сұрады, куәлар болды, аты-жөнін айта аламын."
        await citizen.say(story, "info.kept")
        await citizen.say(with_slip(code), "status.bad_code")
        given = await citizen.say(code, "info.so_far")
        assert number in given.text and story in given.text


@pytest.mark.parametrize("language", ["kk", "ru"])
async def test_the_menu_comes_below_the_receipt_and_the_code_stays(tmp_path: Path, language: str) -> None:
    async with rehearsal(tmp_path) as r:
        citizen, _, code = await file_one(r, language)
        receipt = await citizen.see("receipt.filed")
        await citizen.tap("btn.menu", "menu.title")
        for away in ("btn.help", "btn.menu", "btn.about_data", "btn.menu", "btn.new_report"):
            await citizen.press(away)
            assert citizen.chat.message(receipt.id) == receipt
        assert grouped(code) in receipt.text.splitlines()


async def test_the_code_stands_on_a_line_of_its_own_in_the_preview(tmp_path: Path) -> None:
    async with rehearsal(tmp_path) as r:
        citizen = Citizen(r.citizen(), "ru", r.clock)
        await citizen.choose_language()
        preview = await citizen.file_up_to_sending("report")
        assert any(CODE.fullmatch(line) for line in preview.text.splitlines())


async def test_code_saved_takes_the_receipt_away_however_old_it_is(tmp_path: Path) -> None:
    async with rehearsal(tmp_path) as r:
        citizen, _, code = await file_one(r, "ru")
        receipt = await citizen.see("receipt.filed")
        r.clock.jump(3 * 86400.0)
        await citizen.tap("btn.receipt_saved", "receipt.confirm_gone")
        assert citizen.chat.message(receipt.id) == receipt
        await citizen.tap("btn.receipt_gone", "receipt.hidden")
        await citizen.chat.wait_for(lambda m: m.id == receipt.id and grouped(code) not in m.text, PATIENCE)


@pytest.mark.parametrize("level", ["code", "relay"])
@pytest.mark.parametrize("language", ["kk", "ru"])
async def test_an_edit_after_sending_is_told_truly_and_leads_to_a_correction(
    tmp_path: Path, language: str, level: str
) -> None:
    async with rehearsal(tmp_path) as r:
        group = await r.bind("mangystau")
        citizen, number, code = await file_one(r, language, level)
        story = next(m for m in citizen.chat.messages if m.text == STORIES[language])
        citizen.act()
        await citizen.chat.edit(story, f"{STORIES[language]} Кабинет 12.")
        told = await citizen.see("correct.by_code")
        assert told.labels[0] == citizen.text("btn.correct_case")
        await citizen.tap("btn.correct_case", "info.ask_code")
        await citizen.say("Кабинет 12.", "info.kept")
        assert number in (await citizen.say(code, "info.so_far")).text
        await citizen.tap("btn.submit", "correct.noted")
        assert "Кабинет 12." in (await newest(group, "Кабинет 12.")).text


async def test_a_region_on_the_next_line_is_bound(tmp_path: Path) -> None:
    async with rehearsal(tmp_path) as r:
        group = r.play.group("Кеңсе", members=[r.admin], admins=[r.admin])
        await group.add_bot(by=r.admin)
        await group.send(r.admin, "/bind\nmangystau")
        await group.wait_for(lambda m: m.from_bot and "Группа привязана" in m.text, PATIENCE)
