"""What a page of the web hides by its rules of style.

Only the last part of a selector is looked at ("div .a b.c" hides every b.c): rather too much stays behind than
something that its reader never saw. Rules for narrow screens, printers and the like are left alone: they hide on some
screens what stands on others.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from lxml import html

from bot.frozen import frozen

HIDING_WORDS = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|opacity\s*:\s*0*\.?0*\s*(?:[;!]|\Z)|font-size\s*:\s*0(?![.\d])"
    r"|mso-hide\s*:\s*all",
    re.IGNORECASE,
)
LAST_PART = re.compile(r"([A-Za-z][A-Za-z0-9]*|\*)?((?:[.#][\w-]+)*)(?::[\w()-]+)*\Z")
RULES_MOST = 400_000  # characters; chosen: the style sheets of a mail program stay below a tenth of it
EVERY_SCREEN = re.compile(r"@media\s+(only\s+)?(screen|all)\s*\Z", re.IGNORECASE)


def hides(style: str) -> bool:
    """Whether the declarations *style* hide what has them."""
    return HIDING_WORDS.search(style) is not None


@frozen
class Hiding:
    """The selectors that hide, each by its tag ("" for any) with its classes and its id, found by one of its words."""

    by_word: dict[str, list[tuple[str, frozenset[str]]]]

    @classmethod
    def of(cls, sheets: Iterable[str]) -> Hiding:
        """What the style *sheets* of a page hide."""
        by_word: dict[str, list[tuple[str, frozenset[str]]]] = {}
        for rule in re.sub(r"/\*.*?\*/", "", "\n".join(sheets)[:RULES_MOST], flags=re.DOTALL).split("}"):
            around, _, said = rule.rpartition("{")
            condition, _, selectors = around.rpartition("{")
            is_for_some = "@" in condition and not EVERY_SCREEN.search(condition.strip())
            if not hides(said) or is_for_some:
                continue
            for selector in selectors.split(","):
                parts = LAST_PART.search(selector.strip().rpartition(" ")[2].rpartition(">")[2])
                tag, marks = ("", "") if parts is None else ((parts[1] or "").lower(), parts[2] or "")
                names = frozenset(re.findall(r"[.#][\w-]+", marks))
                if names or tag not in ("", "*"):
                    by_word.setdefault(min(names, default=tag), []).append((tag.strip("*"), names))
        return cls(by_word)

    def hides(self, one: html.HtmlElement) -> bool:
        """Whether *one* is not seen on its page."""
        if "hidden" in one.attrib or hides(one.get("style", "")):
            return True
        tag = str(one.tag).lower()
        names = {"." + each for each in one.get("class", "").split()} | {"#" + one.get("id", "")}
        rules = (rule for word in (tag, *names) for rule in self.by_word.get(word, ()))
        return any(needed in ("", tag) and marks <= names for needed, marks in rules)
