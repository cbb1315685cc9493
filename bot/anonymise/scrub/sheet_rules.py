"""The conditional formats of a sheet: rules that colour cells, kept where they say nothing that the cells do not show.

Rules

1. A rule that counts with cells of its own sheet, functions and numbers stays. One that names another sheet, a hidden
   column, a defined name, or words that stand in no seen cell goes, and the loss is named.
2. What rules hide is not judged here but before (`rule_looks`).
"""

from __future__ import annotations

import re
from collections.abc import Callable

from lxml import etree

from bot.anonymise.scrub.cell_places import column_number
from bot.anonymise.scrub.namespaces import PREFIXES
from bot.anonymise.scrub.trees import drop

S = f"{{{PREFIXES['s']}}}"
X14 = "{http://schemas.microsoft.com/office/spreadsheetml/2009/9/main}"
TOKEN = re.compile(
    r'"((?:[^"]|"")*)"|\$?([A-Z]{1,3})\$?\d{1,7}(?![\w(.])|\$?([A-Z]{1,3}):\$?([A-Z]{1,3})(?![\w(.])|'
    r"\$?\d{1,7}:\$?\d{1,7}|\d{1,15}(?:\.\d{0,15})?(?:E[+-]?\d{1,3})?|[A-Z][A-Z0-9.]{0,30}(?=\()|TRUE|FALSE|"
    r"[ $:,;()+\-*/^<>=&%{}]"
)
FORMULA_MOST = 400  # as for the formulas of cells
RULES_MOST = 1000  # chosen: a rule is read word by word, and its words are looked for in the whole sheet
WORDS_MOST = 100
PLACES = re.compile(r"[A-Z0-9$: ]{1,8000}\Z")


class SheetRules:
    """The rules of one sheet: *text* gives all that its cells show, *hidden* are the columns that nobody sees."""

    def __init__(self, root: etree._Element, hidden: frozenset[int], text: Callable[[], str]) -> None:
        self.root = root
        self.hidden = hidden
        self.text = text
        self.shown: str | None = None
        self.known: dict[str, bool] = {}

    def settle(self) -> bool:
        """Keep the rules that may stay; True when one went."""
        lost = False
        rules = list(self.root.iter(S + "cfRule"))
        for place, rule in enumerate(rules):
            if place >= RULES_MOST or not self.may_stay(rule):
                drop(rule)
                lost = True
        for block in list(self.root.iter(S + "conditionalFormatting")):
            if not len(block) or not PLACES.match(block.get("sqref", "")):
                lost |= len(block) > 0
                drop(block)
        return lost

    def may_stay(self, rule: etree._Element) -> bool:
        """True for a rule that says nothing that the sheet does not show."""
        formulas = [one.text or "" for one in rule.iter(S + "formula")]
        formulas += [one.get("val", "0") for one in rule.iter(S + "cfvo")]
        return all(self.is_plain(one) for one in formulas) and self.is_shown(rule.get("text", ""))

    def is_plain(self, formula: str) -> bool:
        """True when *formula* is made of what may stay."""
        place = 0
        while place < len(formula) <= FORMULA_MOST:
            token = TOKEN.match(formula, place)
            if token is None or any(column_number(name) in self.hidden for name in token.groups()[1:] if name):
                return False
            if token.group(1) is not None and not self.is_shown(token.group(1).replace('""', '"')):
                return False
            place = token.end()
        return len(formula) <= FORMULA_MOST

    def is_shown(self, word: str) -> bool:
        """True when *word* stands in a seen cell, or says nothing."""
        word = word.strip().casefold()
        if len(word) < 2 or word in self.known:
            return self.known.get(word, True)
        if self.shown is None:
            self.shown = self.text().casefold()
        self.known[word] = len(self.known) < WORDS_MOST and word in self.shown
        return self.known[word]


def loses_newer_rules(root: etree._Element) -> bool:
    """True when *root* holds rules of Excel 2010 that no older rule stands for (only bars have such a double)."""
    return any(rule.get("type") != "dataBar" for rule in root.iter(X14 + "cfRule"))


def loses_small_charts(root: etree._Element) -> bool:
    """True when cells of *root* show little charts of their rows, which only Excel 2010 and later draw."""
    return next(root.iter(X14 + "sparkline"), None) is not None
