"""The second look at Word and Excel files: the ZIP byte for byte, every part by name, every element by its words."""

from __future__ import annotations

import io
import re
import zipfile
from functools import lru_cache
from xml.etree import ElementTree

from bot.anonymise.scrub.verify_pictures import doubt_in_picture
from bot.anonymise.scrub.wordlists import words

PARTS = {
    "docx": re.compile(
        r"\[Content_Types\]\.xml|_rels/\.rels|word/(_rels/[\w.]+\.rels|document\.xml|styles\.xml|numbering\.xml|settings\.xml|"
        r"(header|footer)\d+\.xml|(foot|end)notes\.xml|theme/theme1\.xml|theme/_rels/theme1\.xml\.rels|charts/chart\d+\.xml|"
        r"charts/_rels/chart\d+\.xml\.rels|media/image\d+\.(jpg|png))\Z"
    ),
    "xlsx": re.compile(
        r"\[Content_Types\]\.xml|_rels/\.rels|xl/(_rels/workbook\.xml\.rels|workbook\.xml|styles\.xml|sharedStrings\.xml|"
        r"theme/theme1\.xml|theme/_rels/theme1\.xml\.rels|(work|chart)sheets/sheet\d+\.xml|"
        r"(work|chart)sheets/_rels/sheet\d+\.xml\.rels|"
        r"tables/table\d+\.xml|drawings/drawing\d+\.xml|drawings/_rels/drawing\d+\.xml\.rels|charts/chart\d+\.xml|"
        r"charts/_rels/chart\d+\.xml\.rels|media/image\d+\.(jpg|png))\Z"
    ),
}
NAMESPACES = re.compile(
    r"http://schemas\.openxmlformats\.org/(wordprocessingml/2006/main|spreadsheetml/2006/main|officeDocument/2006/"
    r"(relationships|math)|drawingml/2006/(wordprocessingDrawing|spreadsheetDrawing|main|picture|chart)|"
    r"markup-compatibility/2006|package/2006/(content-types|relationships))\Z|"
    r"http://schemas\.microsoft\.com/office/word/2010/wordprocessing(Shape|Group|Canvas)\Z|"
    r"urn:schemas-microsoft-com:(vml|office:word)\Z|http://www\.w3\.org/XML/1998/namespace\Z|\Z"
)
# Of which namespace an element must not be: a:moveTo is the start of a drawn line, w:moveTo a tracked change.
MAIN = ("wordprocessingml/2006/main", "spreadsheetml/2006/main")
FORBIDDEN_IN_MAIN = words(
    "ins del moveFrom moveTo rPrChange pPrChange sectPrChange tblPrChange tcPrChange trPrChange comment "
    "commentReference commentRangeStart bookmarkStart permStart rsids rsid sdt sdtPr smartTag customXml "
    "hyperlink hyperlinks definedName externalReference externalReferences fileSharing legacyDrawing oleObjects "
    "control controls altChunk attachedTemplate docVars vanish headerFooter dataValidations customSheetViews "
    "webPublishing subDoc lang docVar mailMerge"
)
FORBIDDEN_ANYWHERE = words("hlinkClick hlinkHover extLst OLEObject externalData userShapes pivotSource relIds")
PRINT_NAMES = ("_xlnm.Print_Area", "_xlnm.Print_Titles")
PRINT_RANGES = re.compile(r"('(?:[^']|'')+'!\$[A-Z0-9]{1,10}(\$\d{1,7})?(:\$[A-Z0-9]{1,10}(\$\d{1,7})?)?(,|\Z))+\Z")
VML_FORMULA = re.compile(r"[A-Za-z]{2,12}( (-?\d{1,9}|[@#]\d{1,3}|[A-Za-z]\w{1,20})){0,3}\s*\Z")
OFFICE_SPACE = "{urn:schemas-microsoft-com:office:office"
OFFICE_ATTRIBUTES = words("spt connecttype hr hrstd hralign hrpct hrnoshade")
HIDING_STYLE = re.compile(r"visibility\s*:\s*hidden", re.IGNORECASE)
FORBIDDEN_ATTRIBUTES = re.compile(
    r"rsid\w*|author|date|initials|descr|title|alt|macro|codeName|paraId|textId|creationId|editId|anchorId|userName|href|"
    r"lang|TargetMode|hash\w*|salt\w*|alias|tooltip\Z",
    re.IGNORECASE,
)
ORDERS = re.compile(r"\s*(PAGE|NUMPAGES|SECTIONPAGES)\b[\s\\*A-Za-z]{0,40}\Z", re.IGNORECASE)
FORMULA = re.compile(r"[A-Z0-9$:.,;()+\-*/^<>=&% ]{1,400}\Z")
CHART_REFERENCE = re.compile(r"('[^'\[\]\\/:?*]{1,31}'|\w{1,31})!\$?[A-Z]{1,3}\$?\d{1,7}(:\$?[A-Z]{1,3}\$?\d{1,7})?\Z")
TABLE_ATTRIBUTES = {
    "table": words("id name displayName ref headerRowCount totalsRowCount"),
    "tableColumns": frozenset({"count"}),
    "tableColumn": frozenset({"id", "name"}),
    "tableStyleInfo": words("name showFirstColumn showLastColumn showRowStripes showColumnStripes"),
}
TABLE_NAMES = re.compile(r"(Table\d{1,5}|TableStyle(Light|Medium|Dark)\d{1,2})\Z")
TARGET = re.compile(r"(\.\./)?([\w]+/)*[\w]+\.(xml|jpg|png)\Z")
SAME_TIME = (1980, 1, 1, 0, 0, 0)


def doubt_in_office(content: bytes, extension: str) -> str | None:
    """Name the first thing in *content* that a clean Office file cannot hold; None when there is nothing."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        items = archive.infolist()
        head = sum(30 + len(item.filename) + item.compress_size for item in items)
        tail = sum(46 + len(item.filename) for item in items) + 22
        if head + tail != len(content) or archive.comment:
            return "zip: bytes that belong to no part"
        for item in items:
            if item.date_time != SAME_TIME or item.extra or item.comment or item.flag_bits & ~0x800:
                return "zip: a time or an extra field"
            if not PARTS[extension].match(item.filename):
                return "zip: a part that is not on the list"
            part = archive.read(item)
            is_xml = item.filename.endswith((".xml", ".rels"))
            doubt = doubt_in_xml(part, item.filename) if is_xml else doubt_in_picture(part)
            if doubt is not None:
                return f"{extension}: {doubt}"
    return None


def doubt_in_xml(part: bytes, name: str) -> str | None:
    """No declarations, comments or instructions; known namespaces; no word of history, authors or outside."""
    if b"<!" in part or part.count(b"<?") != 1:
        return "a declaration, comment or instruction"
    for event, one in ElementTree.iterparse(io.BytesIO(part), events=("start-ns", "end")):
        if event == "start-ns":
            if not isinstance(one, tuple) or not (NAMESPACES.match(one[1]) or one[1] == OFFICE_SPACE[1:]):
                return "a namespace that is not on the list"
            continue
        assert isinstance(one, ElementTree.Element)
        doubt = doubt_in_element(one, name)
        if doubt is not None:
            return doubt
    return None


def doubt_in_element(one: ElementTree.Element, name: str) -> str | None:
    """What in one element could tell something."""
    doubt = next((doubt for doubt in map(doubt_in_name, one.attrib) if doubt is not None), doubt_in_tag(one.tag))
    if doubt is not None and not is_print_name(one):
        return doubt
    if one.tail and one.tail.strip():
        return "text between elements"
    namespace, _, local = one.tag.rpartition("}")
    if local == "Relationship" and not TARGET.match(one.get("Target", "")):
        return "a relationship to the outside"
    if name.startswith("xl/tables/") and not is_plain_table(one, local):
        return "a table that says more than its look"
    return doubt_in_order(one, namespace, local) or doubt_in_hiding(one, namespace, local)


@lru_cache(maxsize=4096)  # a document repeats a few hundred names
def doubt_in_tag(tag: str) -> str | None:
    """What the name of an element tells."""
    namespace, _, local = tag.rpartition("}")
    is_known = NAMESPACES.match(namespace[1:]) is not None and local not in FORBIDDEN_ANYWHERE
    is_fine = is_known and not (local in FORBIDDEN_IN_MAIN and namespace.endswith(MAIN))
    return None if is_fine else f"element {local}"


@lru_cache(maxsize=4096)
def doubt_in_name(key: str) -> str | None:
    """What the name of an attribute tells."""
    space, _, attribute = key.rpartition("}")
    if space == OFFICE_SPACE:
        return None if attribute in OFFICE_ATTRIBUTES else f"attribute {attribute}"
    is_fine = NAMESPACES.match(space[1:]) is not None and FORBIDDEN_ATTRIBUTES.fullmatch(attribute) is None
    return None if is_fine else f"attribute {attribute}"


def is_plain_table(one: ElementTree.Element, local: str) -> bool:
    """True for an element of a table's look: no name that somebody gave, no filter, no words but those of the head."""
    names = [] if local == "tableColumn" else [value for key, value in one.attrib.items() if "ame" in key]
    return set(one.attrib) <= TABLE_ATTRIBUTES.get(local, frozenset()) and all(map(TABLE_NAMES.match, names))


def is_print_name(one: ElementTree.Element) -> bool:
    """True for the area or the titles of a sheet's print: the only names that ranges may have."""
    is_named = one.tag.endswith("}definedName") and one.get("name") in PRINT_NAMES
    return is_named and set(one.attrib) == {"name", "localSheetId"} and PRINT_RANGES.match(one.text or "") is not None


def doubt_in_order(one: ElementTree.Element, namespace: str, local: str) -> str | None:
    """What in an order to a program (a field, a formula) goes beyond pages and cells."""
    if local == "instrText" and not ORDERS.match(one.text or ""):
        return "an order of a field"
    if local != "f":
        return None
    if namespace.endswith(":vml"):
        return None if VML_FORMULA.match(one.get("eqn", "val 0")) else "a formula of a shape"
    return None if FORMULA.match(one.text or "") or CHART_REFERENCE.match(one.text or "") else "a formula"


def doubt_in_hiding(one: ElementTree.Element, namespace: str, local: str) -> str | None:
    """What is there and not shown: a hidden row, sheet or shape, the cut-off part of a picture."""
    if local in ("row", "sheet") and (one.get("hidden") == "1" or one.get("state", "visible") != "visible"):
        return "something hidden"
    if local == "srcRect" and any(not value.startswith("-") for value in one.attrib.values()):
        return "a picture that is shown in part"
    if namespace.endswith(":vml"):
        is_cut = any(key.startswith("crop") for key in one.attrib)
        return "a shape that is hidden or cut" if is_cut or HIDING_STYLE.search(one.get("style", "")) else None
    if local in ("docPr", "cNvPr") and one.get("hidden") in ("1", "true"):
        return "a hidden drawing"
    return None
