"""What an office tells about itself: written in its group by those who may, read by a newcomer in private."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.catalogue.regions import REGIONS
from tests.flows.citizens import Citizen
from tests.flows.office import newest, rehearsal, tap

CHARTER = "Жетекшісі: Дана Сериковна Ахметова.\nБайланыс: @dana."


@pytest.mark.parametrize("language", ["kk", "ru"])
async def test_an_office_tells_everybody_about_itself(tmp_path: Path, language: str) -> None:
    async with rehearsal(tmp_path) as r:
        group = await r.bind("mangystau", language=language)
        citizen = Citizen(r.citizen(), language, r.clock)
        await group.send(r.admin, f"/about {language}\n{CHARTER}")
        await newest(group, citizen.text("a.about_saved"))
        await group.send(group.members[1], f"/about {language} off")
        await citizen.choose_language()
        await citizen.tap("btn.about", "about.choose")
        shown = await tap(citizen.chat, REGIONS["mangystau"].short[language], CHARTER.splitlines()[0])
        assert REGIONS["mangystau"].office[language] in shown.text and "@dana" not in shown.text
        assert r.play.violations == []
