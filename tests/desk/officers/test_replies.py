"""Replies: what counts as an answer, what is refused aloud, and what is none of ours."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.desk.officers.previews import Ruling, decide_preview
from bot.desk.officers.replies import Found, Reply, case_behind, refuse_public, take_edit, take_reply
from bot.desk.outgoing.items import EditPreview, SayInChat, SayInGroup, ShowPreview
from bot.desk.outgoing.lanes import GroupLane, OfficeLane
from bot.desk.outgoing.posts import PostRole, Prompt
from bot.desk.people import Done, Spot
from bot.desk.talk import open_words
from bot.terms import TalkState
from storage import cases
from tests.desk.house import DANA, GROUP, OTHER_GROUP, Desk, OnDesk, press
from tests.storage.rows import whole

CARD, MINE = 40, 50
REPLY = Reply(Spot(GROUP, MINE), CARD, "", answers_bot=True, officer=DANA, text="Тексердік.")


def carded(desk: Desk) -> OnDesk:
    """A case whose card stands as message 40."""
    desk.bind()
    case = desk.put_case()
    desk.empty_outbox()
    desk.post(case, CARD)
    return case


def test_a_reply_to_the_card_becomes_a_preview(desk: Desk) -> None:
    case = carded(desk)
    take_reply(desk.connection, REPLY, desk.turn)
    assert desk.owed() == [(str(OfficeLane("mangystau")), ShowPreview(case.id, 1))]


def test_a_link_under_the_words_of_a_reply_is_remembered_for_its_preview(desk: Desk) -> None:
    case = carded(desk)
    take_reply(desk.connection, replace(REPLY, linked=True), desk.turn)
    entry = cases.get_talk(desk.connection, case.id, 1)
    assert entry is not None
    key = desk.safe.open_case_key(case.id, case.row.wrapped_key)
    assert open_words(key, 1, entry.box)["linked"] is True


@pytest.mark.parametrize("text", [None, "", " \n "])
def test_what_cannot_cross_is_refused_aloud(desk: Desk, text: str | None) -> None:
    carded(desk)
    take_reply(desk.connection, replace(REPLY, text=text), desk.turn)
    assert desk.items() == [SayInGroup("s.reply_text_only", reply_to=REPLY.spot)]


def test_talk_among_officers_is_none_of_ours(desk: Desk) -> None:
    case = carded(desk)
    take_reply(desk.connection, replace(REPLY, answered_id=77, answers_bot=False), desk.turn)
    desk.post(case, 45, PostRole.OFFICER, 1)
    take_reply(desk.connection, replace(REPLY, answered_id=45, answers_bot=False), desk.turn)
    assert desk.items() == []


def test_a_reply_to_a_word_of_the_bot_that_is_about_no_case_is_told_so(desk: Desk) -> None:
    carded(desk)
    take_reply(desk.connection, replace(REPLY, answered_id=77), desk.turn)
    assert desk.items() == [SayInGroup("s.not_a_case", reply_to=REPLY.spot)]


def test_a_post_lost_from_the_map_is_found_by_the_number_printed_in_it(desk: Desk) -> None:
    case = carded(desk)
    printed = replace(REPLY, answered_id=77, answered_text=f"Өтініш № {case.row.number} · Маңғыстау")
    assert case_behind(desk.connection, printed, desk.turn) == Found(case.row, PostRole.CARD, printed=True)
    for text in (f"1{case.row.number}", f"{case.row.number}9", "12-26-"):
        assert case_behind(desk.connection, replace(printed, answered_text=text), desk.turn) is None
    forged = replace(printed, answers_bot=False)
    assert case_behind(desk.connection, forged, desk.turn) is None


def test_a_printed_number_of_another_region_opens_nothing(desk: Desk) -> None:
    carded(desk)
    desk.bind("abai", OTHER_GROUP)
    foreign = desk.put_case(region="abai")
    desk.empty_outbox()
    printed = replace(REPLY, answered_id=77, answered_text=foreign.row.number)
    take_reply(desk.connection, printed, desk.turn)
    assert desk.items() == [SayInGroup("s.not_a_case", reply_to=REPLY.spot)]


def test_a_group_that_posted_the_case_hears_where_it_went(desk: Desk) -> None:
    carded(desk)
    desk.bind("mangystau", OTHER_GROUP)
    desk.empty_outbox()
    take_reply(desk.connection, REPLY, desk.turn)
    lane = str(GroupLane.of(desk.safe.group_mark(GROUP)))
    assert desk.owed() == [(lane, SayInChat(GROUP, "s.gone", reply_to=REPLY.spot))]


def test_the_answer_to_the_prompt_of_a_wish_that_is_gone_is_no_answer_to_the_citizen(desk: Desk) -> None:
    case = carded(desk)
    desk.post(case, 41, Prompt("d" * 32))
    take_reply(desk.connection, replace(REPLY, answered_id=41), desk.turn)
    assert desk.items() == [SayInGroup("s.wish_over", reply_to=REPLY.spot)]
    assert cases.get_talk(desk.connection, case.id, 1) is None


def test_an_edit_before_sending_shows_the_new_words_and_an_edit_after_it_changes_nothing(desk: Desk) -> None:
    case = carded(desk)
    take_reply(desk.connection, REPLY, desk.turn)
    take_edit(desk.connection, REPLY, desk.turn)
    assert desk.items() == [ShowPreview(case.id, 1)]
    edited = replace(REPLY, text="Тексердік, рақмет.")
    take_edit(desk.connection, edited, desk.turn)
    assert desk.items() == [ShowPreview(case.id, 1), ShowPreview(case.id, 2)]
    desk.post(case, 60, PostRole.PREVIEW, 2)
    decided = decide_preview(desk.connection, press(60), desk.turn, decision=Ruling(case.id, 2, send=True))
    assert decided == Done("s.sent")
    desk.empty_outbox()
    take_edit(desk.connection, replace(REPLY, text="Жоқ."), desk.turn)
    assert desk.items() == [SayInGroup("s.reply_edited", reply_to=REPLY.spot)]
    said = cases.list_talk(desk.connection, case.id, aside=whole, states=TalkState)
    states = {entry.seq: entry.state for entry in said}
    assert states == {1: TalkState.DROPPED, 2: TalkState.SENT}


def test_an_edit_to_nothing_is_refused_and_keeps_the_preview(desk: Desk) -> None:
    case = carded(desk)
    take_reply(desk.connection, REPLY, desk.turn)
    desk.post(case, 60, PostRole.PREVIEW, 1)
    desk.empty_outbox()
    take_edit(desk.connection, replace(REPLY, text=None), desk.turn)
    assert desk.items() == [SayInGroup("s.reply_text_only", reply_to=REPLY.spot)]
    decided = decide_preview(desk.connection, press(60), desk.turn, decision=Ruling(case.id, 1, send=True))
    assert decided == Done("s.sent")
    assert desk.items()[-1] == EditPreview(case.id, 1, Spot(GROUP, 60), "s.sent")


def test_an_edit_that_the_bot_saw_first_as_an_edit_is_a_reply(desk: Desk) -> None:
    case = carded(desk)
    take_edit(desk.connection, REPLY, desk.turn)
    assert desk.items() == [ShowPreview(case.id, 1)]


def test_a_public_group_is_told_why_only_when_it_answers_a_case(desk: Desk) -> None:
    carded(desk)
    refuse_public(desk.connection, replace(REPLY, answered_id=77), desk.turn)
    assert desk.items() == []
    refuse_public(desk.connection, REPLY, desk.turn)
    assert desk.items() == [SayInChat(GROUP, "s.group_public", reply_to=REPLY.spot)]
