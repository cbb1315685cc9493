"""Posts: a message of ours leads to its case."""

from __future__ import annotations

from storage import posts
from storage.engine import Database
from storage.posts import PostRow, SealedPost
from tests.storage.rows import whole

MARK = b"mark \x00\xff"
CASE_A, CASE_B = "a" * 32, "b" * 32


async def test_a_post_leads_to_its_case(database: Database) -> None:
    await database.write(posts.put_post, MARK, case_id=CASE_A, role="card", seq=None, box=b"place")
    await database.write(posts.put_post, b"other", case_id=CASE_B, role="preview", seq=4, box=b"place")
    assert await database.read(posts.find_post, MARK) == PostRow(CASE_A, "card", None)
    assert await database.read(posts.find_post, b"other") == PostRow(CASE_B, "preview", 4)
    assert await database.read(posts.find_post, b"no such post") is None


async def test_a_post_that_is_told_twice_stays_what_it_was(database: Database) -> None:
    # A settlement may be run again; and no later message may take over a post of another case.
    await database.write(posts.put_post, MARK, case_id=CASE_A, role="card", seq=None, box=b"place")
    await database.write(posts.put_post, MARK, case_id=CASE_B, role="addition", seq=1, box=b"elsewhere")
    assert await database.read(posts.find_post, MARK) == PostRow(CASE_A, "card", None)


async def test_all_posts_of_a_case_are_found_with_their_places(database: Database) -> None:
    await database.write(posts.put_post, MARK, case_id=CASE_A, role="card", seq=None, box=b"place \xff")
    await database.write(posts.put_post, b"more", case_id=CASE_A, role="preview", seq=4, box=b"place 2")
    await database.write(posts.put_post, b"other", case_id=CASE_B, role="card", seq=None, box=b"place 3")
    await database.write(posts.point_post, b"more", seq=5)
    found = await database.read(posts.list_posts, CASE_A, aside=whole)
    expected = [SealedPost(MARK, "card", None, b"place \xff"), SealedPost(b"more", "preview", 5, b"place 2")]
    assert sorted(found, key=lambda post: post.mark) == expected
