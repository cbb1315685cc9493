"""The outbox: order, priorities, leases, and lanes that stop and go on."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest
from sqlalchemy import Connection, insert
from sqlalchemy.exc import IntegrityError

from bot.terms import SetAside
from storage import outbox, schema
from storage.engine import Database
from storage.outbox import LONGEST_LEASE, LONGEST_WAIT, OutboxItem
from tests.storage.rows import LEASE, NOW, claim, claim_kinds, deliver_all, deliver_one, enqueue

OFFICE, OTHER = "office:mangystau", "office:karaganda"
CASE_A, CASE_B = "a" * 32, "b" * 32


async def test_an_item_comes_back_as_it_was_put_in(database: Database) -> None:
    row = await database.write(enqueue, OFFICE, "preview", priority=0, case_id=CASE_A, seq=3)
    await database.write(outbox.put_box, row.id, b"\x00\xff")
    (item,) = await database.write(claim)
    put_in = OutboxItem(item.id, OFFICE, CASE_A, "preview", 0, 3, b"\x00\xff", attempts=1, parts_done=0)
    assert replace(item, not_before=0) == put_in


async def test_a_lower_priority_goes_first_and_equals_go_by_age(database: Database) -> None:
    for kind, priority in (("card", 20), ("talk", 10), ("card 2", 20), ("preview", 0), ("talk 2", 10)):
        await database.write(enqueue, OFFICE, kind, priority=priority)
    assert await database.write(deliver_all) == ["preview", "talk", "talk 2", "card", "card 2"]


async def test_order_is_kept_per_case_whatever_the_priorities(database: Database) -> None:
    await database.write(enqueue, OFFICE, "card A", case_id=CASE_A, priority=20)
    await database.write(enqueue, OFFICE, "preview A", case_id=CASE_A, priority=0)
    await database.write(enqueue, OFFICE, "talk B", case_id=CASE_B, priority=10)
    assert await database.write(deliver_all) == ["talk B", "card A", "preview A"]


async def test_a_case_in_one_lane_does_not_hold_it_up_in_another(database: Database) -> None:
    await database.write(enqueue, OFFICE, "card", case_id=CASE_A, not_before=NOW + 60)
    await database.write(enqueue, "case:" + CASE_A, "push", case_id=CASE_A)
    assert await database.write(claim_kinds) == ["push"]


async def test_an_earlier_item_of_the_case_that_waits_holds_the_later_ones(database: Database) -> None:
    await database.write(enqueue, OFFICE, "card", case_id=CASE_A, not_before=NOW + 600)
    await database.write(enqueue, OFFICE, "addition", case_id=CASE_A, priority=10)
    assert await database.write(deliver_all) == []
    assert await database.write(deliver_all, now=NOW + 600) == ["card", "addition"]


async def test_a_claim_takes_one_item_a_lane(database: Database) -> None:
    for lane in (OFFICE, OTHER):
        for kind in ("first", "second"):
            await database.write(enqueue, lane, f"{kind} of {lane}")
    assert await database.write(claim_kinds) == [f"first of {OFFICE}", f"first of {OTHER}"]


async def test_a_claim_respects_its_limit_and_leaves_out_busy_lanes(database: Database) -> None:
    lanes = [f"office:{n}" for n in range(5)]
    for lane in lanes:
        await database.write(enqueue, lane, lane)
    assert await database.write(claim_kinds, limit=2) == lanes[:2]
    assert await database.write(claim_kinds, without=[lanes[2]]) == lanes[3:]


async def test_a_long_lane_that_is_busy_hides_no_other(database: Database) -> None:
    def fill(connection: Connection) -> None:
        for n in range(300):
            enqueue(connection, OFFICE, f"card {n}", case_id=f"{n:032x}")
        enqueue(connection, OTHER, "card of the other office")

    await database.write(fill)
    assert await database.write(claim_kinds, limit=30, without=[OFFICE]) == ["card of the other office"]


async def test_a_lease_that_ends_makes_the_item_due_again(database: Database) -> None:
    await database.write(enqueue, OFFICE, "card", case_id=CASE_A)
    (first,) = await database.write(claim)
    assert await database.write(claim, now=NOW + LEASE - 1) == []
    (again,) = await database.write(claim, now=NOW + LEASE)
    assert (again.id, again.attempts) == (first.id, 2)


async def test_a_leased_item_holds_back_its_case_only(database: Database) -> None:
    await database.write(enqueue, OFFICE, "card A", case_id=CASE_A)
    await database.write(enqueue, OFFICE, "addition A", case_id=CASE_A)
    await database.write(enqueue, OFFICE, "card B", case_id=CASE_B)
    assert await database.write(claim_kinds) == ["card A"]
    assert await database.write(claim_kinds) == ["card B"]
    assert await database.write(claim_kinds) == []


async def test_a_lease_too_far_ahead_counts_as_due(database: Database) -> None:
    await database.write(enqueue, OFFICE, "card", not_before=0)
    await database.write(claim, now=NOW)
    # The clock was ahead when the lease was taken, and has been set right since.
    right = NOW + LEASE - LONGEST_LEASE
    assert await database.write(claim_kinds, now=right) == []
    assert await database.write(claim_kinds, now=right - 1) == ["card"]


async def test_a_wait_too_far_ahead_counts_as_due(database: Database) -> None:
    await database.write(enqueue, OFFICE, "card", not_before=NOW)
    assert await database.write(claim_kinds, now=NOW - LONGEST_WAIT) == []
    assert await database.write(claim_kinds, now=NOW - LONGEST_WAIT - 1) == ["card"]


async def test_a_lane_held_too_far_ahead_counts_as_open(database: Database) -> None:
    await database.write(enqueue, OFFICE, "card", not_before=0)
    await database.write(outbox.hold_lane, OFFICE, not_before=NOW)
    assert await database.write(claim_kinds, now=NOW - LONGEST_WAIT) == []
    assert await database.write(claim_kinds, now=NOW - LONGEST_WAIT - 1) == ["card"]


async def test_a_held_lane_waits_and_the_others_do_not(database: Database) -> None:
    await database.write(enqueue, OFFICE, "card")
    await database.write(enqueue, OTHER, "other card")
    await database.write(outbox.hold_lane, OFFICE, not_before=NOW + 30)
    assert await database.write(claim_kinds) == ["other card"]
    assert await database.write(claim_kinds, now=NOW + 30) == ["card"]


async def test_a_suspended_lane_keeps_its_items_and_goes_on_when_resumed(database: Database) -> None:
    for kind in ("first", "second"):
        await database.write(enqueue, OFFICE, kind)
    await database.write(claim)
    await database.write(outbox.suspend_lane, OFFICE, "removed")
    await database.write(enqueue, OFFICE, "third")
    assert await database.read(outbox.lane_state, OFFICE) == "removed"
    assert await database.write(claim, now=NOW + LEASE) == []
    assert await database.read(outbox.count_pending, OFFICE) == 3
    assert await database.write(outbox.resume_lane, OFFICE) == 3
    assert await database.read(outbox.lane_state, OFFICE) is None
    # What was in flight when the lane closed is due at once, without waiting for its lease.
    assert await database.write(deliver_all) == ["first", "second", "third"]


async def test_resuming_ends_a_hold_and_a_lane_nobody_stopped_stays_open(database: Database) -> None:
    await database.write(enqueue, OFFICE, "card")
    await database.write(outbox.hold_lane, OFFICE, not_before=NOW + 3600)
    await database.write(outbox.resume_lane, OFFICE)
    assert await database.write(outbox.resume_lane, OTHER) == 0
    assert await database.write(claim_kinds) == ["card"]


async def test_a_suspension_survives_a_hold_and_keeps_the_newest_reason(database: Database) -> None:
    await database.write(outbox.suspend_lane, OFFICE, "removed")
    await database.write(outbox.hold_lane, OFFICE, not_before=NOW)
    await database.write(outbox.suspend_lane, OFFICE, "public")
    assert await database.read(outbox.lane_state, OFFICE) == "public"


async def test_postponing_keeps_the_parts_that_arrived(database: Database) -> None:
    await database.write(enqueue, OFFICE, "card", case_id=CASE_A)
    (item,) = await database.write(claim)
    await database.write(outbox.postpone, item.id, not_before=NOW + 7, parts_done=2)
    assert await database.write(claim, now=NOW + 6) == []
    (again,) = await database.write(claim, now=NOW + 7)
    assert (again.id, again.parts_done, again.attempts) == (item.id, 2, 2)


async def test_what_is_set_aside_lets_the_lane_and_its_case_go_on(database: Database) -> None:
    await database.write(enqueue, OFFICE, "broken", case_id=CASE_A)
    await database.write(enqueue, OFFICE, "addition", case_id=CASE_A)
    (broken,) = await database.write(claim)
    await database.write(outbox.set_aside, broken.id, SetAside.REFUSED)
    assert await database.write(deliver_all) == ["addition"]
    assert await database.write(claim, now=NOW + LONGEST_WAIT * 2) == []
    assert (await database.read(outbox.count_pending), await database.read(outbox.count_aside)) == (0, 1)


async def test_two_claims_at_once_never_take_the_same_item(database: Database) -> None:
    lanes = [f"office:{n}" for n in range(40)]
    for lane in lanes:
        await database.write(enqueue, lane, lane)
    claimed = await asyncio.gather(*(database.write(claim_kinds, limit=10) for _ in range(8)))
    taken = [kind for kinds in claimed for kind in kinds]
    assert len(taken) == len(set(taken))
    taken += await database.write(claim_kinds, limit=40)
    assert sorted(taken) == sorted(lanes)


async def test_two_claims_at_once_keep_the_order_of_a_case(database: Database) -> None:
    for n in range(5):
        await database.write(enqueue, OFFICE, f"part {n}", case_id=CASE_A)
    claimed = await asyncio.gather(*(database.write(claim_kinds) for _ in range(6)))
    assert [kinds for kinds in claimed if kinds] == [["part 0"]]


async def test_next_due_is_the_earliest_moment_at_which_a_claim_takes_something(database: Database) -> None:
    assert await database.read(outbox.next_due, now=NOW) is None
    await database.write(enqueue, OFFICE, "later", not_before=NOW + 50)
    await database.write(enqueue, OTHER, "soon", not_before=NOW + 20)
    assert await database.read(outbox.next_due, now=NOW) == NOW + 20
    assert await database.read(outbox.next_due, now=NOW, without=[OTHER]) == NOW + 50
    await database.write(outbox.suspend_lane, OFFICE, "removed")
    assert await database.read(outbox.next_due, now=NOW, without=[OTHER]) is None
    assert await database.write(deliver_one, now=NOW + 20) == "soon"
    assert await database.read(outbox.next_due, now=NOW) is None


async def test_of_a_lane_that_rests_only_what_somebody_waits_for_is_taken(database: Database) -> None:
    for kind, priority in (("talk", 10), ("preview", 0)):
        await database.write(enqueue, OFFICE, kind, priority=priority)
    await database.write(enqueue, OTHER, "card")
    assert await database.write(claim_kinds, only_first=[OFFICE], limit=9) == ["preview", "card"]
    resting = [OFFICE, OTHER]
    assert await database.write(claim_kinds, only_first=resting) == []
    assert await database.read(outbox.next_due, now=NOW, without=[OTHER]) == NOW
    assert await database.write(claim_kinds) == ["talk"]


async def test_next_due_waits_for_a_lease_and_for_a_held_lane(database: Database) -> None:
    await database.write(enqueue, OFFICE, "card A", case_id=CASE_A)
    await database.write(claim)
    assert await database.read(outbox.next_due, now=NOW) == NOW + LEASE
    await database.write(enqueue, OTHER, "card B")
    await database.write(outbox.hold_lane, OTHER, not_before=NOW + 30)
    assert await database.read(outbox.next_due, now=NOW) == NOW + 30


async def test_next_due_does_not_count_what_an_earlier_item_of_the_case_holds_back(database: Database) -> None:
    await database.write(enqueue, OFFICE, "card", case_id=CASE_A, not_before=NOW + 600)
    await database.write(enqueue, OFFICE, "addition", case_id=CASE_A, not_before=NOW - 5)
    assert await database.read(outbox.next_due, now=NOW) == NOW + 600


async def test_a_new_process_takes_over_what_a_dead_one_had_leased(database: Database) -> None:
    await database.write(enqueue, OFFICE, "card")
    (item,) = await database.write(claim)
    await database.write(outbox.release_claims)
    assert await database.write(claim_kinds) == ["card"]
    await database.write(outbox.settle_delivered, item.id)
    assert not await database.read(outbox.is_claimed, item.id)


async def test_a_claim_stands_until_it_is_settled_or_its_lane_changes(database: Database) -> None:
    await database.write(enqueue, OFFICE, "card")
    (item,) = await database.write(claim)
    assert await database.read(outbox.is_claimed, item.id)
    await database.write(outbox.resume_lane, OFFICE)
    assert not await database.read(outbox.is_claimed, item.id)


async def test_an_unknown_state_is_refused(database: Database) -> None:
    values = {"lane": OFFICE, "kind": "card", "priority": 0, "not_before": NOW, "state": "forgotten"}
    with pytest.raises(IntegrityError):
        await database.write(lambda connection: connection.execute(insert(schema.outbox), values))
