"""What the style of a page says of each of its elements: of all that is declared, what wins."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import cssselect2
import tinycss2
from lxml import etree

from bot.anonymise.scrub.css_units import PageScreen
from bot.anonymise.scrub.css_values import INITIAL, UNCLEAR, Values, read_value
from bot.anonymise.scrub.style_sheets import UNLAYERED, Declared, StyleSheets, Unsettled, declared, has_variable

STYLE_MOST = 20_000  # characters of one attribute; chosen: people's programs write some hundreds
VARIABLES_DEEP = 8  # chosen: variables in variables; design systems have three levels
TOKENS_MOST = 400  # of one value; chosen: variables that double themselves end here
Variables = Mapping[str, tuple[Any, ...]]


class Node(cssselect2.ElementWrapper):  # type: ignore[misc]  # the library ships no types
    """An element for the library that matches selectors; its own walks to the sides call themselves once a step."""

    @property
    def ancestors(self) -> Iterator[Node]:
        """Those around it, from the nearest."""
        one = self.parent
        while one is not None:
            yield one
            one = one.parent

    @property
    def previous_siblings(self) -> Iterator[Node]:
        """Those before it beside it, from the nearest."""
        one = self.previous
        while one is not None:
            yield one
            one = one.previous


class Cascade:
    """The style *sheets* of a page as they hold on one *screen*."""

    def __init__(self, sheets: StyleSheets, screen: PageScreen) -> None:
        self.sheets, self.screen = sheets, screen
        self.chosen = sheets.chosen(screen)
        self.matcher = sheets.matcher(self.chosen)
        self.known: dict[str, tuple[Declared, ...]] = {}  # attributes: the cells of a table say the same

    def of(self, node: Node, around: Variables) -> tuple[Values, Variables]:
        """What is declared for *node* in the end, and its variables with those *around* it."""
        found: list[tuple[Any, str, Any]] = []
        for specificity, order, pseudo, number in self.matcher.match(node) if self.chosen else ():
            if pseudo is not None:
                continue
            rule = self.sheets.rules[number]
            for said in rule.said:
                layer = -rule.layer if said.is_important else rule.layer
                found.append(((said.is_important, False, layer, specificity, order), said.name, said.value))
        style = node.etree_element.get("style", "")[:STYLE_MOST]
        if style.strip():
            found += [((said.is_important, True, UNLAYERED, (), 0), said.name, said.value) for said in self.own(style)]
        if not found:
            return {}, around
        found.sort(key=lambda one: one[0])
        values = {name: value for _, name, value in found}
        own = {name: value for name, value in values.items() if name.startswith("--")}
        variables = {**around, **own} if own else around
        settled = {name: self.settle(name, value, variables) for name, value in values.items() if name not in own}
        return settled, variables

    def own(self, style: str) -> tuple[Declared, ...]:
        """What an element declares for itself."""
        if style not in self.known:
            content = tinycss2.parse_blocks_contents(style)
            self.known[style] = tuple(declared(content, lenient=self.sheets.lenient))
        return self.known[style]

    def settle(self, name: str, value: Any, variables: Variables) -> Any:
        """*value* with its variables as they are; what cannot be settled is as if nothing had been said."""
        if not isinstance(value, Unsettled):
            return value
        tokens = substituted(value.tokens, variables, 0)
        if tokens is None:
            return INITIAL
        return read_value(value.name, tokens, lenient=self.sheets.lenient).get(name, UNCLEAR)


def substituted(tokens: tuple[Any, ...], variables: Variables, depth: int) -> tuple[Any, ...] | None:
    """*tokens* with what their variables hold; None when one holds nothing."""
    found: list[Any] = []
    for one in tokens:
        if one.type != "function" or not has_variable([one]):
            found.append(one)
        elif one.lower_name == "var":
            inner = held_by(one, variables, depth)
            if inner is None:
                return None
            found += inner
        else:
            inside = substituted(tuple(one.arguments), variables, depth + 1) if depth < VARIABLES_DEEP else None
            if inside is None:
                return None
            found.append(tinycss2.ast.FunctionBlock(one.source_line, one.source_column, one.name, list(inside)))
        if len(found) > TOKENS_MOST:
            return None
    return tuple(found)


def held_by(function: Any, variables: Variables, depth: int) -> tuple[Any, ...] | None:
    """What the variable in *function* holds, or what is to be taken instead; None when there is neither."""
    parts = [one for one in function.arguments if one.type != "comment"]
    name = next((one.value for one in parts if one.type == "ident"), "")
    comma = next((place for place, one in enumerate(parts) if one.type == "literal" and one.value == ","), None)
    held = variables.get(name)
    if held is None and comma is not None:
        held = tuple(parts[comma + 1 :])
    if held is None or depth >= VARIABLES_DEEP:
        return None
    return substituted(held, variables, depth + 1)


def nodes_of(root: etree._Element) -> Iterator[Node]:
    """All elements under *root*, and itself, in their order."""
    return iter(Node.from_html_root(root).iter_subtree())
