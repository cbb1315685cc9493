"""The modules of the house, for the tests that look into all of them."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from types import ModuleType

NOT_IMPORTABLE = ("storage.migrations.env",)  # Alembic runs it.


def modules_of(*packages: str) -> Iterator[ModuleType]:
    """Every module of *packages*, themselves included."""
    for name in packages:
        package = importlib.import_module(name)
        yield package
        for found in pkgutil.walk_packages(getattr(package, "__path__", ()), f"{name}."):
            if found.name not in NOT_IMPORTABLE:
                yield importlib.import_module(found.name)
