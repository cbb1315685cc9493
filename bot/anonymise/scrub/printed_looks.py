"""The colours and sizes in which a page is printed: as they are looked at where they can be read on paper so.

Rules

1. Of letters whose background is unknown (a picture, styles that did not come along) light ones are printed black.
2. LibreOffice lets nothing take over the background of what it lies in: whatever has words says it again.
"""

from __future__ import annotations

from tinycss2.color3 import RGBA

from bot.anonymise.scrub.looks import BLACK, BLOCKS, TABLES, WHITE, ElementLook, are_alike, laid_over

LIGHT = 0.55  # of white: on white paper such letters are hard to read


def printed_colors(look: ElementLook) -> tuple[RGBA, RGBA]:
    """The colours of the letters and of what lies behind them."""
    ink, paper = look.fill or look.color, look.background or WHITE
    seen = laid_over(ink, paper)
    is_unsure = look.background is None and 0.2126 * seen.red + 0.7152 * seen.green + 0.0722 * seen.blue > LIGHT
    return (BLACK, WHITE) if is_unsure or are_alike(seen, paper) else (seen, paper)


def printed_style(name: str, look: ElementLook, around: ElementLook) -> str:
    """What an element *name* with *look* says of its looks where that of what is *around* it does not hold."""
    (ink, paper), outer = printed_colors(look), printed_colors(around)
    says_again = paper != WHITE and (name in BLOCKS or name in TABLES)
    said = []
    if ink != outer[0] or says_again:
        said.append(f"color:{written(ink)}")
    if paper != outer[1] or says_again:
        said.append(f"background-color:{written(paper)}")
    if look.letter != around.letter and look.letter >= 1:
        said.append(f"font-size:{look.letter:.4g}px")
    return ";".join(said)


def written(color: RGBA) -> str:
    """*color* as it stands in a style sheet."""
    return "#" + "".join(f"{round(255 * min(1.0, max(0.0, part))):02x}" for part in color[:3])
