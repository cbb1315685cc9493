"""The matcher: what somebody who holds the disk can put in order, and what the keyring opens for them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from functools import partial
from itertools import combinations
from typing import Any

from sqlalchemy import Connection, text

from bot.chance import Chance
from bot.encryption.envelope import Vault, open_field
from bot.encryption.errors import KeyForgottenError, KeyringError, SealBrokenError
from bot.encryption.keyring import Keyring
from storage.schema import metadata

FILINGS = 200
HITS_BY_CHANCE = 9
"""Among 200 random links 10 hits or more happen once in nine million times (Poisson with mean 1)."""
ORDER_BY_CHANCE = 0.26
"""Kendall's tau of 200 in random order: five and a half standard deviations."""
PAGE = 4096


def hits(order: Sequence[Any], truth: Sequence[str], name: Callable[[Any], str]) -> int:
    """How many of the n-th in *order* are the n-th that was filed."""
    return sum(name(item) == case for item, case in zip(order, truth, strict=True))


def tau(order: Sequence[str], truth: Sequence[str]) -> float:
    """Kendall's tau: 1 for the same order, -1 for the reverse, about 0 for chance."""
    place = {case: at for at, case in enumerate(truth)}
    ranks = [place[case] for case in order]
    pairs = list(combinations(ranks, 2))
    return sum(1 if a < b else -1 for a, b in pairs) / len(pairs)


def orders(rows: dict[str, list[dict[str, Any]]]) -> Iterator[tuple[str, list[str]]]:
    """Every order of the cases that the rows show: each column, and the order in which the engine gives the rows.

    A case with several rows stands where the first of them does, and once more where the last does.
    """
    for table, found in rows.items():
        key = "id" if table == "cases" else "case_id"
        named = [row for row in found if row.get(key)]
        if len({row[key] for row in named}) < FILINGS:
            continue
        yield from _ends(f"{table} as they come", [row[key] for row in named])
        for column in named[0]:
            values = [row[column] for row in named]
            if len(set(values)) > 1:
                ordered = sorted(named, key=lambda row: row[column])
                yield from _ends(f"{table} by {column}", [row[key] for row in ordered])


def _ends(name: str, cases: list[str]) -> Iterator[tuple[str, list[str]]]:
    """The order of the first rows of *cases* and, where that is another, of their last."""
    first, last = list(dict.fromkeys(cases)), list(dict.fromkeys(reversed(cases)))[::-1]
    yield name, first
    if last != first:
        yield f"{name}, the last of each", last


def all_rows(connection: Connection) -> dict[str, list[dict[str, Any]]]:
    """All rows with, on PostgreSQL, where they lie."""
    extra = ", ctid::text AS ctid, xmin::text::bigint AS xmin" if connection.dialect.name == "postgresql" else ""
    return {
        table.name: [dict(row._mapping) for row in connection.execute(text(f'SELECT *{extra} FROM "{table.name}"'))]
        for table in metadata.sorted_tables
    }


def as_they_lie(file: bytes, cases: list[str], place: str) -> list[str]:
    """The cases by page and, as SQLite fills a page from its end, backwards within it."""
    find_it = file.find if place == "first" else file.rfind
    offsets = {case: find_it(case.encode()) for case in cases}
    return sorted(cases, key=lambda case: (offsets[case] // PAGE, -(offsets[case] % PAGE)))


def judge(rows: dict[str, list[dict[str, Any]]], truth: list[str]) -> dict[str, tuple[int, float]]:
    """Orders that beat guessing, with their hits and their tau."""
    judged = {name: (hits(order, truth, str), tau(order, truth)) for name, order in orders(rows)}
    return {
        name: (hit, order)
        for name, (hit, order) in judged.items()
        if hit > HITS_BY_CHANCE or abs(order) > ORDER_BY_CHANCE
    }


def open_everything(rows: dict[str, list[dict[str, Any]]], keyring: Keyring) -> dict[str, bytes]:
    """Every box that opens with the keyring: a case's under its data key, others by themselves."""
    keys = {row["id"]: keyring.unwrap(row["wrapped_key"], table="cases", row=row["id"]) for row in rows["cases"]}
    opened: dict[str, bytes] = {}
    for table, found in rows.items():
        for place, row in enumerate(row for row in found if isinstance(row.get("box"), bytes)):
            case = row["id"] if table == "cases" else row.get("case_id")
            for at, attempt in enumerate((*_case_boxes(table, row, case, keys), *_own_boxes(table, row, keyring))):
                with suppress(SealBrokenError, KeyringError, KeyForgottenError):
                    opened[f"{table} {place} {at}"] = attempt()
    return opened


def _case_boxes(
    table: str, row: dict[str, Any], case: str | None, keys: dict[str, bytes]
) -> Iterator[Callable[[], bytes]]:
    if case in keys:
        for field in ("answers", "chat", "contact", str(row.get("seq"))):
            yield partial(open_field, keys[case], row["box"], table=table, row=case, field=field)


def _own_boxes(table: str, row: dict[str, Any], keyring: Keyring) -> Iterator[Callable[[], bytes]]:
    mark = row["mark"].hex() if "mark" in row else None
    for name in (row.get("id"), row.get("region"), mark, f"{row.get('lane')}/{row.get('kind')}"):
        if isinstance(name, str):
            yield partial(Vault(keyring, Chance()).open_row, row["box"], table=table, row=name)
