"""What the tables are made of: their metadata, and constraints and indexes in few words."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, MetaData, text

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)
UNORDERED: dict[str, Any] = {"sqlite_with_rowid": False}


def one_of(column: str, terms: type[StrEnum]) -> CheckConstraint:
    """A CHECK that takes the values of *terms* and nothing else."""
    listed = ", ".join(f"'{term}'" for term in terms)
    return CheckConstraint(f"{column} IN ({listed})", name=column)


def where(condition: str) -> dict[str, Any]:
    """For an Index: it holds only the rows with *condition*."""
    return {"sqlite_where": text(condition), "postgresql_where": text(condition)}
