"""The console: a sign that it cannot show becomes the nearest that it can, so that no sign ends a command.

Consoles that know no UTF-8 are met on old servers, in cron, and where the locale is cp1251: ✓ becomes +, a Kazakh
letter its Russian neighbour, and where there is no Cyrillic at all, Latin letters.
"""

from __future__ import annotations

import codecs
import io
import sys
from collections.abc import Mapping
from functools import partial

SIGNS: Mapping[str, str] = {
    **dict(zip("✓✗•–—─·", "+x*----", strict=True)),
    **dict.fromkeys("«»„“”", '"'),
    **dict.fromkeys("‘’", "'"),
    "…": "...",
    "№": "No.",
}
RUSSIAN: Mapping[str, str] = dict(zip("әғқңөұүһі", "агкноуухи", strict=True))
"""Kazakh letters on a console that has the Russian ones only."""
LATIN: Mapping[str, str] = {
    **dict(zip("абвгдезийклмнопрстуфхыэёәғқңөұүһі", "abvgdeziiklmnoprstufhyeeagqnouuhi", strict=True)),
    **dict(zip("жцчшщъьюя", ("zh", "ts", "ch", "sh", "shch", "", "", "yu", "ya"), strict=True)),
}
UNKNOWN = "?"


def open_console() -> None:
    """Let output and error stream show what they can, whatever their encoding is."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # One rule an encoding: the fault that it is given calls every code page "charmap".
            rule = f"nearest in {stream.encoding}"
            codecs.register_error(rule, partial(_come_near, stream.encoding))
            stream.reconfigure(errors=rule)


def speak_utf8() -> None:
    """For programs on the other end of both pipes: UTF-8 in and out, whatever the console knows."""
    if isinstance(sys.stdin, io.TextIOWrapper):
        # A byte that is not UTF-8 spoils its own line, and is found there.
        sys.stdin.reconfigure(encoding="utf-8-sig", errors="surrogateescape")
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8")


def _come_near(encoding: str, fault: UnicodeError) -> tuple[str, int]:
    if not isinstance(fault, UnicodeEncodeError):
        raise fault
    spoiled = fault.object[fault.start : fault.end]
    return "".join(_nearest(sign, encoding) for sign in spoiled), fault.end


def _nearest(sign: str, encoding: str) -> str:
    """What comes nearest to *sign* in *encoding*."""
    small = sign.lower()
    for table in (SIGNS, RUSSIAN, LATIN):
        if (found := table.get(small)) is not None and _can_show(found, encoding):
            return found if sign == small else found.capitalize()
    return UNKNOWN


def _can_show(text: str, encoding: str) -> bool:
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True
