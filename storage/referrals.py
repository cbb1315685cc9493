"""Referrals: which case is with an expert, and on which day somebody must look whether its term is over."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import Connection, Row, bindparam, delete, select, text, update

from bot.frozen import frozen
from storage.errors import RowDamagedError
from storage.salvage import read_one
from storage.schema import referrals

_PUT = text(
    "INSERT INTO referrals (case_id, region, look_on, box) VALUES (:case_id, :region, :look_on, :box) "
    "ON CONFLICT (case_id) DO UPDATE SET region = excluded.region, look_on = excluded.look_on, box = excluded.box"
).bindparams(bindparam("look_on", type_=referrals.c.look_on.type))


@frozen
class ReferralRow:
    """A case with an expert; `box` says with whom."""

    case_id: str
    region: str
    look_on: date
    box: bytes


def put_referral(connection: Connection, row: ReferralRow) -> None:
    """The case is with the expert whom the box names, in place of what is known."""
    said = {"case_id": row.case_id, "region": row.region, "look_on": row.look_on, "box": row.box}
    connection.execute(_PUT, said)


def get_referral(connection: Connection, case_id: str) -> ReferralRow | None:
    """With whom the case is; None when it is with no expert."""
    query = select(referrals).where(referrals.c.case_id == case_id)
    return read_one(connection, query, _referral, RowDamagedError(referrals.name, case_id, case_id))


def drop_referral(connection: Connection, case_id: str) -> bool:
    """The case is with no expert any more; False when it was with none."""
    return connection.execute(delete(referrals).where(referrals.c.case_id == case_id)).rowcount > 0


def list_of_region(connection: Connection, region: str) -> list[str]:
    """The cases of *region* that are with an expert."""
    query = select(referrals.c.case_id).where(referrals.c.region == region).order_by(referrals.c.case_id)
    return list(connection.execute(query).scalars())


def list_due(connection: Connection, region: str, *, today: date, limit: int) -> list[str]:
    """Up to *limit* cases of *region* whose term is to be looked at, those that wait longest first."""
    query = select(referrals.c.case_id).where(referrals.c.region == region, referrals.c.look_on <= today)
    return list(connection.execute(query.order_by(referrals.c.look_on, referrals.c.case_id).limit(limit)).scalars())


def look_later(connection: Connection, case_id: str, *, look_on: date) -> None:
    """The term is looked at on *look_on* again."""
    connection.execute(update(referrals).where(referrals.c.case_id == case_id).values(look_on=look_on))


def _referral(row: Row[Any]) -> ReferralRow:
    return ReferralRow(row.case_id, row.region, row.look_on, bytes(row.box))
