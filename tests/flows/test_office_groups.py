"""Groups change under us: public, kicked, migrated, moved; nothing is lost, and nobody else acts."""

from __future__ import annotations

from pathlib import Path

from bot.desk.groups import moves
from bot.playground import Group
from tests.flows.office import PATIENCE, Rehearsal, newest, rehearsal
from tests.flows.shortcuts import add_words, answer, put_case, rejoin, turn_of


async def move(r: Rehearsal, new: Group, region: str = "mangystau") -> None:
    """The region moves to *new* by the word of the server."""
    await new.send(r.admin, f"/bind {region}")
    await newest(new, "у неё запрошено подтверждение")
    await r.house.store.database.write(moves.confirm_at_once, region, turn_of(r))
    r.house.notifier.wake.set()
    await newest(new, "Группа привязана")


async def test_public_group_gets_nothing_until_it_is_private_again(tmp_path: Path) -> None:
    async with rehearsal(tmp_path) as r:
        group = await r.bind("mangystau")
        boss = r.play.private(r.admin)
        await boss.send("/start")
        dana = group.members[1]
        await put_case(r, "Первое дело", level="relay")
        card = await newest(group, "Первое дело")
        preview = await answer(group, dana, card, "Ответ до публичности")
        group.make_public("adaldyq_office")
        said = await group.send(dana, "Ответ в публичной", reply_to=card)
        await group.wait_for(lambda m: m.reply_to == said.id and "Группу могут читать посторонние" in m.text, PATIENCE)
        await newest(boss, "Группу могут читать посторонние")
        press = await (await group.press(dana, "Отправить гражданину", preview)).answered(PATIENCE)
        assert press.show_alert and press.text.startswith("Группу могут читать посторонние")
        await put_case(r, "Второе дело")
        await add_words(r, await put_case(r, "Третье дело"), "и ещё")
        group.make_public(None)
        r.clock.jump(61)
        await newest(boss, "Бот снова может писать в группу")
        await newest(group, "Второе дело")
        await newest(group, "и ещё")
        await group.press(dana, "Отправить гражданину", preview)
        await group.wait_for(lambda m: m.id == preview.id and "Отправлено." in m.text, PATIENCE)
        assert len([m for m in boss.from_bot if "посторонние" in m.text]) == 1
        assert all("Ответ в публичной" not in m.text for m in group.from_bot)


async def test_watch_finds_a_public_group_that_is_silent(tmp_path: Path) -> None:
    async with rehearsal(tmp_path) as r:
        group = await r.bind("mangystau")
        boss = r.play.private(r.admin)
        await boss.send("/start")
        group.make_public("adaldyq_office")
        r.clock.jump(61)
        await newest(boss, "Группу могут читать посторонние")
        await put_case(r, "Тайное дело")
        r.clock.jump(61)
        assert all("Тайное дело" not in m.text for m in group.from_bot)


async def test_kicked_bot_keeps_the_queue_and_goes_on_when_it_is_back(tmp_path: Path) -> None:
    async with rehearsal(tmp_path) as r:
        group = await r.bind("mangystau")
        boss = r.play.private(r.admin)
        await boss.send("/start")
        await group.remove_bot(by=r.admin)
        await newest(boss, "Бота исключили из группы")
        await put_case(r, "Дело без бота")
        await group.add_bot(by=r.admin)
        await newest(boss, "Бот снова может писать в группу")
        await newest(group, "Дело без бота")
        assert len([m for m in boss.from_bot if "исключили" in m.text or "не может писать" in m.text]) == 1


async def test_silenced_bot_alerts_only_admins_who_have_started_it(tmp_path: Path) -> None:
    async with rehearsal(tmp_path, ADMIN_IDS="700001,700002") as r:
        other = r.play.person("Болат", user_id=700_002)
        group = await r.bind("mangystau")
        boss = r.play.private(r.admin)
        await boss.send("/start")
        group.silence_bot()
        await put_case(r, "Дело в тишине")
        await newest(boss, "Бот не может писать в группу")
        group.silence_bot(silent=False)
        r.clock.jump(61)
        await newest(group, "Дело в тишине")
        assert r.play.private(other).from_bot == []
        assert not any("недоставленные" in m.text for m in boss.from_bot)


async def test_group_that_becomes_a_supergroup_gets_its_open_work_anew(tmp_path: Path) -> None:
    async with rehearsal(tmp_path) as r:
        dana = r.play.person("Дана")
        group = await rejoin(r, "Кеңсе", dana, supergroup=False)
        await group.send(r.admin, "/bind mangystau")
        await newest(group, "Группа привязана")
        await group.send(r.admin, "/grouplang ru")
        await newest(group, "Язык группы: русский")
        case = await put_case(r, "Дело из старой группы")
        card = await newest(group, "Дело из старой группы")
        await answer(group, dana, card, "Начатый ответ")
        await group.migrate()
        anew = await newest(group, "Дело из старой группы")
        await newest(group, "на старые карточки ответить нельзя")
        preview = await newest(group, "Начатый ответ")
        await group.press(dana, "Отправить гражданину", preview)
        await group.wait_for(lambda m: m.id == preview.id and not m.labels, PATIENCE)
        await add_words(r, case, "после переезда")
        assert (await newest(group, "после переезда")).reply_to == anew.id
        assert len([m for m in group.from_bot if "🆕" in m.text]) == 1
        assert r.play.violations == []


async def test_moved_region_leaves_the_old_group_without_rights(tmp_path: Path) -> None:
    async with rehearsal(tmp_path) as r:
        old = await r.bind("mangystau")
        dana = old.members[1]
        case = await put_case(r, "Переезжающее дело", level="contact")
        done = await put_case(r, "Отвеченное дело")
        answered_card = await newest(old, "Отвеченное дело")
        preview = await answer(old, dana, answered_card, "Готово")
        await old.press(dana, "Отправить гражданину", preview)
        await old.wait_for(lambda m: m.id == preview.id and not m.labels, PATIENCE)
        card = await newest(old, "Переезжающее дело")
        pending = await answer(old, dana, card, "Недосланный ответ")
        new = await rejoin(r, "Новая кеңсе", r.play.person("Марат"))
        await move(r, new)
        moved = await newest(new, "Переезжающее дело")
        assert all("Отвеченное дело" not in m.text for m in new.from_bot)
        for message, button in ((pending, "Отправить гражданину"), (card, "Открыть контакты")):
            told = await (await old.press(dana, button, message)).answered(PATIENCE)
            assert told.show_alert
            assert told.text.endswith("Это обращение теперь рассматривает другой офис.")
        said = await old.send(dana, "Отвечаю по-старому", reply_to=card)
        gone = await old.wait_for("теперь рассматривает другой офис", PATIENCE, after=said)
        assert gone.reply_to == said.id
        await add_words(r, done, "Новые слова по отвеченному")
        with_card = await newest(new, "Новые слова по отвеченному")
        before = await newest(new, "Отвеченное дело")
        assert before.id < with_card.id
        await answer(new, new.members[1], moved, "Ответ нового офиса")
        assert all("Отвечаю по-старому" not in m.text for m in (*old.from_bot, *new.from_bot))
        assert case.number in moved.text and r.play.violations == []


async def test_unbound_group_is_told_the_truth_and_another_one_takes_over(tmp_path: Path) -> None:
    async with rehearsal(tmp_path) as r:
        old = await r.bind("mangystau")
        await put_case(r, "Дело до отвязки")
        card = await newest(old, "Дело до отвязки")
        await old.send(r.admin, "/unbind")
        asked = await newest(old, "Отвязать группу от региона?")
        await old.press(r.admin, (0, 0), asked)
        await newest(old, "Группа отвязана")
        await newest(old, "Регион остался без группы")
        said = await old.send(old.members[1], "Отвечаю", reply_to=card)
        await old.wait_for("не привязана ни к одному региону", PATIENCE, after=said)
        waiting = await put_case(r, "Дело без группы", level="relay")
        new = await rejoin(r, "Новая кеңсе")
        await move(r, new)
        await newest(new, "Дело без группы")
        await newest(new, "Дело до отвязки")
        await waiting.chat.wait_for(lambda m: m.button("Показать") is not None, PATIENCE)
        assert r.play.violations == []
