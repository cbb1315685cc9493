"""What the bot says about itself: name, descriptions and command menus, per language and scope."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field

from bot.playground.shapes import Json


def scope_key(scope: Json | None) -> str:
    """One text per command scope."""
    return json.dumps(scope or {"type": "default"}, sort_keys=True)


@dataclass(slots=True)
class Profile:
    """Set by the bot, seen by people before they start it; the key is a language, "" for all others."""

    names: dict[str, str] = field(default_factory=dict)
    descriptions: dict[str, str] = field(default_factory=dict)
    short_descriptions: dict[str, str] = field(default_factory=dict)
    commands: dict[tuple[str, str], list[Json]] = field(default_factory=dict)

    def menu(self, scope: Json | None = None, language: str = "") -> list[Json]:
        """The commands set for exactly that scope and language."""
        return self.commands.get((scope_key(scope), language), [])

    def menu_seen(self, scopes: Iterable[Json], language: str) -> list[Json]:
        """The menu that somebody with a client in *language* sees: the first that is set, in the order of *scopes*."""
        wanted = ((scope, spoken) for scope in scopes for spoken in (language, ""))
        return next((menu for scope, spoken in wanted if (menu := self.menu(scope, spoken))), [])
