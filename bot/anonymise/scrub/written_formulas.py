"""Formulas of a text document as words in a line, for a printer that does not draw them and would leave them out."""

from __future__ import annotations

import io
import zipfile

from lxml import etree

from bot.anonymise.scrub.namespaces import PREFIXES, W
from bot.anonymise.scrub.packages import parse_xml, to_xml
from bot.anonymise.scrub.trees import drop
from bot.anonymise.scrub.verdicts import FileKind

M = f"{{{PREFIXES['m']}}}"
OUTER = (M + "oMathPara", M + "oMath")
SIGNS = {"f": "({num})/({den})", "sSup": "{e}^({sup})", "sSub": "{e}_({sub})", "sSubSup": "{e}_({sub})^({sup})"}
"""How the parts of a formula stand in a line, by their names in OMML."""
DEEPEST = 40  # chosen: no formula that somebody reads is nested deeper; the words of deeper ones stand in a row


def write_out(content: bytes, kind: FileKind) -> bytes:
    """The document *content* with its formulas as words; raises RefusalError for a part that is no XML."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old:
        parts = {item.filename: old.read(item) for item in old.infolist() if not item.is_dir()}
    if not any(b"oMath" in part for part in parts.values()):
        return content
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name, part in parts.items():
            is_story = name.startswith("word/") and name.endswith(".xml") and b"oMath" in part
            new.writestr(name, in_words(part, kind) if is_story else part)
    return out.getvalue()


def in_words(part: bytes, kind: FileKind) -> bytes:
    """One *part* with its formulas as words."""
    root = parse_xml(part, kind)
    for formula in list(root.iter(*OUTER)):
        if next(formula.iterancestors(*OUTER), None) is None:
            run = etree.Element(W + "r")
            etree.SubElement(run, W + "t").text = line_of(formula)
            formula.addprevious(run)
            drop(formula)
    return to_xml(root)


def line_of(formula: etree._Element, depth: int = 0) -> str:
    """The words of *formula* in one line."""
    kind = str(formula.tag).removeprefix(M)
    if kind == "t":
        return formula.text or ""
    if depth > DEEPEST:
        return "".join(one.text or "" for one in formula.iter(M + "t"))
    read = [(str(one.tag).removeprefix(M), line_of(one, depth + 1)) for one in formula]
    pieces, inner = dict(read), "".join(words for _, words in read)
    if kind in SIGNS:
        return SIGNS[kind].format_map({"num": "", "den": "", "e": "", "sup": "", "sub": ""} | pieces)
    if kind == "rad":
        return f"{pieces.get('deg', '')}√({pieces.get('e', '')})"
    return f"({inner})" if kind == "d" else inner
