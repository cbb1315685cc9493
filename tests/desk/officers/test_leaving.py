"""Words on their way: taken back, overtaken by what happens to their case, and let go once."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.desk.groups.binding import unbind
from bot.desk.groups.ways import switch_notice
from bot.desk.history import Happening
from bot.desk.officers import departing
from bot.desk.officers.leaving import let_go, take_back
from bot.desk.officers.previews import Ruling, decide_preview, keep_preview
from bot.desk.officers.replies import Reply, take_edit, take_reply
from bot.desk.officers.undecided import drop_all
from bot.desk.outgoing.items import EditPreview, LetGo, SayInGroup, ShowPreview
from bot.desk.outgoing.lanes import OfficeLane, OfficerLane
from bot.desk.outgoing.posts import CasePost, PostRole, find_post
from bot.desk.people import Done, Officer, PressOutcome, Refused, Spot
from bot.desk.presses import CaseAct, WorkOn
from bot.desk.work import Work, keep_work
from bot.terms import Status, TalkState
from storage import cases, files
from storage.office_ways import OfficeWays, put_ways
from tests.desk.house import ADMIN, CARD, DANA, GROUP, YERLAN, Desk, OnDesk, press

MINE, PREVIEW = Spot(GROUP, 50), 60


def leaving(desk: Desk, *, by: Officer = DANA, status: Status = Status.REGISTERED) -> tuple[OnDesk, LetGo]:
    """A case with an answer that *by* has sent a moment ago, and the item that lets it go."""
    case = desk.put_carded(status)
    put_ways(desk.connection, "mangystau", OfficeWays(take_back=60))
    seq = keep_preview(desk.connection, desk.about(case), "Тексердік.", MINE, desk.turn)
    desk.post(case, PREVIEW, PostRole.PREVIEW, seq)
    return case, send(desk, case, seq, by)


def send(desk: Desk, case: OnDesk, seq: int, by: Officer = DANA, *, sure: bool = False) -> LetGo:
    """The item that lets the words go which *by* sends."""
    ruling = Ruling(case.id, seq, send=True, sure=sure)
    desk.empty_outbox()
    assert decide_preview(desk.connection, press(PREVIEW, by), desk.turn, decision=ruling).key == "s.leaving"
    (item,) = [each for each in desk.items() if isinstance(each, LetGo)]
    return item


def go(desk: Desk, item: LetGo) -> PressOutcome:
    """The wait of *item* is over."""
    return let_go(desk.connection, item.case, item.seq, item.spot, desk.turn, sending=item.sending)


def end(desk: Desk, case: OnDesk, status: Status) -> None:
    """The case comes to *status* while words of it are on their way."""
    before = (desk.row(case).status,)
    cases.change_status(desk.connection, case.id, status, before=before, today=desk.turn.today)


def state(desk: Desk, case: OnDesk, seq: int) -> TalkState:
    """Where the words *seq* are."""
    entry = cases.get_talk(desk.connection, case.id, seq)
    assert entry is not None
    return entry.state


def edits(desk: Desk) -> list[EditPreview]:
    """What previews are to say."""
    return [each for each in desk.items() if isinstance(each, EditPreview)]


def test_words_go_once_when_their_time_is_over(desk: Desk) -> None:
    case, item = leaving(desk)
    assert state(desk, case, item.seq) is TalkState.LEAVING
    assert (go(desk, item), state(desk, case, item.seq)) == (Done("s.sent"), TalkState.SENT)
    assert (desk.row(case).status, desk.work(case).answered_by) == (Status.ANSWERED, DANA)
    assert go(desk, item) == Refused("s.decided_before")


def test_words_taken_back_are_decided_as_if_they_had_not_been_sent(desk: Desk) -> None:
    case, item = leaving(desk)
    taken = take_back(desk.connection, press(PREVIEW), desk.turn, case_id=case.id, seq=item.seq)
    assert (taken, state(desk, case, item.seq)) == (Done("s.taken_back"), TalkState.PREVIEW)
    assert [(entry.what, entry.by) for entry in desk.history(case)] == [(Happening.TAKEN_BACK, DANA)]
    assert edits(desk)[-1] == EditPreview(case.id, item.seq, Spot(GROUP, PREVIEW), "s.taken_back", anew=True)
    assert not [each for each in desk.items() if isinstance(each, LetGo)]
    again = take_back(desk.connection, press(PREVIEW), desk.turn, case_id=case.id, seq=item.seq)
    assert again == Refused("s.too_late")


def test_the_wait_of_words_that_were_taken_back_does_not_send_those_that_were_sent_again(desk: Desk) -> None:
    case, first = leaving(desk)
    take_back(desk.connection, press(PREVIEW), desk.turn, case_id=case.id, seq=first.seq)
    second = send(desk, case, first.seq)
    assert (go(desk, first), state(desk, case, first.seq)) == (Refused("s.decided_before"), TalkState.LEAVING)
    assert go(desk, second) == Done("s.sent")


@pytest.mark.parametrize("role", [PostRole.CARD, PostRole.ADDITION])
def test_words_are_taken_back_by_the_button_under_them_alone(desk: Desk, role: PostRole) -> None:
    case, item = leaving(desk)
    desk.post(case, 70, role, item.seq)
    taken = take_back(desk.connection, press(70), desk.turn, case_id=case.id, seq=item.seq)
    assert (taken, state(desk, case, item.seq)) == (Refused("s.no_rights"), TalkState.LEAVING)


def test_a_case_that_ends_meanwhile_is_not_opened_again_by_words_that_knew_nothing_of_it(desk: Desk) -> None:
    case, item = leaving(desk, status=Status.ANSWERED)
    end(desk, case, Status.CLOSED)
    assert (go(desk, item), desk.row(case).status) == (Refused("s.reopen_and_send"), Status.CLOSED)
    assert state(desk, case, item.seq) is TalkState.PREVIEW
    assert edits(desk)[-1] == EditPreview(case.id, item.seq, item.spot, "s.reopen_and_send", doubted=True)
    sure = send(desk, case, item.seq, sure=True)
    assert (go(desk, sure), desk.row(case).status) == (Done("s.sent"), Status.ANSWERED)


def test_a_case_withdrawn_meanwhile_gets_no_words_and_their_files_go(desk: Desk) -> None:
    case, item = leaving(desk)
    file = desk.put_file(case, item.seq)
    end(desk, case, Status.WITHDRAWN)
    assert (go(desk, item), state(desk, case, item.seq)) == (Refused("s.withdrawn_before"), TalkState.DROPPED)
    assert files.get_file(desk.connection, file) is None
    assert edits(desk)[-1].told == "s.withdrawn_before"


def test_words_for_a_case_that_went_to_another_office_reach_nobody(desk: Desk) -> None:
    case, item = leaving(desk)
    desk.bind("abai", GROUP - 1)
    cases.change_region(desk.connection, case.id, "abai", today=desk.turn.today)
    assert (go(desk, item).key, state(desk, case, item.seq)) == ("s.withdrawn_before", TalkState.DROPPED)
    assert desk.row(case).status is Status.REGISTERED


def test_words_wait_when_nobody_serves_the_region_any_more(desk: Desk) -> None:
    case, item = leaving(desk)
    unbind(desk.connection, "mangystau", GROUP, ADMIN, desk.turn)
    assert (go(desk, item), state(desk, case, item.seq)) == (Refused("a.not_bound"), TalkState.PREVIEW)
    assert desk.row(case).status is Status.REGISTERED


def test_what_was_to_go_without_a_look_is_shown_when_the_case_ended_meanwhile(desk: Desk) -> None:
    case, item = leaving(desk, status=Status.ANSWERED)
    end(desk, case, Status.CLOSED)
    desk.empty_outbox()
    let_go(desk.connection, case.id, item.seq, None, desk.turn, sending=item.sending)
    assert desk.items() == [ShowPreview(case.id, item.seq)]


def test_nothing_undecided_is_left_of_a_case_that_leaves_its_group(desk: Desk) -> None:
    case, item = leaving(desk)
    waits = keep_preview(desk.connection, desk.about(case), "Және тағы.", Spot(GROUP, 51), desk.turn)
    files_of = [desk.put_file(case, seq) for seq in (item.seq, waits)]
    drop_all(desk.connection, desk.row(case), desk.turn)
    assert [state(desk, case, seq) for seq in (item.seq, waits)] == [TalkState.DROPPED] * 2
    assert not any(files.get_file(desk.connection, each) for each in files_of)
    assert not [each for each in desk.items() if isinstance(each, LetGo)]
    assert go(desk, item) == Refused("s.decided_before")


def test_an_officer_whose_answer_is_to_be_looked_at_again_sends_nothing_more(desk: Desk) -> None:
    case, item = leaving(desk)
    keep_work(desk.connection, desk.row(case), Work(barred=DANA), desk.turn)
    assert (go(desk, item), state(desk, case, item.seq)) == (Refused("s.barred"), TalkState.PREVIEW)
    put_ways(desk.connection, "mangystau", OfficeWays(at_once=True))
    desk.empty_outbox()
    take_reply(desk.connection, reply_to(CARD, 52), desk.turn)
    assert [type(each) for each in desk.items()] == [ShowPreview]


def test_words_of_a_colleague_that_are_on_their_way_are_told_like_those_that_arrived(desk: Desk) -> None:
    case, _ = leaving(desk)
    seq = keep_preview(desk.connection, desk.about(case), "Мен де тексердім.", Spot(GROUP, 51), desk.turn)
    desk.post(case, 61, PostRole.PREVIEW, seq)
    told = decide_preview(desk.connection, press(61, YERLAN), desk.turn, decision=Ruling(case.id, seq, send=True))
    assert told == Refused("s.answered_already", {"staff": DANA.name})


def test_words_that_their_officer_edits_on_their_way_come_back_as_a_new_preview(desk: Desk) -> None:
    case, item = leaving(desk)
    desk.empty_outbox()
    take_edit(desk.connection, replace(reply_to(CARD, MINE.message), text="Тексердік, дұрыс."), desk.turn)
    assert state(desk, case, item.seq) is TalkState.DROPPED
    found = find_post(desk.connection, MINE, desk.safe)
    assert found is not None and found != CasePost(case.id, PostRole.OFFICER, item.seq)
    assert [each.told for each in edits(desk)] == ["s.preview_replaced"]
    assert go(desk, item) == Refused("s.decided_before")


@pytest.mark.parametrize("role", [PostRole.CARD, PostRole.ADDITION])
def test_without_a_look_goes_what_answers_the_case_itself(desk: Desk, role: PostRole) -> None:
    case = at_once(desk)
    desk.post(case, 45, role, 1)
    take_reply(desk.connection, reply_to(45, 52), desk.turn)
    assert (desk.row(case).status, desk.said()) == (Status.ANSWERED, ["s.sent"])


@pytest.mark.parametrize("role", [PostRole.NOTICE, PostRole.FILES, PostRole.PREVIEW])
def test_what_answers_another_post_is_looked_at_first(desk: Desk, role: PostRole) -> None:
    case = at_once(desk)
    desk.post(case, 45, role, 1)
    take_reply(desk.connection, reply_to(45, 52), desk.turn)
    assert (desk.row(case).status, [type(each) for each in desk.items()]) == (Status.REGISTERED, [ShowPreview])


def test_a_printed_number_never_sends_and_two_name_no_case(desk: Desk) -> None:
    case = at_once(desk)
    printed = replace(reply_to(99, 52), answered_text=f"1. {case.row.number}")
    take_reply(desk.connection, printed, desk.turn)
    assert (desk.row(case).status, [type(each) for each in desk.items()]) == (Status.REGISTERED, [ShowPreview])
    desk.empty_outbox()
    listed = replace(printed, spot=Spot(GROUP, 53), answered_text=f"1. {case.row.number}\n2. 12-26-00001")
    take_reply(desk.connection, listed, desk.turn)
    assert desk.items() == [SayInGroup("s.not_a_case", reply_to=Spot(GROUP, 53))]


@pytest.mark.parametrize(
    ("text", "goes"),
    [
        ("Директор мектеп Ахметов Ержан Болатұлы ескерту алды.", True),
        ("Заведующий Иванов И. И. получил замечание.", True),
        ("Лицевой счёт 4500213 закрыт.", False),
        ("Звоните: 8 701 234 56 78.", False),
    ],
)
def test_an_officials_name_is_no_reason_for_a_look_and_somebodys_account_is(
    desk: Desk, text: str, *, goes: bool
) -> None:
    case = at_once(desk)
    desk.post(case, 45, PostRole.CARD, 1)
    take_reply(desk.connection, replace(reply_to(45, 52), text=text), desk.turn)
    assert desk.row(case).status is (Status.ANSWERED if goes else Status.REGISTERED)


def at_once(desk: Desk) -> OnDesk:
    """A case of an office that does not look at answers in which nothing is found."""
    case = desk.put_carded()
    put_ways(desk.connection, "mangystau", OfficeWays(at_once=True))
    return case


def reply_to(answered: int, message: int) -> Reply:
    """Dana answers message *answered* of the bot in the group."""
    return Reply(Spot(GROUP, message), answered, "", answers_bot=True, officer=DANA, text="Барлығын тексердік.")


@pytest.mark.parametrize("had_it", [True, False])
@pytest.mark.parametrize("act", [CaseAct.RELEASE, CaseAct.CONFLICT])
def test_who_gives_the_case_up_meanwhile_has_it_no_more_when_the_words_go(
    desk: Desk, act: CaseAct, had_it: bool
) -> None:
    case = desk.put_carded()
    put_ways(desk.connection, "mangystau", OfficeWays(take_back=60))
    if had_it:
        desk.decide(WorkOn(CaseAct.TAKE, case.id))
    seq = keep_preview(desk.connection, desk.about(case), "Тексердік.", MINE, desk.turn)
    desk.post(case, PREVIEW, PostRole.PREVIEW, seq)
    item = send(desk, case, seq)
    if not had_it:
        desk.decide(WorkOn(CaseAct.TAKE, case.id))
    assert isinstance(desk.decide(WorkOn(act, case.id)), Done)
    done = go(desk, item)
    assert desk.work(case).assignee is None
    if act is CaseAct.RELEASE:
        assert (done, desk.work(case).answered_by) == (Done("s.sent"), DANA)
        return
    assert (done, state(desk, case, seq)) == (Refused("s.conflict_waits"), TalkState.PREVIEW)
    again = send(desk, case, seq, by=YERLAN)
    assert (go(desk, again), desk.work(case).assignee) == (Done("s.sent"), YERLAN)


@pytest.mark.parametrize("status", [Status.IN_WORK, Status.CLOSED])
def test_who_leaves_the_group_meanwhile_does_not_get_the_case_back(desk: Desk, status: Status) -> None:
    case = desk.put_carded()
    put_ways(desk.connection, "mangystau", OfficeWays(take_back=60))
    desk.decide(WorkOn(CaseAct.TAKE, case.id))
    end(desk, case, status)
    seq = keep_preview(desk.connection, desk.about(case), "Тексердік.", MINE, desk.turn)
    desk.post(case, PREVIEW, PostRole.PREVIEW, seq)
    item = send(desk, case, seq, sure=True)
    departing.release_all(desk.connection, GROUP, DANA, desk.turn)
    assert (go(desk, item), desk.work(case).assignee) == (Done("s.sent"), None)


def test_words_can_be_taken_back_in_a_group_that_sees_none_any_more(desk: Desk) -> None:
    case, item = leaving(desk)
    desk.decide(WorkOn(CaseAct.TAKE, case.id))
    switch_notice(desk.connection, GROUP, "on", ADMIN, desk.turn)
    desk.empty_outbox()
    taken = take_back(desk.connection, press(PREVIEW), desk.turn, case_id=case.id, seq=item.seq)
    assert (taken, state(desk, case, item.seq)) == (Done("s.taken_back"), TalkState.PREVIEW)
    shown = [lane for lane, each in desk.owed() if each == ShowPreview(case.id, item.seq)]
    assert shown == [str(OfficerLane.of(desk.safe.person_mark(DANA.id)))]


def test_words_that_wait_again_are_shown_where_they_can_be_decided_now(desk: Desk) -> None:
    """The group has come to see no words, or sees them again, within the seconds in which they can be taken back."""
    case, item = leaving(desk)
    desk.decide(WorkOn(CaseAct.TAKE, case.id))
    switch_notice(desk.connection, GROUP, "on", ADMIN, desk.turn)
    end(desk, case, Status.REJECTED)
    desk.empty_outbox()
    assert go(desk, item) == Refused("s.reopen_and_send")
    dana = str(OfficerLane.of(desk.safe.person_mark(DANA.id)))
    assert desk.owed() == [(dana, ShowPreview(case.id, item.seq))]
    switch_notice(desk.connection, GROUP, "off", ADMIN, desk.turn)
    cases.change_talk(
        desk.connection, case.id, item.seq, TalkState.LEAVING, before=TalkState.PREVIEW, day=desk.turn.today
    )
    desk.empty_outbox()
    in_private = replace(item, spot=Spot(DANA.id, 61))
    assert go(desk, in_private) == Refused("s.reopen_and_send")
    assert desk.owed() == [(str(OfficeLane("mangystau")), ShowPreview(case.id, item.seq))]
