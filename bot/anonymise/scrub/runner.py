"""The door to scrubbing: starts the limited processes, feeds them, ends them, and believes nothing they say unchecked.

`scrub` may be called many times at once; each call holds the file, its clean copy and up to `Limits.memory_bytes` in
its process, so the caller decides how many run together.
"""

from __future__ import annotations

import asyncio
import json
import logging
import os
import signal
import sys
from dataclasses import asdict, replace
from pathlib import Path

from bot.anonymise.scrub.office_program import ROOM_BYTES, OfficeProgram
from bot.anonymise.scrub.verdicts import (
    DEFAULT,
    Instead,
    Limits,
    Media,
    RefusalReason,
    RefusedFile,
    Removed,
    way_out,
)
from bot.errors import AdaldyqError
from bot.frozen import frozen

__all__ = [
    "DEFAULT",
    "Cleaned",
    "Instead",
    "Limits",
    "Media",
    "RefusalReason",
    "RefusedFile",
    "Removed",
    "ScrubberError",
    "scrub",
]

log = logging.getLogger(__name__)
ROOT = Path(__file__).resolve().parents[3]
# The house stands last on the path, so that none of its rooms can stand in for a library.
BOOT = "import sys; sys.path.append(sys.argv.pop(1)); from bot.anonymise.scrub.worker import main; main()"
READY = b"ready\n"
OUR_FAULT = 70  # as in worker.py
PRINTABLE = (RefusalReason.TYPE, RefusalReason.ACTIVE, RefusalReason.DOUBT)
"""Reasons for which the pages of a file are taken where the file itself is not, if somebody can print them."""
HEAD_BYTES = 4096  # chosen: the line before the clean bytes is a verdict of a few hundred


class ScrubberError(AdaldyqError):
    """Our own scrubbing machinery failed: the file is not to blame and may be tried again."""


@frozen
class Cleaned:
    """Bytes that may cross to the other side, under a neutral *extension*, and what they no longer carry."""

    content: bytes
    extension: str
    media: Media
    removed: frozenset[Removed]
    width: int | None = None
    height: int | None = None
    duration: float | None = None


@frozen
class WorkerAnswer:
    """What a limited process left behind: its answer if it gave one, and how it ended."""

    head: dict[str, object] | None
    content: bytes
    exit_code: int


async def scrub(
    content: bytes, *, declared: str | None = None, as_media: Media | None = None, limits: Limits = DEFAULT,
    office: OfficeProgram | None = None
) -> Cleaned | RefusedFile:  # fmt: skip
    """Clean *content*, or say why not and what to send instead.

    *declared* is the name's extension or MIME type and may only contradict; *as_media* is how it was sent and is kept
    where the clean file still can be sent that way. What nothing here rewrites is printed by *office*. The call takes
    at most twice `limits.seconds`, and twice more with *office*. Raises ScrubberError when a process cannot be started
    or does not speak our protocol.
    """
    result = await rewrite(content, declared, as_media, limits)
    if office is None or not isinstance(result, RefusedFile):
        return result
    if result.instead is not Instead.PDF or result.reason not in PRINTABLE:
        return result
    return await scrub_pages(content, declared, office, limits) or result


async def rewrite(
    content: bytes, declared: str | None, as_media: Media | None, limits: Limits
) -> Cleaned | RefusedFile:
    """Clean *content* by what the house itself can do."""
    if not content:
        return RefusedFile(RefusalReason.EMPTY, Instead.AGAIN)
    if len(content) > limits.input_bytes:
        return RefusedFile(RefusalReason.SIZE, Instead.SPLIT)
    request: dict[str, object] = {"task": "scrub", "declared": declared, "limits": asdict(limits)}
    made = await ask(request, content, limits)
    if isinstance(made, RefusedFile):
        return made
    match made.head:
        case {"refused": [reason, instead]}:
            return RefusedFile(RefusalReason(str(reason)), Instead(str(instead)))
        case {"extension": str() as extension, "media": str()}:
            doubt = await find_doubt(made.content, extension, limits)
        case _:
            raise ScrubberError("the scrubbing process gave an answer of another version")
    return cleaned(made, as_media) if doubt is None else doubt


async def scrub_pages(
    content: bytes, declared: str | None, office: OfficeProgram, limits: Limits
) -> Cleaned | RefusedFile | None:
    """Have *content* printed by *office*, and clean what was printed as a stranger's PDF; None when it prints none."""
    asked: dict[str, object] = {"task": "prepare", "declared": declared, "draws_formulas": office.draws_formulas}
    ready = await ask(asked, content, limits)
    if isinstance(ready, RefusedFile):
        return ready
    match ready.head:
        case {"refused": [reason, instead]}:
            return RefusedFile(RefusalReason(str(reason)), Instead(str(instead)))
        case {"extension": str() as extension, "removed": list() as removed}:
            request: dict[str, object] = {"task": "print", "extension": extension, "office": asdict(office)}
        case _:
            raise ScrubberError("the scrubbing process gave an answer of another version")
    printed = await ask(request, ready.content, limits, file_bytes=ROOM_BYTES)
    if isinstance(printed, RefusedFile):
        return RefusedFile(printed.reason, Instead.PDF)
    match printed.head:
        case {"refused": [reason, _]}:
            return RefusedFile(RefusalReason.SLOW, Instead.PDF) if reason == RefusalReason.SLOW else None
    result = await rewrite(printed.content, "pdf", None, limits)
    if isinstance(result, RefusedFile):
        return result if result.reason is RefusalReason.PAGES else RefusedFile(result.reason, Instead.PDF)
    return replace(result, removed=frozenset(Removed(str(word)) for word in removed))


async def find_doubt(content: bytes, extension: str, limits: Limits) -> RefusedFile | None:
    """Let a process that never saw the original walk the output; None when it found nothing amiss."""
    checked = await ask({"task": "verify", "extension": extension}, content, limits)
    if checked == WorkerAnswer({"doubt": None}, b"", 0):
        return None
    return RefusedFile(RefusalReason.DOUBT, Instead.PDF if extension in ("docx", "xlsx") else Instead.TELL)


def cleaned(made: WorkerAnswer, as_media: Media | None) -> Cleaned:
    """The Cleaned that the process described, sent the way the original was if the clean file allows that."""
    head = made.head or {}
    extension, media = str(head["extension"]), str(head["media"])
    removed = head["removed"]
    if not isinstance(removed, list) or media not in MEDIA_OF:
        raise ScrubberError("the scrubbing process gave an answer of another version")
    width, height, duration = (head.get(name) for name in ("width", "height", "duration"))
    return Cleaned(
        content=made.content,
        extension=extension,
        media=choose_media(MEDIA_OF[media], as_media),
        removed=frozenset(Removed(str(word)) for word in removed),
        width=width if isinstance(width, int) else None,
        height=height if isinstance(height, int) else None,
        duration=float(duration) if isinstance(duration, int | float) else None,
    )


MEDIA_OF: dict[str, Media] = {
    "photo": "photo",
    "document": "document",
    "audio": "audio",
    "voice": "voice",
    "video": "video",
    "video_note": "video_note",
}
ALSO: dict[Media, frozenset[Media]] = {
    "photo": frozenset({"document"}),
    "audio": frozenset({"document", "voice"}),
    "voice": frozenset({"document"}),
    "video": frozenset({"document"}),
    "video_note": frozenset({"document", "video"}),
    "document": frozenset(),
}


def choose_media(possible: Media, wished: Media | None) -> Media:
    """*wished* when a file that can be sent as *possible* can be sent so, else *possible*; a circle only on a wish."""
    if wished == possible or wished in ALSO[possible]:
        return wished
    return "video" if possible == "video_note" else possible


async def ask(
    request: dict[str, object], content: bytes, limits: Limits, *, file_bytes: int = 0
) -> WorkerAnswer | RefusedFile:
    """Ask one limited process; a crash or an end by its limits becomes a RefusedFile. No process outlives the call."""
    process = await start(limits, file_bytes)
    try:
        async with asyncio.timeout(limits.seconds):
            answer = await talk(process, json.dumps(request).encode() + b"\n" + content, limits)
    except TimeoutError:
        return RefusedFile(RefusalReason.SLOW, way_out(RefusalReason.SLOW, None))
    finally:
        await end(process)
    return answer if answer.head is not None else refused_by_exit(answer.exit_code)


async def start(limits: Limits, file_bytes: int) -> asyncio.subprocess.Process:
    """Start one limited process: a clean interpreter, an empty environment, a session of its own."""
    numbers = (str(limits.memory_bytes), str(limits.cpu_seconds), str(file_bytes), str(os.getpid()))
    try:
        return await asyncio.create_subprocess_exec(
            *(sys.executable, "-I", "-B", "-X", "utf8", "-c", BOOT, str(ROOT), *numbers),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            env={},
            cwd="/",
            start_new_session=True,
        )
    except OSError as fault:
        raise ScrubberError("the scrubbing process could not be started") from fault


async def talk(process: asyncio.subprocess.Process, request: bytes, limits: Limits) -> WorkerAnswer:
    """Send *request*, read the answer to its end, and see how the process ended."""
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        said_first = await process.stdout.readexactly(len(READY))
    except asyncio.IncompleteReadError as silence:
        said_first = silence.partial
    if said_first != READY:
        raise ScrubberError("the scrubbing process did not get ready")
    feeding = asyncio.create_task(feed(process.stdin, request))
    try:
        said = await read_at_most(process.stdout, limits.output_bytes + HEAD_BYTES)
    finally:
        feeding.cancel()
        await asyncio.gather(feeding, return_exceptions=True)
    if said is None:
        return WorkerAnswer(None, b"", -signal.SIGKILL)
    exit_code = await process.wait()
    if exit_code == OUR_FAULT:
        raise ScrubberError("a library of the scrubber is missing")
    head, newline, rest = said.partition(b"\n")
    answer = json.loads(head) if newline else None
    if answer is not None and "fault" in answer:
        # The citizen reads of a doubt; whoever keeps the house should know that we did not foresee something.
        log.warning("the scrubbing process met something unforeseen: %s", answer["fault"])
    return WorkerAnswer(answer if exit_code == 0 else None, rest, exit_code)


async def feed(pipe: asyncio.StreamWriter, request: bytes) -> None:
    """Write *request* and close; a process that ended early needs no more of it."""
    try:
        pipe.write(request)
        await pipe.drain()
    except (BrokenPipeError, ConnectionResetError):
        return
    finally:
        pipe.close()


async def read_at_most(pipe: asyncio.StreamReader, most: int) -> bytes | None:
    """Read to the end, or give up with None as soon as more than *most* bytes come."""
    pieces: list[bytes] = []
    kept = 0
    while piece := await pipe.read(1 << 20):
        kept += len(piece)
        if kept > most:
            return None
        pieces.append(piece)
    return b"".join(pieces)


async def end(process: asyncio.subprocess.Process) -> None:
    """Kill the whole session of *process* and wait until nothing of it is left."""
    if process.returncode is None:
        try:
            os.killpg(process.pid, signal.SIGKILL)
        except ProcessLookupError:
            process.kill()
    await process.communicate()


def refused_by_exit(exit_code: int) -> RefusedFile:
    """What an end without an answer means: out of processor time, killed for memory, or a decoder that fell over."""
    if exit_code == -signal.SIGXCPU:
        return RefusedFile(RefusalReason.SLOW, Instead.SPLIT)
    if exit_code in (-signal.SIGSEGV, -signal.SIGABRT, -signal.SIGBUS, -signal.SIGILL, -signal.SIGFPE, -signal.SIGTRAP):
        return RefusedFile(RefusalReason.DAMAGED, Instead.AGAIN)
    return RefusedFile(RefusalReason.DOUBT, Instead.TELL)
