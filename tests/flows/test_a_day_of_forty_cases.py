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
        return
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
        day.say("s.taken", staff="Дана"), day.say("s.taken", staff="Дана"),
    ]  # fmt: skip
    taken = await day.card(case.number, words="Ответственный: Дана")
    assert (taken.id, taken.text.splitlines()[:2]) == (card.id, [case.number, "Статус: В работе"])
