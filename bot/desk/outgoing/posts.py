"""Posts: where messages about a case stand in staff groups, and what each of them is."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from enum import StrEnum
from typing import TypeAlias

from sqlalchemy import Connection

from bot.desk.damage import DAMAGE
from bot.desk.people import Spot
from bot.desk.safe import Safe
from bot.encryption.places import Table
from bot.frozen import frozen
from storage import posts
from storage.errors import RowDamagedError, StoreDamagedError
from storage.posts import SealedPost

FIRST_PART = 1


class PostRole(StrEnum):
    """What a message in a staff group is to its case."""

    CARD = "card"
    ADDITION = "addition"
    FILES = "files"
    PREVIEW = "preview"
    NOTICE = "notice"
    ASKING = "asking"
    """Asks for a question: a reply to it is one."""
    HEAD = "head"
    """Stands in the private chat of a head: a reply to it is their answer."""
    EXPERT = "expert"
    """Stands in the private chat of an expert: a reply to it is their opinion."""
    EXPERT_FILE = "expert-file"
    """A file that the office has opened to an expert, in their private chat."""
    STALE = "stale"
    """A card in private after which something may not have come: the case is posted there whole once more."""
    WIPED = "wiped"
    """Has lost its words, or is to be deleted: it says nothing of the case any longer."""
    OFFICER = "officer"
    """An officer's own message: what to change when it is edited; a reply to it answers no case."""


@frozen
class Prompt:
    """Asks for the words that the wish takes: a reply to it is those words."""

    wish: str


Role: TypeAlias = PostRole | Prompt
_PROMPT = "reveal:"  # as it was spelled when only contacts took words: it stands in databases


@frozen
class CasePost:
    """A message about `case`, about message `seq` of its talk where it shows one; of a card `seq` numbers the parts."""

    case: str
    role: Role
    seq: int | None


@frozen
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
    """What the message at *spot* is, if it is about a case.

    One whose row is damaged is not known any more, like one that a crash lost: the number printed in it is.
    """
    mark = safe.post_mark(spot.chat, spot.message)
    try:
        found = posts.find_post(connection, mark)
        return None if found is None else CasePost(found.case_id, _read(found.role, mark, found.case_id), found.seq)
    except StoreDamagedError as fault:
        safe.damages.met(fault)
        return None


def list_posts(connection: Connection, case_id: str, safe: Safe) -> list[PlacedPost]:
    """Every post of the case that can be read, in no order."""
    placed = []
    for row in posts.list_posts(connection, case_id, aside=safe.damages.met):
        try:
            placed.append(PlacedPost(_open_spot(row, case_id, safe), _read(row.role, row.mark, case_id), row.seq))
        except DAMAGE as fault:
            safe.damages.met(fault)
    return placed


def posted_in(
    connection: Connection, case_id: str, chat_id: int, safe: Safe, *, without: int | None = None
) -> int | None:
    """The first message of the case in the group, for later words to stand under; None when the group has none.

    Posts of message *without* of the talk do not count: they may be the very ones that are being sent.
    """
    found = [
        post.spot
        for post in list_posts(connection, case_id, safe)
        if post.role is PostRole.CARD or (post.role is PostRole.ADDITION and (without is None or post.seq != without))
    ]
    return min((spot.message for spot in found if spot.chat == chat_id), default=None)


def card_in(connection: Connection, case_id: str, chat_id: int, safe: Safe) -> tuple[int, ...]:
    """The messages that show the case's card in the group, in their order: the latest card where there are several."""
    placed = list_posts(connection, case_id, safe)
    here = sorted(
        (post.spot.message, post.seq) for post in placed if post.role is PostRole.CARD and post.spot.chat == chat_id
    )
    begins = max((at for at, (_, part) in enumerate(here) if part == FIRST_PART), default=0)
    return tuple(message for message, _ in here[begins:])


def shown_in(
    connection: Connection, case_id: str, chat_id: int, safe: Safe, *, heads_stay: bool = False
) -> tuple[int, ...]:
    """Every message of ours in the group that shows what citizen or office wrote in the case; its files are not words.

    Notices are among them: the history, with its reasons and notes, is one. *heads_stay*: but not what is a head's.
    """
    shown = (
        *(PostRole.CARD, PostRole.STALE, PostRole.ADDITION, PostRole.PREVIEW, PostRole.NOTICE),
        *(PostRole.EXPERT, PostRole.HEAD),
    )
    placed = list_posts(connection, case_id, safe)
    mine = (post for post in placed if post.role in shown and not (heads_stay and post.role is PostRole.HEAD))
    return tuple(sorted(post.spot.message for post in mine if post.spot.chat == chat_id))


def files_in(connection: Connection, case_id: str, chat_id: int, safe: Safe) -> tuple[Spot, ...]:
    """Every file of the case that was posted into the group."""
    placed = list_posts(connection, case_id, safe)
    return tuple(post.spot for post in placed if post.role is PostRole.FILES and post.spot.chat == chat_id)


def mark_files_gone(connection: Connection, spots: Iterable[Spot], safe: Safe) -> None:
    """The files at *spots* are to be deleted: nothing deletes them once more."""
    for spot in spots:
        posts.change_role(connection, safe.post_mark(spot.chat, spot.message), PostRole.WIPED)


def forget_posts(connection: Connection, case_id: str, chat_id: int, safe: Safe) -> None:
    """The posts of the case in the group are gone, with the topic in which they stood."""
    for post in list_posts(connection, case_id, safe):
        if post.spot.chat == chat_id:
            posts.drop_post(connection, safe.post_mark(chat_id, post.spot.message))


def mark_stale(connection: Connection, case_id: str, safe: Safe) -> None:
    """The cards of the case in private chats are none any more: whoever has it next, or again, gets all of it."""
    for post in list_posts(connection, case_id, safe):
        if post.role is PostRole.CARD and post.spot.is_private:
            posts.change_role(connection, safe.post_mark(post.spot.chat, post.spot.message), PostRole.STALE)


def mark_wiped(
    connection: Connection,
    case_id: str,
    chat_id: int,
    safe: Safe,
    *,
    heads_stay: bool = False,
    only: Collection[int] | None = None,
) -> None:
    """What the chat had of the case, or the messages *only* of it, says nothing of it now.

    A reply to it in private is still no citizen's. *heads_stay*: but for what a head has as such. A question for words
    stays one: it held none, and what answers it must never be taken for an answer to the citizen. A file stays one,
    too: no edit takes it away, and only what is known as a file is deleted (`mark_files_gone`).
    """
    stay = (PostRole.FILES, PostRole.EXPERT_FILE, *((PostRole.HEAD,) if heads_stay else ()))
    for post in list_posts(connection, case_id, safe):
        if post.spot.chat != chat_id or post.role in stay or isinstance(post.role, Prompt):
            continue
        if only is None or post.spot.message in only:
            posts.change_role(connection, safe.post_mark(chat_id, post.spot.message), PostRole.WIPED)


def _open_spot(row: SealedPost, case_id: str, safe: Safe) -> Spot:
    where = safe.open(row.box, table=Table.POSTS, row=row.mark.hex(), case_id=case_id)
    return Spot(int(where["chat"]), int(where["message"]))


def _spell(role: Role) -> str:
    return f"{_PROMPT}{role.wish}" if isinstance(role, Prompt) else role.value


def _read(role: str, mark: bytes, case_id: str) -> Role:
    if role.startswith(_PROMPT):
        return Prompt(role.removeprefix(_PROMPT))
    try:
        return PostRole(role)
    except ValueError:
        raise RowDamagedError(Table.POSTS, mark.hex(), case_id) from None
