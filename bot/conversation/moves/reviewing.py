"""The screen that asks what is to be hidden: what its buttons decide, in the draft and in the words for a case."""

from __future__ import annotations

from typing import assert_never

from bot.conversation.questionnaire.hiding import marked, page_of, rows_of, screen_mark, turn
from bot.conversation.questionnaire.review import (
    Looked,
    MaskText,
    Reviewed,
    decide,
    fold_fragment,
    hide_again,
    hide_all,
    kept_fragments,
    open_in,
    with_kept,
)
from bot.conversation.step import Occasion
from bot.conversation.values.draft import Draft, Growing, Visit
from bot.conversation.values.effects import Say
from bot.conversation.values.review_choices import FactsMask, HideMarked, Mask, OfTheRows, TurnPage, TurnRow
from bot.frozen import frozen, replace

FACTS = Looked("facts")


@frozen
class ReviewStep:
    """What a press made of the words, and the page to show next; `is_stale` when it was of another screen."""

    words: Reviewed
    page: int = 0
    is_stale: bool = False


def press_rows(words: Reviewed, choice: OfTheRows | Mask | FactsMask, visit: Visit, occasion: Occasion) -> ReviewStep:
    """What *choice*, pressed on the screen of *words*, does to them."""
    find, mask = occasion.questions.find, _mask(visit, occasion)
    found, turned = open_in(words, find), words.marks.turned
    rows = rows_of(found)
    match choice:
        case Mask() | FactsMask():
            # Drawn before there was one screen, the button meant one find of a screen that is not drawn any more.
            return ReviewStep(hide_all(words, find, mask) if choice.every else words)
        case TurnPage(page):
            return ReviewStep(words, page)
        case TurnRow(_, seen) | HideMarked(seen) if seen != screen_mark(found, turned):
            return ReviewStep(words, is_stale=True)
        case TurnRow(row, _) if row >= len(rows):
            return ReviewStep(words, is_stale=True)
        case TurnRow(row, _):
            marks = replace(words.marks, turned=turn(turned, rows[row]))
            return ReviewStep(replace(words, marks=marks), page_of(row))
        case HideMarked():
            return ReviewStep(decide(words, marked(rows, turned), find, mask))
        case unexpected:
            assert_never(unexpected)


def words_of_draft(draft: Draft, occasion: Occasion) -> Reviewed:
    """The words of *draft* that are looked through."""
    return Reviewed(draft.answers, tuple(occasion.questions.reviewed), kept_fragments(draft.answers), draft.marks)


def into_draft(draft: Draft, words: Reviewed) -> Draft:
    """*draft* with what was made of its words."""
    return replace(draft, answers=with_kept(words.answers, words.kept), marks=words.marks)


def words_of_facts(visit: Visit) -> Reviewed:
    """The words that wait for a case."""
    kept = frozenset(map(fold_fragment, visit.facts_kept))
    return Reviewed({FACTS.name: visit.facts}, (FACTS,), kept, visit.facts_marks)


def into_facts(visit: Visit, words: Reviewed) -> Visit:
    """*visit* with what was made of the words for a case."""
    facts = words.answers[FACTS.name]
    assert isinstance(facts, Growing)
    return replace(visit, facts=facts, facts_kept=tuple(sorted(words.kept)), facts_marks=words.marks)


def hidden_again(visit: Visit, draft: Draft, occasion: Occasion) -> tuple[Draft, tuple[Say, ...]]:
    """*draft* in which what its citizen had hidden is hidden again where it was written once more, and that it was."""
    if not draft.marks.hidden:
        return draft, ()
    words = words_of_draft(draft, occasion)
    after = hide_again(words, occasion.questions.find, _mask(visit, occasion))
    return (draft, ()) if after == words else (into_draft(draft, after), (Say("pii.hidden_again"),))


def facts_hidden_again(visit: Visit, occasion: Occasion) -> tuple[Visit, tuple[Say, ...]]:
    """As `hidden_again`, in the words for a case."""
    words = words_of_facts(visit)
    after = hide_again(words, occasion.questions.find, _mask(visit, occasion))
    return (visit, ()) if after == words else (into_facts(visit, after), (Say("pii.hidden_again"),))


def _mask(visit: Visit, occasion: Occasion) -> MaskText:
    return lambda kind: occasion.questions.mask(kind, visit.spoken)
