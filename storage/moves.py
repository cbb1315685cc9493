"""Moves: a region's way to another group, asked for and then agreed to; one a region."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Row, and_, delete, or_, select, text, update

from bot.frozen import frozen
from bot.terms import MoveStep
from storage.errors import RowDamagedError
from storage.salvage import Aside, find_one, read_one, read_rows
from storage.schema import moves

_PUT = text(
    "INSERT INTO moves (region, id, step, box, due_at) VALUES (:region, :id, :step, :box, :due_at) "
    "ON CONFLICT (region) DO NOTHING"
)


@frozen
class MoveRow:
    """One move; `box` says where to and who asked. Asked, it may be agreed to until `due_at`; agreed, it is due."""

    region: str
    id: str
    step: MoveStep
    box: bytes
    due_at: int


_FIELDS = [moves.c[name] for name in MoveRow.__match_args__]


def put_move(connection: Connection, row: MoveRow, *, now: int) -> bool:
    """Keep *row*; False when the region has another move that is not over. One that is over makes room."""
    over = and_(moves.c.step == MoveStep.ASKED, moves.c.due_at <= now)
    connection.execute(delete(moves).where(moves.c.region == row.region, over))
    return connection.execute(_PUT, {name: getattr(row, name) for name in MoveRow.__match_args__}).rowcount == 1


def get_move(connection: Connection, region: str, *, now: int) -> MoveRow | None:
    """The move of *region*, unless it was asked for and nobody agreed in time."""
    return read_one(connection, select(*_FIELDS).where(moves.c.region == region, _stands(now)), _move, _damaged(region))


def find_move(connection: Connection, move_id: str, *, now: int) -> MoveRow | None:
    """The move *move_id*, unless it was asked for and nobody agreed in time."""
    query = select(*_FIELDS).where(moves.c.id == move_id, _stands(now))
    return find_one(connection, query, _move, key=moves.c.region, name=_damaged)


def list_moves(connection: Connection, *, now: int, aside: Aside) -> list[MoveRow]:
    """Every move that stands."""
    query = select(*_FIELDS).where(_stands(now)).order_by(moves.c.region)
    return read_rows(connection, query, _move, key=moves.c.region, name=_damaged, aside=aside)


def list_due(connection: Connection, *, now: int) -> list[str]:
    """The ids of the moves that are to be carried out now."""
    due = and_(moves.c.step == MoveStep.AGREED, moves.c.due_at <= now)
    return list(connection.execute(select(moves.c.id).where(due).order_by(moves.c.due_at)).scalars())


def agree_to_move(connection: Connection, move_id: str, *, due_at: int, now: int) -> bool:
    """From now on the move waits to be carried out; False when it is over, or was agreed to before."""
    # One statement: of two who agree at once only one does.
    asked = and_(moves.c.id == move_id, moves.c.step == MoveStep.ASKED, moves.c.due_at > now)
    return connection.execute(update(moves).where(asked).values(step=MoveStep.AGREED, due_at=due_at)).rowcount == 1


def take_move(connection: Connection, move_id: str) -> bool:
    """Take the move away, to carry it out or to stop it; False when somebody else did."""
    return connection.execute(delete(moves).where(moves.c.id == move_id)).rowcount == 1


def drop_move(connection: Connection, region: str) -> None:
    """*region* has no move any more, whether its row can be read or not."""
    connection.execute(delete(moves).where(moves.c.region == region))


def forget_moves(connection: Connection, *, now: int) -> int:
    """Delete those that nobody agreed to in time; their number."""
    return connection.execute(delete(moves).where(moves.c.step == MoveStep.ASKED, moves.c.due_at <= now)).rowcount


def _stands(now: int) -> Any:
    return or_(moves.c.step == MoveStep.AGREED, moves.c.due_at > now)


def _move(row: Row[Any]) -> MoveRow:
    return MoveRow(row.region, row.id, MoveStep(row.step), bytes(row.box), row.due_at)


def _damaged(region: str) -> RowDamagedError:
    return RowDamagedError(moves.name, region)
