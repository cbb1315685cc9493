"""What the tables are made of: their metadata, and constraints and indexes in few words."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, Connection, MetaData, TextClause
from sqlalchemy.event import listens_for

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)
_ON_SERVER = "where on a server"
UNORDERED: dict[str, Any] = {"sqlite_with_rowid": False}


def one_of(column: str, terms: type[StrEnum]) -> CheckConstraint:
    """A CHECK that takes the values of *terms* and nothing else."""
    listed = ", ".join(f"'{term}'" for term in terms)
    return CheckConstraint(f"{column} IN ({listed})", name=column)


def where(condition: TextClause, *, on_server: TextClause | None = None) -> dict[str, Any]:
    """For an Index: it holds only the rows with *condition*, which a server may need *on_server* in other words."""
    return {"sqlite_where": condition, "info": {_ON_SERVER: condition if on_server is None else on_server}}


def name_server_options(tables: MetaData) -> None:
    """Say to SQLAlchemy what the indexes of *tables* hold on PostgreSQL.

    Said where the tables are, it would load that dialect at every start, and most houses have no server.
    """
    for index in (index for table in tables.tables.values() for index in table.indexes):
        if _ON_SERVER in index.info:
            index.dialect_options["postgresql"]["where"] = index.info[_ON_SERVER]


@listens_for(metadata, "before_create")
def _before_create(target: MetaData, connection: Connection, **_: Any) -> None:
    if connection.dialect.name == "postgresql":
        name_server_options(target)
