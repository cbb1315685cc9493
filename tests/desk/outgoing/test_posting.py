"""Posting: what is put is read back; a box opens in its own row only; order is kept per case."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from bot.desk.outgoing.items import (
    AnswerCommand,
    DeleteMessage,
    ItemKind,
    PostAddition,
    PostCard,
    PostFiles,
    SayInChat,
    SayInGroup,
    SendContacts,
)
from bot.desk.outgoing.lanes import AdminLane, GroupLane, OfficeLane, OfficerLane
from bot.desk.outgoing.posting import (
    alert_admins,
    answer_command,
    awaited_additions,
    enqueue_addition,
    enqueue_card,
    enqueue_files,
    open_item,
    put_item,
    tell_chat,
    tell_office,
    waits,
)
from bot.desk.people import Spot
from bot.desk.rules import Turn
from bot.encryption.errors import SealBrokenError
from storage import outbox, schema
from storage.engine import Database
from storage.outbox import OutboxItem
from tests.desk.house import (
    ADMIN,
    DANA,
    GROUP,
    NOW,
    OTHER_GROUP,
    YERLAN,
    Desk,
    claim,
    claim_one,
    new_rules,
    outbox_rows,
)
from tests.desk.outgoing.specimens import SPECIMENS

LANE = OfficeLane("mangystau")


def test_every_kind_is_read_back_from_its_lane(desk: Desk) -> None:
    for lane, item in SPECIMENS:
        put_item(desk.connection, item, lane, desk.turn)
    assert desk.owed() == [(str(lane), item) for lane, item in SPECIMENS]


def test_nothing_of_an_item_but_case_and_message_lies_in_clear(desk: Desk) -> None:
    put_item(desk.connection, SayInGroup("s.gone", {"case_no": "12-26-10000"}, Spot(GROUP, 7)), LANE, desk.turn)
    (row,) = desk.rows()
    assert replace(row, id=0, box=None, not_before=0) == OutboxItem(0, str(LANE), None, "notice", 0, None, None, 0, 0)
    assert row.box is not None and not any(part in row.box for part in (b"s.gone", b"12-26", str(GROUP).encode()))


def test_two_boxes_of_one_lane_and_kind_that_are_swapped_do_not_open(desk: Desk) -> None:
    case = desk.put_case(level="contact")
    lane = OfficerLane.of(desk.safe.person_mark(DANA.id))
    for officer in (DANA, YERLAN):
        put_item(desk.connection, SendContacts(case.id, officer.id), lane, desk.turn)
    first, second = desk.rows()
    for row, box in ((first, second.box), (second, first.box)):
        with pytest.raises(SealBrokenError):
            open_item(replace(row, box=box), desk.safe)


def test_who_has_the_disk_but_no_key_can_put_no_card_into_a_lane_of_their_own(desk: Desk) -> None:
    """Neither a row of their own nor one that was put for another group: that group would read the case."""
    case = desk.put_case()
    desk.bind("abai", OTHER_GROUP)
    outbox.enqueue(desk.connection, lane="office:abai", kind="card", priority=20, not_before=0, case_id=case.id)
    put_item(desk.connection, PostCard(case.id), LANE, desk.turn)
    desk.connection.execute(update(schema.outbox).where(schema.outbox.c.box.is_not(None)).values(lane="office:abai"))
    for row in desk.rows():
        with pytest.raises(SealBrokenError):
            open_item(row, desk.safe)


@pytest.mark.parametrize(
    "altered", [{"case_id": "b" * 32}, {"seq": 2}, {"lane": "office:abai"}, {"kind": "who"}, {"id": 99}]
)
def test_a_row_that_was_altered_in_clear_does_not_open(desk: Desk, altered: Mapping[str, Any]) -> None:
    put_item(desk.connection, PostFiles("a" * 32, 1, ("f" * 32,), 1, 1), LANE, desk.turn)
    (row,) = desk.rows()
    desk.connection.execute(update(schema.outbox).values(**altered))
    (changed,) = desk.rows()
    assert open_item(row, desk.safe) == PostFiles("a" * 32, 1, ("f" * 32,), 1, 1)
    with pytest.raises(SealBrokenError):
        open_item(changed, desk.safe)


def test_what_waits_is_not_due_before_its_time(desk: Desk) -> None:
    put_item(desk.connection, DeleteMessage(Spot(DANA.id, 5)), LANE, desk.turn, wait=timedelta(minutes=10))
    desk.pass_by(timedelta(minutes=10, seconds=-1))
    assert list(claim(desk.connection, desk.turn)) == []
    desk.pass_by(timedelta(seconds=1))
    assert claim_one(desk.connection, desk.turn).kind == ItemKind.DELETION


def test_a_code_only_card_leaves_at_a_time_by_chance_within_its_bounds(desk: Desk) -> None:
    desk.turn = Turn(new_rules(delay=(timedelta(minutes=2), timedelta(minutes=20))), NOW)
    case = desk.put_case(level="code")
    for _ in range(100):
        enqueue_card(desk.connection, case.row, desk.turn)
    moments = desk.connection.execute(select(schema.outbox.c.not_before)).scalars()
    found = [moment - desk.turn.seconds for moment in moments]
    assert min(found) >= 120 and max(found) <= 1200 and len(set(found)) > 50


@pytest.mark.parametrize("level", ["relay", "contact"])
def test_the_card_of_a_citizen_who_can_be_reached_leaves_at_once(desk: Desk, level: str) -> None:
    desk.turn = Turn(new_rules(delay=(timedelta(minutes=2), timedelta(minutes=20))), NOW)
    enqueue_card(desk.connection, desk.put_case(level=level).row, desk.turn)
    assert claim_one(desk.connection, desk.turn).kind == ItemKind.CARD


def test_order_is_kept_per_case_and_who_waits_goes_first(desk: Desk) -> None:
    desk.bind()
    first, second = desk.put_case("бір"), desk.put_case("екі")
    enqueue_addition(desk.connection, first.row, 1, desk.turn)
    tell_office(desk.connection, "mangystau", SayInGroup("s.reposted"), desk.turn)
    seen = []
    while due := claim(desk.connection, desk.turn):
        seen.append(open_item(due[0], desk.safe))
        outbox.settle_delivered(desk.connection, due[0].id)
    assert seen == [
        SayInGroup("s.reposted"),
        PostCard(first.id),
        PostAddition(first.id, 1),
        PostCard(second.id),
    ]


def test_additions_that_wait_are_one_post_and_those_on_their_way_are_not_touched(desk: Desk) -> None:
    desk.bind()
    case = desk.put_case()
    outbox.settle_delivered(desk.connection, claim_one(desk.connection, desk.turn).id)
    for text in ("Бір", "Екі", "Үш"):
        desk.add_words(case, text)
    assert desk.items() == [PostAddition(case.id, 1, last=3)]
    begun = claim_one(desk.connection, desk.turn)
    for text in ("Төрт", "Бес"):
        desk.add_words(case, text)
    expected = [PostAddition(case.id, 1, last=3), PostAddition(case.id, 4, last=5)]
    assert desk.items() == expected
    outbox.postpone(desk.connection, begun.id, not_before=0, parts_done=0)
    desk.add_words(case, "Алты")
    assert desk.items() == [expected[0], PostAddition(case.id, 4, last=6)]
    lane = OfficeLane(case.row.region)
    assert awaited_additions(desk.connection, case.row, lane, desk.safe) == frozenset(range(1, 7))


def test_files_go_as_albums_counted_through_and_what_is_gone_is_left_out(desk: Desk) -> None:
    case = desk.put_case()
    kept = [desk.put_file(case) for _ in range(12)]
    enqueue_files(desk.connection, case.row, [*kept, "0" * 32], desk.turn)
    assert desk.items() == [
        PostFiles(case.id, 0, tuple(kept[:10]), 1, 12),
        PostFiles(case.id, 0, tuple(kept[10:]), 11, 12),
    ]


def test_what_waits_is_told_by_case_kind_and_message(desk: Desk) -> None:
    desk.bind()
    case = desk.put_case()
    enqueue_addition(desk.connection, case.row, 2, desk.turn)
    asked = [(ItemKind.CARD, None), (ItemKind.ADDITION, 2), (ItemKind.ADDITION, 1), (ItemKind.FILES, None)]
    assert [waits(desk.connection, kind, case.row, desk.turn, seq) for kind, seq in asked] == [True, True, False, False]
    assert not waits(desk.connection, ItemKind.CARD, replace(case.row, region="abai"), desk.turn)


def test_chats_hear_in_lanes_of_their_own(desk: Desk) -> None:
    tell_chat(desk.connection, SayInChat(GROUP, "s.gone"), desk.turn)
    alert_admins(desk.connection, "a.group_back", {}, desk.turn)
    assert desk.owed() == [
        (str(GroupLane.of(desk.safe.group_mark(GROUP))), SayInChat(GROUP, "s.gone")),
        (str(AdminLane.of(desk.safe.person_mark(ADMIN.id))), SayInChat(ADMIN.id, "a.group_back", {})),
    ]


def test_of_one_command_only_the_latest_answer_waits_unless_it_is_being_sent(desk: Desk) -> None:
    lane = str(GroupLane.of(desk.safe.group_mark(GROUP)))

    def answer(command: str, text: str, instead: Spot | None = None, chat: int = GROUP) -> AnswerCommand:
        given = AnswerCommand(chat, command, (text,), (), instead)
        answer_command(desk.connection, given, desk.turn)
        return given

    answer("help", "older")
    kept = answer("regions", "other command"), answer("help", "in its place", Spot(GROUP, 7)), answer("help", "newer")
    elsewhere = answer("help", "other group", chat=GROUP - 1)
    assert [item for where, item in desk.owed() if where == lane] == list(kept)
    desk.connection.execute(update(schema.outbox).values(leased_until=1))
    last = answer("help", "newest")
    assert [item for where, item in desk.owed() if where == lane] == [*kept, last]
    assert elsewhere in [item for _, item in desk.owed()]


async def test_every_kind_comes_back_from_postgresql_as_it_was_put(postgresql_url: str) -> None:
    turn = Turn(new_rules(), NOW)
    async with await Database.open(postgresql_url) as database:
        await database.migrate()
        for lane, item in SPECIMENS:
            await database.write(put_item, item, lane, turn)
        rows = await database.read(outbox_rows)
        found = [(row.lane, open_item(row, turn.safe)) for row in rows]
        assert found == [(str(lane), item) for lane, item in SPECIMENS]
        assert [row.priority for row in rows] == [int(item.priority) for _, item in SPECIMENS]
