"""The screen on which a citizen decides what of their own words is hidden: a row for each, hide all, done."""

from __future__ import annotations

from bot.conversation.questionnaire.hiding import A_PAGE, Row, pages, rows_of, screen_mark
from bot.conversation.questionnaire.review import MaskText, OpenFinding
from bot.conversation.values.choices import AnyChoice
from bot.conversation.values.effects import LINES, Button, Say, View, join
from bot.conversation.values.review_choices import HideMarked, TurnPage, TurnRow
from bot.graphemes import shortened

HIDDEN, STAYS = "🙈", "👁"
OFFICIALS = frozenset({"person", "role"})
"""Kinds by which somebody in office is named."""
LABEL = 30
"""Characters on a button."""
TELLING = 10
"""So much of a number is enough to know it by, when its kind stands beside it."""


def review_view(
    found: list[OpenFinding], turned: frozenset[str], mask: MaskText, ways: tuple[AnyChoice, AnyChoice], *, page: int
) -> View:
    """What was *found* as rows to press, with the state that *turned* gives them; the last page ends it.

    The *ways* round the rows are to hide everything, and to go back to the words.
    """
    hide_all, retype = ways
    rows, seen = rows_of(found), screen_mark(found, turned)
    count = pages(rows)
    page = min(page, count - 1)
    shown = range(page * A_PAGE, min(len(rows), (page + 1) * A_PAGE))
    label = [row_label(rows[at], rows[at].hides(turned), mask) for at in shown]
    buttons = tuple((Button(words, TurnRow(at, seen)),) for words, at in zip(label, shown, strict=True))
    # Whoever presses "done" has had every row before them.
    is_last = page == count - 1
    end = Button(Say("btn.pii_done"), HideMarked(seen)) if is_last else Button(Say("btn.pii_next"), TurnPage(page + 1))
    before = (Button(Say("btn.pii_before"), TurnPage(page - 1)),) if page else ()
    edit = Button(Say("btn.pii_edit"), retype)
    how = (
        Say("pii.states", {"hidden": HIDDEN, "stays": STAYS}),
        *((Say("pii.others"),) if any(row.kind in OFFICIALS and not row.certain for row in rows) else ()),
        *((Say("pii.page", {"page": page + 1, "pages": count}),) if count > 1 else ()),
    )
    below = ((end, edit),) if count == 1 else ((*before, end), (edit,))
    return View((Say("pii.ask"), join(LINES, how)), ((Button(Say("btn.pii_mask_all"), hide_all),), *buttons, *below))


def row_label(row: Row, hides: bool, mask: MaskText) -> str:
    """The state of *row* and its words, as far as a button has room; what a number is stands beside it."""
    state, kind = HIDDEN if hides else STAYS, mask(row.kind).strip("[]")
    if row.fragment is None:
        return f"{state} {shortened(kind, LABEL - 8)}: {len(row.folded)}"
    words = " ".join(row.fragment.split())
    room = LABEL - len(state) - 1
    both = f"{words} · {kind}" if kind else words
    if len(both) <= room:
        return f"{state} {both}"
    if any(sign.isalpha() for sign in words):
        return f"{state} {shortened(words, room)}"
    kind = shortened(kind, room - TELLING - 3)
    return f"{state} {shortened(words, room - len(kind) - 3)} · {kind}"
