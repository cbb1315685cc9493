"""The limited process: one request on its standard input, one answer on its standard output, then the end.

Protocol: it writes b"ready\\n" when it is confined; reads one line of JSON and then the content to the end; writes one
line of JSON and then the clean bytes. An unforeseen exception answers with its type and place, never with its words
(they may quote the file); an exit without an answer is a crash of a decoder.
"""

from __future__ import annotations

import json
import os
import sys
from dataclasses import asdict
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import IO

from bot.anonymise.scrub.confinement import confine, forbid_processes, spend_at_most
from bot.anonymise.scrub.sniff import sniff
from bot.anonymise.scrub.verdicts import (
    PICTURES,
    PRINTED,
    RECORDINGS,
    WITH_MACROS,
    FileKind,
    Instead,
    Limits,
    Rebuilt,
    RefusalError,
    RefusalReason,
    RefusedFile,
    refusal,
    seconds_for,
)

READY = b"ready\n"
OUR_FAULT = 70  # EX_SOFTWARE of sysexits.h: a missing library, the file is not to blame


def main() -> None:
    """Answer one request within the limits on the command line: memory, processor seconds, size of files, parent."""
    memory_bytes, cpu_seconds, file_bytes, parent = (int(word) for word in sys.argv[1:5])
    answers = silence_output()
    sys.excepthook = partial(answer_fault, answers)
    confine(memory_bytes=memory_bytes, cpu_seconds=cpu_seconds, parent=parent, file_bytes=file_bytes)
    answers.write(READY)
    answers.flush()
    request = json.loads(sys.stdin.buffer.readline())
    content = sys.stdin.buffer.read()
    spend_at_most(seconds_for(len(content)))
    try:
        head, clean = answer(request, content)
    except ImportError:
        os._exit(OUR_FAULT)
    answers.write(json.dumps(head).encode() + b"\n")
    answers.write(clean)
    answers.flush()
    # Libraries' own endings are of no use any more, and some of them crash after a damaged file.
    os._exit(0)


def answer_fault(
    answers: IO[bytes], kind: type[BaseException], fault: BaseException, trace: TracebackType | None
) -> None:
    """Answer with the type and the place of an unforeseen exception; the interpreter then exits with 1."""
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    place = f"{Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}" if trace is not None else "?"
    answers.write(json.dumps({"fault": f"{kind.__name__} at {place}"}).encode() + b"\n")
    answers.flush()


def silence_output() -> IO[bytes]:
    """Keep the answer's pipe for answers: whatever a library prints goes nowhere, and so does a traceback."""
    answers = os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    return answers


def answer(request: dict[str, object], content: bytes) -> tuple[dict[str, object], bytes]:
    """The answer to *request* ("scrub", "prepare", "print" or "verify") about *content*: its head and its bytes."""
    match request:
        case {"task": "scrub", "declared": str() | None as declared, "limits": dict() as limits}:
            rebuilt = scrub_or_refuse(content, declared, Limits(**limits))
            if isinstance(rebuilt, RefusedFile):
                return {"refused": [rebuilt.reason, rebuilt.instead]}, b""
            head: dict[str, object] = {name: value for name, value in asdict(rebuilt).items() if name != "content"}
            return head | {"removed": sorted(rebuilt.removed)}, rebuilt.content
        case {"task": "prepare" | "print" as task}:
            try:
                return prepare_or_print(str(task), request, content)
            except RefusalError as refused:
                return {"refused": [refused.refused.reason, refused.refused.instead]}, b""
        case {"task": "verify", "extension": str() as extension}:
            from bot.anonymise.scrub.verify import find_doubt

            forbid_processes()
            return {"doubt": find_doubt(content, extension)}, b""
        case _:
            raise ValueError("a request of another version")


def scrub_or_refuse(content: bytes, declared: str | None, limits: Limits) -> Rebuilt | RefusedFile:
    """Scrub *content* by its kind; every way of saying no becomes a RefusedFile."""
    kind: FileKind | None = None
    try:
        kind = sniff(content, declared)
        if kind is not FileKind.HEIC:  # its decoder works in a thread of its own
            forbid_processes()
        rebuilt = scrub_kind(kind, content, limits)
        if len(rebuilt.content) > limits.output_bytes:
            raise refusal(RefusalReason.SIZE, kind)
    except RefusalError as refused:
        return refused.refused
    except MemoryError:
        return refusal(RefusalReason.SIZE, kind).refused
    return rebuilt


def scrub_kind(kind: FileKind, content: bytes, limits: Limits) -> Rebuilt:
    """Hand *content* to the scrubber of its kind; each decoder is loaded only here, where it is needed."""
    if kind in PRINTED:
        raise RefusalError(RefusalReason.ACTIVE if kind in WITH_MACROS else RefusalReason.TYPE, Instead.PDF)
    if kind in PICTURES:
        from bot.anonymise.scrub.pictures import scrub_picture

        return scrub_picture(content, kind, limits)
    if kind in RECORDINGS:
        from bot.anonymise.scrub.recordings import scrub_recording

        return scrub_recording(content, kind, limits)
    if kind is FileKind.PDF:
        from bot.anonymise.scrub.pdfs import scrub_pdf

        return scrub_pdf(content, limits)
    if kind is FileKind.TEXT:
        from bot.anonymise.scrub.plain_texts import scrub_text

        return scrub_text(content, limits)
    from bot.anonymise.scrub.office import scrub_office

    return scrub_office(content, kind, limits)


def prepare_or_print(task: str, request: dict[str, object], content: bytes) -> tuple[dict[str, object], bytes]:
    """What LibreOffice is to be given of *content*, or what it printed of that; raises RefusalError."""
    match task, request:
        case "prepare", {"declared": str() | None as declared, "draws_formulas": bool() as draws_formulas}:
            from bot.anonymise.scrub.manuscripts import prepare

            forbid_processes()
            made = prepare(content, sniff(content, declared), draws_formulas=draws_formulas)
            return {"extension": made.extension, "removed": sorted(made.removed)}, made.content
        case "print", {"extension": str() as extension, "office": dict() as office}:
            from bot.anonymise.scrub.office_program import OfficeProgram
            from bot.anonymise.scrub.printing import print_to_pdf

            return {"extension": "pdf"}, print_to_pdf(content, extension, OfficeProgram(**office))
        case _:
            raise ValueError("a request of another version")
