"""`python -m tests.benchmarks`: prints the table, writes build/bench.json; arguments name the parts to run."""

from __future__ import annotations

import json
import platform
import sqlite3
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

import psutil

from tests.benchmarks import burst, file_load, filings, flood, footprint, growth, identifiers, scrub, steps, strangers

Row = Mapping[str, Any]
PARTS: Mapping[str, Callable[[], Sequence[Row]]] = {
    "steps": steps.figures,
    "flood": flood.figures,
    "burst": burst.figures,
    "filings": filings.figures,
    "footprint": footprint.figures,
    "identifiers": identifiers.figures,
    "strangers": strangers.figures,
    "scrub": scrub.figures,
    "file-load": file_load.figures,
    "growth-rows": growth.figures,
}
"""A further part is one row: its name and its `figures`."""
BUILD = Path("build")
COLUMNS = ("id", "value", "unit", "against", "their value", "ratio", "aim", "holds")


def machine() -> dict[str, object]:
    """What the figures were measured on."""
    return {
        "processor": _processor(),
        "cores": psutil.cpu_count(),
        "memory_gib": round(psutil.virtual_memory().total / 2**30, 1),
        "system": f"{platform.system()} {platform.release()}",
        "python": platform.python_version(),
        "sqlite": sqlite3.sqlite_version,
        "python-telegram-bot": version("python-telegram-bot"),
    }


def _processor() -> str:
    info = Path("/proc/cpuinfo")
    lines = info.read_text().splitlines() if info.exists() else []
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), platform.machine())


def table(found: Sequence[Row]) -> str:
    """The figures in columns."""
    rows = [COLUMNS, *(_row(figure) for figure in found)]
    widths = [max(len(row[at]) for row in rows) for at in range(len(COLUMNS))]
    return "\n".join("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in rows)


def _row(figure: Row) -> tuple[str, ...]:
    holds = {True: "yes", False: "NO", None: ""}[figure["holds"]]
    ratio = "" if figure["ratio"] is None else f"{figure['ratio']:.2f}x"
    against = "" if figure["against"] is None else str(figure["against"])
    return (
        figure["id"],
        _number(figure["value"]),
        figure["unit"],
        against,
        _number(figure["against_value"]),
        ratio,
        str(figure["aim"]),
        holds,
    )


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:.3g}" if value < 100 else f"{value:.0f}"


def main(wanted: Sequence[str]) -> int:
    """Measure the *wanted* parts, or all; 1 when an aim is missed."""
    if unknown := set(wanted) - PARTS.keys():
        print(f"there is no part {', '.join(sorted(unknown))}; there are {', '.join(PARTS)}", file=sys.stderr)
        return 2
    BUILD.mkdir(exist_ok=True)
    found: list[Row] = []
    for name, figures in PARTS.items():
        if not wanted or name in wanted:
            begun = time.perf_counter()
            print(f"measuring {name} …", end=" ", file=sys.stderr, flush=True)
            found += figures()
            print(f"{time.perf_counter() - begun:.0f} s", file=sys.stderr)
    about = machine()
    written = json.dumps({"machine": about, "figures": found}, ensure_ascii=False, indent=1)
    (BUILD / "bench.json").write_text(written + "\n", encoding="utf-8")
    print(" · ".join(f"{name} {value}" for name, value in about.items()))
    print(table(found))
    return 1 if any(figure["holds"] is False for figure in found) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
