"""The review of identifiers: what was found in the citizen's own words, and its hiding.

Rules
- What is open is derived: a find is open until it is hidden (then it is not there any more) or kept.
- A kept fragment stays kept wherever it stands, and a hidden one is hidden wherever it comes again; hiding changes
  nothing but the fragment.
- The messages of one answer are looked at as the one text that the office reads, and once more as if the next went on
  in the same line: where one sends a message is no end of a name. Of what stretches over two messages the first gets
  the mask, and the others lose their piece.
- Only words that will be posted are looked at: the answers of `Questions.reviewed`. Contacts are sealed and are not.
- An answer is not asked about what its question asked for, unless it is certain: who the official is.
"""

from __future__ import annotations

import hashlib
import json
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeAlias

from bot.conversation.values.draft import JOINT, Answer, Answers, Given, Growing, Marks, Part, value_of
from bot.frozen import frozen, replace
from bot.terms import Language

KEPT = "identifiers"
MOST_ROUNDS = 5
"""What a mask leaves beside it may read as something new, each time shorter: so often it is looked for once more."""


@frozen
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


@frozen
class Looked:
    """An answer that is looked through; the kinds that its question `expects` are asked about only when certain."""

    name: str
    expects: frozenset[str] = frozenset()


@frozen
class Reviewed:
    """Words that are looked through, and what was decided of what is found in them: what is `kept`, folded."""

    answers: Answers
    looked: tuple[Looked, ...]
    kept: frozenset[str]
    marks: Marks = Marks()


@frozen
class OpenFinding:
    """A finding that waits for a decision: its words, and the answer in which it stands."""

    answer: str
    finding: Finding
    fragment: str

    @property
    def folded(self) -> str:
        """The words by which it is the same as another, whatever its capitals and blanks."""
        return fold_fragment(self.fragment)


def fold_fragment(fragment: str) -> str:
    """*fragment* as it is compared: one line, in small letters."""
    return " ".join(fragment.casefold().split())


def digest(folded: str) -> str:
    """What is remembered of a fragment that was hidden: enough to know it again when it is written once more."""
    return hashlib.sha256(folded.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def open_in(words: Reviewed, find: Find) -> list[OpenFinding]:
    """What of *words* is not decided, in the order of reading."""
    return list(_open_in(words, find))


def _open_in(words: Reviewed, find: Find) -> Iterator[OpenFinding]:
    for looked in words.looked:
        text = value_of(words.answers, looked.name) or ""
        for finding in _found_in(words.answers.get(looked.name), text, find):
            found = OpenFinding(looked.name, finding, text[finding.start : finding.end])
            asks = finding.certain or finding.kind not in looked.expects
            if asks and found.folded not in words.kept:
                yield found


def _found_in(answer: Answer | None, text: str, find: Find) -> Sequence[Finding]:
    """What is found in the *text* of *answer*, also over the borders of its messages."""
    if not text:
        return ()
    found = list(find(text))
    told = [part.text for part in answer.parts if part.text.strip()] if isinstance(answer, Growing) else []
    borders = list(_borders(told))
    if not borders:
        return found
    # As long as the text itself: what is found in it stands at the same places.
    for over in find((" " * len(JOINT)).join(told)):
        first = bisect_right(borders, over.start)
        if first == len(borders) or over.end <= borders[first] + len(JOINT):
            continue
        touched = [each for each in found if each.start < over.end and over.start < each.end]
        if all(over.start <= each.start and each.end <= over.end for each in touched):
            certain = over.certain or any(each.certain for each in touched)
            found = [*(each for each in found if each not in touched), replace(over, certain=certain)]
    return sorted(found, key=lambda each: each.start)


def _borders(told: Sequence[str]) -> Iterator[int]:
    """Where in the one text of the messages *told* one ends and the next follows."""
    at = 0
    for text in told[:-1]:
        at += len(text)
        yield at
        at += len(JOINT)


def open_findings(answers: Answers, looked: Iterable[Looked], find: Find) -> list[OpenFinding]:
    """What waits for a decision in the answers *looked* through."""
    return open_in(Reviewed(answers, tuple(looked), kept_fragments(answers)), find)


def kept_fragments(answers: Answers) -> frozenset[str]:
    """The fragments that the citizen decided to leave, folded."""
    match answers.get(KEPT):
        case Given(value):
            return frozenset(map(fold_fragment, json.loads(value)))
        case _:
            return frozenset()


def with_kept(answers: Answers, kept: frozenset[str]) -> Answers:
    """*answers* that remember what was *kept*."""
    return {**answers, KEPT: Given(json.dumps(sorted(kept), ensure_ascii=False))} if kept else answers


def decide(words: Reviewed, hidden: frozenset[str], find: Find, mask: MaskText) -> Reviewed:
    """*words* in which what is folded in *hidden* is masked; everything else that is open is kept from now on."""
    folded = {found.folded for found in open_in(words, find)}
    digests = frozenset(map(digest, hidden & folded))
    after = replace(words, kept=words.kept | (folded - hidden), marks=Marks(words.marks.hidden | digests))
    return _masked(after, lambda found: found.folded in hidden, find, mask)


def hide_all(words: Reviewed, find: Find, mask: MaskText) -> Reviewed:
    """*words* in which nothing that was open is left, nor what only the masks made look like something."""
    for _ in range(MOST_ROUNDS):
        left = frozenset(found.folded for found in open_in(words, find))
        if not left:
            break
        words = decide(words, left, find, mask)
    return words


def hide_again(words: Reviewed, find: Find, mask: MaskText) -> Reviewed:
    """*words* in which what was hidden before, and has been written once more, is hidden without a question.

    It holds for texts, which grow and are corrected. A line is typed anew each time, and so is decided anew.
    """
    if not words.marks.hidden:
        return words

    def hides(found: OpenFinding) -> bool:
        return isinstance(words.answers[found.answer], Growing) and digest(found.folded) in words.marks.hidden

    return _masked(words, hides, find, mask)


def holder_of(words: Reviewed, find: Find) -> str | None:
    """The answer in which the first of what is open stands."""
    return next((found.answer for found in _open_in(words, find)), None)


def _masked(words: Reviewed, hides: Callable[[OpenFinding], bool], find: Find, mask: MaskText) -> Reviewed:
    found = [each for each in open_in(words, find) if hides(each)]
    if not found:
        return words
    masked: dict[str, Answer] = dict(words.answers)
    for name in dict.fromkeys(each.answer for each in found):
        here = (each.finding for each in found if each.answer == name)
        spots = [(each.start, each.end, mask(each.kind)) for each in here]
        match words.answers[name]:
            case Given(value):
                masked[name] = Given(mask_text(value, spots))
            case Growing(parts) as grown:
                masked[name] = replace(grown, parts=mask_parts(parts, spots))
    return replace(words, answers=masked)


Spot: TypeAlias = tuple[int, int, str]
"""Where a mask comes into a text: from, to (out), and the mask."""


def mask_text(text: str, spots: Iterable[Spot]) -> str:
    """*text* with *spots*, in order and apart from each other, replaced; everything else to the letter as it was."""
    pieces, at = [], 0
    for start, end, mask in spots:
        pieces += [text[at:start], mask]
        at = end
    return "".join([*pieces, text[at:]])


def mask_parts(parts: Sequence[Part], spots: Sequence[Spot]) -> tuple[Part, ...]:
    """*parts* with *spots* of their one text replaced: the first part that a spot touches has its mask."""
    masked: list[Part] = []
    given: set[int] = set()
    at = 0
    for part in parts:
        if not part.text.strip():
            masked.append(part)
            continue
        end, cut = at + len(part.text), []
        for start, stop, mask in spots:
            if start < end and stop > at:
                cut.append((max(start, at) - at, min(stop, end) - at, "" if start in given else mask))
                given.add(start)
        masked.append(replace(part, text=mask_text(part.text, cut)))
        at = end + len(JOINT)
    return tuple(masked)
