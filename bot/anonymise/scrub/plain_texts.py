"""Plain text: read in any of its usual encodings, freed of what cannot be seen, written as UTF-8.

Rules

1. Unseen characters go: controls, zero-width and direction marks, tags, variation selectors, private, unassigned; so
   do the orders to a terminal that an escape begins. A few controls make no text into something else.
2. Every exotic space becomes a space and spaces at the ends of lines go: both can carry a message or mark a copy.
3. Bytes that are no text in UTF-8 or UTF-16 and read as Kazakh or Russian in no code page (`code_pages`) are refused.
"""

from __future__ import annotations

import re
import unicodedata

from bot.anonymise.scrub.code_pages import find_code_page
from bot.anonymise.scrub.verdicts import FileKind, Limits, Rebuilt, RefusalReason, Removed, refusal

KEPT_CONTROLS = "\n\t"
UNSEEN = frozenset({"Cc", "Cf", "Co", "Cn", "Cs"})
SELECTORS = re.compile("[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]")
TERMINAL_ORDERS = re.compile("\x1b\\[[0-?]*[ -/]*[@-~]|\x1b\\][^\x07\x1b]*(?:\x07|\x1b\\\\)")
"""Colours and places of the cursor, and words that a terminal does not show (ECMA-48: control sequences, strings)."""
CONTROLS = bytes({*range(32), 127} - set(b"\t\n\f\r"))
LETTERS_A_CONTROL = 10  # chosen: of bytes without order one in nine is a control
END_OF_DOS = b"\x1a"  # programs of DOS close a text with it
LIMIT = 5_000_000  # bytes; chosen: more than a long book


def scrub_text(content: bytes, limits: Limits) -> Rebuilt:
    """The text of *content* as UTF-8 without anything unseen; raises RefusalError when it is no text."""
    if len(content) > min(LIMIT, limits.input_bytes):
        raise refusal(RefusalReason.SIZE, FileKind.TEXT)
    read = decode(content.rstrip(END_OF_DOS)).replace("\r\n", "\n").replace("\r", "\n").removeprefix("\ufeff")
    clean = drop_unseen(read)
    if not clean.strip():
        raise refusal(RefusalReason.EMPTY, FileKind.TEXT)
    removed = frozenset({Removed.OTHER}) if clean != read else frozenset()
    return Rebuilt(clean.encode(), "txt", "document", removed)


def decode(content: bytes) -> str:
    """Read *content* as UTF-8, UTF-16 or in the code page that it shows; raises RefusalError."""
    for encoding in encodings_of(content):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if is_plausible(text):
            return text
    code_page = find_code_page(content.translate(None, CONTROLS))
    text = content.decode(code_page) if code_page is not None else ""
    if code_page is None or not is_plausible(text):
        raise refusal(RefusalReason.TYPE, FileKind.TEXT)
    return text


def encodings_of(content: bytes) -> tuple[str, ...]:
    """The encodings worth trying first, by byte order mark or by where the zero bytes stand."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return ("utf-16",)
    even, odd = content[:4096:2].count(0), content[1:4096:2].count(0)
    if odd > even and odd * 8 > len(content[:4096]):
        return ("utf-16-le",)
    if even > odd and even * 8 > len(content[:4096]):
        return ("utf-16-be",)
    # UTF-16 of Cyrillic letters has few zeros, but every other byte is 04.
    if content[1:4096:2].count(4) * 4 > len(content[:4096]):
        return ("utf-16-le",)
    if content[:4096:2].count(4) * 4 > len(content[:4096]):
        return ("utf-16-be",)
    return ("utf-8-sig",)


def is_plausible(text: str) -> bool:
    """True when *text* holds hardly any controls beyond those of ordinary text."""
    odd = {sign for sign in set(text) if unicodedata.category(sign) == "Cc"} - set("\n\r\t\f")
    controls = sum(text.count(sign) for sign in odd)
    return controls * LETTERS_A_CONTROL <= len(text)


def drop_unseen(text: str) -> str:
    """*text* without unseen characters, exotic spaces and spaces at line ends."""
    text = TERMINAL_ORDERS.sub("", text)
    table = {ord(sign): replacement_of(sign) for sign in set(text)}
    return re.sub(r"[ \t]+(?=\n|\Z)", "", text.translate(table))


def replacement_of(sign: str) -> str:
    """What stands for *sign* in the clean text: itself, a space, or nothing."""
    if sign in KEPT_CONTROLS:
        return sign
    if sign == "\f" or unicodedata.category(sign) in ("Zl", "Zp"):
        return "\n"
    if unicodedata.category(sign) in UNSEEN or SELECTORS.match(sign):
        return ""
    return " " if unicodedata.category(sign) == "Zs" or sign == "\u2800" else sign
