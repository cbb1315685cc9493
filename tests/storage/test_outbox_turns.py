"""Who goes next: nothing starves, files hold nobody up, one kind waits while the others go; and what was set aside."""

from __future__ import annotations

import asyncio

import pytest
from sqlalchemy import Connection, update

from bot.terms import Priority, SetAside, Suspension
from storage import outbox, schema
from storage.engine import Database
from storage.outbox import AGED, HeldQueue, KindHold
from tests.storage.rows import NOW, claim, claim_kinds, deliver_all, deliver_one, enqueue

OFFICE, OTHER = "office:mangystau", "office:karaganda"
CASE_A, CASE_B = "a" * 32, "b" * 32
TALK, CARD, FILES = Priority.TALK, Priority.CARD, Priority.FILES
SENDING = 3
"""Seconds for each message of a group: Telegram takes 20 a minute."""


def case(n: int) -> str:
    """The id of case *n*."""
    return f"{n:032x}"


def deliver_for(connection: Connection, seconds: int, *, since: int = NOW) -> list[str]:
    """What goes out in so many seconds, one message each SENDING."""
    kinds = (deliver_one(connection, now=moment) for moment in range(since, since + seconds, SENDING))
    return [kind for kind in kinds if kind is not None]


# Turns


async def test_a_new_card_is_not_starved_by_talk(database: Database) -> None:
    for n in range(80):
        await database.write(enqueue, OFFICE, f"talk {n}", case_id=case(n), priority=TALK)
    await database.write(enqueue, OFFICE, "card", case_id=CASE_A, priority=CARD)
    sent = await database.write(deliver_for, AGED + 3 * SENDING)
    assert sent == [*(f"talk {n}" for n in range(AGED // SENDING)), "card", "talk 5", "talk 6"]


async def test_much_said_about_one_case_holds_up_no_other(database: Database) -> None:
    """A code that many hold: 84 additions to one case in a minute, then a word about another."""
    for n in range(84):
        await database.write(enqueue, OFFICE, f"addition {n}", case_id=CASE_A, priority=TALK)
    await database.write(enqueue, OFFICE, "word about B", case_id=CASE_B, priority=TALK, not_before=NOW + 1)
    sent = await database.write(deliver_for, 5 * SENDING)
    assert sent == ["addition 0", "addition 1", "word about B", "addition 2", "addition 3"]


async def test_what_has_waited_takes_turns_with_talk_and_with_files(database: Database) -> None:
    for n in range(6):
        await database.write(enqueue, OFFICE, "talk", case_id=case(n), priority=TALK)
        await database.write(enqueue, OFFICE, "card", case_id=case(100 + n), priority=CARD)
        await database.write(enqueue, OFFICE, "files", case_id=case(200 + n), priority=FILES, holds=False)
    sent = await database.write(deliver_for, 9 * SENDING, since=NOW + AGED)
    assert sorted(sent[:3]) == sorted(sent[3:6]) == sorted(sent[6:9]) == ["card", "files", "talk"]


async def test_who_somebody_waits_for_goes_before_all_that_has_waited(database: Database) -> None:
    for n in range(5):
        await database.write(enqueue, OFFICE, "card", case_id=case(n), priority=CARD)
    late = NOW + 10 * AGED
    await database.write(enqueue, OFFICE, "preview", case_id=CASE_A, priority=Priority.FIRST, not_before=late)
    assert await database.write(deliver_one, now=late) == "preview"


async def test_what_waits_in_many_lanes_is_claimed_by_rank_then_by_age(database: Database) -> None:
    for n in range(5):
        await database.write(enqueue, f"case:{n}", "push", priority=TALK)
    await database.write(enqueue, OFFICE, "preview", priority=Priority.FIRST)
    assert await database.write(claim_kinds, limit=1) == ["preview"]


@pytest.mark.parametrize(("failing", "expected"), [(None, "long card"), (NOW, "other card")])
async def test_what_was_begun_goes_on_before_others_unless_it_is_refused(
    database: Database, failing: int | None, expected: str
) -> None:
    for kind in ("long card", "other card"):
        await database.write(enqueue, OFFICE, kind, case_id=case(len(kind)))
    (item,) = await database.write(claim)
    assert item.kind == "long card"
    await database.write(outbox.postpone, item.id, not_before=NOW + 5, parts_done=1, failing_since=failing)
    assert await database.write(claim_kinds, now=NOW + 5) == [expected]


# Files


async def test_files_come_after_the_words_before_them_and_hold_nothing_up(database: Database) -> None:
    about = {"case_id": CASE_A}
    await database.write(enqueue, OFFICE, "card", priority=CARD, **about)
    await database.write(enqueue, OFFICE, "files 1", priority=FILES, holds=False, **about)
    await database.write(enqueue, OFFICE, "files 2", priority=FILES, holds=False, **about)
    await database.write(enqueue, OFFICE, "addition", priority=TALK, **about)
    await database.write(enqueue, OFFICE, "files of it", priority=FILES, holds=False, **about)
    assert await database.write(claim_kinds) == ["card"]
    assert await database.write(claim_kinds) == []
    await database.write(outbox.settle_delivered, 1)
    assert await database.write(deliver_all) == ["addition", "files 1", "files 2", "files of it"]


async def test_a_file_that_fails_for_ever_freezes_nothing(database: Database) -> None:
    for n in range(3):
        await database.write(enqueue, OFFICE, f"files {n}", case_id=CASE_A, priority=FILES, holds=False)
    (broken,) = await database.write(claim)
    failing = {"not_before": NOW + 60, "parts_done": 0, "failing_since": NOW}
    await database.write(outbox.postpone, broken.id, **failing)  # type: ignore[arg-type]
    await database.write(enqueue, OFFICE, "preview", case_id=CASE_A, priority=Priority.FIRST)
    assert await database.write(deliver_all) == ["preview", "files 1", "files 2"]
    (again,) = await database.write(claim, now=NOW + 60)
    assert (again.kind, again.failing_since, again.attempts) == ("files 0", NOW, 2)


# Holds


async def test_one_kind_waits_while_the_others_go(database: Database) -> None:
    """A group that may not get files gets its cards at once, and its files when the right is back."""
    for n in range(3):
        await database.write(enqueue, OFFICE, f"files {n}", case_id=case(n), priority=FILES, holds=False)
    await database.write(enqueue, OTHER, "files of the other office", priority=FILES)
    until = {"not_before": NOW + 60, "now": NOW}
    hold = await database.write(outbox.hold_kind, OFFICE, FILES, Suspension.SILENCED, **until)
    assert hold == KindHold(Suspension.SILENCED, NOW + 60, 1, NOW)
    await database.write(enqueue, OFFICE, "card", case_id=CASE_A, priority=CARD)
    await database.write(enqueue, OFFICE, "files 3", case_id=CASE_A, priority=FILES, holds=False)
    assert await database.write(deliver_all) == ["card", "files of the other office"]
    assert await database.read(outbox.next_due, now=NOW) == NOW + 60
    await database.write(outbox.release_claims)  # as a new process does at its start
    assert await database.read(outbox.list_holds) == [HeldQueue(OFFICE, FILES, Suspension.SILENCED, NOW)]
    # When its time is over one item tries; refused again it is held for longer, since the same moment.
    (tried,) = await database.write(claim, now=NOW + 60)
    await database.write(outbox.postpone, tried.id, not_before=NOW + 60, parts_done=0)
    again = {"not_before": NOW + 300, "now": NOW + 60}
    hold = await database.write(outbox.hold_kind, OFFICE, FILES, Suspension.SILENCED, **again)
    assert hold == KindHold(Suspension.SILENCED, NOW + 300, 2, NOW)
    assert await database.write(claim, now=NOW + 299) == []
    assert await database.write(outbox.release_kind, OFFICE, FILES)
    assert not await database.write(outbox.release_kind, OFFICE, FILES)
    assert await database.read(outbox.kind_hold, OFFICE, FILES) is None
    assert await database.write(deliver_all, now=NOW + 60) == ["files 0", "files 1", "files 2", "files 3"]


async def test_a_lane_that_is_opened_again_is_opened_whole(database: Database) -> None:
    await database.write(enqueue, OFFICE, "files", priority=FILES, holds=False)
    until = {"not_before": NOW + 60, "now": NOW}
    await database.write(outbox.hold_kind, OFFICE, FILES, Suspension.SILENCED, **until)
    await database.write(outbox.suspend_lane, OFFICE, Suspension.REMOVED)
    assert await database.write(outbox.resume_lane, OFFICE) == 1
    assert await database.read(outbox.kind_hold, OFFICE, FILES) is None
    assert await database.write(deliver_all) == ["files"]


# What was set aside


async def test_what_was_set_aside_is_listed_tried_again_and_dropped(database: Database) -> None:
    reasons = (SetAside.REFUSED, SetAside.TOO_LARGE, SetAside.ANSWER_LOST)
    for n, reason in enumerate(reasons):
        await database.write(enqueue, OFFICE, f"card {n}", case_id=case(n))
        (item,) = await database.write(claim)
        await database.write(outbox.set_aside, item.id, reason)
    newest = await database.read(outbox.list_aside, limit=2)
    assert [(item.kind, item.reason) for item in newest] == [("card 2", reasons[2]), ("card 1", reasons[1])]
    rest = await database.read(outbox.list_aside, limit=2, after=newest[-1].id)
    assert [item.kind for item in rest] == ["card 0"]
    first, second, third = rest[0].id, newest[1].id, newest[0].id
    assert await database.write(outbox.try_again, first) and not await database.write(outbox.try_again, first)
    assert await database.write(outbox.drop_aside, second) and not await database.write(outbox.drop_aside, second)
    assert await database.read(outbox.get_aside, third) == newest[0]
    assert await database.read(outbox.count_pending, OFFICE) == await database.read(outbox.count_aside) == 1
    (again,) = await database.write(claim)
    assert (again.id, again.attempts, again.reason) == (first, 1, None)


async def test_what_is_tried_again_comes_before_what_waits_of_its_case(database: Database) -> None:
    await database.write(enqueue, OFFICE, "card", case_id=CASE_A, priority=CARD)
    (card,) = await database.write(claim)
    await database.write(outbox.set_aside, card.id, SetAside.REFUSED)
    await database.write(enqueue, OFFICE, "addition", case_id=CASE_A, priority=TALK)
    await database.write(outbox.try_again, card.id)
    assert await database.write(deliver_all) == ["card", "addition"]


async def test_what_a_lane_is_rid_of_lets_its_case_go_on_and_leaves_what_was_set_aside(database: Database) -> None:
    for n in range(2):
        await database.write(enqueue, OFFICE, "prompt", case_id=CASE_A)
        if n == 0:
            (item,) = await database.write(claim)
            await database.write(outbox.set_aside, item.id, SetAside.REFUSED)
    await database.write(enqueue, OFFICE, "addition", case_id=CASE_A)
    await database.write(outbox.delete_lane_items, OFFICE, "prompt")
    assert await database.write(deliver_all) == ["addition"]
    assert [item.kind for item in await database.read(outbox.list_aside, limit=9)] == ["prompt"]


# Together


async def test_nothing_is_stranded_that_is_put_in_while_what_it_waits_for_is_settled(database: Database) -> None:
    """On PostgreSQL both are done at once: whoever comes second must see the first."""
    sent = 0
    for _ in range(10):
        await database.write(enqueue, OFFICE, "first", case_id=CASE_A)
        (item,) = await database.write(claim)
        put = (database.write(enqueue, OFFICE, f"next {n}", case_id=CASE_A) for n in range(4))
        await asyncio.gather(*put, database.write(outbox.settle_delivered, item.id))
        sent += len(await database.write(deliver_all))
    assert sent == 40
    assert await database.read(outbox.count_pending) == 0


async def test_two_who_settle_the_same_item_count_it_once(database: Database) -> None:
    for n in range(2):
        await database.write(enqueue, OFFICE, f"card {n}", case_id=case(n))
    (item,) = await database.write(claim)
    await asyncio.gather(*(database.write(outbox.settle_delivered, item.id) for _ in range(6)))
    assert await database.read(outbox.count_pending, OFFICE) == 1


async def test_an_item_that_was_altered_on_the_disk_is_not_lost_in_its_lane(database: Database) -> None:
    """It waited for its case, and belongs to another now: it is looked at, and set aside by whoever opens it."""
    await database.write(enqueue, OFFICE, "card", case_id=CASE_A)
    row = await database.write(enqueue, OFFICE, "addition", case_id=CASE_A)
    altered = update(schema.outbox).where(schema.outbox.c.id == row.id).values(case_id=CASE_B)
    await database.write(lambda connection: connection.execute(altered).rowcount)
    assert await database.write(deliver_all) == ["card", "addition"]
