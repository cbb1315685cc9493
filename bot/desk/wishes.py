"""Wishes: an officer has pressed a button that takes words, and was asked for them; the reply to that is the words."""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection

from bot.desk.people import Officer
from bot.desk.rules import Turn
from bot.desk.safe import NOT_OPENED
from bot.encryption.places import Table
from bot.frozen import frozen, replace
from storage import wishes

WISH_LASTS = timedelta(hours=1)
"""Words that are written later than this were not written in answer to the question."""


class Wanted(StrEnum):
    """What the words are for. The names stand in sealed boxes: they are only added to."""

    CONTACTS = "contacts"
    """Why the contacts are to be opened."""
    NOTE = "note"
    EXTENSION = "extension"
    """A day, and why."""
    REJECTION = "rejection"
    DUPLICATE = "duplicate"
    """The number of the first case."""
    BODY = "body"
    """Whom the case is sent on to."""
    REGION = "region"
    """Whose office it goes to, and why."""
    OUTSIDE = "outside"
    """Its number in another system."""
    REOPENING = "reopening"
    GROUP = "group"
    """Why the group gets a case that was sent past it."""


@frozen
class Wish:
    """Who wants what of which case since when (unix seconds); `words` once they came from somebody without a name."""

    id: str
    case: str
    wanted: Wanted
    by: Officer
    at: int
    words: str | None = None


def keep_wish(connection: Connection, wish: Wish, turn: Turn) -> None:
    """Remember *wish* for WISH_LASTS from now, in place of what is known under its id."""
    wishes.drop_wish(connection, wish.id)
    content: dict[str, Any] = {"wanted": wish.wanted, "id": wish.by.id, "name": wish.by.name, "at": wish.at}
    content |= {} if wish.words is None else {"words": wish.words}
    box = turn.safe.seal(content, table=Table.WISHES, row=wish.id)
    wishes.put_wish(connection, wish.id, wish.case, box, expires_at=turn.after(WISH_LASTS))


def find_wish(connection: Connection, wish_id: str, turn: Turn) -> Wish | None:
    """The wish that still holds; None when it is over, or damaged, which is as good as over: it is asked again."""
    found = wishes.get_wish(connection, wish_id, now=turn.seconds)
    return None if found is None else _open(wish_id, *found, turn)


def list_wishes(connection: Connection, case_id: str, turn: Turn) -> list[Wish]:
    """Every wish about the case that still holds."""
    found = wishes.list_wishes(connection, case_id, now=turn.seconds)
    opened = (_open(wish_id, case_id, box, turn) for wish_id, box in found)
    return [wish for wish in opened if wish is not None]


def with_words(wish: Wish, words: str) -> Wish:
    """*wish* with its words, which wait for the press that tells whose they are."""
    return replace(wish, words=words)


def spend_wish(connection: Connection, wish: Wish) -> bool:
    """The wish is carried out; False when it was before."""
    return wishes.drop_wish(connection, wish.id)


def _open(wish_id: str, case_id: str, box: bytes, turn: Turn) -> Wish | None:
    try:
        said = turn.safe.open(box, table=Table.WISHES, row=wish_id, case_id=case_id)
    except NOT_OPENED:
        return None
    return Wish(
        wish_id, case_id, Wanted(said["wanted"]), Officer(said["id"], said["name"]), said["at"], said.get("words")
    )
