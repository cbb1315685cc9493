"""Terms beside their cases: begun, looked at and moved on in the transactions of the case, on both engines."""

from __future__ import annotations

import asyncio
from datetime import date, timedelta

from sqlalchemy import Connection, delete

from bot.terms import Reminder, Status
from storage import cases, office_days, reminders, schema, terms, workdays
from storage.engine import Database
from storage.reminders import ReminderRow
from storage.workdays import ChangedDay
from tests.storage.rows import CASE, DAY, DUE, file_case, numbered_case, whole

NEXT, LATER = DAY + timedelta(days=1), DAY + timedelta(days=20)
BEGUN = ReminderRow(CASE.id, CASE.region, DAY, NEXT, None)


async def of_case(database: Database) -> ReminderRow | None:
    return await database.read(reminders.get_reminder, CASE.id)


async def test_a_term_begins_with_its_case_and_ends_with_it(database: Database) -> None:
    waiting = numbered_case(7, status=Status.WAITING, due_on=None)
    for row in (CASE, waiting):
        await database.write(file_case, row)
    assert await of_case(database) == BEGUN
    assert await database.read(reminders.get_reminder, waiting.id) is None
    assert await database.read(reminders.list_due, CASE.region, today=DAY, limit=9) == []
    assert await database.read(reminders.list_due, CASE.region, today=NEXT, limit=9) == [CASE.id]
    assert await database.read(reminders.list_due, "abai", today=NEXT, limit=9) == []
    await database.write(lambda connection: connection.execute(delete(schema.cases)).rowcount)
    assert await of_case(database) is None


async def test_whoever_looks_second_moves_nothing_on(database: Database) -> None:
    await database.write(file_case, CASE)
    moves = (database.write(reminders.move_on, BEGUN, told=Reminder.SILENT, look_on=LATER) for _ in range(5))
    assert sorted(await asyncio.gather(*moves)) == [False] * 4 + [True]
    assert await of_case(database) == ReminderRow(CASE.id, CASE.region, DAY, LATER, Reminder.SILENT)


async def test_a_change_of_the_case_asks_for_a_look_and_a_new_term_begins_anew(database: Database) -> None:
    await database.write(file_case, CASE)
    told = ReminderRow(CASE.id, CASE.region, DAY, LATER, Reminder.OVERDUE)

    async def tell() -> None:
        await database.write(reminders.stop_looking, CASE.id)
        await database.write(reminders.look_again, CASE.id, today=DAY)
        assert await database.write(reminders.move_on, BEGUN, told=told.told, look_on=LATER)

    await tell()
    moved = {"before": (Status.REGISTERED,), "today": LATER}
    assert await database.write(cases.change_status, CASE.id, Status.ANSWERED, **moved)
    after = LATER + timedelta(days=1)
    assert await of_case(database) == ReminderRow(CASE.id, CASE.region, DAY, after, Reminder.OVERDUE)
    anew = ReminderRow(CASE.id, CASE.region, LATER, after, None)
    again = {"before": (Status.ANSWERED,), "today": LATER, "due_on": DUE}
    assert await database.write(cases.change_status, CASE.id, Status.REOPENED, **again)
    assert await of_case(database) == anew
    await database.write(cases.change_due, CASE, LATER, today=DAY)
    assert await of_case(database) == BEGUN
    await database.write(cases.change_region, CASE.id, "abai", today=LATER)
    assert await of_case(database) == ReminderRow(CASE.id, "abai", LATER, after, None)


async def test_a_day_begins_once_for_each_office(database: Database) -> None:
    begun = (database.write(office_days.begin_day, "abai", DAY) for _ in range(5))
    assert sorted(await asyncio.gather(*begun)) == [False] * 4 + [True]
    await database.write(office_days.add_reminders, "abai", 3)
    assert await database.read(office_days.count_reminders, "abai") == 3
    assert not await database.write(office_days.begin_day, "abai", DAY - timedelta(days=1))  # a clock that was set back
    assert await database.write(office_days.begin_day, "abai", NEXT)
    assert await database.read(office_days.count_reminders, "abai") == 0
    assert await database.read(office_days.count_reminders, "almaty") == 0


async def test_counting_ends_at_the_most(database: Database) -> None:
    for n in range(5):
        status = Status.REGISTERED if n else Status.IN_WORK
        await database.write(file_case, numbered_case(n + 1, status=status, due_on=DUE + timedelta(days=n)))

    def count(connection: Connection, since: date, until: date, most: int) -> int:
        open_ones = (Status.IN_WORK, Status.REGISTERED)
        return terms.count_due(connection, CASE.region, open_ones, since=since, until=until, most=most)

    assert await database.read(count, DUE, DUE + timedelta(days=4), 9) == 5
    assert await database.read(count, DUE, DUE + timedelta(days=4), 3) == 3
    assert await database.read(count, DUE + timedelta(days=1), DUE + timedelta(days=2), 9) == 2


async def test_changed_days_are_kept_in_order_and_given_back(database: Database) -> None:
    for day, is_workday in ((LATER, True), (DAY, True), (DAY, False), (NEXT, True)):
        await database.write(workdays.put_day, ChangedDay(day, is_workday))
    await database.write(workdays.drop_day, NEXT)
    kept = await database.read(workdays.list_days, since=DAY, until=LATER, aside=whole)
    assert kept == [ChangedDay(DAY, is_workday=False), ChangedDay(LATER, is_workday=True)]
    assert await database.read(workdays.list_days, since=NEXT, until=LATER, aside=whole) == kept[1:]
