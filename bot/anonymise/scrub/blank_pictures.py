"""Pictures of Office files that are shown as nothing: their own effects leave one colour of them, or none.

Rules

1. What is nearly clear, nearly white or nearly black counts as gone; the pale look of a watermark does not.
2. An effect that paints the whole picture anew leaves nothing of it.
"""

from __future__ import annotations

from lxml import etree

from bot.anonymise.scrub.crops import A, share, thousandths
from bot.anonymise.scrub.namespaces import name_of

LEAST_SEEN = 0.1  # of a picture's light, against paper; chosen: a tenth is still a shadow, less is none
BRIGHT, FLAT = 0.9, -0.95  # a watermark of Word has a brightness of 0.7 and a contrast of -0.7
BRIGHT_IN_VML = 0.45  # which counts from -0.5 to 0.5; its watermark has 0.35
GAIN_LEAST = 0.05
RIM = 0.01  # a threshold this near to an end leaves the whole picture on one side of it


def shows_nothing(picture: etree._Element) -> bool:
    """True when an a:blip, a v:imagedata or a v:fill shows nothing of its picture."""
    if picture.tag == A + "blip":
        return any(is_blanking(one) for one in picture.iterchildren(etree.Element))
    blank = "opacity" in picture.attrib and share(picture.get("opacity")) < LEAST_SEEN
    if name_of(picture.tag) == "v:imagedata":
        blank |= "gain" in picture.attrib and abs(share(picture.get("gain"))) < GAIN_LEAST
        blank |= abs(share(picture.get("blacklevel"))) >= BRIGHT_IN_VML
    return blank


def is_blanking(effect: etree._Element) -> bool:
    """True for an effect of DrawingML that leaves nothing of the picture under it."""
    said = {str(key): thousandths(str(value)) for key, value in effect.items()}
    match str(effect.tag).removeprefix(A):
        case "alphaModFix":
            return said.get("amt", 1.0) < LEAST_SEEN
        case "alphaRepl":
            return said.get("a", 1.0) < LEAST_SEEN
        case "alphaBiLevel":
            return said.get("thresh", 0.0) > 1 - RIM
        case "biLevel":
            return not RIM < said.get("thresh", 0.5) < 1 - RIM
        case "lum":
            return abs(said.get("bright", 0.0)) >= BRIGHT or said.get("contrast", 0.0) <= FLAT
        case "hsl":
            return abs(said.get("lum", 0.0)) >= BRIGHT
        case "tint":
            return abs(said.get("amt", 0.0)) >= BRIGHT
        case "duotone":
            return len(effect) == 2 and etree.tostring(effect[0], with_tail=False) == etree.tostring(
                effect[1], with_tail=False
            )
        case "clrRepl" | "fillOverlay":
            return True
        case _:
            return False
