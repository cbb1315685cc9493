"""Pages of the web: written anew from the words, tables and pictures that they show, with nothing to fetch or to run.

Rules

1. Attributes and styles cross by whitelist, a tag that is not known is only a piece of text.
2. What is hidden by its own style, by a rule of its page (`hiding`) or by the attribute that says so stays behind.
3. Pictures cross when the page holds them itself. Those that lie on the internet are not fetched, and that is told.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from lxml import etree, html

from bot.anonymise.scrub.hiding import Hiding
from bot.anonymise.scrub.verdicts import FileKind, RefusalReason, Removed, refusal
from bot.anonymise.scrub.wordlists import words

SHOWN = words(
    "div p span br hr h1 h2 h3 h4 h5 h6 b strong i em u s strike del ins sub sup small big font center pre code q "
    "blockquote ul ol li dl dt dd table caption thead tbody tfoot tr td th colgroup col img section article header "
    "footer main nav aside"
)
UNSEEN = words(
    "head script style noscript template frameset area link meta base title param dialog datalist source track"
)
FOREIGN = words("iframe frame object embed applet audio video canvas svg math map")
FIELDS = words("input select textarea button")
ATTRIBUTES = words(
    "colspan rowspan width height align valign bgcolor color size face border cellpadding cellspacing start type"
)
STYLES = words(
    "color background-color font-weight font-style font-size text-align text-decoration border border-top border-left "
    "border-bottom border-right width vertical-align padding margin white-space"
)
OWN_PICTURE = re.compile(r"data:image/(png|jpe?g|gif|bmp|webp);base64,[A-Za-z0-9+/=\s]+\Z")
CHARSET = re.compile(rb"charset\s*=\s*[\"']?([\w.:-]{2,40})", re.IGNORECASE)
TAGS_MOST = 100_000  # chosen: a bank statement of a year has some ten thousand; LibreOffice needs seconds for so many


def rebuild_page(content: bytes) -> tuple[bytes, str, frozenset[Removed]]:
    """The page that *content* shows, its extension, and what was left out; raises RefusalError."""
    page = Page.read(read_markup(content), {})
    return page.to_bytes(), "html", frozenset(page.removed | {Removed.EDITING})


def read_markup(content: bytes) -> str:
    """The markup in *content*: UTF-8, else by its own word about its letters, else Windows-1251."""
    named = CHARSET.search(content[:4096])
    marked = "utf-16" if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else "utf-8-sig"
    for encoding in (marked, named[1].decode() if named else "cp1251"):
        try:
            return content.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
    return content.decode("cp1251", errors="replace")


@dataclass(slots=True)
class Page:
    """A page while it is written anew: what stays of its body, the pictures sent with it, and what was left out."""

    body: html.HtmlElement
    pictures: Mapping[str, str]
    removed: set[Removed] = field(default_factory=set)

    @classmethod
    def read(cls, markup: str, pictures: Mapping[str, str]) -> Page:
        """The page in *markup* as it is shown, with its *pictures* by their addresses; raises RefusalError."""
        parser = html.HTMLParser(remove_comments=True, remove_pis=True, no_network=True, encoding="utf-8")
        try:
            # As bytes: a declaration of another encoding inside of a text would be believed.
            root = html.document_fromstring(markup.encode("utf-8", "replace"), parser)
        except (etree.ParserError, etree.XMLSyntaxError, ValueError) as damage:
            raise refusal(RefusalReason.DAMAGED, FileKind.HTML) from damage
        elements = [one for one in root.iter() if isinstance(one, html.HtmlElement)]
        if len(elements) > TAGS_MOST:
            raise refusal(RefusalReason.SIZE, FileKind.HTML)
        body = root.find("body")
        if not isinstance(body, html.HtmlElement):
            raise refusal(RefusalReason.EMPTY, FileKind.HTML)
        page, hiding = cls(body, pictures), Hiding.of(str(one.text or "") for one in root.iter("style"))
        for one in elements:
            if one.tag not in ("html", "body"):
                page.show(one, hiding)
        body.attrib.clear()
        return page

    def show(self, one: html.HtmlElement, hiding: Hiding) -> None:
        """Leave of *one* what is seen of it."""
        name = str(one.tag).lower()
        if one.getparent() is None:
            return  # it went with what it belonged to
        if name in UNSEEN or name in FOREIGN or hiding.hides(one):
            self.removed.add(Removed.EMBEDDED if name in FOREIGN else Removed.OTHER)
            one.drop_tree()
            return
        if name == "details" and "open" not in one.attrib:
            for child in list(one)[1:]:
                child.drop_tree()
        if name in FIELDS:
            say_field(one)
        elif name == "img":
            self.show_picture(one)
        if one.tag not in SHOWN:
            one.tag = "span"
        style = shown_style(one.get("style", ""))
        kept = {key: value for key, value in one.attrib.items() if key in ATTRIBUTES or (key, name) == ("src", "img")}
        one.attrib.clear()
        one.attrib.update(kept | ({"style": style} if style else {}))

    def show_picture(self, one: html.HtmlElement) -> None:
        """Keep a picture that the page holds itself; of another only its place stays, and that is told."""
        source = one.get("src", "").strip()
        own = self.pictures.get(source, source)
        if OWN_PICTURE.match(own):
            one.set("src", own)
        else:
            self.removed.add(Removed.REMOTE)
            one.attrib.pop("src", None)
            one.tag = "span"

    def to_bytes(self) -> bytes:
        """The page as UTF-8."""
        head = b'<!DOCTYPE html><html><head><meta charset="utf-8"></head>'
        return head + bytes(etree.tostring(self.body, encoding="utf-8", method="html", with_tail=False)) + b"</html>"


def say_field(one: html.HtmlElement) -> None:
    """Turn a field of a form into the words that stand in it."""
    kind, said = one.get("type", "text").lower(), one.text_content()
    if one.tag == "input":
        said = "" if kind in ("hidden", "password", "file", "image") else one.get("value", "")
        if kind in ("checkbox", "radio"):
            said = "☑" if "checked" in one.attrib else "☐"
    elif one.tag == "select":
        options = list(one.iter("option"))
        said = next((each.text_content() for each in options if "selected" in each.attrib), "")
        said = said or (options[0].text_content() if options else "")
    for child in list(one):
        one.remove(child)
    one.text = said


def shown_style(style: str) -> str:
    """The declarations of *style* that only say how something looks."""
    pairs = (each.partition(":") for each in style[:4000].split(";"))
    kept = ((name.strip().lower(), value.strip()) for name, _, value in pairs)
    return ";".join(f"{name}:{value}" for name, value in kept if name in STYLES and not re.search(r"[(\\@]", value))
