"""What must be true in the walk: of every moment, and of the hour when everything has come to rest."""

from __future__ import annotations

from sqlalchemy import select

from bot.desk.holders import leads
from bot.desk.outgoing.desks import has_desk
from bot.desk.parcels.values import ExpertFile, ExpertPost
from bot.desk.people import Officer
from bot.desk.referrals import is_with
from bot.desk.work import read_work
from bot.terms import Desk, OutboxState, Status
from storage import schema
from storage.office_ways import is_notice_only
from tests.desk.walk.chats import FILE, Standing
from tests.desk.walk.town import CITIZENS, EXPERTS, GROUPS, HEADS_ALONE, OFFICES, PEOPLE, Town


def check_moment(town: Town) -> None:
    """True at every moment: where no word may ever stand there is none, not even for as long as a send takes."""
    for region in town.always_bare:
        for there in town.chats.of(GROUPS[region]).values():
            assert not _has_words(there) and OFFICES not in there.text, ("a word in a group of notices", there)
    seen = "\n".join(each.text for group in GROUPS.values() for each in town.chats.of(group).values())
    for case in town.cases:
        row = town.row(case)
        work = read_work(row, town.desk.safe)
        is_hidden = case in town.past and row.desk is Desk.HEAD
        assert not is_hidden or row.number not in seen, ("a group knows of what was sent past it", row.number)
        assert work.assignee is None or not work.has_conflict(work.assignee), ("decides in conflict", row.number)


def check_rest(town: Town) -> None:
    """True when all has arrived and all that waited had its hour."""
    _check_groups(town)
    for who in {*PEOPLE, *EXPERTS}:
        _check_private(town, who)
    _check_nothing_is_lost(town)
    _check_joined(town)


def _has_words(there: Standing) -> bool:
    return CITIZENS in there.text or there.text.startswith(FILE)


def _check_groups(town: Town) -> None:
    for region, group in GROUPS.items():
        for there in town.chats.of(group).values():
            if not _has_words(there) or there.case is None:
                continue
            row = town.row(there.case)
            assert not is_notice_only(town.connection, region), ("a word in a group of notices", region, there)
            assert row.region == region, ("a word in a former group", region, there)
            assert HEADS_ALONE not in there.text, ("what is for the head alone is in the group", there)


def _check_private(town: Town, who: Officer) -> None:
    connection, safe = town.connection, town.desk.safe
    for there in town.chats.of(who.id).values():
        if not _has_words(there) or there.case is None:
            continue
        row = town.row(there.case)
        is_head = leads(connection, row.region, who.id, safe)
        holders = (has_desk(connection, row.id, town.turn), read_work(row, safe).assignee)
        has_it = is_head or any(each is not None and each.id == who.id for each in holders)
        as_expert = there.kind in (ExpertPost, ExpertFile) and is_with(connection, row, who, safe)
        assert has_it or as_expert, ("words with somebody who has the case no more", who.name, there, row.status)
        assert is_head or HEADS_ALONE not in there.text, ("what is for the head alone", who.name, there)


def _check_nothing_is_lost(town: Town) -> None:
    assert town.road.stuck() == []
    aside = select(schema.outbox.c.kind, schema.outbox.c.reason).where(schema.outbox.c.state == OutboxState.SET_ASIDE)
    assert town.connection.execute(aside).all() == []


def _check_joined(town: Town) -> None:
    """Of a duplicate whose first case its citizen has withdrawn somebody has heard the number."""
    heard = " ".join(str(each.values.get("numbers", "")) for each in town.road.said)
    for case in town.cases:
        row = town.row(case)
        work = read_work(row, town.desk.safe)
        if row.status is Status.DUPLICATE and work.first and town.row(work.first).status is Status.WITHDRAWN:
            assert row.number in heard, ("a duplicate that nobody knows of any more", row.number)
