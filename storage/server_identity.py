"""Which database of which PostgreSQL server a connection leads to."""


import asyncpg

from bot.frozen import frozen

_DATABASE = "SELECT oid::bigint FROM pg_database WHERE datname = current_database()"
_SYSTEM = "SELECT system_identifier FROM pg_control_system()"
_STORE_ID = "SELECT value FROM facts WHERE name = 'store-id'"


@frozen
class ServerIdentity:
    """The cluster (a standby that takes over has the same; None where we may not ask), the database in it, its id."""

    system: int | None
    database: int
    store_id: str | None


async def identify(connection: asyncpg.Connection) -> ServerIdentity:
    """Ask where *connection* leads to; a database without our tables has no id."""
    try:
        system = await connection.fetchval(_SYSTEM)
    except asyncpg.InsufficientPrivilegeError:
        system = None  # some hosts keep it to themselves
    try:
        store_id = await connection.fetchval(_STORE_ID)
    except asyncpg.UndefinedTableError:
        store_id = None
    return ServerIdentity(system, await connection.fetchval(_DATABASE), store_id)
