"""The processes behind the door: confined, killed whole, mortal with their parent, and believed only when checked."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import textwrap
import time
from pathlib import Path

import psutil
import pytest

from bot.anonymise.scrub import runner
from bot.anonymise.scrub.confinement import NICE
from bot.anonymise.scrub.runner import DEFAULT, Instead, Limits, RefusalReason, RefusedFile, ScrubberError, scrub
from tests.anonymise.scrub.conftest import clean
from tests.anonymise.scrub.planted_pdfs import plain
from tests.anonymise.scrub.planted_pictures import jpeg
from tests.anonymise.scrub.test_hostile import endless_pdf
from tests.waiting import until

PROBE = """
import json, os, resource, socket, sys
sys.path.append({root!r})
from bot.anonymise.scrub.confinement import confine, forbid_processes
confine(memory_bytes=1 << 30, cpu_seconds=9, parent=os.getppid())
forbid_processes()
found = {{"environment": sorted(os.environ), "folder": os.getcwd()}}
for name in ("CORE", "FSIZE", "NOFILE", "CPU", "AS", "NPROC"):
    found[name] = resource.getrlimit(getattr(resource, "RLIMIT_" + name))[1]
try:
    with open({path!r}, "wb") as made:
        made.write(b"x")
    found["wrote"] = True
except OSError:
    found["wrote"] = False
with open("/proc/self/status") as status:
    found["privileges"] = "NoNewPrivs:\\t1" in status.read()
found["nice"] = os.nice(0)
if os.path.exists("/proc/self/autogroup"):
    with open("/proc/self/autogroup") as group:
        found["nice of the session"] = int(group.read().split()[-1])
print(json.dumps(found))
"""
PARENT = """
import asyncio, sys
sys.path.append({root!r})
from bot.anonymise.scrub.runner import Limits, scrub
content = open({path!r}, "rb").read()
asyncio.run(scrub(content, limits=Limits(cpu_seconds=120, seconds=120.0)))
"""
ROOT = str(Path(__file__).resolve().parents[3])


async def python(source: str, **values: str) -> asyncio.subprocess.Process:
    """Start an interpreter on *source*."""
    text = textwrap.dedent(source).format(root=ROOT, **values)
    pipe = asyncio.subprocess.PIPE
    order = (sys.executable, "-I", "-c", text)
    return await asyncio.create_subprocess_exec(*order, stdout=pipe, env={"SECRET": "x"}, start_new_session=True)


async def test_process_gives_up_everything_it_does_not_need(tmp_path: Path) -> None:
    said, _ = await (await python(PROBE, path=str(tmp_path / "made"))).communicate()
    expected = {"environment": [], "folder": "/", "wrote": False, "privileges": True, "CORE": 0, "FSIZE": 0}
    expected |= {"nice": min(os.nice(0) + NICE, 19)}
    expected |= {"nice of the session": NICE} if Path("/proc/self/autogroup").exists() else {}
    expected |= {"NOFILE": 64, "CPU": 10, "AS": 1 << 30, "NPROC": 0}
    assert __import__("json").loads(said) == expected
    assert (tmp_path / "made").stat().st_size == 0


def workers_of(pid: int) -> list[psutil.Process]:
    """The scrubbing processes that *pid* started."""
    return [one for one in psutil.Process(pid).children(recursive=True) if "scrub.worker" in " ".join(one.cmdline())]


def everything_in(*folders: str) -> set[str]:
    """The paths below the places where something could be left behind."""
    return {str(path) for folder in folders for path in Path(folder).glob("*")}


async def test_kill_of_the_parent_ends_the_work_and_leaves_nothing(tmp_path: Path) -> None:
    path = tmp_path / "endless.pdf"
    path.write_bytes(endless_pdf())
    places = ("/tmp", "/dev/shm", str(tmp_path))
    before = everything_in(*places)
    parent = await python(PARENT, path=str(path))
    await until(lambda: workers_of(parent.pid) and workers_of(parent.pid)[0].cpu_times().user > 0.3)
    worker = workers_of(parent.pid)[0]
    open_files = {one.path for one in worker.open_files()} if os.geteuid() == 0 else set()
    parent.send_signal(signal.SIGKILL)
    await parent.communicate()
    await until(lambda: not worker.is_running() or worker.status() == psutil.STATUS_ZOMBIE)
    assert not [name for name in everything_in(*places) - before if b"%PDF" in head(name)]
    assert not [name for name in open_files if name.startswith(places)]


def head(name: str) -> bytes:
    """The first bytes of a file, nothing when it is gone or not ours to read."""
    try:
        return Path(name).read_bytes()[:1024]
    except OSError:
        return b""


async def test_time_out_is_slow_and_kills_the_process() -> None:
    began = time.monotonic()
    assert await scrub(endless_pdf(), limits=Limits(seconds=1.0)) == RefusedFile(RefusalReason.SLOW, Instead.TELL)
    assert time.monotonic() - began < 5
    assert workers_of(os.getpid()) == []


async def test_cancelled_call_kills_the_process() -> None:
    task = asyncio.create_task(scrub(endless_pdf()))
    await until(lambda: workers_of(os.getpid()))
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert workers_of(os.getpid()) == []


async def test_crash_of_a_decoder_is_a_refusal(monkeypatch: pytest.MonkeyPatch) -> None:
    for number, reason in (
        (signal.SIGSEGV, RefusalReason.DAMAGED),
        (signal.SIGABRT, RefusalReason.DAMAGED),
        (signal.SIGKILL, RefusalReason.DOUBT),
    ):
        ending = f"import os; os.write(1, b'ready\\n'); os.kill(os.getpid(), {int(number)})"
        monkeypatch.setattr(runner, "BOOT", ending)
        result = await scrub(jpeg())
        assert isinstance(result, RefusedFile)
        assert result.reason is reason


async def test_unforeseen_exception_is_a_doubt_and_is_named_without_its_words(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(
        runner, "BOOT", runner.BOOT.replace("main()", "main.__globals__.update(scrub_kind=secret); main()")
    )
    monkeypatch.setattr(runner, "BOOT", "def secret(*_):\n    raise LookupError('words of the file')\n" + runner.BOOT)
    assert await scrub(jpeg()) == RefusedFile(RefusalReason.DOUBT, Instead.TELL)
    assert "LookupError" in caplog.text
    assert "words of the file" not in caplog.text


@pytest.mark.parametrize("ending", ["import sys; sys.exit(0)", "print('hello')", "import nothing_of_that_name"])
async def test_process_that_does_not_get_ready_is_our_fault(ending: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runner, "BOOT", ending)
    with pytest.raises(ScrubberError):
        await scrub(jpeg())


async def test_missing_interpreter_is_our_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/nonexistent/python")
    with pytest.raises(ScrubberError):
        await scrub(jpeg())


async def test_output_that_the_second_look_doubts_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    lying = "main.__globals__.update(scrub_kind=lie); main()"
    lie = "def lie(kind, content, limits):\n    from bot.anonymise.scrub.verdicts import Rebuilt\n"
    lie += "    return Rebuilt(content, 'jpg', 'photo', frozenset())\n"
    monkeypatch.setattr(runner, "BOOT", lie + runner.BOOT.replace("main()", lying))
    assert await scrub(jpeg()) == RefusedFile(RefusalReason.DOUBT, Instead.TELL)


async def test_too_large_input_and_output_are_refused() -> None:
    assert await scrub(bytes(2000), limits=Limits(input_bytes=1000)) == RefusedFile(RefusalReason.SIZE, Instead.SPLIT)
    assert await scrub(plain(2), limits=Limits(output_bytes=500)) == RefusedFile(RefusalReason.SIZE, Instead.SPLIT)


async def test_flood_of_output_is_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    flood = "import os\nos.write(1, b'ready\\n')\nwhile True: os.write(1, bytes(1 << 20))"
    monkeypatch.setattr(runner, "BOOT", flood)
    assert await scrub(jpeg(), limits=Limits(output_bytes=1 << 20)) == RefusedFile(RefusalReason.DOUBT, Instead.TELL)


async def test_many_at_once_do_not_mix() -> None:
    pictures = [jpeg(quality=quality) for quality in (50, 60, 70, 80)]
    together = await asyncio.gather(*(scrub(one) for one in pictures))
    assert together == [await clean(one) for one in pictures]


async def test_no_descriptor_is_left_open() -> None:
    await scrub(jpeg())
    before = open_descriptors()
    for _ in range(3):
        await scrub(jpeg())
    assert open_descriptors() <= before


def open_descriptors() -> int:
    """How many files, pipes and sockets this process holds."""
    return sum(1 for _ in Path("/proc/self/fd").iterdir())


def test_defaults_fit_telegram() -> None:
    assert (DEFAULT.input_bytes, DEFAULT.output_bytes < 50_000_000 * 1.05) == (20 * 1024 * 1024, True)


SPENDER = """
import os, sys
sys.path.append({root!r})
from bot.anonymise.scrub.confinement import confine, spend_at_most
confine(memory_bytes=1 << 30, cpu_seconds=600, parent=os.getppid())
spend_at_most(600)
spend_at_most(1)
while True:
    pass
"""


async def test_process_may_be_given_less_time_when_its_file_is_known() -> None:
    process = await python(SPENDER)
    assert await process.wait() == -signal.SIGXCPU
