"""Frozen settings, read once from the environment; every problem is told at once, in our own words.

Values never stand in a message: a token pasted into the wrong variable must not reach a log.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import field
from datetime import time, timedelta
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

from bot.departures import AT_ONCE, Departures, RandomWait, Slots
from bot.errors import SettingsError
from bot.frozen import frozen
from bot.proxy import Proxy, find_proxy

TELEGRAM = "https://api.telegram.org"
EPHEMERAL_HOSTS = ("DYNO", "RENDER", "RAILWAY_ENVIRONMENT", "K_SERVICE", "FLY_APP_NAME")
LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")
FOLDER = "DATABASE_URL leads to a folder: add the name of a file in it, such as adaldyq.db."
SQLITE_FORM = "DATABASE_URL for SQLite is sqlite:///, the path of a file and nothing else: sqlite:///data/adaldyq.db."
POSTGRESQL_FORM = (
    "DATABASE_URL cannot be understood: write it as postgresql://name:password@host:5432/database, with a port from 1 "
    "to 65535; in a password write @ as %40, / as %2F, # as %23, ? as %3F and % as %25."
)
DEFAULT_SLOTS = Slots((time(10), time(16)))
"""Late enough in the morning for an office to read what came at night, early enough in the afternoon to answer it."""
MOST_SLOTS = 12
"""More slots than hours of work would hide nobody."""
_CLOCK = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)", re.ASCII)
_TOKEN = re.compile(r"\d{1,16}:[\w-]{1,64}", re.ASCII)


@frozen
class Settings:
    """What the environment decides; everything else is set by admins and lives in the database."""

    token: str = field(repr=False)
    api_url: str
    proxy: Proxy | None
    database_url: str = field(repr=False)
    keyring_file: Path
    keyring_text: str | None = field(repr=False)
    session_key_file: Path
    admin_ids: frozenset[int] = field(repr=False)
    departures: Departures
    draft_lifetime: timedelta
    log_level: str


def read_settings(environ: Mapping[str, str]) -> Settings:
    """Settings from *environ*; SettingsError lists all that is wrong and how to mend it."""
    reader = _Reader(environ)
    keyring_file = Path(environ.get("KEYRING_FILE") or "keys/keyring.json")
    settings = Settings(
        token=reader.token(),
        api_url=(api_url := reader.address("BOT_API_URL", TELEGRAM)),
        proxy=reader.proxy(api_url),
        database_url=reader.database(),
        keyring_file=keyring_file,
        keyring_text=environ.get("KEYRING") or None,
        session_key_file=Path(environ.get("SESSION_KEY_FILE") or keyring_file.with_name("session.json")),
        admin_ids=reader.admins(),
        departures=reader.departures(),
        draft_lifetime=timedelta(hours=reader.hours("DRAFT_HOURS", 24, most=48)),
        log_level=reader.level(),
    )
    reader.refuse_ephemeral()
    if reader.problems:
        raise SettingsError(tuple(reader.problems))
    return settings


def is_sqlite(database_url: str) -> bool:
    """Whether *database_url* names an SQLite file."""
    return database_url.startswith("sqlite")


def sqlite_path(database_url: str) -> Path:
    """The file behind `sqlite:///relative` or `sqlite:////absolute`."""
    return Path(unquote(database_url.partition(":///")[2]))


class _Reader:
    """Collects problems while it reads, so that an admin sees them all at the first start."""

    def __init__(self, environ: Mapping[str, str]) -> None:
        self.environ = environ
        self.problems: list[str] = []

    def token(self) -> str:
        token = self.environ.get("BOT_TOKEN", "").strip()
        if not token:
            self.problems.append("BOT_TOKEN is not set: ask @BotFather for a token and put it there.")
        elif not _TOKEN.fullmatch(token):
            self.problems.append("BOT_TOKEN does not look like a token: copy it whole, as digits, a colon and letters.")
        return token

    def address(self, name: str, default: str) -> str:
        value = (self.environ.get(name) or default).strip().rstrip("/")
        if not re.match(r"https?://[^\s/]+", value) or not _is_readable(value):
            self.problems.append(f"{name} must be an address such as {default}.")
        return value

    def proxy(self, address: str) -> Proxy | None:
        return find_proxy(self.environ, address, self.problems) if _is_readable(address) else None

    def database(self) -> str:
        url = (self.environ.get("DATABASE_URL") or "sqlite:///data/adaldyq.db").strip()
        if url.startswith("postgres://"):
            url = "postgresql" + url.removeprefix("postgres")
        if not re.match(r"(sqlite:///.|postgresql://.)", url):
            self.problems.append("DATABASE_URL must begin with sqlite:/// or postgresql://.")
            return url
        problem = _sqlite_problem(url) if is_sqlite(url) else _postgresql_problem(url)
        if problem:
            self.problems.append(problem)
        return url

    def admins(self) -> frozenset[int]:
        found = set()
        for part in self.environ.get("ADMIN_IDS", "").replace(";", ",").split(","):
            if re.fullmatch(r"\d{1,16}", part.strip(), re.ASCII):
                found.add(int(part))
            elif part.strip():
                self.problems.append("ADMIN_IDS must be Telegram ids (digits only) with commas between them.")
                break
        return frozenset(found)

    def departures(self) -> Departures:
        """When code-only cards leave; the older CODE_ONLY_DELAY is still read, and means no slots."""
        slots, delay = (self.environ.get(name, "").strip() for name in ("CODE_ONLY_SLOTS", "CODE_ONLY_DELAY"))
        if slots and delay:
            self.problems.append("CODE_ONLY_SLOTS and CODE_ONLY_DELAY are both set: leave out the second, the older.")
            return DEFAULT_SLOTS
        return self._delay(delay) if delay else self._slots(slots)

    def _slots(self, text: str) -> Departures:
        if text.lower() == "now":
            return AT_ONCE
        found = [_CLOCK.fullmatch(part.strip()) for part in text.split(",")] if text else []
        if text and (None in found or len(found) > MOST_SLOTS):
            self.problems.append(
                f'CODE_ONLY_SLOTS must be times of the day in Kazakhstan, at most {MOST_SLOTS}, such as "10:00,16:00", '
                'or "now" for none.'
            )
            return DEFAULT_SLOTS
        times = {time(int(match[1]), int(match[2])) for match in found if match}
        return Slots(tuple(sorted(times))) if times else DEFAULT_SLOTS

    def _delay(self, text: str) -> Departures:
        match = re.fullmatch(r"(\d{1,4})(?:\s*-\s*(\d{1,4}))?", text, re.ASCII)
        if match is None or int(match[2] or match[1]) < int(match[1]):
            self.problems.append(
                'CODE_ONLY_DELAY must be minutes, such as "2-20", or "0" for none; better, set CODE_ONLY_SLOTS instead.'
            )
            return DEFAULT_SLOTS
        return RandomWait(timedelta(minutes=int(match[1])), timedelta(minutes=int(match[2] or match[1])))

    def hours(self, name: str, default: int, *, most: int) -> int:
        text = (self.environ.get(name) or str(default)).strip()
        if not re.fullmatch(r"\d{1,4}", text, re.ASCII) or not 1 <= int(text) <= most:
            self.problems.append(f"{name} must be a number of hours from 1 to {most}.")
            return default
        return int(text)

    def level(self) -> str:
        level = (self.environ.get("LOG_LEVEL") or "INFO").strip().upper()
        if level not in LOG_LEVELS:
            self.problems.append(f"LOG_LEVEL must be one of {', '.join(LOG_LEVELS)}.")
            return "INFO"
        return level

    def refuse_ephemeral(self) -> None:
        """A host that empties its disk at every restart would lose every report and every key."""
        host = next((name for name in EPHEMERAL_HOSTS if self.environ.get(name)), None)
        if host is None:
            return
        if is_sqlite(self.environ.get("DATABASE_URL") or "sqlite"):
            self.problems.append(
                f"This host ({host}) forgets its disk at a restart: set DATABASE_URL to a PostgreSQL database."
            )
        if not self.environ.get("KEYRING"):
            self.problems.append(f"This host ({host}) forgets its disk at a restart: put the keyring into KEYRING.")


def _sqlite_problem(url: str) -> str | None:
    """What is wrong with the path; a folder is refused here, before anybody makes or locks a file there."""
    path = sqlite_path(url)
    if "?" in url or "\0" in str(path) or str(path) == ":memory:":
        return SQLITE_FORM
    return FOLDER if unquote(url).endswith("/") or path.is_dir() else None


def _postgresql_problem(url: str) -> str | None:
    try:
        parts = urlsplit(url)
        places = parts.netloc.rpartition("@")[2].split(",")
        asked = parse_qs(parts.query)
        for host in (*map(_host_of, places), *_listed(asked, "host")):
            if "/" not in host:  # a host with a slash is the folder of a socket
                host.encode("idna")
    except ValueError:
        # Python's own words would quote the part that it could not read, which may be of the password.
        return POSTGRESQL_FORM
    ports = [*filter(None, map(_port_of, places)), *_listed(asked, "port")]
    return None if all(map(_is_port, ports)) and not parts.fragment else POSTGRESQL_FORM


def _is_readable(address: str) -> bool:
    """Whether *address* has brackets in pairs and a port, if any, that can exist."""
    try:
        return urlsplit(address).port != 0
    except ValueError:
        return False


def _host_of(place: str) -> str:
    """The host in `host:5432` or `[::1]:5432`."""
    return place.partition("]")[0] if place.startswith("[") else unquote(place.partition(":")[0])


def _port_of(place: str) -> str:
    """The port in `host:5432` or `[::1]:5432`; empty when there is none."""
    return place.rpartition("]")[2].partition(":")[2]


def _listed(asked: Mapping[str, list[str]], name: str) -> list[str]:
    return [one for value in asked.get(name, ()) for one in value.split(",") if one]


def _is_port(text: str) -> bool:
    return re.fullmatch(r"\d{1,5}", text, re.ASCII) is not None and 1 <= int(text) <= 65535
