"""Pages of the web: written anew from the words, tables and pictures that they show, with nothing to fetch or to run.

Rules

1. Attributes and styles cross by whitelist, a tag that is not known is only a piece of text.
2. What is hidden by its own style, by a rule of its page (`hiding`) or by the attribute that says so stays behind.
   Where that would be most of its words, the page is refused: its scripts may have shown them.
3. Pictures and styles count when they came with the page. Those on the internet are not fetched, which is told.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from lxml import etree, html

from bot.anonymise.scrub.hiding import Hiding
from bot.anonymise.scrub.looks import PAPER
from bot.anonymise.scrub.printed_looks import printed_style
from bot.anonymise.scrub.spelled_signs import SPELLED
from bot.anonymise.scrub.style_sheets import StyleSheets
from bot.anonymise.scrub.verdicts import FileKind, RefusalReason, Removed, refusal
from bot.anonymise.scrub.wordlists import words

SHOWN = words(
    "div p span br hr h1 h2 h3 h4 h5 h6 b strong i em u s strike del ins sub sup small big font center pre code q "
    "blockquote ul ol li dl dt dd table caption thead tbody tfoot tr td th colgroup col img section article header "
    "footer main nav aside"
)
FLOWING = words("section article header footer main nav aside")  # LibreOffice colours no such
UNSEEN = words("head script style noscript template frameset area link meta base title param datalist source track")
FOREIGN = words("iframe frame object embed applet audio video canvas svg math map")
FIELDS = words("input select textarea button")
PICTURED = FIELDS | {"img"}
ATTRIBUTES = words(
    "colspan rowspan width height align valign size face border cellpadding cellspacing start type"
)
STYLES = words(
    "font-weight font-style text-align text-decoration border border-top border-left "
    "border-bottom border-right width vertical-align padding margin white-space"
)
OWN_PICTURE = re.compile(r"data:image/(png|jpe?g|gif|bmp|webp);base64,[A-Za-z0-9+/=\s]+\Z")
CHARSET = re.compile(rb"charset\s*=\s*[\"']?([\w.:-]{2,40})", re.IGNORECASE)
HIDDEN_MOST = 4  # times the words that are seen; chosen: a page of five folded parts of which one is open is honest
FEW_WORDS = 40  # chosen: lines for programs that read aloud, of which a page with three words has more than it shows
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
    def read(cls, markup: str, pictures: Mapping[str, str], sheets: Mapping[str, str] | None = None) -> Page:
        """The page in *markup* as it is shown, its *pictures* and *sheets* by their addresses; raises RefusalError."""
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
        page, is_standard = cls(body, pictures), "<!doctype" in markup[:2000].lower()
        try:
            hiding = Hiding.of(root, page.read_sheets(root, StyleSheets(not is_standard, sheets or {})))
        except RecursionError as damage:  # of selectors in selectors without end
            raise refusal(RefusalReason.DOUBT, FileKind.HTML) from damage
        page.take_out(elements, hiding)
        for one in elements:
            if one.tag not in ("html", "body"):
                page.show(one, hiding)
        body.attrib.clear()
        return page

    def add(self, other: Page) -> None:
        """Let the *other* page follow on this one."""
        other.body.tag = "div"
        self.body.append(other.body)
        self.removed |= other.removed

    def read_sheets(self, root: html.HtmlElement, sheets: StyleSheets) -> StyleSheets:
        """*sheets* with all of the page under *root*, in their order."""
        for one in root.iter("style", "link"):
            if next(one.iterancestors("noscript", "template", "svg"), None) is not None:
                continue
            if one.tag == "style":
                sheets.read(str(one.text or ""), one.get("media", ""))
            elif "stylesheet" in one.get("rel", "").lower().split():
                if one.get("href", "") in sheets.others:
                    sheets.read(sheets.others[one.get("href", "")], one.get("media", ""))
                else:
                    sheets.are_missing = True
        if sheets.are_missing:
            self.removed.add(Removed.REMOTE)
        return sheets

    def take_out(self, elements: Sequence[html.HtmlElement], hiding: Hiding) -> None:
        """Take out what *hiding* says of *elements*; raises RefusalError when hardly anything would be left."""
        for one in elements:
            if one.tag == "details" and "open" not in one.attrib:
                close(one, hiding)
        told = [one for one in elements if one.tag not in UNSEEN | FOREIGN]
        hidden = shown = 0
        for one in told:
            own = sum(len(text.split()) for text in (one.text, *(child.tail for child in one)) if text)
            if one.tag == "img":
                own = 1
            is_gone = one in hiding.gone or (one.tag in PICTURED and hiding.looks[one].hides_pictures)
            if is_gone or one in hiding.mute:
                hidden += own
            elif next(one.iterancestors(*UNSEEN), None) is None:
                shown += own
            if is_gone:
                hiding.gone.add(one)
            elif one in hiding.mute:
                for text in (one, *one):
                    setattr(text, "text" if text is one else "tail", None)
        if hidden:
            self.removed.add(Removed.HIDDEN)
        if hidden > FEW_WORDS + HIDDEN_MOST * shown or (hidden and not shown):
            raise refusal(RefusalReason.DOUBT, FileKind.HTML)

    def show(self, one: html.HtmlElement, hiding: Hiding) -> None:
        """Leave of *one* what is seen of it."""
        name, around = str(one.tag).lower(), one.getparent()
        if around is None:
            return  # it went with what it belonged to
        if name in UNSEEN or name in FOREIGN or one in hiding.gone:
            if one not in hiding.gone:
                self.removed.add(Removed.EMBEDDED if name in FOREIGN else Removed.OTHER)
            one.drop_tree()
            return
        if name in FIELDS:
            say_field(one)
        elif name == "img":
            self.show_picture(one)
        if one.tag not in SHOWN:
            one.tag = "span"
        elif one.tag in FLOWING:
            one.tag = "div"
        outer = hiding.looks.get(around, PAPER) if around.tag != "body" else PAPER
        said = shown_style(one.get("style", "")), printed_style(name, hiding.looks[one], outer)
        style = ";".join(filter(None, said))
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
        """The page as UTF-8, with words for the signs that cannot be printed."""
        for one in self.body.iter():
            one.text = one.text and one.text.translate(SPELLED)
            one.tail = one.tail and one.tail.translate(SPELLED)
        head = b'<!DOCTYPE html><html><head><meta charset="utf-8"></head>'
        return head + bytes(etree.tostring(self.body, encoding="utf-8", method="html", with_tail=False)) + b"</html>"


def close(details: html.HtmlElement, hiding: Hiding) -> None:
    """Let *hiding* take all of the folded *details* but their heading."""
    heading = next(details.iterchildren("summary"), None)
    hiding.mute.add(details)
    for child in details:
        if child is not heading:
            hiding.gone.update(one for one in child.iter() if isinstance(one, html.HtmlElement))


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
