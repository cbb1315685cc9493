"""Where a text may be cut: between signs as people see them, never inside one.

A sign may be several characters: a letter with its accents, a thumb with its colour of skin, a family joined by
joiners, a flag of two letters, a digit in its keycap. The rule is Unicode's for extended grapheme clusters (UAX 29, GB3
to GB13) without Indic conjuncts and prepended marks, which neither of our languages writes.
"""

from __future__ import annotations

import unicodedata

JOINER = "\u200d"
EXTENDING = frozenset({"Mn", "Me", "Mc"})
"""Categories of marks that stay with what they follow: accents, variation selectors, keycaps, vowel signs."""


def is_boundary(text: str, at: int) -> bool:
    """Whether *text* may be cut before the character *at*: its beginning and end always may."""
    if not 0 < at < len(text):
        return True
    before, after = text[at - 1], text[at]
    if before == "\r" and after == "\n":
        return False
    if "\n" in (before, after) or "\r" in (before, after):
        return True
    if _extends(after):
        return False
    if before == JOINER and _is_pictograph(after):
        return not _follows_pictograph(text, at - 1)
    if _is_flag_letter(before) and _is_flag_letter(after):
        return _flag_letters_before(text, at) % 2 == 0
    return not _is_one_syllable(before, after)


def last_boundary(text: str, at: int) -> int:
    """The last place up to *at* where *text* may be cut; *at* itself when one sign fills all before it."""
    place = at
    while not is_boundary(text, place):
        place -= 1
    return place or at


def shortened(text: str, most: int) -> str:
    """*text* in at most *most* characters, an ellipsis in place of what is left out."""
    return text if len(text) <= most else f"{text[: last_boundary(text, most - 1)].rstrip()}…"


def _extends(character: str) -> bool:
    """A joiner, a mark, a colour of skin, or a tag as in the flags of Scotland and Wales."""
    if character == JOINER or unicodedata.category(character) in EXTENDING:
        return True
    return "\U0001f3fb" <= character <= "\U0001f3ff" or "\U000e0020" <= character <= "\U000e007f"


def _follows_pictograph(text: str, at: int) -> bool:
    """Whether what stands before *at*, with the marks on it, is something that a joiner joins to another."""
    place = at - 1
    while place > 0 and _extends(text[place]):
        place -= 1
    return place >= 0 and _is_pictograph(text[place])


def _is_pictograph(character: str) -> bool:
    """What joiners join: emoji are symbols, and lie in these blocks."""
    in_blocks = "\u2190" <= character <= "\u2bff" or "\U0001f000" <= character <= "\U0001faff"
    return (in_blocks and not _is_flag_letter(character)) or character in "©®〰〽㊗㊙"


def _is_flag_letter(character: str) -> bool:
    return "\U0001f1e6" <= character <= "\U0001f1ff"


def _flag_letters_before(text: str, at: int) -> int:
    start = at
    while start > 0 and _is_flag_letter(text[start - 1]):
        start -= 1
    return at - start


def _is_one_syllable(before: str, after: str) -> bool:
    """Korean letters that make one syllable: a consonant with what follows it, a vowel with what ends it."""
    if "\u1100" <= before <= "\u115f":
        return "\u1100" <= after <= "\u11a7" or "\uac00" <= after <= "\ud7a3"
    open_syllable = "\uac00" <= before <= "\ud7a3" and (ord(before) - 0xAC00) % 28 == 0
    if open_syllable or "\u1160" <= before <= "\u11a7":
        return "\u1160" <= after <= "\u11ff"
    closed = "\uac00" <= before <= "\ud7a3" or "\u11a8" <= before <= "\u11ff"
    return closed and "\u11a8" <= after <= "\u11ff"
