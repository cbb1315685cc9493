"""A region whose group sees notices only: words are in the private chat of whoever has the case, and nowhere else."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from typing import Any

import pytest

from bot.catalogue.workdays import WorkCalendar
from bot.clock import Clock
from bot.desk.colleagues import list_colleagues
from bot.desk.groups.ways import switch_notice
from bot.desk.history import Happening, note
from bot.desk.officers import casework, departing, replies
from bot.desk.officers.previews import Ruling, decide_preview
from bot.desk.officers.replies import Reply
from bot.desk.outgoing.item_rows import ITEMS
from bot.desk.outgoing.items import (
    AskWho,
    AskWords,
    EditPreview,
    Item,
    PostAddition,
    PostCard,
    PostFiles,
    PostOpinion,
    RefreshCard,
    RemindOffice,
    SayInGroup,
    ShowHistory,
    ShowPreview,
    TellDigest,
    TellOfCitizen,
    TurnCard,
    WipePosts,
)
from bot.desk.outgoing.lanes import OfficeLane, OfficerLane
from bot.desk.outgoing.posting import put_item
from bot.desk.outgoing.posts import CasePost, PostRole, Prompt, Role, remember_post
from bot.desk.parcels.opening import open_parcel
from bot.desk.parcels.values import Addition, Card, CardNow, Notice, Parcel, Preview, TurnedPage, Wiping
from bot.desk.people import (
    Done,
    GroupPress,
    GroupStanding,
    Officer,
    PressOutcome,
    Refused,
    Spot,
)
from bot.desk.presses import CardPage, CaseAct, HandTo, ShowPage, WorkOn
from bot.gateway.cards import Cards
from bot.gateway.case_posts import CasePosts
from bot.terms import Language, Reminder, Status
from storage.office_ways import OfficeWays, put_ways
from tests.desk.house import (
    ADMIN,
    CARD,
    DANA,
    GROUP,
    OTHER_GROUP,
    QUESTIONS,
    WORDS,
    YERLAN,
    Desk,
    OnDesk,
)

MARK = "зверобой"
GROUPS = OfficeLane("mangystau")
MEMBER = GroupStanding.MEMBER
TOLD = {"case_no": "12-26-10000", "said": MARK}


@pytest.fixture
def case(desk: Desk) -> OnDesk:
    """A case with marked words whose bare card stands in a group that sees notices only."""
    desk.bind()
    put_ways(desk.connection, "mangystau", OfficeWays(take_back=0, notice_only=True))
    return desk.put_carded(text=MARK)


def lane_of(desk: Desk, officer: Officer) -> OfficerLane:
    return OfficerLane.of(desk.safe.person_mark(officer.id))


def opened(desk: Desk, item: Item, lane: OfficeLane | OfficerLane = GROUPS) -> Any:
    desk.empty_outbox()
    put_item(desk.connection, item, lane, desk.turn)
    (row,) = desk.rows()
    return open_parcel(desk.connection, row, desk.turn)


def press_in(desk: Desk, case: OnDesk, act: CaseAct, officer: Officer, spot: Spot) -> PressOutcome:
    press = GroupPress(spot, officer, MEMBER)
    return casework.decide(desk.connection, press, desk.turn, choice=WorkOn(act, case.id))


def take(desk: Desk, case: OnDesk, officer: Officer = DANA) -> None:
    assert isinstance(press_in(desk, case, CaseAct.TAKE, officer, Spot(GROUP, CARD)), Done)


def post(desk: Desk, case: OnDesk, officer: Officer, message: int, role: Role, seq: int | None = None) -> Spot:
    spot = Spot(officer.id, message)
    remember_post(desk.connection, spot, CasePost(case.id, role, seq), desk.safe)
    return spot


def say(desk: Desk, spot: Spot, answered: int, officer: Officer, text: str = "Тексердік.") -> None:
    replies.take_reply(desk.connection, Reply(spot, answered, "", True, officer, text, standing=MEMBER), desk.turn)


def drawn(parcel: Parcel | None) -> str:
    """All that could be read of it in the group: the value itself, and its card as it is drawn."""
    cards = Cards(WORDS, QUESTIONS, WorkCalendar(), Clock())
    values = {} if parcel is None else {name: getattr(parcel, name) for name in parcel.__slots__ if name != "card"}
    card = parcel if isinstance(parcel, Card) else getattr(parcel, "card", None)
    shown = [] if card is None else [post.text for post in cards.card(card)]
    if isinstance(parcel, Notice):
        shown.append(cards.notice(parcel).text)
    return json.dumps([str(values), *shown], ensure_ascii=False)


def test_no_kind_of_item_brings_a_word_into_the_group(desk: Desk, case: OnDesk) -> None:
    """Each kind that goes into an office's lane is opened there; a new kind has to be named here."""
    take(desk, case)
    desk.add_words(case, MARK)
    spot, wish = Spot(GROUP, CARD), "d" * 32
    desk.post(case, 41, PostRole.ADDITION, 1)
    what, about = Happening.OPINION, {"why": MARK, "about": ""}
    entry = note(desk.connection, desk.row(case), what, DANA, desk.turn, **about)
    items: list[Item] = [
        PostCard(case.id), PostAddition(case.id, 1), PostFiles(case.id, 0, ("f" * 32,), 1, 1),
        ShowPreview(case.id, 1), EditPreview(case.id, 1, spot, "s.sent"),
        SayInGroup("s.transferred_in", TOLD | {"region": "abai"}, spot, case.id),
        TellOfCitizen(case.id, "s.citizen_commented", {"case_no": case.row.number}), RefreshCard(case.id),
        TurnCard(case.id, spot, CardPage.FRONT), ShowHistory(case.id, spot), WipePosts(case.id, "abai"),
        WipePosts(case.id, "mangystau", GROUP), RemindOffice(case.id, Reminder.OVERDUE), TellDigest("2026-03-02"),
        AskWords(case.id, wish, spot), AskWho(case.id, wish, spot),
        PostOpinion(case.id, entry),
    ]  # fmt: skip
    elsewhere = {"alert", "answer", "leave", "words", "push", "contacts", "head", "expert", "expert-file", "deletion"}
    assert {item.kind for item in items} | elsewhere == {kind.kind for kind in ITEMS}
    for item in items:
        parcel = opened(desk, item)
        assert MARK not in drawn(parcel), item.kind
        assert not isinstance(parcel, Addition | Preview), item.kind
    news = opened(desk, PostAddition(case.id, 1))
    assert isinstance(news, Notice) and news.key == "n.news"
    wiped = opened(desk, WipePosts(case.id, "mangystau", GROUP))
    assert isinstance(wiped, Wiping) and wiped.messages == (41,)
    for language in Language:
        assert CasePosts(WORDS).wiped(replace(wiped, language=language)).text
    card = opened(desk, PostCard(case.id))
    assert isinstance(card, Card) and card.bare and case.row.number in drawn(card)


def test_who_takes_a_case_gets_all_of_it_in_private_and_nobody_else(desk: Desk, case: OnDesk) -> None:
    desk.add_words(case, MARK)
    desk.empty_outbox()
    take(desk, case)
    mine = [item for lane, item in desk.owed() if lane == str(lane_of(desk, DANA))]
    assert [type(item) for item in mine][:2] == [PostCard, PostAddition]
    card = opened(desk, PostCard(case.id), lane_of(desk, DANA))
    assert isinstance(card, Card) and card.chat == DANA.id and not card.bare and MARK in drawn(card)
    assert opened(desk, PostCard(case.id), lane_of(desk, YERLAN)) is None
    desk.empty_outbox()
    desk.add_words(case, "Тағы " + MARK)
    assert {lane for lane, item in desk.owed() if isinstance(item, PostAddition)} == {
        str(GROUPS), str(lane_of(desk, DANA))
    }  # fmt: skip


def test_in_the_group_nothing_is_answered_and_nothing_but_who_has_it_decided(desk: Desk, case: OnDesk) -> None:
    take(desk, case)
    desk.empty_outbox()
    for act in (CaseAct.ANSWER, CaseAct.NOTE, CaseAct.HISTORY, CaseAct.FILES, CaseAct.REJECT, CaseAct.SPAM):
        assert press_in(desk, case, act, DANA, Spot(GROUP, CARD)) == Refused("n.in_private"), act
    page = GroupPress(Spot(GROUP, CARD), DANA, MEMBER)
    turned = casework.decide(desk.connection, page, desk.turn, choice=ShowPage(CardPage.MORE, case.id))
    assert turned == Refused("n.in_private")
    say(desk, Spot(GROUP, 50), CARD, DANA)
    assert desk.said() == ["n.reply_in_private"]


def test_a_case_is_answered_and_decided_in_private(desk: Desk, case: OnDesk) -> None:
    take(desk, case)
    card = post(desk, case, DANA, 7, PostRole.CARD, 1)
    desk.empty_outbox()
    say(desk, Spot(DANA.id, 8), card.message, DANA)
    ((lane, shown),) = [(lane, item) for lane, item in desk.owed() if isinstance(item, ShowPreview)]
    assert lane == str(lane_of(desk, DANA))
    preview = opened(desk, shown, lane_of(desk, DANA))
    assert isinstance(preview, Preview) and (preview.chat, preview.text) == (DANA.id, "Тексердік.")
    at = post(desk, case, DANA, 9, PostRole.PREVIEW, preview.seq)
    sent = Ruling(case.id, preview.seq, send=True)
    assert decide_preview(desk.connection, GroupPress(at, YERLAN, MEMBER), desk.turn, decision=sent) == Refused(
        "n.not_yours"
    )
    assert decide_preview(desk.connection, GroupPress(at, DANA, MEMBER), desk.turn, decision=sent) == Done("s.sent")
    assert desk.row(case).status is Status.ANSWERED
    desk.empty_outbox()
    assert press_in(desk, case, CaseAct.NOTE, DANA, card) == Done("s.write_below")
    assert press_in(desk, case, CaseAct.HISTORY, DANA, card) == Done("s.comes_below")
    assert {lane for lane, _ in desk.owed()} == {str(lane_of(desk, DANA))}
    assert Happening.ANSWERED in [entry.what for entry in desk.history(case)]


def test_what_answers_ones_own_message_in_private_is_not_lost_in_silence(desk: Desk, case: OnDesk) -> None:
    take(desk, case)
    post(desk, case, DANA, 7, PostRole.CARD, 1)
    say(desk, Spot(DANA.id, 8), 7, DANA)
    desk.empty_outbox()
    say(desk, Spot(DANA.id, 9), 8, DANA, "Тағы бір сөз")
    assert desk.owed() == [(str(lane_of(desk, DANA)), SayInGroup("s.not_a_case", reply_to=Spot(DANA.id, 9)))]
    (row,) = desk.rows()
    assert isinstance(open_parcel(desk.connection, row, desk.turn), Notice)


def test_who_has_handed_it_over_or_left_the_group_decides_nothing_and_loses_its_words(desk: Desk, case: OnDesk) -> None:
    take(desk, case, YERLAN)
    press_in(desk, case, CaseAct.RELEASE, YERLAN, Spot(GROUP, CARD))
    take(desk, case)
    card = post(desk, case, DANA, 7, PostRole.CARD, 1)
    gone = GroupPress(card, DANA, GroupStanding.LEFT)
    left = casework.decide(desk.connection, gone, desk.turn, choice=WorkOn(CaseAct.NOTE, case.id))
    assert left == Refused("n.no_member")
    unknown = GroupPress(card, DANA, GroupStanding.UNKNOWN)
    unchecked = casework.decide(desk.connection, unknown, desk.turn, choice=WorkOn(CaseAct.NOTE, case.id))
    assert unchecked == Refused("s.contacts_unchecked")
    desk.empty_outbox()
    listed = list_colleagues(desk.connection, "mangystau", desk.safe)
    handed = HandTo(case.id, next(each.digits for each in listed if each.officer.id == YERLAN.id))
    done = casework.decide(desk.connection, GroupPress(card, DANA, MEMBER, MEMBER), desk.turn, choice=handed)
    assert done == Done("s.handed_over_alert", {"staff": YERLAN.name})
    wipe = next(item for lane, item in desk.owed() if lane == str(lane_of(desk, DANA)) and isinstance(item, WipePosts))
    assert any(lane == str(lane_of(desk, YERLAN)) and isinstance(item, PostCard) for lane, item in desk.owed())
    wiped = opened(desk, wipe, lane_of(desk, DANA))
    assert isinstance(wiped, Wiping) and (wiped.chat, wiped.messages, wiped.key) == (DANA.id, (7,), "n.wiped")
    assert press_in(desk, case, CaseAct.NOTE, DANA, card) == Refused("n.not_yours")
    say(desk, Spot(DANA.id, 8), card.message, DANA)
    assert desk.said() == ["n.not_yours"]


def test_switched_on_open_cases_lose_their_words_in_the_group_and_go_to_who_has_them(desk: Desk) -> None:
    desk.bind()
    case = desk.put_carded(text=MARK)
    take(desk, case)
    desk.post(case, 41, PostRole.ADDITION, 1)
    desk.post(case, 42, PostRole.FILES, 0)
    desk.empty_outbox()
    assert switch_notice(desk.connection, GROUP, "on", ADMIN, desk.turn) is True
    desk.do_chores()
    owed = desk.owed()
    assert any(lane == str(lane_of(desk, DANA)) and isinstance(item, PostCard) for lane, item in owed)
    wipe = next(item for lane, item in owed if lane == str(GROUPS) and isinstance(item, WipePosts))
    assert any(asdict(item).get("spot") == {"chat": GROUP, "message": 42} for _, item in owed)
    wiped = opened(desk, wipe)
    assert isinstance(wiped, Wiping) and wiped.messages == (41,)
    now = opened(desk, RefreshCard(case.id))
    assert isinstance(now, CardNow) and now.card.bare and MARK not in drawn(now)
    assert switch_notice(desk.connection, GROUP, "off", ADMIN, desk.turn) is False
    page = opened(desk, TurnCard(case.id, Spot(GROUP, CARD), CardPage.FRONT))
    assert isinstance(page, TurnedPage) and not page.card.bare


@pytest.mark.parametrize("status", [Status.ANSWERED, Status.REDIRECTED, Status.CLOSED, Status.WITHDRAWN])
def test_switched_on_cases_that_are_answered_or_over_lose_their_words_too(desk: Desk, status: Status) -> None:
    desk.bind()
    case = desk.put_carded(status, text=MARK)
    desk.post(case, 41, PostRole.ADDITION, 1)
    desk.post(case, 42, PostRole.FILES, 0)
    desk.empty_outbox()
    switch_notice(desk.connection, GROUP, "on", ADMIN, desk.turn)
    desk.do_chores()
    wipe, gone, anew = (item for lane, item in desk.owed() if lane == str(GROUPS))
    wiped, now = opened(desk, wipe), opened(desk, anew)
    assert isinstance(wiped, Wiping) and wiped.messages == (41,)
    assert asdict(gone)["spot"] == {"chat": GROUP, "message": 42}
    assert isinstance(now, CardNow) and now.card.bare and MARK not in drawn(now)
    desk.empty_outbox()
    switch_notice(desk.connection, GROUP, "on", ADMIN, desk.turn)
    switch_notice(desk.connection, GROUP, "off", ADMIN, desk.turn)
    desk.do_chores()
    assert desk.items() == []


def test_a_case_that_goes_elsewhere_shows_its_words_there_as_that_office_wants_it(desk: Desk, case: OnDesk) -> None:
    desk.bind("abai", OTHER_GROUP)
    take(desk, case)
    post(desk, case, DANA, 7, PostRole.CARD, 1)
    asked = post(desk, case, DANA, 8, Prompt(_wish(desk, case)))
    desk.empty_outbox()
    say(desk, Spot(DANA.id, 9), asked.message, DANA, "Абай\n" + MARK)
    assert desk.row(case).region == "abai"
    owed = desk.owed()
    wipes = {lane: item for lane, item in owed if isinstance(item, WipePosts)}
    assert set(wipes) == {str(GROUPS), str(lane_of(desk, DANA))}
    wiped = opened(desk, wipes[str(lane_of(desk, DANA))], lane_of(desk, DANA))
    assert isinstance(wiped, Wiping) and wiped.messages == (7, 8)[: len(wiped.messages)]
    card = opened(desk, PostCard(case.id), OfficeLane("abai"))
    assert isinstance(card, Card) and card.chat == OTHER_GROUP and not card.bare and MARK in drawn(card)
    put_ways(desk.connection, "abai", OfficeWays(notice_only=True))
    card = opened(desk, PostCard(case.id), OfficeLane("abai"))
    assert isinstance(card, Card) and card.bare and MARK not in drawn(card)


def _wish(desk: Desk, case: OnDesk) -> str:
    press_in(desk, case, CaseAct.TRANSFER, DANA, Spot(DANA.id, 7))
    (asked,) = [item for item in desk.items() if isinstance(item, AskWords)]
    return asked.wish


def test_who_leaves_the_group_has_no_case_of_it_any_more(desk: Desk, case: OnDesk) -> None:
    take(desk, case)
    assert departing.works_there(desk.connection, GROUP, DANA.id, desk.turn)
    desk.empty_outbox()
    departing.release_all(desk.connection, GROUP, DANA, desk.turn)
    assert desk.work(case).assignee is None
    assert not departing.works_there(desk.connection, GROUP, DANA.id, desk.turn)
    assert any(lane == str(lane_of(desk, DANA)) and isinstance(item, WipePosts) for lane, item in desk.owed())
    assert opened(desk, PostCard(case.id), lane_of(desk, DANA)) is None
    assert departing.works_there(desk.connection, OTHER_GROUP, DANA.id, desk.turn) is False
