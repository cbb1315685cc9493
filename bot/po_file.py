"""A catalogue file of gettext (.po), read: its finished entries, and the rule of its plurals.

Rules
- What is read is what the files in locales/ consist of: msgid, msgid_plural, msgstr and msgstr[n], quoted strings one
  below the other, comments. Anything else is a damage that is told with its line, never passed over.
- An entry that is marked fuzzy, or with an empty form, is not finished. Obsolete entries (#~) are comments.
- Babel reads more, and takes longer for it and 3 MiB for as long as the bot runs; the tests compare what both read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.errors import AdaldyqError
from bot.frozen import frozen

_LINE = re.compile(r'(?:(?P<field>msgid|msgid_plural|msgstr|msgstr\[\d\])\s+)?"(?P<text>(?:[^"\\]|\\.)*)"')
_ESCAPED = re.compile(r"\\(.)")
_MEANT = {"n": "\n", "t": "\t", "r": "\r"}
_PLURAL_RULE = re.compile(r"^Plural-Forms:.*?plural=([^;\n]+)", re.MULTILINE)
_FUZZY = "fuzzy"


class DamagedCatalogueError(AdaldyqError):
    """A catalogue cannot be read."""


@frozen
class PoEntry:
    """A finished text: its key and its form, or its plural forms in their order."""

    key: str
    forms: tuple[str, ...]
    is_plural: bool


@frozen
class PoFile:
    """The texts of a catalogue, and the expression in `n` that says which plural form a number takes."""

    entries: tuple[PoEntry, ...]
    plural_rule: str


def read_po_file(content: bytes) -> PoFile:
    """Read a whole catalogue; DamagedCatalogueError says where it is none."""
    try:
        parts = list(_read_parts(content.decode()))
    except UnicodeDecodeError as fault:
        raise DamagedCatalogueError(f"byte {fault.start} is not UTF-8") from None
    header = next((part.get("msgstr", "") for part in parts if not part["msgid"]), "")
    rule = _PLURAL_RULE.search(header)
    if rule is None:
        raise DamagedCatalogueError("its header has no Plural-Forms")
    entries = (_entry_of(part) for part in parts if part["msgid"] and _FUZZY not in part)
    return PoFile(tuple(entry for entry in entries if entry.forms and all(entry.forms)), rule[1])


def _read_parts(source: str) -> Iterator[dict[str, str]]:
    """The strings of each entry by what stands before them."""
    part: dict[str, str] = {}
    field, flags = "", ""
    for number, line in enumerate(map(str.strip, source.split("\n")), 1):
        if not line or line.startswith("#"):
            flags += line if line.startswith("#,") else ""
            continue
        found = _LINE.fullmatch(line)
        if found is None:
            raise DamagedCatalogueError(f"line {number} is not one of a catalogue")
        if found["field"] == "msgid":
            if part:
                yield part
            part, flags = {_FUZZY: ""} if _FUZZY in flags else {}, ""
        field = found["field"] or field
        if (field in part) == bool(found["field"]) or (field != "msgid" and "msgid" not in part):
            raise DamagedCatalogueError(f"line {number} stands where it cannot")
        part[field] = part.get(field, "") + _ESCAPED.sub(_meant, found["text"])
    if part:
        yield part


def _meant(escaped: re.Match[str]) -> str:
    return _MEANT.get(escaped[1], escaped[1])


def _entry_of(part: dict[str, str]) -> PoEntry:
    forms = tuple(text for field, text in part.items() if field.startswith("msgstr"))
    return PoEntry(part["msgid"], forms, is_plural="msgid_plural" in part)
