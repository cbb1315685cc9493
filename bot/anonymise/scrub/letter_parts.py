"""The parts of a letter: which of them a mail program shows as its words, and which lie beside them.

Rules

1. All words are shown, one after another, with the pictures between them (Apple's program cuts a letter at each of its
   pictures). Of alternatives one is shown: the last of those that are a page, else the last that is a text.
2. What asks to be a file is one. So is what no mail program shows as words: a calendar, a list, a letter in the letter.
3. Of a page that came with what it needs only the page is shown by itself; of what was signed, what is signed.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from email.message import MIMEPart

SHOWN_KINDS = frozenset({"text/html", "text/plain"})
SHOWN_PICTURES = frozenset({"image/png", "image/jpeg", "image/jpg", "image/gif", "image/bmp", "image/webp"})
LEADING = frozenset({"multipart/related", "multipart/signed"})


@dataclass(slots=True)
class LetterParts:
    """The parts that are *shown* and those *beside* them, each in its order."""

    shown: list[MIMEPart] = field(default_factory=list)
    beside: list[MIMEPart] = field(default_factory=list)

    def sort(self, part: MIMEPart) -> None:
        """Sort in *part* with all that it holds."""
        kind = part.get_content_type()
        inner = list(part.iter_parts()) if kind.startswith("multipart/") else []
        if kind == "multipart/alternative" and inner:
            self.choose(inner)
        elif kind in LEADING and inner:
            lead = leading(part, inner)
            self.sort(lead)
            for one in inner:
                if one is not lead:
                    self.put_beside(one)
        elif inner:
            for one in inner:
                self.sort(one)
        elif not part.is_attachment() and kind in SHOWN_KINDS | SHOWN_PICTURES:
            self.shown.append(part)
        else:
            self.beside.append(part)

    def choose(self, inner: list[MIMEPart]) -> None:
        """Show one of the alternatives *inner*; files in the others lie beside it."""
        sorted_in = []
        for one in inner:
            found = LetterParts()
            found.sort(one)
            sorted_in.append(found)
        best = max(range(len(inner)), key=lambda place: (sorted_in[place].richness, place))
        self.shown += sorted_in[best].shown
        for place, found in enumerate(sorted_in):
            self.beside += [one for one in found.beside if place == best or one.get_content_maintype() != "text"]

    @property
    def richness(self) -> int:
        """How good an alternative this is: a page, a text, or neither."""
        kinds = {one.get_content_type() for one in self.shown}
        return 2 if "text/html" in kinds else 1 if kinds & SHOWN_KINDS else 0

    def put_beside(self, part: MIMEPart) -> None:
        """Put *part* with all that it holds beside the words."""
        inner = list(part.iter_parts()) if part.get_content_type().startswith("multipart/") else []
        for one in inner:
            self.put_beside(one)
        if not inner:
            self.beside.append(part)


def leading(part: MIMEPart, inner: list[MIMEPart]) -> MIMEPart:
    """The one of *inner* that *part* is about."""
    start = str(part.get_param("start", "") or "")
    return next((one for one in inner if start and str(one.get("Content-ID", "")).strip() == start), inner[0])
