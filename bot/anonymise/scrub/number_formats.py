"""What a number format of a sheet shows of a value: a format such as ;;; shows nothing at all.

Rules

1. A format has up to four sections: for numbers above zero, below zero, for zero, and for text. With fewer, one section
   serves for several; text without a section of its own is shown as it is.
2. A section may carry a condition of its own, [>100]; then the first section that fits is the one.
3. A section shows nothing when only colours, conditions, empty quotes and gaps stand in it. An error is always shown.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable
from functools import lru_cache

from lxml import etree

from bot.anonymise.scrub.namespaces import PREFIXES

S = f"{{{PREFIXES['s']}}}"
SIGN = re.compile(r'"([^"]*)"?|\\(.?)|[_*](.?)|\[([^\]]*)\]?|(.)', re.DOTALL)
CONDITION = re.compile(r"(<=|>=|<>|<|>|=)\s*(-?\d{1,15}(?:\.\d{0,15})?)\Z")
ELAPSED = re.compile(r"(h+|m+|s+)\Z", re.IGNORECASE)
TESTS: dict[str, Callable[[float, float], bool]] = {
    "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge, "=": operator.eq, "<>": operator.ne,
}  # fmt: skip
CODE_MOST = 255  # Excel's own bound for the length of a format


class Section:
    """One section of a format: whether it shows anything, and for which numbers it was made."""

    def __init__(self) -> None:
        self.shows = False
        self.is_tagged = False
        self.condition: tuple[str, float] | None = None

    def add(self, match: re.Match[str]) -> None:
        """Read one sign of the section."""
        quoted, escaped, gap, bracket, plain = match.groups()
        if bracket is not None:
            condition = CONDITION.match(bracket.strip())
            if condition is not None:
                self.condition = (condition.group(1), float(condition.group(2)))
            elif bracket.startswith("$") and bracket[1:].partition("-")[0].strip():
                self.shows = True  # a currency
            elif ELAPSED.match(bracket):
                self.shows = True
            else:
                self.is_tagged = True
        elif gap is None:
            self.shows |= bool((quoted or escaped or plain or "").strip())

    def fits(self, value: float) -> bool:
        """True when the section's own condition takes *value*."""
        return self.condition is not None and TESTS[self.condition[0]](value, self.condition[1])


@lru_cache(maxsize=1024)
def sections_of(code: str) -> tuple[Section, ...]:
    """The sections of the format *code*."""
    sections = [Section()]
    for match in SIGN.finditer(code[:CODE_MOST]):
        if match.group(5) == ";":
            sections.append(Section())
        else:
            sections[-1].add(match)
    return tuple(sections)


def hides(code: str, value: float | str) -> bool:
    """True when the format *code* shows nothing of *value*."""
    sections = sections_of(code)
    if len(sections) == 1 and not sections[0].shows:
        return bool(code) and not sections[0].is_tagged  # without a word it is the general format
    if isinstance(value, str):
        return len(sections) >= 4 and not sections[3].shows
    return not section_for(sections[:3], value).shows


def section_for(sections: tuple[Section, ...], value: float) -> Section:
    """The one of *sections* that shows the number *value*."""
    first, second, third = sections[0], sections[min(1, len(sections) - 1)], sections[-1]
    if first.condition is not None or second.condition is not None:
        if first.fits(value) or len(sections) == 1:
            return first
        return second if second.fits(value) or first.condition is None or second.condition is None else third
    if len(sections) == 2:
        return first if value >= 0 else second
    return first if value > 0 else second if value < 0 else third


class CellFormats:
    """The number formats of a workbook, by the number of a cell's look and by the number of a rule's."""

    def __init__(self, styles: etree._Element | None) -> None:
        self.by_look: list[str] = []
        self.by_rule: list[str] = []
        if styles is None:
            return
        codes = {one.get("numFmtId", ""): one.get("formatCode", "") for one in styles.iterfind(f"{S}numFmts/{S}numFmt")}
        self.by_look = [codes.get(one.get("numFmtId", ""), "") for one in styles.iterfind(f"{S}cellXfs/{S}xf")]
        for rule in styles.iterfind(f"{S}dxfs/{S}dxf"):
            own = rule.find(S + "numFmt")
            self.by_rule.append(own.get("formatCode", "") if own is not None else "")

    def code_of(self, look: str) -> str:
        """The format of the look numbered *look*; "" is the general one."""
        return at(self.by_look, look)

    def rule_hides(self, look: str) -> bool:
        """True when the look of a rule shows nothing of some values."""
        code = at(self.by_rule, look)
        return any(hides(code, value) for value in (1.0, -1.0, 0.0, "x"))


def at(codes: list[str], number: str) -> str:
    """The code with *number*, or "" where there is none."""
    return codes[int(number)] if number.isdecimal() and len(number) < 8 and int(number) < len(codes) else ""
