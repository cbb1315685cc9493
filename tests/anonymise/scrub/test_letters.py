"""Of a letter all is shown that a mail program shows, in its order; what lies beside is named."""

from __future__ import annotations

import base64
import re

import pytest

from bot.anonymise.scrub.letters import rebuild_letter
from bot.anonymise.scrub.verdicts import Removed
from tests.anonymise.scrub.planted_pictures import jpeg
from tests.anonymise.scrub.searching import MARK

PICTURE = base64.b64encode(jpeg()).decode()


def text(said: str, kind: str = "plain", more: str = "") -> str:
    """A part of words."""
    return f"Content-Type: text/{kind}; charset=utf-8{more}\r\n\r\n{said}\r\n"


def file(kind: str, more: str = "", said: str = MARK) -> str:
    """A part that is no words."""
    return f"Content-Type: {kind}{more}\r\n\r\n{said}\r\n"


def photo(more: str = "") -> str:
    """A picture among the words."""
    return f"Content-Type: image/jpeg{more}\r\nContent-Transfer-Encoding: base64\r\n\r\n{PICTURE}\r\n"


def many(kind: str, *parts: str) -> str:
    """Parts of which *kind* says how they belong together."""
    edge = f"b{sum(map(len, parts))}{kind}"
    inner = "".join(f"--{edge}\r\n{part}\r\n" for part in parts)
    return f'Content-Type: multipart/{kind}; boundary="{edge}"\r\n\r\n{inner}--{edge}--\r\n'


def shown(body: str) -> tuple[str, frozenset[Removed]]:
    """The words of the letter *body*, pictures as "#", and what was left out."""
    made, _, removed = rebuild_letter(f"Subject: S\r\nMIME-Version: 1.0\r\n{body}".encode())
    words = re.sub(r"<img[^>]*>", " # ", made.decode().partition("<body>")[2])
    return " ".join(re.sub(r"<[^>]*>", " ", words).split()), removed - {Removed.EDITING, Removed.ROUTE}


ATTACH = "\r\nContent-Disposition: attachment; filename=act"
INLINE = "\r\nContent-Disposition: inline; filename=p.jpg"
LETTERS = {
    "text, photo, text": (many("mixed", text("one"), photo(INLINE), text("two")), "one # two", False),
    "two pages": (many("mixed", text("<p>one", "html"), text("<p>two", "html")), "one two", False),
    "a page, a file, a page": (
        many("mixed", text("<p>one", "html"), file("application/pdf", ATTACH), text("<p>two", "html")),
        "Attachment: act one two",
        True,
    ),
    "the better alternative": (many("alternative", text("worse"), text("<p>best", "html")), "best", False),
    "no page among alternatives": (many("alternative", text("best"), file("text/calendar")), "best", False),
    "two pages to choose from": (many("alternative", text("<p>a", "html"), text("<p>best", "html")), "best", False),
    "a page with its pictures as an alternative": (
        many(
            "alternative",
            text("worse"),
            many("related", text("<p>best<img src='cid:p@m'>", "html"), photo("\r\nContent-ID: <p@m>")),
        ),
        "best #",
        False,
    ),
    "pages among alternatives": (
        many("alternative", text("worse"), many("mixed", text("<p>one", "html"), photo(), text("<p>two", "html"))),
        "one # two",
        False,
    ),
    "alternatives and more": (
        many("mixed", many("alternative", text("worse"), text("<p>one", "html")), text("footer of a list")),
        "one footer of a list",
        False,
    ),
    "a picture shown once": (
        many("mixed", text("<p>one<img src='cid:p@m'>", "html"), photo("\r\nContent-ID: <p@m>")),
        "one #",
        False,
    ),
    "a picture as a file": (many("mixed", text("one"), photo(ATTACH)), "Attachment: act one", True),
    "a text as a file": (many("mixed", text("one"), text(MARK, "plain", ATTACH)), "Attachment: act one", True),
    "a list": (many("mixed", text("one"), file("text/csv")), "Attachment: text/csv one", True),
    "a letter in the letter": (
        many("mixed", text("one"), file("message/rfc822", said=f"Subject: a\r\n\r\n{MARK}")),
        "Attachment: message/rfc822 one",
        True,
    ),
    "what was signed": (
        many("signed", many("mixed", text("one"), text("two")), file("application/pkcs7-signature")),
        "Attachment: application/pkcs7-signature one two",
        True,
    ),
    "an unsent answer": (
        many("report", text("one"), file("message/delivery-status", said=f"A: {MARK}\r\n\r\nB: c")),
        "Attachment: message/delivery-status one",
        True,
    ),
    "a hidden line before": (
        many("mixed", text(f"<div style='max-height:0;overflow:hidden'>{MARK}</div><p>one", "html"), text("two")),
        "one two",
        False,
    ),
    "styles of one part only": (
        many("mixed", text("<style>p{display:none}div{color:red}</style><div>one", "html"), text("<p>two", "html")),
        "one two",
        False,
    ),
}


@pytest.mark.parametrize("name", LETTERS)
def test_all_that_is_shown_of_a_letter_is_shown_in_its_order(name: str) -> None:
    body, words, has_files = LETTERS[name]
    said, removed = shown(body)
    assert (said, Removed.ATTACHED in removed) == (f"Subject: S {words}", has_files)


def test_a_letter_of_no_words_shows_its_head() -> None:
    assert shown(file("application/pdf", ATTACH)) == ("Subject: S Attachment: act", {Removed.ATTACHED})
    assert shown('Content-Type: multipart/mixed; boundary="b"\r\n\r\nno parts')[1] == {Removed.ATTACHED}
