"""Reposting: a case that a group has not got is posted whole and once, and at once."""

from __future__ import annotations

from datetime import timedelta

from bot.desk.outgoing.items import PostAddition, PostCard, PostFiles, PushCitizen
from bot.desk.outgoing.reposting import post_if_missing, take_up
from bot.desk.rules import Turn
from bot.terms import Status
from tests.desk.house import GROUP, Desk, claim, new_rules


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
