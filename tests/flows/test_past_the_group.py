"""Past the group: a citizen chooses another region's office; a head gives the group what was sent past it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.catalogue.regions import REGIONS
from bot.playground.driving import Driver, Way
from tests.flows.office import PATIENCE, TEXTS, newest, rehearsal, tap
from tests.flows.shortcuts import give_role
from tests.flows.test_office_roles import text

STORY, WHY = "Кеңсе қызметкері ақша талап етеді, зверобой", "Мен демалысқа кетемін"


async def test_another_regions_office_gets_it_and_knows_what_it_is_about(tmp_path: Path) -> None:
    async with rehearsal(tmp_path) as r:
        own, other = await r.bind("mangystau", language="kk"), await r.bind("abai", language="kk")
        driver = Driver(r.citizen(), TEXTS, "kk", patience=PATIENCE)
        await driver.choose_language()
        await driver.fill(Way(STORY, level="relay"))
        seen = await driver.tap("btn.conflict", "conflict.ask")
        assert seen.button(text("btn.conflict_head", "kk")) is None  # nobody leads the office
        # Only one other office is there, so it is not asked for.
        seen = await driver.tap("btn.conflict_other", "label.past_region")
        assert REGIONS["abai"].name["kk"] in seen.text
        receipt = await driver.send()
        card = await newest(other, "зверобой")
        about = text("s.past_office", "kk", region=REGIONS["mangystau"].name["kk"])
        assert receipt.number in card.text and about in card.text and receipt.number.startswith("10-")
        assert receipt.number not in json.dumps([m.raw for m in own.messages], ensure_ascii=False)
        assert r.play.violations == []


@pytest.mark.parametrize("language", ["kk", "ru"])
async def test_a_head_gives_the_group_what_was_sent_past_it(tmp_path: Path, language: str) -> None:
    async with rehearsal(tmp_path) as r:
        group = await r.bind("mangystau", language=language)
        private = r.play.private(group.members[1])
        await private.send("/start")
        await give_role(r, group, "head", group.members[1])
        driver = Driver(r.citizen(), TEXTS, language, patience=PATIENCE)
        await driver.choose_language()
        await driver.fill(Way(STORY, level="relay"))
        await driver.tap("btn.conflict", "conflict.ask")
        await driver.tap("btn.conflict_head", "value.past_head")
        receipt = await driver.send()
        given = await newest(private, "зверобой")
        assert given.text.startswith(text("h.past_group", language))
        await private.press(text("s.btn_more", language), given)
        label = text("h.btn_group", language)
        await private.wait_for(lambda m: m.id == given.id and m.button(label) is not None, PATIENCE)
        await private.press(label, given)
        asked = await newest(private, text("h.group_ask", language, case_no=receipt.number))
        await private.send(WHY, reply_to=asked)
        card = await newest(group, "зверобой")
        assert receipt.number in card.text and card.buttons
        await newest(group, WHY)
        await private.wait_for(lambda m: m.id == given.id and "зверобой" not in m.text, PATIENCE)
        await tap(driver.chat, text("btn.show", language), WHY)
        assert r.play.violations == []
