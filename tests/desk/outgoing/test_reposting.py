"""Reposting: a case that a group has not got is posted whole and once, and at once."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.conversation.values.case_choices import Stars
from bot.conversation.values.effects import AddFacts
from bot.conversation.values.own_acts import Aim, OwnAct
from bot.departures import RandomWait
from bot.desk.citizens import filing, own_acts
from bot.desk.citizens.own_acts import tell_of_citizen
from bot.desk.history import Happening
from bot.desk.officers import casework
from bot.desk.officers.previews import Ruling, decide_preview, keep_preview
from bot.desk.officers.written import WrittenWords, take_words
from bot.desk.outgoing.items import (
    AskWords,
    ItemKind,
    PostAddition,
    PostCard,
    PostFiles,
    PushCitizen,
    RefreshCard,
    SayInGroup,
)
from bot.desk.outgoing.lanes import OfficeLane
from bot.desk.outgoing.posting import open_item
from bot.desk.outgoing.posts import PostRole
from bot.desk.outgoing.reposting import post_if_missing, post_transferred, take_up
from bot.desk.parcels.opening import open_parcel
from bot.desk.parcels.values import Addition, Card, Notice, Wiping
from bot.desk.people import Done, Refused, Spot
from bot.desk.presses import CardPage, CaseAct, ShowPage, WorkOn
from bot.desk.rules import Turn
from bot.desk.work import Work
from bot.terms import Language, Status
from storage import cases, schema, tallies
from storage.office_ways import OfficeWays, put_ways
from tests.desk.house import DANA, GROUP, OTHER_GROUP, Desk, OnDesk, claim, new_rules, press

WHY = "Бәрі сол жақта болған"


def test_a_case_that_waited_is_posted_whole_with_its_files_and_later_words(desk: Desk) -> None:
    picture, later = desk.put_file(), desk.put_file()
    case = desk.put_case(files=(picture,))
    desk.add_words(case, "Тағы да сұрады.", (later,))
    assert desk.items() == []
    assert take_up(desk.connection, desk.row(case), desk.turn) == 2
    whole = [
        PostCard(case.id),
        PostFiles(case.id, 0, (picture,), 1, 1),
        PostAddition(case.id, 1),
        PostFiles(case.id, 1, (later,), 1, 1),
        PushCitizen(case.id),
    ]
    assert (desk.row(case).status, desk.items()) == (Status.REGISTERED, whole)
    assert take_up(desk.connection, case.row, desk.turn) == 1  # as another process would that read it before
    assert desk.items() == whole


def test_what_the_group_has_or_will_have_soon_is_not_posted_again(desk: Desk) -> None:
    desk.bind()
    posted, missing, waiting = (desk.put_case(text) for text in ("бір", "екі", "үш"))
    desk.empty_outbox()
    desk.post(posted, 40)
    for case in (posted, missing, waiting, waiting):
        post_if_missing(desk.connection, case.row, GROUP, desk.turn)
    assert desk.items() == [PostCard(missing.id), PostCard(waiting.id)]


@pytest.mark.parametrize("notice_only", [True, False])
@pytest.mark.parametrize("how", ["review", "words"])
def test_what_is_opened_again_gets_a_card_in_a_group_that_has_none(desk: Desk, how: str, notice_only: bool) -> None:
    """It was over when the group came, so nobody posted it there."""
    case = desk.put_carded(Status.ANSWERED)
    desk.bind(chat=OTHER_GROUP)
    put_ways(desk.connection, "mangystau", OfficeWays(take_back=0, notice_only=notice_only))
    if how == "review":
        own_acts.rate_case(desk.connection, case.id, desk.turn, stars=Stars.ONE)
        desk.empty_outbox()
        own_acts.act_on_case(desk.connection, case.id, desk.turn, act=OwnAct.REVIEW)
    else:
        desk.empty_outbox()
        filing.add_facts(desk.connection, AddFacts(case.id, WHY, aim=Aim.REOPEN), desk.turn)
    assert desk.row(case).status is Status.REOPENED
    parcels = [open_parcel(desk.connection, row, desk.turn) for row in desk.rows()]
    cards = [parcel for parcel in parcels if isinstance(parcel, Card)]
    cards += [parcel.card for parcel in parcels if isinstance(parcel, Addition) and parcel.card is not None]
    assert [(card.chat, card.bare) for card in cards] == [(OTHER_GROUP, notice_only)]


def test_what_is_opened_again_gets_no_second_card(desk: Desk) -> None:
    case = desk.put_carded(Status.CLOSED)
    filing.add_facts(desk.connection, AddFacts(case.id, WHY, aim=Aim.REOPEN), desk.turn)
    assert PostCard(case.id) not in desk.items() and RefreshCard(case.id) in desk.items()


def test_a_code_only_case_waits_for_its_group_but_not_afterwards(desk: Desk) -> None:
    """Its card tells when the group came; a random wait after that would say nothing more of when it was filed."""
    span = timedelta(minutes=2), timedelta(minutes=20)
    desk.turn = Turn(new_rules(delay=span), desk.turn.now)
    waited = desk.put_case(level="code")
    take_up(desk.connection, waited.row, desk.turn)
    assert [row.kind for row in claim(desk.connection, desk.turn)] == ["card"]
    desk.empty_outbox()
    post_if_missing(desk.connection, desk.row(waited), GROUP, desk.turn)
    assert [row.kind for row in claim(desk.connection, desk.turn)] == ["card"]


def transferred(desk: Desk) -> OnDesk:
    """A case with a file and later words that went from Mangystau to Abai; its posts in the former group stand there.

    What waited before it went has not been sent.
    """
    desk.bind()
    desk.bind("abai", OTHER_GROUP)
    picture, later = desk.put_file(), desk.put_file()
    case = desk.put_case(files=(picture,))
    desk.add_words(case, "Тағы да сұрады.", (later,))
    desk.post(case, 40, seq=1)
    desk.post(case, 41, seq=2)
    desk.post(case, 42, PostRole.ADDITION, 1)
    seq = keep_preview(desk.connection, desk.about(case), "Тексердік.", Spot(GROUP, 50), desk.turn)
    desk.post(case, 60, PostRole.PREVIEW, seq)
    desk.decide(WorkOn(CaseAct.HISTORY, case.id))
    desk.decide(ShowPage(CardPage.MORE, case.id))
    desk.decide(WorkOn(CaseAct.TAKE, case.id))
    desk.decide(WorkOn(CaseAct.TRANSFER, case.id))
    wish = next(item.wish for item in desk.items() if isinstance(item, AskWords))
    words = WrittenWords(wish, f"Абай облысы\n{WHY}", DANA, Spot(GROUP, 70))
    take_words(desk.connection, words, desk.about(case), desk.turn)
    return case


def test_a_transferred_case_is_new_at_the_other_office_under_its_number_and_term(desk: Desk) -> None:
    case = transferred(desk)
    row = desk.row(case)
    assert (row.region, row.number, row.due_on) == ("abai", case.row.number, case.row.due_on)
    assert (row.status, row.assignee, desk.work(case)) == (Status.REGISTERED, None, Work())
    entry = desk.history(case)[-1]
    assert (entry.what, entry.by, entry.why, entry.about) == (Happening.TRANSFERRED, DANA, WHY, "abai")
    counted = [tallies.by_region(desk.connection, each) for each in (Status.REGISTERED, Status.IN_WORK)]
    assert counted == [{"abai": 1}, {}]


def test_the_other_office_gets_card_files_later_words_and_the_reason(desk: Desk) -> None:
    case = transferred(desk)
    there = [item for lane, item in desk.owed() if lane == str(OfficeLane("abai"))]
    told = {"case_no": case.row.number, "region": "mangystau", "said": WHY}
    kinds = [PostCard, PostFiles, PostAddition, PostFiles, SayInGroup]
    assert [type(item) for item in there] == kinds
    assert there[0] == PostCard(case.id) and there[-1] == SayInGroup("s.transferred_in", told, case=case.id)
    assert PushCitizen(case.id) in desk.items()
    assert set(desk.said()) == {"s.transferred_in", "s.transferred_out"}


def test_what_waits_for_the_former_group_goes_nowhere_but_its_posts_are_wiped(desk: Desk) -> None:
    case = transferred(desk)
    here = [row for row in desk.rows() if row.lane == str(OfficeLane("mangystau"))]
    parcels = {row.kind: open_parcel(desk.connection, row, desk.turn) for row in here}
    wiped = Wiping(GROUP, Language.KAZAKH, case.row.number, "abai", (40, 41, 42, 60), 0)
    told = {"case_no": case.row.number, "region": "abai"}
    said = Notice(GROUP, Language.KAZAKH, "s.transferred_out", told, 70)
    assert {kind: parcel for kind, parcel in parcels.items() if parcel is not None} == {"wipe": wiped, "notice": said}
    assert set(parcels) == {
        "card", "files", "addition", "preview", "history", "page", "refresh", "prompt", "wipe", "notice"
    }  # fmt: skip


def test_the_former_group_decides_nothing_any_more(desk: Desk) -> None:
    case = transferred(desk)
    seq = 2
    decision = Ruling(case.id, seq, send=True, sure=True)
    assert decide_preview(desk.connection, press(60), desk.turn, decision=decision) == Refused("s.gone")
    take = WorkOn(CaseAct.TAKE, case.id)
    assert casework.decide(desk.connection, press(40), desk.turn, choice=take) == Refused("s.gone")
    there = press(900, chat=OTHER_GROUP)
    assert casework.decide(desk.connection, there, desk.turn, choice=take) == Done("s.taken", {"staff": DANA.name})


def test_a_case_that_came_back_is_not_wiped(desk: Desk) -> None:
    case = transferred(desk)
    cases.change_region(desk.connection, case.id, "mangystau", today=desk.turn.today)
    (wipe,) = [row for row in desk.rows() if row.kind == "wipe"]
    assert open_parcel(desk.connection, wipe, desk.turn) is None


def test_a_case_that_was_taken_up_and_is_in_work_is_not_registered_again(desk: Desk) -> None:
    desk.bind()
    waited = desk.put_carded(Status.IN_WORK)
    assert take_up(desk.connection, replace(waited.row, status=Status.WAITING), desk.turn) == 1
    assert (desk.row(waited), desk.items()) == (waited.row, [])


@pytest.mark.parametrize("level", ["code", "relay"])
def test_what_a_citizen_did_before_a_transfer_is_told_by_the_other_office_no_sooner(desk: Desk, level: str) -> None:
    """A word that still waits when the case goes: the former group hears nothing of it any more."""
    wait = timedelta(minutes=10)
    desk.turn = replace(desk.turn, rules=replace(desk.turn.rules, departures=RandomWait(wait, wait)))
    desk.bind("abai", OTHER_GROUP)
    case = desk.put_carded(Status.ANSWERED, level=level)
    tell_of_citizen(desk.connection, desk.row(case), "s.citizen_declined", desk.turn)
    (told,) = desk.items()
    desk.pass_by(timedelta(minutes=3))
    cases.change_region(desk.connection, case.id, "abai", today=desk.turn.today)
    post_transferred(desk.connection, desk.row(case), "mangystau", WHY, desk.turn)
    (row,) = (row for row in desk.rows() if row.kind == ItemKind.CITIZEN)
    due = desk.connection.execute(select(schema.outbox.c.not_before).where(schema.outbox.c.id == row.id)).scalar_one()
    assert due == desk.turn.after(wait if level == "code" else timedelta())
    assert (row.lane, open_item(row, desk.safe)) == (str(OfficeLane("abai")), told)
    assert isinstance(open_parcel(desk.connection, row, desk.turn), Notice)
