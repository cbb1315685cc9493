"""Filing: what of a complete draft is kept where, a number that nobody has, and what the office is owed."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest

from bot.conversation.values.effects import AddFacts
from bot.desk.citizens.filing import DRAWS_PER_LENGTH, add_facts
from bot.desk.outgoing.items import Item, PostAddition, PostCard, PostFiles
from bot.desk.outgoing.relay import open_address
from bot.desk.talk import open_answers, open_words
from bot.encryption.places import Field, Table
from bot.terms import Kind, Language, Level, Side, Status, TalkState
from storage import cases, contacting, files
from storage.cases import CaseRow
from tests.desk.house import CITIZEN, CONTACT, STORY, Desk, OnDesk
from tests.storage.rows import whole


class Drawn:
    """A source of chance whose numbers are written down; the rest comes from another."""

    def __init__(self, desk: Desk, *numbers: int) -> None:
        self.numbers, self.chance = list(numbers), desk.turn.rules.chance
        self.asked: list[int] = []

    def below(self, end: int) -> int:
        """The next number, for those of cases."""
        if end < 90_000:
            return self.chance.below(end)
        self.asked.append(end)
        return self.numbers.pop(0) if end in (90_000, 900_000) else self.chance.below(end)

    def __getattr__(self, name: str) -> object:
        return getattr(self.chance, name)


def drawing(desk: Desk, *numbers: int) -> Drawn:
    """Let the desk draw *numbers* for its next cases."""
    drawn = Drawn(desk, *numbers)
    rules = desk.turn.rules
    desk.turn = replace(desk.turn, rules=replace(rules, safe=replace(rules.safe, chance=drawn)))  # type: ignore[arg-type]
    return drawn


def answers_of(desk: Desk, case: OnDesk) -> dict[str, str | None]:
    """What the case holds, opened."""
    return open_answers(desk.safe.open_case_key(case.id, case.row.wrapped_key), case.row)


def test_a_case_is_filed_with_its_words_sealed_and_its_card_owed(desk: Desk) -> None:
    desk.bind()
    case = desk.put_case(level="code")
    blank = replace(case.row, id="", number="", wrapped_key=b"", box=b"")
    assert blank == CaseRow(
        id="",
        number="",
        region="mangystau",
        kind=Kind.REPORT,
        sphere="health",
        topic="bribe",
        status=Status.REGISTERED,
        level=Level.CODE,
        language=Language.KAZAKH,
        filed_on=date(2026, 3, 2),
        changed_on=date(2026, 3, 2),
        due_on=desk.turn.rules.calendar.due_on(date(2026, 3, 2), 15),
        wrapped_key=b"",
        box=b"",
    )
    assert re.fullmatch(r"12-26-[1-9]\d{4}", case.row.number)
    assert answers_of(desk, case)["text"] == STORY
    assert desk.items() == [PostCard(case.id)]
    assert cases.find_by_code(desk.connection, desk.safe.code_mark(case.code)) == case.row


def test_without_a_group_the_case_waits_and_nothing_is_owed(desk: Desk) -> None:
    case = desk.put_case(level="relay")
    assert (case.row.status, case.row.due_on, desk.items()) == (Status.WAITING, None, [])


@pytest.mark.parametrize(
    ("level", "address", "contact"), [("code", None, None), ("relay", CITIZEN, None), ("contact", None, CONTACT)]
)
def test_each_level_keeps_only_what_was_chosen(
    desk: Desk, level: str, address: int | None, contact: str | None
) -> None:
    case = desk.put_case(level=level)
    assert open_address(desk.connection, case.id, desk.safe) == address
    box = contacting.get_contact(desk.connection, case.id)
    key = desk.safe.open_case_key(case.id, case.row.wrapped_key)
    assert (None if box is None else key.open(box, table=Table.CONTACTS, field=Field.CONTACT)["contact"]) == contact


def test_clean_files_go_with_the_case_and_those_of_others_do_not(desk: Desk) -> None:
    desk.bind()
    mine, waiting, taken = desk.put_file(), desk.put_file(clean=False), desk.put_file()
    foreign = desk.put_case(files=(taken,))
    desk.empty_outbox()
    case = desk.put_case(files=(mine, waiting, taken, "0" * 32))
    expected: list[Item] = [PostCard(case.id), PostFiles(case.id, 0, (mine,), 1, 1)]
    assert desk.items() == expected
    found = [files.get_file(desk.connection, file_id) for file_id in (mine, waiting, taken)]
    assert [file.case_id for file in found if file] == [case.id, None, foreign.id]


def test_a_number_that_is_taken_is_drawn_again(desk: Desk) -> None:
    drawn = drawing(desk, 5, 5, 5, 6)
    assert [desk.put_case().row.number for _ in range(2)] == ["12-26-10005", "12-26-10006"]
    assert drawn.numbers == []


def test_a_region_whose_year_is_nearly_full_gets_a_longer_number(desk: Desk) -> None:
    drawing(desk, *[5] * (1 + DRAWS_PER_LENGTH), 7)
    assert [desk.put_case().row.number for _ in range(2)] == ["12-26-10005", "12-26-100007"]


def test_numbers_of_two_regions_never_meet(desk: Desk) -> None:
    drawing(desk, 5, 5)
    numbers = [desk.put_case(region=region).row.number for region in ("mangystau", "abai")]
    assert numbers == ["12-26-10005", "10-26-10005"]


def test_later_words_and_files_enter_the_talk_and_are_owed_to_the_office(desk: Desk) -> None:
    desk.bind()
    case, picture = desk.put_case(), desk.put_file()
    desk.empty_outbox()
    desk.add_words(case, "Тағы да сұрады.", (picture,))
    assert desk.items() == [PostAddition(case.id, 1), PostFiles(case.id, 1, (picture,), 1, 1)]
    (entry,) = cases.list_talk(desk.connection, case.id, aside=whole)
    assert (entry.seq, entry.side, entry.state) == (1, Side.CITIZEN, TalkState.SENT)
    key = desk.safe.open_case_key(case.id, case.row.wrapped_key)
    assert open_words(key, 1, entry.box) == {"text": "Тағы да сұрады.", "files": [picture]}


def test_files_without_words_are_no_empty_addition(desk: Desk) -> None:
    desk.bind()
    case, picture = desk.put_case(), desk.put_file()
    desk.empty_outbox()
    desk.add_words(case, "", (picture,))
    assert desk.items() == [PostFiles(case.id, 1, (picture,), 1, 1)]


def test_words_for_a_case_that_is_gone_change_nothing(desk: Desk) -> None:
    add_facts(desk.connection, AddFacts("0" * 32, "Тағы"), desk.turn)
    assert desk.items() == []
