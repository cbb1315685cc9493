"""Parcels: an item with all that its rendering needs as it is now, or nothing when it is about nothing any more."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import delete, update

from bot.desk.groups.binding import unbind
from bot.desk.holders import RoleHolder
from bot.desk.officers.previews import Ruling, decide_preview, keep_preview
from bot.desk.outgoing.items import (
    SHOWN_MINUTES,
    AskWords,
    EditPreview,
    Item,
    PostAddition,
    PostCard,
    PostFiles,
    PushCitizen,
    SayInChat,
    SayInGroup,
    SendContacts,
    ShowPreview,
)
from bot.desk.outgoing.lanes import CaseLane, GroupLane, Lane, OfficeLane, OfficerLane
from bot.desk.outgoing.posting import put_item
from bot.desk.outgoing.posts import PostRole, Prompt
from bot.desk.outgoing.topics import CaseTopic
from bot.desk.parcels.opening import open_parcel
from bot.desk.parcels.values import Addition, Card, Contacts, Files, Notice, Parcel, Preview, Push, Verdict
from bot.desk.people import Spot
from bot.desk.roles import give_role
from bot.desk.talk import open_answers
from bot.terms import OfficeRole
from storage import outbox, schema
from tests.desk.house import ADMIN, CITIZEN, CONTACT, DANA, GROUP, OTHER_GROUP, PICTURE, Desk, OnDesk, press, put_file

LANE = OfficeLane("mangystau")
WISH = "d" * 32


def opened(desk: Desk, item: Item, lane: Lane = LANE) -> Parcel | None:
    """*item* as it would be sent now."""
    desk.empty_outbox()
    put_item(desk.connection, item, lane, desk.turn)
    (row,) = desk.rows()
    return open_parcel(desk.connection, row, desk.turn)


def topic_of(case: OnDesk) -> CaseTopic:
    """Where the case is talked about: nowhere yet."""
    return CaseTopic(case.row.number, case.row.sphere)


def card_of(desk: Desk, case: OnDesk, *, has_contact: bool = False, parts_done: int = 0) -> Card:
    """The card as the group sees it."""
    row = desk.row(case)
    answers = open_answers(desk.safe.open_case_key(row.id, row.wrapped_key), row)
    return Card(GROUP, "kk", row, answers, has_contact, parts_done, topic=topic_of(case))


def test_a_card_goes_on_after_the_parts_that_arrived(desk: Desk) -> None:
    desk.bind()
    case = desk.put_case(level="contact")
    assert opened(desk, PostCard(case.id)) == card_of(desk, case, has_contact=True)
    (row,) = desk.rows()
    outbox.postpone(desk.connection, row.id, not_before=0, parts_done=2)
    (row,) = desk.rows()
    assert open_parcel(desk.connection, row, desk.turn) == card_of(desk, case, has_contact=True, parts_done=2)


def test_an_addition_stands_under_the_card_or_brings_it_along(desk: Desk) -> None:
    desk.bind()
    case = desk.put_case()
    desk.add_words(case, "Тағы")
    number = case.row.number
    alone = opened(desk, PostAddition(case.id, 1))
    assert alone == Addition(GROUP, "kk", number, "Тағы", 0, None, card_of(desk, case), topic=topic_of(case))
    desk.post(case, 41, PostRole.ADDITION, 1)
    assert opened(desk, PostAddition(case.id, 1)) == alone
    desk.post(case, 40)
    under = Addition(GROUP, "kk", number, "Тағы", 0, 40, None, topic=topic_of(case))
    assert opened(desk, PostAddition(case.id, 1)) == under
    assert opened(desk, PostAddition(case.id, 9)) is None


def test_additions_posted_together_hold_the_citizens_words_and_nothing_of_the_office(desk: Desk) -> None:
    desk.bind()
    case = desk.put_case()
    desk.post(case, 40)
    desk.add_words(case, "Тағы")
    keep_preview(desk.connection, desk.about(case), "Тексереміз.", Spot(GROUP, 50), desk.turn)
    desk.add_words(case, "Және")
    together = opened(desk, PostAddition(case.id, 1, last=3))
    assert together == Addition(GROUP, "kk", case.row.number, "Тағы\n\nЖәне", 0, 40, None, topic=topic_of(case))


def test_a_preview_that_was_decided_or_waits_for_a_file_is_not_shown(desk: Desk) -> None:
    desk.bind()
    case = desk.put_case()
    seq = keep_preview(desk.connection, desk.about(case), "Тексердік.", Spot(GROUP, 50), desk.turn)
    shown = Preview(GROUP, "kk", case.id, case.row.number, seq, "Тексердік.", "kk", 50, 0, topic=topic_of(case))
    assert opened(desk, ShowPreview(case.id, seq)) == shown
    file_id = desk.put_file(case, seq, clean=False)
    assert opened(desk, ShowPreview(case.id, seq)) is None
    desk.connection.execute(delete(schema.files).where(schema.files.c.id == file_id))
    decide_preview(desk.connection, press(99), desk.turn, decision=Ruling(case.id, seq, send=False))
    assert opened(desk, ShowPreview(case.id, seq)) is None


def test_a_preview_knows_of_a_link_that_was_dropped_and_of_a_voice_in_its_files(desk: Desk) -> None:
    desk.bind()
    case = desk.put_case()
    about, spot = desk.about(case), Spot(GROUP, 50)
    seq = keep_preview(desk.connection, about, "Сайтта.", spot, desk.turn, linked=True)
    linked = opened(desk, ShowPreview(case.id, seq))
    assert isinstance(linked, Preview) and (linked.linked, linked.voiced) == (True, False)
    for media, voiced in (("voice", True), ("photo", False)):
        clean = put_file(desk.connection, desk.turn, case, seq + 1, facts=replace(PICTURE, media=media))
        attached = {"files": [clean]}
        seq = keep_preview(desk.connection, about, "", spot, desk.turn, attached=attached)
        shown = opened(desk, ShowPreview(case.id, seq))
        assert isinstance(shown, Preview) and (shown.files, shown.voiced) == (1, voiced)
        verdict = opened(desk, EditPreview(case.id, seq, Spot(GROUP, 60), "s.sent"))
        assert isinstance(verdict, Verdict) and (verdict.files, verdict.voiced) == (1, voiced)


def test_a_reason_too_short_is_asked_for_where_the_answer_is_the_reason(desk: Desk) -> None:
    desk.bind()
    case = desk.put_case()
    asked = opened(desk, AskWords(case.id, "d" * 32, Spot(GROUP, 50), again=True))
    assert asked == Notice(GROUP, "kk", "s.reveal_reason_short", {}, 50, role=Prompt("d" * 32), topic=topic_of(case))


def test_what_stands_in_a_group_that_the_region_has_left_is_neither_edited_nor_answered(desk: Desk) -> None:
    desk.bind()
    case = desk.put_case()
    seq = keep_preview(desk.connection, desk.about(case), "Тексердік.", Spot(GROUP, 50), desk.turn)
    desk.post(case, 40)
    desk.bind("mangystau", OTHER_GROUP)
    assert opened(desk, EditPreview(case.id, seq, Spot(GROUP, 60), "s.sent")) is None
    assert opened(desk, SayInGroup("s.reply_text_only", {}, Spot(GROUP, 50))) == Notice(
        OTHER_GROUP, "kk", "s.reply_text_only", {}, None
    )
    preview = opened(desk, ShowPreview(case.id, seq))
    assert isinstance(preview, Preview) and (preview.chat, preview.reply_to) == (OTHER_GROUP, None)
    files = opened(desk, PostFiles(case.id, 0, ("f" * 32,), 1, 1))
    assert files == Files(OTHER_GROUP, "kk", case.row.number, ("f" * 32,), 1, 1, None, topic=topic_of(case))


def test_nothing_is_opened_for_an_office_without_a_group(desk: Desk) -> None:
    desk.bind()
    case = desk.put_case()
    unbind(desk.connection, "mangystau", GROUP, ADMIN, desk.turn)
    for item in (PostCard(case.id), SayInGroup("s.reposted")):
        assert opened(desk, item) is None
    told = opened(desk, SayInChat(GROUP, "a.told_moved", reply_to=Spot(GROUP, 3)), GroupLane("0" * 32))
    assert told == Notice(GROUP, None, "a.told_moved", {}, 3)


def test_questions_carry_what_their_button_or_their_reply_answers(desk: Desk) -> None:
    desk.bind()
    case = desk.put_case(level="contact")
    told = {"case_no": case.row.number}
    asked = opened(desk, AskWords(case.id, WISH, Spot(GROUP, 40)))
    assert asked == Notice(GROUP, "kk", "s.reveal_prompt", told, 40, role=Prompt(WISH), topic=topic_of(case))
    answerable = opened(desk, SayInGroup("s.not_delivered", told, case=case.id))
    assert answerable == Notice(GROUP, "kk", "s.not_delivered", told, role=PostRole.NOTICE, topic=topic_of(case))


def test_a_push_ends_with_the_address(desk: Desk) -> None:
    case = desk.put_case(level="relay")
    assert opened(desk, PushCitizen(case.id), CaseLane(case.id)) == Push(CITIZEN, "kk", case.id)
    desk.connection.execute(delete(schema.addresses))
    assert opened(desk, PushCitizen(case.id), CaseLane(case.id)) is None


def test_contacts_go_to_the_officer_in_the_language_of_the_office_and_end_with_the_consent(desk: Desk) -> None:
    desk.bind()
    case, head = desk.put_case(level="contact"), RoleHolder("mangystau", OfficeRole.HEAD, DANA, started=True)
    give_role(desk.connection, head, ADMIN, desk.turn)
    lane = OfficerLane.of(desk.safe.person_mark(DANA.id))
    desk.connection.execute(update(schema.offices).values(language="ru"))
    contacts = opened(desk, SendContacts(case.id, DANA.id), lane)
    assert contacts == Contacts(DANA.id, "ru", case.row.number, CONTACT, SHOWN_MINUTES)
    desk.connection.execute(delete(schema.contacts))
    assert opened(desk, SendContacts(case.id, DANA.id), lane) is None


@pytest.mark.parametrize("item", [PostCard("0" * 32), PostAddition("0" * 32, 1), PushCitizen("0" * 32)])
def test_a_case_that_is_gone_is_about_nothing(desk: Desk, item: Item) -> None:
    desk.bind()
    assert opened(desk, item) is None
