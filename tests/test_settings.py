"""Settings: good defaults, every problem at once, and never a value in a message."""

from __future__ import annotations

from dataclasses import FrozenInstanceError
from datetime import timedelta
from pathlib import Path

import pytest

from bot.errors import SettingsError
from bot.proxy import Proxy
from bot.settings import EPHEMERAL_HOSTS, Settings, is_sqlite, read_settings, sqlite_path
from storage.address import SqliteAddress, read_address

TOKEN = "123456:plausible-token"
MARKER = "QwErTy77"


def problems_of(**environ: str) -> tuple[str, ...]:
    """What is wrong with *environ*."""
    with pytest.raises(SettingsError) as caught:
        read_settings(environ)
    return caught.value.problems


def test_a_token_is_enough() -> None:
    assert read_settings({"BOT_TOKEN": TOKEN}) == Settings(
        token=TOKEN,
        api_url="https://api.telegram.org",
        proxy=None,
        database_url="sqlite:///data/adaldyq.db",
        keyring_file=Path("keys/keyring.json"),
        keyring_text=None,
        session_key_file=Path("keys/session.json"),
        admin_ids=frozenset(),
        code_only_delay=(timedelta(minutes=2), timedelta(minutes=20)),
        draft_lifetime=timedelta(hours=24),
        log_level="INFO",
    )


def test_empty_variables_count_as_unset() -> None:
    names = ("BOT_API_URL", "DATABASE_URL", "KEYRING_FILE", "KEYRING", "SESSION_KEY_FILE", "ADMIN_IDS")
    more = ("CODE_ONLY_DELAY", "DRAFT_HOURS", "LOG_LEVEL", "DYNO")
    environ = {"BOT_TOKEN": TOKEN, **dict.fromkeys((*names, *more), "")}
    assert read_settings(environ) == read_settings({"BOT_TOKEN": TOKEN})


def test_everything_can_be_set() -> None:
    settings = read_settings(
        {
            "BOT_TOKEN": f" {TOKEN}\n",
            "BOT_API_URL": "http://127.0.0.1:8081/",
            "HTTP_PROXY": "http://proxy.example:3128",
            "DATABASE_URL": "postgres://bot@db/adaldyq",
            "KEYRING_FILE": "/etc/adaldyq/keyring.json",
            "KEYRING": "the keyring itself",
            "SESSION_KEY_FILE": "/run/adaldyq/session.json",
            "ADMIN_IDS": "11, 22;33,",
            "CODE_ONLY_DELAY": "5 - 7",
            "DRAFT_HOURS": "48",
            "LOG_LEVEL": "debug",
        }
    )
    assert settings == Settings(
        token=TOKEN,
        api_url="http://127.0.0.1:8081",
        proxy=Proxy("http", "proxy.example:3128", "HTTP_PROXY"),
        database_url="postgresql://bot@db/adaldyq",
        keyring_file=Path("/etc/adaldyq/keyring.json"),
        keyring_text="the keyring itself",
        session_key_file=Path("/run/adaldyq/session.json"),
        admin_ids=frozenset({11, 22, 33}),
        code_only_delay=(timedelta(minutes=5), timedelta(minutes=7)),
        draft_lifetime=timedelta(hours=48),
        log_level="DEBUG",
    )


def test_the_session_key_lies_beside_the_keyring() -> None:
    settings = read_settings({"BOT_TOKEN": TOKEN, "KEYRING_FILE": "/srv/keys/ring.json"})
    assert settings.session_key_file == Path("/srv/keys/session.json")


def test_no_delay_is_possible() -> None:
    settings = read_settings({"BOT_TOKEN": TOKEN, "CODE_ONLY_DELAY": "0"})
    assert settings.code_only_delay == (timedelta(0), timedelta(0))


def test_every_problem_is_told_at_once_and_what_to_do() -> None:
    found = problems_of(
        BOT_API_URL="api.telegram.org",
        DATABASE_URL="mysql://db",
        ADMIN_IDS="@aigul",
        CODE_ONLY_DELAY="20-2",
        DRAFT_HOURS="49",
        LOG_LEVEL="chatty",
    )
    assert found == (
        "BOT_TOKEN is not set: ask @BotFather for a token and put it there.",
        "BOT_API_URL must be an address such as https://api.telegram.org.",
        "DATABASE_URL must begin with sqlite:/// or postgresql://.",
        "ADMIN_IDS must be Telegram ids (digits only) with commas between them.",
        'CODE_ONLY_DELAY must be minutes, such as "2-20", or "0" for none.',
        "DRAFT_HOURS must be a number of hours from 1 to 48.",
        "LOG_LEVEL must be one of DEBUG, INFO, WARNING, ERROR.",
    )


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("BOT_TOKEN", ["token", "12:", ":abc", "12:a b", "12:абв", "１２:abc", f"{TOKEN} {TOKEN}"]),
        ("BOT_API_URL", ["ftp://host", "http://", "http:// host", "//host"]),
        ("BOT_API_URL", ["http://host:port", "http://host:99999", "http://host:0", "http://[::1", "http://host:-1"]),
        ("DATABASE_URL", ["sqlite://", "sqlite:///", "sqlite:data.db", "postgresql://", "/data/adaldyq.db"]),
        ("DATABASE_URL", ["sqlite:///a.db?mode=ro", "sqlite:///:memory:", "sqlite:///a%00b", "sqlite:///data/"]),
        ("DATABASE_URL", ["postgresql://h:abc/a", "postgresql://h:99999/a", "postgresql://h:-5/a", "postgres://h:0/a"]),
        ("DATABASE_URL", ["postgresql://h:５４３２/a", "postgresql://h:1,i:two/a", "postgresql:///a?port=5432,none"]),
        ("DATABASE_URL", ["postgresql://[::1/a", "postgresql://..../a", "postgresql:///a?host=....", "postgres://u:p#s@h/a"]),
        ("ADMIN_IDS", ["-5", "1.5", "1 2", "１２３", "12345678901234567"]),
        ("CODE_ONLY_DELAY", ["-1", "2-", "two", "1.5", "3-2", "99999", "２-３"]),
        ("DRAFT_HOURS", ["0", "49", "-1", "1.5", "day", "２４"]),
        ("LOG_LEVEL", ["TRACE", "0"]),
    ],
)
def test_what_cannot_be_meant_is_refused(name: str, values: list[str]) -> None:
    for value in values:
        (problem,) = problems_of(**{"BOT_TOKEN": TOKEN, name: value})
        assert problem.startswith(name), value


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://bot:p%40ss%2Fw%23@db.example:5432/adaldyq?sslmode=verify-full",
        "postgresql://bot@[::1]:6543/adaldyq",
        "postgresql://bot@one:5432,two:5433/adaldyq",
        "postgresql:///adaldyq?host=/run/postgresql&port=5433",
        "postgresql://%2Frun%2Fpostgresql/adaldyq",
        "postgresql://дерекқор.қаз/adaldyq",
        "sqlite:///data/adaldyq.db",
        "sqlite:////var/lib/adaldyq/a%20b.db",
    ],
)
def test_every_way_to_name_a_database_is_taken(url: str) -> None:
    assert read_settings({"BOT_TOKEN": TOKEN, "DATABASE_URL": url}).database_url == url


def test_a_folder_is_no_database(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    (problem,) = problems_of(BOT_TOKEN=TOKEN, DATABASE_URL=f"sqlite:///{tmp_path}")
    assert problem == "DATABASE_URL leads to a folder: add the name of a file in it, such as adaldyq.db."
    assert tmp_path.stat().st_mode & 0o777 == 0o755


def test_an_address_that_cannot_be_read_is_not_quoted() -> None:
    for url in (f"postgresql://bot:{MARKER}@db:{MARKER}/a", f"postgresql://bot:pw@[{MARKER}", f"sqlite:///{MARKER}?{MARKER}"):
        with pytest.raises(SettingsError) as caught:
            read_settings({"BOT_TOKEN": TOKEN, "DATABASE_URL": url})
        fault = caught.value
        assert MARKER not in f"{fault!s}{fault!r}{fault.__cause__!r}{fault.__context__!r}"


def test_no_value_stands_in_a_message_or_a_repr() -> None:
    """A token pasted into the wrong variable must not reach a log."""
    names = ("BOT_TOKEN", "BOT_API_URL", "DATABASE_URL", "ADMIN_IDS", "CODE_ONLY_DELAY", "DRAFT_HOURS", "LOG_LEVEL")
    with pytest.raises(SettingsError) as caught:
        read_settings({name: f"{MARKER} {name}" for name in names} | {"DYNO": MARKER})
    # One of each, and KEYRING is missing on a host that forgets its disk.
    assert len(caught.value.problems) == len(names) + 1
    assert MARKER not in f"{caught.value!s}{caught.value!r}{caught.value.__cause__!r}{caught.value.__context__!r}"
    settings = read_settings(
        {
            "BOT_TOKEN": f"77:{MARKER}",
            "DATABASE_URL": f"postgresql://bot:{MARKER}@db/adaldyq",
            "KEYRING": MARKER,
            "ADMIN_IDS": "7712345",
        }
    )
    assert MARKER not in repr(settings)
    assert "7712345" not in repr(settings)


@pytest.mark.parametrize("host", EPHEMERAL_HOSTS)
def test_a_host_that_forgets_its_disk_needs_everything_outside(host: str) -> None:
    base = {"BOT_TOKEN": TOKEN, host: "web.1"}
    database = f"This host ({host}) forgets its disk at a restart: set DATABASE_URL to a PostgreSQL database."
    keyring = f"This host ({host}) forgets its disk at a restart: put the keyring into KEYRING."
    assert problems_of(**base) == (database, keyring)
    assert problems_of(**base, KEYRING="the keyring") == (database,)
    assert problems_of(**base, DATABASE_URL="sqlite:////disk/a.db", KEYRING="the keyring") == (database,)
    assert problems_of(**base, DATABASE_URL="postgres://db/a") == (keyring,)
    settings = read_settings({**base, "DATABASE_URL": "postgres://db/a", "KEYRING": "the keyring"})
    assert settings.keyring_text == "the keyring"


def test_settings_are_frozen() -> None:
    settings = read_settings({"BOT_TOKEN": TOKEN})
    with pytest.raises(FrozenInstanceError):
        settings.token = "other"  # type: ignore[misc]  # that this fails is the point


def test_a_sqlite_address_leads_to_its_file() -> None:
    assert is_sqlite("sqlite:///data/adaldyq.db")
    assert not is_sqlite("postgresql://db/adaldyq")
    assert sqlite_path("sqlite:///data/adaldyq.db") == Path("data/adaldyq.db")
    assert sqlite_path("sqlite:////var/lib/adaldyq.db") == Path("/var/lib/adaldyq.db")
    assert sqlite_path("sqlite:///my%20data/a.db") == Path("my data/a.db")


def test_storage_reads_the_same_path() -> None:
    for url in ("sqlite:///data/a.db", "sqlite:////var/a.db", "sqlite:///my%20data/a%23b.db"):
        assert read_address(url) == SqliteAddress(sqlite_path(url))
