"""Previews: decided once, from the right group, under the words that they send."""

from __future__ import annotations

import pytest

from bot.desk.groups.binding import unbind
from bot.desk.officers.acting import OfficeCase, case_of_press, where_it_went
from bot.desk.officers.leaving import asked_text, outcome_text
from bot.desk.officers.previews import (
    Ruling,
    decide_preview,
    keep_preview,
    replace_preview,
)
from bot.desk.outgoing.items import EditPreview, PushCitizen, RefreshCard, ShowPreview
from bot.desk.outgoing.posts import CasePost, PostRole, find_post
from bot.desk.people import Done, Refused, Spot
from bot.desk.talk import open_words
from bot.terms import Level, Side, Status, TalkState
from storage import cases, files
from tests.desk.house import ADMIN, GROUP, OTHER_GROUP, Desk, OnDesk, press
from tests.storage.rows import whole

SPOT = Spot(GROUP, 50)
"""Where the officer's own message stands."""


def previewed(desk: Desk, words: str = "Тексердік.", *, level: str = "relay") -> tuple[OnDesk, int]:
    """A case with an answer that stands as message 60 in the group, under its two buttons."""
    desk.bind()
    case = desk.put_case(level=level)
    seq = keep_preview(desk.connection, desk.about(case), words, SPOT, desk.turn)
    desk.empty_outbox()
    desk.post(case, 60, PostRole.PREVIEW, seq)
    return case, seq


def test_words_are_sealed_and_shown_to_the_group_before_anything_goes_out(desk: Desk) -> None:
    desk.bind()
    case = desk.put_case()
    desk.empty_outbox()
    seq = keep_preview(desk.connection, desk.about(case), "Тексердік.", SPOT, desk.turn)
    assert desk.items() == [ShowPreview(case.id, seq)]
    entry = cases.get_talk(desk.connection, case.id, seq)
    assert entry is not None and (entry.side, entry.state) == (Side.OFFICE, TalkState.PREVIEW)
    words = open_words(desk.safe.open_case_key(case.id, case.row.wrapped_key), seq, entry.box)
    assert words == {"text": "Тексердік.", "reply_to": {"chat": GROUP, "message": 50}}
    assert find_post(desk.connection, SPOT, desk.safe) == CasePost(case.id, PostRole.OFFICER, seq)
    assert cases.list_talk(desk.connection, case.id, aside=whole) == []


def test_a_preview_is_sent_once(desk: Desk) -> None:
    case, seq = previewed(desk)
    send = Ruling(case.id, seq, send=True)
    assert decide_preview(desk.connection, press(60), desk.turn, decision=send) == Done("s.sent")
    owed = [RefreshCard(case.id), PushCitizen(case.id), EditPreview(case.id, seq, Spot(GROUP, 60), "s.sent")]
    assert desk.items() == owed
    for again in (True, False):
        decided = decide_preview(desk.connection, press(60), desk.turn, decision=Ruling(case.id, seq, send=again))
        assert decided == Refused("s.decided_before")
    assert desk.items() == owed
    assert desk.row(case).status is Status.ANSWERED
    assert [entry.seq for entry in cases.list_talk(desk.connection, case.id, aside=whole)] == [seq]


def test_a_dropped_preview_reaches_nobody_and_takes_its_files_along(desk: Desk) -> None:
    case, seq = previewed(desk)
    file_id = desk.put_file(case, seq)
    decided = decide_preview(desk.connection, press(60), desk.turn, decision=Ruling(case.id, seq, send=False))
    assert decided == Done("s.not_sent")
    assert desk.items() == [EditPreview(case.id, seq, Spot(GROUP, 60), "s.not_sent")]
    assert desk.row(case).status is Status.REGISTERED
    assert files.get_file(desk.connection, file_id) is None


def test_nothing_is_sent_while_one_of_its_files_is_not_clean(desk: Desk) -> None:
    case, seq = previewed(desk)
    desk.put_file(case, seq, clean=False)
    decided = decide_preview(desk.connection, press(60), desk.turn, decision=Ruling(case.id, seq, send=True))
    assert (decided, desk.items()) == (Refused("s.no_rights"), [])


@pytest.mark.parametrize("seq", [0, -1, 2, 2**31, 10**25])
def test_a_forged_number_of_words_decides_nothing(desk: Desk, seq: int) -> None:
    case, _ = previewed(desk)
    unposted = press(999)
    decided = decide_preview(desk.connection, unposted, desk.turn, decision=Ruling(case.id, seq, send=True))
    assert (decided, desk.items()) == (Refused("s.decided_before"), [])


def test_a_button_counts_only_for_the_case_and_the_words_it_stands_under(desk: Desk) -> None:
    case, seq = previewed(desk)
    other = desk.put_case("Басқа")
    desk.empty_outbox()
    card = desk.post(other, 40)
    for case_id, message in ((other.id, 60), (case.id, card.message), ("0" * 32, 60), ("нет", 60)):
        decided = decide_preview(desk.connection, press(message), desk.turn, decision=Ruling(case_id, seq, send=True))
        assert decided == Refused("s.no_rights")
    desk.post(case, 61, PostRole.PREVIEW, seq + 1)
    decided = decide_preview(desk.connection, press(61), desk.turn, decision=Ruling(case.id, seq, send=True))
    assert (decided, desk.items()) == (Refused("s.no_rights"), [])


def test_a_group_acts_on_its_own_region_only(desk: Desk) -> None:
    case, _ = previewed(desk)
    desk.bind("abai", OTHER_GROUP)
    assert case_of_press(desk.connection, press(60), case.id, desk.turn) == desk.about(case)
    for chat in (OTHER_GROUP, -5):
        assert case_of_press(desk.connection, press(60, chat=chat), case.id, desk.turn) == Refused("s.no_rights")


def test_a_group_that_once_posted_the_case_hears_where_it_went(desk: Desk) -> None:
    case, _ = previewed(desk)
    unbind(desk.connection, "mangystau", GROUP, ADMIN, desk.turn)
    assert case_of_press(desk.connection, press(60), case.id, desk.turn) == Refused("a.not_bound")
    desk.bind("mangystau", OTHER_GROUP)
    assert case_of_press(desk.connection, press(60), case.id, desk.turn) == Refused("s.gone")
    assert where_it_went(desk.connection, "mangystau") == "s.gone"


def test_edited_words_get_a_preview_of_their_own_and_the_old_one_says_so(desk: Desk) -> None:
    case, seq = previewed(desk)
    replace_preview(desk.connection, desk.about(case), seq, "Тексердік, рақмет.", SPOT, desk.turn)
    assert desk.items() == [
        EditPreview(case.id, seq, Spot(GROUP, 60), "s.preview_replaced"),
        ShowPreview(case.id, seq + 1),
    ]
    assert find_post(desk.connection, SPOT, desk.safe) == CasePost(case.id, PostRole.OFFICER, seq + 1)
    decided = decide_preview(desk.connection, press(60), desk.turn, decision=Ruling(case.id, seq, send=True))
    assert decided == Refused("s.decided_before")


def test_words_replaced_before_anybody_saw_their_preview_leave_nothing_to_edit(desk: Desk) -> None:
    desk.bind()
    case = desk.put_case()
    seq = keep_preview(desk.connection, desk.about(case), "Тексердік.", SPOT, desk.turn)
    desk.empty_outbox()
    replace_preview(desk.connection, desk.about(case), seq, "Бітті.", SPOT, desk.turn)
    assert desk.items() == [ShowPreview(case.id, seq + 1)]


def test_code_only_citizens_are_not_written_to(desk: Desk) -> None:
    case, seq = previewed(desk, level="code")
    decided = decide_preview(desk.connection, press(60), desk.turn, decision=Ruling(case.id, seq, send=True))
    assert decided == Done("s.stored_for_code")
    assert desk.items() == [RefreshCard(case.id), EditPreview(case.id, seq, Spot(GROUP, 60), "s.stored_for_code")]


def test_the_preview_says_how_each_citizen_will_read_it() -> None:
    assert [outcome_text(level) for level in Level] == ["s.stored_for_code", "s.sent", "s.stored_contact"]
    assert [asked_text(level) for level in Level] == ["s.asked_by_code", "s.asked", "s.asked_by_code"]


def test_an_office_case_is_found_only_where_its_office_is(desk: Desk) -> None:
    case, _ = previewed(desk)
    found = case_of_press(desk.connection, press(12345), case.id, desk.turn)
    assert isinstance(found, OfficeCase) and found.row.id == case.id
