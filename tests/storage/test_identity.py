"""Which database this is: an id inside, and signs of life that only grow."""

import asyncio
from collections.abc import AsyncIterator

import asyncpg
import pytest
from sqlalchemy import text

from storage import facts, identity
from storage.engine import Database
from storage.errors import StoreCause, StoreError, StoreUnavailableError
from storage.facts import Fact
from tests.postgres import Server

ID, ANOTHER = "00000a51c0ffee00", "0badc0de00000000"


@pytest.fixture
async def known(database: Database) -> Database:
    """A database that was named and recognised."""
    assert await database.write(identity.name_store, ID) == ID
    await database.recognise(ID)
    return database


async def put(database: Database, fact: Fact, value: str) -> None:
    """What an older copy or a foreign database would hold there."""
    await database.write(facts.put_fact, fact, value)


async def is_refused(database: Database) -> bool:
    """Whether nothing can be written and the probe fails, because it is another database."""
    for attempt in (database.write(facts.put_fact, Fact.MOST_FILES, "1"), database.probe()):
        with pytest.raises(StoreUnavailableError, match="Another database, or an older copy") as caught:
            await attempt
        assert caught.value.cause is StoreCause.REPLACED
    return True


async def test_a_name_is_given_once(database: Database) -> None:
    assert await database.write(identity.name_store, ID) == ID
    assert await database.write(identity.name_store, ANOTHER) == ID


async def test_signs_of_life_are_counted(known: Database) -> None:
    for now in (100, 130, 160):
        await known.beat(now)
    assert await known.read(facts.get_fact, Fact.BEATS) == "3"
    assert await known.read(facts.get_fact, Fact.ALIVE) == "160"


async def test_two_processes_may_give_signs_of_life(known: Database, empty_url: str) -> None:
    async with await Database.open(empty_url) as other:
        await other.recognise(ID)
        for now in (100, 130):
            await known.beat(now)
            await other.beat(now - 1)
    assert await known.read(facts.get_fact, Fact.BEATS) == "4"


async def test_an_older_copy_is_used_no_more(known: Database) -> None:
    await known.beat(100)
    await known.beat(130)
    await put(known, Fact.BEATS, "1")
    with pytest.raises(StoreUnavailableError):
        await known.beat(160)
    assert await is_refused(known)
    assert await known.read(facts.get_fact, Fact.ALIVE) == "130"


async def test_a_database_with_another_id_is_used_no_more(known: Database) -> None:
    await put(known, Fact.STORE_ID, ANOTHER)
    with pytest.raises(StoreUnavailableError):
        await known.beat(100)
    assert await is_refused(known)


async def test_a_database_that_nobody_recognised_gives_no_sign(database: Database) -> None:
    with pytest.raises(StoreError, match="once it was recognised"):
        await database.beat(100)


@pytest.fixture
async def served(postgresql_url: str) -> AsyncIterator[Database]:
    """A recognised database on PostgreSQL."""
    async with await Database.open(postgresql_url) as database:
        await database.migrate()
        await database.write(identity.name_store, ID)
        await database.recognise(ID)
        yield database


async def cause_after_reconnecting(database: Database, server: Server, url: str) -> StoreCause:
    """Why nothing can be written once the old connections are gone."""
    await server.terminate_connections(url)
    for _ in range(20):
        try:
            await database.probe()
        except StoreUnavailableError as fault:
            if fault.cause is not StoreCause.UNREACHABLE:
                return fault.cause
        await asyncio.sleep(0)
    return StoreCause.OTHER


async def test_a_server_reached_again_is_looked_at(
    served: Database, postgresql_server: Server, postgresql_url: str
) -> None:
    outside = await asyncpg.connect(postgresql_url)
    await outside.execute("UPDATE facts SET value = $1 WHERE name = 'store-id'", ANOTHER)
    await outside.close()
    assert await cause_after_reconnecting(served, postgresql_server, postgresql_url) is StoreCause.REPLACED


async def test_a_database_dropped_and_made_anew_is_another(
    served: Database, postgresql_server: Server, postgresql_url: str
) -> None:
    name = postgresql_url.partition("@/")[2].partition("?")[0]
    outside = await asyncpg.connect(postgresql_server.url)
    await outside.execute(f"DROP DATABASE {name} WITH (FORCE)")
    await outside.execute(f"CREATE DATABASE {name}")
    await outside.close()
    assert await cause_after_reconnecting(served, postgresql_server, postgresql_url) is StoreCause.REPLACED


async def test_the_same_server_reached_again_goes_on(
    served: Database, postgresql_server: Server, postgresql_url: str
) -> None:
    await served.write(lambda connection: connection.execute(text("SELECT 1")))
    assert await cause_after_reconnecting(served, postgresql_server, postgresql_url) is StoreCause.OTHER
    await served.beat(100)
