"""Whether there is a database yet: a command that only looks must not make one, nor a keyring beside it."""

from __future__ import annotations

from enum import Enum, auto

from sqlalchemy import Connection, inspect

from bot.settings import is_sqlite, sqlite_path
from storage import facts
from storage.engine import Database
from storage.errors import StoreError
from storage.facts import Fact
from storage.migrations import MIGRATIONS


class StoreStage(Enum):
    """How far the database has come: nothing of ours is there, or its tables are older, or all is ready."""

    NOTHING = auto()
    OLDER = auto()
    READY = auto()


async def find_stage(database_url: str) -> StoreStage:
    """Look, and change nothing; StoreError when the database cannot be used, or is of a newer program."""
    if is_sqlite(database_url) and not sqlite_path(database_url).exists():
        return StoreStage.NOTHING
    async with await Database.open(database_url) as database:
        return await database.read(_look)


async def refuse_to_begin(database_url: str) -> None:
    """Raise StoreError when there is no database yet."""
    if await find_stage(database_url) is StoreStage.NOTHING:
        raise StoreError(
            "There is no database yet where DATABASE_URL leads: start the bot once (`python -m bot run`), "
            "or mend DATABASE_URL, or go to the folder that the bot runs in."
        )


def _look(connection: Connection) -> StoreStage:
    # The keyring's fingerprint is what a first start writes last: until then nothing can have been sealed.
    if not inspect(connection).has_table("facts") or facts.get_fact(connection, Fact.KEYRING) is None:
        return StoreStage.NOTHING
    return StoreStage.READY if MIGRATIONS.are_applied(connection) else StoreStage.OLDER
