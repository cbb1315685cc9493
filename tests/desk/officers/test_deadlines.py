"""Reminders of terms: each once, in office hours alone, the gravest that is true when it is sent."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from sqlalchemy import update

from bot.clock import KAZAKHSTAN
from bot.departures import RandomWait
from bot.desk.citizens.reading import open_by_code
from bot.desk.groups.calendar import DayWish, set_day
from bot.desk.history import Happening
from bot.desk.life import Change, change_case
from bot.desk.officers.deadlines import MOST_A_DAY, pass_over, remind_office
from bot.desk.outgoing.items import ItemKind, PushCitizen, RefreshCard, RemindOffice, TellDigest
from bot.desk.outgoing.lanes import OfficeLane
from bot.desk.parcels.opening import open_parcel
from bot.desk.parcels.values import Later, Notice
from bot.desk.people import THE_BOT
from bot.desk.work import Work, read_work
from bot.desk.workdays import calendar_now
from bot.terms import Reminder, Status, Suspension
from storage import cases, outbox, reminders, schema
from tests.desk.house import ADMIN, DANA, OTHER_GROUP, WORDS, Desk, OnDesk

MANGYSTAU = "mangystau"
SILENT, CRIME, HALF, SOON, OVERDUE = Reminder
KEYS = {"s.silent": SILENT, "s.crime_wait": CRIME, "s.half_time": HALF, "s.due_soon": SOON, "s.overdue": OVERDUE}


def go_to(desk: Desk, day: date, hour: int = 9, minute: int = 0) -> None:
    """It is so late on *day* in Kazakhstan."""
    desk.turn = replace(desk.turn, now=datetime.combine(day, time(hour, minute), KAZAKHSTAN).astimezone(UTC))


def look(desk: Desk, region: str = MANGYSTAU) -> list[Notice]:
    """What the group of *region* is told now, sent at once."""
    while remind_office(desk.connection, region, desk.turn):
        pass
    return send(desk, region)


def send(desk: Desk, region: str = MANGYSTAU) -> list[Notice]:
    """Send all reminders and digests that wait for the group; each can be said in both languages."""
    told = []
    for row in desk.rows():
        if row.kind in (ItemKind.REMINDER, ItemKind.DIGEST) and row.lane == str(OfficeLane(region)):
            parcel = open_parcel(desk.connection, row, desk.turn)
            assert not isinstance(parcel, Later)
            told += [parcel] if isinstance(parcel, Notice) else []
            outbox.settle_delivered(desk.connection, row.id)
    assert all(WORDS.text(each.key, None, each.values) for each in told)
    return told


def live(desk: Desk, days: int, region: str = MANGYSTAU) -> dict[str, Reminder]:
    """Let *days* pass, looked at four times a day and at night; which reminder was told on which day."""
    told: dict[str, Reminder] = {}
    first = desk.turn.today
    for n in range(1, days + 1):
        for hour in (3, 9, 12, 17, 22):
            go_to(desk, first + timedelta(n), hour)
            for notice in look(desk, region):
                if notice.key in KEYS:
                    assert hour == 9  # the morning has it all: nothing shows at which hour a case was filed
                    told[f"{desk.turn.today:%m-%d}"] = KEYS[notice.key]
    return told


def take(desk: Desk, case: OnDesk) -> None:
    row = desk.row(case)
    work = replace(read_work(row, desk.safe), assignee=DANA)
    change_case(desk.connection, row, work, Change(Happening.TAKEN, DANA, to=Status.IN_WORK), desk.turn)


def answer(desk: Desk, case: OnDesk) -> None:
    row = desk.row(case)
    change = Change(Happening.ANSWERED, DANA, to=Status.ANSWERED)
    assert change_case(desk.connection, row, read_work(row, desk.safe), change, desk.turn) is not None


def extend(desk: Desk, case: OnDesk, day: date) -> None:
    row = desk.row(case)
    cases.change_due(desk.connection, row, day, today=desk.turn.today)
    change = Change(Happening.EXTENDED, DANA, why="тексеріс", about=day.isoformat())
    change_case(desk.connection, replace(row, due_on=day), read_work(row, desk.safe), change, desk.turn)


def put(desk: Desk, topic: str = "queue", **about: str) -> OnDesk:
    """A case without signs of a crime, unless *topic* is one."""
    case = desk.put_case(**about)  # type: ignore[arg-type]
    desk.connection.execute(update(schema.cases).where(schema.cases.c.id == case.id).values(topic=topic))
    return case


@pytest.mark.parametrize("hour", [0, 8, 9, 17, 18, 23])
@pytest.mark.parametrize("level", ["code", "relay"])
def test_the_hour_of_filing_changes_nothing(desk: Desk, hour: int, level: str) -> None:
    """Filed on 2 March; 9 March is a day off for the 8th, 23 to 25 March for Nauryz."""
    desk.bind()
    go_to(desk, date(2026, 3, 2), hour, 59)
    case = put(desk, level=level)
    assert desk.row(case).due_on == date(2026, 3, 27)
    assert live(desk, 40) == {"03-04": SILENT, "03-13": HALF, "03-19": SOON, "03-30": OVERDUE}


def test_what_is_taken_is_not_silent_and_names_who_has_it(desk: Desk) -> None:
    desk.bind()
    case = put(desk)
    take(desk, case)
    card = desk.post(case, 7)
    go_to(desk, date(2026, 3, 13))
    (half,) = [told for told in look(desk) if told.key in KEYS]
    assert (half.key, half.reply_to, half.values["assignee"]) == ("s.half_time", card.message, DANA.name)
    assert half.role is not None  # a reply to it answers the case
    go_to(desk, date(2026, 3, 13), 10)
    assert look(desk) == []


def test_only_the_gravest_is_told_after_a_long_silence(desk: Desk) -> None:
    desk.bind()
    put(desk)
    go_to(desk, date(2026, 4, 20))
    assert [told.key for told in look(desk)] == ["s.digest", "s.overdue"]
    assert live(desk, 20) == {}


def test_an_answer_ends_it_also_while_the_reminder_waits(desk: Desk) -> None:
    desk.bind()
    case = put(desk)
    go_to(desk, date(2026, 3, 13))
    assert not remind_office(desk.connection, MANGYSTAU, desk.turn)
    assert [item for item in desk.items() if isinstance(item, RemindOffice)] == [RemindOffice(case.id, HALF)]
    answer(desk, case)
    assert [told.key for told in send(desk)] == []  # neither the reminder, nor a digest of nothing
    assert live(desk, 40) == {}


def test_a_question_after_the_answer_takes_the_term_up_again(desk: Desk) -> None:
    desk.bind()
    case = put(desk)
    answer(desk, case)
    live(desk, 12)
    row = desk.row(case)
    change_case(desk.connection, row, Work(), Change(Happening.ASKED, DANA, to=Status.QUESTION), desk.turn)
    assert live(desk, 30) == {"03-16": HALF, "03-19": SOON, "03-30": OVERDUE}


def test_an_extension_begins_half_time_and_three_days_anew(desk: Desk) -> None:
    desk.bind()
    case = put(desk)
    take(desk, case)
    assert live(desk, 18) == {"03-13": HALF, "03-19": SOON}
    extend(desk, case, date(2026, 4, 17))
    assert live(desk, 40) == {"04-07": HALF, "04-14": SOON, "04-20": OVERDUE}
    extend(desk, case, date(2026, 5, 22))
    assert OVERDUE in live(desk, 40).values()


def test_an_admins_days_move_reminders_and_new_terms_but_no_term_that_runs(desk: Desk) -> None:
    """Eid on a working day; a Saturday is worked instead."""
    desk.bind()
    case = put(desk)
    set_day(desk.connection, date(2026, 3, 19), DayWish.OFF, ADMIN, desk.turn)
    set_day(desk.connection, date(2026, 3, 28), DayWish.WORK, ADMIN, desk.turn)
    assert desk.row(case).due_on == date(2026, 3, 27)
    later = put(desk)
    assert desk.row(later).due_on == date(2026, 3, 28)
    answer(desk, later)
    assert live(desk, 40) == {"03-04": SILENT, "03-12": HALF, "03-18": SOON, "03-28": OVERDUE}


def test_a_day_that_is_changed_later_moves_what_is_still_to_come(desk: Desk) -> None:
    desk.bind()
    put(desk)
    assert live(desk, 15) == {"03-04": SILENT, "03-13": HALF}
    set_day(desk.connection, date(2026, 3, 20), DayWish.OFF, ADMIN, desk.turn)
    assert live(desk, 1) == {"03-18": SOON}
    set_day(desk.connection, date(2026, 3, 28), DayWish.WORK, ADMIN, desk.turn)
    assert live(desk, 20) == {"03-28": OVERDUE}


def test_a_transferred_case_is_the_other_offices_business(desk: Desk) -> None:
    desk.bind()
    desk.bind("abai", OTHER_GROUP)
    case = put(desk)
    assert live(desk, 12) == {"03-04": SILENT, "03-13": HALF}
    row = desk.row(case)
    change_case(desk.connection, row, Work(), Change(Happening.TRANSFERRED, DANA, to=Status.REGISTERED), desk.turn)
    cases.change_region(desk.connection, case.id, "abai", today=desk.turn.today)
    here = desk.turn
    assert live(desk, 30) == {}
    desk.turn = here
    assert live(desk, 30, "abai") == {"03-17": SILENT, "03-19": SOON, "03-30": OVERDUE}


def test_signs_of_a_crime_have_a_clock_of_their_own(desk: Desk) -> None:
    desk.bind()
    bribe, stolen, sent_on = put(desk, "bribe"), put(desk, "embezzlement"), put(desk, "bribe")
    row = desk.row(sent_on)
    change_case(desk.connection, row, Work(), Change(Happening.REDIRECTED, DANA, to=Status.REDIRECTED), desk.turn)
    take(desk, stolen)
    go_to(desk, date(2026, 3, 3))
    told = [each for each in look(desk) if each.key in KEYS]
    assert {each.key for each in told} == {"s.crime_wait"}
    assert {each.values["case_no"] for each in told} == {desk.row(bribe).number, desk.row(stolen).number}
    go_to(desk, date(2026, 3, 4))
    assert [each for each in look(desk) if each.key in KEYS] == []  # silence is no news beside that


def test_the_citizen_reads_that_the_term_is_over_and_nothing_that_is_not_so(desk: Desk) -> None:
    desk.bind()
    case, coded = put(desk), put(desk, level="code")
    go_to(desk, date(2026, 3, 30))
    remind_office(desk.connection, MANGYSTAU, desk.turn)
    assert [item.case for item in desk.items() if isinstance(item, PushCitizen)] == [case.id]
    assert {item.case for item in desk.items() if isinstance(item, RefreshCard)} == {case.id, coded.id}
    for each in (case, coded):
        opened = open_by_code(desk.connection, each.code, desk.turn)
        assert [(line.what, line.day) for line in opened.news] == [("overdue", date(2026, 3, 30))]  # type: ignore[union-attr]
        assert THE_BOT.name not in repr(opened)


def test_a_second_process_and_a_restart_find_it_told(desk: Desk) -> None:
    """What was decided lies in the outbox with the day's count: whoever looks again puts nothing beside it."""
    desk.bind()
    case = put(desk)
    go_to(desk, date(2026, 3, 4))
    seen = reminders.get_reminder(desk.connection, case.id)
    assert seen is not None
    for _ in range(3):
        remind_office(desk.connection, MANGYSTAU, desk.turn)
    of_terms = [item for item in desk.items() if isinstance(item, RemindOffice | TellDigest)]
    assert of_terms == [TellDigest("2026-03-04"), RemindOffice(case.id, SILENT)]
    assert not reminders.move_on(desk.connection, seen, told=SILENT, look_on=None)  # who looked before is too late


def test_nothing_is_said_at_night_however_late_a_lane_goes_on(desk: Desk) -> None:
    desk.bind()
    put(desk)
    go_to(desk, date(2026, 3, 6), 17, 59)
    remind_office(desk.connection, MANGYSTAU, desk.turn)
    digest, reminder = (row for row in desk.rows() if row.kind in (ItemKind.REMINDER, ItemKind.DIGEST))
    go_to(desk, date(2026, 3, 6), 18)
    opening = datetime(2026, 3, 10, 9, tzinfo=KAZAKHSTAN)  # over the weekend and the day off for 8 March
    assert open_parcel(desk.connection, reminder, desk.turn) == Later(int(opening.timestamp()))
    assert open_parcel(desk.connection, digest, desk.turn) is None
    go_to(desk, date(2026, 3, 10))
    assert isinstance(open_parcel(desk.connection, reminder, desk.turn), Notice)
    assert open_parcel(desk.connection, digest, desk.turn) is None  # of another day


def test_a_group_that_was_out_of_reach_gets_no_flood(desk: Desk) -> None:
    desk.bind()
    for _ in range(MOST_A_DAY + 5):
        put(desk)
    outbox.suspend_lane(desk.connection, str(OfficeLane(MANGYSTAU)), Suspension.REMOVED)
    assert live(desk, 40) == {}
    desk.empty_outbox()
    outbox.resume_lane(desk.connection, str(OfficeLane(MANGYSTAU)))
    go_to(desk, date(2026, 4, 13))
    told = [each.key for each in look(desk)]
    assert told == ["s.digest", *["s.overdue"] * MOST_A_DAY]
    go_to(desk, date(2026, 4, 13), 15)
    assert look(desk) == []
    go_to(desk, date(2026, 4, 14))
    assert [each.key for each in look(desk)] == ["s.digest", *["s.overdue"] * 5]


def test_the_digest_counts_and_is_left_out_when_there_is_nothing(desk: Desk) -> None:
    desk.bind()
    go_to(desk, date(2026, 3, 2), 9)
    assert look(desk) == []
    new, mine, late = put(desk), put(desk), put(desk)
    take(desk, mine)
    extend(desk, mine, date(2026, 4, 30))
    take(desk, late)
    go_to(desk, date(2026, 3, 3), 8, 59)
    assert look(desk) == []
    go_to(desk, date(2026, 3, 3), 9)
    (digest,) = look(desk)
    assert digest.values == {"region": MANGYSTAU, "new": 1, "open": 2, "soon": "0", "late": "0", "read": 0}
    go_to(desk, date(2026, 3, 27))
    assert look(desk)[0].values == {"region": MANGYSTAU, "new": 1, "open": 2, "soon": "2", "late": "0", "read": 0}
    go_to(desk, date(2026, 3, 30))
    answer(desk, new)
    assert look(desk)[0].values == {"region": MANGYSTAU, "new": 0, "open": 2, "soon": "0", "late": "1", "read": 0}
    go_to(desk, date(2026, 4, 4))
    assert look(desk) == []  # a Saturday


def test_the_digest_counts_no_case_whose_card_still_waits(desk: Desk) -> None:
    """Filed in secret just before nine: whoever reads the numbers and then the cards must not learn the hour."""
    desk.bind()
    go_to(desk, date(2026, 3, 3), 8, 59)
    quiet = timedelta(minutes=10)
    desk.turn = replace(desk.turn, rules=replace(desk.turn.rules, departures=RandomWait(quiet, quiet)))
    put(desk, level="code")
    go_to(desk, date(2026, 3, 3), 9)
    assert look(desk) == []
    go_to(desk, date(2026, 3, 4), 8, 58)
    desk.empty_outbox()
    put(desk, level="code")
    go_to(desk, date(2026, 3, 4), 9)
    remind_office(desk.connection, MANGYSTAU, desk.turn)
    (row,) = (row for row in desk.rows() if row.kind == ItemKind.DIGEST)
    digest = open_parcel(desk.connection, row, desk.turn)
    assert isinstance(digest, Notice)
    assert digest.values == {"region": MANGYSTAU, "new": 1, "open": 0, "soon": "0", "late": "0", "read": 0}
    go_to(desk, date(2026, 3, 4), 9, 8)  # its card is due: the group has it as soon as it is sent
    digest = open_parcel(desk.connection, row, desk.turn)
    assert isinstance(digest, Notice)
    assert digest.values["new"] == 2


def test_a_case_that_waits_for_a_group_has_no_term_and_no_reminder(desk: Desk) -> None:
    case = put(desk)
    assert reminders.get_reminder(desk.connection, case.id) is None
    go_to(desk, date(2026, 4, 6))
    desk.bind()
    desk.do_chores()
    assert desk.row(case).due_on == calendar_now(desk.connection, desk.turn).due_on(date(2026, 4, 6), 15)
    assert live(desk, 3) == {"04-08": SILENT}


def test_a_term_that_breaks_is_passed_over_until_something_is_done(desk: Desk) -> None:
    desk.bind()
    case = put(desk)
    go_to(desk, date(2026, 3, 4))
    pass_over(desk.connection, MANGYSTAU, desk.turn)
    assert [each.key for each in look(desk)] == ["s.digest"]
    take(desk, case)
    assert live(desk, 20) == {"03-13": HALF, "03-19": SOON}
