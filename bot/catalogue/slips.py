"""How far one word is from another: letters put in, left out, changed, or two neighbours swapped."""

from __future__ import annotations


def within(one: str, other: str, slips: int) -> bool:
    """Whether at most *slips* letters put in, left out, changed or swapped lead from *one* to *other*."""
    same = 0
    while same < len(one) and same < len(other) and one[same] == other[same]:
        same += 1
    one, other = one[same:], other[same:]
    if not one or not other:
        return len(one) + len(other) <= slips
    if not slips or abs(len(one) - len(other)) > slips:
        return False
    return (
        within(one[1:], other[1:], slips - 1)
        or within(one[1:], other, slips - 1)
        or within(one, other[1:], slips - 1)
        or (one[:2] == other[1::-1] and within(one[2:], other[2:], slips - 1))
    )
