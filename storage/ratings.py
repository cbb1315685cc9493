"""Ratings: how many stars the cases of a region got, counted and nothing else.

Which case got how many is sealed in its history. A count changes in the transaction of its case, like a tally.
"""

from __future__ import annotations

from sqlalchemy import Connection, select, text

from storage.schema import ratings

_ADD = text(
    "INSERT INTO ratings (region, stars, n) VALUES (:region, :stars, 1) "
    "ON CONFLICT (region, stars) DO UPDATE SET n = ratings.n + 1"
)


def count_rating(connection: Connection, region: str, stars: int) -> None:
    """One case more of *region* got *stars*, 1 to 5."""
    connection.execute(_ADD, {"region": region, "stars": stars})


def stars_of_region(connection: Connection, region: str) -> dict[int, int]:
    """How many cases of *region* got how many stars."""
    query = select(ratings.c.stars, ratings.c.n).where(ratings.c.region == region)
    return {int(row.stars): int(row.n) for row in connection.execute(query)}
