"""A report travels from a citizen to the office's group, and the answer comes back."""

from __future__ import annotations

from pathlib import Path

from tests.flows.office import choose_language, fill_report, newest, rehearsal, send_preview, tap


async def test_a_report_is_filed_posted_answered_and_read(tmp_path: Path) -> None:
    async with rehearsal(tmp_path) as r:
        group = await r.bind("mangystau")
        chat = r.citizen()
        await choose_language(chat)
        await fill_report(chat, "В поликлинике требуют деньги за приём к врачу.")
        number, code = await send_preview(chat)

        card = await newest(group, "В поликлинике требуют деньги")
        assert card.text.startswith(f"🆕 {number}\n")
        dana = group.members[1]
        await group.send(dana, "Мы проверили: виновный наказан.", reply_to=card)
        await newest(group, "Гражданину будет отправлен такой текст")
        await group.press(dana, "Отправить гражданину")
        await newest(group, "Ответ сохранён, гражданин прочтёт его по коду")

        await chat.send("/status")
        await newest(chat, "Введите код проверки")
        await chat.send(code)
        answer = await newest(chat, "Мы проверили: виновный наказан.")
        assert number in answer.text
        assert all(code not in message.text for message in chat.messages if not message.from_bot)
        await tap(chat, "Дополнить", "Напишите дополнение")
        await chat.send("Спасибо, деньги вернули.")
        await tap(chat, "Отправить", "дополнение добавлено")
        await newest(group, "Спасибо, деньги вернули.")
        assert r.play.violations == []
