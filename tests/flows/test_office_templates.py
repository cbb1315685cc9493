"""Ready answers in the group, in both languages: picked to be copied, changed by admins alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.terms import Language
from tests.flows.office import PATIENCE, TEXTS, newest, rehearsal

NAME, TEXT = "Кезек", "Тәртіп өзгерді. Порядок изменён."


@pytest.mark.parametrize("language", Language)
async def test_a_ready_answer_is_kept_picked_and_deleted(tmp_path: Path, language: Language) -> None:
    async with rehearsal(tmp_path) as r:
        group = await r.bind("mangystau", language=language)
        other = await r.bind("abai", language=language, members=("Сәуле",))
        dana = group.members[1]
        await group.send(dana, f"/templates {language}\n{NAME}\n{TEXT}")
        await newest(group, TEXTS.text("s.template_head_only", language))
        await group.send(r.admin, f"/templates {language}\n{NAME}\n{TEXT}")
        await newest(group, TEXTS.text("s.template_saved", language, name=NAME))
        r.clock.jump(61)
        await group.send(dana, "/templates")
        title = TEXTS.text("s.template_title", language, sphere=TEXTS.text("s.template_all", language))
        listed = await newest(group, title)
        await group.press(dana, f"{language.upper()} · {NAME}", listed)
        picked = await newest(group, TEXT)
        assert picked.text == f"{TEXT}\n\n{TEXTS.text('s.template_check', language)}"
        sent = [call for call in r.play.calls_of("sendMessage") if call.parameters["text"] == picked.text]
        assert [call.parameters.get("protect_content") for call in sent] == [None]
        drop = TEXTS.text("s.btn_template_drop", language)
        answered = await (await group.press(dana, drop, picked)).answered(PATIENCE)
        assert (answered.show_alert, answered.text) == (True, TEXTS.text("s.template_head_only", language))
        await group.press(r.admin, drop, picked)
        asked = await newest(group, TEXTS.text("s.template_drop_ask", language, name=NAME))
        await group.press(r.admin, TEXTS.text("btn.confirm", language), asked)
        await newest(group, TEXTS.text("s.template_deleted", language, name=NAME))
        answered = await (await group.press(dana, f"{language.upper()} · {NAME}", listed)).answered(PATIENCE)
        assert (answered.show_alert, answered.text) == (True, TEXTS.text("s.template_gone", language))
        await other.send(other.members[1], "/templates")
        told = await newest(other, title)
        assert TEXTS.text("s.template_empty", language) in told.text
        assert r.play.violations == []
