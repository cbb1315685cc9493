"""Readings: how many answers the citizens of a region read in a month, counted and nothing else."""

from __future__ import annotations

from sqlalchemy import Connection, select, text

from storage.schema import readings

_ADD = text(
    "INSERT INTO readings (region, month, n) VALUES (:region, :month, :n) "
    "ON CONFLICT (region, month) DO UPDATE SET n = readings.n + excluded.n"
)


def count_read(connection: Connection, region: str, month: str, n: int) -> None:
    """*n* answers more of *region* were read in *month*, as in 2026-03."""
    connection.execute(_ADD, {"region": region, "month": month, "n": n})


def read_in_month(connection: Connection, region: str, month: str) -> int:
    """How many answers of *region* were read in *month*."""
    query = select(readings.c.n).where(readings.c.region == region, readings.c.month == month)
    return int(connection.execute(query).scalar_one_or_none() or 0)
