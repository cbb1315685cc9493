"""Which database this is: an id inside, made with it, and a count of the signs of life, which only grows.

An older copy put back in place has the same id and a lower count: whoever remembers the last count notices.
"""

from sqlalchemy import Connection

from storage.facts import Fact, get_fact, put_fact


def name_store(connection: Connection, fresh: str) -> str:
    """The id of this database; *fresh* becomes it if there is none yet."""
    found = get_fact(connection, Fact.STORE_ID)
    if found is None:
        put_fact(connection, Fact.STORE_ID, fresh)
    return found or fresh


def beat(connection: Connection, *, store_id: str, least: int, now: int) -> int | None:
    """Give a sign of life; its number, or None and no sign if this is not *store_id* or holds fewer than *least*."""
    beats = int(get_fact(connection, Fact.BEATS) or 0)
    if get_fact(connection, Fact.STORE_ID) != store_id or beats < least:
        return None
    put_fact(connection, Fact.BEATS, str(beats + 1))
    put_fact(connection, Fact.ALIVE, str(now))
    return beats + 1
