"""The duty that reminds offices: a restart tells nothing twice, and one case that breaks costs nothing but itself."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Connection, select, update

from bot.background.deadlines import Deadlines
from bot.clock import KAZAKHSTAN
from bot.desk import experts
from bot.desk.expert_presses import SendToExpert
from bot.desk.experts import Invitation
from bot.desk.officers import casework, deadlines
from bot.desk.outgoing.items import ItemKind
from bot.desk.parcels.values import Notice
from bot.desk.people import Officer
from bot.desk.rules import Turn
from bot.terms import ExpertField, Status
from bot.wiring import House
from storage import cases, outbox, reminders, schema
from storage.errors import StoreUnavailableError
from tests.background.delivering import Telegram, deliver_all
from tests.desk.house import ADMIN, FORGOTTEN, press, put_case
from tests.promises.desk import StillClock, bind_office, house_at
from tests.storage.rows import empty_outbox

FILED = datetime(2026, 3, 2, 20, 17, tzinfo=KAZAKHSTAN).astimezone(UTC)
MORNING = datetime(2026, 3, 4, 9, tzinfo=KAZAKHSTAN).astimezone(UTC)


def still(moment: datetime) -> StillClock:
    """A clock that stands at *moment*."""
    return StillClock(moment.timestamp())


def file_some(connection: Connection, turn: Turn) -> list[str]:
    ids = [put_case(connection, turn).id for _ in range(3)]
    connection.execute(update(schema.cases).values(topic="queue"))
    return ids


async def begin(house: House) -> list[str]:
    await bind_office(house)
    return await house.store.database.write(file_some, Turn(house.intake.rules, house.clock.now()))


def told(connection: Connection) -> Counter[str]:
    """How many reminders of each case, and digests, wait to be sent."""
    kinds = (ItemKind.REMINDER, ItemKind.DIGEST)
    query = select(schema.outbox.c.case_id, schema.outbox.c.kind).where(schema.outbox.c.kind.in_(kinds))
    return Counter(row.case_id or row.kind for row in connection.execute(query))


async def remind(house: House) -> Counter[str]:
    await Deadlines(house.store.database, house.intake.rules, house.clock).remind()
    return await house.store.database.read(told)


async def test_a_restart_between_decision_and_sending_tells_nothing_twice(tmp_path: Path) -> None:
    async with house_at(tmp_path, still(FILED)) as house:
        ids = await begin(house)
    everything = Counter([*ids, ItemKind.DIGEST])
    for n in range(3):  # each time another process, an hour later
        async with house_at(tmp_path, still(MORNING + timedelta(hours=n))) as house:
            assert await remind(house) == everything
    async with house_at(tmp_path, still(MORNING + timedelta(hours=4))) as house:
        claim = {"now": int(house.clock.timestamp()), "lease": 120, "limit": 9}
        for item in await house.store.database.write(outbox.claim_due, **claim):
            await house.store.database.write(outbox.settle_delivered, item.id)
        before = await house.store.database.read(told)
        assert await remind(house) == before


async def test_a_process_that_dies_in_a_slice_leaves_it_to_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with house_at(tmp_path, still(FILED)) as house:
        ids = await begin(house)

    def die(*_: object) -> None:
        raise StoreUnavailableError("gone")

    async with house_at(tmp_path, still(MORNING)) as house:
        with monkeypatch.context() as patched:
            patched.setattr(deadlines, "_remind", die)
            with pytest.raises(StoreUnavailableError):
                await remind(house)
        assert await house.store.database.read(told) == Counter()
        assert await remind(house) == Counter([*ids, ItemKind.DIGEST])


async def test_a_case_that_breaks_costs_nothing_but_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with house_at(tmp_path, still(FILED)) as house:
        ids = sorted(await begin(house))
    original = deadlines._remind

    def break_one(connection: Connection, row: object, *rest: object) -> None:
        if row.id == ids[1]:  # type: ignore[attr-defined]
            raise RuntimeError("a fault of ours")
        original(connection, row, *rest)  # type: ignore[arg-type]

    async with house_at(tmp_path, still(MORNING)) as house:
        monkeypatch.setattr(deadlines, "_remind", break_one)
        assert await remind(house) == Counter([ids[0], ids[2], ItemKind.DIGEST])
        left = await house.store.database.read(reminders.get_reminder, ids[1])
        assert left is not None
        assert (left.look_on, left.told) == (None, None)


async def test_nothing_is_looked_at_outside_office_hours(tmp_path: Path) -> None:
    async with house_at(tmp_path, still(FILED)) as house:
        await begin(house)
    for moment in (MORNING - timedelta(minutes=1), MORNING + timedelta(hours=9), MORNING + timedelta(days=3)):
        async with house_at(tmp_path, still(moment)) as house:
            assert await remind(house) == Counter()


async def test_a_lane_that_goes_on_at_night_waits_for_the_morning(tmp_path: Path) -> None:
    async with house_at(tmp_path, still(FILED)) as house:
        ids = await begin(house)
        await house.store.database.write(empty_outbox)
    async with house_at(tmp_path, still(MORNING + timedelta(hours=8))) as house:
        await remind(house)
    telegram, notices = Telegram(), set[str]()
    for moment in (MORNING + timedelta(hours=9), MORNING + timedelta(hours=23, minutes=59)):
        async with house_at(tmp_path, still(moment)) as house:
            sent = await deliver_all(house.store.database, house.intake.rules, telegram, house.clock)
            assert sent == []
            assert await house.store.database.read(told) == Counter(ids)  # the digest was of its day alone
    async with house_at(tmp_path, still(MORNING + timedelta(days=1))) as house:
        sent = await deliver_all(house.store.database, house.intake.rules, telegram, house.clock)
        notices |= {parcel.key for parcel in sent if isinstance(parcel, Notice)}
        assert (len(sent), notices) == (3, {"s.silent"})
        assert await remind(house) == Counter([ItemKind.DIGEST])


def give_to_expert(connection: Connection, turn: Turn) -> str:
    """A case in work that an expert gets; its id."""
    case = put_case(connection, turn)
    turn = replace(turn, rules=replace(turn.rules, named_admins=frozenset({ADMIN.id})))
    asked = Invitation("mangystau", ExpertField.MEDIA, ADMIN)
    secret = experts.make_link(connection, asked, turn).removeprefix(experts.LINK_PREFIX)
    expert = experts.agree(connection, secret, Officer(31, "Сәуле"), turn)
    assert expert is not None
    outcome = casework.decide(connection, press(FORGOTTEN), turn, choice=SendToExpert(case.id, expert.digits))
    assert outcome.key == "s.expert_sent"
    return case.id


async def test_a_case_on_which_its_expert_said_nothing_comes_back_in_the_morning(tmp_path: Path) -> None:
    async with house_at(tmp_path, still(FILED)) as house:
        await bind_office(house)
        case_id = await house.store.database.write(give_to_expert, Turn(house.intake.rules, house.clock.now()))
    found = []
    for moment in (MORNING, MORNING + timedelta(days=8, hours=-2), MORNING + timedelta(days=8)):
        async with house_at(tmp_path, still(moment)) as house:
            await remind(house)
            row = await house.store.database.read(cases.get_case, case_id)
            assert row is not None
            found.append(row.status)
    assert found == [Status.EXPERT, Status.EXPERT, Status.REGISTERED]
