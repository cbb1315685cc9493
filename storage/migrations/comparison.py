"""Compare a database with the tables it should have, also in what Alembic does not look at.

Alembic's comparison passes over CHECK constraints and SQLite's WITHOUT ROWID. The first repeat the
tables of allowed states, the second keeps rows from being stored in the order of their arrival: a
migration that forgot one of them would break a promise without a word.
"""

from typing import Any

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, MetaData, create_engine, inspect, text

Rules = set[tuple[str, str]]


def list_differences(connection: Connection, metadata: MetaData) -> list[Any]:
    """List what would have to change for the database to equal *metadata*; empty when they agree."""
    context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
    return [*compare_metadata(context, metadata), *_compare_rules(connection, metadata)]


def _compare_rules(connection: Connection, metadata: MetaData) -> list[tuple[str, str, str]]:
    on_sqlite = connection.dialect.name == "sqlite"
    wanted, found = _rules_of(metadata, with_sqlite=on_sqlite), _list_rules(connection, with_sqlite=on_sqlite)
    return [
        *(("missing_rule", table, rule) for table, rule in sorted(wanted - found)),
        *(("needless_rule", table, rule) for table, rule in sorted(found - wanted)),
    ]


def _rules_of(metadata: MetaData, *, with_sqlite: bool) -> Rules:
    engine = create_engine("sqlite://")
    with engine.begin() as connection:
        metadata.create_all(connection)
        rules = _list_rules(connection, with_sqlite=with_sqlite)
    engine.dispose()
    return rules


def _list_rules(connection: Connection, *, with_sqlite: bool) -> Rules:
    inspector = inspect(connection)
    rules = {
        # PostgreSQL tells a CHECK in its own words, so only the name can be compared there.
        (table, f"{check['name']}: {' '.join(check['sqltext'].split())}" if with_sqlite else str(check["name"]))
        for table in inspector.get_table_names()
        for check in inspector.get_check_constraints(table)
    }
    if with_sqlite:
        made = connection.execute(text("SELECT name, sql FROM sqlite_master WHERE type = 'table'"))
        rules |= {(row.name, "WITHOUT ROWID") for row in made if row.sql.rstrip().endswith("WITHOUT ROWID")}
    return rules
