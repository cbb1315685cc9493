"""Migrations: numbered revisions in versions/, applied by the program itself through Alembic.

Rules
- Revisions are numbered 0001, 0002, … in one line; the number is in the file's name, so whether
  anything is to be done is known without loading Alembic.
- All that is missing is applied in one transaction, or nothing is.
- A database with a higher number belongs to a newer program and is refused.
- ``python -m storage.migrations "what changes"`` writes the next revision from storage.schema.metadata, and says
  what it could not write (storage/migrations/writing.py).
"""

import re
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, MetaData, create_engine, inspect, text

from storage.errors import SchemaError

if TYPE_CHECKING:
    from alembic.config import Config

    from storage.migrations.writing import Written

_FOLDER = Path(__file__).parent
_NUMBERED = re.compile(r"(\d{4})_\w+\.py")


@dataclass(frozen=True, slots=True)
class Migrations:
    """The revisions in one folder."""

    versions: Path

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
        """Apply what is missing, inside the transaction of *connection*."""
        from alembic import command

        if not self.are_applied(connection):
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
                self.apply(connection)
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


MIGRATIONS = Migrations(_FOLDER / "versions")


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
