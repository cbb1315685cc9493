"""Reposting: a group gets the cases that it has not got, whole and once."""

from __future__ import annotations

from datetime import timedelta

from bot.desk.groups.reposting import post_missing, post_waiting
from bot.desk.outgoing.items import PostAddition, PostCard, PostFiles, PushCitizen
from bot.desk.rules import Turn
from bot.desk.status import set_status
from bot.terms import Status
from tests.desk.house import GROUP, Desk, claim, new_rules


def test_a_case_that_waited_is_posted_whole_with_its_files_and_later_words(desk: Desk) -> None:
    picture, later = desk.put_file(), desk.put_file()
    case = desk.put_case(files=(picture,))
    desk.add_words(case, "Тағы да сұрады.", (later,))
    assert desk.items() == []
    assert post_waiting(desk.connection, "mangystau", desk.turn) == 1
    assert desk.items() == [
        PostCard(case.id),
        PostFiles(case.id, 0, (picture,), 1, 1),
        PostAddition(case.id, 1),
        PostFiles(case.id, 1, (later,), 1, 1),
        PushCitizen(case.id),
    ]
    assert post_waiting(desk.connection, "mangystau", desk.turn) == 0


def test_only_unanswered_cases_that_the_group_has_not_got_are_posted_and_none_twice(desk: Desk) -> None:
    desk.bind()
    posted, answered, missing, waiting = (desk.put_case(text) for text in ("бір", "екі", "үш", "төрт"))
    desk.empty_outbox()
    desk.post(posted, 40)
    set_status(desk.connection, answered.id, Status.ANSWERED, today=desk.turn.today)
    post_missing(desk.connection, "mangystau", GROUP, desk.turn)
    assert {item.case for item in desk.items() if isinstance(item, PostCard)} == {missing.id, waiting.id}
    post_missing(desk.connection, "mangystau", GROUP, desk.turn)
    assert len(desk.items()) == 2


def test_a_code_only_case_that_was_shown_before_does_not_wait_again(desk: Desk) -> None:
    span = timedelta(minutes=2), timedelta(minutes=20)
    desk.turn = Turn(new_rules(delay=span), desk.turn.now)
    desk.bind()
    desk.put_case(level="code")
    (item,) = desk.rows()
    assert item.kind == "card"
    desk.empty_outbox()
    post_missing(desk.connection, "mangystau", GROUP, desk.turn)
    assert [row.kind for row in claim(desk.connection, desk.turn)] == ["card"]


def test_post_waiting_of_a_code_only_case_waits_as_a_new_one_does(desk: Desk) -> None:
    span = timedelta(minutes=2), timedelta(minutes=20)
    desk.turn = Turn(new_rules(delay=span), desk.turn.now)
    desk.put_case(level="code")
    post_waiting(desk.connection, "mangystau", desk.turn)
    assert list(claim(desk.connection, desk.turn)) == []
    desk.pass_by(timedelta(minutes=20))
    assert [row.kind for row in claim(desk.connection, desk.turn)] == ["card"]
