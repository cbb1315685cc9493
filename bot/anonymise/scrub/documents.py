"""DOCX: the text as it stands after every change is accepted, with its looks, and without its history.

Rules

1. Insertions stay, deletions go, and nobody knows who or when. Comments, bookmarks, content controls' tags,
   permissions, proofing and revision marks go, and with them whatever Word does not show: hidden text (`hidden_text`),
   letters that cannot be read (`unread_text`), headers of no page and notes without a mark (`page_heads`).
2. A field becomes its last result, except page numbers. The result of a field that repeats metadata (author, file
   name, dates) goes with it.
3. Styles whose names are not Word's own are renamed. Links lose their addresses and keep their words.
4. Settings, relationships and part names are written anew.
"""

from __future__ import annotations

import re

from lxml import etree

from bot.anonymise.scrub.coverings import holds_backdrop, refuse_covered_content
from bot.anonymise.scrub.diagrams import place_diagrams
from bot.anonymise.scrub.fields import flatten_fields
from bot.anonymise.scrub.hidden_text import drop_hidden_text
from bot.anonymise.scrub.hiding_styles import HidingStyles, hides
from bot.anonymise.scrub.namespaces import W
from bot.anonymise.scrub.packages import Link, parse_xml
from bot.anonymise.scrub.page_heads import drop_unseen_heads, drop_unseen_notes, is_set, noted_ids
from bot.anonymise.scrub.page_places import PageGround
from bot.anonymise.scrub.rebuilding import Rebuilding
from bot.anonymise.scrub.trees import drop, drop_all, unwrap
from bot.anonymise.scrub.unread_text import drop_unread_text, paper_of
from bot.anonymise.scrub.verdicts import Instead, RefusalError, RefusalReason, Removed
from bot.anonymise.scrub.word_looks import WordColours
from bot.anonymise.scrub.wordlists import words

PART_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml."
THEME_TYPE = "application/vnd.openxmlformats-officedocument.theme+xml"
FOLDER = "word"
DROPPED = {
    Removed.HISTORY: "del moveFrom rPrChange pPrChange sectPrChange tblPrChange tblGridChange trPrChange tcPrChange "
    "tblPrExChange numberingChange cellIns cellDel cellMerge moveFromRangeStart moveFromRangeEnd moveToRangeStart "
    "moveToRangeEnd customXmlInsRangeStart customXmlInsRangeEnd customXmlDelRangeStart customXmlDelRangeEnd "
    "customXmlMoveFromRangeStart customXmlMoveFromRangeEnd customXmlMoveToRangeStart customXmlMoveToRangeEnd "
    "rsids rsid",
    Removed.COMMENTS: "commentRangeStart commentRangeEnd commentReference annotationRef",
    Removed.OTHER: "bookmarkStart bookmarkEnd permStart permEnd sdtPr sdtEndPr smartTagPr customXmlPr docVars",
    None: "proofErr lang lastRenderedPageBreak subDoc contentPart nsid tmpl aliases divId tblCaption tblDescription "
    "attachedTemplate movie",
}
UNWRAPPED = words("ins moveTo hyperlink smartTag customXml sdt sdtContent")
KEPT_SETTINGS = words(
    "defaultTabStop evenAndOddHeaders mirrorMargins autoHyphenation gutterAtTop bordersDoNotSurroundHeader "
    "bordersDoNotSurroundFooter displayBackgroundShape characterSpacingControl compat"
)
STYLE_REFERENCES = words("pStyle rStyle tblStyle basedOn next link styleLink numStyleLink")
HIDING = frozenset({W + "vanish", W + "specVanish"})  # what they hid is gone by then
WORDS_OWN_STYLE = re.compile(
    r"Normal( Table| Indent| \(Web\))?|No (List|Spacing)|(heading|toc|index) [1-9]|TOC Heading|Table (Grid|Normal)"
    r"|Title|Subtitle|header|footer|caption|(footnote|endnote|annotation) (text|reference|subject)|(page|line) number"
    r"|Strong|Emphasis|(Intense|Subtle) (Emphasis|Quote|Reference)|Quote|Hyperlink|FollowedHyperlink|Balloon Text"
    r"|Default Paragraph Font|Body Text( Indent| First Indent)?( [23])?|Plain Text|Book Title"
    r"|List( Bullet| Number| Continue| Paragraph)?( [2-5])?"
    r"|((Light|Medium|Dark|Colorful) (Shading|List|Grid)|(Plain|Grid|List) Table)"
    r"( [1-7])?( Light| Dark| Colorful)?( Accent [1-6])?"
)
"""Names by which Word knows a style; one that somebody gave may say anything, whether it is marked as theirs or not."""
STORIES = ("header", "footer", "footnotes", "endnotes")


def rebuild_document(rebuilding: Rebuilding, main: str) -> None:
    """Fill the new package from the text document whose main part is *main*; raises RefusalError."""
    old, new = rebuilding.old, rebuilding.new
    links = old.links_of(main)
    parts = {link.type: link.part for link in links.values() if link.part in old.parts}
    styles, settings = (
        parse_xml(old.read(parts[word]), old.kind) if word in parts else None for word in ("styles", "settings")
    )
    theme = parse_xml(old.read(parts["theme"]), old.kind) if "theme" in parts else None
    hiding = HidingStyles(styles, WordColours(theme))
    names = rename_styles(styles) if styles is not None else {}
    new.link("", "officeDocument", "word/document.xml")
    new.add("word/document.xml", b"", PART_TYPE + "document.main+xml")
    body = SeenStory(rebuilding, main, hiding)
    page = page_of(rebuilding, body, links, settings)
    heads = drop_unseen_heads(body.root, even_pages=is_set(settings, "evenAndOddHeaders"))
    seen = {links[one].part for one in heads if one in links}
    for link in links.values():
        if link.type in ("header", "footer") and link.part not in seen:
            rebuilding.removed.add(Removed.HIDDEN)
        elif link.type in STORIES and link.part in old.parts:
            add_beside(rebuilding, link, body, names, page)
    add_looks(rebuilding, main, styles, names)
    body.settle_on(page)
    body.add("word/document.xml", PART_TYPE + "document.main+xml", names)


def page_of(
    rebuilding: Rebuilding, body: SeenStory, links: dict[str, Link], settings: etree._Element | None
) -> PageGround:
    """The page upon which *body* stands; a drawing in a header lies behind it too."""
    old = rebuilding.old
    heads = [one.part for one in links.values() if one.type in ("header", "footer") and one.part in old.parts]
    has_backdrop = holds_backdrop(body.root) or any(holds_backdrop(parse_xml(old.read(one), old.kind)) for one in heads)
    colour = paper_of(body.root, is_shown=is_set(settings, "displayBackgroundShape"))
    return PageGround.of(body.root, colour, has_backdrop=has_backdrop)


class SeenStory:
    """One part with text (the body, a header, the notes), of which nothing but what is seen is left."""

    def __init__(self, rebuilding: Rebuilding, part: str, hiding: HidingStyles) -> None:
        self.rebuilding = rebuilding
        self.part = part
        self.hiding = hiding
        self.root = parse_xml(rebuilding.old.read(part), rebuilding.old.kind)
        refuse_unseen_content(self.root)
        settle_story(self.root, rebuilding.removed, hiding)

    def settle_on(self, page: PageGround) -> None:
        """Take out what cannot be read on *page*; raises RefusalError where only a printer can tell what is seen."""
        if drop_unread_text(self.root, self.hiding, page):
            self.rebuilding.removed.add(Removed.HIDDEN)
        refuse_covered_content(self.root)
        place_diagrams(self.rebuilding, self.part, self.root)

    def add(self, name: str, content_type: str, names: dict[str, str]) -> None:
        """Add the clean copy under *name*."""
        refer_to_styles(self.root, names)
        self.rebuilding.new.add(name, self.rebuilding.rebuild(self.root, self.part, name, FOLDER), content_type)


def add_beside(rebuilding: Rebuilding, link: Link, body: SeenStory, names: dict[str, str], page: PageGround) -> None:
    """Add the header, footer or notes that *link* leads to from *body*."""
    if link.part is None or link.part in rebuilding.carried:
        return
    story = SeenStory(rebuilding, link.part, body.hiding)
    story.settle_on(page)
    if link.type in ("header", "footer"):
        number = sum(name.startswith(f"word/{link.type}") for name in rebuilding.new.parts) + 1
        name = f"word/{link.type}{number}.xml"
    else:
        kind, name = link.type.removesuffix("s"), f"word/{link.type}.xml"
        if drop_unseen_notes(story.root, kind, noted_ids(body.root, kind)):
            rebuilding.removed.add(Removed.HIDDEN)
        rebuilding.new.link("word/document.xml", link.type, name)
    story.add(name, PART_TYPE + link.type + "+xml", names)
    rebuilding.carried[link.part] = name


def add_looks(rebuilding: Rebuilding, main: str, styles: etree._Element | None, names: dict[str, str]) -> None:
    """Add styles, numbering, theme and the few settings that shape the page."""
    old, new = rebuilding.old, rebuilding.new
    for link in old.links_of(main).values():
        if link.type not in ("styles", "numbering", "theme", "settings") or link.part not in old.parts:
            continue
        root = styles if link.type == "styles" and styles is not None else parse_xml(old.read(link.part), old.kind)
        if link.type == "settings":
            keep_settings(root, rebuilding.removed)
        if link.type == "numbering":
            settle_numbering(root)
        if link.type != "theme":
            settle_marks(root, rebuilding.removed)
            refer_to_styles(root, names)
        name = "word/theme/theme1.xml" if link.type == "theme" else f"word/{link.type}.xml"
        content_type = THEME_TYPE if link.type == "theme" else PART_TYPE + link.type + "+xml"
        new.add(name, rebuilding.rebuild(root, link.part, name, FOLDER), content_type)
        new.link("word/document.xml", link.type, name)


def settle_numbering(root: etree._Element) -> None:
    """Take the names that somebody gave from the lists of *root*, and the signs that are hidden."""
    for listed in list(root.iter(W + "abstractNum")):
        drop_all(listed, frozenset({W + "name"}))
        for level in listed.iter(W + "lvl"):
            sign = level.find(W + "lvlText")
            if sign is not None and hides(level.find(W + "rPr")):
                sign.set(W + "val", "")


def refuse_unseen_content(root: etree._Element) -> None:
    """Raise RefusalError for content that is drawn by something we do not run."""
    if next(root.iter(W + "control"), None) is not None:
        raise RefusalError(RefusalReason.ACTIVE, Instead.PDF)
    if next(root.iter(W + "altChunk"), None) is not None:
        raise RefusalError(RefusalReason.DOUBT, Instead.PDF)


def settle_story(root: etree._Element, removed: set[Removed], hiding: HidingStyles) -> None:
    """Accept every change in *root*, flatten its fields and drop what is not seen."""
    for row in list(root.iter(W + "tr")):
        if row.find(f"{W}trPr/{W}del") is not None:
            drop(row)
            removed.add(Removed.HISTORY)
    drop_deleted_paragraphs(root)
    settle_marks(root, removed)
    if flatten_fields(root):
        removed.add(Removed.OTHER)
    if drop_hidden_text(root, hiding):
        removed.add(Removed.HIDDEN)
    if drop_all(root, frozenset({"{urn:schemas-microsoft-com:office:office}OLEObject"})):
        removed.add(Removed.EMBEDDED)


def settle_marks(root: etree._Element, removed: set[Removed]) -> None:
    """Drop the marks of history, comments and proofing, and unwrap what merely wraps."""
    for insertion in list(root.iter(W + "ins")):
        if len(insertion) == 0:
            drop(insertion)
        removed.add(Removed.HISTORY)
    for family, listed in DROPPED.items():
        names = frozenset(W + word for word in listed.split())
        if drop_all(root, names) and family is not None:
            removed.add(family)
    for wrapper in list(root.iter(*(W + word for word in UNWRAPPED))):
        unwrap(wrapper)


def drop_deleted_paragraphs(root: etree._Element) -> None:
    """Drop paragraphs whose end was deleted and that hold nothing but deletions; a cell keeps its last one."""
    for paragraph in list(root.iter(W + "p")):
        if paragraph.find(f"{W}pPr/{W}rPr/{W}del") is None:
            continue
        stays = any(child.tag not in (W + "pPr", W + "del", W + "moveFrom") for child in paragraph)
        parent = paragraph.getparent()
        if not stays and parent is not None and (parent.tag != W + "tc" or has_neighbour(paragraph)):
            drop(paragraph)


def has_neighbour(paragraph: etree._Element) -> bool:
    """True when another paragraph stands beside *paragraph*: the nearest is looked for, not all are counted."""
    beside = (next(paragraph.itersiblings(W + "p", preceding=before), None) for before in (False, True))
    return any(other is not None for other in beside)


def keep_settings(root: etree._Element, removed: set[Removed]) -> None:
    """Drop every setting that does not shape the page."""
    if root.find(W + "rsids") is not None:
        removed.add(Removed.HISTORY)
    for child in list(root):
        if not isinstance(child.tag, str) or child.tag.removeprefix(W) not in KEPT_SETTINGS:
            root.remove(child)


def rename_styles(root: etree._Element) -> dict[str, str]:
    """Give every style of *root* a neutral id, and a neutral name to those that are not Word's; old ids to new ones."""
    names: dict[str, str] = {}
    for number, style in enumerate(root.iter(W + "style"), 1):
        names[style.get(W + "styleId", "")] = f"s{number}"
        style.set(W + "styleId", f"s{number}")
        title = style.find(W + "name")
        if title is not None and not WORDS_OWN_STYLE.fullmatch(title.get(W + "val", "")):
            title.set(W + "val", f"Style {number}")
    return names


def refer_to_styles(root: etree._Element, names: dict[str, str]) -> None:
    """Make every reference to a style follow its new id; one that leads nowhere goes, and so does the order to hide."""
    drop_all(root, HIDING)
    for reference in list(root.iter(*(W + word for word in STYLE_REFERENCES))):
        new = names.get(reference.get(W + "val", ""))
        if new is None:
            drop(reference)
        else:
            reference.set(W + "val", new)

