"""On a console that knows no UTF-8 every command says what it says, and ends as it ends elsewhere."""

from __future__ import annotations

import asyncio
import json
import sys

import pytest

from bot.playground import Playground
from tests.commands.terminal import TOP, TRACEBACK, Running, Terminal, begin_house
from tests.commands.test_command_line import ask_to_move
from tests.nursery import be_heard

CONSOLES = (
    {"LANG": "C", "LC_ALL": "C", "PYTHONIOENCODING": "ascii"},
    {"LC_ALL": "POSIX", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0", "PYTHONIOENCODING": ""},
    {"PYTHONIOENCODING": "cp1251"},
    {"PYTHONIOENCODING": "latin-1:strict"},
)


@pytest.fixture(params=CONSOLES, ids=("ascii", "posix", "cp1251", "latin-1"))
def console(request: pytest.FixtureRequest, terminal: Terminal) -> Terminal:
    """A shell on each of the old consoles."""
    return terminal.but(**request.param)


async def run(console: Terminal, *arguments: str, typed: bytes = b"") -> tuple[int | None, bytes, bytes]:
    """Exit code, output and errors of one command that is started from nothing, in the bytes that it wrote."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", *arguments),
        cwd=console.folder,
        env=environ_of(console),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    return await all_said(process, typed)


async def run_again(console: Terminal, *arguments: str) -> tuple[int | None, bytes, bytes]:
    """The same where Python is told how to speak, and need not find out: born in the nursery, which takes less time."""
    if not console.environ.get("PYTHONIOENCODING"):
        return await run(console, *arguments)
    return await all_said(await be_heard("bot", arguments, environ=environ_of(console), folder=console.folder))


def environ_of(console: Terminal) -> dict[str, str]:
    """All that a command is told there."""
    return {"PYTHONPATH": str(TOP), **console.environ}


async def all_said(process: Running, typed: bytes = b"") -> tuple[int | None, bytes, bytes]:
    """Exit code, output and errors of *process*, which must not end in a traceback."""
    out, err = await process.communicate(typed)
    assert TRACEBACK.encode() not in out + err, err.decode(errors="replace")
    return process.returncode, out, err


async def test_doctor_and_help_show_their_signs_as_they_can(console: Terminal, play: Playground) -> None:
    code, out, err = await run(console, "doctor")
    assert (code, err) == (0, b"")
    assert {line[:2] for line in out.splitlines()} == {b"+ "}
    play.fail(kind="down")
    code, out, _ = await run_again(console, "doctor")
    assert (code, out.splitlines()[-1][:11]) == (1, b"x Telegram:")
    code, out, _ = await run(console, "--help")
    assert (code, out.startswith(b"usage: python -m bot")) == (0, True)


async def test_wrong_settings_are_listed(console: Terminal) -> None:
    code, _, err = await run(console.but(BOT_TOKEN=""), "run")
    assert (code, err.split(b" ", 1)[1][:21]) == (1, b"BOT_TOKEN is not set:")


async def test_the_audit_log_comes_near_to_kazakh_names(console: Terminal) -> None:
    await begin_house(console)
    await ask_to_move(console)
    code, out, _ = await run_again(console, "audit")
    assert code == 0
    near = "Алия".encode("cp1251") if console.environ.get("PYTHONIOENCODING") == "cp1251" else b"Aliya"
    assert near + b" (700001)" in out


async def test_the_demo_tells_its_stories(terminal: Terminal) -> None:
    for environ in CONSOLES[::2]:
        code, out, err = await run(terminal.but(**environ, BOT_TOKEN=""), "demo", "--exit")
        assert (code, err) == (0, b""), err
        assert b"Both were filed, posted, answered and read." in out


async def test_identify_speaks_utf8_on_every_console(console: Terminal) -> None:
    lines = [{"id": "ә", "text": "Менің телефоным 8 701 123 45 67"}, {"id": 2, "text": "Атым Айгүл"}]
    typed = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines).encode()
    code, out, err = await run(console.but(BOT_TOKEN=""), "identify", typed=typed)
    assert (code, err) == (0, b"")
    spans = [{"start": 16, "end": 31, "type": "PHONE"}], [{"start": 5, "end": 10, "type": "SELF_NAME"}]
    assert [json.loads(line) for line in out.splitlines()] == [
        {"id": "ә", "spans": spans[0]},
        {"id": 2, "spans": spans[1]},
    ]


async def test_identify_names_a_line_that_is_not_utf8_and_answers_the_others(terminal: Terminal) -> None:
    good = '{"id": 1, "text": "Атым Айгүл"}\n'.encode()
    typed = b"\xef\xbb\xbf" + good + '{"id": 2, "text": "Атым Айгул"}\n'.encode("cp1251") + good
    code, out, err = await run(terminal.but(BOT_TOKEN=""), "identify", typed=typed)
    assert (code, [json.loads(line)["id"] for line in out.splitlines()]) == (1, [1, 1])
    assert b"identify: line 2: is not UTF-8" in err
