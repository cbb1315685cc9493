r"""Add, change or remove texts in bot.pot, kk and ru at once, in the canonical form.

    python -m tests.add_text KEY "kk text" "ru text" [--note "..."] [--after KEY] [--section "..."]
    python -m tests.add_text n.days "{n} күн" "{n} день | {n} дня | {n} дней" --plural
    python -m tests.add_text --from rows.md [--after KEY] [--section "..."]
        rows: | key | kk | ru | note |, or for a plural | key | kk | one | few | many | note |
    python -m tests.add_text --remove KEY "poster.*"  # keys, or families with a star

`\n` in a text is a line break. A key that exists is changed where it stands and keeps its note unless a new
one is given. A new key goes after --after, else after the last key of its family, else to the end. Buttons and
callback alerts get their limit into the note by themselves.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterable, Sequence
from dataclasses import replace
from fnmatch import fnmatchcase
from pathlib import Path

from bot.localisation import FOLDER
from tests.translation_files import Entry, complete_note, read_entries, write_entries

_KEY = re.compile(r"[a-z]+(\.[a-z0-9_]+)+")


class TextError(Exception):
    """The command cannot be done; its message says why. No file was changed."""


def main(arguments: Sequence[str] | None = None, folder: Path = FOLDER) -> int:
    chosen = _parser().parse_args(arguments)
    try:
        entries = read_entries(folder)
        if chosen.remove:
            entries = remove_entries(entries, chosen.remove)
        else:
            entries = put_entries(entries, _wanted(chosen), after=chosen.after)
        write_entries(folder, entries)
    except TextError as error:
        print(error, file=sys.stderr)
        return 1
    print(f"{len(entries)} texts written")
    return 0


def put_entries(entries: Sequence[Entry], fresh: Iterable[Entry], *, after: str | None = None) -> list[Entry]:
    """*entries* with all of *fresh* in them, in the given order when *after* says where."""
    result = list(entries)
    for entry in fresh:
        result = put_entry(result, entry, after=after)
        after = after and entry.key
    return result


def put_entry(entries: Sequence[Entry], entry: Entry, *, after: str | None = None) -> list[Entry]:
    """*entries* with *entry* in them: in the place of its key, else after *after* or its family."""
    if not _KEY.fullmatch(entry.key):
        raise TextError(f"{entry.key}: a key is family.name in small Latin letters, digits and _")
    keys = [known.key for known in entries]
    if after is not None and (after == entry.key or after not in keys):
        raise TextError(f"--after: there is no other text {after}")
    result = list(entries)
    if entry.key in keys:
        place = keys.index(entry.key)
        known = result.pop(place)
        entry = replace(entry, note=entry.note or known.note, section=entry.section or known.section)
        keys.pop(place)
        if entry.is_plural != known.is_plural:
            raise TextError(f"{entry.key}: one is a plural and the other is not; remove it first")
    else:
        place = _last_of_family(keys, entry.key)
    if after is not None:
        place = keys.index(after) + 1
    section = entry.section or (result[place - 1].section if place else "")
    result.insert(place, replace(entry, section=section, note=complete_note(entry.key, entry.note)))
    return result


def remove_entries(entries: Sequence[Entry], patterns: Iterable[str]) -> list[Entry]:
    """*entries* without those whose key fits one of *patterns*; each pattern must fit something."""
    doomed: set[str] = set()
    for pattern in patterns:
        fitting = {entry.key for entry in entries if fnmatchcase(entry.key, pattern)}
        if not fitting:
            raise TextError(f"there is no text {pattern}")
        doomed |= fitting
    return [entry for entry in entries if entry.key not in doomed]


def read_rows(text: str, section: str = "") -> list[Entry]:
    """The texts in the rows of *text*; headings, rules and prose are passed over."""
    rows = []
    for line in text.splitlines():
        cells = [cell.strip() for cell in line.strip().removeprefix("|").removesuffix("|").split("|")]
        if _KEY.fullmatch(cells[0]):
            if len(cells) not in (4, 6):
                raise TextError(f"{cells[0]}: a row is | key | kk | ru | note |, the note may be empty")
            key, kk, *ru, note = cells
            rows.append(_entry(key, kk, ru, note, section=section))
    return rows


def _wanted(chosen: argparse.Namespace) -> list[Entry]:
    if chosen.rows:
        return read_rows(chosen.rows.read_text(encoding="utf-8"), chosen.section)
    if len(chosen.texts) != 3:
        raise TextError("three things are needed: KEY, the kk text and the ru text")
    key, kk, ru = chosen.texts
    forms = ru.split("|") if chosen.plural else [ru]
    return [_entry(key, kk, forms, chosen.note, section=chosen.section)]


def _entry(key: str, kk: str, ru: Sequence[str], note: str, *, section: str) -> Entry:
    kk, *forms = (text.strip().replace("\\n", "\n") for text in (kk, *ru))
    if len(forms) not in (1, 3):
        raise TextError(f"{key}: a Russian plural has three forms, separated by |")
    return Entry(key, section, note, {"kk": (kk,) if len(forms) == 1 else (kk, kk), "ru": tuple(forms)})


def _last_of_family(keys: Sequence[str], key: str) -> int:
    family = key.partition(".")[0] + "."
    places = (place for place, known in enumerate(keys, start=1) if known.startswith(family))
    return max(places, default=len(keys))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m tests.add_text",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("texts", nargs="*", metavar="KEY KK RU")
    parser.add_argument("--note", default="", help="what a translator must know")
    parser.add_argument("--after", metavar="KEY", help="where the text goes")
    parser.add_argument("--section", default="", help="its section, when it is not that of its neighbour")
    parser.add_argument("--plural", action="store_true", help="the ru text is three forms separated by |")
    parser.add_argument("--from", dest="rows", type=Path, metavar="FILE", help="many texts from a table")
    parser.add_argument("--remove", nargs="+", metavar="KEY", help="keys or families to take away")
    return parser


if __name__ == "__main__":
    sys.exit(main())
