"""The outbox of version 1 is brought along: every kind reaches the same chat with the same words, and none is lost."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, delete, insert, select, text, update

from bot.chance import Chance
from bot.clock import Clock
from bot.conversation.values.effects import AddFacts
from bot.desk.citizens.filing import add_facts
from bot.desk.officers.acting import OfficeCase
from bot.desk.officers.previews import keep_preview
from bot.desk.outgoing.items import (
    AskWho,
    AskWords,
    DeleteMessage,
    EditPreview,
    Item,
    ItemKind,
    PostAddition,
    PostCard,
    PostFiles,
    PushCitizen,
    SayInChat,
    SayInGroup,
    SendContacts,
    ShowPreview,
)
from bot.desk.outgoing.posting import open_item, tell_office
from bot.desk.outgoing.posts import CasePost, PostRole, Prompt, remember_post
from bot.desk.outgoing.topics import CaseTopic
from bot.desk.outgoing.upgrade import VERSION, bring_outbox_along
from bot.desk.parcels.opening import open_parcel
from bot.desk.parcels.values import (
    Addition,
    Card,
    Contacts,
    Deletion,
    Files,
    Notice,
    Parcel,
    Preview,
    Push,
    Verdict,
)
from bot.desk.people import Spot
from bot.desk.presses import GiveReason
from bot.desk.rules import Rules, Turn
from bot.desk.talk import open_answers
from bot.encryption.errors import SealBrokenError
from bot.encryption.places import Table
from bot.settings import Settings, read_settings
from bot.store import Store, open_store
from bot.terms import Language, OutboxState, TalkState
from storage import cases, facts, offices, schema
from storage.cases import CaseRow
from storage.engine import Database
from storage.facts import Fact
from storage.offices import OfficeRow
from storage.outbox import OutboxItem
from tests.background.delivering import Telegram, deliver_all
from tests.desk.house import (
    ADMIN,
    CITIZEN,
    DANA,
    GROUP,
    NOW,
    OTHER_GROUP,
    new_rules,
    outbox_rows,
    put_case,
    put_file,
)
from tests.desk.outgoing.version_1 import WISH, OldWorld, left_behind, put_row
from tests.promises.desk import StillClock
from tests.storage.rows import empty_outbox
from tests.storage.test_upgrades import dump, tables_of, until

WITHOUT_MOVES = 5
"""The revision that dropped the questions about moves."""
SINCE = {
    ItemKind.ANSWER,
    ItemKind.LEAVE,
    ItemKind.REFRESH,
    ItemKind.PAGE,
    ItemKind.HISTORY,
    ItemKind.WIPE,
    ItemKind.HEAD,
    ItemKind.EXPERT,
    ItemKind.OPINION,
    ItemKind.EXPERT_FILE,
    ItemKind.CITIZEN,
    ItemKind.DIGEST,
    ItemKind.REMINDER,
    ItemKind.WORDS,
}
"""Kinds that no version before the third has put."""


@asynccontextmanager
async def started(settings: Settings, clock: Clock) -> AsyncIterator[Store]:
    """The store as the bot opens it, which alone brings the outbox along."""
    async with open_store(settings, clock, Chance()) as store:
        await store.database.write(bring_outbox_along, store.safe)
        yield store


@dataclass(frozen=True, slots=True)
class Left:
    """A database that the first version left behind, and what this program may know of it."""

    settings: Settings
    rules: Rules
    world: OldWorld
    clock: StillClock

    async def opened(self) -> list[OutboxItem]:
        """Start on it; what then lies in the outbox, oldest first."""
        async with started(self.settings, self.clock) as store:
            return await store.database.read(outbox_rows)

    async def alter(self, **values: object) -> None:
        """Change rows as whoever holds the disk could: `where` names the kind."""
        kind = values.pop("where")
        async with await Database.open(self.settings.database_url) as database:
            query = update(schema.outbox).where(schema.outbox.c.kind == kind).values(**values)
            await database.write(lambda connection: connection.execute(query).rowcount)

    async def damage(self, kind: str, cut: int) -> None:
        """Leave *cut* bytes of the box of *kind*; with 0 its last byte is another."""
        async with await Database.open(self.settings.database_url) as database:
            (box,) = [row.box for row in await database.read(outbox_rows) if row.kind == kind]
        assert box is not None
        await self.alter(where=kind, box=box[:cut] if cut else box[:-1] + bytes([box[-1] ^ 1]))

    async def deliver(self) -> list[Parcel]:
        """Start on it and send everything; what was sent."""
        async with started(self.settings, self.clock) as store:
            return await deliver_all(store.database, self.rules, Telegram(), self.clock)

    async def aside(self) -> list[str]:
        """The kinds that were set aside."""
        async with await Database.open(self.settings.database_url) as database:
            return [row.kind for row in await database.read(outbox_rows, OutboxState.SET_ASIDE)]


@pytest.fixture
async def left(tmp_path: Path) -> Left:
    """A database that was brought to the newest version and still has the items of the first."""
    found = await leave(tmp_path, 2)
    async with await Database.open(found.settings.database_url) as database:
        await database.migrate()
    return found


async def leave(folder: Path, version: int) -> Left:
    """A database at revision *version* in which every kind of item waits."""
    rules, clock = new_rules(), StillClock(NOW.timestamp())
    settings = read_settings(
        {
            "BOT_TOKEN": "1:playground",
            "BOT_API_URL": "http://127.0.0.1:9",
            "DATABASE_URL": f"sqlite:///{folder}/adaldyq.db",
            "KEYRING_FILE": f"{folder}/keys/keyring.json",
            "ADMIN_IDS": str(ADMIN.id),
        }
    )
    rules.safe.keyring.write_new(settings.keyring_file)
    revisions = folder / "revisions"
    revisions.mkdir()
    # Lived in today's tables, by today's program, and put into those of the version: what they hold of it is the same.
    async with await Database.open(f"sqlite:///{revisions}/today.db") as database:
        await database.migrate()
        await database.write(facts.put_fact, Fact.KEYRING, rules.safe.keyring.fingerprint())
        world = await database.write(live, Turn(rules, NOW))
        await database.write(leave_outbox, world, Turn(rules, NOW), version=version)
        rows = await database.read(dump)
    async with await Database.open(settings.database_url) as database:
        await database.migrate(until(version, revisions))
        await database.write(put_back, rows)
    shutil.rmtree(revisions)
    return Left(settings, rules, world, clock)


def put_back(connection: Connection, rows: Mapping[str, list[dict[str, Any]]]) -> None:
    """What *rows* hold of the tables and columns that there are."""
    tables = tables_of(connection)
    connection.execute(text("PRAGMA defer_foreign_keys = ON"))
    for name in tables.keys() & rows.keys():
        for row in rows[name]:
            known = {column: value for column, value in row.items() if column in tables[name].columns}
            connection.execute(insert(tables[name]), known)


def live(connection: Connection, turn: Turn) -> OldWorld:
    """A case with contacts whose talk has an addition, a preview and a sent answer; another that may be pushed."""
    box = turn.safe.seal({"chat": GROUP}, table=Table.OFFICES, row="mangystau")
    bound = OfficeRow("mangystau", turn.safe.group_mark(GROUP), box, Language.KAZAKH, turn.today)
    offices.put_office(connection, bound)
    case, pushed = put_case(connection, turn, level="contact"), put_case(connection, turn, level="relay")
    add_facts(connection, AddFacts(case.id, "Тағы да сұрады."), turn)
    office = offices.get_office(connection, "mangystau")
    assert office is not None
    about, safe = OfficeCase(office, case.row), turn.safe
    keep_preview(connection, about, "Тексереміз.", Spot(GROUP, 50), turn)
    sent = keep_preview(connection, about, "Тексердік.", Spot(GROUP, 51), turn)
    cases.change_talk(connection, case.id, sent, TalkState.SENT, before=TalkState.PREVIEW, day=turn.today)
    remember_post(connection, Spot(GROUP, 40), CasePost(case.id, PostRole.CARD, None), safe)
    remember_post(connection, Spot(GROUP, 60), CasePost(case.id, PostRole.PREVIEW, sent), safe)
    file_id = put_file(connection, turn, case)
    chats = (GROUP, OTHER_GROUP, DANA.id, ADMIN.id)
    return OldWorld(case.id, pushed.id, case.row.number, file_id, *chats, 40, 50, 60, 5)


def leave_outbox(connection: Connection, world: OldWorld, turn: Turn, *, version: int) -> None:
    """In place of what this program has put; questions about moves are gone since revision 5."""
    empty_outbox(connection)
    connection.execute(delete(schema.facts).where(schema.facts.c.name == Fact.OUTBOX))
    for row in left_behind(world, turn.safe):
        if row.kind != "move" or version < WITHOUT_MOVES:
            put_row(connection, row, turn.safe, now=turn.seconds)


def items_of(world: OldWorld) -> list[Item]:
    """What the rows of version 1 are to this program."""
    case, told = world.case, {"case_no": world.number}
    return [
        PostCard(case),
        PostAddition(case, 1),
        PostFiles(case, 0, (world.file,), 1, 1),
        ShowPreview(case, 2),
        EditPreview(case, 3, Spot(GROUP, 60), "s.stored_contact"),
        SayInGroup("s.reposted"),
        SayInGroup("s.not_delivered", told, None, case),
        SayInGroup("s.reply_text_only", {}, Spot(GROUP, 50)),
        AskWords(case, WISH, Spot(GROUP, 40)),
        AskWho(case, WISH, Spot(GROUP, 50)),
        SayInChat(OTHER_GROUP, "s.gone"),
        SayInChat(ADMIN.id, "a.set_aside", {"n": 3}),
        PushCitizen(world.pushed),
        SendContacts(case, DANA.id),
        DeleteMessage(Spot(DANA.id, 5)),
    ]


def parcels_of(world: OldWorld, row: CaseRow, answers: dict[str, str | None]) -> list[Parcel | None]:
    """What version 1 would have sent, in the words of its own `open_parcel`."""
    number, told = row.number, {"case_no": row.number}
    topic = CaseTopic(number, row.sphere)  # of which only a forum knows anything
    return [
        Card(GROUP, "kk", row, answers, True, 0, topic=topic),
        Addition(GROUP, "kk", number, "Тағы да сұрады.", 0, 40, None, topic=topic),
        Files(GROUP, "kk", number, (world.file,), 1, 1, 40, topic=topic),
        Preview(GROUP, "kk", row.id, number, 2, "Тексереміз.", "kk", 50, 0, 0, topic=topic),
        Verdict(GROUP, "kk", 60, number, "Тексердік.", "kk", "s.stored_contact", 0),
        Notice(GROUP, "kk", "s.reposted", {}),
        Notice(GROUP, "kk", "s.not_delivered", told, role=PostRole.NOTICE, topic=topic),
        Notice(GROUP, "kk", "s.reply_text_only", {}, 50),
        Notice(GROUP, "kk", "s.reveal_prompt", told, 40, role=Prompt(WISH), topic=topic),
        Notice(GROUP, "kk", "s.reveal_who", told, 50, (GiveReason(WISH),), PostRole.NOTICE),
        Notice(OTHER_GROUP, None, "s.gone", {}),
        Notice(ADMIN.id, None, "a.set_aside", {"n": 3}),
        Push(CITIZEN, "kk", world.pushed),
        None,  # contacts: nobody is allowed to open any where no head is named
        Deletion(DANA.id, 5),
    ]


def open_parcels(connection: Connection, left: Left, rows: Sequence[OutboxItem]) -> list[Parcel | None]:
    """What each of *rows* would send."""
    return [open_parcel(connection, row, Turn(left.rules, left.clock.now())) for row in rows]


def expected_parcels(connection: Connection, left: Left) -> list[Parcel | None]:
    """What version 1 would have sent."""
    row = cases.get_case(connection, left.world.case)
    assert row is not None
    return parcels_of(left.world, row, open_answers(left.rules.safe.open_case_key(row.id, row.wrapped_key), row))


@pytest.mark.parametrize("version", [1, 2])
async def test_every_kind_that_waited_is_opened_and_sent_as_version_1_would_have(tmp_path: Path, version: int) -> None:
    left = await leave(tmp_path, version)
    assert {row.kind for row in left_behind(left.world, left.rules.safe)} == {*ItemKind, "move"} - SINCE
    rows = await left.opened()
    assert [open_item(row, left.rules.safe) for row in rows] == items_of(left.world)
    async with started(left.settings, left.clock) as store:
        assert await store.database.read(open_parcels, left, rows) == await store.database.read(expected_parcels, left)


async def test_a_second_start_changes_nothing(left: Left) -> None:
    rows = await left.opened()
    assert await left.opened() == rows
    async with await Database.open(left.settings.database_url) as database:
        assert await database.read(facts.get_fact, Fact.OUTBOX) == VERSION


async def test_everything_that_waited_is_delivered(left: Left) -> None:
    sent = await left.deliver()
    async with await Database.open(left.settings.database_url) as database:
        expected = await database.read(expected_parcels, left)
    assert [parcel for parcel in expected if parcel is not None and parcel not in sent] == []
    assert await left.aside() == []


async def test_what_was_set_aside_before_is_brought_along_too(left: Left) -> None:
    await left.alter(where="prompt", state=OutboxState.SET_ASIDE)
    await left.opened()
    async with await Database.open(left.settings.database_url) as database:
        (row,) = await database.read(outbox_rows, OutboxState.SET_ASIDE)
    assert open_item(row, left.rules.safe) == AskWords(left.world.case, WISH, Spot(GROUP, 40))


@pytest.mark.parametrize("cut", [0, 1, 40])
async def test_a_damaged_box_costs_its_own_item_only(left: Left, caplog: pytest.LogCaptureFixture, cut: int) -> None:
    await left.damage("contacts", cut)
    sent = await left.deliver()
    assert "an older outbox item of kind contacts cannot be brought along" in caplog.text
    assert await left.aside() == ["contacts"]
    assert [parcel for parcel in sent if isinstance(parcel, Contacts)] == []
    alerts = [parcel for parcel in sent if isinstance(parcel, Notice) and parcel.key == "a.item_aside"]
    assert [(alert.values["why"], len(alert.presses)) for alert in alerts] == [("aside.cannot_open", 2)]
    assert Deletion(DANA.id, 5) in sent and Push(CITIZEN, "kk", left.world.pushed) in sent


async def test_swapped_boxes_are_set_aside_and_nothing_wrong_is_sent(left: Left) -> None:
    rows = [row for row in await left.opened() if row.kind == ItemKind.NOTICE]
    first, *_, last = rows
    async with await Database.open(left.settings.database_url) as database:
        for row, box in ((first, last.box), (last, first.box)):
            query = update(schema.outbox).where(schema.outbox.c.id == row.id).values(box=box)
            await database.write(lambda connection, query=query: connection.execute(query).rowcount)
        for row in await database.read(outbox_rows):
            if row.id in (first.id, last.id):
                with pytest.raises(SealBrokenError):
                    open_item(row, left.rules.safe)
    sent = await left.deliver()
    assert await left.aside() == ["notice", "notice"]
    keys = [parcel.key for parcel in sent if isinstance(parcel, Notice) and parcel.chat == GROUP]
    assert "s.reposted" not in keys and "s.reply_text_only" not in keys and "s.not_delivered" in keys


@pytest.mark.parametrize("kind", ["contacts", "edit", "files", "prompt"])
async def test_a_row_whose_case_was_altered_sends_nothing(left: Left, kind: str) -> None:
    await left.opened()
    await left.alter(where=kind, case_id=left.world.pushed)
    await left.deliver()
    assert await left.aside() == [kind]


@pytest.mark.parametrize("kind", ["edit", "files"])
async def test_a_row_whose_message_was_altered_sends_nothing(left: Left, kind: str) -> None:
    await left.opened()
    await left.alter(where=kind, seq=1)
    await left.deliver()
    assert await left.aside() == [kind]


async def test_a_new_database_has_nothing_to_bring_along(tmp_path: Path) -> None:
    settings = read_settings(
        {
            "BOT_TOKEN": "1:playground",
            "BOT_API_URL": "http://127.0.0.1:9",
            "DATABASE_URL": f"sqlite:///{tmp_path}/new.db",
            "KEYRING_FILE": f"{tmp_path}/keyring.json",
        }
    )
    async with started(settings, StillClock()) as store:
        assert await store.database.read(facts.get_fact, Fact.OUTBOX) == VERSION
        assert await store.database.read(lambda connection: connection.execute(select(schema.outbox)).all()) == []


async def test_a_command_leaves_the_outbox_to_the_bot_that_has_the_lock(left: Left) -> None:
    async with await Database.open(left.settings.database_url) as database:
        before = await database.read(outbox_rows)
    async with open_store(left.settings, left.clock, Chance()) as store:
        assert await store.database.read(outbox_rows) == before
        assert await store.database.read(facts.get_fact, Fact.OUTBOX) is None


async def test_what_a_command_has_put_before_the_first_start_stays_as_it_is(
    left: Left, caplog: pytest.LogCaptureFixture
) -> None:
    put = SayInGroup("a.bound", {"region": "mangystau"})
    async with open_store(left.settings, left.clock, Chance()) as store:
        await store.database.write(tell_office, "mangystau", put, Turn(left.rules, NOW))
    rows = await left.opened()
    assert [open_item(row, left.rules.safe) for row in rows] == [*items_of(left.world), put]
    assert caplog.records == []


@pytest.mark.parametrize("content", [[], "words", 5, None, {"files": 5, "first": 1, "total": 1}])
async def test_a_box_that_holds_something_else_does_not_stop_the_start(left: Left, content: object) -> None:
    box = left.rules.safe.seal(content, table=Table.OUTBOX, row="office:mangystau/files")  # type: ignore[arg-type]
    await left.alter(where="files", box=box)
    await left.deliver()
    assert await left.aside() == ["files"]
