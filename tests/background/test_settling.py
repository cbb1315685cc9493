"""Settling: the store after each outcome, and what somebody must hear of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import update

from bot.background.sender import Posted
from bot.background.settling import Settler
from bot.clock import Clock
from bot.desk.groups.changes import reopen_group
from bot.desk.outgoing.items import (
    SHOWN_MINUTES,
    AskReason,
    DeleteMessage,
    Item,
    PushCitizen,
    SayInChat,
    SayInGroup,
    SendContacts,
)
from bot.desk.outgoing.lanes import CaseLane, Lane, OfficeLane, OfficerLane
from bot.desk.outgoing.posting import open_item, put_item
from bot.desk.outgoing.posts import CasePost, ReasonPrompt, find_post
from bot.desk.parcels.opening import open_parcel
from bot.desk.people import Spot
from bot.desk.rules import Turn
from bot.terms import OutboxState, Suspension
from storage import outbox, schema
from storage.outbox import OutboxItem
from tests.desk.house import ADMIN, DANA, GROUP, NOW, Desk, claim, new_rules, open_engine, outbox_rows
from tests.promises.desk import StillClock

OFFICE, WISH = OfficeLane("mangystau"), "d" * 32


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """A desk with a bound group."""
    engine = open_engine(tmp_path)
    with engine.connect() as connection:
        made = Desk(connection, Turn(new_rules(), NOW))
        made.bind()
        yield made
    engine.dispose()


def settler_of(desk: Desk) -> Settler:
    """A settler at the desk's moment."""
    clock: Clock = StillClock(desk.turn.now.timestamp())
    return Settler(desk.turn.rules, clock)


def claimed(desk: Desk, item: Item, lane: Lane = OFFICE) -> OutboxItem:
    """*item*, and nothing else, in the outbox and claimed."""
    desk.empty_outbox()
    put_item(desk.connection, item, lane, desk.turn)
    (row,) = claim(desk.connection, desk.turn)
    return row


def test_contacts_leave_the_officers_chat_again_and_the_office_hears_that_they_were_sent(desk: Desk) -> None:
    case = desk.put_case(level="contact")
    lane = OfficerLane.of(desk.safe.person_mark(DANA.id))
    row = claimed(desk, SendContacts(case.id, DANA.id), lane)
    parcel = open_parcel(desk.connection, row, desk.safe)
    settler_of(desk).delivered(desk.connection, row, parcel, (Posted(DANA.id, 5),))
    told = SayInGroup("s.reveal_sent", {"case_no": case.row.number}, case=case.id)
    assert desk.owed() == [(str(lane), DeleteMessage(Spot(DANA.id, 5))), (str(OFFICE), told)]
    assert [item.kind for item in claim(desk.connection, desk.turn)] == ["notice"]
    desk.pass_by(timedelta(minutes=SHOWN_MINUTES))
    assert [item.kind for item in claim(desk.connection, desk.turn) if item.lane == str(lane)] == ["deletion"]


def test_the_post_of_a_prompt_is_remembered_with_its_wish(desk: Desk) -> None:
    case = desk.put_case(level="contact")
    row = claimed(desk, AskReason(case.id, WISH, Spot(GROUP, 40)))
    parcel = open_parcel(desk.connection, row, desk.safe)
    settler_of(desk).delivered(desk.connection, row, parcel, (Posted(GROUP, 41),))
    assert find_post(desk.connection, Spot(GROUP, 41), desk.safe) == CasePost(case.id, ReasonPrompt(WISH), None)


@pytest.mark.parametrize(("level", "key"), [("relay", "s.not_delivered"), ("contact", "s.reveal_need_private")])
def test_a_person_who_cannot_be_written_to_ends_the_item_and_the_office_hears_it(
    desk: Desk, level: str, key: str
) -> None:
    case = desk.put_case(level=level)
    item: Item = PushCitizen(case.id) if level == "relay" else SendContacts(case.id, DANA.id)
    lane: Lane = CaseLane(case.id) if level == "relay" else OfficerLane.of(desk.safe.person_mark(DANA.id))
    row = claimed(desk, item, lane)
    settler_of(desk).lane_closed(desk.connection, row, Suspension.FORBIDDEN)
    told = SayInGroup(key, {"case_no": case.row.number}, case=case.id)
    assert desk.owed() == [(str(OFFICE), told)]
    assert outbox.lane_state(desk.connection, str(lane)) is None


def test_a_refusal_that_is_older_than_the_opening_of_the_lane_closes_nothing(desk: Desk) -> None:
    row = claimed(desk, SayInGroup("s.reposted"))
    outbox.suspend_lane(desk.connection, str(OFFICE), Suspension.REMOVED)
    reopen_group(desk.connection, GROUP, desk.turn)
    settler_of(desk).lane_closed(desk.connection, row, Suspension.FORBIDDEN)
    assert outbox.lane_state(desk.connection, str(OFFICE)) is None
    assert desk.items() == [
        SayInGroup("s.reposted"),
        SayInChat(ADMIN.id, "a.group_back", {"region": "mangystau"}),
    ]
    assert str(OFFICE) in [item.lane for item in claim(desk.connection, desk.turn)]


def test_a_postponed_item_holds_its_lane_until_then(desk: Desk) -> None:
    row = claimed(desk, SayInGroup("s.reposted"))
    put_item(desk.connection, SayInGroup("s.not_a_case"), OFFICE, desk.turn)
    settler_of(desk).postponed(desk.connection, row, None, (Posted(GROUP, 40),), 0.2)
    assert list(claim(desk.connection, desk.turn)) == []
    desk.pass_by(timedelta(seconds=2))
    (again,) = claim(desk.connection, desk.turn)
    assert (again.id, again.parts_done, again.attempts) == (row.id, 1, 2)


def test_a_set_aside_item_alerts_admins_but_an_alert_alerts_nobody(desk: Desk) -> None:
    row = claimed(desk, SayInGroup("s.reposted"))
    settler_of(desk).undeliverable(desk.connection, row)
    told = SayInChat(ADMIN.id, "a.set_aside", {"n": 1}, presses=(f"try:{row.id}", f"drop:{row.id}"))
    assert desk.items() == [told]
    (alert,) = claim(desk.connection, desk.turn)
    settler_of(desk).undeliverable(desk.connection, alert)
    aside = outbox_rows(desk.connection, OutboxState.SET_ASIDE)
    assert [open_item(item, desk.safe) for item in aside] == [
        SayInGroup("s.reposted"),
        told,
    ]
    assert desk.items() == []


def test_nobody_is_told_of_a_case_whose_region_has_no_group(desk: Desk) -> None:
    case = desk.put_case(level="relay")
    row = claimed(desk, PushCitizen(case.id), CaseLane(case.id))
    desk.connection.execute(update(schema.cases).values(region="abai"))
    settler_of(desk).lane_closed(desk.connection, row, Suspension.FORBIDDEN)
    assert desk.items() == []
