"""Safety: who presses on a citizen is between them and the head of the office; no group can tell that it was asked."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from datetime import timedelta

import pytest

from bot.conversation.values.effects import AddFacts
from bot.conversation.values.events import CaseOpened, FactsAdded
from bot.conversation.values.own_acts import Acted, Aim, NotActed, OwnAct, WhyNot
from bot.desk.citizens import filing, own_acts
from bot.desk.citizens.reading import open_by_code
from bot.desk.citizens.safety_checks import ask_again
from bot.desk.groups.ways import switch_notice
from bot.desk.history import Happening
from bot.desk.holders import RoleHolder
from bot.desk.officers import casework
from bot.desk.officers.heads import HeadDecision, HeadReply, decide_as_head, take_head_reply
from bot.desk.officers.passing import Act, pass_on
from bot.desk.outgoing.chats import OfficeChat
from bot.desk.outgoing.items import Item, PushCitizen, SayInChat, ShowHistory, TellHead
from bot.desk.outgoing.posts import CasePost, PostRole, remember_post
from bot.desk.parcels.cards import Opening, open_history
from bot.desk.parcels.opening import open_parcel
from bot.desk.parcels.values import HeadPost, Parcel
from bot.desk.people import Done, GroupStanding, Officer, PressOutcome, Refused, Spot
from bot.desk.presses import CaseAct, WorkOn
from bot.desk.roles import give_role, leave_office
from bot.desk.safety import DAYS_AFTER, HEADS_ALONE
from bot.desk.wishes import Wanted
from bot.terms import OfficeRole, Status
from storage import safety
from tests.desk.citizens.test_own_acts import bring_to
from tests.desk.house import ADMIN, DANA, GROUP, OTHER_GROUP, YERLAN, Desk, OnDesk, press

MARK = "зверобой"
MEMBER = GroupStanding.MEMBER
CHAT = Spot(DANA.id, 5)
ANSWER = "Дирекция предупреждена, приказ об увольнении отменён."


def lead(desk: Desk, officer: Officer = DANA, *, started: bool = True) -> None:
    give_role(desk.connection, RoleHolder("mangystau", OfficeRole.HEAD, officer, started), ADMIN, desk.turn)


def press_on(desk: Desk, case: OnDesk, text: str = MARK) -> object:
    return filing.add_facts(desk.connection, AddFacts(case.id, text, (), Aim.TO_HEAD), desk.turn)


def read(desk: Desk, case: OnDesk) -> CaseOpened:
    opened = open_by_code(desk.connection, case.code, desk.turn)
    assert isinstance(opened, CaseOpened)
    return opened


def opened(desk: Desk) -> list[Parcel | None]:
    """All that is owed, opened as it would be sent."""
    return [open_parcel(desk.connection, row, desk.turn) for row in desk.rows()]  # type: ignore[misc]


def for_groups(desk: Desk) -> list[Item]:
    return [item for lane, item in desk.owed() if lane.startswith("office")]


def taken(desk: Desk, level: str = "relay") -> OnDesk:
    case = desk.put_carded(level=level)
    assert isinstance(desk.decide(WorkOn(CaseAct.TAKE, case.id), YERLAN), Done)
    desk.empty_outbox()
    return case


def test_it_is_asked_when_somebody_has_taken_the_case_and_until_it_is_answered(desk: Desk) -> None:
    case = desk.put_carded()
    assert (read(desk, case).asks_safety, OwnAct.PRESSED in read(desk, case).may) == (False, True)
    desk.decide(WorkOn(CaseAct.TAKE, case.id), YERLAN)
    assert read(desk, case).asks_safety
    desk.empty_outbox()
    assert own_acts.act_on_case(desk.connection, case.id, desk.turn, act=OwnAct.SAFE) == Acted(case.id, OwnAct.SAFE)
    assert not read(desk, case).asks_safety
    assert own_acts.act_on_case(desk.connection, case.id, desk.turn, act=OwnAct.SAFE) == NotActed(
        case.id, OwnAct.SAFE, WhyNot.GONE
    )
    desk.decide(WorkOn(CaseAct.RELEASE, case.id), YERLAN)
    desk.decide(WorkOn(CaseAct.TAKE, case.id), DANA)
    assert not read(desk, case).asks_safety  # another officer asks nothing anew
    assert OwnAct.PRESSED in read(desk, case).may


@pytest.mark.parametrize("level", ["code", "relay", "contact"])
def test_the_head_alone_gets_the_words_and_no_group_can_tell(desk: Desk, level: str) -> None:
    case = taken(desk, level)
    lead(desk)
    desk.do_chores()
    desk.empty_outbox()
    before = desk.row(case)
    assert press_on(desk, case) == FactsAdded(Aim.TO_HEAD)
    assert desk.items() == [TellHead(case.id, DANA.id, desk.history(case)[-1].seq - 1)]
    (told,) = opened(desk)
    assert isinstance(told, HeadPost) and (told.chat, told.pressed) == (DANA.id, MARK)
    after = desk.row(case)
    assert (after.status, after.changed_on, after.due_on, after.work) == (
        before.status, before.changed_on, before.due_on, before.work
    )  # fmt: skip
    assert MARK not in json.dumps([asdict(item) for item in for_groups(desk)], ensure_ascii=False)
    lines = read(desk, case).talk
    assert [(line.ours, line.aside, line.text) for line in lines] == [(True, True, MARK)]


def test_what_a_group_gets_of_such_a_case_later_holds_none_of_it(desk: Desk) -> None:
    case = taken(desk)
    lead(desk)
    press_on(desk, case)
    desk.empty_outbox()
    for act in (CaseAct.FILES, CaseAct.HISTORY, CaseAct.RELEASE, CaseAct.TAKE):
        casework.decide(desk.connection, press(40, YERLAN), desk.turn, choice=WorkOn(act, case.id))
    desk.add_words(case, "ещё одно")
    switch_notice(desk.connection, GROUP, "on", ADMIN, desk.turn)
    switch_notice(desk.connection, GROUP, "off", ADMIN, desk.turn)
    desk.do_chores()
    shown = "".join(repr(parcel) for parcel in opened(desk) if not isinstance(parcel, HeadPost))
    assert "ещё одно" in shown and "TAKEN" in shown
    assert MARK not in shown and "PRESSED" not in shown
    at = Opening(desk.connection, desk.turn, 0, OfficeChat(GROUP, "kk"), "mangystau")  # type: ignore[arg-type]
    item = ShowHistory(case.id, Spot(GROUP, 40))
    seen = {entry.what for entry in open_history(item, desk.row(case), OfficeChat(GROUP, "kk"), at).entries}  # type: ignore[arg-type]
    assert seen and not seen & HEADS_ALONE
    heads = open_history(item, desk.row(case), OfficeChat(DANA.id, "kk"), at)  # type: ignore[arg-type]
    assert Happening.PRESSED in {entry.what for entry in heads.entries}


def test_without_a_head_the_words_wait_admins_hear_the_number_and_the_next_head_gets_them_once(desk: Desk) -> None:
    case = taken(desk)
    assert press_on(desk, case) == FactsAdded(Aim.TO_HEAD, waits=True)
    waits = SayInChat(ADMIN.id, "a.pressed_waits", {"region": "mangystau", "numbers": case.row.number})
    assert desk.items() == [waits]
    desk.empty_outbox()
    lead(desk, started=False)
    desk.do_chores()
    assert not [item for item in desk.items() if isinstance(item, TellHead)]
    lead(desk)
    desk.do_chores()
    (told,) = [item for item in desk.items() if isinstance(item, TellHead)]
    desk.empty_outbox()
    remember_post(desk.connection, CHAT, CasePost(case.id, PostRole.HEAD, told.seq), desk.safe)
    lead(desk)
    desk.do_chores()
    assert not [item for item in desk.items() if isinstance(item, TellHead)]
    leave_office(desk.connection, "mangystau", DANA.id, desk.turn)
    lead(desk, YERLAN)
    desk.do_chores()
    assert [item.chat for item in desk.items() if isinstance(item, TellHead)] == [YERLAN.id]


def test_who_leads_the_office_no_more_does_not_get_what_is_on_its_way(desk: Desk) -> None:
    case = taken(desk)
    lead(desk)
    press_on(desk, case)
    (row,) = [row for row in desk.rows() if row.kind == "head"]
    lead(desk, YERLAN)
    assert open_parcel(desk.connection, row, desk.turn) is None


def reply(desk: Desk, officer: Officer = DANA, text: str = ANSWER, standing: GroupStanding = MEMBER) -> object:
    return take_head_reply(
        desk.connection, HeadReply(Spot(officer.id, 6), CHAT.message, officer, text, standing=standing), desk.turn
    )


def decide(desk: Desk, case: OnDesk, seq: int, *, send: bool = True, officer: Officer = DANA) -> PressOutcome:
    spot = Spot(officer.id, 7)
    remember_post(desk.connection, spot, CasePost(case.id, PostRole.HEAD, seq), desk.safe)
    pressed = replace(press(7, officer, chat=officer.id), standing=MEMBER)
    return decide_as_head(desk.connection, pressed, desk.turn, decision=HeadDecision(case.id, seq, send))


@pytest.mark.parametrize("status", [None, Status.CLOSED])
def test_the_heads_answer_is_read_by_the_citizen_and_changes_nothing_else(desk: Desk, status: Status | None) -> None:
    case = taken(desk)
    if status is not None:
        bring_to(desk, case, Status.ANSWERED)
        bring_to(desk, case, status)
    lead(desk)
    press_on(desk, case)
    seq = desk.history(case)[-1].seq - 1
    remember_post(desk.connection, CHAT, CasePost(case.id, PostRole.HEAD, seq), desk.safe)
    desk.empty_outbox()
    before = desk.row(case)
    assert reply(desk) == Done("h.preview_comes")
    (shown,) = [item for item in desk.items() if isinstance(item, TellHead)]
    assert shown.seq is not None
    desk.empty_outbox()
    assert decide(desk, case, shown.seq) == Done("s.sent")
    after = desk.row(case)
    assert (after.status, after.work, after.due_on) == (before.status, before.work, before.due_on)
    assert desk.items() == [PushCitizen(case.id)]
    line = read(desk, case).talk[-1]
    assert (line.ours, line.aside, line.text) == (False, True, ANSWER)
    assert decide(desk, case, shown.seq) == Refused("s.decided_before")


def test_nobody_else_answers_it(desk: Desk) -> None:
    case = taken(desk)
    lead(desk)
    press_on(desk, case)
    seq = desk.history(case)[-1].seq - 1
    remember_post(desk.connection, CHAT, CasePost(case.id, PostRole.HEAD, seq), desk.safe)
    assert reply(desk, standing=GroupStanding.LEFT) == Refused("s.contacts_left")
    lead(desk, YERLAN)
    assert reply(desk) == Refused("h.not_head")


def test_a_month_after_the_end_it_is_asked_once_by_day_and_pushed_to_whoever_left_an_address(desk: Desk) -> None:
    told, quiet = taken(desk), taken(desk, "code")
    own_acts.act_on_case(desk.connection, told.id, desk.turn, act=OwnAct.SAFE)
    for case in (told, quiet):
        bring_to(desk, case, Status.ANSWERED)
    desk.pass_by(timedelta(days=DAYS_AFTER) - timedelta(hours=2))
    assert not ask_again(desk.connection, desk.turn) and desk.items() == []
    desk.pass_by(timedelta(days=1, hours=-6))  # the day has come, and it is night
    assert not ask_again(desk.connection, desk.turn) and desk.items() == []
    desk.pass_by(timedelta(hours=9))
    assert not ask_again(desk.connection, desk.turn)
    assert desk.items() == [PushCitizen(told.id)]
    assert read(desk, told).asks_safety and read(desk, quiet).asks_safety
    ask_again(desk.connection, desk.turn)
    assert [entry.what for entry in desk.history(told)].count(Happening.SAFETY_ASKED) == 1


@pytest.mark.parametrize("back", [Status.REOPENED, Status.WITHDRAWN])
def test_who_opens_the_case_again_or_withdraws_it_is_not_asked_a_month_later(desk: Desk, back: Status) -> None:
    case = taken(desk)
    bring_to(desk, case, Status.ANSWERED)
    assert safety.list_checks(desk.connection, desk.turn.today + timedelta(days=40), limit=5) == [case.id]
    if back is Status.WITHDRAWN:
        own_acts.act_on_case(desk.connection, case.id, desk.turn, act=OwnAct.WITHDRAW)
    else:
        own_acts.reopen_case(desk.connection, desk.row(case), desk.turn)
    assert safety.list_checks(desk.connection, desk.turn.today + timedelta(days=40), limit=5) == []


def test_an_office_that_gets_the_case_from_another_gets_the_words_for_its_head(desk: Desk) -> None:
    case = taken(desk)
    press_on(desk, case)
    desk.bind("abai", OTHER_GROUP)
    give_role(desk.connection, RoleHolder("abai", OfficeRole.HEAD, YERLAN, True), ADMIN, desk.turn)
    desk.empty_outbox()
    act = Act(desk.about(case), desk.work(case), YERLAN, "Абай\nтам было", Spot(GROUP, 60))
    assert pass_on(desk.connection, Wanted.REGION, act, desk.turn) is None
    assert [item.chat for item in desk.items() if isinstance(item, TellHead)] == [YERLAN.id]
