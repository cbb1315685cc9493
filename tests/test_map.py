"""The map in bot/__init__.py is true, whole and short, and every room has its floor."""

from __future__ import annotations

import ast
import re
import tomllib
from collections import Counter
from pathlib import Path

import bot

TOP = Path(__file__).parents[1]
PATH = re.compile(r"(?<![\w/.])(?:bot|storage|locales|tests|pyproject)(?:/[\w./-]*\w/?|/|\.toml)")
MAP = bot.__doc__ or ""


def named_paths() -> list[str]:
    """The paths that the map names, in its order."""
    return PATH.findall(MAP)


def rooms() -> set[str]:
    """The rooms of the bot: modules and packages directly under bot/, by dotted name."""
    modules = {path.stem for path in (TOP / "bot").glob("*.py")} - {"__init__"}
    packages = {path.parent.name for path in (TOP / "bot").glob("*/__init__.py")}
    return {f"bot.{name}" for name in modules | packages}


def test_the_map_names_only_what_exists() -> None:
    assert len(named_paths()) > 30
    assert [path for path in named_paths() if not (TOP / path).exists()] == []


def test_the_map_leaves_no_room_out() -> None:
    walked = {".".join(Path(path).with_suffix("").parts[:2]) for path in named_paths()}
    assert rooms() - walked == set()


def test_the_map_walks_from_the_poll_to_the_card_and_back_in_order() -> None:
    stations = [
        "bot/gateway/receiver.py",
        "bot/desk/citizens/intake.py",
        "bot/conversation/machine.py",
        "bot/desk/citizens/filing.py",
        "storage/engine.py",
        "bot/background/notifier.py",
        "bot/gateway/sender.py",
        "bot/gateway/staff_group.py",
        "bot/desk/officers/previews.py",
        "bot/desk/outgoing/relay.py",
    ]
    first = [named_paths().index(station) for station in stations]
    assert first == sorted(first)


def test_the_map_fits_on_one_page() -> None:
    lines = MAP.splitlines()
    assert 40 <= len(lines) <= 75
    assert max(map(len, lines)) <= 120


def test_every_room_stands_on_a_floor() -> None:
    """A room that the layers do not name would be held to nothing."""
    settings = tomllib.loads((TOP / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
    layers = next(contract["layers"] for contract in settings["contracts"] if contract["id"] == "layers")
    floors = {name for layer in layers for name in re.findall(r"[\w.]+", layer)}
    assert rooms() - floors == set()


def test_every_contract_is_named_by_a_sentence() -> None:
    settings = tomllib.loads((TOP / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
    names = [contract["name"] for contract in settings["contracts"]]
    assert [name for name in names if not re.fullmatch(r"[A-Z].{20,}\.", name)] == []


def test_one_name_names_one_thing() -> None:
    """A class name that stood twice would send the reader to the wrong room."""
    defined = Counter(
        node.name
        for folder in ("bot", "storage")
        for path in (TOP / folder).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ClassDef)
    )
    assert [name for name, times in defined.items() if times > 1] == []
