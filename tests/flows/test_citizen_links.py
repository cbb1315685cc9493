"""From a poster to the first question: the group has the links, and a newcomer comes by one and reads what it chose."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.flows.citizens import Citizen
from tests.flows.office import newest, rehearsal


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
        assert r.play.violations == []
