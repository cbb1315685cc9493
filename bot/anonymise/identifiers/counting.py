"""Whether a number counts what follows it: «на улице Абая 30 деревьев» has no house."""

from __future__ import annotations

from . import address_words as words
from .context import is_amount


def counts(folded: str, end: int, *, strict: bool) -> bool:
    """Whether the number that ends at *end* counts what follows it; *strict*: any word counts."""
    if words.NOT_A_HOUSE.match(folded, end) or is_amount(folded, end):
        return True
    following = words.NEXT_WORD.match(folded, end)
    if not following or following[1] in words.CASE_ENDINGS or words.STREET_NEXT.match(folded, following.end()):
        return False
    if folded[end - 2 : end] in (" 2", " 3", " 4") and following[1][-1] in "аяыи":
        return True
    return strict or words.COUNTED.fullmatch(following[1]) is not None
