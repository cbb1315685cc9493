"""The notifier: claims, sends and settles; a fault costs its item at most, and what arrived is not sent again."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import Connection

from bot.background.notifier import ASK_AGAIN, LEASE
from bot.background.retry import LOST_PAUSES, OWN_TRIES
from bot.background.sender import Delivered, Migrated, NotDelivered, Outcome, Posted, Rejection
from bot.desk.groups.binding import settle_binding
from bot.desk.holders import RoleHolder, find_ready_head
from bot.desk.outgoing.chats import OfficeChat, group_of
from bot.desk.outgoing.items import DeleteMessage, Item, LeaveGroup, SayInChat, SayInGroup
from bot.desk.outgoing.lanes import AdminLane, GroupLane, Lane, OfficeLane
from bot.desk.outgoing.posting import open_item, put_item
from bot.desk.outgoing.posts import CasePost, PostRole, find_post
from bot.desk.parcels.values import Card, CardNow, Deletion, Leaving, Notice, Parcel
from bot.desk.people import GroupStanding, Spot
from bot.desk.presses import CaseAct, DropItem, TryItem, WorkOn
from bot.desk.roles import give_role
from bot.desk.rules import Rules, Turn
from bot.terms import OfficeRole, OutboxState, Suspension
from storage import cases, outbox, schema
from storage.cases import CaseRow
from storage.engine import Database
from storage.office_ways import OfficeWays, put_ways
from tests.background.delivering import Telegram, deliver_all, notifier_on
from tests.desk.house import ADMIN, DANA, GROUP, OTHER_GROUP, Desk, OnDesk, new_rules, outbox_rows, put_case
from tests.desk.test_past_the_group import put_past
from tests.promises.desk import StillClock
from tests.waiting import until

OFFICE = OfficeLane("mangystau")


@dataclass(slots=True)
class Room:
    """A database, a clock, and what Telegram is told to answer."""

    database: Database
    rules: Rules
    clock: StillClock
    telegram: Telegram

    @property
    def turn(self) -> Turn:
        """The turn of a transaction now."""
        return Turn(self.rules, self.clock.now())

    async def put(self, item: Item, lane: Lane = OFFICE) -> None:
        """Owe *item*."""
        await self.database.write(put_item, item, lane, self.turn)

    async def deliver(self) -> list[Parcel]:
        """Let the notifier work until nothing is due; everything that was sent so far."""
        return await deliver_all(self.database, self.rules, self.telegram, self.clock)

    async def items(self, state: OutboxState = OutboxState.PENDING) -> list[Item]:
        """What is in the outbox."""
        rows = await self.database.read(outbox_rows, state)
        return [open_item(row, self.rules.safe) for row in rows]


@pytest.fixture
async def room(tmp_path: Path) -> AsyncIterator[Room]:
    """A region with its group, and nothing owed."""
    async with await Database.open(f"sqlite:///{tmp_path}/outbox.db") as database:
        await database.write(schema.metadata.create_all)
        made = Room(database, new_rules(), StillClock(), Telegram())
        await database.write(settle_binding, "mangystau", GROUP, ADMIN, made.turn)
        yield made


def notice(key: str, chat: int = GROUP) -> Notice:
    """What the group is shown of SayInGroup(key)."""
    return Notice(chat, "kk", key, {})


async def test_a_card_is_sent_remembered_and_gone_from_the_outbox(room: Room) -> None:
    case: OnDesk = await room.database.write(put_case, room.turn)
    (card,) = await room.deliver()
    assert isinstance(card, Card) and card.row == case.row
    post = await room.database.read(find_post, Spot(GROUP, 1001), room.rules.safe)
    assert (post, await room.items()) == (CasePost(case.id, PostRole.CARD, None), [])


async def test_a_lane_goes_in_order_and_one_that_waits_holds_up_no_other(room: Room) -> None:
    def answer(parcel: Parcel) -> Outcome:
        return NotDelivered(Rejection.FLOOD, asked=60) if parcel.chat == GROUP else Delivered()

    room.telegram.answer = answer
    for key in ("s.reposted", "s.not_a_case"):
        await room.put(SayInGroup(key))
    await room.put(SayInChat(ADMIN.id, "a.group_back"), AdminLane("1" * 32))
    sent = await room.deliver()
    assert sorted(parcel.chat for parcel in sent) == [GROUP, ADMIN.id]
    assert await room.items() == [SayInGroup("s.reposted"), SayInGroup("s.not_a_case")]
    room.telegram.answer = None
    room.clock.pass_by(timedelta(seconds=62))
    assert (await room.deliver())[2:] == [notice("s.reposted"), notice("s.not_a_case")]


async def test_parts_that_arrived_are_remembered_and_not_sent_again(room: Room) -> None:
    case: OnDesk = await room.database.write(put_case, room.turn)
    room.telegram.answer = lambda parcel: NotDelivered(
        Rejection.FLOOD, posts=(Posted(GROUP, 40), Posted(GROUP, 41)), asked=5
    )
    await room.deliver()
    room.telegram.answer = None
    room.clock.pass_by(timedelta(seconds=7))
    first, second = await room.deliver()
    assert isinstance(first, Card) and isinstance(second, Card)
    assert (first.parts_done, second.parts_done) == (0, 2)
    for message in (40, 41, 1002):
        post = await room.database.read(find_post, Spot(GROUP, message), room.rules.safe)
        assert post == CasePost(case.id, PostRole.CARD, None)


async def test_when_telegram_asks_the_whole_bot_to_wait_every_lane_waits(room: Room) -> None:
    room.telegram.answer = lambda parcel: NotDelivered(Rejection.FLOOD, asked=30, everywhere=True)
    notifier = notifier_on(room.database, room.rules, room.telegram, room.clock)
    working = asyncio.create_task(notifier.run())
    await room.put(SayInGroup("s.reposted"))
    await until(lambda: notifier._held_until > 0.0 and not notifier._busy, meanwhile=notifier.wake.set)
    assert await notifier._round() == pytest.approx(30, abs=1)
    working.cancel()
    await asyncio.gather(working, return_exceptions=True)
    assert len(room.telegram.parcels) == 1


async def test_what_telegram_never_takes_is_set_aside_told_and_the_lane_goes_on(room: Room) -> None:
    def answer(parcel: Parcel) -> Outcome:
        refused = isinstance(parcel, Notice) and parcel.key == "s.reposted"
        return NotDelivered(Rejection.MALFORMED) if refused else Delivered()

    room.telegram.answer = answer
    for key in ("s.reposted", "s.not_a_case"):
        await room.put(SayInGroup(key))
    sent = await room.deliver()
    assert await room.items(OutboxState.SET_ASIDE) == [SayInGroup("s.reposted")]
    assert notice("s.not_a_case") in sent
    told = {"case_no": "–", "what": "item.other", "why": "aside.refused"}
    assert Notice(ADMIN.id, None, "a.item_aside", told, presses=(TryItem(1), DropItem(1))) in sent


async def test_what_may_have_arrived_is_sent_again_as_such_twice_and_then_set_aside(room: Room) -> None:
    room.telegram.answer = lambda parcel: NotDelivered(Rejection.ANSWER_LOST) if parcel.chat == GROUP else Delivered()
    await room.put(SayInGroup("s.reposted"))
    for pause in (0.0, *LOST_PAUSES):
        room.clock.pass_by(timedelta(seconds=2 * pause))
        await room.deliver()
    assert [parcel for parcel in room.telegram.parcels if parcel.chat == GROUP] == [notice("s.reposted")] * 3
    assert room.telegram.repeats == 2
    assert await room.items(OutboxState.SET_ASIDE) == [SayInGroup("s.reposted")]


async def test_the_log_has_telegrams_reason_and_nothing_of_the_parcel(
    room: Room, caplog: pytest.LogCaptureFixture
) -> None:
    room.telegram.answer = lambda parcel: NotDelivered(Rejection.MALFORMED, words="message is too long")
    case: OnDesk = await room.database.write(put_case, room.turn)
    await room.deliver()
    assert "an outbox item of kind card was set aside (refused): message is too long" in caplog.text
    assert not any(word in caplog.text for word in (case.row.number, case.id, str(GROUP), "Емхана"))


async def test_a_fault_of_ours_is_tried_again_and_then_set_aside(room: Room) -> None:
    def answer(parcel: Parcel) -> Outcome:
        raise RuntimeError("the card cannot be drawn")

    room.telegram.answer = answer
    await room.put(SayInGroup("s.reposted"))
    for attempt in range(1, OWN_TRIES + 1):
        assert await room.items(OutboxState.SET_ASIDE) == []
        assert len([p for p in await room.deliver() if p == notice("s.reposted")]) == attempt
        room.clock.pass_by(timedelta(seconds=4 * 2**attempt))
    assert SayInGroup("s.reposted") in await room.items(OutboxState.SET_ASIDE)


async def test_a_lane_that_is_closed_waits_with_all_that_is_in_it(room: Room) -> None:
    room.telegram.answer = lambda parcel: NotDelivered(Rejection.GONE) if parcel.chat == GROUP else Delivered()
    for key in ("s.reposted", "s.not_a_case"):
        await room.put(SayInGroup(key))
    sent = await room.deliver()
    assert sent == [notice("s.reposted"), Notice(ADMIN.id, None, "a.group_lost", {"region": "mangystau"})]
    assert await room.items() == [SayInGroup("s.reposted"), SayInGroup("s.not_a_case")]
    assert await room.database.read(outbox.lane_state, str(OFFICE)) == Suspension.GONE


async def test_a_group_that_became_a_supergroup_is_followed(room: Room) -> None:
    room.telegram.answer = lambda parcel: Migrated(GROUP, OTHER_GROUP) if parcel.chat == GROUP else Delivered()
    await room.put(SayInGroup("s.not_a_case"))
    sent = await room.deliver()
    assert sent == [notice("s.not_a_case"), notice("s.not_a_case", OTHER_GROUP), notice("s.reposted", OTHER_GROUP)]
    group = await room.database.read(group_of, "mangystau", room.rules.safe)
    assert group is not None and group.chat == OTHER_GROUP and isinstance(group, OfficeChat)


async def test_what_names_a_group_that_became_a_supergroup_ends_and_holds_nothing_up(room: Room) -> None:
    room.telegram.answer = lambda parcel: Migrated(GROUP, OTHER_GROUP) if parcel.chat == GROUP else Delivered()
    of_group = GroupLane.of(room.rules.safe.group_mark(GROUP))
    await room.put(DeleteMessage(Spot(GROUP, 6)))
    await room.put(SayInGroup("s.not_a_case"))
    assert notice("s.not_a_case", OTHER_GROUP) in await room.deliver()
    await room.put(LeaveGroup(GROUP), of_group)
    await room.put(SayInChat(GROUP, "a.not_bound", reply_to=Spot(GROUP, 5)), of_group)
    sent = await room.deliver()
    refused = [type(each) for each in sent if each.chat == GROUP]
    assert refused == [Deletion, Leaving, Notice], "each is refused once"
    assert Notice(OTHER_GROUP, None, "a.not_bound", {}) in sent
    assert await room.items() == []


async def test_what_a_group_that_the_region_has_left_refuses_closes_no_other(room: Room) -> None:
    room.telegram.answer = lambda parcel: NotDelivered(Rejection.BLOCKED) if parcel.chat == OTHER_GROUP else Delivered()
    await room.put(DeleteMessage(Spot(OTHER_GROUP, 6)))
    await room.put(SayInGroup("s.not_a_case"))
    assert [each.chat for each in await room.deliver()] == [OTHER_GROUP, GROUP]
    assert await room.items() == []
    assert await room.database.read(outbox.lane_state, str(OFFICE)) is None


async def test_what_a_dead_process_had_claimed_is_sent_at_the_next_start(room: Room) -> None:
    await room.put(SayInGroup("s.reposted"))

    def claim_and_die(connection: Connection, now: int) -> int:
        return len(outbox.claim_due(connection, now=now, lease=LEASE, limit=1))

    assert await room.database.write(claim_and_die, int(room.clock.timestamp())) == 1
    assert await room.deliver() == [notice("s.reposted")]
    assert room.telegram.repeats == 1


async def test_an_item_that_is_about_nothing_any_more_is_done_without_a_word(room: Room) -> None:
    await room.put(SayInGroup("s.reposted"), OfficeLane("abai"))
    assert await room.deliver() == []
    assert await room.items() == []


async def test_what_somebody_waits_for_goes_by_a_card_that_its_group_takes_later(room: Room) -> None:
    rested = asyncio.Event()

    class Pacing(Telegram):
        def pace(self, chat: int) -> float:
            return 0.0 if rested.is_set() or not self.parcels else 4.0

        async def rest(self, seconds: float) -> None:
            assert seconds == 4.0
            await rested.wait()

    working_on = Pacing()
    first: OnDesk = await room.database.write(put_case, room.turn)
    notifier = notifier_on(room.database, room.rules, working_on, room.clock)
    working = asyncio.create_task(notifier.run())
    await until(lambda: len(working_on.parcels) == 1)
    second: OnDesk = await room.database.write(put_case, room.turn)
    await room.put(SayInGroup("s.not_a_case"))
    await until(lambda: notice("s.not_a_case") in working_on.parcels, meanwhile=notifier.wake.set)
    await until(lambda: notifier._resting is not None, meanwhile=notifier.wake.set)
    assert len(working_on.parcels) == 2
    rested.set()
    await until(lambda: len(working_on.parcels) == 3)
    working.cancel()
    await asyncio.gather(working, return_exceptions=True)
    cards = [parcel.row.number for parcel in working_on.parcels if isinstance(parcel, Card)]
    assert cards == [first.row.number, second.row.number]


async def test_a_lane_that_rests_for_long_keeps_no_other_from_waking(room: Room) -> None:
    rests: list[float] = []

    class Pacing(Telegram):
        def pace(self, chat: int) -> float:
            return 60.0 if chat == GROUP else 3.0

        async def rest(self, seconds: float) -> None:
            rests.append(seconds)
            await asyncio.Event().wait()

    telegram = Pacing()
    await room.database.write(settle_binding, "abai", OTHER_GROUP, ADMIN, room.turn)
    await room.database.write(put_case, room.turn)
    notifier = notifier_on(room.database, room.rules, telegram, room.clock)
    working = asyncio.create_task(notifier.run())
    await until(lambda: len(telegram.parcels) == 1)
    await room.database.write(put_case, room.turn)
    await until(lambda: rests == [60.0], meanwhile=notifier.wake.set)
    for _ in range(2):
        await room.database.write(partial(put_case, region="abai"), room.turn)
    await until(lambda: rests == [60.0, 3.0], meanwhile=notifier.wake.set)
    working.cancel()
    await asyncio.gather(working, return_exceptions=True)
    assert [parcel.chat for parcel in telegram.parcels] == [GROUP, OTHER_GROUP]


async def test_a_store_that_fails_before_the_first_round_is_waited_for_in_pauses(room: Room) -> None:
    """A read-only database once filled the log: the wake-up of the start was still standing, and no rest was one."""
    notifier, pauses = notifier_on(room.database, room.rules, room.telegram, room.clock), 0

    class Resting(StillClock):
        async def wait(self, event: asyncio.Event, seconds: float) -> bool:
            nonlocal pauses
            assert not event.is_set(), "the rest would be none"
            pauses += 1
            if pauses == 3:
                raise asyncio.CancelledError
            return False

    notifier.clock = Resting()
    await room.database.close()
    notifier.wake.set()
    with pytest.raises(asyncio.CancelledError):
        await notifier.run()
    assert pauses == 3


def with_dana(connection: Connection, turn: Turn, text: str = "Өтініш") -> OnDesk:
    """A case that Dana has in private, its card on the way to her."""
    desk = Desk(connection, turn)
    put_ways(connection, "mangystau", OfficeWays(notice_only=True))
    case = desk.put_case(text)
    desk.empty_outbox()
    desk.decide(WorkOn(CaseAct.TAKE, case.id))
    return case


def past_case(connection: Connection, turn: Turn) -> OnDesk:
    """A case for the head alone."""
    return put_past(Desk(connection, turn))


@pytest.mark.parametrize("standing", GroupStanding)
async def test_words_in_private_reach_only_who_is_in_the_group_when_they_go(
    room: Room, standing: GroupStanding
) -> None:
    case: OnDesk = await room.database.write(with_dana, room.turn)
    room.telegram.standing = standing
    sent = await room.deliver()
    to_dana = [parcel for parcel in sent if parcel.chat == DANA.id]
    assert set(room.telegram.asked) == {(GROUP, DANA.id)}
    row: CaseRow | None = await room.database.read(cases.get_case, case.id)
    assert row is not None
    has_it = row.assignee == room.rules.safe.person_mark(DANA.id)
    match standing:
        case GroupStanding.MEMBER:
            assert [type(parcel) for parcel in to_dana] == [Card, CardNow] and has_it
        case GroupStanding.LEFT:
            assert (to_dana, has_it) == ([], False)
            told = [parcel for parcel in sent if isinstance(parcel, Notice) and parcel.key == "s.left_cases"]
            assert [parcel.values["numbers"] for parcel in told] == [case.row.number]
        case _:
            assert (to_dana, has_it) == ([], True)
            room.telegram.standing = GroupStanding.MEMBER
            room.clock.pass_by(timedelta(seconds=ASK_AGAIN))
            later = [parcel for parcel in await room.deliver() if parcel.chat == DANA.id]
            assert [type(parcel) for parcel in later] == [Card, CardNow]


async def test_a_head_who_left_unheard_leads_nothing_once_something_is_for_them(room: Room) -> None:
    head = RoleHolder("mangystau", OfficeRole.HEAD, DANA, started=True)
    await room.database.write(give_role, head, ADMIN, room.turn)
    case: OnDesk = await room.database.write(past_case, room.turn)
    room.telegram.standing = GroupStanding.LEFT
    sent = await room.deliver()
    assert [parcel for parcel in sent if parcel.chat == DANA.id] == []
    assert await room.database.read(find_ready_head, "mangystau", room.rules.safe) is None
    assert all(case.row.number not in str(parcel) for parcel in sent if parcel.chat == GROUP)


async def test_to_a_head_it_goes_on_while_their_group_cannot_be_asked_about(room: Room) -> None:
    head = RoleHolder("mangystau", OfficeRole.HEAD, DANA, started=True)
    await room.database.write(give_role, head, ADMIN, room.turn)
    await room.database.write(past_case, room.turn)
    room.telegram.standing = GroupStanding.UNKNOWN
    assert [type(parcel) for parcel in await room.deliver() if parcel.chat == DANA.id] == [Card]
