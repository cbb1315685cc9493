"""The second look: walks clean bytes from first to last and names the first thing that should not be there.

Rules

1. It shares no code with the scrubbers and reads with other means: what the writer got wrong, this must see.
2. It knows only what may be there. Everything else, even if harmless, is a doubt.
3. It answers in words about structure, never with content.
"""

from __future__ import annotations

import unicodedata

from bot.anonymise.scrub.verify_pictures import doubt_in_jpeg, doubt_in_png


def find_doubt(content: bytes, extension: str) -> str | None:
    """Name the first thing in *content* that a clean file of *extension* cannot hold; None when there is nothing."""
    match extension:
        case "jpg":
            return doubt_in_jpeg(content)
        case "png":
            return doubt_in_png(content)
        case "pdf":
            from bot.anonymise.scrub.verify_pdfs import doubt_in_pdf

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
