"""The bot whose waits for a lock keep step with its clock: `python -m tests.chaos.hurried SPEED run …`.

SQLite waits by the time of the machine. A bot whose clock runs twenty times as fast spends more than a minute and a
half of its own on each wait; here it spends the five seconds that it spends everywhere else, and in its minutes of
trouble it tries as often as a real one.
"""

from __future__ import annotations

import sys
from typing import Any

from bot.__main__ import main
from storage.sqlite.store import BUSY_TIMEOUT, SqliteStore


def hurry(speed: float) -> None:
    """From now on every wait of the store for a lock is *speed* times shorter."""
    opening: Any = SqliteStore.open
    opening.__func__.__kwdefaults__["busy_timeout"] = BUSY_TIMEOUT / speed


if __name__ == "__main__":
    hurry(float(sys.argv[1]))
    sys.exit(main(sys.argv[2:]))
