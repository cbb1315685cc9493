"""A working day of forty cases in an ordinary group, in Russian: it becomes a supergroup, and a forum in the afternoon.

Four of the forty come by the whole conversation, half of them in each language; the others are filed by the same
transaction without it (`put_case`): forty conversations would cost half a minute and show the office nothing more.
"""

from __future__ import annotations

import asyncio
from pathlib import Path

from bot.playground import Group, PrivateChat
from tests.flows.citizens import STORIES
from tests.flows.day import CASES, Day
from tests.flows.office import PATIENCE, Rehearsal, newest, rehearsal
from tests.flows.shortcuts import add_words, answer, is_unasked, rejoin

TALKED = 4


async def basic_group(r: Rehearsal, *names: str) -> Group:
    """An ordinary group of Telegram's that serves Mangystau in Russian."""
    group = await rejoin(r, "Кеңсе", *(r.play.person(name) for name in names), supergroup=False)
    await group.send(r.admin, "/bind mangystau")
    await newest(group, "Группа привязана")
    await group.send(r.admin, "/grouplang ru")
    await group.wait_for(lambda m: m.from_bot and m.text == "Язык группы: русский", PATIENCE)
    return group


async def test_a_day_in_an_ordinary_group_that_becomes_a_supergroup_and_a_forum(tmp_path: Path) -> None:
    async with rehearsal(tmp_path) as r:
        boss = r.play.private(r.admin)
        await boss.send("/start")
        group = await basic_group(r, "Дана", "Ерлан", "Сара")
        day = Day(r, group, "ru")
        await _morning_burst(day)
        await _who_takes_what(day)
        await _edits_and_deletions(day)
        await _old_cards(day)
        await _nobody_known(day)
        await _bot_removed(day, boss)
        await _officer_leaves(day)
        await _supergroup(day)
        await _forum(day)
        assert r.play.violations == []


async def _morning_burst(day: Day) -> None:
    talked = await asyncio.gather(*(day.talk(f"Азамат {n}", "kk" if n % 2 else "ru") for n in range(TALKED)))
    for n in range(CASES - TALKED):
        await day.file(f"Очередь номер {n:02} к врачу", level="relay" if n % 2 else "code")
    numbers = {*talked, *(case.number for case in day.cases.values())}
    await day.r.play.wait_until(lambda: len(day.new_cards()) == CASES, PATIENCE)
    cards = day.new_cards()
    assert sorted(m.text.split()[1] for m in cards) == sorted(numbers), "each once"
    assert {language: sum(STORIES[language] in m.text for m in cards) for language in STORIES} == {"kk": 2, "ru": 2}
    assert all(m.labels[0] == day.say("s.btn_take") for m in cards)


async def _who_takes_what(day: Day) -> None:
    """Two at once: one has it, and the other is told who."""
    _, dana, yerlan, _ = day.group.members
    case = day.cases["Очередь номер 00 к врачу"]
    card = await day.card(case.number)
    presses = [await day.group.press(person, day.say("s.btn_take"), card) for person in (dana, yerlan)]
    told = [await press.answered(PATIENCE) for press in presses]
    assert [each.text for each in told] == [
        "Взято в работу. Ответственный: Дана",
        "Другой сотрудник сделал это раньше: Дана",
    ]
    taken = await day.card(case.number, words="Ответственный: Дана")
    assert (taken.id, taken.text.splitlines()[:2]) == (card.id, [case.number, "Статус: Принято в работу"])


async def _edits_and_deletions(day: Day) -> None:
    """An answer is mended before it goes and not after; whose own words or whose card was deleted loses nothing."""
    group, (_, dana, yerlan, _) = day.group, day.group.members
    case = day.cases["Очередь номер 01 к врачу"]
    card = await day.card(case.number)
    said = await group.send(dana, "Приедем в понедельник.", reply_to=card)
    old = await newest(group, "Приедем в понедельник.")
    await group.edit(dana, said, "Приедем во вторник.")
    new = await newest(group, "Приедем во вторник.")
    replaced = await group.wait_for(lambda m: m.id == old.id and not m.labels, PATIENCE)
    assert "Текст изменён, этот вариант не будет отправлен." in replaced.text
    group.delete(said)
    assert "Отправлено." in (await day.send(dana, new)).text
    await newest(case.chat, "новое сообщение")
    group.delete(await day.card(case.number, words="Ответил(а): Дана"))
    await add_words(day.r, case, "Приходите после обеда.")
    added = await newest(group, "Приходите после обеда.")
    preview = await answer(group, yerlan, added, "Хорошо, после обеда.")
    assert preview.text.startswith(f"{case.number}\n")
    said = await group.send(dana, f"/case {case.number}")
    again = await group.wait_for(lambda m: m.from_bot and bool(m.labels) and day.kind in m.text, PATIENCE, after=said)
    assert "Очередь номер 01 к врачу" in again.text and "Ответил(а): Дана" in again.text
    group.delete(preview)
    preview = await answer(group, yerlan, again, "Хорошо, после обеда.")
    asked = await day.alert(yerlan, day.say("s.btn_send"), preview)
    assert asked == "На это обращение уже ответил(а) Дана. Отправить и это?"


async def _old_cards(day: Day) -> None:
    """A card of the morning is replied to after its case is closed."""
    group, dana = day.group, day.group.members[1]
    case = day.cases["Очередь номер 02 к врачу"]
    card = await day.card(case.number)
    await day.send(dana, await answer(group, dana, card, "Очередь отменили."))
    await group.press(dana, day.say("s.btn_close"), card)
    results = await group.wait_for(lambda m: m.id == card.id and "Другой результат" in m.labels, PATIENCE)
    await group.press(dana, "Приняты меры", results)
    closed = await group.wait_for(lambda m: m.id == card.id and "Статус: Закрыто" in m.text, PATIENCE)
    assert day.say("s.btn_reopen") in closed.labels
    late = await answer(group, dana, card, "И записали всех заново.")
    asked = await day.alert(dana, day.say("s.btn_send"), late)
    assert asked == day.say("s.reopen_and_send")
    await day.reads(case, "Очередь отменили.")
    assert not any("заново" in m.text for m in case.chat.from_bot)


async def _nobody_known(day: Day) -> None:
    """An administrator without a name answers: the preview comes, and who sends it is known by the press."""
    group, case = day.group, day.cases["Очередь номер 03 к врачу"]
    card = await day.card(case.number)
    await group.send(day.r.admin, "Врача наказали.", reply_to=card, as_anonymous_admin=True)
    preview = await newest(group, "Врача наказали.")
    assert await day.alert(day.r.admin, day.say("s.btn_send"), preview) == "Отправлено."
    await day.card(case.number, words="Ответил(а): Әлия")


async def _bot_removed(day: Day, boss: PrivateChat) -> None:
    """In the middle of the day somebody throws the bot out: what comes meanwhile waits, and nobody's words are lost."""
    group, case = day.group, day.cases["Очередь номер 04 к врачу"]
    card = await day.card(case.number)
    await day.lose_bot(boss)
    before = group.messages[-1].id
    await add_words(day.r, case, "Врач ушёл домой.")
    await day.file("Пришло без бота")
    await day.get_bot_back(boss)
    await newest(group, "Пришло без бота")
    added = await newest(group, "Врач ушёл домой.")
    assert added.reply_to == card.id and added.id > before


async def _officer_leaves(day: Day) -> None:
    """Whoever leaves has no case any more, and no press of theirs counts; somebody else takes it from the same card."""
    group, (_, dana, yerlan, _) = day.group, day.group.members
    case = day.cases["Очередь номер 05 к врачу"]
    card = await day.card(case.number)
    await group.press(yerlan, day.say("s.btn_take"), card)
    await day.card(case.number, words="Ответственный: Ерлан")
    await group.remove(yerlan, by=yerlan)
    free = await day.card(case.number, words="Ответственный: не назначен", button=day.say("s.btn_take"))
    assert free.id == card.id
    assert await day.alert(dana, day.say("s.btn_take"), free) == "Взято в работу. Ответственный: Дана"
    await day.card(case.number, words="Ответственный: Дана")


async def _supergroup(day: Day) -> None:
    """Telegram makes it a supergroup: what the office owes stands there anew, once, and what was begun goes on."""
    group, dana = day.group, day.group.members[1]
    case = day.cases["Очередь номер 06 к врачу"]
    begun = await answer(group, dana, await day.card(case.number), "Начатый до переезда ответ.")
    done = [day.cases[f"Очередь номер {n:02} к врачу"].number for n in (1, 2, 3)]
    await group.migrate()
    await newest(group, "на старые карточки ответить нельзя")
    preview = await newest(group, "Начатый до переезда ответ.")
    assert preview.labels == begun.labels
    owed = CASES + 1 - len(done)
    await day.r.play.wait_until(lambda: len(day.cards()) == owed, PATIENCE)
    numbers = [m.text.removeprefix("🆕 ").split()[0] for m in day.cards()]
    assert len(set(numbers)) == owed and not set(done) & set(numbers)
    assert day.say("s.stored_for_code") in (await day.send(dana, preview)).text
    taken = await day.card(day.cases["Очередь номер 05 к врачу"].number)
    assert "Ответственный: Дана" in taken.text


async def _forum(day: Day) -> None:
    """In the afternoon topics are turned on: new cases have theirs, and an older one is answered where it stands."""
    group, dana = day.group, day.group.members[1]
    await group.promote_bot(day.r.admin)
    group.become_forum()
    day.r.clock.jump(61)
    case = await day.file("Пришло в форум", level="relay")
    card = await day.card(case.number)
    assert group.topics[card.topic or 0].startswith(case.number)
    sent = await group.send(dana, "Разобрались.", reply_to=card, topic=card.topic)
    preview = await group.wait_for(lambda m: m.from_bot and "Разобрались." in m.text, PATIENCE, after=sent)
    assert preview.topic == card.topic
    await day.send(dana, preview)
    await newest(case.chat, "новое сообщение")
    older = day.cases["Очередь номер 07 к врачу"]
    await day.send(dana, await answer(group, dana, await day.card(older.number), "И здесь разобрались."))
    await newest(older.chat, "новое сообщение")
    said = await group.send(dana, "/mine")
    mine = await group.wait_for(lambda m: m.from_bot and not is_unasked(m), PATIENCE, after=said)
    assert day.cases["Очередь номер 00 к врачу"].number in mine.text
