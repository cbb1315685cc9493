"""Word and Excel files: a new ZIP with a new main part, the looks and pictures it needs, and nothing else."""

from __future__ import annotations

from bot.anonymise.scrub.documents import rebuild_document
from bot.anonymise.scrub.packages import NewPackage, Package, parse_xml, read_package
from bot.anonymise.scrub.rebuilding import Rebuilding
from bot.anonymise.scrub.sheets import rebuild_workbook
from bot.anonymise.scrub.traces import what_names_tell
from bot.anonymise.scrub.verdicts import (
    FileKind,
    Instead,
    Limits,
    Rebuilt,
    RefusalError,
    RefusalReason,
    Removed,
    refusal,
)

MARKED_BY_PART = (
    ("comments", Removed.COMMENTS),
    ("threadedcomments", Removed.COMMENTS),
    ("people", Removed.AUTHOR),
    ("persons/", Removed.AUTHOR),
    ("thumbnail", Removed.THUMBNAIL),
    ("embeddings/", Removed.EMBEDDED),
    ("externallinks/", Removed.EMBEDDED),
    ("pivotcache/", Removed.EMBEDDED),
    ("customxml/", Removed.OTHER),
    ("printersettings", Removed.DEVICE),
    ("revisions/", Removed.HISTORY),
    ("attachedtoolbars", Removed.OTHER),
)


def scrub_office(content: bytes, kind: FileKind, limits: Limits) -> Rebuilt:
    """*content* rebuilt from its whitelisted parts; raises RefusalError."""
    old = read_package(content, kind, limits)
    main = main_part(old)
    rebuilding = Rebuilding(old, NewPackage(), limits, set(find_marks(old)))
    try:
        rebuild_document(rebuilding, main) if kind is FileKind.DOCX else rebuild_workbook(rebuilding, main)
    except RecursionError as damage:
        raise refusal(RefusalReason.DAMAGED, kind) from damage
    return Rebuilt(rebuilding.new.to_bytes(), kind.value, "document", frozenset(rebuilding.removed))


def main_part(old: Package) -> str:
    """The part that the package names as its document; raises RefusalError when it is none, or one with macros."""
    link = next((link for link in old.links_of("").values() if link.type == "officeDocument"), None)
    if link is None or link.part is None or link.part not in old.parts:
        raise refusal(RefusalReason.DAMAGED, old.kind)
    types = old.parts.get("[Content_Types].xml", b"").lower()
    if b"macroenabled" in types or b"vbaproject" in types or any("activex" in name.lower() for name in old.parts):
        raise RefusalError(RefusalReason.ACTIVE, Instead.PDF)
    if not link.part.endswith(".xml"):
        raise RefusalError(RefusalReason.TYPE, Instead.PDF)
    return link.part


def find_marks(old: Package) -> frozenset[Removed]:
    """What the parts that stay behind tell, by their names and by the fields of the document's properties."""
    found = {removed for name in old.parts for word, removed in MARKED_BY_PART if word in name.lower()}
    for name, content in old.parts.items():
        if name.lower().startswith("docprops/") and name.endswith(".xml"):
            root = parse_xml(content, old.kind)
            filled = (one for one in root.iter() if isinstance(one.tag, str) and (one.text or "").strip())
            found |= what_names_tell(str(one.tag).rpartition("}")[2] for one in filled)
    return frozenset(found)
