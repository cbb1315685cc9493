"""A desk without a house around it: one transaction on a SQLite file, rules of a seeded chance, cases put by the desk.

Everything here is real but Telegram: what would be sent is read back from the outbox as the typed values it was put as.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import Connection, Dialect, Engine, create_engine, event, make_url, select, update

from bot.catalogue.workdays import WorkCalendar
from bot.chance import Chance
from bot.conversation.values.draft import Given
from bot.conversation.values.effects import AddFacts, FileCase
from bot.departures import RandomWait
from bot.desk.audit import LogEntry, read_day
from bot.desk.citizens import filing
from bot.desk.citizens.questionnaire import build_questions
from bot.desk.files import (
    CleanFacts,
    FileJob,
    count_chunks,
    file_key,
    keep_job,
    seal_facts,
    seal_officer_job,
    sealed_chunks,
)
from bot.desk.groups import chores
from bot.desk.groups.binding import settle_binding
from bot.desk.history import HistoryEntry, list_history
from bot.desk.officers import casework
from bot.desk.officers.acting import OfficeCase
from bot.desk.outgoing.items import Item, SayInChat, SayInGroup, TellOfCitizen
from bot.desk.outgoing.posting import open_item
from bot.desk.outgoing.posts import CasePost, PostRole, Role, remember_post
from bot.desk.people import GroupPress, GroupStanding, Officer, PressOutcome, Spot
from bot.desk.presses import CasePress
from bot.desk.rules import Rules, Turn
from bot.desk.safe import Safe
from bot.desk.work import Work, read_work
from bot.encryption.codes import new_code
from bot.encryption.keyring import Keyring
from bot.gateway.labels import ALERT_UNITS
from bot.gateway.wording import BOTH, Words, units
from bot.localisation import Texts
from bot.terms import Language, OutboxState, Status
from storage import audit as audit_rows
from storage import cases, files, offices, outbox, schema
from storage.cases import CaseRow
from storage.office_ways import OfficeWays, put_ways
from storage.outbox import OutboxItem
from tests.storage.rows import empty_outbox

NOW = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
"""A Monday morning, nine o'clock in Kazakhstan."""
GROUP, OTHER_GROUP, CITIZEN = -1_002_190_000_631, -1_002_190_000_777, 4711
ADMIN, DANA, YERLAN = Officer(7, "Әлия"), Officer(21, "Дана"), Officer(22, "Ерлан")
STORY = "Емханада дәрігердің қабылдауына ақша талап етеді."
CONTACT = "Айгүл, +7 701 123 45 67"
TEXTS = Texts.load()
QUESTIONS, WORDS = build_questions(TEXTS), Words(TEXTS)
CARD, FORGOTTEN = 40, 999
"""A message of the group that is a card; one that no case is known to stand in."""
PICTURE = CleanFacts("jpg", "photo", (), 0, 1000, 100, 100)


def new_rules(*, delay: tuple[timedelta, timedelta] = (timedelta(), timedelta()), seed: int = 1) -> Rules:
    """Rules under a keyring of their own; the same *seed* draws the same."""
    chance = Chance.seeded(seed)
    numbers = {"mangystau": "12", "abai": "10"}
    safe = Safe(Keyring.create(NOW, chance), chance)
    return Rules(safe, WorkCalendar(), numbers, RandomWait(*delay), frozenset({ADMIN.id}))


@dataclass(frozen=True, slots=True)
class OnDesk:
    """A filed case and its code."""

    row: CaseRow
    code: str

    @property
    def id(self) -> str:
        """The case's id."""
        return self.row.id


@dataclass(slots=True)
class Desk:
    """One transaction that is never committed, and the turn it happens in."""

    connection: Connection
    turn: Turn

    @property
    def safe(self) -> Safe:
        """The seals."""
        return self.turn.safe

    def pass_by(self, span: timedelta) -> None:
        """Let *span* pass."""
        self.turn = replace(self.turn, now=self.turn.now + span)

    def bind(self, region: str = "mangystau", chat: int = GROUP) -> None:
        """Let *chat* serve *region*."""
        settle_binding(self.connection, region, chat, ADMIN, self.turn)
        put_ways(self.connection, region, OfficeWays(take_back=0))

    def put_case(
        self,
        text: str = STORY,
        *,
        level: str = "relay",
        region: str = "mangystau",
        files: tuple[str, ...] = (),
        urgent: str = "no",
    ) -> OnDesk:
        """A report as the conversation would file it, in Kazakh."""
        return put_case(
            self.connection, self.turn, text, level=level, region=region, attached=files, urgent=urgent
        )

    def add_words(self, case: OnDesk, text: str, files: tuple[str, ...] = ()) -> None:
        """The citizen's later words."""
        filing.add_facts(self.connection, AddFacts(case.id, text, files), self.turn)

    def about(self, case: OnDesk) -> OfficeCase:
        """The case with the office that serves its region, as both are now."""
        office, row = offices.get_office(self.connection, case.row.region), self.row(case)
        assert office is not None
        return OfficeCase(office, row)

    def row(self, case: OnDesk) -> CaseRow:
        """The case as it is now."""
        row = cases.get_case(self.connection, case.id)
        assert row is not None
        return row

    def post(self, case: OnDesk, message: int, role: Role = PostRole.CARD, seq: int | None = None) -> Spot:
        """Let *message* of the group be a post of the case, as after its delivery."""
        spot = Spot(GROUP, message)
        remember_post(self.connection, spot, CasePost(case.id, role, seq), self.safe)
        return spot

    def put_carded(self, status: Status = Status.REGISTERED, *, level: str = "relay", text: str = STORY) -> OnDesk:
        """A case whose card stands as message CARD of its group, in *status*; nothing waits to be sent."""
        if offices.get_office(self.connection, "mangystau") is None:
            self.bind()
        case = self.put_case(text, level=level)
        self.connection.execute(update(schema.cases).where(schema.cases.c.id == case.id).values(status=status))
        self.post(case, CARD, seq=1)
        self.empty_outbox()
        return OnDesk(self.row(case), case.code)

    def decide(self, choice: CasePress, officer: Officer | None = None) -> PressOutcome:
        """*officer*, or Dana, presses *choice* where no post is known; the answer can be said and fits."""
        pressed = replace(press(FORGOTTEN, officer or DANA), heirs=GroupStanding.MEMBER)
        outcome = casework.decide(self.connection, pressed, self.turn, choice=choice)
        for language in Language:
            alert = WORDS.text(outcome.key, language, outcome.values)
            assert units(alert) <= ALERT_UNITS, alert
        return outcome

    def history(self, case: OnDesk) -> list[HistoryEntry]:
        """What was done with the case."""
        return list_history(self.connection, self.row(case), self.safe)

    def work(self, case: OnDesk) -> Work:
        """What its office has made of the case."""
        return read_work(self.row(case), self.safe)

    def said(self) -> list[str]:
        """The keys of what waits to be said in groups; each can be said in both languages."""
        notices = [item for item in self.items() if isinstance(item, SayInGroup)]
        assert all(WORDS.text(item.key, BOTH, item.values) for item in notices)
        return [item.key for item in notices]

    def put_file(self, case: OnDesk | None = None, seq: int | None = None, *, clean: bool = True) -> str:
        """A picture, still waiting or clean: of the case's talk, or of nobody yet. Its id."""
        return put_file(self.connection, self.turn, case, seq, clean=clean)

    def rows(self) -> list[OutboxItem]:
        """What waits in the outbox, oldest first."""
        return outbox_rows(self.connection)

    def owed(self) -> list[tuple[str, Item]]:
        """Lane and item of all that waits in the outbox, oldest first; what is told of citizens can be said."""
        owed = [(row.lane, open_item(row, self.safe)) for row in self.rows()]
        told = [item for _, item in owed if isinstance(item, TellOfCitizen)]
        assert all(WORDS.text(item.key, BOTH, item.values) for item in told)
        return owed

    def items(self) -> list[Item]:
        """What waits in the outbox, oldest first."""
        return [item for _, item in self.owed()]

    def told(self) -> list[tuple[int, str, int]]:
        """Chat, text and number of buttons of what waits to be said outside the offices' lanes; each can be said."""
        said = [item for item in self.items() if isinstance(item, SayInChat)]
        assert all(WORDS.text(item.key, BOTH, item.values) for item in said)
        return [(item.chat, item.key, len(item.presses)) for item in said]

    def do_chores(self) -> list[int]:
        """Do all bulk work that can be done now; how many messages each slice put into the outbox."""
        counts = []
        while ready := chores.list_ready(self.connection, self.turn):
            for chore in ready:
                before = len(self.rows())
                chores.do_slice(self.connection, chore.region, chore.kind, self.turn)
                counts.append(len(self.rows()) - before)
        return counts

    def empty_outbox(self) -> None:
        """As if everything had been delivered."""
        empty_outbox(self.connection)


def put_case(
    connection: Connection,
    turn: Turn,
    text: str = STORY,
    *,
    level: str = "relay",
    region: str = "mangystau",
    attached: tuple[str, ...] = (),
    urgent: str = "no",
) -> OnDesk:
    """A report as the conversation would file it, in Kazakh."""
    answers = {
        "kind": Given("report"),
        "region": Given(region),
        "sphere": Given("health"),
        "violation": Given("bribe"),
        "text": Given(text),
        "level": Given(level),
        "contact": Given(CONTACT),
        "urgent": Given(urgent),
    }
    effect = FileCase(answers, new_code(turn.rules.chance), "kk", attached)
    filed = filing.file_case(connection, effect, CITIZEN, turn, QUESTIONS)
    row = cases.find_by_number(connection, filed.number)
    assert row is not None
    return OnDesk(row, filed.code)


def put_file(
    connection: Connection,
    turn: Turn,
    case: OnDesk | None = None,
    seq: int | None = None,
    *,
    clean: bool = True,
    content: bytes = b"",
    facts: CleanFacts = PICTURE,
) -> str:
    """A picture, or what *facts* say, of the case's talk, or of nobody yet; its id."""
    job = FileJob(turn.rules.chance.new_id(), GROUP, "telegram-id", "photo", "jpg", case.id if case else None, seq)
    keep_job(connection, job, seal_officer_job(job, turn.safe), turn.safe.group_mark(job.chat), turn)
    if clean:
        settle_clean(connection, job.id, turn.safe, content, facts)
    return job.id


def settle_clean(
    connection: Connection, file_id: str, safe: Safe, content: bytes = b"", facts: CleanFacts = PICTURE
) -> bool:
    """The end of a job whose file was taken."""
    row = files.get_file(connection, file_id)
    if row is None:
        return False
    key, facts = file_key(row, safe), replace(facts, chunks=count_chunks(len(content)))
    for n, box in sealed_chunks(content, key):
        files.put_chunk(connection, file_id, n, box)
    return files.settle_clean(connection, file_id, seal_facts(facts, key))


def read_log(connection: Connection, safe: Safe) -> list[LogEntry]:
    """Every entry of the audit log, oldest first."""
    entries, day = [], audit_rows.next_day(connection)
    while day is not None:
        entries += read_day(connection, day, safe)
        day = audit_rows.next_day(connection, day)
    return entries


def outbox_rows(connection: Connection, state: OutboxState = OutboxState.PENDING) -> list[OutboxItem]:
    """What is in the outbox, oldest first."""
    fields = [schema.outbox.c[name] for name in OutboxItem.__match_args__]
    query = select(*fields).where(schema.outbox.c.state == state).order_by(schema.outbox.c.id)
    return [OutboxItem(*row) for row in connection.execute(query)]


def press(message: int, officer: Officer = DANA, chat: int = GROUP) -> GroupPress:
    """*officer* pressed a button under *message*."""
    return GroupPress(Spot(chat, message), officer)


def claim_one(connection: Connection, turn: Turn) -> OutboxItem:
    """The one item that is due."""
    (item,) = claim(connection, turn)
    return item


def claim(connection: Connection, turn: Turn) -> Sequence[OutboxItem]:
    """What is due, leased as the notifier leases it."""
    return outbox.claim_due(connection, now=turn.seconds, lease=120, limit=30)


def open_engine(folder: Path) -> Engine:
    """A SQLite file with every table of the program."""
    path = folder / "desk.db"
    path.write_bytes(_empty_file())
    return _engine(path)


@cache
def _empty_file() -> bytes:
    """The file before anything happened: making the tables takes longer than most of these tests."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "empty.db"
        engine = _engine(path)
        with engine.begin() as connection:
            schema.metadata.create_all(connection)
        engine.dispose()
        return path.read_bytes()


COMPILED: dict[Any, Any] = {}
"""Statements of all desks of a process: to compile them anew for every test takes longer than the tests."""


@cache
def _dialect() -> Dialect:
    """What compiled statements are of: one for all engines, and it has seen a connection."""
    engine = create_engine("sqlite://")
    engine.connect().close()
    return engine.dialect


def _engine(path: Path) -> Engine:
    pool = create_engine(f"sqlite:///{path}").pool
    engine = Engine(pool, _dialect(), make_url(f"sqlite:///{path}"), execution_options={"compiled_cache": COMPILED})

    @event.listens_for(engine, "connect")
    def keep_promises(connection: Any, _: object) -> None:
        connection.execute("PRAGMA foreign_keys = ON")

    return engine
