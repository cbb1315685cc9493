"""The review of identifiers: what was found in the citizen's own words, masked or kept one by one or all at once.

Rules
- What is open is derived: a find is open until it is masked (then it is not there any more) or kept.
- A kept fragment stays kept wherever it stands; masking changes nothing but the fragment.
- Only words that will be posted are looked at: the answers of `Questions.reviewed`. Contacts are sealed and are not.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

from bot.conversation.values.draft import Answer, Answers, Given, Growing, Part
from bot.terms import Language

KEPT = "identifiers"


@dataclass(frozen=True, slots=True)
class Finding:
    """An identifier in a text: code points *start* to *end*; `kind` ends the keys `pii.kind_…` and `mask.…`.

    What is not `certain` could be the citizen's or somebody else's: only they know.
    """

    start: int
    end: int
    kind: str
    certain: bool = True


def nothing_found(text: str) -> tuple[Finding, ...]:
    """The finder of a questionnaire that reviews nothing."""
    return ()


Find: TypeAlias = Callable[[str], tuple[Finding, ...]]
MaskText: TypeAlias = Callable[[str], str]
"""A kind to the mask that stands in its place, in the citizen's language."""
Masks: TypeAlias = Callable[[str, Language], str]
"""Kind and language to the mask."""


def remembering(find: Find) -> Find:
    """*find* that keeps every text it was asked about, with what it found, for as long as it lives itself."""
    found: dict[str, tuple[Finding, ...]] = {}

    def look(text: str) -> tuple[Finding, ...]:
        if text not in found:
            found[text] = find(text)
        return found[text]

    return look


def no_mask(kind: str, language: Language) -> str:
    """The mask of a questionnaire that reviews nothing."""
    return ""


@dataclass(frozen=True, slots=True)
class OpenFinding:
    """A finding that waits for a decision, and its words."""

    kind: str
    fragment: str


def open_in(texts: Iterator[str], kept: frozenset[str], find: Find) -> list[OpenFinding]:
    """What is found in *texts* and not kept, in the order of reading."""
    return [
        OpenFinding(finding.kind, text[finding.start : finding.end])
        for text in texts
        for finding in find(text)
        if text[finding.start : finding.end] not in kept
    ]


def open_findings(answers: Answers, names: Iterable[str], find: Find) -> list[OpenFinding]:
    """What waits for a decision in the answers called *names*."""
    return open_in(_words(answers, names), kept_fragments(answers), find)


def kept_fragments(answers: Answers) -> frozenset[str]:
    """The fragments that the citizen decided to leave."""
    match answers.get(KEPT):
        case Given(value):
            return frozenset(json.loads(value))
        case _:
            return frozenset()


def keep(answers: Answers, fragment: str) -> Answers:
    """*answers* with *fragment* left as it is."""
    return {**answers, KEPT: Given(json.dumps(sorted({*kept_fragments(answers), fragment}), ensure_ascii=False))}


def mask_answers(
    answers: Answers, names: Iterable[str], find: Find, mask: MaskText, *, only: str | None = None
) -> Answers:
    """*answers* with the open findings in *names* masked; with *only*, just those with these words."""
    kept = kept_fragments(answers)
    masked: dict[str, Answer] = dict(answers)
    for name in names:
        match answers.get(name):
            case Given(value):
                masked[name] = Given(mask_text(value, kept, find, mask, only=only))
            case Growing(parts, done, early):
                changed = tuple(Part(p.message_id, mask_text(p.text, kept, find, mask, only=only)) for p in parts)
                masked[name] = Growing(changed, done, early)
    return masked


def mask_text(text: str, kept: frozenset[str], find: Find, mask: MaskText, *, only: str | None = None) -> str:
    """*text* with its open findings replaced by typed masks; everything else to the letter as it was."""
    pieces, at = [], 0
    for finding in find(text):
        fragment = text[finding.start : finding.end]
        if fragment in kept or only not in (None, fragment):
            continue
        pieces += [text[at : finding.start], mask(finding.kind)]
        at = finding.end
    return "".join([*pieces, text[at:]])


def _words(answers: Answers, names: Iterable[str]) -> Iterator[str]:
    for name in names:
        match answers.get(name):
            case Given(value):
                yield value
            case Growing(parts):
                yield from (part.text for part in parts)


def holder_of(answers: Answers, names: Iterable[str], fragment: str) -> str | None:
    """Which of *names* is the answer that holds *fragment*."""
    for name in names:
        match answers.get(name):
            case Given(value) if fragment in value:
                return name
            case Growing(parts) if any(fragment in part.text for part in parts):
                return name
    return None
