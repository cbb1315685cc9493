"""From a poster to the first question: the group has the links, and a newcomer comes by one and reads what it chose,
and then what the office tells about itself."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.catalogue.regions import REGIONS
from tests.flows.citizens import Citizen
from tests.flows.office import newest, rehearsal, tap

CHARTER = "Жетекшісі: Дана Сериковна Ахметова.\nБайланыс: @dana."


@pytest.mark.parametrize("language", ["kk", "ru"])
async def test_a_link_of_the_group_brings_a_newcomer_past_region_and_sphere(tmp_path: Path, language: str) -> None:
    async with rehearsal(tmp_path) as r:
        group = await r.bind("mangystau", language=language)
        await group.send(group.members[1], "/links")
        listed = await newest(group, "?start=r47-health")
        links = re.findall(r"https://t\.me/(\w+)\?start=(\S+)", listed.text)
        assert {bot for bot, _ in links} == {r.house.bot.username}
        assert [payload for _, payload in links][:1] == ["r47"]
        assert ("r47-health" in dict.fromkeys(payload for _, payload in links)) and len(links) == 36
        citizen = Citizen(r.citizen(), language, r.clock)
        await citizen.chat.start("r47-health")
        await citizen.see("start.first")
        begun = await citizen.tap(f"btn.report_{language}", "violation.ask")
        chosen = citizen.text("start.deeplink", choices="").split("\n")[0]
        assert chosen in begun.text and citizen.text("label.region") in begun.text
        assert citizen.text("label.sphere") in begun.text
        await group.send(r.admin, f"/about {language}\n{CHARTER}")
        await newest(group, citizen.text("a.about_saved"))
        await group.send(group.members[1], f"/about {language} off")
        await citizen.say("/about", "about.choose")
        shown = await tap(citizen.chat, REGIONS["mangystau"].short[language], CHARTER.splitlines()[0])
        assert REGIONS["mangystau"].office[language] in shown.text and "@dana" not in shown.text
        assert r.play.violations == []
