"""Revisions are written from the metadata, applied whole or not at all, and agree with it on both engines."""

import asyncio
import re
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import CheckConstraint, Column, Connection, Integer, MetaData, String, Table, inspect, text
from sqlalchemy.exc import DBAPIError

from storage.engine import Database
from storage.errors import SchemaError
from storage.migrations import MIGRATIONS, Migrations
from tests.storage.tables import METADATA, add_note, count_notes, notes, start_counter

REPO = Path(__file__).parents[2]


@pytest.fixture
def migrations(tmp_path: Path) -> Migrations:
    """A folder with one revision: the tables of these tests."""
    folder = tmp_path / "versions"
    folder.mkdir()
    made = Migrations(folder)
    made.write_next("The tables of the tests", METADATA)
    return made


def widened() -> MetaData:
    """The same tables, with one more column and a rule on the parent of another table."""
    later = MetaData()
    Table(
        "counters",
        later,
        Column("name", String, primary_key=True),
        Column("value", Integer, nullable=False),
        Column("note", String),
        CheckConstraint("value >= 0", name="value_not_negative"),
    )
    notes.to_metadata(later)
    return later


def test_revisions_are_numbered_and_readable(migrations: Migrations) -> None:
    assert migrations.newest() == 1
    assert [path.name for path in migrations.versions.glob("*.py")] == ["0001_the_tables_of_the_tests.py"]
    written = migrations.write_next("Add a note", widened())
    assert (written.path.name, written.is_empty, written.missing) == ("0002_add_a_note.py", False, ())
    assert migrations.newest() == 2
    assert "batch_alter_table" in written.path.read_text()


async def test_migrate_makes_what_the_metadata_says(empty_database: Database, migrations: Migrations) -> None:
    await empty_database.migrate(migrations)
    assert await empty_database.read(migrations.differences, METADATA) == []
    await empty_database.migrate(migrations)
    await empty_database.write(add_note, "works")
    assert await empty_database.read(count_notes) == 1


async def test_differences_are_found(empty_database: Database, migrations: Migrations) -> None:
    await empty_database.migrate(migrations)
    await empty_database.write(
        lambda connection: connection.execute(text("ALTER TABLE notes ADD COLUMN extra INTEGER"))
    )
    assert [change[0] for change in await empty_database.read(migrations.differences, METADATA)] == ["remove_column"]


async def test_a_forgotten_rule_is_found(empty_database: Database, migrations: Migrations) -> None:
    await empty_database.migrate(migrations)
    later = widened()
    Table("marks", later, Column("id", String, primary_key=True), sqlite_with_rowid=False)
    found = await empty_database.read(migrations.differences, later)
    rules = [change for change in found if change[0] == "missing_rule"]
    if empty_database.dialect == "sqlite":
        assert rules == [
            ("missing_rule", "counters", "value_not_negative: value >= 0"),
            ("missing_rule", "marks", "WITHOUT ROWID"),
        ]
    else:
        assert rules == [("missing_rule", "counters", "value_not_negative")]


async def test_a_later_revision_keeps_rows_and_those_that_hang_on_them(
    empty_database: Database, migrations: Migrations
) -> None:
    await empty_database.migrate(migrations)
    await empty_database.write(start_counter)
    await empty_database.write(add_note, "word", counter="cases")
    migrations.write_next("Add a note", widened())
    await empty_database.migrate(migrations)
    assert await empty_database.read(migrations.differences, widened()) == []
    assert await empty_database.read(count_notes) == 1
    with pytest.raises(DBAPIError):  # foreign keys are enforced again
        await empty_database.write(add_note, "other", counter="nowhere")


BREAKS = '''
"""Makes a table and then fails."""
import sqlalchemy as sa
from alembic import op
revision = "0002"
down_revision = "0001"
def upgrade():
    op.create_table("half", sa.Column("id", sa.Integer))
    {then}
'''


@pytest.mark.parametrize("then", ["raise LookupError('half way')", "op.execute('SELECT nowhere FROM counters')"])
async def test_a_revision_that_fails_leaves_nothing(
    empty_database: Database, migrations: Migrations, then: str
) -> None:
    await empty_database.migrate(migrations)
    (migrations.versions / "0002_breaks.py").write_text(BREAKS.format(then=then))
    with pytest.raises((LookupError, DBAPIError)):
        await empty_database.migrate(migrations)
    assert await empty_database.read(list_tables) == ["alembic_version", "counters", "notes"]
    (migrations.versions / "0002_breaks.py").unlink()
    await empty_database.migrate(migrations)


async def test_a_revision_that_orphans_rows_is_refused(sqlite_url: str, migrations: Migrations) -> None:
    async with await Database.open(sqlite_url) as database:
        await database.migrate(migrations)
        await database.write(start_counter)
        await database.write(add_note, "word", counter="cases")
        (migrations.versions / "0002_breaks.py").write_text(BREAKS.format(then="op.execute('DELETE FROM counters')"))
        with pytest.raises(SchemaError, match="without the row they belong to"):
            await database.migrate(migrations)
        assert await database.read(list_tables) == ["alembic_version", "counters", "notes"]
        assert await database.read(count_notes) == 1


def list_tables(connection: Connection) -> list[str]:
    """Name the tables there are."""
    return sorted(inspect(connection).get_table_names())


@pytest.mark.parametrize(("version", "said"), [("0007", "at version 0007, this program knows 0001"), ("abc", "number")])
async def test_a_newer_or_foreign_schema_is_refused(
    empty_database: Database, migrations: Migrations, version: str, said: str
) -> None:
    await empty_database.migrate(migrations)
    await empty_database.write(
        lambda connection: connection.execute(text("UPDATE alembic_version SET version_num = :v"), {"v": version})
    )
    with pytest.raises(SchemaError, match=said):
        await empty_database.migrate(migrations)


async def test_two_processes_that_migrate_at_once_do_it_once(empty_url: str, migrations: Migrations) -> None:
    first, second = await Database.open(empty_url), await Database.open(empty_url)
    await asyncio.gather(first.migrate(migrations), second.migrate(migrations))
    assert await second.read(migrations.differences, METADATA) == []
    await first.close()
    await second.close()


async def test_a_database_that_is_up_to_date_loads_neither_alembic_nor_what_servers_need(sqlite_url: str) -> None:
    script = (
        "import asyncio, sys\n"
        "import storage.schema\n"
        "from storage.engine import Database\n"
        "async def main():\n"
        "    async with await Database.open(sys.argv[1]) as database:\n"
        "        await database.migrate()\n"
        "    print(sorted({'alembic', 'asyncpg', 'mako', 'sqlalchemy.dialects.postgresql'} & set(sys.modules)))\n"
        "asyncio.run(main())\n"
    )
    for _ in range(2):
        done = await asyncio.to_thread(
            subprocess.run, [sys.executable, "-c", script, sqlite_url], cwd=REPO, capture_output=True, text=True
        )
    assert (done.stdout, done.stderr) == ("[]\n", "")


async def test_the_revisions_of_the_program_agree_with_its_schema(empty_database: Database) -> None:
    from storage.schema import metadata

    if not MIGRATIONS.newest():
        pytest.fail("there is no revision yet: python -m storage.migrations 'the first tables'")
    await empty_database.migrate(Migrations(MIGRATIONS.versions))
    assert await empty_database.read(MIGRATIONS.differences, metadata) == []


async def test_a_new_database_is_made_at_once_as_the_revisions_would_make_it(empty_database: Database) -> None:
    from storage.schema import metadata

    await empty_database.migrate()
    assert await empty_database.read(MIGRATIONS.differences, metadata) == []
    version = await empty_database.read(
        lambda connection: connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalars().all()
    )
    assert version == [f"{MIGRATIONS.newest():04}"]
    assert await empty_database.read(Migrations(MIGRATIONS.versions).are_applied)


@pytest.mark.parametrize("by_revisions", [True, False])
async def test_an_index_of_few_rows_holds_no_more_of_them_on_a_server(postgresql_url: str, by_revisions: bool) -> None:
    from storage.schema import metadata

    indexes = [index for table in metadata.tables.values() for index in table.indexes]
    few = {str(index.name) for index in indexes if index.dialect_options["sqlite"]["where"] is not None}
    async with await Database.open(postgresql_url) as database:
        await database.migrate(Migrations(MIGRATIONS.versions) if by_revisions else MIGRATIONS)
        read = "SELECT indexname FROM pg_indexes WHERE indexdef LIKE '% WHERE %'"
        found = await database.read(lambda connection: connection.exec_driver_sql(read).scalars().all())
    assert set(found) == few != set()


async def test_both_ways_to_a_new_database_make_the_same_tables_word_for_word(tmp_path: Path) -> None:
    """But for the order of their clauses."""

    async def made(name: str, migrations: Migrations) -> dict[str, list[str]]:
        async with await Database.open(f"sqlite:///{tmp_path}/{name}.db") as database:
            await database.migrate(migrations)
            read = "SELECT name, sql FROM sqlite_master"
            rows = await database.read(lambda connection: connection.exec_driver_sql(read).all())
            return {row.name: sorted(re.sub(r'[",]', " ", row.sql or "").split()) for row in rows}

    assert await made("at-once", MIGRATIONS) == await made("by-revisions", Migrations(MIGRATIONS.versions))


async def test_the_fixture_gives_every_table_of_the_program(database: Database) -> None:
    from storage.schema import metadata

    assert set(metadata.tables) <= set(await database.read(list_tables))


def test_the_command_asks_for_a_message() -> None:
    done = subprocess.run([sys.executable, "-m", "storage.migrations"], cwd=REPO, capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (2, "")
    assert "Say what changes" in done.stderr
