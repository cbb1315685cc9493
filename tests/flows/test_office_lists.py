"""An office lists its cases and finds them, in both languages: its own, and nobody else's."""

from __future__ import annotations

from dataclasses import replace as changed
from pathlib import Path

import pytest
from sqlalchemy import Connection

from bot.desk.people import Officer
from bot.desk.rules import Turn
from bot.desk.status import set_status
from bot.desk.work import Work, keep_work
from bot.playground import Group, Message, Person
from bot.terms import Language, Status
from storage import cases
from tests.flows.office import PATIENCE, TEXTS, Rehearsal, newest, rehearsal
from tests.flows.shortcuts import OnDesk, is_unasked, put_case, rejoin, turn_of

STORIES = {Language.KAZAKH: "Дәрігердің қабылдауына ақша талап етеді", Language.RUSSIAN: "Врач требует деньги за приём"}
FORMS = {Language.KAZAKH: "дәрігерлер ақшаны", Language.RUSSIAN: "врачу деньгами"}


async def ask(group: Group, person: Person, command: str) -> Message:
    """Give *command* and wait for the answer to it."""
    said = await group.send(person, command)
    return await group.wait_for(lambda m: m.from_bot and not is_unasked(m), PATIENCE, after=said)


async def put_many(r: Rehearsal, many: int, text: str, region: str, language: str = "ru") -> list[OnDesk]:
    """So many cases of *region*, by one citizen who can be written to; their cards have come."""
    chat, group = r.citizen(), r.groups[region]
    filed = [
        await put_case(r, text, region=region, level="relay", language=language, chat=chat) for _ in range(many)
    ]
    numbers = {case.number for case in filed}
    await r.play.wait_until(lambda: all(any(n in m.text for m in group.from_bot) for n in numbers), PATIENCE)
    return filed


def take(connection: Connection, case: OnDesk, officer: Officer, turn: Turn) -> None:
    """*officer* has the case."""
    row = cases.get_case(connection, case.id)
    assert row is not None
    if row.status is Status.REGISTERED:
        assert set_status(connection, case.id, Status.IN_WORK, today=turn.today)
    keep_work(connection, changed(row, status=Status.IN_WORK), Work(assignee=officer), turn)


async def give(r: Rehearsal, case: OnDesk, person: Person) -> None:
    """As if *person* had pressed "take"."""
    await r.house.store.database.write(take, case, Officer(person.id, person.first_name), turn_of(r))


def listed(message: Message) -> list[str]:
    """The numbers of the cases in the list."""
    return [line.partition(" · ")[0] for line in message.text.splitlines() if " · " in line]


@pytest.mark.parametrize("language", Language)
async def test_three_pages_of_the_offices_own_cases(tmp_path: Path, language: Language) -> None:
    async with rehearsal(tmp_path) as r:
        group = await r.bind("mangystau", language=language)
        other = await r.bind("abai", language=language, members=("Сәуле",))
        own = await put_many(r, 25, STORIES[language], "mangystau")
        theirs = await put_many(r, 2, STORIES[language], "abai")
        dana = group.members[1]
        first = await ask(group, dana, "/queue")
        title = TEXTS.text("s.list_title", language, title=TEXTS.text("cmd.queue", language), n=25)
        assert first.text.splitlines()[0] == title
        later, earlier = (TEXTS.text(key, language) for key in ("s.btn_later", "s.btn_earlier"))
        assert first.labels == (later,)
        seen = listed(first)
        second = await turn_page(group, dana, later, first, (earlier, later))
        seen += listed(second)
        third = await turn_page(group, dana, later, second, (earlier,))
        seen += listed(third)
        assert sorted(seen) == sorted(case.number for case in own)
        assert len(seen) == 25 and [third.id, second.id] == [first.id] * 2
        back = await turn_page(group, dana, earlier, third, (earlier, later))
        assert listed(back) == seen[10:20]
        there = await ask(other, other.members[1], "/queue")
        assert sorted(listed(there)) == sorted(case.number for case in theirs)
        assert TEXTS.text("s.unassigned", language) in there.text
        assert r.play.violations == []


async def turn_page(group: Group, person: Person, label: str, message: Message, labels: tuple[str, ...]) -> Message:
    """Press *label* under *message*; the page that stands in its place, with its buttons."""
    before = listed(message)
    answered = await (await group.press(person, label, message)).answered(PATIENCE)
    assert not answered.show_alert, answered
    return await group.wait_for(lambda m: m.id == message.id and listed(m) != before and m.labels == labels, PATIENCE)


@pytest.mark.parametrize("language", Language)
async def test_mine_are_mine_and_found_is_found(tmp_path: Path, language: Language) -> None:
    async with rehearsal(tmp_path) as r:
        group = await r.bind("mangystau", language=language)
        await r.bind("abai", members=("Сәуле",))
        _, dana, yerlan = group.members[:3]
        mine, theirs = await put_many(r, 2, STORIES[language], "mangystau")
        (hidden,) = await put_many(r, 1, STORIES[language], "abai")
        await give(r, mine, dana)
        await give(r, theirs, yerlan)
        told = await ask(group, dana, "/mine")
        assert (listed(told), dana.first_name in told.text) == ([mine.number], True)
        await give(r, mine, yerlan)
        r.clock.jump(61)
        told = await ask(group, dana, "/mine")
        assert TEXTS.text("s.list_empty", language) in told.text
        found = await ask(group, dana, f"/find {FORMS[language]}")
        assert sorted(listed(found)) == sorted((mine.number, theirs.number))
        assert TEXTS.text("s.list_found", language, n=2) in found.text
        assert listed(await ask(group, dana, f"/find {mine.number}")) == [mine.number]
        assert listed(await ask(group, dana, f"/find {hidden.number}")) == []
        r.clock.jump(61)
        assert (await ask(group, dana, "/find")).text == TEXTS.text("s.find_usage", language)
        due = await ask(group, dana, "/due")
        assert TEXTS.text("s.list_empty", language) in due.text
        r.clock.jump(40 * 24 * 3600)
        due = await ask(group, dana, "/due")
        assert sorted(listed(due)) == sorted((mine.number, theirs.number))
        assert due.text.count(TEXTS.text("s.list_late", language, due_date="").strip()) == 2
        assert r.play.violations == []


@pytest.mark.parametrize("language", Language)
async def test_a_card_comes_anew_and_is_the_one_that_is_kept_current(tmp_path: Path, language: Language) -> None:
    async with rehearsal(tmp_path) as r:
        group = await r.bind("mangystau", language=language)
        await r.bind("abai", members=("Сәуле",))
        dana = group.members[1]
        case = await put_case(r, STORIES[language], level="relay")
        other = await put_case(r, STORIES[language], region="abai", level="relay")
        first = await newest(group, STORIES[language])
        said = await group.send(dana, f"/case {case.number}")
        again = await group.wait_for(lambda m: m.from_bot and STORIES[language] in m.text, PATIENCE, after=said)
        assert again.id > first.id and again.labels == first.labels
        label = TEXTS.text("s.btn_take", language)
        await group.press(dana, label, again)
        assignee = f"{TEXTS.text('label.assignee', language)}: {dana.first_name}"
        await group.wait_for(lambda m: m.id == again.id and assignee in m.text, PATIENCE)
        unknown = [
            (await ask(group, dana, f"/case {number}")).text.replace(number, "…")
            for number in (other.number, "47-26-99999")
        ]
        assert unknown[0] == unknown[1] == TEXTS.text("s.case_unknown", language, case_no="…")
        r.clock.jump(61)
        assert (await ask(group, dana, "/case")).text == TEXTS.text("s.case_usage", language)
        assert r.play.violations == []


async def test_pages_of_a_search_and_lists_of_others(tmp_path: Path) -> None:
    async with rehearsal(tmp_path) as r:
        group = await r.bind("mangystau")
        other = await r.bind("abai", members=("Сәуле",))
        _, dana, yerlan = group.members[:3]
        own = await put_many(r, 12, "Трактор сломан, комбайн сломан", "mangystau")
        await put_many(r, 1, "Трактор сломан, комбайн сломан", "abai")
        first = await ask(group, dana, "/find комбайны тракторы")
        second = await turn_page(group, yerlan, "Следующие ▶", first, ("◀ Предыдущие",))
        assert sorted(listed(first) + listed(second)) == sorted(case.number for case in own)
        assert not any("трактор" in str(button.data) for row in first.buttons for button in row)
        for case in own:
            await give(r, case, dana)
        mine = await ask(group, dana, "/mine")
        answered = await (await group.press(yerlan, "Следующие ▶", mine)).answered(PATIENCE)
        assert (answered.show_alert, answered.text) == (True, TEXTS.text("s.list_others", "ru"))
        assert len(listed(await turn_page(group, dana, "Следующие ▶", mine, ("◀ Предыдущие",)))) == 2
        r.clock.jump(2 * 3600)
        answered = await (await group.press(dana, "◀ Предыдущие", second)).answered(PATIENCE)
        assert (answered.show_alert, answered.text) == (True, TEXTS.text("s.find_over", "ru"))
        assert len(listed(await ask(other, other.members[1], "/find комбайн сломанный"))) == 1
        assert r.play.violations == []


async def test_an_anonymous_admin_is_asked_who_they_are_and_strangers_learn_nothing(tmp_path: Path) -> None:
    async with rehearsal(tmp_path) as r:
        group = await r.bind("mangystau")
        case = await put_case(r, "Врач требует деньги", level="relay")
        await newest(group, "Врач требует деньги")
        said = await group.send(r.admin, "/mine", as_anonymous_admin=True)
        who = await group.wait_for(lambda m: m.from_bot, PATIENCE, after=said)
        await give(r, case, r.admin)
        await group.press(r.admin, "Растау", who)
        await group.wait_for(lambda m: m.id == who.id and listed(m) == [case.number], PATIENCE)
        stranger = r.play.person("Жасұлан")
        foreign = r.play.group("Бөтен топ", members=[stranger, r.admin], admins=[stranger])
        await foreign.add_bot(by=stranger)
        told = await ask(foreign, stranger, "/queue")
        assert case.number not in told.text
        ours = await rejoin(r, "Ещё не привязана")
        for command in ("/queue", f"/case {case.number}", "/find врач деньги"):
            told = await ask(ours, r.admin, command)
            assert told.text.endswith(TEXTS.text("a.not_bound", "ru"))
        assert r.play.violations == []
