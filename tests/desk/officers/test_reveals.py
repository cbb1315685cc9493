"""Opening contacts: one wish, one reason, one person, one line in the log."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from sqlalchemy import update

from bot.desk.audit import Action, LogEntry
from bot.desk.holders import RoleHolder
from bot.desk.officers.reveals import open_contacts
from bot.desk.officers.written import DOUBLE_TAP, WrittenWords, ask_for_contacts, confirm_words, take_words
from bot.desk.outgoing.items import AskWho, AskWords, SayInGroup, SendContacts
from bot.desk.outgoing.lanes import OfficeLane, OfficerLane
from bot.desk.parcels.opening import open_parcel
from bot.desk.parcels.values import Contacts
from bot.desk.people import Done, GroupPress, GroupStanding, Officer, Refused, Spot
from bot.desk.roles import end_role, give_role
from bot.desk.wishes import WISH_LASTS
from bot.terms import OfficeRole, Status
from storage import schema
from tests.desk.house import ADMIN, DANA, GROUP, OTHER_GROUP, YERLAN, Desk, OnDesk, press, read_log

CARD = 40
WHY = "Мекенжайды нақтылау керек"
SPOT = Spot(GROUP, 50)
ALIYA = Officer(23, "Әлия Б.")


def member(message: int, officer: Officer = DANA) -> GroupPress:
    """*officer*, who is in the group as Telegram says, pressed a button under *message*."""
    return replace(press(message, officer), standing=GroupStanding.MEMBER)


def lead(desk: Desk) -> None:
    """The office has its group, Dana leads it and has allowed Yerlan to open contacts."""
    desk.bind()
    for officer, role in ((DANA, OfficeRole.HEAD), (YERLAN, OfficeRole.CONTACTS)):
        give_role(desk.connection, RoleHolder("mangystau", role, officer, started=True), ADMIN, desk.turn)
    desk.empty_outbox()


def asked(desk: Desk, *, level: str = "contact") -> tuple[OnDesk, str]:
    """A case whose contacts Dana has asked for; the wish."""
    lead(desk)
    case = desk.put_case(level=level)
    desk.empty_outbox()
    desk.post(case, CARD)
    assert ask_for_contacts(desk.connection, member(CARD), desk.turn, case_id=case.id) == Done("s.reveal_asking")
    (prompt,) = desk.items()
    assert isinstance(prompt, AskWords)
    desk.empty_outbox()
    return case, prompt.wish


def openings(desk: Desk) -> list[LogEntry]:
    """What the log holds of opened contacts."""
    return [entry for entry in read_log(desk.connection, desk.safe) if entry.action == Action.CONTACTS_OPENED]


def test_a_press_asks_for_a_reason_and_a_double_tap_asks_once(desk: Desk) -> None:
    lead(desk)
    case = desk.put_case(level="contact")
    desk.empty_outbox()
    desk.post(case, CARD)
    for _ in range(2):
        assert ask_for_contacts(desk.connection, member(CARD), desk.turn, case_id=case.id) == Done("s.reveal_asking")
    (first,) = desk.items()
    assert isinstance(first, AskWords)
    assert first == AskWords(case.id, first.wish, Spot(GROUP, CARD))
    ask_for_contacts(desk.connection, member(CARD, YERLAN), desk.turn, case_id=case.id)
    desk.pass_by(timedelta(seconds=DOUBLE_TAP))
    ask_for_contacts(desk.connection, member(CARD), desk.turn, case_id=case.id)
    assert [type(item) for item in desk.items()] == [AskWords] * 3


def test_where_there_are_no_contacts_nothing_is_asked(desk: Desk) -> None:
    lead(desk)
    case = desk.put_case(level="relay")
    desk.empty_outbox()
    assert ask_for_contacts(desk.connection, member(CARD), desk.turn, case_id=case.id) == Refused("s.reveal_none")
    assert ask_for_contacts(desk.connection, member(CARD), desk.turn, case_id="f" * 32) == Refused("s.no_rights")
    assert desk.items() == []


def test_the_reason_of_who_asked_opens_them_once_in_private_and_is_written_down(desk: Desk) -> None:
    case, wish = asked(desk)
    reason = WrittenWords(wish, WHY, DANA, SPOT, GroupStanding.MEMBER)
    take_words(desk.connection, reason, desk.about(case), desk.turn)
    lane = str(OfficerLane.of(desk.safe.person_mark(DANA.id)))
    assert desk.owed() == [(lane, SendContacts(case.id, DANA.id))]
    when = desk.turn.now.isoformat(timespec="milliseconds")
    assert openings(desk) == [LogEntry(when, "contacts-opened", case.id, "Дана", DANA.id, WHY)]
    desk.empty_outbox()
    take_words(desk.connection, reason, desk.about(case), desk.turn)
    assert desk.items() == [SayInGroup("s.wish_over", reply_to=SPOT)]
    assert len(openings(desk)) == 1


def test_a_reason_that_is_too_short_is_asked_for_again_and_the_answer_to_that_opens(desk: Desk) -> None:
    case, wish = asked(desk)
    short = WrittenWords(wish, "Хат.", DANA, SPOT, GroupStanding.MEMBER)
    take_words(desk.connection, short, desk.about(case), desk.turn)
    assert desk.items() == [AskWords(case.id, wish, SPOT, again=True)]
    assert openings(desk) == []
    desk.empty_outbox()
    take_words(desk.connection, replace(short, text=WHY), desk.about(case), desk.turn)
    assert desk.items() == [SendContacts(case.id, DANA.id)]


def test_another_person_and_a_late_reason_open_nothing(desk: Desk) -> None:
    case, wish = asked(desk)
    good = WrittenWords(wish, WHY, DANA, SPOT, GroupStanding.MEMBER)
    refused = {
        "s.reveal_not_yours": replace(good, officer=YERLAN),
        "s.wish_over": replace(good, wish="f" * 32),
    }
    for key, reason in refused.items():
        take_words(desk.connection, reason, desk.about(case), desk.turn)
        assert desk.items() == [SayInGroup(key, reply_to=SPOT)]
        desk.empty_outbox()
    desk.pass_by(WISH_LASTS)
    take_words(desk.connection, good, desk.about(case), desk.turn)
    assert desk.items() == [SayInGroup("s.wish_over", reply_to=SPOT)]
    assert openings(desk) == []


def test_who_looks_after_a_district_opens_none(desk: Desk) -> None:
    lead(desk)
    curator = RoleHolder("mangystau", OfficeRole.CURATOR, ALIYA, started=True, district="Мұнайлы")
    give_role(desk.connection, curator, ADMIN, desk.turn)
    case = desk.put_case(level="contact")
    desk.post(case, CARD)
    pressed = ask_for_contacts(desk.connection, member(CARD, ALIYA), desk.turn, case_id=case.id)
    assert pressed == Refused("s.contacts_not_allowed")


def test_whose_role_ends_before_they_are_sent_gets_none(desk: Desk) -> None:
    lead(desk)
    case, allowed = desk.put_case(level="contact"), RoleHolder("mangystau", OfficeRole.CONTACTS, YERLAN, started=True)
    desk.empty_outbox()
    assert open_contacts(desk.connection, desk.row(case), YERLAN, WHY, desk.turn)
    (row,) = desk.rows()
    assert isinstance(open_parcel(desk.connection, row, desk.turn), Contacts)
    end_role(desk.connection, allowed, ADMIN, desk.turn)
    assert open_parcel(desk.connection, row, desk.turn) is None


def test_contacts_are_opened_after_the_end_too(desk: Desk) -> None:
    case, wish = asked(desk)
    desk.connection.execute(update(schema.cases).values(status=Status.WITHDRAWN))
    take_words(desk.connection, WrittenWords(wish, WHY, DANA, SPOT, GroupStanding.MEMBER), desk.about(case), desk.turn)
    assert desk.items() == [SendContacts(case.id, DANA.id)]


def test_a_wish_opens_no_other_case(desk: Desk) -> None:
    _, wish = asked(desk)
    other = desk.put_case(level="contact")
    desk.empty_outbox()
    take_words(desk.connection, WrittenWords(wish, WHY, DANA, SPOT, GroupStanding.MEMBER), desk.about(other), desk.turn)
    assert desk.items() == [SayInGroup("s.wish_over", reply_to=SPOT)]
    assert openings(desk) == []


def test_an_anonymous_reason_waits_for_the_press_of_who_asked(desk: Desk) -> None:
    case, wish = asked(desk)
    assert confirm_words(desk.connection, member(51), desk.turn, wish=wish) == Refused("s.reveal_not_yours")
    take_words(desk.connection, WrittenWords(wish, WHY, None, SPOT, GroupStanding.MEMBER), desk.about(case), desk.turn)
    assert desk.owed() == [(str(OfficeLane("mangystau")), AskWho(case.id, wish, SPOT))]
    desk.empty_outbox()
    assert confirm_words(desk.connection, member(51, YERLAN), desk.turn, wish=wish) == Refused("s.reveal_not_yours")
    foreign = press(51, chat=OTHER_GROUP)
    assert confirm_words(desk.connection, foreign, desk.turn, wish=wish) == Refused("s.no_rights")
    assert (desk.items(), openings(desk)) == ([], [])
    assert confirm_words(desk.connection, member(51), desk.turn, wish=wish) == Done("s.reveal_opening")
    assert desk.items() == [SendContacts(case.id, DANA.id)]
    assert confirm_words(desk.connection, member(51), desk.turn, wish=wish) == Refused("s.wish_over")
    assert [entry.why for entry in openings(desk)] == [WHY]
