"""Still theirs: the cases that wait for somebody's answer in their private chat, whatever stands there now.

Rules
- Whoever leads an office has what was sent past its group or given to them, and words to them alone that they have not
  answered; an officer of a region whose group sees notices only has what they took; an expert what they were asked
  about. Nobody has what has gone to somebody else, or is decided.
- What is on its way into the chat comes by itself, at its hour: a list that named it before would tell when it was
  written.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from enum import Enum, auto
from functools import partial
from typing import TypeAlias

from sqlalchemy import Connection

from bot.catalogue.regions import REGIONS
from bot.desk.damage import DAMAGE
from bot.desk.holders import leads
from bot.desk.list_presses import ShowAgain
from bot.desk.outgoing.desks import has_desk, private_lane
from bot.desk.outgoing.items import ItemKind, SayInChat
from bot.desk.outgoing.posting import put_item
from bot.desk.people import Officer
from bot.desk.presses import spell_staff_press
from bot.desk.referrals import is_with
from bot.desk.rules import Turn
from bot.desk.safety import list_unanswered
from bot.desk.status import ANSWERABLE, UNANSWERED
from bot.frozen import frozen
from bot.terms import Desk, Status
from storage import cases, experts, listing, offices, outbox, referrals, roles, safety
from storage.cases import CaseRow
from storage.office_ways import is_notice_only

MOST_IN_A_STATUS = 500
"""Cases of one person in one status: many times what one can have open."""
A_LIST = 30
"""Buttons under one message, two in a row: more of them nobody looks through on a phone."""

Look: TypeAlias = Callable[[], CaseRow | None]
"""Reads one case: a damaged one must cost nobody the others."""


class OwedAs(Enum):
    """What makes a case somebody's to answer in private."""

    DESK = auto()
    """They work at it there."""
    HEAD = auto()
    """It was given to them as the head, or its citizen wrote to them alone."""
    EXPERT = auto()


@frozen
class TheirCase:
    """A case that waits for somebody's answer in their private chat."""

    id: str
    number: str


def claims_on(connection: Connection, row: CaseRow, person: Officer, turn: Turn) -> frozenset[OwedAs]:
    """As what *person* has the case to answer in private now."""
    owed = ANSWERABLE if row.desk is Desk.HEAD else UNANSWERED
    found = set[OwedAs]()
    holder = has_desk(connection, row.id, turn) if row.status in owed else None
    if holder is not None and holder.id == person.id:
        found.add(OwedAs.DESK)
    if leads(connection, row.region, person.id, turn.safe):
        given = row.status is Status.WITH_HEAD and row.desk is Desk.GROUP
        if given or words_for(connection, row, person, turn):
            found.add(OwedAs.HEAD)
    if is_with(connection, row, person, turn.safe):
        found.add(OwedAs.EXPERT)
    return frozenset(found)


def words_for(connection: Connection, row: CaseRow, head: Officer, turn: Turn) -> list[int]:
    """What the citizen wrote to the head alone and *head* has not answered, without what is still to reach them."""
    lane = str(private_lane(head.id, turn))
    found = list_unanswered(connection, row, turn.safe)
    return [seq for seq in found if not outbox.has_pending(connection, lane, ItemKind.HEAD, row.id, seq)]


def list_theirs(connection: Connection, person: Officer, turn: Turn) -> list[TheirCase]:
    """The cases that wait for *person*, by their numbers; without those that are on their way into the chat."""
    lane, found = str(private_lane(person.id, turn)), dict[str, TheirCase]()
    for look in _candidates(connection, person, turn):
        try:
            row = look()
            if row is None or outbox.has_pending(connection, lane, ItemKind.CARD, row.id):
                continue
            if claims_on(connection, row, person, turn):
                found[row.id] = TheirCase(row.id, row.number)
        except DAMAGE as fault:
            turn.safe.damages.met(fault)
    return sorted(found.values(), key=lambda each: each.number)


def offer_again(connection: Connection, chat_id: int, turn: Turn) -> None:
    """The private chat is empty: whoever's cases wait there gets their numbers, each a button that brings the case.

    Numbers alone, for whoever has emptied a chat has a reason. Of somebody who has no case nothing is written.
    """
    theirs = list_theirs(connection, Officer(chat_id, ""), turn)
    for first in range(0, len(theirs), A_LIST):
        some = theirs[first : first + A_LIST]
        presses = tuple(spell_staff_press(ShowAgain(each.id)) for each in some)
        labels = tuple(each.number for each in some)
        told = SayInChat(chat_id, "s.still_yours", presses=presses, labels=labels)
        put_item(connection, told, private_lane(chat_id, turn), turn)


def _candidates(connection: Connection, person: Officer, turn: Turn) -> Iterator[Look]:
    """Every case that may be theirs, and some that are not."""
    mark = turn.safe.person_mark(person.id)
    led = [each for each in roles.list_of_person(connection, mark) if leads(connection, each, person.id, turn.safe)]
    for region in led:
        yield from _of_head(connection, region)
    for case_id, _ in safety.list_to_head(connection) if led else ():
        yield partial(cases.get_case, connection, case_id)
    for region in sorted(offices.bound_regions(connection)):
        for status in UNANSWERED if is_notice_only(connection, region) else ():
            for place in listing.list_due(connection, region, status, assignee=mark, limit=MOST_IN_A_STATUS):
                yield partial(cases.get_case, connection, place.case)
    for region in experts.list_of_person(connection, mark, REGIONS):
        for case_id in referrals.list_of_region(connection, region):
            yield partial(cases.get_case, connection, case_id)


def _of_head(connection: Connection, region: str) -> Iterator[Look]:
    wanted = [(status, Desk.HEAD) for status in ANSWERABLE] + [(Status.WITH_HEAD, Desk.GROUP)]
    for status, desk in wanted:
        for place in cases.list_places(connection, region, status, limit=MOST_IN_A_STATUS, desk=desk):
            yield partial(cases.find_by_number, connection, place.number)
