"""Where the database is: DATABASE_URL read once into one of two addresses."""

from dataclasses import field
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from bot.frozen import frozen
from storage.errors import DatabaseUrlError

_A_FILE = "The SQLite DATABASE_URL must lead to a file: name one in a folder on a disk, such as data/adaldyq.db"
_EXAMPLES = "sqlite:///data/adaldyq.db or postgresql://name:password@host/database"


@frozen
class SqliteAddress:
    """A database in one file of this machine."""

    path: Path


@frozen
class PostgresqlAddress:
    """A database on a PostgreSQL server; the DSN may hold a password, so repr leaves it out."""

    dsn: str = field(repr=False)


Address = SqliteAddress | PostgresqlAddress


def read_address(url: str) -> Address:
    """Understand *url*; three slashes make a SQLite path relative, four make it absolute.

    A driver suffix (``postgresql+asyncpg``) is accepted and dropped. Raises DatabaseUrlError.
    """
    try:
        parts = urlsplit(url)
    except ValueError:
        raise DatabaseUrlError(f"DATABASE_URL cannot be read; write it like {_EXAMPLES}") from None
    scheme = parts.scheme.partition("+")[0]
    if scheme == "sqlite":
        return _sqlite_address(url, host=parts.netloc, query=parts.query)
    if scheme in ("postgres", "postgresql"):
        return PostgresqlAddress(f"postgresql{url[len(parts.scheme) :]}")
    raise DatabaseUrlError(f"DATABASE_URL must begin with sqlite: or postgresql:, for example {_EXAMPLES}")


def _sqlite_address(url: str, *, host: str, query: str) -> SqliteAddress:
    if host or parse_qsl(query):
        raise DatabaseUrlError("A SQLite DATABASE_URL has three or four slashes, a path and nothing else")
    path = unquote(url.partition("://")[2].partition("?")[0])[1:]
    if not path or path == ":memory:":
        raise DatabaseUrlError("The SQLite database must be a file: reports in memory would not survive a restart")
    if path.endswith("/") or "\0" in path:
        raise not_a_file()
    return SqliteAddress(Path(path))


def not_a_file() -> DatabaseUrlError:
    """The path of a SQLite database leads to a folder, a device or nothing that could be a file."""
    return DatabaseUrlError(_A_FILE)
