"""The tree of faults in bot/errors.py is drawn as the code has it: every class, under its parent, in its module."""

from __future__ import annotations

import re
from inspect import getmembers, isclass

import bot.errors

from .house_modules import modules_of

LINE = re.compile(r"^ {4}(?P<branch>[│├└─ ]*)(?P<name>\w+) {2,}(?P<module>[\w.]+) {2,}\S", re.MULTILINE)


def drawn() -> dict[str, tuple[str | None, str]]:
    """Every class of the drawing with the one that it hangs on and its module."""
    found: dict[str, tuple[str | None, str]] = {}
    above: list[str] = []
    for line in LINE.finditer(bot.errors.__doc__ or ""):
        depth = len(line["branch"]) // 4
        del above[depth:]
        found[line["name"]] = (above[-1] if above else None, line["module"])
        above.append(line["name"])
    return found


def raised_by_the_house() -> dict[str, tuple[str | None, str]]:
    """Every exception class that a module of ours defines."""
    modules = modules_of("bot", "storage")
    classes = {kind for module in modules for _, kind in getmembers(module, isclass) if issubclass(kind, Exception)}
    ours = {kind for kind in classes if kind.__module__.partition(".")[0] in ("bot", "storage")}
    return {kind.__name__: (_parent(kind), kind.__module__) for kind in ours}


def _parent(kind: type[Exception]) -> str | None:
    (parent,) = kind.__bases__
    return None if parent is Exception else parent.__name__


def test_the_drawing_holds_every_fault_of_the_house_where_it_lives() -> None:
    ours = {name: place for name, place in drawn().items() if place[1].partition(".")[0] in ("bot", "storage")}
    assert ours == raised_by_the_house()
