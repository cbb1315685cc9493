"""`identify`: finds identifiers in texts given as JSON lines.

Rules:
- in: `{"id", "text"}`, one a line; out: `{"id", "spans": [{"start", "end", "type"}]}` in the same order; what could be
  the writer's or somebody else's has `"certain": false` as well;
- UTF-8 both ways, whatever the console knows;
- a bad line is named by its number on the error stream, never quoted; the others are answered all the same,
  and the exit code is then 1.
"""

from __future__ import annotations

import json
from typing import TextIO

from bot.anonymise.identifiers import Span, find


class BadLineError(ValueError):
    """A line that holds no question: says what is wrong, never what was written."""


def run(stdin: TextIO, stdout: TextIO, stderr: TextIO) -> int:
    """Answer every line of *stdin* on *stdout*; return 0, or 1 if a line could not be read."""
    bad = 0
    for number, line in enumerate(stdin, 1):
        if not line.strip():
            continue
        try:
            answer = _answer(line)
        except BadLineError as error:
            bad += 1
            print(f"identify: line {number}: {error}", file=stderr)
            continue
        stdout.write(answer + "\n")
    stdout.flush()
    if bad:
        print(f'identify: {bad} lines were left out. Each line must be {{"id": …, "text": "…"}}.', file=stderr)
    return 1 if bad else 0


def _answer(line: str) -> str:
    if any("\udc80" <= sign <= "\udcff" for sign in line):
        raise BadLineError("is not UTF-8")
    try:
        question = json.loads(line)
    except (ValueError, RecursionError):
        raise BadLineError("is not JSON") from None
    if not isinstance(question, dict):
        raise BadLineError("is not a JSON object")
    for key in ("id", "text"):
        if key not in question:
            raise BadLineError(f'has no "{key}"')
    if not isinstance(question["text"], str):
        raise BadLineError('"text" is not a string')
    return json.dumps({"id": question["id"], "spans": [_shown(span) for span in find(question["text"])]})


def _shown(span: Span) -> dict[str, object]:
    shown: dict[str, object] = {"start": span.start, "end": span.end, "type": span.kind.value}
    return shown if span.certain else {**shown, "certain": False}
