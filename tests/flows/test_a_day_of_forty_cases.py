"""A working day of forty cases: in Russian in an ordinary group, in Kazakh where groups see notices only.

Four of the forty come by the whole conversation, half of them in each language; the others are filed by the same
transaction without it (`put_case`): forty conversations would cost half a minute and show the office nothing more.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from pathlib import Path

from bot.playground import Group, Message, Person, PrivateChat
from tests.flows.citizens import STORIES, Citizen
from tests.flows.office import PATIENCE, Rehearsal, newest, rehearsal
from tests.flows.shortcuts import OnDesk, add_words, answer, is_unasked, put_case, rejoin
from tests.flows.test_office_roles import text

CASES, TALKED = 40, 4


@dataclass(slots=True)
class Day:
    """One office, its group and what was filed there, by the words of each story."""

    r: Rehearsal
    group: Group
    language: str
    cases: dict[str, OnDesk] = field(default_factory=dict)

    def say(self, key: str, **values: object) -> str:
        """The text as the group reads it."""
        return text(key, self.language, **values)

    async def file(self, story: str, *, level: str = "code", language: str = "", region: str = "mangystau") -> OnDesk:
        """One more case."""
        language = language or self.language
        case = await put_case(self.r, story, level=level, language=language, region=region)
        self.cases[story] = case
        return case

    async def talk(self, name: str, language: str) -> str:
        """A citizen files in their own words; the number."""
        citizen = Citizen(self.r.citizen(name), language, self.r.clock)
        await citizen.choose_language()
        await citizen.file_up_to_sending("report", level="relay")
        return (await citizen.send()).number

    async def card(self, number: str, *, button: str = "", words: str = "") -> Message:
        """The newest card of the case, with that button and those words."""

        def is_it(message: Message) -> bool:
            heading = message.text.removeprefix("🆕 ").splitlines()[:1] == [number]
            labelled = button in message.labels if button else bool(message.labels)
            return message.from_bot and heading and labelled and words in message.text and self.kind in message.text

        return await self.group.wait_for(is_it, PATIENCE)

    @property
    def kind(self) -> str:
        """What stands on cards alone."""
        return self.say("label.sphere")

    async def alert(self, person: Person, label: str, message: Message) -> str:
        """*person* presses; what the top of the screen says."""
        return (await (await self.group.press(person, label, message)).answered(PATIENCE)).text

    async def send(self, person: Person, preview: Message) -> Message:
        """*person* sends what the preview shows; what stands there then."""
        await self.group.press(person, self.say("s.btn_send"), preview)
        return await self.group.wait_for(lambda m: m.id == preview.id and not m.labels, PATIENCE)

    async def reads(self, case: OnDesk, words: str) -> None:
        """The citizen opens the case by its code and reads *words*."""
        citizen = Citizen(case.chat, self.language, self.r.clock)
        citizen.act()
        await case.chat.press(citizen.text(f"btn.lang_{self.language}"))
        await citizen.say(case.code, "status.case")
        await newest(case.chat, words)


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
    await day.r.play.wait_until(lambda: len([m for m in day.group.from_bot if m.text.startswith("🆕")]) == CASES, PATIENCE)
    cards = [m for m in day.group.from_bot if m.text.startswith("🆕")]
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
    asked = await group.send(dana, f"/case {case.number}")
    again = await group.wait_for(lambda m: m.from_bot and bool(m.labels) and day.kind in m.text, PATIENCE, after=asked)
    assert "Очередь номер 01 к врачу" in again.text and "Ответил(а): Дана" in again.text
    group.delete(preview)
    preview = await answer(group, yerlan, again, "Хорошо, после обеда.")
    assert await day.alert(yerlan, day.say("s.btn_send"), preview) == "На это обращение уже ответил(а) Дана. Отправить и это?"


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
    await group.remove_bot(by=day.r.admin)
    await newest(boss, "Бота исключили из группы")
    before = group.messages[-1].id
    await add_words(day.r, case, "Врач ушёл домой.")
    await day.file("Пришло без бота")
    await group.add_bot(by=day.r.admin)
    await newest(boss, "Бот снова может писать в группу")
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
    await day.r.play.wait_until(lambda: len(_cards(day)) == owed, PATIENCE)
    numbers = [m.text.removeprefix("🆕 ").split()[0] for m in _cards(day)]
    assert len(set(numbers)) == owed and not set(done) & set(numbers)
    assert day.say("s.stored_for_code") in (await day.send(dana, preview)).text
    taken = await day.card(day.cases["Очередь номер 05 к врачу"].number)
    assert "Ответственный: Дана" in taken.text


def _cards(day: Day) -> list[Message]:
    """The cards that stand in the group."""
    return [m for m in day.group.from_bot if f"\n{day.kind}: " in m.text and m.labels]


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
