"""Contacts: a button, a written reason, the officer's private chat for ten minutes, a line in the audit log."""

from __future__ import annotations

from pathlib import Path

from bot.playground import Message
from tests.desk.house import read_log
from tests.flows.office import PATIENCE, Rehearsal, newest, rehearsal
from tests.flows.shortcuts import give_role, put_case

CONTACT = "+7 701 123 45 67"


async def opened(r: Rehearsal) -> list[tuple[str, int, str]]:
    """Who opened contacts and why."""
    entries = await r.house.store.database.read(read_log, r.house.store.safe)
    return [(entry.who, entry.who_id, entry.why) for entry in entries if entry.action == "contacts-opened"]


async def test_contacts_go_to_the_officer_with_a_reason_and_leave_after_ten_minutes(tmp_path: Path) -> None:
    async with rehearsal(tmp_path) as r:
        group = await r.bind("mangystau")
        dana, erlan = group.members[1:]
        private = r.play.private(dana)
        await private.send("/start")
        await give_role(r, group, "head", dana)
        await give_role(r, group, "contacts", erlan)
        case = await put_case(r, "Врач требует деньги", level="contact")
        card = await newest(group, "Врач требует деньги")
        assert CONTACT not in card.text
        await group.press(dana, "Открыть контакты", card)
        press = await group.press(dana, "Открыть контакты", card)
        assert (await press.answered(PATIENCE)).text == "Напишите причину ответом на сообщение ниже."
        prompt = await newest(group, "Напишите причину открытия")
        assert (prompt.reply_to, prompt.text.startswith(f"Обращение: {case.number}")) == (card.id, True)
        assert len([m for m in group.from_bot if "Напишите причину открытия" in m.text]) == 1
        await group.send(erlan, "Мне тоже интересно", reply_to=prompt)
        await newest(group, "должен написать тот сотрудник")
        await group.send(dana, "ок", reply_to=prompt)
        await newest(group, "Причина слишком короткая")
        assert await opened(r) == []
        await group.send(dana, "Нужно уточнить дату приёма", reply_to=prompt)
        shown = await newest(private, CONTACT)
        assert "будет удалено через 10 мин" in shown.text and shown.raw["has_protected_content"]
        await newest(group, "Контакты отправлены в личный чат")
        assert await opened(r) == [("Дана", dana.id, "Нужно уточнить дату приёма")]
        await group.send(dana, "Ещё раз, пожалуйста", reply_to=prompt)
        await newest(group, "Этот вопрос устарел или уже выполнен")
        r.clock.jump(590)
        assert private.message(shown.id) is not None
        r.clock.jump(15)
        await r.play.wait_until(lambda: private.message(shown.id) is None, PATIENCE)
        assert all(CONTACT not in m.text for m in group.messages)
        assert r.play.violations == []


async def test_anonymous_reason_needs_the_press_of_the_one_who_asked(tmp_path: Path) -> None:
    async with rehearsal(tmp_path) as r:
        group = await r.bind("mangystau", language="kk")
        dana = group.members[1]
        private = r.play.private(r.admin)
        await private.send("/start")
        await give_role(r, group, "head", r.admin)
        await give_role(r, group, "contacts", dana)
        await put_case(r, "Дәрігер ақша талап етеді", level="contact", language="kk")
        card = await newest(group, "Дәрігер ақша")
        await group.press(r.admin, "Байланыс деректерін ашу", card)
        prompt = await newest(group, "байланыс деректерін ашу себебін")
        await group.send(r.admin, "Күнін нақтылау керек", reply_to=prompt, as_anonymous_admin=True)
        who = await newest(group, "анонимді әкімшінің кім екені")
        other = await (await group.press(dana, (0, 0), who)).answered(PATIENCE)
        assert (other.text, other.show_alert) == ("Себебін байланыс деректерін сұраған қызметкер жазуы керек.", True)
        assert await opened(r) == []
        mine = await (await group.press(r.admin, (0, 0), who)).answered(PATIENCE)
        assert not mine.show_alert
        await newest(private, CONTACT)
        assert await opened(r) == [("Әлия", r.admin.id, "Күнін нақтылау керек")]
        assert r.play.violations == []


async def test_officer_without_a_private_chat_is_told_in_the_group(tmp_path: Path) -> None:
    async with rehearsal(tmp_path) as r:
        group = await r.bind("mangystau")
        await give_role(r, group, "head", group.members[1])
        await put_case(r, "Врач требует деньги", level="contact")
        card = await newest(group, "Врач требует деньги")
        await group.press(group.members[1], "Открыть контакты", card)
        prompt = await newest(group, "Напишите причину открытия")
        await group.send(group.members[1], "Нужно уточнить дату", reply_to=prompt)
        await newest(group, "Контакты не отправлены: сотрудник не открыл личный чат")
        assert len(await opened(r)) == 1


async def test_contacts_are_not_opened_by_forged_data(tmp_path: Path) -> None:
    async with rehearsal(tmp_path) as r:
        ours, theirs = await r.bind("mangystau"), await r.bind("karaganda", members=("Асель", "Марат"))
        case = await put_case(r, "Врач требует деньги", level="contact")
        code_only = await put_case(r, "Карагандинское дело", region="karaganda")
        await newest(ours, "Врач требует деньги")
        card = await newest(theirs, "Карагандинское дело")
        asel = theirs.members[1]

        async def forge(message: Message, payload: str) -> tuple[str, bool]:
            answer = await (await theirs.press(asel, "x", message, data=payload)).answered(PATIENCE)
            return answer.text, answer.show_alert

        for payload in (f"open:{case.id}", f"out:{case.id}:1", f"why:{'0' * 32}", "open:\0", "out::1", "move:\0"):
            expected = "Этот вопрос устарел" if payload.startswith("why:0") else "У Вас нет прав на это действие."
            text, alert = await forge(card, payload)
            assert (expected in text, alert) == (True, True), (payload, text)
        assert await forge(card, f"out:{code_only.id}:{'9' * 30}") == ("У Вас нет прав на это действие.", True)
        assert await forge(card, f"open:{code_only.id}") == ("Гражданин не оставил контактов.", True)
        assert await opened(r) == []
        assert r.house.receiver.set_aside == 0
        assert r.play.violations == []
