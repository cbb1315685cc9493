"""Settling: the store after each outcome, and what somebody must hear of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import update

from bot.background.retry import LOST_PAUSES, Again, Decision, GiveUp, KindWaits, LaneWaits
from bot.background.sender import Delivered, LeftFile, NotDelivered, Posted, Rejection
from bot.background.settling import Settler
from bot.clock import Clock
from bot.desk.groups.changes import reopen_group
from bot.desk.holders import RoleHolder, find_ready_head
from bot.desk.outgoing.items import (
    SHOWN_MINUTES,
    AskWords,
    DeleteMessage,
    Item,
    PostCard,
    PostFiles,
    PushCitizen,
    SayInChat,
    SayInGroup,
    SendContacts,
    WipePosts,
)
from bot.desk.outgoing.lanes import CaseLane, Lane, OfficeLane, OfficerLane
from bot.desk.outgoing.posting import open_item, put_item
from bot.desk.outgoing.posts import CasePost, Prompt, find_post
from bot.desk.outgoing.reposting import open_desk
from bot.desk.parcels.opening import open_parcel
from bot.desk.parcels.values import Files, Parcel
from bot.desk.people import Spot
from bot.desk.roles import give_role, remember_started
from bot.desk.rules import Turn
from bot.terms import Language, OfficeRole, OutboxState, SetAside, Suspension
from storage import outbox, schema
from storage.outbox import OutboxItem
from tests.desk.house import (
    ADMIN,
    DANA,
    GROUP,
    NOW,
    YERLAN,
    Desk,
    OnDesk,
    claim,
    new_rules,
    open_engine,
    outbox_rows,
)
from tests.desk.test_past_the_group import put_past
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


def refuse(
    desk: Desk, row: OutboxItem, why: Rejection, parcel: Parcel | None = None, **how: Any
) -> Decision:
    """Telegram refuses *row*; what follows from it, done."""
    return settler_of(desk).refused(desk.connection, row, parcel, NotDelivered(why, **how))


def files_parcel(case: OnDesk, names: tuple[str, ...] = ("f" * 32,)) -> Files:
    """What the sender is handed of these files, which begin with the second of four."""
    return Files(GROUP, Language.KAZAKH, case.row.number, names, 2, 4, None)


def claimed(desk: Desk, item: Item, lane: Lane = OFFICE) -> OutboxItem:
    """*item*, and nothing else, in the outbox and claimed."""
    desk.empty_outbox()
    put_item(desk.connection, item, lane, desk.turn)
    (row,) = claim(desk.connection, desk.turn)
    return row


def test_contacts_leave_the_officers_chat_again_and_the_office_hears_that_they_were_sent(desk: Desk) -> None:
    case, head = desk.put_case(level="contact"), RoleHolder("mangystau", OfficeRole.HEAD, DANA, started=True)
    give_role(desk.connection, head, DANA, desk.turn)
    desk.empty_outbox()
    lane = OfficerLane.of(desk.safe.person_mark(DANA.id))
    row = claimed(desk, SendContacts(case.id, DANA.id), lane)
    parcel = open_parcel(desk.connection, row, desk.turn)
    settler_of(desk).delivered(desk.connection, row, parcel, Delivered((Posted(DANA.id, 5),)))
    told = SayInGroup("s.reveal_sent", {"case_no": case.row.number}, case=case.id)
    assert desk.owed() == [(str(lane), DeleteMessage(Spot(DANA.id, 5))), (str(OFFICE), told)]
    assert [item.kind for item in claim(desk.connection, desk.turn)] == ["notice"]
    desk.pass_by(timedelta(minutes=SHOWN_MINUTES))
    assert [item.kind for item in claim(desk.connection, desk.turn) if item.lane == str(lane)] == ["deletion"]


def test_the_post_of_a_prompt_is_remembered_with_its_wish(desk: Desk) -> None:
    case = desk.put_case(level="contact")
    row = claimed(desk, AskWords(case.id, WISH, Spot(GROUP, 40)))
    parcel = open_parcel(desk.connection, row, desk.turn)
    settler_of(desk).delivered(desk.connection, row, parcel, Delivered((Posted(GROUP, 41),)))
    assert find_post(desk.connection, Spot(GROUP, 41), desk.safe) == CasePost(case.id, Prompt(WISH), None)


@pytest.mark.parametrize(("level", "key"), [("relay", "s.not_delivered"), ("contact", "s.reveal_need_private")])
def test_a_person_who_cannot_be_written_to_ends_the_item_and_the_office_hears_it(
    desk: Desk, level: str, key: str
) -> None:
    case = desk.put_case(level=level)
    item: Item = PushCitizen(case.id) if level == "relay" else SendContacts(case.id, DANA.id)
    lane: Lane = CaseLane(case.id) if level == "relay" else OfficerLane.of(desk.safe.person_mark(DANA.id))
    row = claimed(desk, item, lane)
    refuse(desk, row, Rejection.BLOCKED)
    told = SayInGroup(key, {"case_no": case.row.number}, case=case.id)
    assert desk.owed() == [(str(OFFICE), told)]
    assert outbox.lane_state(desk.connection, str(lane)) is None


def test_a_refusal_that_is_older_than_the_opening_of_the_lane_closes_nothing(desk: Desk) -> None:
    row = claimed(desk, SayInGroup("s.reposted"))
    outbox.suspend_lane(desk.connection, str(OFFICE), Suspension.REMOVED)
    reopen_group(desk.connection, GROUP, desk.turn)
    refuse(desk, row, Rejection.BLOCKED)
    assert outbox.lane_state(desk.connection, str(OFFICE)) is None
    assert desk.items() == [
        SayInGroup("s.reposted"),
        SayInChat(ADMIN.id, "a.group_back", {"region": "mangystau"}),
    ]
    assert str(OFFICE) in [item.lane for item in claim(desk.connection, desk.turn)]


def test_an_item_that_met_a_429_holds_its_lane_until_then(desk: Desk) -> None:
    row = claimed(desk, SayInGroup("s.reposted"))
    put_item(desk.connection, SayInGroup("s.not_a_case"), OFFICE, desk.turn)
    refuse(desk, row, Rejection.FLOOD, posts=(Posted(GROUP, 40),), asked=0.2)
    assert list(claim(desk.connection, desk.turn)) == []
    desk.pass_by(timedelta(seconds=2))
    (again,) = claim(desk.connection, desk.turn)
    assert (again.id, again.parts_done, again.attempts) == (row.id, 1, 2)


def test_a_set_aside_item_alerts_admins_and_an_alert_that_nobody_takes_is_dropped(desk: Desk) -> None:
    case = desk.put_case()
    row = claimed(desk, PostCard(case.id))
    assert refuse(desk, row, Rejection.MALFORMED) == GiveUp(SetAside.REFUSED)
    told = {"case_no": case.row.number, "what": "item.card", "why": "aside.refused"}
    alert = SayInChat(ADMIN.id, "a.item_aside", told, presses=(f"try:{row.id}", f"drop:{row.id}"))
    assert desk.items() == [alert]
    (claimed_alert,) = claim(desk.connection, desk.turn)
    refuse(desk, claimed_alert, Rejection.MALFORMED)
    aside = outbox_rows(desk.connection, OutboxState.SET_ASIDE)
    assert [open_item(item, desk.safe) for item in aside] == [PostCard(case.id)]
    assert desk.items() == []


def test_of_many_items_set_aside_at_once_admins_hear_at_growing_counts(desk: Desk) -> None:
    for _ in range(9):
        put_item(desk.connection, SayInGroup("s.reposted"), OFFICE, desk.turn)
        (row,) = [item for item in claim(desk.connection, desk.turn) if item.lane == str(OFFICE)]
        refuse(desk, row, Rejection.MALFORMED)
    alerts = [(item.key, item.values.get("n")) for item in desk.items() if isinstance(item, SayInChat)]
    assert alerts == [*[("a.item_aside", None)] * 3, ("a.set_aside", 4), ("a.set_aside", 8)]


@pytest.mark.parametrize("why", [Rejection.SERVER, Rejection.UNNAMED])
def test_an_item_that_is_refused_for_no_proven_reason_waits_alone_and_is_set_aside_in_the_end(
    desk: Desk, why: Rejection
) -> None:
    row = claimed(desk, SayInGroup("s.reposted"))
    put_item(desk.connection, SayInGroup("s.not_a_case"), OFFICE, desk.turn)
    decision, tries = refuse(desk, row, why), 1
    (other,) = claim(desk.connection, desk.turn)
    assert open_item(other, desk.safe) == SayInGroup("s.not_a_case")
    outbox.settle_delivered(desk.connection, other.id)
    while isinstance(decision, Again):
        desk.pass_by(timedelta(seconds=round(decision.pause)))
        (row,) = claim(desk.connection, desk.turn)
        decision, tries = refuse(desk, row, why), tries + 1
    assert isinstance(decision, GiveUp) and 8 <= tries <= 15
    assert [row.id for row in outbox_rows(desk.connection, OutboxState.SET_ASIDE)] == [row.id]


def test_while_nothing_passes_at_all_an_item_is_kept_for_hours(desk: Desk) -> None:
    row = claimed(desk, SayInGroup("s.reposted"))
    decision, began = refuse(desk, row, Rejection.SERVER, others_pass=False), desk.turn.now
    while isinstance(decision, Again):
        desk.pass_by(timedelta(seconds=round(decision.pause)))
        (row,) = claim(desk.connection, desk.turn)
        decision = refuse(desk, row, Rejection.SERVER, others_pass=False)
    assert timedelta(hours=6) <= desk.turn.now - began < timedelta(hours=7)


def test_an_item_whose_answers_are_lost_is_repeated_twice_and_set_aside(desk: Desk) -> None:
    row, decisions, lost = claimed(desk, SayInGroup("s.reposted")), [], []
    for pause in (*LOST_PAUSES, 0.0):
        decisions.append(refuse(desk, row, Rejection.ANSWER_LOST))
        desk.pass_by(timedelta(seconds=pause * 2))
        found = claim(desk.connection, desk.turn)
        lost += [item.unknown for item in found if item.id == row.id]
        row = found[0]
    assert lost == [1, 2]
    assert [type(each) for each in decisions] == [Again, Again, GiveUp]
    assert decisions[-1] == GiveUp(SetAside.ANSWER_LOST)


def test_a_part_that_arrived_ends_the_count_of_lost_answers(desk: Desk) -> None:
    case = desk.put_case()
    row = claimed(desk, PostCard(case.id))
    for posts in ((), (Posted(GROUP, 40),), ()):
        refuse(desk, row, Rejection.ANSWER_LOST, posts=posts)
        desk.pass_by(timedelta(seconds=200))
        (row,) = claim(desk.connection, desk.turn)
    assert (row.unknown, row.parts_done) == (2, 1)


def test_a_closed_topic_makes_the_whole_lane_wait_at_growing_intervals_with_one_alert(desk: Desk) -> None:
    row = claimed(desk, SayInGroup("s.reposted"))
    put_item(desk.connection, SayInGroup("s.not_a_case"), OFFICE, desk.turn)
    told = SayInChat(ADMIN.id, "a.topic_closed", {"region": "mangystau"})
    pauses = []
    for _ in range(4):
        decision = refuse(desk, row, Rejection.TOPIC)
        assert isinstance(decision, LaneWaits)
        pauses.append(decision.pause)
        assert [item.lane for item in claim(desk.connection, desk.turn) if item.lane == str(OFFICE)] == []
        desk.pass_by(timedelta(seconds=round(decision.pause)))
        (row,) = [item for item in claim(desk.connection, desk.turn) if item.lane == str(OFFICE)]
    assert [later > 1.5 * sooner for sooner, later in pairwise(pauses)] == [True] * 3
    assert [item for item in desk.items() if isinstance(item, SayInChat)] == [told]
    settler_of(desk).delivered(desk.connection, row, None, Delivered((Posted(GROUP, 40),)))
    assert [item for item in desk.items() if isinstance(item, SayInChat)] == [
        told,
        SayInChat(ADMIN.id, "a.group_back", {"region": "mangystau"}),
    ]
    assert outbox.list_holds(desk.connection) == []
    assert str(OFFICE) in [item.lane for item in claim(desk.connection, desk.turn)]


def test_a_group_that_takes_no_files_gets_everything_else_and_admins_one_alert(desk: Desk) -> None:
    case = desk.put_case()
    parcel = files_parcel(case)
    row = claimed(desk, PostFiles(case.id, 0, ("f" * 32,), 1, 1))
    put_item(desk.connection, PostFiles(case.id, 0, ("e" * 32,), 1, 1), OFFICE, desk.turn)
    put_item(desk.connection, SayInGroup("s.not_a_case"), OFFICE, desk.turn)
    decision = refuse(desk, row, Rejection.NO_RIGHT_TO_KIND, parcel)
    assert isinstance(decision, KindWaits)
    others = list(claim(desk.connection, desk.turn))
    assert [item.kind for item in others] == ["notice", "alert"]
    for item in others:
        outbox.settle_delivered(desk.connection, item.id)
    desk.pass_by(timedelta(seconds=round(decision.pause)))
    (again,) = [item for item in claim(desk.connection, desk.turn) if item.kind == "files"]
    refuse(desk, again, Rejection.NO_RIGHT_TO_KIND, parcel)
    assert [item for item in desk.items() if isinstance(item, SayInChat)] == []
    desk.pass_by(timedelta(minutes=5))
    (again,) = [item for item in claim(desk.connection, desk.turn) if item.kind == "files"]
    settler_of(desk).delivered(desk.connection, again, parcel, Delivered((Posted(GROUP, 40),)))
    assert desk.items()[-1] == SayInChat(ADMIN.id, "a.files_back", {"region": "mangystau"})
    assert "files" in [item.kind for item in claim(desk.connection, desk.turn)]


def test_a_file_of_several_that_is_refused_is_split_off_set_aside_and_missed_under_the_card(desk: Desk) -> None:
    case = desk.put_case()
    desk.post(case, 30)
    names = tuple(letter * 32 for letter in "abc")
    row, parcel = claimed(desk, PostFiles(case.id, 0, names, 2, 4)), files_parcel(case, names)
    bad, odd = LeftFile(names[1], 3, Rejection.PICTURE), LeftFile(names[2], 4, Rejection.UNNAMED)
    settler_of(desk).delivered(desk.connection, row, parcel, Delivered((Posted(GROUP, 40),), (bad, odd)))
    (aside,) = outbox_rows(desk.connection, OutboxState.SET_ASIDE)
    assert open_item(aside, desk.safe) == PostFiles(case.id, 0, (names[1],), 3, 4)
    missing = {"case_no": case.row.number, "n": "3", "total": 4}
    told = {"case_no": case.row.number, "what": "item.files", "why": "aside.refused"}
    assert desk.items() == [
        SayInChat(ADMIN.id, "a.item_aside", told, presses=(f"try:{aside.id}", f"drop:{aside.id}")),
        SayInGroup("s.file_missing", missing, Spot(GROUP, 30), case.id),
        PostFiles(case.id, 0, (names[2],), 4, 4),
    ]


def test_nobody_is_told_of_a_case_whose_region_has_no_group(desk: Desk) -> None:
    case = desk.put_case(level="relay")
    row = claimed(desk, PushCitizen(case.id), CaseLane(case.id))
    desk.connection.execute(update(schema.cases).values(region="abai"))
    refuse(desk, row, Rejection.BLOCKED)
    assert desk.items() == []


def test_what_a_head_does_not_take_waits_and_its_group_hears_nothing(desk: Desk) -> None:
    holder = RoleHolder("mangystau", OfficeRole.HEAD, DANA, started=True)
    give_role(desk.connection, holder, ADMIN, desk.turn)
    case = put_past(desk)
    mine, former = (OfficerLane.of(desk.safe.person_mark(each.id)) for each in (DANA, YERLAN))
    refuse(desk, claimed(desk, PostCard(case.id), former), Rejection.BLOCKED)
    assert find_ready_head(desk.connection, "mangystau", desk.safe) == holder  # what a former head refuses says nothing
    refuse(desk, claimed(desk, PostCard(case.id), mine), Rejection.BLOCKED)
    assert find_ready_head(desk.connection, "mangystau", desk.safe) is None
    (told,) = desk.items()
    assert isinstance(told, SayInChat) and (told.chat, told.key) == (ADMIN.id, "a.past_waits")
    desk.empty_outbox()
    remember_started(desk.connection, DANA.id, desk.turn)
    desk.do_chores()
    assert [(row.lane, row.kind) for row in desk.rows()] == [(str(mine), "card")]
    give_role(desk.connection, RoleHolder("mangystau", OfficeRole.HEAD, YERLAN, started=True), ADMIN, desk.turn)
    desk.do_chores()
    row = claimed(desk, PostCard(case.id), mine)  # it was filed for whoever led the office until now
    settler_of(desk).delivered(desk.connection, row, open_parcel(desk.connection, row, desk.turn), Delivered())
    desk.do_chores()
    assert [(row.lane, row.kind) for row in desk.rows()] == [(str(former), "card")]


@pytest.mark.parametrize("kind", ["wipe", "deletion"])
def test_what_takes_words_away_waits_for_who_has_blocked_the_bot(desk: Desk, kind: str) -> None:
    case, lane = desk.put_case(), OfficerLane.of(desk.safe.person_mark(DANA.id))
    wipe: Item = WipePosts(case.id, "mangystau", DANA.id)
    item = wipe if kind == "wipe" else DeleteMessage(Spot(DANA.id, 7))
    row = claimed(desk, item, lane)
    for _ in range(30):
        refuse(desk, row, Rejection.BLOCKED)
        assert desk.items() == [item]
        assert claim(desk.connection, desk.turn) == []
        desk.pass_by(timedelta(hours=1))
        (row,) = claim(desk.connection, desk.turn)
    desk.pass_by(timedelta(days=90))
    refuse(desk, row, Rejection.BLOCKED)
    assert desk.items() == []


def test_who_gets_a_case_again_does_not_wait_behind_the_wiping_of_it(desk: Desk) -> None:
    case, lane = desk.put_case(), OfficerLane.of(desk.safe.person_mark(DANA.id))
    row = claimed(desk, WipePosts(case.id, "mangystau", DANA.id), lane)
    refuse(desk, row, Rejection.BLOCKED)
    open_desk(desk.connection, desk.row(case), DANA.id, desk.turn)
    assert [each.kind for each in claim(desk.connection, desk.turn)] == ["card"]
