"""Posts: where messages about a case stand in staff groups, and what each of them is."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from sqlalchemy import Connection

from bot.desk.people import Spot
from bot.desk.safe import Safe
from bot.encryption.places import Table
from storage import posts


class PostRole(StrEnum):
    """What a message in a staff group is to its case."""

    CARD = "card"
    ADDITION = "addition"
    FILES = "files"
    PREVIEW = "preview"
    NOTICE = "notice"
    OFFICER = "officer"
    """An officer's own message: what to change when it is edited; a reply to it answers no case."""


@dataclass(frozen=True, slots=True)
class ReasonPrompt:
    """The question for a reason: a reply to it is the reason for the wish."""

    wish: str


Role: TypeAlias = PostRole | ReasonPrompt
_PROMPT = "reveal:"


@dataclass(frozen=True, slots=True)
class CasePost:
    """A message about `case`, about message `seq` of its talk where it shows one."""

    case: str
    role: Role
    seq: int | None


@dataclass(frozen=True, slots=True)
class PlacedPost:
    """A post of a case, and where it stands."""

    spot: Spot
    role: Role
    seq: int | None


def remember_post(connection: Connection, spot: Spot, post: CasePost, safe: Safe) -> None:
    """From now on the message at *spot* is found as *post*, unless it is known already."""
    mark = safe.post_mark(spot.chat, spot.message)
    box = safe.seal(spot.to_box(), table=Table.POSTS, row=mark.hex())
    posts.put_post(connection, mark, case_id=post.case, role=_spell(post.role), seq=post.seq, box=box)


def point_post(connection: Connection, spot: Spot, seq: int, safe: Safe) -> None:
    """The message at *spot* now stands for message *seq* of the talk."""
    posts.point_post(connection, safe.post_mark(spot.chat, spot.message), seq=seq)


def find_post(connection: Connection, spot: Spot, safe: Safe) -> CasePost | None:
    """What the message at *spot* is, if it is about a case."""
    found = posts.find_post(connection, safe.post_mark(spot.chat, spot.message))
    return None if found is None else CasePost(found.case_id, _read(found.role), found.seq)


def list_posts(connection: Connection, case_id: str, safe: Safe) -> list[PlacedPost]:
    """Every post of the case, in no order."""
    return [
        PlacedPost(_open_spot(row.mark, row.box, safe), _read(row.role), row.seq)
        for row in posts.list_posts(connection, case_id)
    ]


def posted_in(
    connection: Connection, case_id: str, chat_id: int, safe: Safe, *, without: int | None = None
) -> int | None:
    """The first message of the case in the group, for later words to stand under; None when the group has none.

    Posts of message *without* of the talk do not count: they may be the very ones that are being sent.
    """
    found = [
        post.spot
        for post in list_posts(connection, case_id, safe)
        if post.role in (PostRole.CARD, PostRole.ADDITION) and (without is None or post.seq != without)
    ]
    return min((spot.message for spot in found if spot.chat == chat_id), default=None)


def _open_spot(mark: bytes, box: bytes, safe: Safe) -> Spot:
    where = safe.open(box, table=Table.POSTS, row=mark.hex())
    return Spot(int(where["chat"]), int(where["message"]))


def _spell(role: Role) -> str:
    return f"{_PROMPT}{role.wish}" if isinstance(role, ReasonPrompt) else role.value


def _read(role: str) -> Role:
    return ReasonPrompt(role.removeprefix(_PROMPT)) if role.startswith(_PROMPT) else PostRole(role)
