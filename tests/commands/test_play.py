"""`demo` and `playground` at a terminal and without one."""

from __future__ import annotations

import re
import signal
from datetime import datetime, timedelta

import aiohttp
import psutil
import pytest

from bot.playground import Playground
from tests.commands.terminal import Terminal, assert_failed


@pytest.mark.parametrize("command", ["demo", "playground"])
async def test_the_playground_does_not_start_beside_a_real_token(terminal: Terminal, command: str) -> None:
    token = "1234567890:" + "A" * 35
    ended = await terminal.but(BOT_TOKEN=token).run(command)
    assert_failed(ended, "BOT_TOKEN holds a real token", "Unset BOT_TOKEN")
    assert token not in ended.out + ended.err


async def test_a_taken_port_is_told_with_a_way_out(terminal: Terminal, play: Playground) -> None:
    taken = play.url.rpartition(":")[2]
    ended = await terminal.but(BOT_TOKEN="").run("playground", "--port", taken)
    assert_failed(ended, f"cannot listen at port {taken}", "--port 0")


async def test_the_demo_without_a_terminal_ends_by_itself(terminal: Terminal) -> None:
    ended = await terminal.but(BOT_TOKEN="").run("demo")
    assert (ended.code, ended.err) == (0, ""), ended
    assert "Both were filed, posted, answered and read." in ended.out


@pytest.mark.parametrize("command", ["demo", "playground --port 0"])
async def test_the_playground_stays_open_at_a_terminal_until_ctrl_c(terminal: Terminal, command: str) -> None:
    kept = terminal.folder / "temporary"
    kept.mkdir()
    async with terminal.but(BOT_TOKEN="", TMPDIR=str(kept)).screen(*command.split()) as screen:
        shown = await screen.read_until("Ctrl+C ends it.")
        assert "The bot's clock runs at real speed (1x)" in shown
        found = re.search(r"http://127\.0\.0\.1:\d+", shown)
        assert found is not None
        async with aiohttp.ClientSession() as session, session.get(found[0]) as page:
            assert (page.status, "demo.banner" in await page.text()) == (200, True)
        assert [path.name[:8] for path in kept.iterdir()] == ["adaldyq-"]
        screen.type("\x03")
        assert await screen.read_to_end() in ("\r\n", "\r\n^C")
        assert await screen.process.wait() == 128 + signal.SIGINT
    assert list(kept.iterdir()) == []


async def test_the_playground_told_to_stop_takes_its_bot_along(terminal: Terminal) -> None:
    async with terminal.but(BOT_TOKEN="").screen("playground", "--port", "0") as screen:
        await screen.read_until("Ctrl+C ends it.")
        (bot,) = psutil.Process(screen.process.pid).children()
        screen.process.terminate()
        assert await screen.process.wait() == 128 + signal.SIGTERM
        assert not bot.is_running()


async def test_the_clock_of_the_playground_runs_as_ours_and_moves_the_bot_along(terminal: Terminal) -> None:
    async with terminal.but(BOT_TOKEN="").screen("playground", "--port", "0") as screen:
        shown = await screen.read_until("Ctrl+C ends it.")
        found = re.search(r"http://127\.0\.0\.1:\d+", shown)
        assert found is not None
        async with aiohttp.ClientSession() as session:
            async with session.get(f"{found[0]}/play/state") as answer:
                before = (await answer.json())["clock"]
            assert (before["speed"], before["can_jump"]) == (1.0, True)
            async with session.post(f"{found[0]}/play/jump", json={"seconds": 86400}) as answer:
                assert answer.status == 200
            async with session.get(f"{found[0]}/play/state") as answer:
                after = (await answer.json())["clock"]
        passed = datetime.fromisoformat(after["now"]) - datetime.fromisoformat(before["now"])
        assert timedelta(days=1) <= passed < timedelta(days=2)
        screen.type("\x03")
        assert await screen.process.wait() == 128 + signal.SIGINT
