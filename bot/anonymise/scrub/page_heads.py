"""What stands beside the body of a document: headers and footers that some page shows, notes that the text refers to.

Rules

1. A section without a header of its own takes over the one before. The header of first pages is shown in a section that
   sets its first page apart, the one of even pages when the whole document tells odd from even.
2. A note is shown where its mark is shown; when the mark was deleted or hidden, nobody saw the note.
"""

from __future__ import annotations

from lxml import etree

from bot.anonymise.scrub.hiding_styles import OFF
from bot.anonymise.scrub.namespaces import RELATIONSHIP_NS, W
from bot.anonymise.scrub.trees import drop

R_ID = f"{{{RELATIONSHIP_NS}}}id"
RULERS = frozenset({"separator", "continuationSeparator", "continuationNotice"})


def is_set(parent: etree._Element | None, word: str) -> bool:
    """True when *parent* holds the switch *word*, and does not hold it only to turn it off."""
    switch = parent.find(W + word) if parent is not None else None
    return switch is not None and switch.get(W + "val", "1").lower() not in OFF


def drop_unseen_heads(root: etree._Element, *, even_pages: bool) -> frozenset[str]:
    """Drop the references to headers and footers that no page shows; the ids of the relationships that stay."""
    shown: set[etree._Element] = set()
    sections = list(root.iter(W + "sectPr"))
    for word in (W + "headerReference", W + "footerReference"):
        at_hand: dict[str, etree._Element] = {}
        for section in sections:
            at_hand |= {one.get(W + "type", "default"): one for one in section.iterchildren(word)}
            kinds = {"default", "first" if is_set(section, "titlePg") else "", "even" if even_pages else ""}
            shown |= {one for kind, one in at_hand.items() if kind in kinds}
    for one in list(root.iter(W + "headerReference", W + "footerReference")):
        if one not in shown:
            drop(one)
    return frozenset(one.get(R_ID, "") for one in shown)


def noted_ids(root: etree._Element, kind: str) -> frozenset[str]:
    """The ids of the notes of *kind* (footnote, endnote) that the text of *root* refers to."""
    return frozenset(one.get(W + "id", "") for one in root.iter(f"{W}{kind}Reference"))


def drop_unseen_notes(root: etree._Element, kind: str, seen: frozenset[str]) -> bool:
    """Drop the notes of *kind* that nothing seen refers to; True when there were such."""
    unseen = [
        note
        for note in root.iterchildren(W + kind)
        if note.get(W + "id", "") not in seen and note.get(W + "type", "normal") not in RULERS
    ]
    for note in unseen:
        drop(note)
    return bool(unseen)
