"""How an office works: an admin changes it in its group, and it is written down who did."""

from __future__ import annotations

from enum import StrEnum

from sqlalchemy import Connection

from bot.desk.audit import Action, record
from bot.desk.groups.chores import show_previews_anew, start_reposting, take_words_away
from bot.desk.people import Officer
from bot.desk.rules import Turn
from bot.frozen import replace
from storage import offices
from storage.office_ways import get_ways, put_ways

LONGEST_TAKE_BACK = 600
"""Seconds: longer would make every answer late."""


LAST_HOUR = 23
"""An office that works until midnight closes an hour before: what comes then waits for the morning."""


class Switch(StrEnum):
    """How a setting is to be."""

    ON = "on"
    OFF = "off"


def switch_preview(connection: Connection, chat_id: int, wanted: str, by: Officer, turn: Turn) -> bool | None:
    """Whether answers are shown before they go out, as *wanted* or the other way; None when no region is bound here."""
    office = offices.find_office(connection, turn.safe.group_mark(chat_id))
    if office is None:
        return None
    ways = get_ways(connection, office.region)
    shown = wanted == Switch.ON if wanted in tuple(Switch) else ways.at_once
    put_ways(connection, office.region, replace(ways, at_once=not shown))
    record(connection, Action.PREVIEW_ON if shown else Action.PREVIEW_OFF, by, office.region, turn)
    return shown


def switch_notice(connection: Connection, chat_id: int, wanted: str, by: Officer, turn: Turn) -> bool | None:
    """Whether the group sees notices only, as *wanted* or the other way; None when no region is bound here.

    Switched on, what the group has of all cases loses its words, in slices, those that await an answer first. Either
    way answers that nobody has decided are shown again where they can be decided now.
    """
    office = offices.find_office(connection, turn.safe.group_mark(chat_id))
    if office is None:
        return None
    ways = get_ways(connection, office.region)
    bare = wanted == Switch.ON if wanted in tuple(Switch) else not ways.notice_only
    put_ways(connection, office.region, replace(ways, notice_only=bare))
    record(connection, Action.NOTICE_ON if bare else Action.NOTICE_OFF, by, office.region, turn)
    if bare != ways.notice_only:
        show_previews_anew(connection, office.region, turn)
    if bare:
        start_reposting(connection, office.region, turn)
        take_words_away(connection, office.region, turn)
    return bare


def set_take_back(connection: Connection, chat_id: int, seconds: int, by: Officer, turn: Turn) -> bool | None:
    """For so many *seconds* sent words can be taken back; False when that is too long, None when none is bound here."""
    office = offices.find_office(connection, turn.safe.group_mark(chat_id))
    if office is None:
        return None
    if not 0 <= seconds <= LONGEST_TAKE_BACK:
        return False
    put_ways(connection, office.region, replace(get_ways(connection, office.region), take_back=seconds))
    record(connection, Action.TAKE_BACK_SET, by, f"{office.region} {seconds}", turn)
    return True


def set_hours(
    connection: Connection, chat_id: int, hours: tuple[int, int] | None, by: Officer, turn: Turn
) -> tuple[int, int] | None:
    """The office is reminded between these full *hours* from now on; what they are then, None when none is bound here.

    Without *hours*, or with such as are none, nothing changes.
    """
    office = offices.find_office(connection, turn.safe.group_mark(chat_id))
    if office is None:
        return None
    ways = get_ways(connection, office.region)
    if hours is None or not 0 <= hours[0] < hours[1] <= LAST_HOUR:
        return ways.opens, ways.closes
    put_ways(connection, office.region, replace(ways, opens=hours[0], closes=hours[1]))
    record(connection, Action.HOURS_SET, by, f"{office.region} {hours[0]}-{hours[1]}", turn)
    return hours
