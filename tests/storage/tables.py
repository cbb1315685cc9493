"""A few tables of the tests' own, and transactions on them."""

from sqlalchemy import Column, Connection, ForeignKey, Integer, MetaData, String, Table, func, select

METADATA = MetaData()
counters = Table(
    "counters", METADATA, Column("name", String, primary_key=True), Column("value", Integer, nullable=False)
)
notes = Table(
    "notes",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("word", String, unique=True),
    Column("counter", ForeignKey("counters.name", deferrable=True, initially="DEFERRED")),
)


def start_counter(connection: Connection, name: str = "cases") -> None:
    """Begin to count at 0."""
    connection.execute(counters.insert().values(name=name, value=0))


def next_number(connection: Connection, name: str = "cases") -> int:
    """Take the next number in one statement."""
    taken = counters.update().where(counters.c.name == name).values(value=counters.c.value + 1)
    return connection.execute(taken.returning(counters.c.value)).scalar_one()


def add_note(connection: Connection, word: str, *, counter: str | None = None) -> None:
    """Keep *word*."""
    connection.execute(notes.insert().values(word=word, counter=counter))


def count_notes(connection: Connection) -> int:
    """Count the words."""
    return connection.execute(select(func.count()).select_from(notes)).scalar_one()


def list_words(connection: Connection) -> list[str | None]:
    """List the words in the order in which they were kept."""
    return list(connection.execute(select(notes.c.word).order_by(notes.c.id)).scalars())
