"""Migrations: numbered revisions in versions/, applied by the program itself through Alembic.

Rules
- Revisions are numbered 0001, 0002, … in one line; the number is in the file's name, so whether
  anything is to be done is known without loading Alembic.
- All that is missing is applied in one transaction, or nothing is.
- A new database is made from the tables as they are now and gets the newest number: revisions are for those that hold
  rows. Tests hold that both ways lead to the same tables, on both engines.
- A database with a higher number belongs to a newer program and is refused.
- ``python -m storage.migrations "what changes"`` writes the next revision from storage.schema.metadata, and says
  what it could not write (storage/migrations/writing.py).
"""

import re
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Column, Connection, MetaData, String, Table, create_engine, insert, inspect, text

from bot.frozen import frozen
from storage.errors import SchemaError
from storage.schema import metadata

if TYPE_CHECKING:
    from alembic.config import Config

    from storage.migrations.writing import Written

_FOLDER = Path(__file__).parent
_NUMBERED = re.compile(r"(\d{4})_\w+\.py")
_VERSION = Table(
    "alembic_version",
    MetaData(naming_convention={"pk": "alembic_version_pkc"}),
    Column("version_num", String(32), primary_key=True),
)
"""Where Alembic keeps the number of the last revision, as Alembic makes it."""


@frozen
class Migrations:
    """The revisions in one folder."""

    versions: Path
    tables: MetaData | None = None
    """The tables that the revisions lead to; without them a new database goes through every revision too."""

    def newest(self) -> int:
        """Give the number of the newest revision, 0 if there is none."""
        names = (_NUMBERED.fullmatch(path.name) for path in self.versions.iterdir())
        return max((int(name[1]) for name in names if name), default=0)

    def are_applied(self, connection: Connection) -> bool:
        """Tell whether the database has every revision; raises SchemaError if it has more."""
        current, newest = _current(connection), self.newest()
        if current > newest:
            raise SchemaError(
                f"The database is at version {current:04}, this program knows {newest:04}: start the newer program"
            )
        return current == newest

    def apply(self, connection: Connection) -> None:
        """Bring the database to the newest revision, inside the transaction of *connection*."""
        if self.are_applied(connection):
            return
        if self.tables is not None and not inspect(connection).get_table_names():
            self.tables.create_all(connection)
            _VERSION.create(connection)
            connection.execute(insert(_VERSION), {"version_num": f"{self.newest():04}"})
        else:
            self.upgrade(connection)

    def upgrade(self, connection: Connection) -> None:
        """Apply every revision that is missing, one after another, inside the transaction of *connection*."""
        # Here, not above: Alembic takes 12 MB, a seventh of what a bot does, and most starts have nothing to apply.
        from alembic import command

        command.upgrade(self._config(connection, metadata=None), "head")

    def differences(self, connection: Connection, metadata: MetaData) -> list[Any]:
        """List what would have to change for the database to equal *metadata*; empty when they agree."""
        from storage.migrations.comparison import list_differences

        return list_differences(connection, metadata)

    def write_next(self, message: str, metadata: MetaData) -> "Written":
        """Write the next revision: what leads from the revisions there are to *metadata*.

        The comparison is made in a throw-away SQLite database. Read what it wrote before keeping it.
        """
        from storage.migrations.writing import write_revision

        with tempfile.TemporaryDirectory() as folder:
            engine = create_engine(f"sqlite:///{folder}/compared.db", hide_parameters=True)
            with engine.begin() as connection:
                self.upgrade(connection)
                config = self._config(connection, metadata=metadata)
                written = write_revision(config, connection, metadata, message, f"{self.newest() + 1:04}")
            engine.dispose()
        return written

    def _config(self, connection: Connection, *, metadata: MetaData | None) -> "Config":
        from alembic.config import Config

        config = Config(attributes={"connection": connection, "metadata": metadata})
        config.set_main_option("script_location", _escape(_FOLDER))
        config.set_main_option("version_locations", _escape(self.versions))
        config.set_main_option("path_separator", "newline")
        config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
        return config


MIGRATIONS = Migrations(_FOLDER / "versions", metadata)


def _escape(path: Path) -> str:
    return str(path).replace("%", "%%")


def _current(connection: Connection) -> int:
    if not inspect(connection).has_table("alembic_version"):
        return 0
    found = connection.execute(text("SELECT version_num FROM alembic_version")).scalars().all()
    if not found:
        return 0
    if len(found) > 1 or not found[0].isdecimal():
        raise SchemaError("The database carries a version that is not a number: it is not one of this program")
    return int(found[0])
