"""Mending: the row of a group is written anew when it is damaged and the group itself speaks.

The keyed hash by which a group's row is found is made of nothing but its chat: whoever speaks from there tells what
stood in the row. Its language is Kazakh again, if that was lost too.
"""

from __future__ import annotations

from sqlalchemy import Connection

from bot.desk.damage import DAMAGE
from bot.desk.outgoing.chats import chat_of
from bot.desk.outgoing.lanes import OfficeLane
from bot.desk.rules import Turn
from bot.encryption.places import Table
from bot.terms import Language
from storage import offices, outbox
from storage.offices import OfficeRow


def mend_office(connection: Connection, chat_id: int, turn: Turn) -> str | None:
    """Write the damaged row of the group in *chat_id* anew and let its lane go on; its region, None if it is whole."""
    mark = turn.safe.group_mark(chat_id)
    language = Language.KAZAKH
    try:
        office = offices.find_office(connection, mark)
        if office is None:
            return None
        language = office.language
        chat_of(office, turn.safe)
    except DAMAGE as fault:
        turn.safe.damages.met(fault)
    else:
        return None
    region = offices.region_of(connection, mark)
    if region is None:
        return None
    box = turn.safe.seal({"chat": chat_id}, table=Table.OFFICES, row=region)
    offices.put_office(connection, OfficeRow(region, mark, box, language, turn.today))
    outbox.resume_lane(connection, str(OfficeLane(region)))
    return region
