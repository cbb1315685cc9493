"""Compare a database with the tables it should have, also in what Alembic does not look at.

Alembic's comparison passes over CHECK constraints, and on SQLite over WITHOUT ROWID, AUTOINCREMENT and what an index
is made of. The first repeat the tables of allowed states, the second keeps rows from being stored in the order of
their arrival: a migration that forgot one of them would break a promise without a word.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, MetaData, create_engine, inspect, text

from bot.frozen import frozen

Rules = set[tuple[str, str]]


@frozen
class CheckRule:
    """A CHECK constraint in SQLite's words; one without a name cannot be dropped by any statement."""

    table: str
    name: str | None
    text: str


def list_differences(connection: Connection, metadata: MetaData) -> list[Any]:
    """List what would have to change for the database to equal *metadata*; empty when they agree."""
    context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
    return [*compare_metadata(context, metadata), *_compare_rules(connection, metadata)]


def list_checks(connection: Connection) -> set[CheckRule]:
    """Every CHECK of the database."""
    inspector = inspect(connection)
    return {
        CheckRule(table, check["name"], " ".join(check["sqltext"].split()))
        for table in inspector.get_table_names()
        for check in inspector.get_check_constraints(table)
    }


def checks_of(metadata: MetaData) -> set[CheckRule]:
    """Every CHECK that *metadata* makes, in SQLite's words."""
    with _made_of(metadata) as connection:
        return list_checks(connection)


@contextmanager
def _made_of(metadata: MetaData) -> Iterator[Connection]:
    """A throw-away database with the tables of *metadata*."""
    engine = create_engine("sqlite://")
    with engine.begin() as connection:
        metadata.create_all(connection)
        yield connection
    engine.dispose()


def _compare_rules(connection: Connection, metadata: MetaData) -> list[tuple[str, str, str]]:
    with_sqlite = connection.dialect.name == "sqlite"
    with _made_of(metadata) as made:
        wanted, found = _list_rules(made, with_sqlite=with_sqlite), _list_rules(connection, with_sqlite=with_sqlite)
    return [
        *(("missing_rule", table, rule) for table, rule in sorted(wanted - found)),
        *(("needless_rule", table, rule) for table, rule in sorted(found - wanted)),
    ]


def _list_rules(connection: Connection, *, with_sqlite: bool) -> Rules:
    checks = list_checks(connection)
    if not with_sqlite:
        # PostgreSQL tells a CHECK in its own words, so only the name can be compared there.
        return {(check.table, str(check.name)) for check in checks}
    return {(check.table, f"{check.name}: {check.text}") for check in checks} | _list_sqlite_rules(connection)


def _list_sqlite_rules(connection: Connection) -> Rules:
    made = connection.execute(text("SELECT type, tbl_name, sql FROM sqlite_master WHERE sql IS NOT NULL")).all()
    tables = [(row.tbl_name, row.sql.rstrip()) for row in made if row.type == "table"]
    return {
        *((table, "WITHOUT ROWID") for table, sql in tables if sql.endswith("WITHOUT ROWID")),
        *((table, "AUTOINCREMENT") for table, sql in tables if " AUTOINCREMENT" in sql),
        *((row.tbl_name, " ".join(row.sql.replace('"', "").split())) for row in made if _is_beyond_alembic(row)),
    }


def _is_beyond_alembic(row: Any) -> bool:
    """Whether *row* is an index over an expression or over some rows only: Alembic compares the columns of others."""
    return row.type == "index" and (" WHERE " in row.sql or row.sql.count("(") > 1)
