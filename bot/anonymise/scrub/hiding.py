"""What a page of the web hides by its style: which elements are not seen at all, and of which only their own words.

Rules

1. Hidden is what is hidden on a phone, on a tablet and on a desk alike (`media_queries`).
2. The winning declarations decide (`cascade`), as in a browser that nobody touches: nothing is under a pointer.
3. In doubt something is seen: an unknown selector, a value to be calculated, a picture behind letters, an animation
   that brings it forth.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree, html

from bot.anonymise.scrub.cascade import Cascade, Node, Variables, nodes_of
from bot.anonymise.scrub.css_units import PageScreen
from bot.anonymise.scrub.looks import PAPER, ElementLook, look_of
from bot.anonymise.scrub.media_queries import DESK, SCREENS
from bot.anonymise.scrub.style_sheets import StyleSheets


@dataclass(slots=True)
class Hiding:
    """What of a page is not *gone* and not *mute* (its own words unseen), and how the rest looks on a desk."""

    gone: set[etree._Element] = field(default_factory=set)
    mute: set[etree._Element] = field(default_factory=set)
    looks: dict[etree._Element, ElementLook] = field(default_factory=dict)

    @classmethod
    def of(cls, root: html.HtmlElement, sheets: StyleSheets) -> Hiding:
        """What is hidden under *root* by *sheets* and by its own attributes; raises RefusalError."""
        screens = telling_screens(sheets)
        found = [cls.on(root, sheets, screen) for screen in screens]
        whole = found[-1]
        for other in found[:-1]:
            whole.mute = (whole.mute | whole.gone) & (other.mute | other.gone)
            whole.gone &= other.gone
        return whole

    @classmethod
    def on(cls, root: html.HtmlElement, sheets: StyleSheets, screen: PageScreen) -> Hiding:
        """The same on one *screen*."""
        cascade, hiding = Cascade(sheets, screen), cls()
        walked: dict[Node, tuple[ElementLook, Variables]] = {}
        for place, node in enumerate(nodes_of(root)):
            around, variables = walked[node.parent] if node.parent is not None else (PAPER, {})
            values, own = cascade.of(node, variables)
            look = look_of(node, values, around, screen, place, sure=not sheets.are_missing)
            walked[node] = look, own
            element = node.etree_element
            hiding.looks[element] = look
            if look.is_gone:
                hiding.gone.add(element)
            elif look.is_mute:
                hiding.mute.add(element)
        return hiding


def telling_screens(sheets: StyleSheets) -> Iterator[PageScreen]:
    """The screens on which not the same rules hold, the desk's last."""
    chosen = {sheets.chosen(screen): screen for screen in SCREENS}
    yield from (screen for screen in chosen.values() if screen is not DESK)
    yield DESK
