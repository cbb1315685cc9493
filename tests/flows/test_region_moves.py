"""One stolen admin account tries to carry a region away; the office moves one as it may."""

from __future__ import annotations

from pathlib import Path

from bot.desk.groups import admins
from bot.playground import Group, JumpingClock, Message, Person, Playground, PrivateChat
from tests.desk.house import read_log
from tests.flows.office import ADMIN_ID, PATIENCE, Rehearsal, newest, rehearsal, running, settings_for
from tests.flows.shortcuts import put_case, rejoin, turn_of

DAY = 24 * 3600
TWO_ADMINS = "700001,700002"
NO_RIGHTS = "Бұл әрекетке рұқсатыңыз жоқ."
AGREE, STOP = "Растау / Подтвердить", "Тоқтату / Остановить"


async def second_admin(r: Rehearsal) -> PrivateChat:
    """The private chat of the other admin whom the settings name."""
    private = r.play.private(r.play.person("Болат", user_id=700_002))
    await private.send("/start")
    return private


async def refusal(group: Group, who: Person, label: str, message: Message) -> str:
    """What *who* is told at the top of the screen when the button does nothing for them."""
    press = await (await group.press(who, label, message)).answered(PATIENCE)
    assert press.show_alert
    return press.text


async def in_private(chat: PrivateChat, label: str, message: Message) -> None:
    """Press *label* in an admin's chat; it is not refused."""
    press = await (await chat.press(label, message)).answered(PATIENCE)
    assert not press.show_alert, press


async def asked(r: Rehearsal, *people: Person) -> tuple[Group, Group, Message]:
    """A region with a group of *people*, a group of the thief's, and the question in the old one."""
    old = r.play.group("Ескі кеңсе", members=[r.admin, *people], admins=[r.admin, *people[:1]])
    await old.add_bot(by=r.admin)
    await old.send(r.admin, "/bind mangystau")
    await newest(old, "Группа привязана")
    new = await rejoin(r, "Жаңа @кеңсе")
    await new.send(r.admin, "/bind mangystau")
    told = await newest(new, "у неё запрошено подтверждение")
    assert "python -m bot confirm-move mangystau" in told.text and "будут читать обращения: 1" in told.text
    question = await newest(old, "Запрошен перевод региона")
    assert "Новая группа: Жаңа" in question.text and "@кеңсе" not in question.text
    assert "Кто запросил: Әлия" in question.text
    return old, new, question


async def test_who_asks_cannot_agree_nor_can_members_strangers_or_a_forged_button(tmp_path: Path) -> None:
    async with rehearsal(tmp_path) as r:
        chief, dana = r.play.person("Бастық"), r.play.person("Дана")
        old, new, question = await asked(r, chief, dana)
        assert NO_RIGHTS in await refusal(old, dana, AGREE, question)
        assert "растай алмайды" in await refusal(old, r.admin, AGREE, question)
        for forged in (_data(question, AGREE), "move:mangystau", f"agree:{'0' * 32}"):
            press = await (await new.press(r.admin, "x", new.from_bot[-1], data=forged)).answered(PATIENCE)
            assert press.show_alert
        await new.send(r.admin, "/bind mangystau", as_anonymous_admin=True)
        who = await newest(new, "анонимный администратор")
        await new.press(r.admin, (0, 0), who)
        await new.wait_for(lambda m: m.id == who.id and "запрошено подтверждение" in m.text, PATIENCE)
        await put_case(r, "Дело до перевода")
        await newest(old, "Дело до перевода")
        r.clock.jump(DAY + 120)
        await put_case(r, "Дело после")
        await newest(old, "Дело после")
        assert all("🆕" not in message.text for message in new.from_bot)
        assert "Сұрау жарамсыз" in await refusal(old, chief, AGREE, question)
        assert r.play.violations == []


async def carried_out(r: Rehearsal, new: Group) -> None:
    """The move is done: *new* serves the region.

    A duty that was looking at the moves while the clock jumped saw the old hour, and begins its minute only now: that
    minute is jumped over as well, and no real one waited for.
    """
    for _ in range(10):
        try:
            await new.wait_for("Топ бекітілді", 1.0)
        except TimeoutError:
            r.clock.jump(61)
        else:
            return
    raise AssertionError("the move was not carried out within ten of its looks")


async def test_an_administrator_of_the_old_group_agrees_and_all_follows_a_day_later(tmp_path: Path) -> None:
    async with rehearsal(tmp_path, ADMIN_IDS=TWO_ADMINS) as r:
        other = await second_admin(r)
        chief = r.play.person("Бастық")
        old, new, question = await asked(r, chief)
        await newest(other, "Запрошен перевод региона")
        await put_case(r, "Старое дело")
        await newest(old, "Старое дело")
        await old.press(chief, AGREE, question)
        left = await old.wait_for(lambda m: m.id == question.id and "Подтверждено: Бастық" in m.text, PATIENCE)
        assert left.labels == (STOP,), "what was agreed to can be stopped where it was agreed to"
        for chat in (old, new, other):
            await newest(chat, "Перевод региона подтверждён")
        await put_case(r, "Дело в тот же день")
        await newest(old, "Дело в тот же день")
        again = await (await old.press(chief, "x", question, data=_data(question, AGREE))).answered(PATIENCE)
        assert again.show_alert and "Сұрау жарамсыз" in again.text
        assert all("🆕" not in message.text for message in new.from_bot)
        r.clock.jump(DAY + 120)
        await carried_out(r, new)
        for words in ("Старое дело", "Дело в тот же день", "Топ бекітілді"):
            await newest(new, words)
        for chat in (old, other):
            await newest(chat, "Регион переведён в другую группу")
        bound = await old.send(r.admin, "/bind karaganda")
        await old.wait_for("Группа привязана", PATIENCE, after=bound)
        entries = await r.house.store.database.read(read_log, r.house.store.safe)
        assert [(entry.action, entry.who) for entry in entries if entry.why == "mangystau"] == [
            ("group-bound", "Әлия"), ("move-asked", "Әлия"), ("move-agreed", "Бастық"), ("group-bound", "Әлия"),
        ]  # fmt: skip
        assert r.play.violations == []


async def test_another_admin_agrees_in_private_and_a_third_person_stops_it(tmp_path: Path) -> None:
    async with rehearsal(tmp_path, ADMIN_IDS=TWO_ADMINS) as r:
        other = await second_admin(r)
        chief = r.play.person("Бастық")
        old, new, _ = await asked(r, chief)
        await in_private(other, AGREE, await newest(other, "Запрошен перевод региона"))
        question = await newest(old, "Перевод региона подтверждён")
        await old.press(chief, STOP, question)
        for chat in (old, new, other):
            await newest(chat, "Перевод региона остановлен")
        said = await new.send(r.admin, "/bind mangystau")
        await new.wait_for("остановил другой человек", PATIENCE, after=said)
        r.clock.jump(DAY + 120)
        await put_case(r, "Дело остаётся")
        await newest(old, "Дело остаётся")
        assert r.play.violations == []


async def test_unbinding_and_binding_elsewhere_is_a_move_and_the_office_takes_it_back(tmp_path: Path) -> None:
    async with rehearsal(tmp_path, ADMIN_IDS=TWO_ADMINS) as r:
        other = await second_admin(r)
        old = await r.bind("mangystau")
        await put_case(r, "Дело офиса")
        await newest(old, "Дело офиса")
        await old.send(r.admin, "/unbind")
        assert all("осталс" not in message.text for message in old.from_bot)
        await old.press(r.admin, "Топты ажырату / Отвязать группу", await newest(old, "Отвязать группу от региона?"))
        await newest(old, "Группа отвязана")
        alert = await newest(other, "Регион остался без группы")
        await put_case(r, "Дело без группы")
        new = await rejoin(r, "Жаңа кеңсе")
        await new.send(r.admin, "/bind mangystau")
        await newest(new, "запрошено подтверждение")
        await in_private(other, STOP, alert)
        await newest(old, "регион вернулся к прежней группе")
        await newest(old, "Дело без группы")
        r.clock.jump(DAY + 120)
        await put_case(r, "И дальше")
        await newest(old, "И дальше")
        assert all("🆕" not in message.text for message in new.from_bot)
        assert r.play.violations == []


async def test_a_new_admin_does_not_agree_to_what_a_stolen_account_asked(tmp_path: Path) -> None:
    async with rehearsal(tmp_path) as r:
        old, new, question = await asked(r)
        thief = r.play.person("Екінші аккаунт")
        private = r.play.private(thief)
        await private.send(f"/start {await r.house.store.database.write(admins.make_link, turn_of(r))}")
        await newest(private, "Теперь Вы администратор")
        await old.add(thief, by=r.admin)
        data = _data(question, AGREE)
        for press in (
            await (await private.press("x", private.from_bot[-1], data=data)).answered(PATIENCE),
            await (await old.press(thief, "x", question, data=data)).answered(PATIENCE),
            await (await new.press(r.admin, "x", new.from_bot[-1], data=data)).answered(PATIENCE),
        ):
            assert press.show_alert
        r.clock.jump(DAY + 120)
        await put_case(r, "Дело остаётся")
        await newest(old, "Дело остаётся")


async def test_an_agreed_move_survives_the_end_of_the_process_and_is_carried_out_once(tmp_path: Path) -> None:
    clock = JumpingClock()
    async with Playground(clock=clock, budgets=False) as play:
        settings = settings_for(tmp_path, play)
        admin, chief = play.person("Әлия", user_id=ADMIN_ID), play.person("Бастық")
        async with running(settings, clock) as house:
            r = Rehearsal(play, house, clock, settings, admin)
            old, new, question = await asked(r, chief)
            await put_case(r, "Переживёт остановку")
            await newest(old, "Переживёт остановку")
            await old.press(chief, AGREE, question)
            await newest(new, "Перевод региона подтверждён")
        clock.jump(DAY + 120)
        async with running(settings, clock):
            await newest(new, "Переживёт остановку")
            await newest(new, "Топ бекітілді")
            clock.jump(120)
            await newest(old, "Регион переведён")
        assert len([message for message in new.from_bot if "🆕" in message.text]) == 1


async def test_the_move_of_an_admin_whom_the_settings_name_no_more_is_stopped(tmp_path: Path) -> None:
    clock = JumpingClock()
    async with Playground(clock=clock, budgets=False) as play:
        settings = settings_for(tmp_path, play, ADMIN_IDS=TWO_ADMINS)
        thief, chief = play.person("Әлия", user_id=ADMIN_ID), play.person("Бастық")
        async with running(settings, clock) as house:
            r = Rehearsal(play, house, clock, settings, thief)
            other = await second_admin(r)
            old, new, question = await asked(r, chief)
            await old.press(chief, AGREE, question)
            for chat in (old, new, other):
                await newest(chat, "Перевод региона подтверждён")
        settings = settings_for(tmp_path, play, ADMIN_IDS="700002")
        async with running(settings, clock) as house:
            r = Rehearsal(play, house, clock, settings, thief)
            clock.jump(DAY + 120)
            for chat in (old, new, other):
                await newest(chat, "Перевод региона остановлен")
            await put_case(r, "Дело остаётся")
            await newest(old, "Дело остаётся")
        assert all("🆕" not in message.text for message in new.from_bot)


def _data(message: Message, label: str) -> str:
    """What the button *label* carries."""
    button = message.button(label)
    assert button is not None and button.data is not None
    return button.data
