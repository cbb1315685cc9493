"""Experts: somebody agrees by a link, gets a case under masks, and gives an opinion to whoever works at the case."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.background.sender import Delivered, NotDelivered, Posted, Rejection
from bot.background.settling import Settler
from bot.catalogue.workdays import WorkCalendar
from bot.clock import Clock
from bot.departures import RandomWait
from bot.desk import experts
from bot.desk.citizens.reading import open_by_code
from bot.desk.colleagues import list_colleagues, remember_officer
from bot.desk.expert_presses import DeclineCase, DropAsExpert, OpenFile, OpinionPress, SendAsExpert, SendToExpert
from bot.desk.experts import LINK_LASTS, LINK_PREFIX, Expert, Invitation
from bot.desk.groups.binding import unbind
from bot.desk.history import Happening
from bot.desk.holders import RoleHolder
from bot.desk.life import Change, change_case
from bot.desk.masking import Hidden
from bot.desk.officers import casework, opinions
from bot.desk.officers.expert_terms import list_regions_due, remind_experts
from bot.desk.officers.opinions import ExpertReply, decide_as_expert, lose_expert, take_opinion
from bot.desk.officers.previews import keep_preview
from bot.desk.officers.returning import return_all
from bot.desk.outgoing.desks import private_lane
from bot.desk.outgoing.items import (
    DeleteMessage,
    Item,
    PostOpinion,
    RefreshCard,
    SayInChat,
    ShowToExpert,
    TellExpert,
    TurnCard,
    WipePosts,
)
from bot.desk.outgoing.lanes import Lane, OfficeLane
from bot.desk.outgoing.posting import put_item
from bot.desk.outgoing.posts import CasePost, PostRole, remember_post
from bot.desk.parcels.opening import open_parcel
from bot.desk.parcels.values import Addition, ExpertFile, ExpertPost, Notice, Wiping
from bot.desk.people import Done, GroupPress, GroupStanding, Officer, PressOutcome, Refused, Spot
from bot.desk.presses import CardPage, CaseAct, HandTo, SendOn, ShowPage, WorkOn
from bot.desk.referrals import find_referral
from bot.desk.roles import give_role
from bot.desk.work import keep_work
from bot.gateway.cards import Cards
from bot.gateway.expert_posts import ExpertPosts
from bot.terms import ExpertField, Language, OfficeRole, Status, TalkState
from storage import cases, outbox, referrals
from storage.office_ways import OfficeWays, put_ways
from tests.desk.house import ADMIN, CARD, DANA, GROUP, QUESTIONS, STORY, WORDS, YERLAN, Desk, OnDesk, claim, read_log

SAULE, MARAT = Officer(31, "Сәуле"), Officer(32, "Марат")
OPINION = "Баға нарықтан екі есе жоғары."
POST = Spot(SAULE.id, 7)


def become(desk: Desk, person: Officer = SAULE, field: ExpertField = ExpertField.SCIENCE) -> Expert:
    """*person* opens a link of the head's and agrees."""
    payload = experts.make_link(desk.connection, Invitation("mangystau", field, ADMIN), desk.turn)
    expert = experts.agree(desk.connection, payload.removeprefix(LINK_PREFIX), person, desk.turn)
    assert expert is not None
    return expert


def give(desk: Desk, case: OnDesk, expert: Expert, officer: Officer = YERLAN) -> PressOutcome:
    return desk.decide(SendToExpert(case.id, expert.digits), officer)


def stand(desk: Desk, case: OnDesk, spot: Spot = POST, role: PostRole = PostRole.EXPERT) -> None:
    """Let the message at *spot* be a post of the case, as after its delivery."""
    remember_post(desk.connection, spot, CasePost(case.id, role, None), desk.safe)


@pytest.fixture
def case(desk: Desk) -> OnDesk:
    """A case that Saule, an expert, has in private."""
    case = desk.put_carded()
    given = give(desk, case, become(desk))
    assert isinstance(given, Done), given
    stand(desk, case)
    desk.empty_outbox()
    return case


def opened(desk: Desk, item: Item, lane: Lane | str) -> Any:
    """What *item* is in *lane* when it is sent."""
    new_id = put_item(desk.connection, item, lane, desk.turn).id  # type: ignore[arg-type]
    (row,) = [row for row in desk.rows() if row.id == new_id]
    return open_parcel(desk.connection, row, desk.turn)


def lane_of(desk: Desk, person: Officer) -> Any:
    return private_lane(person.id, desk.turn)


def write(desk: Desk, text: str | None = OPINION, person: Officer = SAULE, spot: Spot = POST) -> PressOutcome | None:
    """*person* answers the message at *spot*."""
    reply = ExpertReply(Spot(spot.chat, 70), spot.message, person, text)
    return take_opinion(desk.connection, reply, desk.turn)


def decide(desk: Desk, choice: OpinionPress, person: Officer = SAULE) -> PressOutcome:
    return decide_as_expert(desk.connection, GroupPress(Spot(person.id, 8), person), desk.turn, choice=choice)


def whats(desk: Desk, case: OnDesk) -> list[Happening]:
    return [entry.what for entry in desk.history(case)]


def test_the_card_says_who_has_the_case_and_until_when_and_no_longer_than_they_do(desk: Desk, case: OnDesk) -> None:
    office, known = OfficeLane("mangystau"), find_referral(desk.connection, desk.row(case), desk.safe)
    shown = opened(desk, RefreshCard(case.id), office).card.referral
    assert known is not None and (shown.expert, shown.due_on) == (SAULE, known.due_on)
    desk.decide(WorkOn(CaseAct.RECALL, case.id))
    assert opened(desk, RefreshCard(case.id), office).card.referral is None


def test_a_link_asks_and_is_spent_by_the_yes_alone(desk: Desk) -> None:
    desk.bind()
    desk.empty_outbox()
    asked = Invitation("mangystau", ExpertField.MEDIA, ADMIN)
    secret = experts.make_link(desk.connection, asked, desk.turn).removeprefix(LINK_PREFIX)
    assert [experts.find_invitation(desk.connection, secret, desk.turn) for _ in range(2)] == [asked, asked]
    assert experts.list_experts(desk.connection, "mangystau", desk.safe) == []
    expert = experts.agree(desk.connection, secret, SAULE, desk.turn)
    assert expert is not None and experts.list_experts(desk.connection, "mangystau", desk.safe) == [expert]
    assert experts.agree(desk.connection, secret, MARAT, desk.turn) is None
    assert experts.find_invitation(desk.connection, secret, desk.turn) is None
    assert desk.said() == ["a.expert_added"]
    assert [(entry.action, entry.who_id) for entry in read_log(desk.connection, desk.safe)][-1] == (
        "expert-added", ADMIN.id,
    )  # fmt: skip


def test_a_link_of_somebody_who_may_ask_no_more_asks_nobody(desk: Desk) -> None:
    desk.bind()
    give_role(desk.connection, RoleHolder("mangystau", OfficeRole.HEAD, DANA, True), ADMIN, desk.turn)
    asked = Invitation("mangystau", ExpertField.MEDIA, DANA)
    secret = experts.make_link(desk.connection, asked, desk.turn).removeprefix(LINK_PREFIX)
    assert experts.find_invitation(desk.connection, secret, desk.turn) == asked
    give_role(desk.connection, RoleHolder("mangystau", OfficeRole.HEAD, YERLAN, True), ADMIN, desk.turn)
    assert experts.find_invitation(desk.connection, secret, desk.turn) is None
    assert experts.agree(desk.connection, secret, SAULE, desk.turn) is None
    assert experts.list_experts(desk.connection, "mangystau", desk.safe) == []


def test_who_says_no_leaves_nothing_and_a_link_does_not_last(desk: Desk) -> None:
    desk.bind()
    links = [
        experts.make_link(desk.connection, Invitation("mangystau", ExpertField.MEDIA, ADMIN), desk.turn)
        for _ in range(2)
    ]
    first, second = (link.removeprefix(LINK_PREFIX) for link in links)
    assert [experts.refuse(desk.connection, first, desk.turn) for _ in range(2)] == [True, False]
    desk.pass_by(LINK_LASTS)
    assert experts.agree(desk.connection, second, SAULE, desk.turn) is None
    assert experts.list_experts(desk.connection, "mangystau", desk.safe) == []


def test_a_case_goes_to_an_expert_from_its_card(desk: Desk) -> None:
    case = desk.put_carded()
    assert desk.decide(ShowPage(CardPage.EXPERTS, case.id)) == Refused("s.expert_none")
    expert = become(desk)
    desk.empty_outbox()
    assert desk.decide(ShowPage(CardPage.EXPERTS, case.id)) == Done("s.page_turned")
    outcome = give(desk, case, expert)
    assert outcome == Done("s.expert_sent", {"case_no": case.row.number, "due_date": "2026-03-10"})
    assert desk.row(case).status is Status.EXPERT
    assert (str(lane_of(desk, SAULE)), TellExpert(case.id, SAULE.id)) in desk.owed()
    (entry,) = desk.history(case)
    assert (entry.what, entry.by, entry.about) == (Happening.TO_EXPERT, YERLAN, "Сәуле")
    assert give(desk, case, expert) == Refused("s.expert_has_it")


def test_who_is_no_expert_of_the_region_gets_nothing(desk: Desk) -> None:
    case = desk.put_carded()
    assert desk.decide(SendToExpert(case.id, "0" * 16)) == Refused("s.expert_gone")
    mine = become(desk, DANA)
    desk.decide(WorkOn(CaseAct.TAKE, case.id), DANA)
    assert give(desk, case, mine) == Refused("s.works_at_it", {"staff": "Дана"})
    assert desk.row(case).status is Status.IN_WORK


def test_a_case_is_not_handed_over_to_its_expert_who_reads_why(desk: Desk, case: OnDesk) -> None:
    remember_officer(desk.connection, "mangystau", SAULE, desk.turn)
    (known,) = list_colleagues(desk.connection, "mangystau", desk.safe)
    assert desk.decide(HandTo(case.id, known.digits)) == Refused("s.its_expert", {"staff": "Сәуле"})


def test_what_is_late_or_at_an_end_goes_to_no_expert(desk: Desk) -> None:
    expert = become(desk)
    closed = desk.put_carded(Status.CLOSED)
    assert give(desk, closed, expert) == Refused("s.at_an_end")
    late = desk.put_carded(Status.IN_WORK)
    desk.pass_by(timedelta(days=40))
    assert give(desk, late, expert) == Refused("s.expert_no_time")


def test_the_citizen_reads_that_an_expert_has_it_and_not_who(desk: Desk, case: OnDesk) -> None:
    read = open_by_code(desk.connection, case.code, desk.turn)
    assert [line.what.value for line in read.news] == ["to_expert"]  # type: ignore[union-attr]
    assert "Сәуле" not in repr(read) and "31" not in repr(read.news)  # type: ignore[union-attr]


def test_the_expert_reads_words_under_masks(desk: Desk) -> None:
    numbers = "+7 701 123 45 67, 1234 5678 9012 3456 7890, 12-26-12345"
    story = f"Менің атым Айгүл. Көршім Бақыт Сейітов ақша берді, {numbers}."
    desk.bind()
    case = desk.put_case(story, level="contact")
    desk.add_words(case, "Тағы: Серік Омаров келді.")
    give(desk, case, become(desk))
    parcel = opened(desk, TellExpert(case.id, SAULE.id), lane_of(desk, SAULE))
    assert isinstance(parcel, ExpertPost)
    shown = parcel.answers["text"]
    kinds = {piece.kind for piece in shown if isinstance(piece, Hidden)}
    assert kinds == {"name", "person", "phone", "number", "case"}
    for word in ("Айгүл", "Бақыт", "Сейітов", "701", "5678", "12345", "Омаров", "contact"):
        assert word not in repr((parcel.answers, parcel.later)), word
    assert "ақша берді" in repr(shown) and "келді" in repr(parcel.later)


def test_what_the_citizen_adds_comes_by_itself_and_masked(desk: Desk) -> None:
    desk.bind()
    case = desk.put_case()
    desk.add_words(case, "Бұрынғы сөз")
    give(desk, case, become(desk))
    desk.add_words(case, "Кейінгі сөз, дәрігер Серік Омаров")
    lane = lane_of(desk, SAULE)
    (added,) = [item for item in desk.items() if isinstance(item, TellExpert) and item.added is not None]
    card, alone = opened(desk, TellExpert(case.id, SAULE.id), lane), opened(desk, added, lane)
    assert "Бұрынғы" in repr(card.later) and "Кейінгі" not in repr(card.later)
    assert "Кейінгі" in repr(alone.later) and "Бұрынғы" not in repr(alone.later) and alone.answers == {}
    assert "Омаров" not in repr(alone)
    assert opened(desk, TellExpert(case.id, SAULE.id, added=added.added + 90), lane) is None
    desk.decide(WorkOn(CaseAct.RECALL, case.id))
    assert opened(desk, added, lane) is None
    desk.empty_outbox()
    desk.add_words(case, "Ең соңғы")
    assert not any(isinstance(item, TellExpert) for item in desk.items())


def test_nothing_is_sent_to_who_has_the_case_no_more(desk: Desk, case: OnDesk) -> None:
    assert opened(desk, TellExpert(case.id, MARAT.id), lane_of(desk, MARAT)) is None
    assert opened(desk, TellExpert(case.id, SAULE.id), lane_of(desk, SAULE)) is not None
    desk.decide(WorkOn(CaseAct.RECALL, case.id))
    assert opened(desk, TellExpert(case.id, SAULE.id), lane_of(desk, SAULE)) is None


def test_an_opinion_is_shown_first_and_then_goes_to_the_office(desk: Desk, case: OnDesk) -> None:
    assert write(desk) == Done("e.preview_comes")
    assert desk.items() == [TellExpert(case.id, SAULE.id, 1)]
    preview = opened(desk, TellExpert(case.id, SAULE.id, 1), lane_of(desk, SAULE))
    assert (preview.opinion, preview.answers) == (OPINION, {})
    desk.empty_outbox()
    assert decide(desk, SendAsExpert(case.id, 1)) == Done("e.saved", {"case_no": case.row.number})
    assert desk.row(case).status is Status.REGISTERED  # nobody had taken it
    entry = desk.history(case)[-1]
    assert (entry.what, entry.by, entry.why) == (Happening.OPINION, SAULE, OPINION)
    assert PostOpinion(case.id, entry.seq) in desk.items()
    shown = opened(desk, PostOpinion(case.id, entry.seq), OfficeLane("mangystau"))
    assert isinstance(shown, Addition) and (shown.text, shown.expert, shown.reply_to) == (OPINION, "Сәуле", CARD)
    assert WipePosts(case.id, "mangystau", SAULE.id) in desk.items()
    assert decide(desk, SendAsExpert(case.id, 1)) == Refused("e.over")
    assert write(desk) == Refused("e.over")


def test_an_opinion_reaches_no_citizen(desk: Desk, case: OnDesk) -> None:
    write(desk)
    decide(desk, SendAsExpert(case.id, 1))
    read = open_by_code(desk.connection, case.code, desk.turn)
    assert OPINION not in repr(read) and "Сәуле" not in repr(read)


def test_a_case_in_work_stays_with_who_has_it(desk: Desk) -> None:
    case = desk.put_carded()
    desk.decide(WorkOn(CaseAct.TAKE, case.id), DANA)
    give(desk, case, become(desk), DANA)
    stand(desk, case)
    write(desk)
    decide(desk, SendAsExpert(case.id, 1))
    assert (desk.row(case).status, desk.work(case).assignee) == (Status.IN_WORK, DANA)


def test_later_words_take_the_place_of_those_that_were_not_sent(desk: Desk, case: OnDesk) -> None:
    write(desk)
    assert write(desk, "Жаңа пікір") == Done("e.preview_comes")
    assert decide(desk, SendAsExpert(case.id, 1)) == Refused("s.decided_before")
    assert opened(desk, TellExpert(case.id, SAULE.id, 1), lane_of(desk, SAULE)) is None
    assert decide(desk, DropAsExpert(case.id, 2)) == Done("s.not_sent")
    assert decide(desk, SendAsExpert(case.id, 2)) == Refused("s.decided_before")
    assert desk.row(case).status is Status.EXPERT


@pytest.mark.parametrize("text", [None, "", "  "])
def test_an_opinion_is_words(desk: Desk, case: OnDesk, text: str | None) -> None:
    assert write(desk, text) == Refused("e.text_only")


def test_nobody_else_writes_or_sends_an_opinion(desk: Desk, case: OnDesk) -> None:
    write(desk)
    stand(desk, case, Spot(MARAT.id, 7))
    become(desk, MARAT)
    assert write(desk, "мен", MARAT, Spot(MARAT.id, 7)) == Refused("e.over")
    for forged in (SendAsExpert(case.id, 1), DropAsExpert(case.id, 1), DeclineCase(case.id), SendAsExpert("f" * 32, 1)):
        assert decide(desk, forged, MARAT) == Refused("e.over")
    in_group = GroupPress(Spot(GROUP, 8), SAULE)
    assert decide_as_expert(desk.connection, in_group, desk.turn, choice=SendAsExpert(case.id, 1)) == Refused("e.over")
    assert desk.row(case).status is Status.EXPERT


def test_what_answers_no_post_for_experts_is_somebody_elses(desk: Desk, case: OnDesk) -> None:
    reply = ExpertReply(Spot(SAULE.id, 70), 6, SAULE, "менің өтінішім")
    assert not opinions.is_for_expert(desk.connection, reply, desk.turn)
    assert take_opinion(desk.connection, reply, desk.turn) is None


def test_an_expert_may_decline(desk: Desk, case: OnDesk) -> None:
    assert decide(desk, DeclineCase(case.id)) == Done("e.declined", {"case_no": case.row.number})
    assert desk.said() == ["s.expert_declined"]
    assert whats(desk, case)[-1] is Happening.EXPERT_DECLINED
    assert (desk.row(case).status, referrals.get_referral(desk.connection, case.id)) == (Status.REGISTERED, None)


def test_a_case_is_taken_back_and_given_again(desk: Desk, case: OnDesk) -> None:
    expert = become(desk, MARAT)
    assert desk.decide(WorkOn(CaseAct.RECALL, case.id)) == Done("s.expert_recalled_alert")
    assert desk.decide(WorkOn(CaseAct.RECALL, case.id)) == Refused("s.expert_not_there")
    assert isinstance(give(desk, case, expert), Done)
    referral = find_referral(desk.connection, desk.row(case), desk.safe)
    assert referral is not None and referral.expert == MARAT


def test_whatever_the_office_does_instead_ends_it(desk: Desk, case: OnDesk) -> None:
    assert desk.decide(SendOn(case.id, "police")) == Done("s.redirected_alert")
    assert referrals.get_referral(desk.connection, case.id) is None
    assert WipePosts(case.id, "mangystau", SAULE.id) in desk.items()
    assert write(desk) == Refused("e.over")


def test_files_that_were_opened_are_deleted_with_the_end(desk: Desk, case: OnDesk) -> None:
    stand(desk, case, Spot(SAULE.id, 9), PostRole.EXPERT_FILE)
    decide(desk, DeclineCase(case.id))
    assert DeleteMessage(Spot(SAULE.id, 9)) in desk.items()


def test_a_file_is_opened_to_the_expert_alone_and_by_itself(desk: Desk) -> None:
    desk.bind()
    first, second, later = (desk.put_file() for _ in range(3))
    case = desk.put_case(files=(first, second))
    desk.add_words(case, "Тағы", (later,))
    assert desk.decide(OpenFile(case.id, 0, 1)) == Refused("s.expert_not_there")
    give(desk, case, become(desk))
    stand(desk, case)
    desk.empty_outbox()
    lane = lane_of(desk, SAULE)
    page = opened(desk, TurnCard(case.id, Spot(GROUP, CARD), CardPage.EXPERTS), OfficeLane("mangystau"))
    seq = page.files[-1][0]
    assert page.files == ((0, 1, 0), (0, 2, 0), (seq, 1, 1))
    assert desk.decide(OpenFile(case.id, 0, 2)) == Done("s.expert_file_sent")
    assert desk.decide(OpenFile(case.id, 0, 2)) == Refused("s.expert_file_open")
    for forged in (OpenFile(case.id, 0, 3), OpenFile(case.id, 0, 0), OpenFile(case.id, 99, 1)):
        assert desk.decide(forged) == Refused("s.no_rights")
    shown = opened(desk, ShowToExpert(case.id, SAULE.id, second, 2), lane)
    assert isinstance(shown, ExpertFile)
    assert (shown.chat, shown.files.file_ids, shown.files.reply_to) == (SAULE.id, (second,), POST.message)
    assert opened(desk, ShowToExpert(case.id, SAULE.id, first, 1), lane) is None
    assert opened(desk, ShowToExpert(case.id, MARAT.id, second, 2), lane_of(desk, MARAT)) is None
    assert desk.decide(OpenFile(case.id, seq, 1)) == Done("s.expert_file_sent")
    read = open_by_code(desk.connection, case.code, desk.turn)
    told = [line.what.value for line in read.news]  # type: ignore[union-attr]
    assert told == ["to_expert", "expert_file", "expert_file"]
    desk.decide(WorkOn(CaseAct.RECALL, case.id))
    assert opened(desk, ShowToExpert(case.id, SAULE.id, second, 2), lane) is None


def test_who_lets_the_bot_in_again_gets_a_case_anew_at_once(desk: Desk) -> None:
    """What was to be wiped while they had stopped it is tried once an hour, and holds up what comes after it."""
    case, expert = desk.put_carded(), become(desk)
    give(desk, case, expert)
    stand(desk, case)
    desk.empty_outbox()
    desk.decide(WorkOn(CaseAct.RECALL, case.id), DANA)
    lane = str(lane_of(desk, SAULE))
    (row,) = [row for row in desk.rows() if row.lane == lane]
    later = desk.turn.seconds + 3600
    outbox.postpone(desk.connection, row.id, not_before=later, parts_done=0, unknown=0, failing_since=desk.turn.seconds)
    give(desk, case, expert)
    assert [row.kind for row in claim(desk.connection, desk.turn) if row.lane == lane] == ["expert"]
    stand(desk, case, Spot(SAULE.id, 9))
    desk.empty_outbox()
    desk.decide(WorkOn(CaseAct.RECALL, case.id), DANA)
    (wipe,) = [row for row in desk.rows() if row.lane == lane]
    parcel = open_parcel(desk.connection, wipe, desk.turn)
    assert isinstance(parcel, Wiping) and parcel.messages == (POST.message, 9)


def test_a_file_that_arrives_when_the_case_is_theirs_no_more_goes_again(desk: Desk) -> None:
    desk.bind()
    case = desk.put_case(files=(desk.put_file(),))
    expert = become(desk)
    give(desk, case, expert)
    stand(desk, case)
    desk.empty_outbox()
    desk.decide(OpenFile(case.id, 0, 1))
    (row,) = [row for row in desk.rows() if row.kind == "expert-file"]
    parcel = open_parcel(desk.connection, row, desk.turn)
    assert isinstance(parcel, ExpertFile)
    settler = Settler(desk.turn.rules, Clock())
    settler.delivered(desk.connection, row, parcel, Delivered((Posted(SAULE.id, 76),)))
    assert not any(isinstance(item, DeleteMessage) for item in desk.items())
    desk.decide(WorkOn(CaseAct.RECALL, case.id))
    give(desk, case, expert)
    desk.empty_outbox()
    settler.delivered(desk.connection, row, parcel, Delivered((Posted(SAULE.id, 77),)))
    assert desk.items() == [DeleteMessage(Spot(SAULE.id, 77))], "it was not opened to them this time"


def test_a_file_of_the_office_is_not_opened(desk: Desk) -> None:
    desk.bind()
    case, ours = desk.put_case(), desk.put_file()
    spot = Spot(GROUP, 50)
    seq = keep_preview(desk.connection, desk.about(case), "Құжат", spot, desk.turn, attached={"files": [ours]})
    cases.change_talk(desk.connection, case.id, seq, TalkState.SENT, before=TalkState.PREVIEW, day=desk.turn.today)
    give(desk, case, become(desk))
    assert desk.decide(OpenFile(case.id, seq, 1)) == Refused("s.no_rights")


def test_the_expert_is_reminded_once_and_then_the_case_comes_back(desk: Desk, case: OnDesk) -> None:
    assert not remind_experts(desk.connection, "mangystau", desk.turn) and desk.items() == []
    desk.pass_by(timedelta(days=7))  # the day before; the eighth of March is a Sunday, and the ninth is off for it
    while desk.turn.today.isoformat() < "2026-03-10":
        desk.pass_by(timedelta(days=1))
        remind_experts(desk.connection, "mangystau", desk.turn)
    remind_experts(desk.connection, "mangystau", desk.turn)
    assert desk.items() == [TellExpert(case.id, SAULE.id, reminds=True)]
    (row,) = desk.rows()
    reminder = open_parcel(desk.connection, row, desk.turn)
    assert isinstance(reminder, ExpertPost) and reminder.reminds
    drawn = ExpertPosts(Cards(WORDS, QUESTIONS, WorkCalendar(), Clock()))
    for language in Language:
        (said,) = drawn.draw(replace(reminder, language=language))
        assert case.row.number in said.text and STORY not in said.text
    settled = Settler(desk.turn.rules, Clock())
    settled.delivered(desk.connection, row, reminder, Delivered((Posted(SAULE.id, 90),)))
    assert write(desk, spot=Spot(SAULE.id, 90)) == Done("e.preview_comes"), "whoever answers it gives an opinion"
    desk.empty_outbox()
    desk.pass_by(timedelta(days=1, hours=-5))
    remind_experts(desk.connection, "mangystau", desk.turn)
    assert desk.items() == [], "before the office opens"
    desk.pass_by(timedelta(hours=5))
    remind_experts(desk.connection, "mangystau", desk.turn)
    assert desk.said() == ["s.expert_late"] and whats(desk, case)[-1] is Happening.EXPERT_LATE
    assert desk.row(case).status is Status.REGISTERED
    remind_experts(desk.connection, "mangystau", desk.turn)
    assert desk.said() == ["s.expert_late"]


def test_who_takes_no_messages_has_the_case_no_more(desk: Desk, case: OnDesk) -> None:
    lose_expert(desk.connection, case.id, str(lane_of(desk, MARAT)), desk.turn)
    assert desk.row(case).status is Status.EXPERT
    lose_expert(desk.connection, case.id, str(lane_of(desk, SAULE)), desk.turn)
    assert desk.said() == ["s.expert_unreached"] and desk.row(case).status is Status.REGISTERED


def test_who_is_taken_off_the_list_has_nothing_any_more(desk: Desk, case: OnDesk) -> None:
    (expert,) = experts.list_experts(desk.connection, "mangystau", desk.safe)
    assert [experts.remove_expert(desk.connection, expert, DANA, desk.turn) for _ in range(2)] == [True, False]
    return_all(desk.connection, expert, DANA, desk.turn)
    assert desk.row(case).status is Status.REGISTERED and desk.said() == ["s.expert_recalled"]
    assert SayInChat(SAULE.id, "e.removed", {"region": "mangystau"}) in desk.items()
    assert give(desk, case, expert) == Refused("s.expert_gone")


def test_where_groups_hold_no_words_the_opinion_goes_to_who_has_the_case(desk: Desk) -> None:
    case, spot = desk.put_carded(), Spot(DANA.id, 5)
    put_ways(desk.connection, "mangystau", OfficeWays(take_back=0, notice_only=True))
    expert = become(desk)
    assert give(desk, case, expert) == Refused("n.in_private")
    desk.decide(WorkOn(CaseAct.TAKE, case.id), DANA)
    stand(desk, case, spot, PostRole.CARD)
    at_desk = GroupPress(spot, DANA, GroupStanding.MEMBER)
    choice = SendToExpert(case.id, expert.digits)
    assert isinstance(casework.decide(desk.connection, at_desk, desk.turn, choice=choice), Done)
    stand(desk, case)
    write(desk)
    desk.empty_outbox()
    decide(desk, SendAsExpert(case.id, 1))
    opinion = next(item for item in desk.items() if isinstance(item, PostOpinion))
    lanes = [lane for lane, item in desk.owed() if item == opinion]
    assert lanes == ["office:mangystau", str(lane_of(desk, DANA))]
    notice = opened(desk, opinion, OfficeLane("mangystau"))
    assert isinstance(notice, Notice) and notice.key == "s.expert_came" and OPINION not in repr(notice)
    assert opened(desk, opinion, lane_of(desk, DANA)).text == OPINION


def test_barred_from_a_case_nobody_gives_it_to_an_expert(desk: Desk) -> None:
    case = desk.put_carded()
    keep_work(desk.connection, desk.row(case), replace(desk.work(case), barred=DANA), desk.turn)
    assert give(desk, case, become(desk), DANA) == Refused("s.barred")
    assert give(desk, case, become(desk, DANA), YERLAN) == Refused("s.barred_other", {"staff": "Дана"})


def test_what_a_citizen_withdraws_without_an_address_leaves_the_expert_later(desk: Desk) -> None:
    case = desk.put_carded(level="code")
    give(desk, case, become(desk))
    stand(desk, case)
    desk.empty_outbox()
    hour = timedelta(hours=1)
    desk.turn = replace(desk.turn, rules=replace(desk.turn.rules, departures=RandomWait(hour, 2 * hour)))
    withdrawn = Change(Happening.WITHDRAWN, None, to=Status.WITHDRAWN)
    change_case(desk.connection, desk.row(case), desk.work(case), withdrawn, desk.turn)
    lane = str(lane_of(desk, SAULE))
    assert [lane for lane, item in desk.owed() if isinstance(item, WipePosts)] == [lane]
    desk.pass_by(hour - timedelta(seconds=1))
    assert [row for row in claim(desk.connection, desk.turn) if row.lane == lane] == []
    desk.pass_by(hour)
    assert [row.kind for row in claim(desk.connection, desk.turn) if row.lane == lane] == ["wipe"]


def test_who_takes_the_case_gives_no_opinion_on_it(desk: Desk) -> None:
    """An expert who is an officer as well takes the very case they were asked about, and gives the opinion."""
    case = desk.put_carded()
    mine = become(desk, DANA)
    assert isinstance(give(desk, case, mine), Done)
    stand(desk, case, Spot(DANA.id, 7))
    taken = desk.decide(WorkOn(CaseAct.TAKE, case.id), DANA)
    write(desk, OPINION, DANA, Spot(DANA.id, 7))
    sent = decide(desk, SendAsExpert(case.id, 1), DANA)
    both = desk.work(case).assignee == DANA and isinstance(sent, Done)
    assert not both, (taken, sent)


def test_the_chat_of_an_expert_who_stopped_the_bot_loses_the_case_once_it_can(desk: Desk) -> None:
    """docs/office.md: it ends when they have stopped the bot; their chat then loses the text and the files."""
    case = desk.put_carded()
    give(desk, case, become(desk))
    stand(desk, case)
    desk.empty_outbox()
    desk.decide(WorkOn(CaseAct.RECALL, case.id), DANA)
    (row,) = [r for r in desk.rows() if r.kind == "wipe" and r.lane == str(lane_of(desk, SAULE))]
    parcel = open_parcel(desk.connection, row, desk.turn)
    Settler(desk.turn.rules, Clock()).refused(desk.connection, row, parcel, NotDelivered(Rejection.BLOCKED))
    left = [r for r in desk.rows() if r.kind == "wipe" and r.lane == str(lane_of(desk, SAULE))]
    assert left or desk.said() != ["s.expert_recalled"], "nobody wipes it later, and nobody hears that it was not wiped"


def test_a_button_of_an_earlier_referral_sends_no_later_words(desk: Desk) -> None:
    """Recalled and given again: drafts are numbered from one again, so the old preview's button sends the new words."""
    case = desk.put_carded()
    expert = become(desk)
    give(desk, case, expert)
    stand(desk, case)
    write(desk, "Бірінші пікір")
    stand(desk, case, Spot(SAULE.id, 8))
    old = SendAsExpert(case.id, 1)
    desk.decide(WorkOn(CaseAct.RECALL, case.id), DANA)
    give(desk, case, expert)
    write(desk, "Екінші пікір, әлі дайын емес")
    sent = decide(desk, old)
    assert sent == Refused("s.decided_before") or sent == Refused("e.over"), sent


def test_a_file_that_telegram_does_not_take_is_not_said_to_be_shown(desk: Desk) -> None:
    desk.bind()
    case = desk.put_case(files=(desk.put_file(),))
    give(desk, case, become(desk))
    stand(desk, case)
    desk.empty_outbox()
    desk.decide(OpenFile(case.id, 0, 1))
    (row,) = [r for r in desk.rows() if r.kind == "expert-file"]
    parcel = open_parcel(desk.connection, row, desk.turn)
    Settler(desk.turn.rules, Clock()).refused(desk.connection, row, parcel, NotDelivered(Rejection.FILE))
    again = desk.decide(OpenFile(case.id, 0, 1))
    assert desk.said() or again != Refused("s.expert_file_open"), "the office reads «it was shown», and cannot show it"


def test_whoever_is_barred_by_a_review_is_no_expert_for_the_case(desk: Desk) -> None:
    """Whoever is barred (their answer is being reviewed) is given the case as its expert after it was reopened."""
    case = desk.put_carded()
    mine = become(desk, DANA)
    keep_work(desk.connection, desk.row(case), replace(desk.work(case), barred=DANA), desk.turn)
    assert isinstance(give(desk, case, mine), Refused)


def test_the_term_of_an_expert_ends_where_the_region_has_no_group(desk: Desk) -> None:
    case = desk.put_carded()
    give(desk, case, become(desk))
    unbind(desk.connection, "mangystau", GROUP, ADMIN, desk.turn)
    for _ in range(20):
        desk.pass_by(timedelta(days=1))
        for region in list_regions_due(desk.connection, desk.turn.today):
            remind_experts(desk.connection, region, desk.turn)
    assert desk.row(case).status is not Status.EXPERT
    assert list_regions_due(desk.connection, desk.turn.today) == []


def test_the_opinion_that_came_while_nobody_had_the_case_reaches_who_takes_it(desk: Desk) -> None:
    case, spot = desk.put_carded(), Spot(DANA.id, 5)
    put_ways(desk.connection, "mangystau", OfficeWays(take_back=0, notice_only=True))
    expert = become(desk)
    desk.decide(WorkOn(CaseAct.TAKE, case.id), DANA)
    stand(desk, case, spot, PostRole.CARD)
    at_desk = GroupPress(spot, DANA, GroupStanding.MEMBER)
    given = casework.decide(desk.connection, at_desk, desk.turn, choice=SendToExpert(case.id, expert.digits))
    assert isinstance(given, Done)
    stand(desk, case)
    in_group = GroupPress(Spot(GROUP, CARD), DANA)
    assert isinstance(
        casework.decide(desk.connection, in_group, desk.turn, choice=WorkOn(CaseAct.RELEASE, case.id)), Done
    )
    write(desk)
    assert isinstance(decide(desk, SendAsExpert(case.id, 1)), Done)
    desk.empty_outbox()
    desk.decide(WorkOn(CaseAct.TAKE, case.id), YERLAN)
    mine = [item for lane, item in desk.owed() if lane == str(lane_of(desk, YERLAN))]
    assert any(isinstance(item, PostOpinion) for item in mine)
