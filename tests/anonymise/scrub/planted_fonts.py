"""PDFs whose text is in fonts that the file names and does not carry."""

from __future__ import annotations

import io

import pikepdf
from pikepdf import Array, Dictionary, Name

WORDS = "Заявление: № 5, 2 500 ₸, Қазақша ӘӨҮҰҢҒҺІ"


def one_page(font: Dictionary, shown: bytes, *, mode: int = 0, mapping: bytes = b"") -> bytes:
    """A page that shows the bytes *shown* in *font*; *mapping* tells which letters they are."""
    document = pikepdf.new()
    if mapping:
        font.ToUnicode = pikepdf.Stream(document, mapping)
    drawing = b"BT /F 20 Tf %d Tr 40 700 Td <%b> Tj ET" % (mode, shown.hex().encode())
    leaf = Dictionary(
        Type=Name.Page, MediaBox=Array([0, 0, 595, 842]), Contents=pikepdf.Stream(document, drawing),
        Resources=Dictionary(Font=Dictionary(F=document.make_indirect(font))),
    )  # fmt: skip
    document.pages.append(pikepdf.Page(leaf))
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def cyrillic_by_names(words: str, names: dict[str, str], base: str = "TimesNewRomanPSMT") -> bytes:
    """*words* in a simple font whose letters have glyph *names* at codes from 128 on."""
    codes = {letter: 128 + place for place, letter in enumerate(names)}
    differences = [item for letter, code in codes.items() for item in (code, Name("/" + names[letter]))]
    font = Dictionary(
        Type=Name.Font, Subtype=Name.TrueType, BaseFont=Name("/" + base), FirstChar=32, LastChar=255,
        Widths=Array([600] * 224), FontDescriptor=descriptor(base),
        Encoding=Dictionary(Type=Name.Encoding, BaseEncoding=Name.WinAnsiEncoding, Differences=Array(differences)),
    )  # fmt: skip
    return one_page(font, bytes(codes.get(letter, ord(letter) & 127) for letter in words))


def descriptor(base: str) -> Dictionary:
    """What a PDF says of a font that it does not carry."""
    return Dictionary(
        Type=Name.FontDescriptor, FontName=Name("/" + base), Flags=32, FontBBox=Array([-200, -200, 1000, 900]),
        ItalicAngle=0, Ascent=900, Descent=-200, CapHeight=700, StemV=80,
    )  # fmt: skip


def composite(words: str, base: str = "ArialMT", *, mapped: bool = True, mode: int = 0) -> bytes:
    """*words* in a CID font, two bytes a letter, with or without the map that tells which letters they are."""
    letters = sorted(set(words))
    codes = {letter: 3 + place for place, letter in enumerate(letters)}
    inner = Dictionary(
        Type=Name.Font, Subtype=Name.CIDFontType2, BaseFont=Name("/" + base), DW=600, FontDescriptor=descriptor(base),
        CIDSystemInfo=Dictionary(Registry=b"Adobe", Ordering=b"Identity", Supplement=0),
    )  # fmt: skip
    font = Dictionary(
        Type=Name.Font, Subtype=Name.Type0, BaseFont=Name("/" + base), Encoding=Name("/Identity-H"),
        DescendantFonts=Array([inner]),
    )  # fmt: skip
    rows = "\n".join(f"<{code:04x}> <{ord(letter):04x}>" for letter, code in codes.items())
    shown = b"".join(codes[letter].to_bytes(2, "big") for letter in words)
    return one_page(font, shown, mode=mode, mapping=CMAP % (len(codes), rows.encode()) if mapped else b"")


CMAP = b"""/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /A def /CMapType 2 def
1 begincodespacerange <0000> <ffff> endcodespacerange
%d beginbfchar
%b
endbfchar endcmap end end"""
