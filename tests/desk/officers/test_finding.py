"""Finding: an office's own cases by number, days, sphere and words; nothing of a word stands in clear."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, text

from bot.desk.officers import finding
from bot.desk.officers.finding import (
    MOST_FOUND,
    CaseSearch,
    FoundCases,
    find,
    find_own,
    get_search,
    keep_search,
    read_search,
)
from bot.desk.people import Officer
from bot.desk.presses import CaseAct, WorkOn
from bot.desk.rules import Turn
from bot.desk.talk import citizen_words
from bot.desk.word_index import enter_anew
from storage import cases, schema, words
from storage.office_ways import OfficeWays, put_ways
from tests.desk.house import DANA, NOW, OTHER_GROUP, YERLAN, Desk, OnDesk, new_rules


@pytest.fixture
def bound(desk: Desk) -> Desk:
    """Two regions with a group each."""
    desk.bind()
    desk.bind("abai", OTHER_GROUP)
    return desk


def search(
    desk: Desk, said: str, region: str = "mangystau", page: int = 0, by: Officer = DANA
) -> FoundCases:
    """What /find answers in the group of *region*."""
    return find(desk.connection, read_search(region, said), by, desk.turn, page=page)


def numbers(desk: Desk, said: str, region: str = "mangystau") -> list[str]:
    """The cases that it shows."""
    return [line.number for line in search(desk, said, region).lines]


def file_on(desk: Desk, day: date, said: str = "Мәтін") -> OnDesk:
    """A case that was filed on *day*."""
    case = desk.put_case(said)
    desk.connection.execute(text("UPDATE cases SET filed_on = :d WHERE id = :id"), {"d": f"{day}", "id": case.id})
    return case


@pytest.mark.parametrize(
    ("said", "since", "until"),
    [
        ("11.2026", "2026-11-01", "2026-11-30"),
        ("2.2028", "2028-02-01", "2028-02-29"),
        ("01.11.2026-15.11.2026", "2026-11-01", "2026-11-15"),
        ("15.11.2026 – 1.11.2026", "2026-11-01", "2026-11-15"),
        ("05.03.2026", "2026-03-05", "2026-03-05"),
    ],
)
def test_days_are_read_as_they_are_written(said: str, since: str, until: str) -> None:
    assert read_search("mangystau", said) == CaseSearch("mangystau", since=since, until=until)


@pytest.mark.parametrize("said", ["13.2026", "31.02.2026", "00.00.0000"])
def test_days_that_there_are_not_are_no_days(said: str) -> None:
    assert read_search("mangystau", said).since == ""


@pytest.mark.parametrize("said", ["", "  ", "и в на", "…"])
def test_what_says_nothing_is_no_search(said: str) -> None:
    assert read_search("mangystau", said).is_empty


def test_one_word_that_names_a_sphere_is_that_sphere_and_more_are_words() -> None:
    assert read_search("mangystau", "поликлиника").sphere == read_search("mangystau", "емхана").sphere == "health"
    with_days = read_search("mangystau", "емхана 11.2026")
    assert (with_days.sphere, with_days.since) == ("health", "2026-11-01")
    assert read_search("mangystau", "поликлиника регистратура").sphere == ""


def test_a_case_is_found_by_its_number_in_its_own_region_only(bound: Desk) -> None:
    case, other = bound.put_case(), bound.put_case(region="abai")
    assert numbers(bound, f"№ {case.row.number}") == [case.row.number]
    assert numbers(bound, other.row.number) == numbers(bound, "12-26-00000") == []
    assert find_own(bound.connection, "mangystau", other.row.number, bound.turn) is None
    assert find_own(bound.connection, "abai", other.row.number, bound.turn) == other.row


@pytest.mark.parametrize(
    "said",
    ["талона", "регистратуре требовал", "ТАЛОНОМ", "требует", "деньгами", "денег", "talon", "регистратуры талоны"],
)
def test_words_are_found_whatever_their_ending(bound: Desk, said: str) -> None:
    case = bound.put_case("В регистратуре требуют деньги за талон.")
    bound.put_case("Жолды жөндеу жұмыстары аяқталмады.")
    bound.put_case("В регистратуре требуют деньги за талон.", region="abai")
    assert numbers(bound, said) == [case.row.number]


@pytest.mark.parametrize("said", ["талаптары", "дәрігерлер ақшасы", "дәрігер ақшаны", "кабылдауы"])
def test_kazakh_words_are_found_whatever_their_ending(bound: Desk, said: str) -> None:
    case = bound.put_case("Дәрігердің қабылдауына ақша талап етеді.")
    bound.put_case("Мектеп жөндеуден өтпеді.")
    assert numbers(bound, said) == [case.row.number]


def test_all_of_several_words_must_be_there(bound: Desk) -> None:
    bound.put_case("Требуют деньги за талон.")
    both = bound.put_case("Требуют деньги за справку.")
    assert numbers(bound, "деньги справка") == [both.row.number]
    assert numbers(bound, "деньги справка трактор") == []


def test_what_was_added_later_is_found_too(bound: Desk) -> None:
    case = bound.put_case("Требуют деньги за талон.")
    assert numbers(bound, "видеозапись свидетель") == []
    bound.add_words(case, "Есть свидетели и видеозапись.")
    assert numbers(bound, "видеозапись свидетель") == [case.row.number]


def test_a_word_that_only_shares_a_mark_is_not_found(bound: Desk) -> None:
    case = bound.put_case("Требуют деньги за талон.")
    words.put_words(bound.connection, case.id, [bound.safe.word_mark("mangystau", "трактор")])
    assert numbers(bound, "трактор") == []


def test_by_sphere_and_days(bound: Desk) -> None:
    old, new = file_on(bound, date(2025, 11, 5)), bound.put_case()
    assert numbers(bound, "емхана") == [new.row.number, old.row.number]
    assert numbers(bound, "емхана 11.2025") == numbers(bound, "01.11.2025-15.11.2025") == [old.row.number]
    assert numbers(bound, "мектеп 11.2025") == []
    assert numbers(bound, "деньги 11.2025") == []


def test_a_word_that_names_a_sphere_without_cases_is_looked_for_in_what_was_written(bound: Desk) -> None:
    case = bound.put_case("Мектепте ақша жинайды.")
    assert numbers(bound, "мектеп") == [case.row.number]


def test_pages_of_ten_and_no_more_than_fifty(bound: Desk) -> None:
    filed = [bound.put_case("Трактор сынды.") for _ in range(MOST_FOUND)]
    seen = [line.number for page in range(5) for line in search(bound, "трактор", page=page).lines]
    assert sorted(seen) == sorted(case.row.number for case in filed)
    assert search(bound, "трактор").count == search(bound, "емхана").count == MOST_FOUND
    bound.put_case("Трактор сынды.")
    assert search(bound, "трактор") == search(bound, "емхана") == FoundCases((), None)


def test_a_case_that_goes_to_another_region_is_found_there_alone(bound: Desk) -> None:
    case = bound.put_case("Трактор сынды.")
    bound.add_words(case, "Комбайн да сынды.")
    cases.change_region(bound.connection, case.id, "abai", today=bound.turn.today)
    texts = citizen_words(bound.connection, bound.row(case), bound.safe)
    enter_anew(bound.connection, "abai", case.id, texts, bound.safe)
    assert numbers(bound, "трактор комбайн", "abai") == [case.row.number]
    assert numbers(bound, "трактор") == []


def test_what_is_deleted_with_its_case_is_found_no_more(bound: Desk) -> None:
    case = bound.put_case("Трактор сынды.")
    assert bound.connection.execute(select(schema.words)).all() != []
    bound.connection.execute(text("DELETE FROM outbox"))
    bound.connection.execute(schema.cases.delete().where(schema.cases.c.id == case.id))
    assert bound.connection.execute(select(schema.words)).all() == []


def test_a_damaged_case_costs_nobody_else(bound: Desk) -> None:
    case, damaged = bound.put_case("Трактор сынды."), bound.put_case("Трактор сынды.")
    other = bound.put_case(region="abai")
    for each in (damaged, other):
        bound.connection.execute(text("UPDATE cases SET box = x'00', work = x'00' WHERE id = :id"), {"id": each.id})
    assert numbers(bound, "трактор") == [case.row.number]
    lines = search(bound, damaged.row.number).lines
    assert [(line.number, line.damaged) for line in lines] == [(damaged.row.number, True)]
    assert numbers(bound, other.row.number) == []


def test_a_card_that_waits_its_random_time_is_found_by_nothing(desk: Desk) -> None:
    desk.turn = Turn(new_rules(delay=(timedelta(minutes=2), timedelta(minutes=20))), NOW)
    desk.bind()
    secret = desk.put_case("Трактор сынды.", level="code")
    ways = ("трактор", "емхана", "03.2026", secret.row.number)
    assert [numbers(desk, way) for way in ways] == [[]] * 4
    desk.pass_by(timedelta(minutes=21))
    assert [numbers(desk, way) for way in ways] == [[secret.row.number]] * 4


def test_a_search_is_kept_sealed_for_an_hour(bound: Desk) -> None:
    asked = read_search("mangystau", "трактор 11.2026")
    kept = keep_search(bound.connection, asked, bound.turn)
    assert get_search(bound.connection, kept, bound.turn) == asked
    bound.pass_by(finding.HELD_FOR - timedelta(seconds=1))
    assert get_search(bound.connection, kept, bound.turn) == asked
    bound.pass_by(timedelta(seconds=1))
    assert get_search(bound.connection, kept, bound.turn) is None


def test_marks_are_short_and_of_one_region_and_one_keyring(bound: Desk) -> None:
    safe, other = bound.safe, new_rules(seed=2).safe
    mark = safe.word_mark("mangystau", "трактор")
    assert len(mark) == 2
    assert len({mark, safe.word_mark("abai", "трактор"), other.word_mark("mangystau", "трактор")}) == 3


def test_no_word_and_no_stem_stands_in_the_database(bound: Desk, tmp_path: Path) -> None:
    case = bound.put_case("Трактор комбайн.")
    bound.add_words(case, "Видеозапись бар.")
    keep_search(bound.connection, read_search("mangystau", "трактор"), bound.turn)
    dump = "\n".join(
        repr(bytes(value) if isinstance(value, bytes) else value)
        for table in schema.metadata.sorted_tables
        for row in bound.connection.execute(select(table))
        for value in row
    )
    for typed in ("трактор", "Трактор", "комбайн", "видеозапис", "Видеозапись"):
        assert typed not in dump
        assert repr(typed.encode())[2:-1] not in dump
    assert "mangystau" in dump


def test_in_a_group_of_notices_words_are_looked_for_in_the_askers_own_cases_alone(bound: Desk) -> None:
    mine, other = bound.put_case("Хирург зверобой"), bound.put_case("Кардиолог зверобой")
    bound.empty_outbox()
    bound.decide(WorkOn(CaseAct.TAKE, mine.id))
    assert search(bound, "зверобой").count == 2
    put_ways(bound.connection, "mangystau", OfficeWays(notice_only=True))
    found = search(bound, "зверобой")
    assert ([line.number for line in found.lines], found.own_words) == ([mine.row.number], True)
    assert search(bound, "зверобой", by=YERLAN) == FoundCases((), 0, own_words=True)
    for said in (other.row.number, f"{other.row.filed_on:%d.%m.%Y}"):
        assert other.row.number in [line.number for line in search(bound, said, by=YERLAN).lines]
