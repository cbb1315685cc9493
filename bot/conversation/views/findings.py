"""How the review of identifiers is put: what was found, in the citizen's own words, and what can be done with it."""

from __future__ import annotations

from bot.conversation.questionnaire.review import OpenFinding
from bot.conversation.values.effects import COMMAS, Button, Quote, Say, View, join

FRAGMENT_SHOWN = 200


def review_view(findings: list[OpenFinding], *, prefix: str = "") -> View:
    """What was found, in the citizen's own words, and what can be done with it."""
    first = findings[0]
    kinds = tuple(dict.fromkeys(finding.kind for finding in findings))
    several = len(findings) > 1
    paragraphs: tuple[Say | Quote, ...] = (
        Say("pii.warning", {"kinds": join(COMMAS, tuple(Say(f"pii.kind_{kind}") for kind in kinds))}),
        *((Say("pii.found", {"n": len(findings)}),) if several else ()),
        Say("pii.one", {"kind": Say(f"pii.kind_{first.kind}"), "fragment": first.fragment[:FRAGMENT_SHOWN]}),
        Say("pii.keep_hint"),
    )
    rows = (
        (Button(Say("btn.pii_mask_one"), f"{prefix}mask"), Button(Say("btn.pii_keep_one"), f"{prefix}keep")),
        *(((Button(Say("btn.pii_mask_all"), f"{prefix}mask:all"),),) if several else ()),
        (Button(Say("btn.pii_edit"), f"{prefix}retype"),),
    )
    return View(paragraphs, rows)
