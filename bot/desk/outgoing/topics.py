"""Topics of a forum: each case has one there, closed with it; elsewhere its posts answer each other."""

from __future__ import annotations

from sqlalchemy import Connection

from bot.desk.damage import DAMAGE
from bot.desk.safe import Safe
from bot.encryption.places import Table
from bot.frozen import frozen
from storage import topics


@frozen
class CaseTopic:
    """The topic of a case in the group where its posts go; `thread` is None as long as there is none.

    `number` and `sphere` make its name: nothing that a person wrote, and no name of a person.
    """

    number: str
    sphere: str
    thread: int | None = None
    closed: bool = False


def find_topic(connection: Connection, case_id: str, chat_id: int, safe: Safe) -> tuple[int, bool] | None:
    """Number of the case's topic in the group, and whether it is closed; a damaged row is as good as none."""
    try:
        row = topics.get_topic(connection, case_id)
        said = None if row is None else safe.open(row.box, table=Table.TOPICS, row=case_id, case_id=case_id)
    except DAMAGE as fault:
        safe.damages.met(fault)
        return None
    return (said["thread"], row.closed) if row is not None and said and said["chat"] == chat_id else None


def remember_topic(connection: Connection, case_id: str, chat_id: int, thread: int, safe: Safe) -> None:
    """The case is talked about in this topic of the group from now on."""
    box = safe.seal({"chat": chat_id, "thread": thread}, table=Table.TOPICS, row=case_id)
    topics.put_topic(connection, case_id, box)
