"""What is found in messages of strangers, by type and language, beside the simple way.

`python -m tests.benchmarks.strangers` prints the table of each set, `… fourth` that of one. See `strangers.py` in
tests/anonymise for what the sets are. `make bench` takes the fourth, of which nobody has looked at more than figures.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence

from bot.anonymise.identifiers import find
from tests.anonymise.identifier_figures import find_simply
from tests.anonymise.strangers import Sight, load, measure

SETS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth")
UNSEEN = "fourth"
AIMS = {"numbers and accounts": 0.99, "SELF_NAME": 0.97, "ADDRESS": 0.95, "second tier": 0.85}
MOST_LEFT, MOST_FLAGGED, MOST_ASKED = 0.04, 0.02, 0.25
"""Of the telling texts in which something of the first tier is left; of clean texts flagged, and asked about."""


def rows(name: str) -> Iterator[str]:
    """The lines of the table of the set *name*."""
    messages = load(name)
    ours, simple = measure(messages, find), measure(messages, find_simply)
    yield f"{name}: {ours.texts} messages"
    for kind in (*AIMS, *sorted(set(ours.there) - set(AIMS), key=lambda each: (", " in each, -ours.there[each]))):
        aim = f"  aim {AIMS[kind]:.0%}" if kind in AIMS else ""
        yield f"  {kind:<24} {_share(ours, kind)}   simple {_share(simple, kind)}{aim}"
    for what, count, other, of, aim in _texts(ours, simple):
        yield f"  {what:<24} {count:>4} of {of:<4} {count / of:>6.1%}   simple {other / of:>6.1%}{aim}"


def figures() -> list[dict[str, object]]:
    """The aims on the set that the rules were not bettered with, for `make bench`."""
    messages = load(UNSEEN)
    ours, simple = measure(messages, find), measure(messages, find_simply)
    found = [
        _row(kind, ours.share(kind), f"share found ({ours.found[kind]} of {ours.there[kind]})", simple.share(kind), aim)
        for kind, aim in AIMS.items()
    ]
    counted = (
        ("left", ours.left, simple.left, ours.telling, MOST_LEFT),
        ("flagged", ours.clean_flagged, simple.clean_flagged, ours.clean, MOST_FLAGGED),
        ("asked", ours.clean_asked, simple.clean_asked, ours.clean, MOST_ASKED),
    )
    shares = [
        _row(what, n / of, f"share ({n} of {of})", other / of, aim, most=True) for what, n, other, of, aim in counted
    ]
    return [*found, *shares]


def _row(
    what: str, value: float, unit: str, against_value: float, aim: float, *, most: bool = False
) -> dict[str, object]:
    return {
        "id": f"strangers-{what.replace(' ', '-')}",
        "value": round(value, 4),
        "unit": unit,
        "against": "phonenumbers + simple regex",
        "against_value": round(against_value, 4),
        "ratio": round(value / against_value, 3) if against_value else None,
        "aim": f"{'<=' if most else '>='} {aim}",
        "holds": value <= aim if most else value >= aim,
    }


def _texts(ours: Sight, simple: Sight) -> Iterator[tuple[str, int, int, int, str]]:
    yield "first tier left in", ours.left, simple.left, ours.telling, f"  aim <= {MOST_LEFT:.0%}"
    yield "anything left in", ours.any_left, simple.any_left, ours.any_telling, ""
    yield "clean texts flagged", ours.clean_flagged, simple.clean_flagged, ours.clean, f"  aim <= {MOST_FLAGGED:.0%}"
    yield "clean texts asked about", ours.clean_asked, simple.clean_asked, ours.clean, f"  aim <= {MOST_ASKED:.0%}"
    yield "texts asked about", ours.asked, simple.asked, ours.texts, ""


def _share(sight: Sight, name: str) -> str:
    return f"{sight.found[name]:>4} of {sight.there[name]:<4} {sight.share(name):>6.1%}"


def main(names: Sequence[str]) -> None:
    """Print the tables."""
    for name in names or SETS:
        print("\n".join(rows(name)))


if __name__ == "__main__":
    main(sys.argv[1:])
