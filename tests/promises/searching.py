"""Searching bytes for what must not be there, in every encoding in which it could hide.

Rules
- A needle is a text or a number; its forms are what programs make of such things when they store, log or send them.
- A search over many places gives one line for each finding: needle, form, place. No line means: not found.
- Every test that relies on an empty answer first plants the needle and sees it found (`test_searching.py`).
"""

from __future__ import annotations

import base64
import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from urllib.parse import quote

Forms = Mapping[str, bytes]
SHORTEST_BINARY = 5  # shorter numbers are met by chance in sealed boxes


def forms_of_text(text: str) -> dict[str, bytes]:
    """*text* as it is, in lower and upper case, each in every encoding."""
    forms: dict[str, bytes] = {}
    for case, spelled in (("", text), ("lower ", text.lower()), ("upper ", text.upper())):
        for name, form in _spellings(spelled):
            forms[case + name] = form
    return {name: form for name, form in forms.items() if form}


def _spellings(text: str) -> Iterator[tuple[str, bytes]]:
    plain = text.encode()
    for codec in ("utf-8", "utf-16-le", "utf-16-be", "utf-32-le"):
        yield codec, text.encode(codec)
    escaped = json.dumps(text)[1:-1]
    yield "json", escaped.encode()
    yield "json upper", escaped.upper().replace("\\U", "\\u").encode()
    yield "percent", quote(text, safe="").encode()
    yield "percent lower", quote(text, safe="").lower().encode()
    yield "quoted-printable", quote(text, safe="").replace("%", "=").encode()
    yield "bytes literal", repr(plain)[2:-1].encode()
    yield "html", "".join(f"&#{ord(letter)};" for letter in text).encode()
    for codec in ("utf-8", "utf-16-le"):
        binary = text.encode(codec)
        yield f"hex {codec}", binary.hex().encode()
        yield f"hex upper {codec}", binary.hex().upper().encode()
        for shift in range(3):
            yield f"base64+{shift} {codec}", _inner_base64(binary, shift)
            yield f"base64url+{shift} {codec}", _inner_base64(binary, shift, altchars=b"-_")


def _inner_base64(binary: bytes, shift: int, altchars: bytes | None = None) -> bytes:
    """The part of the base64 of *binary*, *shift* bytes into a longer whole, that no neighbour changes."""
    encoded = base64.b64encode(b"\0" * shift + binary, altchars)
    first = 0 if shift == 0 else 4
    last = (shift + len(binary)) // 3 * 4
    return encoded[first:last]


def forms_of_number(number: int) -> dict[str, bytes]:
    """A Telegram id as text in every encoding, and as the integers that databases and protocols write."""
    digits = str(abs(number))
    forms = {f"decimal {name}": form for name, form in _spellings(digits)}
    forms["hex number"] = f"{abs(number):x}".encode()
    for order in ("little", "big"):
        forms[f"int64 {order}"] = number.to_bytes(8, order, signed=True)  # type: ignore[arg-type]
        forms[f"int48 {order}"] = number.to_bytes(6, order, signed=True)  # type: ignore[arg-type]
    forms["varint"] = _varint(abs(number))
    forms["zigzag"] = _varint(abs(number) * 2 - (number < 0))
    return {name: form for name, form in forms.items() if len(form) >= SHORTEST_BINARY}


def _varint(number: int) -> bytes:
    out = bytearray()
    while number > 0x7F:
        out.append(number & 0x7F | 0x80)
        number >>= 7
    return bytes([*out, number])


def find(needles: Mapping[str, Forms], places: Mapping[str, bytes]) -> list[str]:
    """One line for each needle, form and place where it was found."""
    found = []
    for place, content in places.items():
        for needle, forms in needles.items():
            found += [f"{needle} as {name} in {place}" for name, form in forms.items() if form in content]
    return found


def texts(*needles: str) -> dict[str, Forms]:
    """Needles that are texts."""
    return {needle: forms_of_text(needle) for needle in needles}


def numbers(needles: Mapping[str, int]) -> dict[str, Forms]:
    """Needles that are ids, by what they are."""
    return {name: forms_of_number(number) for name, number in needles.items()}


def read_folder(folder: Path, *, without: Iterable[Path] = ()) -> dict[str, bytes]:
    """Every byte below *folder*: databases with their logs, temporary files, whatever was written."""
    left_out = set(without)
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path not in left_out
    }


def read_values(database: Path) -> dict[str, bytes]:
    """Every value of an SQLite database as bytes of its own, found even where a page boundary cuts the file."""
    connection = sqlite3.connect(f"file:{database}?mode=ro", uri=True)
    try:
        names = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        values = {name: [v for row in connection.execute(f'SELECT * FROM "{name}"') for v in row] for name in names}
    finally:
        connection.close()
    joined = {name: b"\n".join(_as_bytes(value) for value in found) for name, found in values.items()}
    return {f"{database.name}:{name}": content for name, content in joined.items()}


def _as_bytes(value: object) -> bytes:
    return value if isinstance(value, bytes) else str(value).encode("utf-8", "surrogatepass")
