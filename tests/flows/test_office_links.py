"""An office asks for the links of its region; who follows one is asked neither region nor sphere."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.catalogue.regions import REGIONS
from bot.catalogue.spheres import sphere
from bot.playground.driving import Driver
from bot.terms import Language
from tests.flows.office import PATIENCE, TEXTS, newest, rehearsal

STORY = "Емханада дәрігер кезексіз қабылдау үшін ақша сұрады, зверобой"


@pytest.mark.parametrize("language", Language)
async def test_a_link_of_the_office_leads_to_a_report_about_its_region_and_sphere(
    tmp_path: Path, language: Language
) -> None:
    async with rehearsal(tmp_path) as r:
        group = await r.bind("mangystau", language=language)
        await group.send(group.members[1], "/links")
        listed = await newest(group, "?start=r47-health")
        label = sphere("health").label[language]
        row = f"{label}\nhttps://t.me/{r.play.world.bot['username']}?start=r47-health"
        assert row in listed.text
        citizen = Driver(r.citizen(), TEXTS, language, patience=PATIENCE)
        await citizen.say("/start r47-health", "start.first")
        told = await citizen.tap(f"in:{language}:report", "start.deeplink")
        assert f"{REGIONS['mangystau'].name[language]}\n" in told.text and label in told.text
        await citizen.tap("=bribe", "text.ask_report")
        await citizen.say(STORY, "anon.ask")
        await citizen.tap("=relay", "preview.title")
        receipt = await citizen.send()
        card = await newest(group, "зверобой")
        assert receipt.number.startswith("47-") and label in card.text
        assert "r47" not in card.text
        assert r.play.violations == []
