"""The fields of a text document (page numbers, references, merged data) become the words that they last showed.

Rules

1. What stands before a field's separator is its order, what stands after it its result; a field without a separator
   shows nothing.
2. Page numbers stay fields: their result differs from page to page.
3. The result of a field that repeats metadata (author, file name, dates of the file) goes with it.
4. A ticked box of an old form becomes a ticked sign.
5. Fields within fields are followed to a fixed depth: each run is looked at once for every field around it.
"""

from __future__ import annotations

import copy
import re

from lxml import etree

from bot.anonymise.scrub.namespaces import W
from bot.anonymise.scrub.trees import drop, drop_all, unwrap
from bot.anonymise.scrub.verdicts import Instead, RefusalError, RefusalReason

KEPT_FIELDS = re.compile(r"\s*(PAGE|NUMPAGES|SECTIONPAGES)\b[\s\\*A-Za-z]{0,40}\Z", re.IGNORECASE)
METADATA_FIELDS = re.compile(
    r"\s*(AUTHOR|LASTSAVEDBY|USER\w+|FILENAME|TEMPLATE|DOCPROPERTY|CREATEDATE|SAVEDATE|PRINTDATE|EDITTIME|INFO|COMMENTS|"
    r"KEYWORDS|SUBJECT|TITLE|REVNUM|FILESIZE|DOCVARIABLE)\b",
    re.IGNORECASE,
)
DEEPEST = 32
"""Fields within fields: merged letters nest conditions three or four deep, and a small file may ask for thousands."""


def flatten_fields(root: etree._Element) -> bool:
    """Replace each field in *root* by its last result; page numbers stay. True when something went.

    Raises RefusalError when they are nested deeper than DEEPEST.
    """
    found = False
    for field in list(root.iter(W + "fldSimple")):
        found |= settle_simple_field(field)
    if next(root.iter(W + "fldChar"), None) is None:
        return found
    split_runs(root)
    open_fields: list[list[etree._Element]] = []
    for run in list(root.iter(W + "r")):
        kind = mark_of(run)
        if kind == "begin":
            if len(open_fields) == DEEPEST:
                # Not in doubt but slow: nobody's program writes such, and no printer is to try it for a minute.
                raise RefusalError(RefusalReason.SLOW, Instead.PDF)
            open_fields.append([])
        if open_fields:
            open_fields[-1].append(run)
        if kind == "end" and open_fields:
            runs = open_fields.pop()
            left = settle_field(runs)
            found |= len(left) < len(runs)
            if open_fields:
                open_fields[-1].extend(left)
    for runs in open_fields:  # never closed: what is left of it is no field
        settle_field(runs)
        found = True
    return found


def mark_of(run: etree._Element) -> str | None:
    """Whether *run* begins, separates or ends a field."""
    mark = run.find(W + "fldChar")
    return mark.get(W + "fldCharType") if mark is not None else None


def split_runs(root: etree._Element) -> None:
    """Give every mark of a field a run of its own, as most programs do anyway."""
    for run in [mark.getparent() for mark in root.iter(W + "fldChar")]:
        parent = run.getparent() if run is not None and run.tag == W + "r" else None
        if run is None or parent is None:
            continue
        parts = [child for child in run if child.tag != W + "rPr"]
        if len(parts) < 2:
            continue
        look = run.find(W + "rPr")
        for part in parts:
            single = etree.Element(W + "r")
            if look is not None:
                single.append(copy.deepcopy(look))
            single.append(part)
            run.addprevious(single)
        parent.remove(run)


def settle_simple_field(field: etree._Element) -> bool:
    """Put the result in the place of a field that is one element; True unless it stays."""
    instruction = field.get(W + "instr", "")
    if KEPT_FIELDS.match(instruction):
        return False
    if METADATA_FIELDS.match(instruction):
        drop(field)
    else:
        unwrap(field)
    return True


def settle_field(runs: list[etree._Element]) -> list[etree._Element]:
    """Keep of the *runs* of one field what is to be seen, and return them."""
    instruction = "".join(text.text or "" for run in runs for text in run.iter(W + "instrText"))
    ticked = ticked_sign(runs[0]) if "FORMCHECKBOX" in instruction else None
    for run in runs:
        drop_all(run, frozenset({W + "ffData"}))
    if KEPT_FIELDS.match(instruction):
        return runs
    if ticked is not None:
        drop_all(runs[0], frozenset({W + "fldChar"}))
        etree.SubElement(runs[0], W + "t").text = ticked
        for run in runs[1:]:
            drop(run)
        return runs[:1]
    is_metadata = METADATA_FIELDS.match(instruction) is not None
    is_result = False
    left: list[etree._Element] = []
    for run in runs:
        kind = mark_of(run)
        if is_metadata or not is_result or kind is not None:
            drop(run)
        else:
            left.append(run)
        is_result = is_result or kind == "separate"
    return left


def ticked_sign(run: etree._Element) -> str:
    """The sign for the state of an old form's box that begins in *run*."""
    box = next(run.iter(W + "checkBox"), None)
    state = None if box is None else box.find(W + "checked")
    if state is None and box is not None:
        state = box.find(W + "default")
    return "\u2612" if state is not None and state.get(W + "val", "1") in ("1", "true", "on") else "\u2610"
