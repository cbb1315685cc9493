"""Which layers of a PDF are switched off when it is opened, and the annotations that stand on such a layer.

PDFium draws no content of a layer that is off, but draws annotations of it: those are marked as hidden before it looks.
The states are those of ISO 32000-1, 8.11 (optional content): groups, memberships and their expressions.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Stream

from bot.anonymise.scrub.verdicts import FileKind, RefusalReason, refusal

HIDDEN = 2  # the flag of an annotation, ISO 32000-1, table 165
DEEPEST = 20  # levels of an expression; chosen: people's programs write one or two
POLICIES: dict[str, Callable[[Iterable[bool]], bool]] = {
    "/AnyOn": any,
    "/AllOn": all,
    "/AnyOff": lambda states: not all(states),
    "/AllOff": lambda states: not any(states),
}


def hide_switched_off(content: bytes) -> bytes:
    """*content* with every annotation that stands on a layer which is off marked as hidden; as it is if there is none.

    A file that this reader cannot open is left as it is to the one that draws. Raises RefusalError where the layers are
    none that the format knows: what was hidden cannot be told then.
    """
    if b"/OCProperties" not in content and b"/ObjStm" not in content:
        return content
    try:
        with pikepdf.open(io.BytesIO(content), suppress_warnings=True) as document:
            return hide_in(document) or content
    except pikepdf.PdfError:
        return content
    except (TypeError, ValueError, AttributeError, KeyError, RuntimeError) as oddity:
        raise refusal(RefusalReason.DOUBT, FileKind.PDF) from oddity


def hide_in(document: pikepdf.Pdf) -> bytes | None:
    """The bytes of *document* with its switched-off annotations hidden; None when it has none."""
    layers = document.Root.get("/OCProperties")
    if not isinstance(layers, Dictionary):
        return None
    off = groups_off(layers)
    found = False
    for page in document.pages:
        for note in page.obj.get("/Annots", Array()):
            if isinstance(note, Dictionary) and not all(is_on(layer, off) for layer in layers_of(note)):
                note.F = int(note.get("/F", 0)) | HIDDEN
                found = True
    if not found:
        return None
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def layers_of(note: Dictionary) -> Iterator[Object]:
    """The layers on which an annotation and its look stand."""
    if "/OC" in note:
        yield note.OC
    look = note.get("/AP", Dictionary()).get("/N")
    if isinstance(look, Dictionary) and "/AS" in note:
        look = look.get(str(note.AS))
    if isinstance(look, Stream) and "/OC" in look:
        yield look.OC


def groups_off(layers: Dictionary) -> set[tuple[int, int]]:
    """The groups that the default configuration of *layers* switches off on a screen."""
    usual = layers.get("/D", Dictionary())
    every = [group.objgen for group in layers.get("/OCGs", Array())]
    off = set(every) if usual.get("/BaseState") == Name.OFF else set()
    off |= {group.objgen for group in usual.get("/OFF", Array())}
    off -= {group.objgen for group in usual.get("/ON", Array())}
    for automatic in usual.get("/AS", Array()):
        if automatic.get("/Event") == Name.View:
            for group in automatic.get("/OCGs", Array()):
                state = group.get("/Usage", Dictionary()).get("/View", Dictionary()).get("/ViewState")
                off = off | {group.objgen} if state == Name.OFF else off - {group.objgen} if state else off
    return off


def is_on(layer: Object, off: set[tuple[int, int]], depth: int = 0) -> bool:
    """True when *layer*, a group or a membership, is seen while the groups in *off* are not."""
    if not isinstance(layer, Dictionary):
        return True
    if layer.get("/Type") != Name.OCMD:
        return layer.objgen not in off
    if isinstance(layer.get("/VE"), Array):
        return holds(layer.VE, off, depth)
    groups = layer.get("/OCGs", Array())
    members = [groups] if isinstance(groups, Dictionary) else list(groups)
    states = [member.objgen not in off for member in members if isinstance(member, Dictionary)]
    return POLICIES.get(str(layer.get("/P", "/AnyOn")), any)(states) if states else True


def holds(expression: Object, off: set[tuple[int, int]], depth: int) -> bool:
    """The truth of a visibility *expression*: an array of /And, /Or or /Not and what they join."""
    if depth > DEEPEST:
        return False
    if not isinstance(expression, Array):
        return is_on(expression, off, depth + 1)
    operator, *operands = list(expression)
    states = [holds(operand, off, depth + 1) for operand in operands]
    if operator == Name.Not:
        return not any(states)
    return all(states) if operator == Name.And else any(states)
