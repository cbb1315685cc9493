"""Letters (EML): what a mail program shows of one, as a page: its writer, subject and day, its words, its pictures.

Rules

1. To whom it went, the way it took and everything else in its head stays behind and is told: the addresses are those of
   whoever sends it here, as often as not. So does the zone of its time.
2. What is attached is named on the page and does not come along: each file can be sent here by itself.
3. Pictures in its words that came with it are shown; those on the internet are not fetched (`web_pages`).
"""

from __future__ import annotations

import base64
import email
import email.policy
from collections.abc import Iterator
from email.message import EmailMessage, MIMEPart
from email.utils import parsedate_to_datetime

from lxml import html

from bot.anonymise.scrub.verdicts import FileKind, RefusalReason, Removed, refusal
from bot.anonymise.scrub.web_pages import Page

SAID = ("From", "Subject", "Date")
PARTS_MOST = 500  # chosen: a letter with a hundred pictures has some two hundred
HEADER_DAMAGE = (ValueError, LookupError, AttributeError, TypeError)
"""What the standard library's reader of headers raises at damaged ones."""


def rebuild_letter(content: bytes) -> tuple[bytes, str, frozenset[Removed]]:
    """The page that shows the letter in *content*, its extension, and what was left out; raises RefusalError."""
    letter, page, attached = read_letter(content)
    page.removed |= {Removed.EDITING, Removed.ROUTE} | ({Removed.ATTACHED} if attached else set())
    lines = [f"{name}: {said}" for name in SAID if (said := header_of(letter, name))]
    for line in reversed([*lines, *(f"Attachment: {name}" for name in attached)]):
        said_line = html.Element("p")
        said_line.text = line
        page.body.insert(0, said_line)
    return page.to_bytes(), "html", frozenset(page.removed)


def rebuild_archive(content: bytes) -> tuple[bytes, str, frozenset[Removed]]:
    """The page that was saved with its pictures in the form of a letter (MHT): its heads are no part of it."""
    _, page, attached = read_letter(content)
    page.removed |= {Removed.EDITING} | ({Removed.ATTACHED} if attached else set())
    return page.to_bytes(), "html", frozenset(page.removed)


def read_letter(content: bytes) -> tuple[EmailMessage, Page, list[str]]:
    """The letter in *content*, the page of its words and pictures, and what is attached; raises RefusalError."""
    try:
        letter = email.message_from_bytes(content, policy=email.policy.default)
        assert isinstance(letter, EmailMessage)
        parts = list(letter.walk())
        if len(parts) > PARTS_MOST:
            raise refusal(RefusalReason.SIZE, FileKind.EML)
        body = letter.get_body(("html", "plain"))
        words = body_of(body)
        pictures = {place: picture for place, picture in pictures_of(parts) if place and place in words}
        attached = [name_of(part) for part in parts if part is not body and is_attached(part, pictures)]
        return letter, Page.read(words, pictures), attached
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


def body_of(body: MIMEPart | None) -> str:
    """The words of the letter as markup; raises RefusalError when there are none."""
    if body is None:
        return "<body></body>"
    try:
        said = body.get_content()
    except HEADER_DAMAGE:
        payload = body.get_payload(decode=True)
        said = payload.decode("utf-8", "replace") if isinstance(payload, bytes) else ""
    if body.get_content_subtype() == "html":
        return str(said) if str(said).strip() else "<body></body>"
    return markup_of(str(said))


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
            kind = part.get_content_subtype().lower()
            for place in places_of(part):
                yield place, f"data:image/{kind};base64,{base64.b64encode(payload).decode()}"


def is_attached(part: EmailMessage, pictures: dict[str, str]) -> bool:
    """Whether *part* is a file beside the words, and none of the *pictures* in them."""
    if part.is_multipart() and part.get_content_type() != "message/rfc822":
        return False
    is_shown = any(place in pictures for place in places_of(part))
    return not is_shown and (part.is_attachment() or part.get_content_maintype() != "text")


def places_of(part: EmailMessage) -> list[str]:
    """The addresses under which the words of a letter can show *part*."""
    named, lies = (str(part.get(head, "")).strip() for head in ("Content-ID", "Content-Location"))
    return [place for place in (f"cid:{named.strip('<>')}" if named else "", lies) if place]


def name_of(part: EmailMessage) -> str:
    """What the attached *part* is called, or its type."""
    try:
        name = part.get_filename()
    except HEADER_DAMAGE:
        name = None
    return "".join(sign for sign in name or part.get_content_type() if sign.isprintable())[:200]
