"""The talk: a message opens at its own place only, and files are found with the message they came with."""

from __future__ import annotations

import pytest

from bot.desk.officers.previews import Ruling, decide_preview, keep_preview
from bot.desk.people import Spot
from bot.desk.talk import OF_THE_CASE, citizen_files, office_files, open_answers, open_words, seal_words
from bot.encryption.errors import SealBrokenError
from tests.desk.house import CONTACT, GROUP, STORY, Desk, press


def test_words_open_at_their_own_place_in_their_own_case_only(desk: Desk) -> None:
    case, other = desk.put_case(), desk.put_case("Басқа")
    key = desk.safe.open_case_key(case.id, case.row.wrapped_key)
    box = seal_words(key, 1, {"text": "Тағы"})
    assert open_words(key, 1, box) == {"text": "Тағы"}
    for wrong, seq in ((key, 2), (desk.safe.open_case_key(other.id, other.row.wrapped_key), 1)):
        with pytest.raises(SealBrokenError):
            open_words(wrong, seq, box)
    with pytest.raises(SealBrokenError):
        desk.safe.open_case_key(other.id, case.row.wrapped_key)


def test_answers_hold_what_was_typed_but_no_contact(desk: Desk) -> None:
    case = desk.put_case(level="contact")
    answers = open_answers(desk.safe.open_case_key(case.id, case.row.wrapped_key), case.row)
    assert answers["text"] == STORY
    assert CONTACT not in answers.values()
    assert STORY.encode() not in case.row.box


def test_files_are_found_with_the_message_they_came_with(desk: Desk) -> None:
    first, later = desk.put_file(), desk.put_file()
    case = desk.put_case(files=(first,))
    desk.add_words(case, "Тағы", (later,))
    row = desk.row(case)
    found = [citizen_files(desk.connection, row, seq, desk.safe) for seq in (OF_THE_CASE, 1, 2)]
    assert found == [[first], [later], []]


def test_only_files_that_the_office_has_sent_are_the_citizens_to_fetch(desk: Desk) -> None:
    desk.bind()
    case = desk.put_case()
    for text, file_id in (("Шешім", "e" * 32), ("Хат", "f" * 32)):
        spot = Spot(GROUP, 50 + len(text))
        keep_preview(desk.connection, desk.about(case), text, spot, desk.turn, attached={"files": [file_id]})
    assert office_files(desk.connection, case.row, desk.safe) == []
    decide_preview(desk.connection, press(99), desk.turn, decision=Ruling(case.id, 2, send=True))
    assert office_files(desk.connection, case.row, desk.safe) == ["f" * 32]
