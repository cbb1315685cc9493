"""P3, by the clock: whoever knows the second of every visit and of every post names nobody (or hardly ever)."""

from __future__ import annotations

import random
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest

from bot.catalogue.workdays import WorkCalendar
from bot.clock import KAZAKHSTAN
from bot.conversation.values.own_acts import OwnAct
from bot.departures import SPREAD, Departures, RandomWait, Slots
from bot.desk.citizens.own_acts import act_on_case
from bot.desk.citizens.pressed import tell_head_alone
from bot.desk.history import list_history
from bot.desk.officers.written import WrittenWords, take_words
from bot.desk.outgoing.desks import private_lane
from bot.desk.outgoing.items import AskWords
from bot.desk.outgoing.lanes import OfficeLane
from bot.desk.parcels.opening import open_parcel
from bot.desk.parcels.values import Addition, Card, Files
from bot.desk.people import Done, Spot
from bot.desk.presses import CaseAct, WorkOn
from bot.desk.referrals import list_files
from bot.desk.rules import WORKDAYS, Turn
from bot.terms import Priority, Side
from storage import cases, outbox
from storage.office_ways import OfficeWays, put_ways
from tests.desk.house import DANA, GROUP, NOW, OTHER_GROUP, STORY, Desk, OnDesk, claim, new_rules, open_engine
from tests.desk.officers.test_finding import numbers
from tests.desk.test_experts import become, give
from tests.storage.rows import whole

TWO = Slots((time(10), time(16)))
OLD = RandomWait(timedelta(minutes=2), timedelta(minutes=20))
DAYS = 30
"""From 2 March 2026: with four weekends and the holidays of spring."""
AWAKE = (8, 23)
"""Hours of the day between which people write."""
SENDING = timedelta(seconds=3)
"""A group takes twenty messages a minute."""


@dataclass(frozen=True, slots=True)
class Played:
    """A month: the moment of each visit, and of each card the visit that it came of and the moment of its post."""

    visits: Sequence[datetime]
    posts: Sequence[tuple[int, datetime]]


@contextmanager
def desk_with(folder: Path, departures: Departures) -> Iterator[Desk]:
    """A desk in Mangystau whose code-only cards leave by *departures*."""
    folder.mkdir()
    engine = open_engine(folder)
    with engine.connect() as connection:
        desk = Desk(connection, Turn(replace(new_rules(), departures=departures), NOW))
        desk.bind()
        desk.empty_outbox()
        yield desk
    engine.dispose()


def visits_of(a_day: int, chance: random.Random) -> list[datetime]:
    """*a_day* visitors on each day, at seconds of chance."""
    midnight = datetime.combine(NOW.astimezone(KAZAKHSTAN).date(), time(), KAZAKHSTAN)
    seconds = (chance.randrange(AWAKE[0] * 3600, AWAKE[1] * 3600) for _ in range(DAYS * a_day))
    return sorted(midnight + timedelta(days=n % DAYS, seconds=each) for n, each in enumerate(seconds))


def play(desk: Desk, visits: Sequence[datetime]) -> Played:
    """Each visitor files by code alone; what is due goes out meanwhile, at the pace of a group."""
    cases, posts = dict[str, int](), list[tuple[int, datetime]]()
    for visitor, moment in enumerate(visits):
        _send_until(desk, moment, posts, cases)
        desk.turn = replace(desk.turn, now=moment)
        cases[desk.put_case(level="code").id] = visitor
    _send_until(desk, visits[-1] + timedelta(days=7), posts, cases)
    assert sorted(visitor for visitor, _ in posts) == list(range(len(visits)))
    return Played(visits, posts)


def _send_until(desk: Desk, moment: datetime, posts: list[tuple[int, datetime]], cases: dict[str, int]) -> None:
    while (due := outbox.next_due(desk.connection, now=desk.turn.seconds)) is not None and due < moment.timestamp():
        desk.turn = replace(desk.turn, now=max(desk.turn.now, datetime.fromtimestamp(due, KAZAKHSTAN)))
        for item in claim(desk.connection, desk.turn):
            if item.priority == Priority.CARD and item.case_id:
                posts.append((cases[item.case_id], desk.turn.now))
            outbox.settle_delivered(desk.connection, item.id)
        desk.pass_by(SENDING)


def candidates(played: Played, posted: datetime, departures: Departures) -> Sequence[int]:
    """The visits that a card posted at that second can have come of, by the published rules."""
    if isinstance(departures, RandomWait):
        slack = timedelta(minutes=1)  # a busy group posts later
        since, until = posted - departures.longest - slack, posted - departures.shortest
    else:
        since, until = _window(departures, posted)
    return range(bisect_right(played.visits, since), bisect_right(played.visits, until))


def _window(slots: Slots, posted: datetime) -> tuple[datetime, datetime]:
    """Between which two slots the case was filed that was posted at that second."""
    days = (posted.date() - timedelta(days=n) for n in range(10))
    calendar = WorkCalendar()
    moments = (
        datetime.combine(day, each, KAZAKHSTAN)
        for day in days
        if calendar.is_workday(day)
        for each in reversed(slots.times)
    )
    past = (moment for moment in moments if moment <= posted)
    until = next(past)
    return next(past), until


def named(played: Played, departures: Departures) -> float:
    """The share of cards of which the matcher knows for certain who wrote them."""
    sets = [candidates(played, moment, departures) for _, moment in played.posts]
    assert all(visitor in found for (visitor, _), found in zip(played.posts, sets, strict=True))
    return sum(len(found) == 1 for found in sets) / len(sets)


def guessed_in_order(played: Played, departures: Departures) -> tuple[int, float]:
    """How many the matcher gets right that gives the n-th card of a slot to its n-th visit; how many chance would."""
    right, expected, nth = 0, 0.0, dict[int, int]()
    for visitor, moment in played.posts:
        found = candidates(played, moment, departures)
        place = nth.setdefault(found[0], 0)
        nth[found[0]] += 1
        right += found[min(place, len(found) - 1)] == visitor
        expected += 1 / len(found)
    return right, expected


@pytest.mark.parametrize(("a_day", "departures", "most"), [(5, TWO, 0.10), (20, TWO, 0.01)])
def test_a_month_of_visits_and_posts_names_hardly_anybody(
    tmp_path: Path, a_day: int, departures: Slots, most: float
) -> None:
    with desk_with(tmp_path / "desk", departures) as desk:
        played = play(desk, visits_of(a_day, random.Random(2026 + a_day)))
    assert named(played, departures) <= most
    right, expected = guessed_in_order(played, departures)
    assert right < expected + 4 * expected**0.5, "the order of the posts tells more than chance"


def test_the_matcher_names_most_authors_of_cards_that_leave_after_a_random_wait(tmp_path: Path) -> None:
    """What the slots are for; and a matcher that named nobody here would prove nothing above."""
    with desk_with(tmp_path / "desk", OLD) as desk:
        played = play(desk, visits_of(5, random.Random(2031)))
    assert named(played, OLD) > 0.7


def test_who_wants_it_urgently_is_served_at_once(tmp_path: Path) -> None:
    with desk_with(tmp_path / "desk", TWO) as desk:
        case = desk.put_case(level="code", urgent="yes")
        (card,) = desk.rows()
        assert card.kind == "card" and card.not_before <= desk.turn.seconds
        desk.empty_outbox()
        desk.add_words(case, "Тағы да ақша сұрады.")
        assert desk.rows()[0].not_before > desk.turn.seconds, "urgent was what was sent, not all that follows"


def test_what_a_citizen_adds_leaves_at_slots_too(tmp_path: Path) -> None:
    with desk_with(tmp_path / "desk", TWO) as desk:
        case = desk.put_case(level="code")
        desk.empty_outbox()
        desk.add_words(case, "Тағы да ақша сұрады.", (desk.put_file(),))
        desk.add_words(case, "", (desk.put_file(),))
        slot = TWO.next_after(desk.turn.now, WorkCalendar())
        moments = [datetime.fromtimestamp(row.not_before, KAZAKHSTAN) for row in desk.rows()]
    assert len(moments) == 3 and all(slot <= moment <= slot + SPREAD for moment in moments)


NIGHT = [datetime(2026, 3, 1, 22, tzinfo=KAZAKHSTAN) + timedelta(hours=hours) for hours in (0, 1.9, 2.1, 11)]
"""A Sunday's evening and a Monday's morning: what comes in any of these hours leaves on Monday at ten."""
MONDAY = date(2026, 3, 2)


def test_no_day_beside_what_leaves_tells_on_which_side_of_midnight_it_was_written(tmp_path: Path) -> None:
    with desk_with(tmp_path / "desk", TWO) as desk:
        shown = set()
        for moment in NIGHT:
            desk.turn = replace(desk.turn, now=moment)
            row = desk.put_case(level="code").row
            shown.add((row.filed_on, row.changed_on, row.due_on))
        assert shown == {(MONDAY, MONDAY, WorkCalendar().due_on(MONDAY, WORKDAYS))}


@pytest.mark.parametrize("moment", NIGHT)
def test_no_day_of_a_citizens_later_act_does(tmp_path: Path, moment: datetime) -> None:
    with desk_with(tmp_path / "desk", TWO) as desk:
        desk.turn = replace(desk.turn, now=moment - timedelta(days=3))
        case = desk.put_carded(level="code")
        desk.turn = replace(desk.turn, now=moment)
        desk.add_words(case, "Тағы да ақша сұрады.")
        tell_head_alone(desk.connection, desk.row(case), "Қызметкер қорқытып жүр.", desk.turn)
        act_on_case(desk.connection, case.id, desk.turn, act=OwnAct.WITHDRAW)
        row = desk.row(case)
        assert row.changed_on == MONDAY
        assert [each.day for each in list_history(desk.connection, row, desk.turn.safe)] == [MONDAY] * 2
        said = cases.list_talk(desk.connection, case.id, aside=whole)
        assert [each.day for each in said if each.side in (Side.CITIZEN, Side.TO_HEAD)] == [MONDAY] * 2


def test_what_is_urgent_or_keeps_an_address_has_its_own_day(tmp_path: Path) -> None:
    with desk_with(tmp_path / "desk", TWO) as desk:
        desk.turn = replace(desk.turn, now=NIGHT[0])
        rows = [desk.put_case(level="code", urgent="yes").row, desk.put_case(level="relay").row]
        assert {row.filed_on for row in rows} == {NIGHT[0].date()}


LATER = "кезекшібұлбұл"
"""What is added, and may be seen by nobody before its slot."""


def added(desk: Desk, *, notice_only: bool = False) -> OnDesk:
    """A code-only case that the group has, and words and a file for it that wait for their slot."""
    put_ways(desk.connection, "mangystau", OfficeWays(take_back=0, notice_only=notice_only))
    case = desk.put_carded(level="code")
    desk.add_words(case, f"Кеше терезенің астында {LATER} сайрап тұрды.", (desk.put_file(),))
    return case


def seen_at_once(desk: Desk) -> list[object]:
    """What leaves now, as it is opened at this moment."""
    found, opened = [row for row in desk.rows() if row.not_before <= desk.turn.seconds], []
    for row in found:
        opened.append(open_parcel(desk.connection, row, desk.turn))
    return opened


def test_whoever_takes_a_case_in_private_sees_no_addition_before_its_slot(tmp_path: Path) -> None:
    with desk_with(tmp_path / "desk", TWO) as desk:
        case = added(desk, notice_only=True)
        desk.decide(WorkOn(CaseAct.TAKE, case.id), DANA)
        assert any(isinstance(each, Card) for each in seen_at_once(desk))
        assert not any(isinstance(each, Addition | Files) for each in seen_at_once(desk))
        desk.pass_by(timedelta(hours=8))
        mine = [row for row in desk.rows() if row.lane == str(private_lane(DANA.id, desk.turn))]
        opened = [open_parcel(desk.connection, row, desk.turn) for row in mine]
        assert any(isinstance(each, Addition) and LATER in each.text for each in opened)


def test_another_office_sees_no_addition_before_its_slot(tmp_path: Path) -> None:
    with desk_with(tmp_path / "desk", TWO) as desk:
        desk.bind("abai", OTHER_GROUP)
        case = added(desk)
        desk.decide(WorkOn(CaseAct.TAKE, case.id), DANA)
        desk.decide(WorkOn(CaseAct.TRANSFER, case.id), DANA)
        wish = next(item.wish for item in desk.items() if isinstance(item, AskWords))
        words = WrittenWords(wish, "Абай облысы\nБіздікі емес", DANA, Spot(GROUP, 70))
        take_words(desk.connection, words, desk.about(case), desk.turn)
        there = [row for row in desk.rows() if row.lane == str(OfficeLane("abai"))]
        waiting = {row.kind: row.not_before > desk.turn.seconds for row in there}
        assert waiting == {"card": False, "addition": True, "files": True, "notice": False}


def test_nobody_finds_a_case_by_an_addition_before_its_slot(tmp_path: Path) -> None:
    with desk_with(tmp_path / "desk", TWO) as desk:
        case = added(desk)
        assert numbers(desk, LATER) == []
        desk.pass_by(timedelta(hours=8))
        assert numbers(desk, LATER) == [case.row.number]


def test_an_expert_reads_an_addition_when_the_office_does(tmp_path: Path) -> None:
    with desk_with(tmp_path / "desk", TWO) as desk:
        case = added(desk)
        assert list_files(desk.connection, desk.row(case), desk.turn) == []
        expert = become(desk)
        assert isinstance(give(desk, case, expert), Done)
        lane = str(private_lane(expert.officer.id, desk.turn))

        def read() -> str:
            rows = [row for row in desk.rows() if row.lane == lane and row.not_before <= desk.turn.seconds]
            return repr([open_parcel(desk.connection, row, desk.turn) for row in rows])

        assert STORY in read() and LATER not in read()
        desk.pass_by(timedelta(hours=8))
        assert LATER in read() and len(list_files(desk.connection, desk.row(case), desk.turn)) == 1
