"""Facts are kept one by one and replaced."""

from __future__ import annotations

from storage import facts
from storage.engine import Database
from storage.facts import Fact


async def test_a_fact_is_kept_and_replaced(database: Database) -> None:
    assert await database.read(facts.get_fact, Fact.KEYRING) is None
    await database.write(facts.put_fact, Fact.KEYRING, "0011")
    await database.write(facts.put_fact, Fact.KEYRING, "2233")
    await database.write(facts.put_fact, Fact.ALIVE, "1")
    assert await database.read(facts.get_fact, Fact.KEYRING) == "2233"


def test_the_names_of_facts_are_those_that_stand_in_databases() -> None:
    assert {fact.name: fact.value for fact in Fact} == {
        "KEYRING": "keyring",
        "ALIVE": "alive",
        "MOST_FILES": "most-files",
        "OUTBOX": "outbox",
        "STORE_ID": "store-id",
        "BEATS": "beats",
        "DRAFTS_LOST": "drafts-lost",
    }
