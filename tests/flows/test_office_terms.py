"""A month of an office's terms over HTTP: every message that its group gets, in both languages, day by day."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Connection, update

from bot.background.deadlines import Deadlines
from bot.catalogue.workdays import WorkCalendar
from bot.clock import KAZAKHSTAN
from bot.gateway.wording import Words
from bot.playground import Group, Message
from bot.terms import Language
from storage import outbox, schema
from tests.flows.office import PATIENCE, TEXTS, Rehearsal, newest, rehearsal
from tests.flows.shortcuts import REMINDERS, OnDesk, answer, beginning, put_case
from tests.waiting import until

WORDS, CALENDAR = Words(TEXTS), WorkCalendar()
WRITTEN = "Емханада кезек сатылады"


def first_monday_of_march() -> date:
    """Of the next year that has one before us: holidays stand where the law puts them, whenever this is run."""
    year = datetime.now(UTC).year + 1
    return next(date(year, 3, day) for day in range(1, 8) if date(year, 3, day).weekday() == 0)


async def go_to(r: Rehearsal, day: date, hour: int, minute: int = 0) -> None:
    """It is so late on *day* in Kazakhstan."""
    there = datetime.combine(day, time(hour, minute), KAZAKHSTAN)
    r.clock.jump((there - r.clock.now()).total_seconds())


async def settle(r: Rehearsal) -> None:
    """Everything that is due is decided and sent; a second process looks as well, and tells nothing twice."""
    store = r.house.store
    await Deadlines(store.database, r.house.intake.rules, r.clock).remind()

    async def is_sent() -> bool:
        return await store.database.read(outbox.count_pending) == 0

    r.house.notifier.wake.set()
    await until(is_sent, r.play, meanwhile=r.house.notifier.wake.set)


async def change_topics(r: Rehearsal, case_id: str) -> None:
    """The case shows no signs of a crime."""

    def change(connection: Connection) -> None:
        connection.execute(update(schema.cases).where(schema.cases.c.id == case_id).values(topic="queue"))

    await r.house.store.database.write(change)


def said(group: Group, since: Message, language: Language, keys: tuple[str, ...]) -> list[tuple[str, str]]:
    """The day and the first words of whatever the group was told since, of the texts *keys*."""
    told = []
    for message in group.from_bot:
        key = next((each for each in keys if message.text.startswith(beginning(each, language))), None)
        if message.id > since.id and key is not None:
            when = datetime.fromtimestamp(message.raw["date"], KAZAKHSTAN)
            assert (when.hour, when.minute) == (9, 0), message.text
            told.append((when.date().isoformat(), key))
    return told


EID = 8
"""The working day after filing that the admin makes a day off."""


@pytest.mark.parametrize("language", Language)
async def test_a_month_of_terms(tmp_path: Path, language: Language) -> None:
    async with rehearsal(tmp_path) as r:
        monday = first_monday_of_march()
        await go_to(r, monday, 15, 30)
        group = await r.bind("mangystau", language=language)
        dana = group.members[1]
        admin = r.play.private(r.admin)
        eid = CALENDAR.due_on(monday, EID)
        await admin.send(f"/workdays {eid:%d.%m.%Y} off")
        await newest(admin, f"Дата: {eid:%d.%m.%Y}\nВид: выходной день")

        quiet = await put_case(r, WRITTEN, language=language)
        taken = await put_case(r, "Дәрігер сұрайды", language=language, level="relay")
        for case in (quiet, taken):
            await change_topics(r, case.id)
        bribe = await put_case(r, "Пара сұрайды", language=language)
        since = await newest(group, "Пара сұрайды")
        assert TEXTS.text("s.crime_hint", language) in since.text
        card = await newest(group, "Дәрігер сұрайды")
        press = await group.press(dana, TEXTS.text("s.btn_take", language), card)
        await press.answered(PATIENCE)

        def nth(n: int) -> date:
            """The *n*-th working day, with the admin's day off."""
            return CALENDAR.due_on(monday, n if n < EID else n + 1)

        for n in range(1, 40):
            for hour in (8, 9, 20):
                await go_to(r, monday + timedelta(n), hour)
                await settle(r)
            if monday + timedelta(n) == nth(2):
                await go_to(r, monday + timedelta(n), 21)
                preview = await answer(group, dana, await newest(group, "Пара сұрайды"), "1424", language=language)
                await group.press(dana, TEXTS.text("s.btn_send", language), preview)
                await settle(r)

        told = said(group, since, language, tuple(REMINDERS))
        expected = [
            (nth(1), "s.crime_wait"),
            (nth(2), "s.silent"),
            *[(nth(8), "s.half_time")] * 2,
            *[(nth(12), "s.due_soon")] * 2,
            *[(nth(16), "s.overdue")] * 2,
        ]
        assert told == [(day.isoformat(), key) for day, key in expected]
        named = {
            (case.number in m.text, who in m.text)
            for m in group.from_bot
            for case, who in ((quiet, TEXTS.text("s.unassigned", language)), (taken, "Дана"))
            if m.id > since.id and m.text.startswith(beginning("s.overdue", language))
        }
        assert named == {(True, True), (False, False)}
        assert bribe.number in (await newest(group, beginning("s.crime_wait", language))).text
        check_digests(group, since, language, monday, eid)
        await check_citizen(taken, language)
        assert r.play.violations == []


def check_digests(group: Group, since: Message, language: Language, monday: date, eid: date) -> None:
    """One on each working day, at nine, and none on the day off that the admin made."""
    none = dict.fromkeys(("new", "open", "soon", "late", "read"), 0)
    title = WORDS.text("s.digest", language, {"region": "mangystau", **none})
    title = title.partition("\n")[0]
    sent = [m.raw["date"] for m in group.from_bot if m.id > since.id and m.text.startswith(title)]
    days = [datetime.fromtimestamp(moment, KAZAKHSTAN) for moment in sent]
    assert {(day.hour, day.minute) for day in days} == {(9, 0)}
    after = (monday + timedelta(n) for n in range(1, 40))
    assert [day.date() for day in days] == [day for day in after if CALENDAR.is_workday(day) and day != eid]


async def check_citizen(case: OnDesk, language: Language) -> None:
    """The push says that there is something to read; what is read says that the term is over."""
    chat = case.chat
    show = TEXTS.text("btn.show", language)
    await chat.wait_for(lambda m: m.button(show) is not None, PATIENCE)
    await chat.press(show)
    over = TEXTS.text("news.overdue", language, date="\0").partition("\0")[2]
    await newest(chat, over)
