"""Past the group: whoever leads the office has the case in private, and its group cannot tell that there is one."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from bot.conversation.values.case_choices import Stars
from bot.conversation.values.draft import Given
from bot.conversation.values.effects import FileCase
from bot.conversation.values.own_acts import OwnAct
from bot.departures import RandomWait
from bot.desk.citizens import filing, own_acts
from bot.desk.citizens.reading import open_by_code
from bot.desk.expert_presses import SendAsExpert, SendToExpert
from bot.desk.experts import LINK_PREFIX, Invitation, agree, make_link
from bot.desk.history import Happening
from bot.desk.holders import RoleHolder
from bot.desk.list_presses import CaseList
from bot.desk.officers import casework, deadlines, finding, lists, replies
from bot.desk.officers.opinions import ExpertReply, decide_as_expert, take_opinion
from bot.desk.officers.passing import Act, pass_on
from bot.desk.officers.previews import Ruling, decide_preview
from bot.desk.officers.replies import Reply
from bot.desk.outgoing.items import (
    AskWords,
    Item,
    PostAddition,
    PostCard,
    PostFiles,
    PostOpinion,
    RefreshCard,
    RemindOffice,
    SayInChat,
    SayInGroup,
    ShowPreview,
    TellOfCitizen,
    WipePosts,
)
from bot.desk.outgoing.lanes import Lane, OfficeLane, OfficerLane
from bot.desk.outgoing.posting import put_item, tell_office
from bot.desk.outgoing.posts import CasePost, PostRole, Prompt, Role, mark_wiped, remember_post
from bot.desk.parcels.opening import open_parcel
from bot.desk.parcels.values import Card, Notice, Wiping
from bot.desk.people import Done, GroupPress, GroupStanding, Officer, PressOutcome, Refused, Spot
from bot.desk.presses import CardPage, CaseAct, CloseAs, HandTo, SendOn, ShowPage, WorkOn
from bot.desk.roles import end_role, give_role, leave_office, lose_reach
from bot.desk.wishes import Wanted
from bot.encryption.codes import new_code
from bot.terms import Desk as WorkedAt
from bot.terms import ExpertField, OfficeRole, Result, Status, Suspension
from storage import cases, ratings, reminders, tallies
from storage import outbox as outgoing
from storage.schema import outbox
from tests.desk.house import (
    ADMIN,
    CITIZEN,
    DANA,
    FORGOTTEN,
    GROUP,
    OTHER_GROUP,
    QUESTIONS,
    YERLAN,
    Desk,
    OnDesk,
)

MARK = "зверобой"
GROUPS = OfficeLane("mangystau")
MEMBER = GroupStanding.MEMBER
CARD = Spot(DANA.id, 7)


def lead(desk: Desk, officer: Officer = DANA, *, started: bool = True) -> None:
    """*officer* leads the office from now on."""
    give_role(desk.connection, RoleHolder("mangystau", OfficeRole.HEAD, officer, started), ADMIN, desk.turn)


def put_past(desk: Desk, *, level: str = "relay", attached: tuple[str, ...] = (), **past: str) -> OnDesk:
    """A report with marked words, sent past the group as *past* says: to the head, when it says nothing."""
    answers = {
        "kind": "report", "region": "mangystau", "sphere": "health", "violation": "bribe", "text": MARK,
        "level": level, **(past or {"past": "head"}),
    }  # fmt: skip
    given = {name: Given(value) for name, value in answers.items()}
    effect = FileCase(given, new_code(desk.turn.rules.chance), "kk", attached)
    filed = filing.file_case(desk.connection, effect, CITIZEN, desk.turn, QUESTIONS)
    row = cases.find_by_number(desk.connection, filed.number)
    assert row is not None
    return OnDesk(row, filed.code)


@pytest.fixture
def case(desk: Desk) -> OnDesk:
    """A case in the private chat of Dana, who leads the office; nothing waits to be sent."""
    desk.bind()
    lead(desk)
    case = put_past(desk)
    stand(desk, case, CARD)
    desk.empty_outbox()
    return case


def stand(desk: Desk, case: OnDesk, spot: Spot, role: Role = PostRole.CARD, seq: int | None = 1) -> None:
    """Let the message at *spot* be a post of the case, as after its delivery."""
    remember_post(desk.connection, spot, CasePost(case.id, role, seq), desk.safe)


def lane_of(desk: Desk, officer: Officer) -> OfficerLane:
    return OfficerLane.of(desk.safe.person_mark(officer.id))


def opened(desk: Desk, item: Item, lane: Lane) -> Any:
    """What *item* is in *lane* when it is sent."""
    new_id = put_item(desk.connection, item, lane, desk.turn).id
    (row,) = [row for row in desk.rows() if row.id == new_id]
    return open_parcel(desk.connection, row, desk.turn)


def act(desk: Desk, case: OnDesk, what: CaseAct, officer: Officer = DANA, spot: Spot = CARD) -> PressOutcome:
    press = GroupPress(spot, officer, MEMBER)
    return casework.decide(desk.connection, press, desk.turn, choice=WorkOn(what, case.id))


def say(desk: Desk, text: str, spot: Spot, answered: int, officer: Officer = DANA, printed: str = "") -> None:
    """*officer* answers a message where *spot* is."""
    reply = Reply(spot, answered, printed, True, officer, text, standing=MEMBER)
    replies.take_reply(desk.connection, reply, desk.turn)


def lanes(desk: Desk) -> set[str]:
    return {lane for lane, _ in desk.owed()}


def write(desk: Desk, case: OnDesk, what: CaseAct, text: str) -> None:
    """Dana presses *what* and writes its words."""
    assert act(desk, case, what) == Done("s.write_below")
    (asked,) = [item for item in desk.items() if isinstance(item, AskWords)]
    stand(desk, case, Spot(DANA.id, 90), Prompt(asked.wish), None)
    desk.empty_outbox()
    say(desk, text, Spot(DANA.id, 91), 90)


def test_the_head_gets_all_of_it_in_private_and_the_group_nothing(desk: Desk) -> None:
    desk.bind()
    lead(desk)
    desk.do_chores()
    desk.empty_outbox()
    file_id = desk.put_file()
    case = put_past(desk, attached=(file_id,))
    desk.add_words(case, f"Тағы {MARK}")
    assert (case.row.desk, case.row.status, case.row.region) == (WorkedAt.HEAD, Status.REGISTERED, "mangystau")
    owed = [(lane, type(item)) for lane, item in desk.owed()]
    assert owed == [(str(lane_of(desk, DANA)), kind) for kind in (PostCard, PostFiles, PostAddition)]
    card = opened(desk, PostCard(case.id), lane_of(desk, DANA))
    assert isinstance(card, Card) and card.chat == DANA.id and card.answers["text"] == MARK
    assert tallies.how_many(desk.connection, "mangystau", Status.REGISTERED) == 0


def test_whatever_is_put_into_the_groups_lane_says_nothing_of_it(desk: Desk, case: OnDesk) -> None:
    notice = SayInGroup("s.file_missing", {"case_no": case.row.number, "n": "1", "total": 1}, case=case.id)
    for item in (PostCard(case.id), RefreshCard(case.id), TellOfCitizen(case.id, "s.citizen_withdrew"), notice):
        assert opened(desk, item, GROUPS) is None
    desk.empty_outbox()
    tell_office(desk.connection, "mangystau", notice, desk.turn)
    assert lanes(desk) == {str(lane_of(desk, DANA))}


def test_no_list_search_or_number_finds_it(desk: Desk, case: OnDesk) -> None:
    for of in CaseList:
        page = lists.read_page(desk.connection, "mangystau", of, DANA, desk.turn)
        assert (page.lines, page.count or 0) == ((), 0), of
    number = case.row.number
    for text in (number, MARK, "02.03.2026", "денсаулық"):
        found = finding.find(desk.connection, finding.read_search("mangystau", text), DANA, desk.turn)
        assert found.lines == (), text
    assert finding.find_own(desk.connection, "mangystau", number, desk.turn) is None
    say(desk, "жауап", Spot(GROUP, 50), 49, YERLAN, printed=number)
    assert desk.said() == ["s.not_a_case"]


def test_a_forged_press_in_the_group_is_answered_as_if_there_were_no_such_case(desk: Desk, case: OnDesk) -> None:
    nowhere = "0" * 32
    choices = (
        *(lambda id, act=act: WorkOn(act, id) for act in CaseAct),
        *(lambda id, page=page: ShowPage(page, id) for page in CardPage),
        lambda id: CloseAs(id, Result.OTHER),
        lambda id: SendOn(id, "police"),
        lambda id: HandTo(id, "0" * 8),
    )
    for spot in (Spot(GROUP, FORGOTTEN), Spot(YERLAN.id, FORGOTTEN)):
        press = GroupPress(spot, YERLAN, MEMBER)
        for choice in choices:
            forged = casework.decide(desk.connection, press, desk.turn, choice=choice(case.id))
            assert forged == casework.decide(desk.connection, press, desk.turn, choice=choice(nowhere))
    assert desk.items() == []


def test_nobody_but_the_head_acts_on_it_in_private_and_only_as_long_as_they_are_in_the_group(
    desk: Desk, case: OnDesk
) -> None:
    assert act(desk, case, CaseAct.NOTE, YERLAN) == Refused("n.not_yours")
    gone = GroupPress(CARD, DANA, GroupStanding.LEFT)
    assert casework.decide(desk.connection, gone, desk.turn, choice=WorkOn(CaseAct.NOTE, case.id)) == Refused(
        "n.no_member"
    )
    for what in (CaseAct.RELEASE, CaseAct.CONFLICT, CaseAct.HEAD, CaseAct.OPEN):
        lead(desk)
        assert act(desk, case, what) == Refused("s.no_rights"), what
    press = GroupPress(CARD, DANA, MEMBER)
    handed = casework.decide(desk.connection, press, desk.turn, choice=HandTo(case.id, "0" * 8))
    assert handed == Refused("s.no_rights")
    group_case = desk.put_carded()
    assert desk.decide(WorkOn(CaseAct.GROUP, group_case.id)) == Refused("s.no_rights")


def test_the_head_takes_asks_answers_and_closes_it_in_private(desk: Desk, case: OnDesk) -> None:
    mine = str(lane_of(desk, DANA))
    assert act(desk, case, CaseAct.TAKE) == Done("s.taken", {"staff": DANA.name})
    say(desk, "Тексердік.", Spot(DANA.id, 8), CARD.message)
    (shown,) = [item for item in desk.items() if isinstance(item, ShowPreview)]
    assert lanes(desk) <= {mine, f"case:{case.id}"}
    stand(desk, case, Spot(DANA.id, 9), PostRole.PREVIEW, shown.seq)
    ruling = Ruling(case.id, shown.seq, send=True, asks=True)
    asked = decide_preview(desk.connection, GroupPress(Spot(DANA.id, 9), DANA, MEMBER), desk.turn, decision=ruling)
    assert asked == Done("s.asked") and desk.row(case).status is Status.QUESTION
    desk.add_words(case, "Жауабым")
    assert desk.row(case).status is Status.IN_WORK
    say(desk, "Шара қолданылды.", Spot(DANA.id, 10), CARD.message)
    last = [item for item in desk.items() if isinstance(item, ShowPreview)][-1]
    stand(desk, case, Spot(DANA.id, 11), PostRole.PREVIEW, last.seq)
    ruling = Ruling(case.id, last.seq, send=True)
    decide_preview(desk.connection, GroupPress(Spot(DANA.id, 11), DANA, MEMBER), desk.turn, decision=ruling)
    press = GroupPress(CARD, DANA, MEMBER)
    closed = casework.decide(desk.connection, press, desk.turn, choice=CloseAs(case.id, Result.MEASURES))
    assert closed == Done("s.closed_alert") and desk.row(case).status is Status.CLOSED
    assert lanes(desk) <= {mine, f"case:{case.id}"}
    assert [tallies.how_many(desk.connection, "mangystau", status) for status in Status] == [0] * len(Status)


def test_the_head_rejects_it_with_a_reason_that_its_citizen_reads(desk: Desk, case: OnDesk) -> None:
    write(desk, case, CaseAct.REJECT, "Біздің өкілеттікте емес")
    assert desk.row(case).status is Status.REJECTED
    assert lanes(desk) <= {str(lane_of(desk, DANA)), f"case:{case.id}"}


def test_the_head_gives_it_to_the_group_with_a_reason(desk: Desk, case: OnDesk) -> None:
    write(desk, case, CaseAct.GROUP, "Мен демалысқа кетемін")
    assert desk.row(case).desk is WorkedAt.GROUP
    assert tallies.how_many(desk.connection, "mangystau", Status.REGISTERED) == 1
    owed = desk.owed()
    assert {type(item) for lane, item in owed if lane == str(GROUPS)} == {PostCard, SayInGroup}
    wipe = next(item for lane, item in owed if lane == str(lane_of(desk, DANA)) and isinstance(item, WipePosts))
    wiped = opened(desk, wipe, lane_of(desk, DANA))
    assert isinstance(wiped, Wiping) and wiped.chat == DANA.id
    assert isinstance(opened(desk, PostCard(case.id), GROUPS), Card)
    found = finding.find(desk.connection, finding.read_search("mangystau", MARK), DANA, desk.turn)
    assert [line.number for line in found.lines] == [case.row.number]
    read = open_by_code(desk.connection, case.code, desk.turn)
    assert read is not None and [line.what for line in read.news] == ["to_group"]  # type: ignore[union-attr]


def test_the_head_gives_it_to_another_office(desk: Desk, case: OnDesk) -> None:
    desk.bind("abai", OTHER_GROUP)
    desk.empty_outbox()
    write(desk, case, CaseAct.TRANSFER, "Абай\nмүдделер қақтығысы")
    row = desk.row(case)
    assert (row.region, row.desk) == ("abai", WorkedAt.GROUP)
    assert str(GROUPS) not in lanes(desk)
    assert tallies.how_many(desk.connection, "abai", Status.REGISTERED) == 1
    assert isinstance(opened(desk, PostCard(case.id), OfficeLane("abai")), Card)


def test_another_regions_office_gets_it_and_cannot_give_it_back(desk: Desk) -> None:
    desk.bind()
    desk.bind("abai", OTHER_GROUP)
    desk.empty_outbox()
    case = put_past(desk, past="other", past_region="abai")
    assert (case.row.region, case.row.desk, case.row.number[:2]) == ("abai", WorkedAt.GROUP, "10")
    assert lanes(desk) == {"office:abai"}
    card = opened(desk, PostCard(case.id), OfficeLane("abai"))
    assert isinstance(card, Card) and card.answers["about"] == "mangystau"
    press = GroupPress(Spot(OTHER_GROUP, FORGOTTEN), YERLAN)
    assert casework.decide(desk.connection, press, desk.turn, choice=WorkOn(CaseAct.TRANSFER, case.id)) == Done(
        "s.write_below"
    )
    asked = [item for item in desk.items() if isinstance(item, AskWords)][-1]
    stand(desk, case, Spot(OTHER_GROUP, 90), Prompt(asked.wish), None)
    desk.empty_outbox()
    say(desk, "Маңғыстау\nсіздің іс", Spot(OTHER_GROUP, 91), 90, YERLAN)
    assert desk.said() == ["s.transfer_past"] and desk.row(case).region == "abai"
    read = open_by_code(desk.connection, case.code, desk.turn)
    assert read is not None and read.office == "abai"  # type: ignore[union-attr]


def test_another_head_gets_it_the_former_loses_its_words_and_its_citizen_reads_of_it(desk: Desk, case: OnDesk) -> None:
    lead(desk, YERLAN)
    desk.do_chores()
    owed = desk.owed()
    wipe = next(item for lane, item in owed if lane == str(lane_of(desk, DANA)) and isinstance(item, WipePosts))
    assert any(lane == str(lane_of(desk, YERLAN)) and isinstance(item, PostCard) for lane, item in owed)
    assert isinstance(opened(desk, wipe, lane_of(desk, DANA)), Wiping)
    assert act(desk, case, CaseAct.NOTE) == Refused("n.not_yours")
    assert [entry.what for entry in desk.history(case)] == [Happening.NEW_HEAD]
    assert any(lane == f"case:{case.id}" for lane in lanes(desk))
    mark_wiped(desk.connection, case.id, DANA.id, desk.safe)
    stand(desk, case, Spot(YERLAN.id, 5))
    desk.empty_outbox()
    lead(desk)  # the former head again: what they had was wiped
    desk.do_chores()
    assert any(lane == str(lane_of(desk, DANA)) and isinstance(item, PostCard) for lane, item in desk.owed())


@pytest.mark.parametrize("how", ["left", "ended", "blocked", "given another role"])
def test_without_a_head_it_waits_admins_hear_its_number_and_the_next_head_gets_it(
    desk: Desk, case: OnDesk, how: str
) -> None:
    match how:
        case "left":
            leave_office(desk.connection, "mangystau", DANA.id, desk.turn)
        case "ended":
            holder = RoleHolder("mangystau", OfficeRole.HEAD, DANA, True)
            end_role(desk.connection, holder, ADMIN, desk.turn)
        case "given another role":
            give_role(desk.connection, RoleHolder("mangystau", OfficeRole.CONTACTS, DANA, True), ADMIN, desk.turn)
        case _:
            lose_reach(desk.connection, "mangystau", desk.turn)
    alerts = [item for item in desk.items() if isinstance(item, SayInChat) and item.key == "a.past_waits"]
    assert [item.values["numbers"] for item in alerts] == [case.row.number]
    desk.do_chores()
    desk.empty_outbox()
    desk.add_words(case, MARK)
    other = put_past(desk)
    assert [item.values["numbers"] for item in desk.items() if isinstance(item, SayInChat)] == [other.row.number]
    assert str(GROUPS) not in lanes(desk)
    desk.empty_outbox()
    lead(desk, YERLAN)
    desk.do_chores()
    posted = {asdict(item)["case"] for lane, item in desk.owed() if isinstance(item, PostCard)}
    assert posted == {case.id, other.id}
    assert str(GROUPS) not in lanes(desk)


def test_a_head_who_gets_another_role_loses_the_words(desk: Desk, case: OnDesk) -> None:
    give_role(desk.connection, RoleHolder("mangystau", OfficeRole.CONTACTS, DANA, True), ADMIN, desk.turn)
    desk.do_chores()
    wipe = WipePosts(case.id, "mangystau", DANA.id)
    assert (str(lane_of(desk, DANA)), wipe) in desk.owed()
    assert isinstance(opened(desk, wipe, lane_of(desk, DANA)), Wiping)


def test_a_head_who_took_no_messages_for_a_while_gets_all_of_it_anew(desk: Desk, case: OnDesk) -> None:
    lose_reach(desk.connection, "mangystau", desk.turn)
    desk.empty_outbox()
    desk.add_words(case, MARK)
    assert desk.items() == []
    for _ in range(2):  # whoever writes twice gets it once
        lead(desk)
        desk.do_chores()
    mine = [type(item) for lane, item in desk.owed() if lane == str(lane_of(desk, DANA))]
    assert mine == [PostCard, PostAddition]
    assert Happening.NEW_HEAD not in [entry.what for entry in desk.history(case)]


def test_a_code_only_case_comes_after_its_wait(desk: Desk) -> None:
    desk.bind()
    lead(desk)
    desk.do_chores()
    desk.empty_outbox()
    waiting = (timedelta(minutes=5), timedelta(minutes=9))
    desk.turn = replace(desk.turn, rules=replace(desk.turn.rules, departures=RandomWait(*waiting)))
    put_past(desk, level="code")
    (soonest,) = desk.connection.execute(select(outbox.c.not_before).where(outbox.c.kind == "card")).scalars()
    assert soonest >= desk.turn.after(waiting[0])


def test_reminders_go_to_the_head_alone(desk: Desk, case: OnDesk) -> None:
    told, notices, mine = set(), 0, lane_of(desk, DANA)
    for _ in range(40):
        desk.pass_by(timedelta(days=1))
        while deadlines.remind_office(desk.connection, "mangystau", desk.turn):
            pass
        for lane, item in desk.owed():
            if lane == str(GROUPS):
                assert opened(desk, item, GROUPS) is None, item
            elif isinstance(item, RemindOffice):
                assert lane == str(mine)
                told.add(item.reminder)
                notices += isinstance(opened(desk, item, mine), Notice)
        desk.empty_outbox()
    assert len(told) >= 3
    assert notices >= 3


def test_a_group_out_of_reach_takes_no_reminder_from_its_head(desk: Desk, case: OnDesk) -> None:
    """The group lost the bot: of the cases that it has nobody is reminded, of those that it never had the head is."""
    in_group = desk.put_carded()
    outgoing.suspend_lane(desk.connection, str(GROUPS), Suspension.REMOVED)
    reminded = set()
    for _ in range(40):
        desk.pass_by(timedelta(days=1))
        while deadlines.remind_office(desk.connection, "mangystau", desk.turn):
            pass
        reminded |= {(lane, item.case) for lane, item in desk.owed() if isinstance(item, RemindOffice)}
    assert reminded == {(str(lane_of(desk, DANA)), case.id)}
    deadlines.pass_over(desk.connection, "mangystau", desk.turn)
    known = reminders.get_reminder(desk.connection, in_group.id)
    assert known is not None and known.look_on is not None  # what was not looked at is not passed over


def test_few_stars_for_the_heads_answer_are_told_admins_and_a_review_bars_the_head(desk: Desk, case: OnDesk) -> None:
    say(desk, "Тексердік.", Spot(DANA.id, 8), CARD.message)
    (shown,) = [item for item in desk.items() if isinstance(item, ShowPreview)]
    stand(desk, case, Spot(DANA.id, 9), PostRole.PREVIEW, shown.seq)
    ruling = Ruling(case.id, shown.seq, send=True)
    decide_preview(desk.connection, GroupPress(Spot(DANA.id, 9), DANA, MEMBER), desk.turn, decision=ruling)
    desk.empty_outbox()
    own_acts.rate_case(desk.connection, case.id, desk.turn, stars=Stars.ONE)
    own_acts.act_on_case(desk.connection, case.id, desk.turn, act=OwnAct.REVIEW)
    assert [(item.chat, item.key) for item in desk.items() if isinstance(item, SayInChat)] == [
        (ADMIN.id, "a.past_low_rating"), (ADMIN.id, "a.past_review"),
    ]  # fmt: skip
    assert act(desk, case, CaseAct.REJECT) == Refused("h.barred")
    write(desk, case, CaseAct.GROUP, "Өзім жауап бердім")
    assert desk.row(case).desk is WorkedAt.GROUP
    assert MARK not in json.dumps([str(item) for item in desk.items()], ensure_ascii=False)


def test_a_case_past_the_group_goes_to_an_expert_and_back_and_the_group_hears_nothing(desk: Desk, case: OnDesk) -> None:
    link = make_link(desk.connection, Invitation("mangystau", ExpertField.CIVIL, ADMIN), desk.turn)
    saule = Officer(31, "Сәуле")
    expert = agree(desk.connection, link.removeprefix(LINK_PREFIX), saule, desk.turn)
    assert expert is not None
    desk.empty_outbox()
    at_desk, choice = GroupPress(CARD, DANA, MEMBER), SendToExpert(case.id, expert.digits)
    in_group = casework.decide(desk.connection, GroupPress(Spot(GROUP, 8), YERLAN), desk.turn, choice=choice)
    assert in_group == Refused("s.no_rights")
    given = casework.decide(desk.connection, at_desk, desk.turn, choice=choice)
    assert given.key == "s.expert_sent"
    stand(desk, case, Spot(saule.id, 5), PostRole.EXPERT, None)
    reply = ExpertReply(Spot(saule.id, 6), 5, saule, "Пікір")
    assert take_opinion(desk.connection, reply, desk.turn) == Done("e.preview_comes")
    lead(desk, YERLAN)  # another head: what the expert has is no former head's
    desk.do_chores()
    assert WipePosts(case.id, "mangystau", saule.id) not in desk.items()
    press = GroupPress(Spot(saule.id, 7), saule)
    assert decide_as_expert(desk.connection, press, desk.turn, choice=SendAsExpert(case.id, 1)).key == "e.saved"
    assert [lane for lane, item in desk.owed() if isinstance(item, PostOpinion)] == [str(lane_of(desk, YERLAN))]
    assert str(GROUPS) not in lanes(desk)
    (opinion,) = [item for item in desk.items() if isinstance(item, PostOpinion)]
    assert opened(desk, opinion, GROUPS) is None
    assert opened(desk, opinion, lane_of(desk, YERLAN)).text == "Пікір"


def test_it_does_not_come_back_into_the_group_by_way_of_another_office(desk: Desk, case: OnDesk) -> None:
    desk.bind("abai", OTHER_GROUP)
    desk.empty_outbox()
    write(desk, case, CaseAct.TRANSFER, "Абай\nМүдделер қақтығысы")
    assert desk.row(case).region == "abai"
    back = Act(desk.about(case), desk.work(case), YERLAN, "Маңғыстау\nСіздің іс", Spot(OTHER_GROUP, 60))
    assert pass_on(desk.connection, Wanted.REGION, back, desk.turn) == Refused("s.transfer_past")
    assert desk.row(case).region == "abai"


def test_a_head_who_came_when_it_was_over_gets_all_of_it_when_it_is_opened_again(desk: Desk, case: OnDesk) -> None:
    say(desk, "Тексердік.", Spot(DANA.id, 8), CARD.message)
    (shown,) = [item for item in desk.items() if isinstance(item, ShowPreview)]
    stand(desk, case, Spot(DANA.id, 9), PostRole.PREVIEW, shown.seq)
    mine = GroupPress(Spot(DANA.id, 9), DANA, MEMBER)
    decide_preview(desk.connection, mine, desk.turn, decision=Ruling(case.id, shown.seq, send=True))
    casework.decide(
        desk.connection, GroupPress(CARD, DANA, MEMBER), desk.turn, choice=CloseAs(case.id, Result.MEASURES)
    )
    lead(desk, YERLAN)
    desk.do_chores()
    mark_wiped(desk.connection, case.id, DANA.id, desk.safe)
    desk.empty_outbox()
    own_acts.rate_case(desk.connection, case.id, desk.turn, stars=Stars.ONE)
    own_acts.act_on_case(desk.connection, case.id, desk.turn, act=OwnAct.REVIEW)
    desk.do_chores()
    assert desk.row(case).status is Status.REOPENED
    assert str(lane_of(desk, YERLAN)) in {lane for lane, item in desk.owed() if isinstance(item, PostCard)}
    assert ratings.stars_of_region(desk.connection, "mangystau") == {}
