"""Posts: found by where they stand, and by nothing else."""

from __future__ import annotations

import pytest

from bot.desk.outgoing.posts import (
    CasePost,
    PlacedPost,
    PostRole,
    Prompt,
    Role,
    find_post,
    list_posts,
    mark_wiped,
    point_post,
    posted_in,
    remember_post,
)
from bot.desk.people import Spot
from storage import posts
from tests.desk.house import GROUP, OTHER_GROUP, Desk
from tests.storage.rows import whole


@pytest.mark.parametrize("role", [*PostRole, Prompt("d" * 32)])
def test_a_post_is_found_as_what_it_was_remembered(desk: Desk, role: Role) -> None:
    remember_post(desk.connection, Spot(GROUP, 40), CasePost("a" * 32, role, 3), desk.safe)
    assert find_post(desk.connection, Spot(GROUP, 40), desk.safe) == CasePost("a" * 32, role, 3)
    for elsewhere in (Spot(OTHER_GROUP, 40), Spot(GROUP, 4), Spot(GROUP, 400)):
        assert find_post(desk.connection, elsewhere, desk.safe) is None


def test_a_repeated_delivery_changes_nothing_and_a_pointed_post_stands_for_other_words(desk: Desk) -> None:
    spot = Spot(GROUP, 40)
    remember_post(desk.connection, spot, CasePost("a" * 32, PostRole.PREVIEW, 1), desk.safe)
    remember_post(desk.connection, spot, CasePost("b" * 32, PostRole.CARD, None), desk.safe)
    assert find_post(desk.connection, spot, desk.safe) == CasePost("a" * 32, PostRole.PREVIEW, 1)
    point_post(desk.connection, spot, 2, desk.safe)
    assert list_posts(desk.connection, "a" * 32, desk.safe) == [PlacedPost(spot, PostRole.PREVIEW, 2)]


def test_where_a_post_stands_does_not_lie_in_clear(desk: Desk) -> None:
    remember_post(desk.connection, Spot(GROUP, 123456), CasePost("a" * 32, PostRole.CARD, None), desk.safe)
    (row,) = posts.list_posts(desk.connection, "a" * 32, aside=whole)
    assert not any(str(number).encode() in row.box for number in (GROUP, 123456))


def test_later_words_stand_under_the_first_post_of_the_case_in_that_group(desk: Desk) -> None:
    case = desk.put_case()
    for message, role, seq in ((50, PostRole.CARD, None), (45, PostRole.ADDITION, 1), (30, PostRole.PREVIEW, 2)):
        desk.post(case, message, role, seq)
    assert posted_in(desk.connection, case.id, GROUP, desk.safe) == 45
    assert posted_in(desk.connection, case.id, GROUP, desk.safe, without=1) == 50
    assert posted_in(desk.connection, case.id, OTHER_GROUP, desk.safe) is None


def test_a_question_for_words_stays_one_where_the_words_of_its_case_are_taken_away(desk: Desk) -> None:
    """What answers it must never be taken for an answer to the citizen."""
    case, asking = desk.put_case(), Prompt("d" * 32)
    for message, role in ((40, PostRole.CARD), (41, asking), (42, PostRole.PREVIEW)):
        desk.post(case, message, role)
    mark_wiped(desk.connection, case.id, GROUP, desk.safe)
    left = {post.spot.message: post.role for post in list_posts(desk.connection, case.id, desk.safe)}
    assert left == {40: PostRole.WIPED, 41: asking, 42: PostRole.WIPED}
