"""Presses under a card: one wins, the other is told who; what a status does not allow is refused; twice is once."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.catalogue import bodies
from bot.departures import RandomWait
from bot.desk.colleagues import list_colleagues, remember_officer
from bot.desk.expert_presses import OpenFile, SendToExpert
from bot.desk.history import Happening
from bot.desk.officers import casework
from bot.desk.officers.casework import AFTER_THE_END, WORDS_FOR
from bot.desk.officers.previews import Ruling, decide_preview, keep_preview
from bot.desk.outgoing.items import (
    AskWords,
    PostFiles,
    PushCitizen,
    RefreshCard,
    SayInGroup,
    ShowHistory,
    TurnCard,
)
from bot.desk.people import Done, Officer, Refused, Spot
from bot.desk.presses import CardPage, CaseAct, CasePress, CloseAs, HandTo, SendOn, ShowPage, WorkOn
from bot.desk.status import AT_AN_END, NEW, UNANSWERED
from bot.desk.work import Work
from bot.terms import Result, Status, TalkState
from storage import cases
from tests.desk.house import DANA, FORGOTTEN, GROUP, OTHER_GROUP, YERLAN, Desk, OnDesk, press

HERE = Spot(GROUP, FORGOTTEN)
TAKEN = Work(assignee=DANA)


def taken(desk: Desk, **about: Any) -> OnDesk:
    """A case that Dana has; nothing waits to be sent."""
    case = desk.put_carded(**about)
    assert desk.decide(WorkOn(CaseAct.TAKE, case.id)) == Done("s.taken", {"staff": DANA.name})
    desk.empty_outbox()
    return case


def done_with(desk: Desk, case: OnDesk) -> list[Happening]:
    return [entry.what for entry in desk.history(case)]


def digits_of(desk: Desk, officer: Officer) -> str:
    """What a button names *officer* by, who has worked here."""
    remember_officer(desk.connection, "mangystau", officer, desk.turn)
    found = list_colleagues(desk.connection, "mangystau", desk.safe)
    return next(each.digits for each in found if each.officer == officer)


def test_of_two_who_take_at_once_one_wins_and_the_other_is_told_who(desk: Desk) -> None:
    case = desk.put_carded()
    take = WorkOn(CaseAct.TAKE, case.id)
    assert desk.decide(take) == Done("s.taken", {"staff": "Дана"})
    assert desk.decide(take, YERLAN) == Refused("s.lost_race", {"staff": "Дана"})
    assert desk.decide(take) == Refused("s.taken_by_you")
    assert (desk.row(case).status, desk.work(case)) == (Status.IN_WORK, TAKEN)
    assert done_with(desk, case) == [Happening.TAKEN]
    assert desk.items() == [RefreshCard(case.id), PushCitizen(case.id)]
    assert [each.officer for each in list_colleagues(desk.connection, "mangystau", desk.safe)] == [DANA]


@pytest.mark.parametrize("status", Status)
def test_taking_begins_the_work_on_a_new_case_only(desk: Desk, status: Status) -> None:
    if status is Status.WAITING:
        return
    case = desk.put_carded(status)
    outcome = desk.decide(WorkOn(CaseAct.TAKE, case.id))
    if status in AT_AN_END:
        assert (outcome, desk.row(case), desk.items()) == (Refused("s.at_an_end"), case.row, [])
        return
    begins = status in NEW
    assert (desk.row(case).status, desk.work(case)) == (Status.IN_WORK if begins else status, TAKEN)
    assert desk.items() == [RefreshCard(case.id), *([PushCitizen(case.id)] if begins else [])]


def test_only_who_has_a_case_gives_it_up_and_its_status_stays(desk: Desk) -> None:
    case = taken(desk)
    release = WorkOn(CaseAct.RELEASE, case.id)
    assert desk.decide(release, YERLAN) == Refused("s.not_yours")
    assert desk.items() == []
    assert desk.decide(release) == Done("s.released_alert")
    assert desk.said() == ["s.released"]
    assert desk.decide(release) == Refused("s.not_yours")
    assert (desk.row(case).status, desk.work(case), desk.row(case).assignee) == (Status.IN_WORK, Work(), None)
    assert done_with(desk, case) == [Happening.TAKEN, Happening.RELEASED]
    assert desk.decide(WorkOn(CaseAct.TAKE, case.id), YERLAN) == Done("s.taken", {"staff": "Ерлан"})


def test_a_conflict_of_interests_is_written_down_and_gives_up_ones_own_case(desk: Desk) -> None:
    case = taken(desk)
    conflict = WorkOn(CaseAct.CONFLICT, case.id)
    assert desk.decide(conflict, YERLAN) == Done("s.conflict_noted")
    assert (desk.work(case), desk.said()) == (replace(TAKEN, conflicted=(YERLAN,)), [])
    assert desk.decide(conflict) == Done("s.conflict_noted")
    assert (desk.work(case), desk.said()) == (Work(conflicted=(YERLAN, DANA)), ["s.conflict_declared"])
    assert [(entry.what, entry.by) for entry in desk.history(case)[1:]] == [
        (Happening.CONFLICT, YERLAN),
        (Happening.CONFLICT, DANA),
    ]


def test_a_case_is_handed_over_once_to_who_has_worked_here(desk: Desk) -> None:
    case, digits = taken(desk), digits_of(desk, YERLAN)
    hand = HandTo(case.id, digits)
    assert desk.decide(hand) == Done("s.handed_over_alert", {"staff": "Ерлан"})
    assert desk.said() == ["s.handed_over"]
    assert desk.work(case) == Work(assignee=YERLAN)
    assert desk.row(case).assignee == desk.safe.person_mark(YERLAN.id)
    assert desk.decide(hand) == Refused("s.lost_race", {"staff": "Ерлан"})
    assert done_with(desk, case) == [Happening.TAKEN, Happening.HANDED_OVER]
    assert not any(isinstance(item, PushCitizen) for item in desk.items())


def test_a_new_case_that_is_handed_over_is_in_work_and_its_citizen_hears_it(desk: Desk) -> None:
    case, digits = desk.put_carded(), digits_of(desk, YERLAN)
    desk.decide(HandTo(case.id, digits))
    assert desk.row(case).status is Status.IN_WORK
    assert PushCitizen(case.id) in desk.items()


@pytest.mark.parametrize("status", AT_AN_END)
def test_a_case_at_an_end_is_nobodys_to_hand_over(desk: Desk, status: Status) -> None:
    case, digits = desk.put_carded(status), digits_of(desk, YERLAN)
    assert desk.decide(HandTo(case.id, digits)) == Refused("s.at_an_end")
    assert (desk.work(case), desk.history(case), desk.items()) == (Work(), [], [])


def test_who_never_worked_here_is_handed_nothing(desk: Desk) -> None:
    case = taken(desk)
    remember_officer(desk.connection, "abai", YERLAN, desk.turn)
    for digits in ("0" * 16, desk.safe.person_mark(YERLAN.id).hex()[:16]):
        assert desk.decide(HandTo(case.id, digits)) == Refused("s.no_rights")
    assert desk.work(case) == TAKEN


@pytest.mark.parametrize("body", [body.id for body in bodies.frequent()])
def test_a_case_is_sent_on_to_every_body_that_has_a_button(desk: Desk, body: str) -> None:
    case = taken(desk)
    assert desk.decide(SendOn(case.id, body)) == Done("s.redirected_alert")
    assert (desk.row(case).status, desk.work(case).body) == (Status.REDIRECTED, body)
    assert desk.items() == [RefreshCard(case.id), PushCitizen(case.id)]
    assert desk.history(case)[-1].about == body


def test_a_body_of_no_catalogue_and_a_case_at_an_end_are_sent_nowhere(desk: Desk) -> None:
    case = desk.put_carded(Status.CLOSED)
    assert desk.decide(SendOn(case.id, "court")) == Refused("s.no_rights")
    assert desk.decide(SendOn(case.id, "police")) == Refused("s.at_an_end")
    assert (desk.row(case), desk.items()) == (case.row, [])


@pytest.mark.parametrize("status", [each for each in Status if each is not Status.WAITING])
def test_a_case_is_closed_once_its_citizen_knows_something(desk: Desk, status: Status) -> None:
    case = desk.put_carded(status)
    outcome = desk.decide(CloseAs(case.id, Result.EXPLAINED))
    if status in (Status.ANSWERED, Status.REDIRECTED):
        assert outcome == Done("s.closed_alert")
        assert (desk.row(case).status, desk.work(case).result) == (Status.CLOSED, Result.EXPLAINED)
        assert desk.items() == [RefreshCard(case.id), PushCitizen(case.id)]
        assert desk.decide(CloseAs(case.id, Result.OTHER)) == Refused("s.at_an_end")
        assert desk.work(case).result is Result.EXPLAINED
    else:
        assert outcome == Refused("s.at_an_end" if status in AT_AN_END else "s.close_no_answer")
        assert (desk.row(case), desk.items()) == (case.row, [])


def test_spam_is_rejected_once(desk: Desk) -> None:
    case = taken(desk)
    spam = WorkOn(CaseAct.SPAM, case.id)
    assert desk.decide(spam) == Done("s.spam_alert")
    assert desk.decide(spam, YERLAN) == Refused("s.at_an_end")
    assert (desk.row(case).status, done_with(desk, case)[-1]) == (Status.REJECTED, Happening.SPAM)


@pytest.mark.parametrize("status", AT_AN_END)
@pytest.mark.parametrize("act", [act for act in CaseAct if act is not CaseAct.GROUP])
def test_after_the_end_little_is_done(desk: Desk, act: CaseAct, status: Status) -> None:
    case = desk.put_carded(status, level="code")
    outcome = desk.decide(WorkOn(act, case.id))
    assert desk.row(case) == case.row
    if act not in AFTER_THE_END:
        assert (outcome, desk.items()) == (Refused("s.at_an_end"), [])
    elif act is CaseAct.REOPEN and status is Status.WITHDRAWN:
        assert outcome == Refused("s.cannot_reopen")
    elif act is CaseAct.FILES:
        assert outcome == Refused("s.no_files")
    elif act is CaseAct.OPEN:
        assert outcome == Refused("n.not_yours")  # where groups see words nobody has a case in private
    else:
        assert isinstance(outcome, Done) and len(desk.items()) == 1


@pytest.mark.parametrize("act", [act for act in WORDS_FOR if act is not CaseAct.GROUP])
def test_an_act_that_takes_words_asks_for_them_and_does_nothing_yet(desk: Desk, act: CaseAct) -> None:
    case = taken(desk) if act is not CaseAct.REOPEN else desk.put_carded(Status.CLOSED)
    for _ in range(2):
        assert desk.decide(WorkOn(act, case.id)) == Done("s.write_below")
    (asked,) = desk.items()
    assert isinstance(asked, AskWords) and (asked.wanted, asked.reply_to) == (WORDS_FOR[act], HERE)
    assert desk.row(case).status is (Status.CLOSED if act is CaseAct.REOPEN else Status.IN_WORK)


@pytest.mark.parametrize(("act", "key"), [(CaseAct.ASK, "s.ask_prompt"), (CaseAct.ANSWER, "s.reply_prompt")])
def test_what_the_citizen_is_to_read_is_written_in_reply_to_a_message(desk: Desk, act: CaseAct, key: str) -> None:
    case = taken(desk)
    assert desk.decide(WorkOn(act, case.id)) == Done("s.write_below")
    told = {"case_no": case.row.number}
    assert desk.items() == [SayInGroup(key, told, HERE, case.id, asks=act is CaseAct.ASK)]
    assert desk.said() == [key]


def test_the_history_comes_below_once_however_often_it_is_asked_for(desk: Desk) -> None:
    case = taken(desk)
    for _ in range(3):
        assert desk.decide(WorkOn(CaseAct.HISTORY, case.id)) == Done("s.comes_below")
    assert desk.items() == [ShowHistory(case.id, HERE)]


def test_the_citizens_files_come_again_those_of_the_office_do_not_and_none_twice(desk: Desk) -> None:
    first, later, ours = desk.put_file(), desk.put_file(), desk.put_file()
    desk.bind()
    case = desk.put_case(files=(first,))
    desk.add_words(case, "Тағы", (later,))
    spot = Spot(GROUP, 50)
    seq = keep_preview(desk.connection, desk.about(case), "Құжат", spot, desk.turn, attached={"files": [ours]})
    cases.change_talk(desk.connection, case.id, seq, TalkState.SENT, before=TalkState.PREVIEW, day=desk.turn.today)
    desk.empty_outbox()
    for _ in range(2):
        assert desk.decide(WorkOn(CaseAct.FILES, case.id)) == Done("s.comes_below")
    assert desk.items() == [PostFiles(case.id, 0, (first,), 1, 1), PostFiles(case.id, 1, (later,), 1, 1)]


def test_whoever_asks_for_files_does_not_learn_that_some_are_on_their_way(desk: Desk) -> None:
    case, wait = desk.put_carded(level="code"), timedelta(hours=3)
    desk.turn = replace(desk.turn, rules=replace(desk.turn.rules, departures=RandomWait(wait, wait)))
    desk.add_words(case, "Тағы", (desk.put_file(),))
    before = desk.items()
    assert desk.decide(WorkOn(CaseAct.FILES, case.id)) == Refused("s.no_files")
    assert desk.items() == before


@pytest.mark.parametrize("page", [page for page in CardPage if page is not CardPage.EXPERTS])
def test_a_page_is_turned_and_nothing_else_happens(desk: Desk, page: CardPage) -> None:
    case = desk.put_carded()
    assert desk.decide(ShowPage(page, case.id)) == Done("s.page_turned")
    assert desk.items() == [TurnCard(case.id, HERE, page)]
    assert (desk.row(case), desk.history(case)) == (case.row, [])


def _everything(case: str) -> list[CasePress]:
    return [
        *(WorkOn(act, case) for act in CaseAct),
        *(ShowPage(page, case) for page in CardPage),
        *(CloseAs(case, result) for result in Result),
        SendOn(case, "police"),
        HandTo(case, "0" * 16),
        SendToExpert(case, "0" * 16),
        OpenFile(case, 0, 1),
    ]


def test_another_regions_group_and_a_group_of_nobody_do_nothing(desk: Desk) -> None:
    case = desk.put_carded()
    desk.bind("abai", OTHER_GROUP)
    desk.empty_outbox()
    for choice in _everything(case.id):
        for chat in (OTHER_GROUP, -5):
            foreign = press(FORGOTTEN, chat=chat)
            assert casework.decide(desk.connection, foreign, desk.turn, choice=choice) == Refused("s.no_rights")
    for choice in _everything("0" * 32):
        assert desk.decide(choice) == Refused("s.no_rights")
    assert (desk.row(case), desk.items(), desk.history(case)) == (case.row, [], [])


def previewed(desk: Desk, case: OnDesk, text: str = "Тексердік.") -> int:
    """Words that wait under their preview."""
    return keep_preview(desk.connection, desk.about(case), text, Spot(GROUP, 50), desk.turn)


def test_of_two_who_answer_the_second_is_asked_first_and_may_then_send_too(desk: Desk) -> None:
    case = taken(desk)
    first, second = previewed(desk, case), previewed(desk, case, "Жауап екеу.")
    sent = decide_preview(desk.connection, press(FORGOTTEN), desk.turn, decision=Ruling(case.id, first, send=True))
    assert sent == Done("s.sent")
    also = Ruling(case.id, second, send=True)
    theirs = press(FORGOTTEN, YERLAN)
    told = decide_preview(desk.connection, theirs, desk.turn, decision=also)
    assert told == Refused("s.answered_already", {"staff": "Дана"})
    assert desk.work(case) == Work(assignee=DANA, answered_by=DANA, answered=first)
    sure = Ruling(case.id, second, send=True, sure=True)
    assert decide_preview(desk.connection, theirs, desk.turn, decision=sure) == Done("s.sent")
    assert desk.work(case) == Work(assignee=DANA, answered_by=YERLAN, answered=second)
    assert decide_preview(desk.connection, theirs, desk.turn, decision=sure) == Refused("s.decided_before")


def test_who_answered_before_answers_again_without_being_asked(desk: Desk) -> None:
    case = taken(desk)
    for seq in (previewed(desk, case), previewed(desk, case, "Тағы.")):
        sent = decide_preview(desk.connection, press(FORGOTTEN), desk.turn, decision=Ruling(case.id, seq, send=True))
        assert sent == Done("s.sent")


@pytest.mark.parametrize("status", UNANSWERED)
def test_who_speaks_for_a_case_of_nobodys_has_it(desk: Desk, status: Status) -> None:
    case = desk.put_carded(status)
    seq = previewed(desk, case)
    decide_preview(desk.connection, press(FORGOTTEN), desk.turn, decision=Ruling(case.id, seq, send=True))
    assert (desk.row(case).status, desk.work(case).assignee) == (Status.ANSWERED, DANA)


def test_a_question_is_no_answer(desk: Desk) -> None:
    case = taken(desk)
    seq = previewed(desk, case, "Қай күні болды?")
    asked = Ruling(case.id, seq, send=True, asks=True)
    assert decide_preview(desk.connection, press(FORGOTTEN), desk.turn, decision=asked) == Done("s.asked")
    assert (desk.row(case).status, desk.work(case)) == (Status.QUESTION, TAKEN)
    assert done_with(desk, case) == [Happening.TAKEN, Happening.ASKED]
    desk.add_words(case, "Дүйсенбіде")
    assert (desk.row(case).status, done_with(desk, case)[-1]) == (Status.IN_WORK, Happening.REPLIED)
    assert desk.history(case)[-1].by is None


@pytest.mark.parametrize("status", AT_AN_END)
def test_words_on_a_case_at_an_end_open_it_again_when_that_is_meant(desk: Desk, status: Status) -> None:
    case = desk.put_carded(status)
    seq = previewed(desk, case)
    plain, sure = (Ruling(case.id, seq, send=True, sure=sure) for sure in (False, True))
    if status is Status.WITHDRAWN:
        for decision in (plain, sure):
            outcome = decide_preview(desk.connection, press(FORGOTTEN), desk.turn, decision=decision)
            assert outcome == Refused("s.withdrawn_before")
        assert (desk.row(case), desk.history(case)) == (case.row, [])
        return
    outcome = decide_preview(desk.connection, press(FORGOTTEN), desk.turn, decision=plain)
    assert (outcome, desk.row(case)) == (Refused("s.reopen_and_send"), case.row)
    assert decide_preview(desk.connection, press(FORGOTTEN), desk.turn, decision=sure) == Done("s.sent")
    assert desk.row(case).status is Status.ANSWERED
    assert done_with(desk, case) == [Happening.REOPENED, Happening.ANSWERED]
    assert desk.row(case).due_on == desk.turn.rules.calendar.due_on(desk.turn.today, 15)
