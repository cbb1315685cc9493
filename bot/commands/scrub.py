"""`python -m bot scrub IN OUT`: clean one file, or say why not and what to do."""

from __future__ import annotations

import asyncio
import contextlib
import os
import sys
import tempfile
from pathlib import Path

from bot.anonymise.scrub.office_program import find_office
from bot.anonymise.scrub.runner import DEFAULT, Cleaned, Instead, RefusalReason, RefusedFile, ScrubberError, scrub

USAGE = "usage: python -m bot scrub IN OUT"
CLEANED, REFUSED, MISUSED = 0, 1, 2
REASONS = {
    RefusalReason.TYPE: "this type of file is not accepted",
    RefusalReason.SIZE: "the file is too large",
    RefusalReason.EMPTY: "the file is empty",
    RefusalReason.DAMAGED: "the file is damaged or cut off",
    RefusalReason.LOCKED: "the file is protected by a password",
    RefusalReason.MISMATCH: "the content is not what the name says",
    RefusalReason.PAGES: "the file has too many pages",
    RefusalReason.ACTIVE: "the file holds a macro or a program",
    RefusalReason.DOUBT: "hidden marks could not be removed for certain",
    RefusalReason.SLOW: "cleaning took too long",
    RefusalReason.UNDRAWN: "some letters or pictures on its pages could not be shown",
}
WAYS_OUT = {
    Instead.PHOTO: "make photos of the pages",
    Instead.PDF: "save it as PDF",
    Instead.SPLIT: "split it into parts",
    Instead.UNPACK: "unpack it and send the files in it one by one",
    Instead.EXPORT: "open it where it was made and export it as PDF",
    Instead.UNLOCK: "take the password off",
    Instead.AGAIN: "check the file and try it again",
    Instead.SOUND: "play it and record it as a voice message, or save it as MP3",
    Instead.VIDEO: "save it as MP4, or record the screen while it plays",
    Instead.TELL: "describe the content in words",
}


def run(argv: list[str]) -> int:
    """Clean the file *argv* names first into the one it names second; the exit code."""
    if len(argv) != 2 or argv[0].startswith("-"):
        print(USAGE, file=sys.stderr)
        return MISUSED
    source, target = Path(argv[0]), Path(argv[1])
    try:
        problem = find_misuse(source, target)
        if problem is not None:
            print(f"{problem}\n{USAGE}", file=sys.stderr)
            return MISUSED
        result = asyncio.run(scrub_source(source))
        if isinstance(result, Cleaned):
            write_private(target, result.content)
    except OSError as fault:
        print(f"{fault.filename or source}: {fault.strerror}. Check the path and the rights.", file=sys.stderr)
        return MISUSED
    except ScrubberError as fault:
        print(f"Not scrubbed: {fault}. Check the installation and try again.", file=sys.stderr)
        return REFUSED
    print(sentence_of(result, target))
    return CLEANED if isinstance(result, Cleaned) else REFUSED


async def scrub_source(source: Path) -> Cleaned | RefusedFile:
    """What becomes of *source*, with all that this machine has for it."""
    office, _ = await find_office()
    return await scrub(read_source(source), declared=source.suffix or None, office=office)


def find_misuse(source: Path, target: Path) -> str | None:
    """What is wrong with the two paths, or None."""
    if not source.is_file():
        return f"{source}: there is no such file."
    if target.is_dir():
        return f"{target}: this is a folder."
    if target.exists() and target.samefile(source):
        return "OUT must not be IN."
    return None


def read_source(source: Path) -> bytes:
    """The bytes of *source*, and one more than allowed at most: enough to be refused for its size."""
    with source.open("rb") as opened:
        return opened.read(DEFAULT.input_bytes + 1)


def sentence_of(result: Cleaned | RefusedFile, target: Path) -> str:
    """One line for the person at the terminal."""
    if isinstance(result, RefusedFile):
        return f"Refused: {REASONS[result.reason]}. What to do: {WAYS_OUT[result.instead]}."
    removed = ", ".join(sorted(result.removed)) or "nothing known was found"
    named = target.suffix.lower().lstrip(".")
    hint = "" if named == result.extension else f" The clean file is .{result.extension}."
    return f"Cleaned: {target}. Removed: {removed}.{hint}"


def write_private(target: Path, content: bytes) -> None:
    """Write *content* to *target* in one step, readable by its owner only."""
    place, name = tempfile.mkstemp(prefix=".scrub-", dir=target.parent)
    try:
        with os.fdopen(place, "wb") as opened:
            opened.write(content)
            opened.flush()
            os.fsync(opened.fileno())
        Path(name).replace(target)
    except BaseException:
        with contextlib.suppress(FileNotFoundError):
            Path(name).unlink()
        raise
