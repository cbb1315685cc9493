"""The style sheets of a page: their rules about what is seen, each with the elements and the screens that it is for.

Rules

1. A selector that is not known, and whatever it stands beside, counts for nothing: in doubt something is seen.
2. Nothing that an element only is under a pointer or a finger counts (`:hover`).
3. What is only for printers, for containers of some size or for windows that nobody has counts for nothing.
4. The work is bounded: by characters, by rules and, as for every file, by the processor time of the process.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import cssselect2
import tinycss2

from bot.anonymise.scrub.css_units import PageScreen
from bot.anonymise.scrub.css_values import NAMES, Values, longhands_of, read_value
from bot.anonymise.scrub.media_queries import is_for
from bot.anonymise.scrub.verdicts import FileKind, RefusalReason, refusal
from bot.frozen import frozen

SHEETS_MOST = 3_000_000  # characters; chosen: pages that carry all their styles with them have up to two million
RULES_MOST = 30_000  # chosen: of those that say something about what is seen, large pages have some thousands
SELECTOR_MOST = 4_000  # characters of a rule inside of rules, which grow with each around them
DEPTH_MOST = 12  # chosen: blocks inside of blocks; people write three
UNLAYERED = 1_000_000  # more than there can be layers: what stands in none goes before all of them
BROKEN = (cssselect2.SelectorError, SyntaxError, RecursionError, MemoryError, NotImplementedError, TypeError)
"""What a selector that is none, or one that is nested without end, makes of the library that compiles it."""


@frozen
class Unsettled:
    """A value with variables in it (`var()`), of the property *name* as it was written."""

    name: str
    tokens: tuple[Any, ...]


@frozen
class Declared:
    """One declaration: the single property, its value, and whether it is said to go before others."""

    name: str
    value: Any
    is_important: bool


@frozen
class SheetRule:
    """What elements under *selectors* are said to look like, on the screens that all *queries* hold for."""

    selectors: tuple[Any, ...]
    said: tuple[Declared, ...]
    queries: tuple[tuple[Any, ...], ...]
    layer: int


@dataclass(slots=True)
class StyleSheets:
    """The rules of a page, in their order. *others*: sheets that came with it, by their addresses."""

    lenient: bool
    others: Mapping[str, str] = field(default_factory=dict)
    rules: list[SheetRule] = field(default_factory=list)
    layers: dict[str, int] = field(default_factory=dict)
    size: int = 0
    are_missing: bool = False  # some lie where nothing here fetches them

    def read(self, sheet: str, media: str = "", depth: int = 0) -> None:
        """Read one *sheet*, meant for *media*; raises RefusalError when there is too much of it."""
        self.size += len(sheet)
        if self.size > SHEETS_MOST:
            raise refusal(RefusalReason.SIZE, FileKind.HTML)
        queries = (tuple(tinycss2.parse_component_value_list(media)),) if media.strip() else ()
        try:
            blocks = tinycss2.parse_stylesheet(sheet, skip_comments=True, skip_whitespace=True)
        except RecursionError as damage:
            raise refusal(RefusalReason.DAMAGED, FileKind.HTML) from damage
        self.add(blocks, Around(queries, "", "", depth))

    def add(self, blocks: Iterable[Any], around: Around) -> None:
        """Add what *blocks* say, *around* which others stand."""
        if around.depth > DEPTH_MOST:
            return
        for block in blocks:
            if block.type == "qualified-rule":
                own = tinycss2.serialize(block.prelude)
                inside = around.inside(own)
                if inside is not None:
                    self.add_rule(tinycss2.parse_blocks_contents(block.content), inside)
            elif block.type == "at-rule":
                self.add_block(block, around)

    def add_rule(self, content: Sequence[Any], around: Around) -> None:
        """Add the declarations in *content* for the elements under the selector *around* them, and what it nests."""
        said = tuple(declared(content, lenient=self.lenient))
        if said and around.selector:
            try:
                selectors = tuple(cssselect2.compile_selector_list(around.selector))
            except BROKEN:
                return
            self.rules.append(SheetRule(selectors, said, around.queries, self.rank(around.layer)))
            if len(self.rules) > RULES_MOST:
                raise refusal(RefusalReason.SIZE, FileKind.HTML)
        self.add([one for one in content if one.type in ("qualified-rule", "at-rule")], around)

    def add_block(self, block: Any, around: Around) -> None:
        """Add what stands in a *block* with a condition, where the condition is one that is known."""
        prelude, name = tuple(block.prelude), block.lower_at_keyword
        if name == "import":
            self.follow(prelude, around)
        if name == "layer" and block.content is None:
            for each in tinycss2.serialize(prelude).split(","):
                self.rank(f"{around.layer}.{each.strip()}")
        if block.content is None:
            return
        if name == "media":
            within = Around((*around.queries, prelude), around.selector, around.layer, around.depth + 1)
        elif name == "layer":
            own = tinycss2.serialize(prelude).strip() or f"unnamed {len(self.layers)}"
            within = Around(around.queries, around.selector, f"{around.layer}.{own}", around.depth + 1)
            self.rank(within.layer)
        elif name == "supports" and not tinycss2.serialize(prelude).strip().lower().startswith("not"):
            within = Around(around.queries, around.selector, around.layer, around.depth + 1)
        else:
            return
        if around.selector:
            self.add_rule(tinycss2.parse_blocks_contents(block.content), within)
        else:
            self.add(tinycss2.parse_rule_list(block.content, skip_comments=True, skip_whitespace=True), within)

    def follow(self, prelude: tuple[Any, ...], around: Around) -> None:
        """Read the sheet that another one names, where it came along."""
        place = next((one.value for one in prelude if one.type in ("string", "url")), "")
        if place in self.others and around.depth < DEPTH_MOST:
            self.read(self.others[place], depth=around.depth + 1)
        else:
            self.are_missing = True

    def rank(self, layer: str) -> int:
        """The place of *layer* among the others, in the order of their first mention."""
        return self.layers.setdefault(layer, len(self.layers)) if layer else UNLAYERED

    def chosen(self, screen: PageScreen) -> tuple[int, ...]:
        """The places of the rules that hold on *screen*."""
        holding = (all(is_for(query, screen) for query in rule.queries) for rule in self.rules)
        return tuple(number for number, holds in enumerate(holding) if holds)

    def matcher(self, chosen: Iterable[int]) -> cssselect2.Matcher:
        """What tells which of the *chosen* rules are for an element."""
        matcher = cssselect2.Matcher()
        for number in chosen:
            for selector in self.rules[number].selectors:
                matcher.add_selector(selector, number)
        return matcher


@frozen
class Around:
    """What stands around a rule: media queries, the selector that it is nested in, its layer, and how deep it lies."""

    queries: tuple[tuple[Any, ...], ...]
    selector: str
    layer: str
    depth: int

    def inside(self, selector: str) -> Around | None:
        """The same around what stands inside of a rule with *selector*; None when that has grown too long."""
        joined = selector.strip()
        if self.selector:
            outer = f":is({self.selector})"
            joined = joined.replace("&", outer) if "&" in joined else f"{outer} {joined}"
        fits = not self.selector or len(joined) <= SELECTOR_MOST
        return Around(self.queries, joined, self.layer, self.depth + 1) if fits else None


def declared(content: Iterable[Any], *, lenient: bool) -> Iterator[Declared]:
    """The declarations in *content* that say something about what is seen."""
    for one in content:
        if one.type != "declaration":
            continue
        if one.name.startswith("--"):
            yield Declared(one.name, tuple(one.value), one.important)
        elif one.lower_name in NAMES:
            values = value_of(one.lower_name, one.value, lenient=lenient)
            for name, value in values.items():
                yield Declared(name, value, one.important)


def value_of(name: str, tokens: Sequence[Any], *, lenient: bool) -> Values:
    """What *tokens* say as the value of *name*, or that they are unsettled."""
    if has_variable(tokens):
        return dict.fromkeys(longhands_of(name), Unsettled(name, tuple(tokens)))
    return read_value(name, tokens, lenient=lenient)


def has_variable(tokens: Iterable[Any]) -> bool:
    """Whether a variable stands among *tokens*, at whatever depth."""
    waiting = list(tokens)
    while waiting:
        one = waiting.pop()
        if one.type == "function":
            if one.lower_name == "var":
                return True
            waiting += one.arguments
        elif one.type == "() block":
            waiting += one.content
    return False
