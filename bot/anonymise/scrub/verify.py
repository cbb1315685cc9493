"""The second look: walks clean bytes from first to last and names the first thing that should not be there.

Rules

1. It shares no code with the scrubbers and reads with other means: what the writer got wrong, this must see.
2. It knows only what may be there. Everything else, even if harmless, is a doubt.
3. It answers in words about structure, never with content.
"""

from __future__ import annotations

import re
import unicodedata

from bot.anonymise.scrub.verify_pictures import doubt_in_jpeg, doubt_in_png

PDF_NAMES = frozenset(
    b"Type Catalog Pages Page Kids Count Parent MediaBox Resources XObject P Contents Subtype Image Width Height "
    b"ColorSpace DeviceGray DeviceRGB BitsPerComponent Filter DCTDecode Length Root Size ID".split()
)
PDF_STREAM = re.compile(rb"<<([^>]*)>>\s*stream\r?\n")
PDF_NAME = re.compile(rb"/([^\s/<>\[\]()]+)")
PDF_DRAWING = re.compile(rb"q [\d.]+ 0 0 [\d.]+ 0 0 cm /P Do Q")
PDF_SKELETON = re.compile(rb"[\w\s/<>\[\].%\-]*\Z")
PDF_CONSTANT_ID = b"/ID [<31415926535897932384626433832795><31415926535897932384626433832795>]"


def find_doubt(content: bytes, extension: str) -> str | None:
    """Name the first thing in *content* that a clean file of *extension* cannot hold; None when there is nothing."""
    match extension:
        case "jpg":
            return doubt_in_jpeg(content)
        case "png":
            return doubt_in_png(content)
        case "pdf":
            return doubt_in_pdf(content)
        case "txt":
            return doubt_in_text(content)
        case "docx" | "xlsx":
            from bot.anonymise.scrub.verify_office import doubt_in_office

            return doubt_in_office(content, extension)
        case "mp4" | "m4a" | "ogg" | "mp3":
            from bot.anonymise.scrub.verify_recordings import doubt_in_recording

            return doubt_in_recording(content, extension)
        case _:
            return "an extension that nothing is made in"


def doubt_in_pdf(content: bytes) -> str | None:
    """Only leaves with one picture each: known names, and streams that are a clean JPEG or the one drawing order."""
    skeleton: list[bytes] = []
    place = 0
    for match in PDF_STREAM.finditer(content):
        if match.start() < place:
            continue  # looks like a stream, inside of a picture
        length = re.search(rb"/Length (\d+)", match.group(1))
        if length is None:
            return "pdf: stream without length"
        end = match.end() + int(length.group(1))
        body = content[match.end() : end]
        doubt = doubt_in_jpeg(body) if b"/DCTDecode" in match.group(1) else drawing_doubt(body)
        if doubt is not None:
            return f"pdf: {doubt}"
        skeleton.append(content[place : match.end()])
        place = end
    skeleton.append(content[place:])
    return doubt_in_skeleton(b" ".join(skeleton))


def drawing_doubt(body: bytes) -> str | None:
    """None when *body* is the order to draw the one picture."""
    return None if PDF_DRAWING.fullmatch(body) else "drawing"


def doubt_in_skeleton(skeleton: bytes) -> str | None:
    """What is not a stream: objects of known names, one constant identifier, no strings, one end."""
    head, newline, rest = skeleton.partition(b"\n")
    mark, _, rest = rest.partition(b"\n")
    if not re.fullmatch(rb"%PDF-1\.\d", head) or not newline or mark != b"%\xbf\xf7\xa2\xfe":
        return "pdf: start"
    if rest.count(b"%%EOF") != 1 or not rest.endswith(b"%%EOF\n") or rest.count(b"%") != 2:
        return "pdf: end, or a comment"
    if PDF_CONSTANT_ID not in rest or not PDF_SKELETON.match(rest):
        return "pdf: identifier or string"
    unknown = set(PDF_NAME.findall(rest)) - PDF_NAMES
    return "pdf: a name that is not of a picture page" if unknown else None


def doubt_in_text(content: bytes) -> str | None:
    """UTF-8 of visible characters, plain spaces, tabs and line ends."""
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        return "text: not UTF-8"
    return next((f"text: {unicodedata.category(sign)}" for sign in set(text) if not may_stand(sign)), None)


def may_stand(sign: str) -> bool:
    """True for characters that can be seen, the plain space, tab and line end."""
    if sign in " \t\n":
        return True
    return unicodedata.category(sign)[0] not in "CZ" and not 0xFE00 <= ord(sign) <= 0xFE0F and sign != "\u2800"
