"""The bot that dies: `python -m tests.chaos.doomed POINT NTH run …` is `python -m bot run …` with one patch.

At the NTH reach of the named point, once the file named in DOOM is there, the process kills itself with SIGKILL: no
clean-up, no flush, as when the power goes. Production code knows nothing of it.
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bot.__main__ import main
from bot.background.clockwork import Clockwork, Duty
from bot.gateway.private_chat import CitizenChats
from bot.gateway.sender import TelegramSender
from storage.engine import Database
from storage.sqlite.writer import SqliteWriter


class Doom:
    """Counts the reaches of one point once it is armed."""

    def __init__(self, armed: Path, nth: int) -> None:
        self.armed = armed
        self.left = nth

    def reach(self) -> None:
        """The point is reached: the last thing this process does, if it is the one."""
        if self.armed.exists():
            self.left -= 1
            if self.left <= 0:
                os.kill(os.getpid(), signal.SIGKILL)


def around_write(doom: Doom, place: str, *, committed: bool) -> None:
    """Die when a transaction of *place* has run: before its COMMIT, or after it. Empty results do not count."""
    original: Any = Database.write

    async def write(self: Database, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        if not f"{fn.__module__}.{fn.__qualname__}".startswith(place):
            return await original(self, fn, *args, **kwargs)

        def run(*inner: Any, **named: Any) -> Any:
            result = fn(*inner, **named)
            if not committed and result != []:
                doom.reach()
            return result

        result = await original(self, run, *args, **kwargs)
        if committed and result != []:
            doom.reach()
        return result

    Database.write = write  # type: ignore[method-assign]


def after_call(doom: Doom, owner: type, name: str) -> None:
    """Die when the coroutine function *name* of *owner* has returned."""
    original = getattr(owner, name)

    async def call(*args: Any, **kwargs: Any) -> Any:
        result = await original(*args, **kwargs)
        doom.reach()
        return result

    setattr(owner, name, call)


def during_checkpoint(doom: Doom) -> None:
    """Die while SQLite moves its log into the file: at the first sign that the file is being written."""
    original: Any = SqliteWriter.empty_log
    prepare: Any = Clockwork.__init__

    def often(self: Clockwork, duties: list[Duty], clock: Any) -> None:
        # The checkpoint comes every ten minutes; here it comes as often as a test wants.
        prepare(self, [Duty(duty.name, min(duty.every, 5.0), duty.do) for duty in duties], clock)

    def empty_log(self: Any, patience: int) -> bool:
        path: Path = self._path
        written = path.stat().st_mtime_ns
        done = threading.Event()

        def watch() -> None:
            while not done.is_set() and path.stat().st_mtime_ns == written:
                pass
            doom.reach()

        log = path.with_name(f"{path.name}-wal")
        if not doom.armed.exists() or not log.stat().st_size:
            return bool(original(self, patience))
        threading.Thread(target=watch, daemon=True).start()
        try:
            return bool(original(self, patience))
        finally:
            done.set()

    Clockwork.__init__ = often  # type: ignore[method-assign]
    SqliteWriter.empty_log = empty_log  # type: ignore[method-assign]


def while_scrubbing(doom: Doom) -> None:
    """Die when the first limited process of a file has been started and holds the original."""
    from bot.anonymise.scrub import runner

    original: Any = runner.talk

    async def talk(*args: Any, **kwargs: Any) -> Any:
        asyncio.get_running_loop().call_later(0.15, doom.reach)
        return await original(*args, **kwargs)

    runner.talk = talk


def around_news_of_a_file(doom: Doom, *, committed: bool) -> None:
    """Die when a cleaned file is settled: before its COMMIT, or after it."""
    from bot.background.file_news import FileNews

    if committed:
        around_write(doom, "bot.desk.citizens.intake.Intake._decide", committed=True)
        return
    original: Any = FileNews.settled

    async def settled(self: FileNews, job: Any, outcome: Any, settle: Any) -> None:
        def run(connection: Any) -> bool:
            done = bool(settle(connection))
            doom.reach()
            return done

        await original(self, job, outcome, run)

    FileNews.settled = settled  # type: ignore[method-assign]


POINTS: dict[str, Callable[[Doom], None]] = {
    "before-commit": lambda doom: around_write(doom, "bot.desk.citizens.intake.Intake._decide", committed=False),
    "after-commit": lambda doom: around_write(doom, "bot.desk.citizens.intake.Intake._decide", committed=True),
    "after-answer": lambda doom: after_call(doom, CitizenChats, "send"),
    "office-before-commit": lambda doom: around_write(doom, "bot.gateway.group_updates.", committed=False),
    "office-after-commit": lambda doom: around_write(doom, "bot.gateway.group_updates.", committed=True),
    "after-claim": lambda doom: around_write(doom, "bot.background.notifier._claim", committed=True),
    "after-part": lambda doom: after_call(doom, TelegramSender, "post"),
    "after-send": lambda doom: after_call(doom, TelegramSender, "send"),
    "before-settle": lambda doom: around_write(doom, "bot.background.settling.Settler.delivered", committed=False),
    "after-settle": lambda doom: around_write(doom, "bot.background.settling.Settler.delivered", committed=True),
    "slice-before-commit": lambda doom: around_write(doom, "bot.desk.groups.chores.do_slice", committed=False),
    "slice-after-commit": lambda doom: around_write(doom, "bot.desk.groups.chores.do_slice", committed=True),
    "checkpoint": during_checkpoint,
    "file-scrubbing": while_scrubbing,
    "file-before-commit": lambda doom: around_news_of_a_file(doom, committed=False),
    "file-after-commit": lambda doom: around_news_of_a_file(doom, committed=True),
}


if __name__ == "__main__":
    POINTS[sys.argv[1]](Doom(Path(os.environ["DOOM"]), int(sys.argv[2])))
    sys.exit(main(sys.argv[3:]))
