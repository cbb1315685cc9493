"""The next revision holds what changed in the tables, CHECKs too, or refuses to run and says what it lacks."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path

import pytest
from sqlalchemy import (
    CheckConstraint,
    Column,
    Connection,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    func,
    insert,
    text,
    update,
)
from sqlalchemy.exc import IntegrityError

from bot.terms import OutboxState, Status
from storage.engine import Database
from storage.migrations import MIGRATIONS, Migrations
from storage.schema import metadata, one_of
from tests.storage.rows import CASE, file_case
from tests.storage.tables import METADATA, counters, notes
from tests.storage.test_upgrades import dump, until

REPO = Path(__file__).parents[2]


def tables(change: Callable[[Table, MetaData], None] = lambda *_: None, *, checked: str = "value >= 0") -> MetaData:
    """The tables of the tests: a child, and a parent with a CHECK; *change* is given the parent."""
    made = MetaData()
    parent = counters.to_metadata(made)
    parent.append_constraint(CheckConstraint(checked, name="ck_counters_value"))
    notes.to_metadata(made)
    change(parent, made)
    return made


@pytest.fixture
def migrations(tmp_path: Path) -> Migrations:
    """A folder with one revision: the tables above."""
    folder = tmp_path / "versions"
    folder.mkdir()
    made = Migrations(folder)
    assert made.write_next("The tables of the tests", tables()).missing == ()
    return made


async def test_a_changed_check_is_written_and_holds(empty_database: Database, migrations: Migrations) -> None:
    await empty_database.migrate(migrations)
    await empty_database.write(lambda connection: connection.execute(insert(counters), {"name": "a", "value": 1}))
    written = migrations.write_next("Count from one", tables(checked="value >= 1"))
    assert (written.is_empty, written.missing) == (False, ())
    await empty_database.migrate(migrations)
    assert await empty_database.read(migrations.differences, tables(checked="value >= 1")) == []
    with pytest.raises(IntegrityError):
        await empty_database.write(lambda connection: connection.execute(update(counters).values(value=0)))


async def test_a_check_over_a_new_column_comes_with_it(empty_database: Database, migrations: Migrations) -> None:
    def add_column(parent: Table, _: MetaData) -> None:
        parent.append_column(Column("least", Integer, nullable=False, server_default="0"))
        parent.append_constraint(CheckConstraint("value >= least", name="ck_counters_least"))

    await empty_database.migrate(migrations)
    assert migrations.write_next("Give counters a floor", tables(add_column)).missing == ()
    await empty_database.migrate(migrations)
    assert await empty_database.read(migrations.differences, tables(add_column)) == []


async def test_a_check_that_is_gone_is_taken_off(empty_database: Database, migrations: Migrations) -> None:
    await empty_database.migrate(migrations)
    assert migrations.write_next("Count below zero", METADATA).missing == ()
    await empty_database.migrate(migrations)
    await empty_database.write(lambda connection: connection.execute(insert(counters), {"name": "a", "value": -1}))


async def test_a_new_table_brings_its_rules(empty_database: Database, migrations: Migrations) -> None:
    def add_table(_: Table, made: MetaData) -> None:
        rule = CheckConstraint("id <> ''", name="ck_marks_id")
        Table("marks", made, Column("id", String, primary_key=True), rule, sqlite_with_rowid=False)

    await empty_database.migrate(migrations)
    assert migrations.write_next("Add marks", tables(add_table)).missing == ()
    await empty_database.migrate(migrations)
    assert await empty_database.read(migrations.differences, tables(add_table)) == []


def make_unordered(parent: Table, _: MetaData) -> None:
    parent.dialect_options["sqlite"]["with_rowid"] = False


def index_an_expression(parent: Table, _: MetaData) -> None:
    Index("ix_counters_lower", func.lower(parent.c.name))


def index_some_rows(parent: Table, _: MetaData) -> None:
    Index("ix_counters_some", parent.c.name, sqlite_where=text("value > 1"))


def check_without_a_name(parent: Table, _: MetaData) -> None:
    parent.append_constraint(CheckConstraint("value < 9"))


def require_a_value(parent: Table, _: MetaData) -> None:
    parent.append_column(Column("note", String, nullable=False))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (make_unordered, "counters lacks WITHOUT ROWID"),
        (index_an_expression, "counters lacks CREATE INDEX ix_counters_lower ON counters (lower(name))"),
        (check_without_a_name, "counters lacks None: value < 9"),
        (require_a_value, "counters.note has no value for the rows there are"),
    ],
)
async def test_what_cannot_be_written_is_said_and_the_revision_refuses_to_run(
    sqlite_url: str, migrations: Migrations, change: Callable[[Table, MetaData], None], said: str
) -> None:
    written = migrations.write_next("More than it can", tables(change))
    assert written.missing == (said,)
    async with await Database.open(sqlite_url) as database:
        with pytest.raises(NotImplementedError, match="Complete this by hand"):
            await database.migrate(migrations)


async def test_an_index_over_some_rows_that_changes_is_not_passed_over(migrations: Migrations) -> None:
    assert migrations.write_next("Index some", tables(index_some_rows)).missing == ()

    def index_others(parent: Table, _: MetaData) -> None:
        Index("ix_counters_some", parent.c.name, sqlite_where=text("value > 2"))

    missing = migrations.write_next("Index others", tables(index_others)).missing
    assert [said.partition(" CREATE")[0] for said in missing] == ["counters lacks", "counters still has"]


def test_nothing_to_change_is_said(migrations: Migrations) -> None:
    written = migrations.write_next("Nothing", tables())
    assert (written.is_empty, written.missing) == (True, ())


class LaterStatus(StrEnum):
    """The statuses, one of them new."""

    WAITING = Status.WAITING
    REGISTERED = Status.REGISTERED
    ANSWERED = Status.ANSWERED
    DECLINED = "declined"


class LaterOutboxState(StrEnum):
    """The states of an item, one of them new."""

    PENDING = OutboxState.PENDING
    SET_ASIDE = OutboxState.SET_ASIDE
    REPEATED = "repeated"


def with_later_terms() -> MetaData:
    """The program's tables, as they are once a member stands in each of two enums."""
    made = MetaData(naming_convention=metadata.naming_convention)
    for table in metadata.sorted_tables:
        table.to_metadata(made)
    for name, column, later in (("cases", "status", LaterStatus), ("outbox", "state", LaterOutboxState)):
        table = made.tables[name]
        (old,) = [each for each in table.constraints if each.name == f"ck_{name}_{column}"]
        table.constraints.remove(old)
        table.append_constraint(one_of(column, later))
    return made


async def test_a_term_is_added_by_one_member_and_one_command(empty_database: Database, tmp_path: Path) -> None:
    """The newest version with a case and what hangs on it; the command's revision; then the new term is taken."""
    program = until(MIGRATIONS.newest(), tmp_path)
    await empty_database.migrate(program)
    await empty_database.write(file_case)
    await empty_database.write(lambda connection: connection.execute(insert(metadata.tables["talk"]), SAID))
    before = await empty_database.read(dump)
    assert program.write_next("A case can be declined", with_later_terms()).missing == ()
    await empty_database.migrate(program)
    assert await empty_database.read(program.differences, with_later_terms()) == []
    assert await empty_database.read(dump) == before
    await empty_database.write(move_to, "declined")
    with pytest.raises(IntegrityError):
        await empty_database.write(move_to, "lost")


SAID = {"case_id": CASE.id, "seq": 1, "side": "citizen", "state": "sent", "day": CASE.filed_on, "box": b"words"}


def move_to(connection: Connection, status: str) -> None:
    """Move every case to *status*, which may be none."""
    connection.execute(text("UPDATE cases SET status = :status"), {"status": status})


def test_the_command_says_that_nothing_differs() -> None:
    """Run on a copy of the room, so that no revision is left behind."""
    script = (
        "import shutil, sys, tempfile\n"
        "from pathlib import Path\n"
        "from storage import migrations\n"
        "from storage.migrations import __main__ as command\n"
        "folder = Path(tempfile.mkdtemp())\n"
        "for path in migrations.MIGRATIONS.versions.glob('0*.py'): shutil.copy(path, folder)\n"
        "command.MIGRATIONS = migrations.Migrations(folder)\n"
        "sys.argv = ['migrations', 'Nothing']\n"
        "code = command.main()\n"
        "shutil.rmtree(folder)\n"
        "sys.exit(code)\n"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=REPO, capture_output=True, text=True)
    assert (done.returncode, done.stdout.splitlines()[-1]) == (
        0,
        "No table differs: it is empty, and yours to fill if rows are to change",
    )
