"""Letters (EML): what a mail program shows of one, as a page: its writer, subject and day, its words, its pictures.

Rules

1. To whom it went, the way it took and everything else in its head stays behind and is told: the addresses are those of
   whoever sends it here, as often as not. So does the zone of its time.
2. What is attached is named on the page and does not come along: each file can be sent here by itself.
3. All parts that a mail program shows are shown, in their order (`letter_parts`).
4. Pictures in its words that came with it are shown; those on the internet are not fetched (`web_pages`).
"""

from __future__ import annotations

import base64
import email
import email.policy
from collections.abc import Iterator
from email.message import EmailMessage, MIMEPart
from email.utils import parsedate_to_datetime

from lxml import html

from bot.anonymise.scrub.letter_parts import LetterParts
from bot.anonymise.scrub.verdicts import FileKind, RefusalReason, Removed, refusal
from bot.anonymise.scrub.web_pages import Page

SAID = ("From", "Subject", "Date")
PARTS_MOST = 500  # chosen: a letter with a hundred pictures has some two hundred
BETWEEN = '<img src="between">'
HEADER_DAMAGE = (ValueError, LookupError, AttributeError, TypeError)
"""What the standard library's reader of headers raises at damaged ones."""


def rebuild_letter(content: bytes) -> tuple[bytes, str, frozenset[Removed]]:
    """The page that shows the letter in *content*, its extension, and what was left out; raises RefusalError."""
    letter, page, attached = read_letter(content)
    page.removed |= {Removed.EDITING, Removed.ROUTE} | ({Removed.ATTACHED} if attached else set())
    lines = [f"{name}: {said}" for name in SAID if (said := header_of(letter, name))]
    for line in reversed([*lines, *(f"Attachment: {name_of(part)}" for part in attached)]):
        said_line = html.Element("p")
        said_line.text = line
        page.body.insert(0, said_line)
    return page.to_bytes(), "html", frozenset(page.removed)


def rebuild_archive(content: bytes) -> tuple[bytes, str, frozenset[Removed]]:
    """The page that was saved with its pictures in the form of a letter (MHT): its heads are no part of it."""
    _, page, beside = read_letter(content)
    attached = [part for part in beside if part.get_content_maintype() not in ("text", "image")]
    page.removed |= {Removed.EDITING} | ({Removed.ATTACHED} if attached else set())
    return page.to_bytes(), "html", frozenset(page.removed)


def read_letter(content: bytes) -> tuple[EmailMessage, Page, list[MIMEPart]]:
    """The letter in *content*, the page of its words and pictures, and what is attached; raises RefusalError."""
    try:
        letter = email.message_from_bytes(content, policy=email.policy.default)
        assert isinstance(letter, EmailMessage)
        parts = list(letter.walk())
        if len(parts) > PARTS_MOST:
            raise refusal(RefusalReason.SIZE, FileKind.EML)
        found = LetterParts()
        found.sort(letter)
        texts = [words_of(part) for part in found.shown]
        said, sheets = "".join(texts), dict(sheets_of(parts))
        pictures = {place: picture for place, picture in pictures_of(parts) if place and place in said}
        page = Page(html.Element("body"), pictures)
        for part, text in zip(found.shown, texts, strict=True):
            payload = part.get_payload(decode=True) if part.get_content_maintype() == "image" else None
            if isinstance(payload, bytes) and not is_in(pictures, part):
                page.add(Page.read(BETWEEN, {"between": inline(part, payload)}))
            elif payload is None:
                page.add(Page.read(text, pictures, sheets))
        return letter, page, [part for part in found.beside if not is_in(pictures, part)]
    except RecursionError as damage:
        raise refusal(RefusalReason.DAMAGED, FileKind.EML) from damage


def header_of(letter: EmailMessage, name: str) -> str:
    """What header *name* says, in letters that can be printed; the day and hour without their zone."""
    try:
        said = str(letter.get(name, ""))
        if name == "Date" and said:
            said = f"{parsedate_to_datetime(said):%d.%m.%Y %H:%M}"
    except HEADER_DAMAGE:
        return ""
    return "".join(sign for sign in said if sign.isprintable())[:1000]


def words_of(part: MIMEPart) -> str:
    """What the shown *part* says, as markup; nothing of a picture."""
    if part.get_content_maintype() != "text":
        return ""
    said = text_of(part)
    if part.get_content_subtype() == "html":
        return said if said.strip() else "<body></body>"
    return markup_of(said)


def text_of(part: MIMEPart) -> str:
    """The letters of *part*."""
    try:
        return str(part.get_content())
    except HEADER_DAMAGE:
        payload = part.get_payload(decode=True)
        return payload.decode("utf-8", "replace") if isinstance(payload, bytes) else ""


def inline(part: MIMEPart, payload: bytes) -> str:
    """The picture *part* as an address that holds all of it."""
    return f"data:image/{part.get_content_subtype().lower()};base64,{base64.b64encode(payload).decode()}"


def markup_of(text: str) -> str:
    """Plain words as markup, line by line."""
    shown = html.Element("body")
    for line in text.splitlines():
        paragraph = html.Element("div")
        paragraph.text = "".join(sign if sign.isprintable() else " " for sign in line) or "\u00a0"
        shown.append(paragraph)
    return str(html.tostring(shown, encoding="unicode"))


def pictures_of(parts: list[EmailMessage]) -> Iterator[tuple[str, str]]:
    """The pictures that the words of a letter can show, by the addresses that they go under there."""
    for part in parts:
        payload = part.get_payload(decode=True) if part.get_content_maintype() == "image" else None
        if isinstance(payload, bytes):
            for place in places_of(part):
                yield place, inline(part, payload)


def sheets_of(parts: list[EmailMessage]) -> Iterator[tuple[str, str]]:
    """The style sheets that came with the words of a letter, by their addresses."""
    for part in parts:
        if part.get_content_type() == "text/css":
            for place in places_of(part):
                yield place, text_of(part)


def is_in(pictures: dict[str, str], part: MIMEPart) -> bool:
    """Whether *part* is one of the *pictures* in the words."""
    return any(place in pictures for place in places_of(part))


def places_of(part: MIMEPart) -> list[str]:
    """The addresses under which the words of a letter can show *part*."""
    named, lies = (str(part.get(head, "")).strip() for head in ("Content-ID", "Content-Location"))
    return [place for place in (f"cid:{named.strip('<>')}" if named else "", lies) if place]


def name_of(part: MIMEPart) -> str:
    """What the attached *part* is called, or its type."""
    try:
        name = part.get_filename()
    except HEADER_DAMAGE:
        name = None
    return "".join(sign for sign in name or part.get_content_type() if sign.isprintable())[:200]
