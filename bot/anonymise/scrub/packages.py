"""The ZIP of an Office file: read within bounds, its relationships resolved, written anew without times or extras."""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import unquote

from lxml import etree

from bot.anonymise.scrub.namespaces import PACKAGE_NS, RELATIONSHIP_NS, STRICT_NS, settle_strict
from bot.anonymise.scrub.verdicts import MIB, FileKind, Limits, RefusalReason, refusal
from bot.frozen import frozen

# Chosen against ZIP bombs: an archive of 20 MB could unpack to gigabytes, and a worker has 1 GiB.
PARTS_MOST = 3000
PART_BYTES = 48 * MIB
TOTAL_BYTES = 160 * MIB
SAME_TIME = (1980, 1, 1, 0, 0, 0)  # the earliest that a ZIP can say
ZIP_DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, ValueError, OSError, NotImplementedError, OverflowError)


@frozen
class Link:
    """A relationship: the last word of its type, and the part it leads to (None: outside of the file)."""

    type: str
    part: str | None


@dataclass(slots=True)
class Package:
    """The parts of one Office file by name."""

    kind: FileKind
    parts: dict[str, bytes]

    def links_of(self, part: str) -> dict[str, Link]:
        """The relationships of *part* by id ("" for those of the whole package)."""
        folder, name = posixpath.split(part)
        content = self.parts.get(posixpath.join(folder, "_rels", name + ".rels"))
        if content is None:
            return {}
        found = {}
        for one in parse_xml(content, self.kind):
            target = None if one.get("TargetMode") == "External" else resolve(folder, one.get("Target", ""))
            found[one.get("Id", "")] = Link(one.get("Type", "").rpartition("/")[2], target)
        return found

    def read(self, part: str | None) -> bytes:
        """The content of *part*; raises RefusalError when it is missing."""
        if part is None or part not in self.parts:
            raise refusal(RefusalReason.DAMAGED, self.kind)
        return self.parts[part]


def resolve(folder: str, target: str) -> str:
    """The name of the part that *target* means inside of *folder*."""
    path = target if target.startswith("/") else posixpath.join("/", folder, target)
    return posixpath.normpath(unquote(path)).lstrip("/")


def read_package(content: bytes, kind: FileKind, limits: Limits) -> Package:
    """All parts of *content*, unpacked within bounds; raises RefusalError."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            items = [item for item in archive.infolist() if not item.is_dir()]
            check_items(items, kind)
            parts = {item.filename.lstrip("/"): read_bounded(archive, item, kind) for item in items}
    except ZIP_DAMAGE as damage:
        raise refusal(RefusalReason.DAMAGED, kind) from damage
    return Package(kind, parts)


def check_items(items: list[zipfile.ZipInfo], kind: FileKind) -> None:
    """Raise RefusalError for a locked, doubled, or overgrown archive."""
    if any(item.flag_bits & 1 for item in items):
        raise refusal(RefusalReason.LOCKED, kind)
    if len({item.filename.lower() for item in items}) != len(items):
        raise refusal(RefusalReason.DOUBT, kind)
    if len(items) > PARTS_MOST or sum(item.file_size for item in items) > TOTAL_BYTES:
        raise refusal(RefusalReason.SIZE, kind)


def read_bounded(archive: zipfile.ZipFile, item: zipfile.ZipInfo, kind: FileKind) -> bytes:
    """One part, however large its header claims it to be."""
    with archive.open(item) as part:
        content = part.read(PART_BYTES + 1)
    if len(content) > PART_BYTES:
        raise refusal(RefusalReason.SIZE, kind)
    return content


def parse_xml(content: bytes, kind: FileKind) -> etree._Element:
    """The tree of *content* without entities, network, comments or instructions, in the usual namespaces.

    Raises RefusalError.
    """
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as damage:
        raise refusal(RefusalReason.DAMAGED, kind) from damage
    if getattr(root.getroottree().docinfo, "doctype", ""):
        raise refusal(RefusalReason.DOUBT, kind)
    # The first look is cheap and sees every UTF-8; in other encodings the root tells.
    if STRICT_NS.encode() in content or str(root.tag).startswith("{" + STRICT_NS):
        settle_strict(root)
    return root


@dataclass(slots=True)
class NewPackage:
    """The clean file while it grows: parts with their types and relationships, in the order they were added."""

    parts: dict[str, bytes] = field(default_factory=dict)
    types: dict[str, str] = field(default_factory=dict)
    links: dict[str, dict[tuple[str, str], str]] = field(default_factory=dict)

    def add(self, name: str, content: bytes, content_type: str) -> None:
        """Add the part *name*."""
        self.parts[name] = content
        self.types[name] = content_type

    def link(self, part: str, link_type: str, target: str) -> str:
        """The id of a relationship of *part* to *target*, made when it is not there yet."""
        links = self.links.setdefault(part, {})
        return links.setdefault((link_type, target), f"rId{len(links) + 1}")

    def to_bytes(self) -> bytes:
        """The ZIP: stored in a fixed order under one fixed time."""
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            self.store(archive, "[Content_Types].xml", self.content_types())
            for owner, links in sorted(self.links.items()):
                folder, name = posixpath.split(owner)
                self.store(archive, posixpath.join(folder, "_rels", name + ".rels"), relationships(folder, links))
            for name, content in self.parts.items():
                self.store(archive, name, content)
        return out.getvalue()

    def store(self, archive: zipfile.ZipFile, name: str, content: bytes) -> None:
        """Write one part without a time, an owner or extra fields."""
        item = zipfile.ZipInfo(name, SAME_TIME)
        item.create_system = 0
        item.compress_type = zipfile.ZIP_DEFLATED
        archive.writestr(item, content)

    def content_types(self) -> bytes:
        """The list of parts and their types."""
        namespace = PACKAGE_NS + "content-types"
        root = etree.Element("Types", xmlns=namespace)
        rels = "application/vnd.openxmlformats-package.relationships+xml"
        for extension, kind in (
            ("jpg", "image/jpeg"),
            ("png", "image/png"),
            ("rels", rels),
            ("xml", "application/xml"),
        ):
            etree.SubElement(root, "Default", Extension=extension, ContentType=kind)
        for name, kind in self.types.items():
            if kind:
                etree.SubElement(root, "Override", PartName="/" + name, ContentType=kind)
        return to_xml(root)


def relationships(folder: str, links: Mapping[tuple[str, str], str]) -> bytes:
    """The part that lists *links* of an owner in *folder*."""
    namespace = PACKAGE_NS + "relationships"
    root = etree.Element("Relationships", xmlns=namespace)
    for (link_type, target), identifier in links.items():
        path = posixpath.relpath(target, folder or ".")
        etree.SubElement(root, "Relationship", Id=identifier, Type=f"{RELATIONSHIP_NS}/{link_type}", Target=path)
    return to_xml(root)


def to_xml(root: etree._Element) -> bytes:
    """*root* as UTF-8 with the usual declaration."""
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))
