"""Messages that strangers wrote, and what a finder finds in them at first sight.

Each set of 400 was written by people who had seen neither the rules nor one another's messages. «first» was judged by
the rules of one tier, and then used to make those of two; each later one was judged unseen by what had come of that,
and then used to better the rules, but for «fourth», of which nobody has looked at more than its figures. All that were
taken at first sight are in docs/measures.md: what a set says of rules that were bettered with it is no measure of them.

A line is a message with its identifiers in double square brackets, `[[TYPE|text]]`; `[[TYPE~|text]]` is one of the
second tier though its type is of the first. All persons, numbers and places are made up.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from bot.anonymise.identifiers import IdentifierKind, Span

FOLDER = Path(__file__).parent
FIRST_TIER = tuple(IdentifierKind)[: list(IdentifierKind).index(IdentifierKind.SELF_NAME) + 1]
COVERED = 0.8
"""So much of an identifier's letters and digits must be found: a town or a title less tells little."""
_MARK = re.compile(r"\[\[([A-Z_]+)(~?)\|(.*?)\]\]", re.DOTALL)

Finder = Callable[[str], Sequence[Span]]


@dataclass(frozen=True, slots=True)
class Message:
    """One message, its pieces joined as the card joins them; `spans` of the first tier are certain."""

    id: str
    language: str
    text: str
    spans: tuple[Span, ...]


@dataclass(slots=True)
class Sight:
    """What was there and what was found, by kind with its tier and by language with its tier; and of whole texts."""

    there: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    texts: int = 0
    telling: int = 0
    left: int = 0
    """Texts of which something of the first tier is left; `any_left` of either tier."""
    any_telling: int = 0
    any_left: int = 0
    clean: int = 0
    clean_flagged: int = 0
    clean_asked: int = 0
    asked: int = 0

    def share(self, name: str) -> float:
        """The share of what was there under *name* that was found."""
        return self.found[name] / self.there[name]


def load(name: str) -> list[Message]:
    """The messages of the set *name*: «first» to «eighth»."""
    lines = (FOLDER / f"strangers_{name}.jsonl").read_text("utf-8").splitlines()
    return [_message(json.loads(line)) for line in lines]


def measure(messages: Iterable[Message], finder: Finder) -> Sight:
    """Run *finder* over *messages*."""
    sight = Sight()
    for message in messages:
        found = finder(message.text)
        covered = {place for span in found for place in range(span.start, span.end)}
        missed = [span for span in message.spans if not _is_covered(message.text, span, covered)]
        for span in message.spans:
            for name in _names(message, span):
                sight.there[name] += 1
                sight.found[name] += span not in missed
        certain, asks = any(span.certain for span in found), any(not span.certain for span in found)
        sight.texts += 1
        sight.telling += any(span.certain for span in message.spans)
        sight.left += any(span.certain for span in missed)
        sight.any_telling += bool(message.spans)
        sight.any_left += bool(missed)
        sight.clean += not message.spans
        sight.clean_flagged += not message.spans and certain
        sight.clean_asked += not message.spans and asks
        sight.asked += asks
    return sight


def _names(message: Message, span: Span) -> Iterator[str]:
    """Under what *span* is counted."""
    tier = "first tier" if span.certain else "second tier"
    yield span.kind if span.certain or span.kind not in FIRST_TIER else f"{span.kind}, asked"
    yield tier
    yield f"{message.language}, {tier}"
    if span.certain and span.kind not in (IdentifierKind.ADDRESS, IdentifierKind.SELF_NAME):
        yield "numbers and accounts"


def _is_covered(text: str, span: Span, covered: set[int]) -> bool:
    letters = [place for place in range(span.start, span.end) if text[place].isalnum()]
    return bool(letters) and sum(place in covered for place in letters) >= COVERED * len(letters)


def _message(row: dict[str, object]) -> Message:
    pieces = row.get("parts", [row.get("text")])
    assert isinstance(pieces, list)
    marked, text, spans, at = "\n".join(pieces), "", [], 0
    for mark in _MARK.finditer(marked):
        text += marked[at : mark.start()]
        kind = IdentifierKind(mark[1])
        certain = kind in FIRST_TIER and not mark[2]
        spans.append(Span(len(text), len(text) + len(mark[3]), kind, certain))
        text, at = text + mark[3], mark.end()
    return Message(str(row["id"]), str(row["lang"]), text + marked[at:], tuple(spans))
