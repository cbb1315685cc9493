"""The rows of the screen that asks what is to be hidden: what each stands for, its state, and the pages they fill.

Rules
- The same fragment is one row however often it stands; where there are too many, all of one kind are one row.
- What is certain is to be hidden until its row is turned, what could be somebody else's stays until it is.
- What is asked comes first, then what is certain, each in the order of reading.
"""

from __future__ import annotations

import hashlib
import json

from bot.conversation.questionnaire.review import Finding, OpenFinding, digest
from bot.frozen import frozen

A_PAGE = 8
"""So many rows, with the buttons below them, are seen at once on a small phone."""
MOST_ROWS = 3 * A_PAGE
"""Nobody looks through more than three pages: then all of one kind are one row."""


@frozen
class Row:
    """One row: a fragment as it was typed first, or none where it stands for all of a kind; `folded` are its words."""

    kind: str
    certain: bool
    fragment: str | None
    folded: frozenset[str]

    def hides(self, turned: frozenset[str]) -> bool:
        """Whether what it stands for is to be hidden, after the rows in *turned* were turned."""
        return self.certain != (digest(min(self.folded)) in turned)


def rows_of(found: list[OpenFinding]) -> tuple[Row, ...]:
    """The rows for what was *found*."""
    sure = {each.folded for each in found if each.finding.certain}
    by_words: dict[str, Row] = {}
    for each in found:
        row = Row(each.finding.kind, each.folded in sure, each.fragment, frozenset({each.folded}))
        by_words.setdefault(each.folded, row)
    rows = tuple(by_words.values())
    if len(rows) > MOST_ROWS:
        rows = _by_kind(rows)
    return tuple(sorted(rows, key=lambda row: row.certain))


def _by_kind(rows: tuple[Row, ...]) -> tuple[Row, ...]:
    kinds = dict.fromkeys((row.kind, row.certain) for row in rows)
    return tuple(
        Row(kind, certain, None, frozenset().union(*(r.folded for r in rows if (r.kind, r.certain) == (kind, certain))))
        for kind, certain in kinds
    )


def marked(rows: tuple[Row, ...], turned: frozenset[str]) -> frozenset[str]:
    """The words of those of *rows* that are to be hidden."""
    return frozenset().union(*(row.folded for row in rows if row.hides(turned)))


def turn(turned: frozenset[str], row: Row) -> frozenset[str]:
    """*turned* after *row* was pressed."""
    return turned ^ {digest(min(row.folded))}


def screen_mark(found: list[OpenFinding], turned: frozenset[str]) -> str:
    """Twelve hexadecimal digits that change with where anything was *found*, and with the state of any row.

    They are made of places and kinds alone: digits of a telephone could be guessed from a digest of them.
    """
    rows = rows_of(found)
    places = [(each.answer, *_place(each.finding)) for each in found]
    seen = json.dumps([places, [row.hides(turned) for row in rows]])
    return hashlib.sha256(seen.encode()).hexdigest()[:12]


def _place(finding: Finding) -> tuple[int, int, str, bool]:
    return finding.start, finding.end, finding.kind, finding.certain


def page_of(row: int) -> int:
    """The page on which the row of this number stands."""
    return row // A_PAGE


def pages(rows: tuple[Row, ...]) -> int:
    """How many pages *rows* fill."""
    return max(1, -(-len(rows) // A_PAGE))
