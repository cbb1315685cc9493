"""Files that Telegram hands out slowly, over HTTP: they end in time, and other people's files do not wait for them."""

from __future__ import annotations

from pathlib import Path

from bot.background.file_places import FETCHED_AT_ONCE, SLOW_AFTER
from bot.gateway.downloads import TelegramDownloads
from bot.playground import PrivateChat
from tests.flows import planted
from tests.flows.office import Rehearsal, choose_language, rehearsal
from tests.flows.test_files_citizen import settled
from tests.waiting import until


async def reporting(r: Rehearsal, name: str) -> PrivateChat:
    """A citizen who is asked what happened."""
    chat = r.citizen(name)
    await choose_language(chat)
    await chat.press("Сообщить о нарушении")
    return chat


async def test_downloads_that_hang_hold_up_nobody_elses_files(tmp_path: Path) -> None:
    async with rehearsal(tmp_path) as r:
        slow, brisk = await reporting(r, "Болат"), await reporting(r, "Айгүл")
        hanging = r.play.fail("file", kind="hang", times=FETCHED_AT_ONCE)
        others = r.play.fail("file", kind="slow", times=None)  # not slow at all: it counts
        for _ in range(FETCHED_AT_ONCE + 2):
            await slow.send_photo(planted.photo())
        await until(lambda: hanging.is_over, r.play)
        r.clock.jump(SLOW_AFTER)
        for number in (1, 2):
            await brisk.send_photo(planted.photo())
            await settled(brisk, number)
        assert others.struck == 2, "whose files hang gets no more of them fetched"
        hanging.clear()
        await until(lambda: others.struck == 2 + FETCHED_AT_ONCE + 2, r.play, meanwhile=r.pass_by)


async def test_a_download_ends_in_time_and_is_tried_again(tmp_path: Path) -> None:
    async with rehearsal(tmp_path) as r:
        assert isinstance(r.house.file_jobs.downloads, TelegramDownloads)
        r.house.file_jobs.downloads.seconds = 0.2
        hanging = r.play.fail("file", kind="hang", times=2)
        again = r.play.fail("file", kind="slow", times=None)
        chat = await reporting(r, "Айгүл")
        await chat.send_photo(planted.photo())
        await until(lambda: again.struck, r.play, meanwhile=r.pass_by)
        assert hanging.is_over
        await settled(chat)
