"""The namespaces of Office files, and the one prefix that each has with us.

An element is known by its namespace and its name; what prefix a file gives to a namespace says nothing. The strict form
of the standard writes the same elements under other namespaces: they are brought to the usual ones when a part is read.
"""

from __future__ import annotations

from functools import lru_cache

from lxml import etree

PACKAGE_NS = "http://schemas.openxmlformats.org/package/2006/"
RELATIONSHIP_NS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
DRAWING_NS = "http://schemas.openxmlformats.org/drawingml/2006/"
PREFIXES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "s": "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "r": RELATIONSHIP_NS,
    "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
    "wp": DRAWING_NS + "wordprocessingDrawing",
    "xdr": DRAWING_NS + "spreadsheetDrawing",
    "a": DRAWING_NS + "main",
    "pic": DRAWING_NS + "picture",
    "c": DRAWING_NS + "chart",
    "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
    "wpg": "http://schemas.microsoft.com/office/word/2010/wordprocessingGroup",
    "wpc": "http://schemas.microsoft.com/office/word/2010/wordprocessingCanvas",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "v": "urn:schemas-microsoft-com:vml",
    "w10": "urn:schemas-microsoft-com:office:word",
}
# Of this one a few attributes of old drawings cross, and no element.
OFFICE_NS = "urn:schemas-microsoft-com:office:office"
# For lxml the prefix None is the default namespace; its stubs know text only.
OUR_PREFIXES: dict[str, str] = {(None if prefix == "s" else prefix): uri for prefix, uri in PREFIXES.items()}  # type: ignore[misc]
OUR_PREFIXES["o"] = OFFICE_NS
PREFIX_OF = {namespace: prefix for prefix, namespace in PREFIXES.items()}
STRICT_NS = "http://purl.oclc.org/ooxml/"
USUAL_NS = "http://schemas.openxmlformats.org/"
W = f"{{{PREFIXES['w']}}}"
# The strict form says start and end where the usual one, which older readers know alone, says left and right.
SIDES = {"start": "left", "end": "right"}
SIDED_HOLDERS = frozenset(W + word for word in ("tblBorders", "tcBorders", "tblCellMar", "tcMar"))
SIDED_WORDS = {"start": "left", "end": "right", "startChars": "leftChars", "endChars": "rightChars"}


def split_name(key: str) -> tuple[str, str]:
    """Namespace and local name of *key*."""
    namespace, brace, local = key.rpartition("}")
    return (namespace[1:], local) if brace else ("", key)


@lru_cache(maxsize=4096)  # a document repeats a few hundred names; one that makes up more is merely slower
def name_of(tag: str) -> str | None:
    """*tag* with our prefix, or None when its namespace is not on the list."""
    namespace, local = split_name(tag)
    return f"{PREFIX_OF[namespace]}:{local}" if namespace in PREFIX_OF else None


def short_name(element: etree._Element) -> str | None:
    """The name of *element* with our prefix, or None when its namespace is not on the list."""
    return name_of(element.tag)


def tag_of(name: str) -> str:
    """The full tag of a name with our prefix."""
    prefix, _, local = name.partition(":")
    return f"{{{PREFIXES[prefix]}}}{local}"


def usual_namespace(namespace: str) -> str:
    """The usual namespace that stands for the strict one *namespace*, or *namespace* itself."""
    if not namespace.startswith(STRICT_NS):
        return namespace
    family, _, rest = namespace.removeprefix(STRICT_NS).partition("/")
    return f"{USUAL_NS}{family}/2006/{rest}"


@lru_cache(maxsize=4096)
def usual_name(name: str) -> str:
    """The tag or attribute *name* in its usual namespace."""
    namespace, local = split_name(name)
    return f"{{{usual_namespace(namespace)}}}{local}" if namespace.startswith(STRICT_NS) else name


def settle_strict(root: etree._Element) -> None:
    """Bring every element and attribute of *root* from the strict namespaces to the usual ones."""
    for element in root.iter(etree.Element):
        element.tag = usual_name(element.tag)
        for key, value in element.attrib.items():
            usual = usual_name(str(key))
            if usual != key:
                del element.attrib[key]
                element.set(usual, value)
        if "uri" in element.attrib:
            element.set("uri", usual_namespace(element.get("uri", "")))
        settle_sides(element)


def settle_sides(element: etree._Element) -> None:
    """Give the sides of *element* their usual names."""
    parent = element.getparent()
    if parent is not None and parent.tag in SIDED_HOLDERS:
        local = split_name(element.tag)[1]
        element.tag = W + SIDES.get(local, local)
    elif element.tag == W + "ind":
        for strict, usual in SIDED_WORDS.items():
            if W + strict in element.attrib:
                element.set(W + usual, element.get(W + strict, ""))
                del element.attrib[W + strict]
    elif element.tag in (W + "jc", W + "lvlJc"):
        value = element.get(W + "val", "")
        element.set(W + "val", SIDES.get(value, value))
