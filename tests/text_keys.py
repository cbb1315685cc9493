"""Which texts the source names: string literals, and families such as f"kind.{...}".

A literal counts as a key when its shape is `family.name` and the catalogue knows the family: a misspelt key
is found. Docstrings do not count, nor do names of our own modules and files ("bot.gateway", "status.html").
"""

from __future__ import annotations

import ast
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

_KEY = re.compile(r"[a-z]+(?:\.[a-z0-9_]+)+")
_PIECE = re.compile(r"[a-z0-9_.]*")
_FILES = (".json", ".html", ".css", ".js", ".py", ".po", ".db", ".svg", ".png", ".pdf", ".jpg", ".txt", ".csv", ".bin")


@dataclass(frozen=True, slots=True)
class NamedKeys:
    """The keys that the source uses; what looks like a key but is none, with its place."""

    used: frozenset[str]
    unknown: Mapping[str, str]


def named_keys(source: Path, keys: Collection[str]) -> NamedKeys:
    """Read every Python file under *source* and hold its literals against *keys*."""
    families = {key.partition(".")[0] for key in keys}
    used: set[str] = set()
    unknown: dict[str, str] = {}
    for path in sorted(source.rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for line, literal, pattern in _literals(tree):
            found = {key for key in keys if pattern.fullmatch(key)}
            used |= found
            if not found and _means_a_key(literal, families) and not _is_module(literal, source):
                unknown[literal] = f"{path.relative_to(source.parent)}:{line}"
    return NamedKeys(frozenset(used), unknown)


def _literals(tree: ast.AST) -> Iterator[tuple[int, str, re.Pattern[str]]]:
    """Line, literal (`…` for what an f-string puts in) and the pattern of keys it stands for."""
    parts = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
    prose = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        match node:
            case ast.Constant(value=str(text)) if id(node) not in parts | prose and _KEY.fullmatch(text):
                yield node.lineno, text, re.compile(re.escape(text))
            case ast.JoinedStr(values=values):
                pieces = [part.value if isinstance(part, ast.Constant) else None for part in values]
                literal = "".join("…" if piece is None else str(piece) for piece in pieces)
                if _names_a_family(literal):
                    wild = re.escape(literal).replace("…", "[a-z0-9_.]+")
                    yield node.lineno, literal, re.compile(wild)


def _names_a_family(literal: str) -> bool:
    """Whether an f-string can stand for keys: `kind.…`, `….ask`, `btn.when_…`; not `….…` or a sentence."""
    fixed = literal.replace("…", "")
    return "." in fixed and len(fixed) > 2 and _PIECE.fullmatch(fixed) is not None


def _means_a_key(literal: str, families: Collection[str]) -> bool:
    family, dot, _ = literal.partition(".")
    return bool(dot) and family in families and not literal.endswith(_FILES)


def _is_module(literal: str, source: Path) -> bool:
    place = source.parent.joinpath(*literal.split("."))
    return place.is_dir() or place.with_suffix(".py").is_file()
