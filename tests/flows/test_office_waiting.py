"""A region without a group: the citizen hears the truth, the case is kept, and it is posted when the group is bound."""

from __future__ import annotations

from pathlib import Path

from tests.flows.office import PATIENCE, choose_language, fill_report, newest, rehearsal, send_preview


async def test_case_without_an_office_waits_and_is_posted_when_the_group_is_bound(tmp_path: Path) -> None:
    async with rehearsal(tmp_path) as r:
        chat = r.citizen()
        await choose_language(chat)
        await fill_report(chat, "В поликлинике требуют деньги.", level="relay")
        number, _ = await send_preview(chat)
        receipt = await newest(chat, number)
        assert "Офис этого региона ещё не подключён к боту" in "\n".join(m.text for m in chat.from_bot)
        assert "Срок ответа" not in receipt.text
        group = await r.bind("mangystau")
        bound = next(m for m in group.from_bot if "Группа привязана" in m.text)
        assert "Обращений, ждавших в очереди: 1" in bound.text
        card = await newest(group, "В поликлинике требуют деньги")
        assert card.text.startswith(f"🆕 {number}\n")
        await chat.wait_for(lambda m: m.button("Показать") is not None, PATIENCE)
        assert r.play.violations == []
