"""Posts: where our messages about a case stand in staff groups."""

from __future__ import annotations

from sqlalchemy import Connection

from bot.desk.people import Spot
from bot.desk.safe import Safe
from storage import posts

OFFICER_POST = "officer"
"""The role of an officer's own message: what to change when it is edited; a reply to it answers no case."""


def spot_of(mark: bytes, box: bytes, safe: Safe) -> Spot:
    """Where the post with *mark* stands."""
    where = safe.open(box, table="posts", row=mark.hex())
    return Spot(int(where["chat"]), int(where["message"]))


def posted_in(
    connection: Connection, case_id: str, chat_id: int, safe: Safe, *, without: int | None = None
) -> int | None:
    """The first message of the case in the group, for later words to stand under; None when the group has none.

    Posts of message *without* of the talk do not count: they may be the very ones that are being sent.
    """
    found = [
        spot_of(post.mark, post.box, safe)
        for post in posts.list_posts(connection, case_id)
        if post.role in ("card", "addition") and (without is None or post.seq != without)
    ]
    return min((spot.message for spot in found if spot.chat == chat_id), default=None)
