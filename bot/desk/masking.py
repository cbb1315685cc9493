"""Masking for readers outside the office: whatever could tell who somebody is, whoever that is.

Unlike the review before filing (`conversation.questionnaire.review`), nothing is kept here because its citizen wanted
it kept, what could be anybody's goes as what is certain does, and the names of officials and neighbours go too. Codes
and numbers of cases go, for they open and name cases.
"""

from __future__ import annotations

import re
from typing import TypeAlias

from bot.desk.identifiers import find_identifiers, find_people
from bot.encryption.codes import find_long_numbers
from bot.frozen import frozen
from storage.cases import NUMBER


@frozen
class Hidden:
    """Something stood here that is not shown; `kind` ends the key `mask.…` of what stands in its place."""

    kind: str


Masked: TypeAlias = tuple[str | Hidden, ...]
"""A text in pieces: what may be read, and where something is hidden."""


_GROUPED = re.compile(r"(?<!\d)\d{4}(?:[\W_]{1,3}\d{4}){4}(?!\d)")
_NUMBERED = re.compile(r"(?<!\d)\d{2}[\W_]{1,3}\d{2}[\W_]{1,3}\d{5,10}(?!\d)")
"""A code and a number of a case as the bot does not read them, but whoever retypes them does."""


def mask_for_outsiders(text: str) -> Masked:
    """*text* without what could tell who its citizen or anybody else in it is, or lead to a case."""
    found = [(finding.start, finding.end, finding.kind) for finding in find_identifiers(text)]
    found += [(*span, "number") for span in find_long_numbers(text)]
    found += [(*match.span(), "number") for match in _GROUPED.finditer(text)]
    found += [(*match.span(), "case") for match in (*NUMBER.finditer(text), *_NUMBERED.finditer(text))]
    found += [(*span, "person") for span in find_people(text)]
    pieces: list[str | Hidden] = []
    shown = 0
    for start, end, kind in sorted(found):
        if start >= shown:
            pieces += [piece for piece in (text[shown:start],) if piece]
            pieces.append(Hidden(kind))
        shown = max(shown, end)
    return (*pieces, *(piece for piece in (text[shown:],) if piece))
