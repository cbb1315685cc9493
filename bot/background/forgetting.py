"""Forgetting: what is past its time is deleted, in slices that citizens' steps go between.

Each kind goes by itself: a damaged page under one of them must not keep the others.
"""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial
from typing import Protocol

from sqlalchemy import Connection

from bot.background.slices import do_slice_and_rest
from bot.clock import Clock
from bot.desk.citizens.opening import VISITS
from bot.desk.damage import Damages
from bot.desk.files import UNCLAIMED_LASTS
from bot.desk.groups.admins import SETTLES_AFTER
from storage import admins, damage, deeds, experts, files, moves, searches, updates, wishes
from storage.engine import Database
from storage.errors import StoreDamagedError


class Forget(Protocol):
    """Deletes some of what is past its time; how many rows, 0 when none was left."""

    def __call__(self, connection: Connection, *, now: int) -> int: ...


class Forgetting:
    """Deletes what is past its time."""

    def __init__(self, database: Database, damages: Damages, clock: Clock) -> None:
        self.database = database
        self.damages = damages
        self.clock = clock

    async def forget(self) -> None:
        """Delete everything that is past its time now. Ended in the middle, the next time finds the rest."""
        for kind in FORGOTTEN:
            try:
                await self._forget(kind)
            except StoreDamagedError as fault:
                self.damages.met(fault)

    async def _forget(self, kind: Forget) -> None:
        now = int(self.clock.timestamp())
        while await do_slice_and_rest(partial(self.database.write, kind, now=now), self.clock):
            pass


def _forget_damage(connection: Connection, *, now: int) -> int:
    """The key of a visit is an account's, under a session key: it goes when that key does."""
    before = datetime.fromtimestamp(now, UTC) - UNCLAIMED_LASTS
    return damage.forget_damage(connection, VISITS, before=before.date())


def _forget_removed_admins(connection: Connection, *, now: int) -> int:
    """Who was removed may be restored for as long as a deed may be taken back."""
    return admins.forget_removed(connection, until=now - int(SETTLES_AFTER.total_seconds()))


FORGOTTEN: tuple[Forget, ...] = (
    updates.forget_seen,
    files.drop_expired,
    wishes.forget_wishes,
    searches.forget_searches,
    admins.forget_links,
    experts.forget_links,
    _forget_removed_admins,
    moves.forget_moves,
    deeds.forget_deeds,
    _forget_damage,
)
