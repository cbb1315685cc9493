"""Safety: the day on which the citizen of a case is asked once more whether anybody presses on them.

The day follows from that of the answer or closing, so the row tells nothing that the case does not.
"""

from __future__ import annotations

from datetime import date

from sqlalchemy import Connection, bindparam, delete, select, text

from storage.schema import TO_HEAD, safety_checks, talk

_PUT = text(
    "INSERT INTO safety_checks (case_id, look_on) VALUES (:case_id, :look_on) "
    "ON CONFLICT (case_id) DO UPDATE SET look_on = excluded.look_on"
).bindparams(bindparam("look_on", type_=safety_checks.c.look_on.type))


def put_check(connection: Connection, case_id: str, look_on: date) -> None:
    """Ask on *look_on*, and on no day that was set before."""
    connection.execute(_PUT, {"case_id": case_id, "look_on": look_on})


def drop_check(connection: Connection, case_id: str) -> bool:
    """Do not ask any more; whether there was a day set."""
    return connection.execute(delete(safety_checks).where(safety_checks.c.case_id == case_id)).rowcount > 0


def list_checks(connection: Connection, today: date, *, limit: int) -> list[str]:
    """Up to *limit* cases whose day has come, those that wait longest first."""
    query = select(safety_checks.c.case_id).where(safety_checks.c.look_on <= today)
    query = query.order_by(safety_checks.c.look_on, safety_checks.c.case_id).limit(limit)
    return list(connection.execute(query).scalars())


def list_to_head(connection: Connection) -> list[tuple[str, int]]:
    """Case and number of every message to a head alone, case by case: few, for they are cries for help."""
    query = select(talk.c.case_id, talk.c.seq).where(TO_HEAD)
    return [(row.case_id, row.seq) for row in connection.execute(query.order_by(talk.c.case_id, talk.c.seq))]
