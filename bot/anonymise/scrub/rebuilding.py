"""XML parts of Office files are copied by whitelist into a new tree: what no rule names does not cross.

Rules

1. Elements cross by namespace, attributes by namespace and name, text only inside of the elements that show text.
2. Prefixes are ours, so that not even a prefix or an unused declaration crosses.
3. A picture crosses as scrubbed pixels, cut to what is shown of it, a chart as its own cleaned part; any other
   relationship does not cross.
4. What is hidden by its own properties does not cross. What is seen but cannot be carried over is named.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml import etree

from bot.anonymise.scrub.blank_pictures import shows_nothing
from bot.anonymise.scrub.charts import settle_references
from bot.anonymise.scrub.crops import UNCUT, Crop, crop_of, write_margins
from bot.anonymise.scrub.namespaces import (
    OFFICE_NS,
    OUR_PREFIXES,
    PREFIX_OF,
    PREFIXES,
    RELATIONSHIP_NS,
    name_of,
    short_name,
    split_name,
)
from bot.anonymise.scrub.packages import Link, NewPackage, Package, parse_xml, to_xml
from bot.anonymise.scrub.unseen_objects import is_hidden_object, is_lost
from bot.anonymise.scrub.verdicts import Limits, Removed
from bot.anonymise.scrub.wordlists import words

XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
EXTRA_PREFIXES = frozenset({"wps", "wpg", "wpc"})
TEXT = words(
    "w:t w:instrText m:t a:t c:v c:f c:formatCode wp:align wp:posOffset xdr:col xdr:colOff xdr:row xdr:rowOff "
    "s:t s:v s:f s:formula"
)
# With everything inside of them.
DROPPED = words(
    "a:extLst c:extLst s:extLst wp:extLst pic:extLst a:hlinkClick a:hlinkHover a:hlinkMouseOver "
    "c:externalData c:userShapes c:printSettings c:pivotSource c:pivotFmts c:lang c:clrMapOvr c:protection "
    "s:rPh s:phoneticPr mc:Fallback xdr:contentPart w:contentPart w10:anchorlock a:custDataLst"
)
DROPPED_ATTRIBUTES = words(
    "descr title alt href tooltip macro textlink fPublished lang altLang dirty err smtClean noProof bmk "
    "invalidUrl tgtFrame codeName published"
)
DROPPED_WORDS = words(
    "author date initials ed edGrp colFirst colLast anchor docLocation tgtFrame tooltip history "
    "displacedByCustomXml hash salt cryptProviderType cryptAlgorithmClass cryptAlgorithmType "
    "cryptAlgorithmSid cryptSpinCount divId alias tag conformance"
)
NAMES_OF_DRAWINGS = frozenset({"wp:docPr", "pic:cNvPr", "xdr:cNvPr", "wps:cNvPr", "wpg:cNvPr", "wpc:cNvPr", "a:cNvPr"})
NAMES_OF_THEMES = frozenset({"a:theme", "a:clrScheme", "a:fontScheme", "a:fmtScheme", "a:tableStyle"})
VML_ATTRIBUTES = words(
    "style coordsize coordorigin path adj filled fillcolor stroked strokecolor strokeweight opacity arcsize "
    "from to points color color2 type id inset string on fitpath fitshape trim weight dashstyle endcap "
    "textpathok arrowok shadowok strokeok fillok joinstyle startarrow endarrow gradientshapeok textboxrect limo eqn "
    "position matrix obscured gain blacklevel"
)
# The number of a shape that every reader of old drawings knows, and what draws a line across the page.
OFFICE_ATTRIBUTES = words("spt connecttype hr hrstd hralign hrpct hrnoshade")
PLAIN_VALUE = re.compile(r"\d{1,4}|[tf]|true|false|none|rect|segments|custom|left|center|right")
# An operation with up to three numbers, references or measures, as the formulas of VML shapes are written.
VML_FORMULA = re.compile(r"[A-Za-z]{2,12}(?: (?:-?\d{1,9}|[@#]\d{1,3}|[A-Za-z]\w{1,20})){0,3}\s*", re.ASCII)
PICTURES = frozenset({"a:blip", "v:imagedata"})
PICTURED = frozenset({"v:fill", "v:stroke", "s:picture"})  # what a picture fills or lies behind, never cropped
OBJECTS = words(
    "w:drawing wps:wsp wpg:wgp wpg:grpSp pic:pic xdr:twoCellAnchor xdr:oneCellAnchor xdr:absoluteAnchor xdr:sp xdr:pic "
    "xdr:grpSp xdr:graphicFrame xdr:cxnSp v:shape v:rect v:oval v:line v:polyline v:group v:roundrect v:arc v:curve "
    "v:image"
)
WATCHED = DROPPED | OBJECTS | {"mc:AlternateContent"}  # most elements are none of these
CHART_TYPE = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
VALUE_MOST = 400  # chosen: what shapes a text is short; a longer value could carry something hidden


@dataclass(slots=True)
class Rebuilding:
    """One Office file on its way from the *old* package to the *new* one."""

    old: Package
    new: NewPackage
    limits: Limits
    removed: set[Removed] = field(default_factory=set)
    titles: set[str] = field(default_factory=set)  # of the sheets that are seen
    names: int = 0
    pictures: dict[tuple[str, Crop], str] = field(default_factory=dict)  # old part ("": none) and crop -> new part
    charts: dict[str, str] = field(default_factory=dict)  # old part -> new part
    carried: dict[str, str] = field(default_factory=dict)  # old part -> new part, for parts that were carried before
    lent: dict[str, dict[str, Link]] = field(default_factory=dict)  # relationships that a part took over from another

    def rebuild(self, root: etree._Element, part: str, new_part: str, folder: str) -> bytes:
        """The whitelisted copy of *root* (from *part*) as XML for *new_part*; pictures and charts go to *folder*."""
        copier = Copier(self, part, new_part, folder)
        made = etree.Element(root.tag, nsmap=OUR_PREFIXES)
        copier.fill(made, root)
        etree.cleanup_namespaces(made, keep_ns_prefixes=sorted(EXTRA_PREFIXES & copier.required))
        return to_xml(made)

    def carry_picture(self, part: str, folder: str, shown: etree._Element) -> str:
        """The new package's name for what *shown* shows of the picture *part*, as pixels; made once for each crop."""
        crop = crop_of(shown) if short_name(shown) in PICTURES else UNCUT
        is_blank = shows_nothing(shown)
        key = ("", UNCUT) if is_blank else (part, crop if crop.cuts else UNCUT)
        if is_blank:
            self.removed.add(Removed.HIDDEN)
        known = self.pictures.get(key)
        if known is not None:
            return known
        from bot.anonymise.scrub.office_pictures import blank_picture, clean_picture

        clean, marks = (blank_picture(), set()) if is_blank else clean_picture(self.old.read(part), crop, self.limits)
        self.removed |= marks
        name = f"{folder}/media/image{len(self.pictures) + 1}.{clean.extension}"
        self.new.add(name, clean.content, "")
        self.pictures[key] = name
        return name

    def carry_chart(self, part: str, folder: str) -> str:
        """The name in the new package of the chart *part*, without the workbook behind it; made once."""
        if part in self.charts:
            return self.charts[part]
        name = self.charts[part] = f"{folder}/charts/chart{len(self.charts) + 1}.xml"
        self.new.add(name, b"", CHART_TYPE)
        root = parse_xml(self.old.read(part), self.old.kind)
        settle_references(root, self.titles)
        self.new.parts[name] = self.rebuild(root, part, name, folder)
        return name


class Copier:
    """Copies one part by whitelist."""

    def __init__(self, rebuilding: Rebuilding, part: str, new_part: str, folder: str) -> None:
        self.rebuilding = rebuilding
        self.links = rebuilding.old.links_of(part) | rebuilding.lent.get(part, {})
        self.new_part = new_part
        self.folder = folder
        self.required: set[str] = set()

    def fill(self, made: etree._Element, source: etree._Element) -> None:
        """Give *made* the allowed attributes, text and children of *source*."""
        name = short_name(source)
        for key, value in source.items():
            self.copy_attribute(made, source, name, str(key), str(value))
        if name in TEXT:
            made.text = source.text
        if name == "a:srcRect":
            parent = source.getparent()
            blip = parent.find(f"{{{PREFIXES['a']}}}blip") if parent is not None else None
            write_margins(made, crop_of(blip) if blip is not None else UNCUT)
        for child in source:
            self.copy_child(made, child)

    def copy_child(self, made: etree._Element, child: etree._Element) -> None:
        """Append the allowed copy of *child* to *made*."""
        name = name_of(child.tag)
        if name is None or (name in WATCHED and self.is_settled(made, child, name)):
            return
        copy = etree.SubElement(made, child.tag)
        if len(child) or child.text or child.keys():
            self.fill(copy, child)
        if name in PICTURES:
            is_shown = any(str(key).startswith("{" + RELATIONSHIP_NS) for key in copy.attrib)
            if not is_shown:
                self.rebuilding.removed.add(Removed.EMBEDDED)

    def is_settled(self, made: etree._Element, child: etree._Element, name: str) -> bool:
        """True for a *child* of which nothing is left to copy: it is dropped, hidden, or one of several forms."""
        if name in DROPPED:
            if name == "c:userShapes":
                self.rebuilding.removed.add(Removed.DRAWING)
            return True
        if name == "mc:AlternateContent":
            self.copy_alternative(made, child)
            return True
        if is_hidden_object(child):
            self.rebuilding.removed.add(Removed.HIDDEN)
            return True
        return False

    def copy_alternative(self, made: etree._Element, source: etree._Element) -> None:
        """Of several forms of one thing take the first that we know; without one, the oldest."""
        for choice in source:
            spaces = [choice.nsmap.get(prefix, "") for prefix in (choice.get("Requires") or "-").split()]
            wanted = {PREFIX_OF.get(space, "") for space in spaces}
            if short_name(choice) == "mc:Choice" and wanted <= EXTRA_PREFIXES:
                self.required |= wanted
                alternative = etree.SubElement(made, source.tag)
                copy = etree.SubElement(alternative, choice.tag, Requires=" ".join(sorted(wanted)))
                for child in choice:
                    self.copy_child(copy, child)
                return
        if is_lost(source):
            self.rebuilding.removed.add(Removed.DRAWING)
        for fallback in source:
            if short_name(fallback) == "mc:Fallback":
                for child in fallback:
                    self.copy_child(made, child)

    def copy_attribute(
        self, made: etree._Element, source: etree._Element, name: str | None, key: str, value: str
    ) -> None:
        """Give *made* the attribute *key* if it may cross; relationships are followed, names made neutral."""
        namespace, local = split_name(key)
        if namespace == RELATIONSHIP_NS:
            self.follow_link(made, source, key, value)
        elif key == XML_SPACE:
            made.set(key, "preserve")
        elif namespace == "" and name is not None:
            neutral = self.neutral_value(name, local, value)
            if neutral is not None:
                made.set(key, neutral)
        elif is_allowed_word(namespace, local, value):
            made.set(key, value)

    def neutral_value(self, name: str, local: str, value: str) -> str | None:
        """*value* of the plain attribute *local*, a neutral one, or None when it does not cross."""
        if name.startswith("v:"):
            is_shape = value.lstrip("#").startswith("_x0000_t")
            allowed = local in VML_ATTRIBUTES and (local not in ("id", "type") or is_shape)
            if local == "eqn":
                allowed = VML_FORMULA.fullmatch(value) is not None
            return value if allowed else None
        if name in NAMES_OF_DRAWINGS and local in ("name", "id"):
            self.rebuilding.names += local == "id"
            return str(self.rebuilding.names) if local == "id" else "p"
        if name in NAMES_OF_THEMES and local == "name":
            return "t"
        if local in DROPPED_ATTRIBUTES or local.lower().startswith("rsid") or len(value) > VALUE_MOST:
            return None
        return value

    def follow_link(self, made: etree._Element, source: etree._Element, key: str, value: str) -> None:
        """Carry what the relationship *value* leads to and point at it, or leave the relationship out."""
        link = self.links.get(value)
        if link is None or link.part is None or link.part not in self.rebuilding.old.parts:
            return
        new, name = self.rebuilding.new, short_name(source)
        if link.type == "image" and (name in PICTURES or name in PICTURED) and not key.endswith("}link"):
            picture = self.rebuilding.carry_picture(link.part, self.folder, source)
            made.set(key, new.link(self.new_part, "image", picture))
        elif link.type == "chart" and name == "c:chart":
            made.set(key, new.link(self.new_part, "chart", self.rebuilding.carry_chart(link.part, self.folder)))
        elif link.part in self.rebuilding.carried:
            made.set(key, new.link(self.new_part, link.type, self.rebuilding.carried[link.part]))


def is_allowed_word(namespace: str, local: str, value: str) -> bool:
    """True for an attribute of a text document or of an old drawing that shapes what is seen."""
    if namespace == OFFICE_NS:
        return local in OFFICE_ATTRIBUTES and PLAIN_VALUE.fullmatch(value) is not None
    is_of_text = namespace in (PREFIXES["w"], PREFIXES["m"])
    return is_of_text and not local.startswith("rsid") and local not in DROPPED_WORDS and len(value) <= VALUE_MOST
