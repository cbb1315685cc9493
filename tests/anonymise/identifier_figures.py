"""Counts what a finder of identifiers finds in the samples; shared by the tests and the benchmark.

An identifier counts as found when spans of its kind cover all its letters and digits. The messages are made
up. The rules were tuned on «dev»; «held» was written without trying the rules on it, measured (202 of 209
found, no clean text and no trap flagged), and then seven rules that it had shown wrong were corrected.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import phonenumbers

from bot.anonymise.identifiers import IdentifierKind, Span

FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Sample:
    """One made-up message with its identifiers and the look-alikes that are none."""

    id: str
    language: str
    text: str
    spans: tuple[Span, ...]
    traps: tuple[tuple[int, int], ...]


@dataclass(slots=True)
class Figures:
    """Counts over a set of samples; `found` and `there` by language, by kind and under «all».

    What is flagged is what tier one takes wrongly; `clean_asked` are the texts without identifiers of tier one about
    which the second tier asks.
    """

    there: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    clean: int = 0
    clean_flagged: int = 0
    clean_asked: int = 0
    traps: int = 0
    traps_flagged: int = 0
    telling: int = 0
    telling_left: int = 0

    def recall(self, name: str) -> float:
        """The share of the identifiers under *name* that were found."""
        return self.found[name] / self.there[name]


def load(name: str) -> list[Sample]:
    """Read one of the samples: «dev» or «held»."""
    lines = (FOLDER / f"identifier_sample_{name}.jsonl").read_text("utf-8").splitlines()
    return [_sample(json.loads(line)) for line in lines]


def measure(samples: Iterable[Sample], finder: Callable[[str], Sequence[Span]]) -> Figures:
    """Run *finder* over *samples*."""
    figures = Figures()
    for sample in samples:
        spans = finder(sample.text)
        missed = [span for span in sample.spans if not _is_covered(sample.text, span, spans)]
        for span in sample.spans:
            for name in (sample.language, span.kind.value, "all"):
                figures.there[name] += 1
                figures.found[name] += span not in missed
        figures.clean += not sample.spans
        certain = [span for span in spans if span.certain]
        figures.clean_flagged += not sample.spans and bool(certain)
        figures.clean_asked += not sample.spans and bool(spans)
        figures.telling += bool(sample.spans)
        figures.telling_left += bool(missed)
        figures.traps += len(sample.traps)
        figures.traps_flagged += sum(
            any(span.start < end and start < span.end for span in certain) for start, end in sample.traps
        )
    return figures


_PATTERNS = (
    (IdentifierKind.EMAIL, re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")),
    (
        IdentifierKind.URL_PROFILE,
        re.compile(r"(?:https?://)?(?:www\.)?(?:instagram|vk|facebook|tiktok|ok|wa)\.(?:com|ru|me)/\S+"),
    ),
    (IdentifierKind.HANDLE, re.compile(r"(?<!\w)@\w{4,32}|(?:https?://)?t\.me/\w+")),
    (IdentifierKind.IBAN, re.compile(r"\bKZ\d{2}[0-9A-Z]{16}\b")),
    (IdentifierKind.CARD, re.compile(r"\b\d{4}[ -]?\d{4}[ -]?\d{4}[ -]?\d{4}\b")),
    (IdentifierKind.IIN, re.compile(r"\b\d{12}\b")),
)


def find_simply(text: str) -> tuple[Span, ...]:
    """The usual way, to compare with: `phonenumbers` and one regular expression a kind."""
    spans = [
        Span(match.start, match.end, IdentifierKind.PHONE)
        for match in phonenumbers.PhoneNumberMatcher(text, "KZ", leniency=phonenumbers.Leniency.VALID)
    ]
    for kind, pattern in _PATTERNS:
        spans += (Span(*match.span(), kind) for match in pattern.finditer(text))
    return tuple(sorted(spans))


def _sample(row: dict[str, object]) -> Sample:
    spans, traps = row["spans"], row["traps"]
    assert isinstance(spans, list) and isinstance(traps, list)
    return Sample(
        id=str(row["id"]),
        language=str(row["language"]),
        text=str(row["text"]),
        spans=tuple(Span(each["start"], each["end"], IdentifierKind(each["type"])) for each in spans),
        traps=tuple((each["start"], each["end"]) for each in traps),
    )


def _is_covered(text: str, wanted: Span, spans: Sequence[Span]) -> bool:
    covered = {place for span in spans if span.kind is wanted.kind for place in range(span.start, span.end)}
    return all(place in covered for place in range(wanted.start, wanted.end) if text[place].isalnum())
