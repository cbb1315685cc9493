"""How the review of identifiers is put: what was found, in the citizen's own words, and what can be done with it."""

from __future__ import annotations

from collections.abc import Callable

from bot.conversation.questionnaire.review import OpenFinding
from bot.conversation.values.choices import AnyChoice
from bot.conversation.values.effects import COMMAS, Button, Paragraph, Say, View, join
from bot.graphemes import shortened

FRAGMENT_SHOWN = 200
"""Characters of what was found: three lines of a small phone, enough to know it by."""


def review_view(
    findings: list[OpenFinding], *, mask: Callable[[bool], AnyChoice], keep: AnyChoice, retype: AnyChoice
) -> View:
    """What was found, in the citizen's own words, and what can be done with it; *mask* takes whether all is meant."""
    first = findings[0]
    kinds = tuple(dict.fromkeys(finding.kind for finding in findings))
    several = len(findings) > 1
    paragraphs: tuple[Paragraph, ...] = (
        Say("pii.warning", {"kinds": join(COMMAS, tuple(Say(f"pii.kind_{kind}") for kind in kinds))}),
        *((Say("pii.found", {"n": len(findings)}),) if several else ()),
        Say("pii.one", {"kind": Say(f"pii.kind_{first.kind}"), "fragment": shortened(first.fragment, FRAGMENT_SHOWN)}),
        Say("pii.keep_hint"),
    )
    rows = (
        (Button(Say("btn.pii_mask_one"), mask(False)), Button(Say("btn.pii_keep_one"), keep)),
        *(((Button(Say("btn.pii_mask_all"), mask(True)),),) if several else ()),
        (Button(Say("btn.pii_edit"), retype),),
    )
    return View(paragraphs, rows)
