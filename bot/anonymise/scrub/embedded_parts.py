"""Documents that a text document takes in whole (altChunk): Word shows them where they stand, LibreOffice only some.

Rules

1. Text documents that are taken in are drawn by LibreOffice where they stand; they are looked at as the outer one is.
2. A page of the web, RTF or plain words that are all that a document shows (so write programs that export) are printed
   in its stead, cleaned as if they had been sent by themselves.
3. Every other mixture is refused: LibreOffice would leave its part out without a word.
"""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from bot.anonymise.scrub.letters import markup_of, rebuild_archive
from bot.anonymise.scrub.namespaces import PREFIXES, W
from bot.anonymise.scrub.packages import Package, parse_xml, read_package
from bot.anonymise.scrub.plain_texts import decode
from bot.anonymise.scrub.sniff import kind_of
from bot.anonymise.scrub.verdicts import DEFAULT, FileKind, Instead, RefusalError, RefusalReason, Removed
from bot.anonymise.scrub.web_pages import rebuild_page
from bot.frozen import frozen

R_ID = f"{{{PREFIXES['r']}}}id"
CHUNK = W + "altChunk"
PICTURED = tuple(W + word for word in ("drawing", "pict", "object", "sym", "altChunk"))
ARCHIVE_BEGINS = (b"mime-version:", b"from:", b"content-type:")
"""A page saved with its pictures (MHT) is written like a letter."""


@frozen
class EmbeddedPart:
    """A document that another one takes in, and whether it is a page saved with its pictures."""

    content: bytes
    kind: FileKind

    @classmethod
    def of(cls, content: bytes) -> EmbeddedPart:
        """The part *content*; raises RefusalError for a kind that is not taken."""
        begin = content[:200].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
        if begin.startswith(ARCHIVE_BEGINS):
            return cls(content, FileKind.EML)
        kind = kind_of(content)
        return cls(content, FileKind.HTML if kind is FileKind.TEXT and begin.startswith(b"<") else kind)

    def printed(self) -> tuple[bytes, str, frozenset[Removed]] | None:
        """What is printed of it, under which extension, and what was left out; None where it cannot be by itself."""
        match self.kind:
            case FileKind.HTML:
                return rebuild_page(self.content)
            case FileKind.EML:
                return rebuild_archive(self.content)
            case FileKind.TEXT:
                return rebuild_page(markup_of(decode(self.content)).encode())
            case FileKind.RTF:
                return self.content, "rtf", frozenset()
        return None


def find_parts(content: bytes, kind: FileKind) -> list[EmbeddedPart]:
    """The documents that the text document *content* takes in; raises RefusalError where one cannot be found."""
    package = read_package(content, kind, DEFAULT)
    found: list[EmbeddedPart] = []
    texts = [part for name, part in package.parts.items() if name.lower().endswith(".xml")]
    if not any(b"altChunk" in part or b"\0" in part[:4] for part in texts):
        return found  # LibreOffice reads some documents that our reader of XML does not
    for name, root in stories(package):
        if next(root.iter(CHUNK), None) is None:
            continue
        links = package.links_of(name)
        for chunk in root.iter(CHUNK):
            link = links.get(chunk.get(R_ID, ""))
            if link is None or link.part is None or link.part not in package.parts:
                raise RefusalError(RefusalReason.DOUBT, Instead.PDF)
            found.append(EmbeddedPart.of(package.parts[link.part]))
    return found


def stories(package: Package) -> Iterator[tuple[str, etree._Element]]:
    """The parts of *package* that can show words, by name."""
    for name, part in package.parts.items():
        if name.lower().startswith("word/") and name.lower().endswith(".xml"):
            yield name, parse_xml(part, package.kind)


def shows_only_one(content: bytes, kind: FileKind) -> bool:
    """True when the text document *content* shows nothing but one document that it takes in."""
    package = read_package(content, kind, DEFAULT)
    seen = 0
    for _, root in stories(package):
        if any((text.text or "").strip() for text in root.iter(W + "t")):
            return False
        seen += sum(1 for _ in root.iter(*PICTURED))
    return seen == 1
