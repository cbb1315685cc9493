"""Reads the data files of this room; what they hold ships with the code, so damage is a fault."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

from bot.errors import AdaldyqError

Words = Mapping[str, str]
"""One wording by language: {"kk": …, "ru": …}."""


class CatalogueError(AdaldyqError):
    """A data file of the catalogue is missing or damaged."""


def read_data(name: str) -> Any:
    """The content of the data file *name* of this room."""
    path = Path(__file__).with_name(name)
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise CatalogueError(f"{path} cannot be read: {error}") from error


def words(entry: Mapping[str, str]) -> Words:
    """The Kazakh and the Russian wording of *entry*, both of which it must have."""
    try:
        return MappingProxyType({"kk": entry["kk"], "ru": entry["ru"]})
    except KeyError as error:
        raise CatalogueError(f"no {error} wording in {dict(entry)}") from error
