"""Looks for a planted word in bytes, however it is wrapped: other encodings, ZIP parts, PDF streams, packed chunks."""

from __future__ import annotations

import base64
import io
import zipfile
import zlib

import pypdf
from pypdf.generic import ArrayObject, DictionaryObject, StreamObject

MARK = "Zq7Marker"
FORMS = (
    MARK.encode(),
    MARK.encode("utf-16-le"),
    MARK.encode("utf-16-be"),
    MARK.encode("utf-32-le"),
    MARK.upper().encode(),
    MARK.encode().hex().encode(),
    MARK.encode()[::-1],
    base64.b64encode(MARK.encode())[:-2],
)


def holds_mark(content: bytes) -> bool:
    """True when the planted word is anywhere in *content*, also inside of what is packed in it."""
    if any(form in content for form in FORMS):
        return True
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return any(holds_mark(name.encode()) or holds_mark(archive.read(name)) for name in archive.namelist())
    if content.startswith(b"%PDF"):
        return any(holds_mark(piece) for piece in pdf_pieces(content))
    return any(any(form in piece for form in FORMS) for piece in unpacked(content))


def pdf_pieces(content: bytes) -> list[bytes]:
    """Every decoded stream and every dictionary of a PDF."""
    reader = pypdf.PdfReader(io.BytesIO(content))
    pieces = [str(reader.trailer).encode()]
    for number in range(1, int(str(reader.trailer["/Size"]))):
        thing = reader.get_object(number)
        if isinstance(thing, StreamObject):
            pieces.append(thing.get_data())
        if isinstance(thing, DictionaryObject | ArrayObject):
            pieces.append(str(thing).encode())
    return pieces


def unpacked(content: bytes) -> list[bytes]:
    """Whatever looks like a packed stream in the chunks of a PNG."""
    pieces = []
    place = 8
    while content.startswith(b"\x89PNG") and place + 12 <= len(content):
        size = int.from_bytes(content[place : place + 4], "big")
        body = content[place + 8 : place + 8 + size]
        for start in (body.find(b"\x78\x9c"), body.find(b"\x78\xda")):
            if start >= 0:
                try:
                    pieces.append(zlib.decompress(body[start:]))
                except zlib.error:
                    continue
        place += 12 + size
    return pieces
