"""What an office says and who says it lies on the disk only as ciphertext, and goes to nobody else."""

from __future__ import annotations

from pathlib import Path

from tests.flows.office import PATIENCE, newest, rehearsal
from tests.flows.shortcuts import answer, give_role, put_case, rejoin


async def test_officers_groups_and_words_are_not_in_clear_on_the_disk(tmp_path: Path) -> None:
    async with rehearsal(tmp_path) as r:
        dana = r.play.person("Данагүлпланта", username="danaplanta")
        admin = r.play.private(r.admin)
        await admin.send("/start")
        group = await rejoin(r, "Кеңсепланта", dana)
        await group.send(r.admin, "/bind mangystau")
        await newest(group, "Группа привязана")
        await group.send(r.admin, "/grouplang ru")
        await newest(group, "Язык группы: русский")
        await give_role(r, group, "head", dana)
        await put_case(r, "Сөзпланта", level="contact")
        card = await newest(group, "Сөзпланта")
        preview = await answer(group, dana, card, "Жауаппланта")
        await group.press(dana, "Отправить гражданину", preview)
        await group.wait_for(lambda m: m.id == preview.id and not m.labels, PATIENCE)
        await group.press(dana, "Открыть контакты", card)
        prompt = await newest(group, "Напишите причину открытия")
        await r.play.private(dana).send("/start")
        await group.send(dana, "Себепланта", reply_to=prompt)
        await newest(group, "Контакты отправлены")
        other = await rejoin(r, "Басқапланта")
        await other.send(r.admin, "/bind mangystau")
        await newest(group, "Басқапланта")
        await admin.wait_for(lambda m: m.from_bot and "Басқапланта" in m.text, PATIENCE)
        planted = ("планта", "planta", str(group.id), str(other.id), str(dana.id), "701 123 45 67")
        folder = Path(str(r.settings.database_url).partition(":///")[2]).parent
        kept = b"".join(path.read_bytes() for path in folder.iterdir() if path.name.startswith("adaldyq.db"))
        assert [word for word in planted if word.encode() in kept] == []
        calls = r.play.calls_of("sendMessage", "editMessageText")
        beyond = [str(call.parameters) for call in calls if call.parameters["chat_id"] not in (group.id, other.id)]
        assert any("701 123 45 67" in said for said in beyond)  # the officer's private chat is among them
        alerts = [said for said in beyond if "stop:" in said]  # which name the groups, to admins
        assert len(alerts) == 2 and all(said.count("планта") == 2 for said in alerts)
        named = [said for said in beyond if "Назначена роль" in said]  # and who leads an office, to admins
        assert len(named) == 1 and f"'chat_id': {r.admin.id}" in named[0]
        assert [said for said in beyond if "планта" in said and said not in (*alerts, *named)] == []
