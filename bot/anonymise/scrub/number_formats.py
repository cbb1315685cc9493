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

from bot.anonymise.scrub.cell_colours import CellColours, Colour, Look, numbered
from bot.anonymise.scrub.namespaces import PREFIXES
from bot.frozen import frozen

S = f"{{{PREFIXES['s']}}}"
SIGN = re.compile(r'"([^"]*)"?|\\(.?)|[_*](.?)|\[([^\]]*)\]?|(.)', re.DOTALL)
CONDITION = re.compile(r"(<=|>=|<>|<|>|=)\s*(-?\d{1,15}(?:\.\d{0,15})?)\Z")
ELAPSED = re.compile(r"(h+|m+|s+)\Z", re.IGNORECASE)
TESTS: dict[str, Callable[[float, float], bool]] = {
    "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge, "=": operator.eq, "<>": operator.ne,
}  # fmt: skip
KINDS_OF_VALUES: tuple[float | str, ...] = (1.0, -1.0, 0.0, "x")
CODE_MOST = 255  # Excel's own bound for the length of a format


class Section:
    """One section of a format: whether it shows anything, and for which numbers it was made."""

    def __init__(self) -> None:
        self.shows = False
        self.is_tagged = False
        self.tag = ""
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
                self.is_tagged, self.tag = True, bracket
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


def tag_of(code: str, value: float | str) -> str:
    """What stands in brackets, as a colour does, in the section of *code* that shows *value*."""
    sections = sections_of(code)
    if not isinstance(value, str):
        return section_for(sections[:3], value).tag
    return sections[3].tag if len(sections) >= 4 else ""


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


@frozen
class RuleLook:
    """What a rule makes of cells: whether it shows nothing of some values, and the colours that it gives."""

    hides: bool
    fonts: tuple[Colour, ...]
    fill: Colour | None


class CellFormats:
    """The looks of a workbook's cells and rules: their number formats and their colours."""

    def __init__(self, styles: etree._Element | None, theme: etree._Element | None = None) -> None:
        self.by_look: list[str] = []
        self.used: set[str] = set()  # the numbers of the looks that cross
        self.rules: list[RuleLook] = []
        self.colours = CellColours(styles, theme)
        if styles is None:
            return
        codes = {one.get("numFmtId", ""): one.get("formatCode", "") for one in styles.iterfind(f"{S}numFmts/{S}numFmt")}
        self.by_look = [codes.get(one.get("numFmtId", ""), "") for one in styles.iterfind(f"{S}cellXfs/{S}xf")]
        self.rules = [self.read_rule(one) for one in styles.iterfind(f"{S}dxfs/{S}dxf")]

    def code_of(self, look: str) -> str:
        """The format of the look numbered *look*; "" is the general one."""
        return numbered(self.by_look, look, "")

    def read_rule(self, look: etree._Element) -> RuleLook:
        """The *look* of a rule (dxf)."""
        own, said = look.find(S + "numFmt"), self.colours.rule_look(look)
        code = own.get("formatCode", "") if own is not None else ""
        named = (self.colours.palette.of_format(section.tag) for section in sections_of(code))
        fonts = tuple(colour for colour in (said.font, *named) if colour is not None)
        return RuleLook(any(hides(code, value) for value in KINDS_OF_VALUES), fonts, said.fill)

    def rule_of(self, number: str) -> RuleLook:
        """The look of a rule with *number*."""
        return numbered(self.rules, number, RuleLook(False, (), None))

    def look_of(self, look: str, value: float | str | None) -> Look:
        """The colours in which the look numbered *look* shows *value*: its format may name one for the letters."""
        said = self.colours.of_cell(look)
        tag = tag_of(self.code_of(look), value) if value is not None else ""
        named = self.colours.palette.of_format(tag) if tag else None
        return said if named is None else Look(named, said.fill)
