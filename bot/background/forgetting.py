"""Forgetting: what is kept for a time only goes when its time is over.

Each kind goes by itself: a damaged page under one of them must not keep the others.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection

from bot.clock import Clock
from bot.desk.citizens.opening import VISITS
from bot.desk.damage import Damages
from bot.desk.files import UNCLAIMED_LASTS
from storage import admins, audit, damage, files, updates
from storage.engine import Database
from storage.errors import StoreDamagedError


class Forgetting:
    """Deletes what is past its time."""

    def __init__(self, database: Database, damages: Damages, clock: Clock) -> None:
        self.database = database
        self.damages = damages
        self.clock = clock

    async def forget(self) -> None:
        """Delete every mark, file, wish and link whose time is over."""
        for kind in (_forget_seen, _forget_files, _forget_wishes, _forget_links, _forget_damage):
            try:
                await self.database.write(kind, self.clock.now())
            except StoreDamagedError as fault:
                self.damages.met(fault)


def _forget_seen(connection: Connection, now: datetime) -> None:
    updates.forget_seen(connection, now=int(now.timestamp()))


def _forget_files(connection: Connection, now: datetime) -> None:
    files.drop_expired(connection, now=int(now.timestamp()))


def _forget_wishes(connection: Connection, now: datetime) -> None:
    audit.forget_reveals(connection, now=int(now.timestamp()))


def _forget_links(connection: Connection, now: datetime) -> None:
    admins.forget_links(connection, now=int(now.timestamp()))


def _forget_damage(connection: Connection, now: datetime) -> None:
    """The key of a visit is an account's, under a session key: it goes when that key does."""
    damage.forget_damage(connection, VISITS, before=(now - UNCLAIMED_LASTS).date())
