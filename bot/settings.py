"""Frozen settings, read once from the environment; every problem is told at once, in our own words.

Values never stand in a message: a token pasted into the wrong variable must not reach a log.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from bot.errors import SettingsError

TELEGRAM = "https://api.telegram.org"
EPHEMERAL_HOSTS = ("DYNO", "RENDER", "RAILWAY_ENVIRONMENT", "K_SERVICE", "FLY_APP_NAME")
LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")
_TOKEN = re.compile(r"\d{1,16}:[\w-]{1,64}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Settings:
    """What the environment decides; everything else is set by admins and lives in the database."""

    token: str = field(repr=False)
    api_url: str
    database_url: str = field(repr=False)
    keyring_file: Path
    keyring_text: str | None = field(repr=False)
    session_key_file: Path
    admin_ids: frozenset[int] = field(repr=False)
    code_only_delay: tuple[timedelta, timedelta]
    draft_lifetime: timedelta
    log_level: str


def read_settings(environ: Mapping[str, str]) -> Settings:
    """Settings from *environ*; SettingsError lists all that is wrong and how to mend it."""
    reader = _Reader(environ)
    keyring_file = Path(environ.get("KEYRING_FILE") or "keys/keyring.json")
    settings = Settings(
        token=reader.token(),
        api_url=reader.address("BOT_API_URL", TELEGRAM),
        database_url=reader.database(),
        keyring_file=keyring_file,
        keyring_text=environ.get("KEYRING") or None,
        session_key_file=Path(environ.get("SESSION_KEY_FILE") or keyring_file.with_name("session.json")),
        admin_ids=reader.admins(),
        code_only_delay=reader.delay(),
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
    return Path(database_url.partition(":///")[2])


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
        if not re.match(r"https?://[^\s/]+", value):
            self.problems.append(f"{name} must be an address such as {default}.")
        return value

    def database(self) -> str:
        url = (self.environ.get("DATABASE_URL") or "sqlite:///data/adaldyq.db").strip()
        if url.startswith("postgres://"):
            url = "postgresql" + url.removeprefix("postgres")
        if not re.match(r"(sqlite:///.|postgresql://.)", url):
            self.problems.append("DATABASE_URL must begin with sqlite:/// or postgresql://.")
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

    def delay(self) -> tuple[timedelta, timedelta]:
        text = (self.environ.get("CODE_ONLY_DELAY") or "2-20").strip()
        match = re.fullmatch(r"(\d{1,4})(?:\s*-\s*(\d{1,4}))?", text, re.ASCII)
        if match is None or int(match[2] or match[1]) < int(match[1]):
            self.problems.append('CODE_ONLY_DELAY must be minutes, such as "2-20", or "0" for none.')
            return timedelta(minutes=2), timedelta(minutes=20)
        return timedelta(minutes=int(match[1])), timedelta(minutes=int(match[2] or match[1]))

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
