"""Admins bind groups to regions: who may, and which groups."""

from __future__ import annotations

from pathlib import Path

from bot.desk.groups import admins
from bot.playground import Group
from tests.desk.house import read_log
from tests.flows.office import PATIENCE, Rehearsal, newest, rehearsal
from tests.flows.shortcuts import put_case, rejoin, turn_of

NO_RIGHTS = "У Вас нет прав на это действие."


async def actions(r: Rehearsal) -> list[tuple[str, str, str]]:
    """The audit log: action, who, why."""
    entries = await r.house.store.database.read(read_log, r.house.store.safe)
    return [(entry.action, entry.who, entry.why) for entry in entries]


async def told(group: Group, words: str, *, after: int = 0) -> str:
    """The text of the newest message with *words*."""
    return (await group.wait_for(lambda m: m.from_bot and words in m.text, PATIENCE, after=after)).text


async def test_stranger_cannot_bind_and_a_one_time_link_makes_an_admin(tmp_path: Path) -> None:
    async with rehearsal(tmp_path) as r:
        stranger = r.play.person("Жасұлан")
        theirs = r.play.group("Бөтен топ", members=[stranger], admins=[stranger])
        await theirs.add_bot(by=stranger)
        await theirs.send(stranger, "/bind mangystau")
        await told(theirs, "Подключить группу может только администратор бота")
        private = r.play.private(stranger)
        store = r.house.store
        payload = await store.database.write(admins.make_link, turn_of(r))
        await private.send(f"/start {payload}")
        await newest(private, "Теперь Вы администратор")
        again = r.play.private(r.play.person("Тағы бір"))
        await again.send(f"/start {payload}")
        await newest(again, "Ссылка недействительна")
        said = await theirs.send(stranger, "/bind mangystau")
        text = await told(theirs, "Группа привязана", after=said.id)
        assert "Участников группы, которые будут читать обращения: 1" in text
        assert "Топ бекітілді" in text
        assert await actions(r) == [
            ("admin-added", "Жасұлан", "one-time link"),
            ("group-bound", "Жасұлан", "mangystau"),
        ]
        assert r.play.violations == []


async def test_region_is_chosen_by_buttons_by_name_and_only_by_admins(tmp_path: Path) -> None:
    async with rehearsal(tmp_path) as r:
        dana = r.play.person("Дана")
        group = await rejoin(r, "Кеңсе", dana)
        await group.send(r.admin, "/bind")
        asked = await newest(group, "К какому региону привязать группу?")
        press = await (await group.press(dana, "bind:mangystau", asked)).answered(PATIENCE)
        assert press.show_alert and NO_RIGHTS in press.text
        await group.send(r.admin, "/bind Алматы")
        unclear = await newest(group, "Регион не определён")
        assert 2 <= len(unclear.labels) <= 3
        await group.press(r.admin, "bind:mangystau", asked)
        await group.wait_for(lambda m: m.id == asked.id and "Группа привязана" in m.text, PATIENCE)
        before = await actions(r)
        said = await group.send(r.admin, "/bind Маңғыстау")
        await told(group, "Группа привязана", after=said.id)
        assert await actions(r) == before
        await group.send(r.admin, "/bind karaganda")
        assert "/unbind" in await told(group, "уже привязана к другому региону")
        other = await group.send(r.admin, "/unbind@other_bot")
        await group.send(r.admin, "/regions")
        listed = await told(group, "Маңғыстау облысы: топ бекітілген", after=other.id)
        assert "Мангистауская" not in listed
        assert r.play.violations == []


async def test_public_group_is_refused_until_it_is_private(tmp_path: Path) -> None:
    async with rehearsal(tmp_path) as r:
        group = r.play.group("Ашық", members=[r.admin], admins=[r.admin], username="adaldyq_open")
        await group.add_bot(by=r.admin)
        await group.send(r.admin, "/bind mangystau")
        await told(group, "Группа публичная и не может быть привязана")
        group.make_public(None)
        r.clock.jump(6)  # what Telegram said of the group is remembered for five seconds
        said = await group.send(r.admin, "/bind mangystau")
        await told(group, "Группа привязана", after=said.id)


async def test_anonymous_admin_is_asked_who_it_is(tmp_path: Path) -> None:
    async with rehearsal(tmp_path) as r:
        dana = r.play.person("Дана")
        group = await rejoin(r, "Кеңсе", dana)
        await group.send(r.admin, "/bind Мангистау", as_anonymous_admin=True)
        who = await newest(group, "анонимный администратор")
        refused = await (await group.press(dana, (0, 0), who)).answered(PATIENCE)
        assert refused.show_alert and NO_RIGHTS in refused.text
        await group.press(r.admin, (0, 0), who)
        await told(group, "Группа привязана")
        await group.send(r.admin, "/grouplang ru", as_anonymous_admin=True)
        ask = await group.wait_for("анонимный администратор", PATIENCE, after=who)
        await group.press(r.admin, (0, 0), ask)
        await group.wait_for(lambda m: m.text == "Язык группы: русский", PATIENCE)
        assert ("group-bound", "Әлия", "mangystau") in await actions(r)


async def test_regions_in_private_tells_what_waits(tmp_path: Path) -> None:
    async with rehearsal(tmp_path) as r:
        await put_case(r, "Дело без группы", region="abai")
        await r.bind("mangystau")
        boss = r.play.private(r.admin)
        await boss.send("/regions")
        listed = await newest(boss, "Мангистауская область: группа привязана")
        assert "обращений в очереди: 1" in listed.text
        outsider = r.citizen()
        await outsider.send("/regions")
        await newest(outsider, "Тілді таңдаңыз")
        assert all("группа привязана" not in m.text for m in outsider.from_bot)
