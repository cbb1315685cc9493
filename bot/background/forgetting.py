"""Forgetting: what is past its time is deleted, in slices that citizens' steps go between."""

from __future__ import annotations

from functools import partial
from typing import Protocol

from sqlalchemy import Connection

from bot.background.slices import do_slice_and_rest
from bot.clock import Clock
from storage import admins, audit, files, updates
from storage.engine import Database


class Forget(Protocol):
    """Deletes some of what is past its time; how many rows, 0 when none was left."""

    def __call__(self, connection: Connection, *, now: int) -> int: ...


FORGOTTEN: tuple[Forget, ...] = (
    updates.forget_seen,
    files.drop_expired,
    audit.forget_reveals,
    admins.forget_links,
)


async def forget_in_slices(database: Database, clock: Clock) -> None:
    """Delete everything that is past its time now. Ended in the middle, the next time finds the rest."""
    now = int(clock.timestamp())
    for forget in FORGOTTEN:
        while await do_slice_and_rest(partial(database.write, forget, now=now), clock):
            pass
