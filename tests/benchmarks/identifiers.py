"""Measures the identifier rules against `phonenumbers` with simple regular expressions.

`python -m tests.benchmarks.identifiers` prints the table; `figures()` is for `make bench`.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterator, Sequence

from bot.anonymise.identifiers import IdentifierKind, Span, find
from tests.anonymise.identifier_figures import Figures, find_simply, load, measure

LANGUAGES = ("kk", "ru", "mixed", "latn")
AIMS = {**dict.fromkeys(LANGUAGES, 0.97), "SELF_NAME": 0.90, "ADDRESS": 0.90}
SLICE = 500
ROUNDS = 7
DEARER = 3
"""How many times what the simple way costs the rules may cost: they find three times as much (identify-held-all)."""

Finder = Callable[[str], Sequence[Span]]


def figures() -> list[dict[str, object]]:
    """Every figure of the table: recall, false alarms, texts left telling, CPU; ours against the simple way."""
    rows: list[dict[str, object]] = []
    for name in ("dev", "held"):
        samples = load(name)
        rows += _recall_rows(name, measure(samples, find), measure(samples, find_simply))
    return [*rows, _cpu_row()]


def _recall_rows(name: str, ours: Figures, simple: Figures) -> Iterator[dict[str, object]]:
    kinds = (kind.value for kind in IdentifierKind if ours.there[kind])  # some samples have none of the second tier
    for counted in ("all", *LANGUAGES, *kinds):
        aim = AIMS.get(counted)
        unit = f"share found ({ours.found[counted]} of {ours.there[counted]})"
        recall = ours.recall(counted)
        yield _row(
            f"identify-{name}-{counted}",
            recall,
            unit,
            simple.recall(counted),
            aim=f">= {aim}" if aim else "printed",
            holds=recall >= aim if aim else True,
        )
    shares = (
        ("clean-flagged", ours.clean_flagged, simple.clean_flagged, ours.clean, 0.03),
        ("traps-flagged", ours.traps_flagged, simple.traps_flagged, ours.traps, 0.01),
        ("texts-left", ours.telling_left, simple.telling_left, ours.telling, 0.05),
    )
    for what, count, other, of, most in shares:
        yield _row(
            f"identify-{name}-{what}",
            count / of,
            f"share ({count} of {of})",
            other / of,
            aim=f"<= {most}",
            holds=count / of <= most,
        )


def _row(
    identity: str, value: float, unit: str, against_value: float, *, aim: str, holds: bool
) -> dict[str, object]:
    return {
        "id": identity,
        "value": round(value, 4),
        "unit": unit,
        "against": "phonenumbers + simple regex",
        "against_value": round(against_value, 4),
        "ratio": round(value / against_value, 3) if against_value else None,
        "aim": aim,
        "holds": holds,
    }


def _cpu_row() -> dict[str, object]:
    """CPU on pieces of 500 characters, full of identifiers: medians, and the median of the ratios round by round.

    The two take turns, so that a machine that slows down slows both; a first round of each warms up and is not counted.
    """
    whole = "\n".join(sample.text for sample in load("dev") + load("held"))
    pieces = [whole[start : start + SLICE] for start in range(0, len(whole) - SLICE, SLICE)]
    rounds = [(_cpu_ms(find, pieces), _cpu_ms(find_simply, pieces)) for _ in range(ROUNDS + 1)][1:]
    ours, simple = (statistics.median(each) for each in zip(*rounds, strict=True))
    ratio = statistics.median(one / other for one, other in rounds)
    aim, holds = f"<= {DEARER}x", ratio <= DEARER
    row = _row("identify-cpu", ours, "ms per 500 characters", simple, aim=aim, holds=holds)
    return row | {"ratio": round(ratio, 3)}


def _cpu_ms(finder: Finder, pieces: Sequence[str]) -> float:
    """Milliseconds of CPU that *finder* takes for one of *pieces*."""
    began = time.process_time()
    for piece in pieces:
        finder(piece)
    return (time.process_time() - began) / len(pieces) * 1000


def main() -> None:
    """Print the table."""
    for row in figures():
        mark = "" if row["holds"] else "  MISSED"
        values = f"{row['value']:>8}  simple {row['against_value']:>8}"
        print(f"{row['id']:<30} {values}  aim {row['aim']:<8} {row['unit']}{mark}")


if __name__ == "__main__":
    main()
