"""Which code page the bytes of a Kazakh or Russian text are in, told by how usual the letters are that come out.

Rules

1. Each letter costs its rank: the usual ones of Russian or of Kazakh are cheap. In the right code page a text costs
   little; in a wrong one its letters are rare ones, signs of other scripts, frames, or words like «зАЯВЛЕНИЕ».
2. The cheapest reading wins, if it is cheap enough to be a text at all; on a draw the one that stands first.
"""

from __future__ import annotations

from collections.abc import Iterator

from bot.frozen import frozen

CODE_PAGES = ("cp1251", "kz1048", "koi8-r", "cp866", "ptcp154", "iso8859-5")
"""Windows and its Kazakh standard, Unix mail, DOS, the older Kazakh fonts of Windows, and a norm that is hardly used.

The code page of old Macs is left out: in capitals it is hard to tell from that of DOS, and nothing writes it now."""
RUSSIAN = "оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъё"
KAZAKH = "аеынтлрідсқкбмғоуйжөпүзгәшұңиявхюэьфцчщёъһ"
"""The letters from the most usual to the rarest, as in any count of letters; the order is near enough."""
USUAL_SIGNS = frozenset("«»—–№…“”„‘’•§°₸©\u00a0×±")
FRAMES = range(0x2500, 0x25A0)  # box drawing and blocks, which reports printed under DOS are full of
SIGN, FRAME, STRANGER, BROKEN_WORD = 6, 4, 45, 30
"""Costs: a usual sign and a frame that goes on weigh like a usual letter, what no such text holds more than any."""
TEXT_AT_MOST = 13.5
"""Measured: of 1,440 texts of 25 to 1,000 letters none cost more than 12.8 in its own code page; the words of other
languages and bytes without order cost 14 to 33 in the best of all."""
LOOKED_AT = 20_000  # bytes; a code page shows itself long before


@frozen
class PageReading:
    """Bytes read in one code page, and what it costs to believe it."""

    code_page: str
    cost: float


def find_code_page(content: bytes) -> str | None:
    """The code page of *content*; None when it reads as a Kazakh or Russian text in none."""
    readings = list(read_in_all(content))
    best = min(readings, key=lambda reading: reading.cost, default=None)
    return best.code_page if best is not None and best.cost <= TEXT_AT_MOST else None


def read_in_all(content: bytes) -> Iterator[PageReading]:
    """The reading of *content* in every code page in which all of it is defined."""
    for code_page in CODE_PAGES:
        try:
            text = content.decode(code_page)
        except UnicodeDecodeError:
            continue
        yield PageReading(code_page, cost_of(text[:LOOKED_AT]))


def cost_of(text: str) -> float:
    """What the signs beyond ASCII in *text* cost on average, by the ranks of the language that is the cheaper one."""
    foreign = [(place, sign) for place, sign in enumerate(text) if sign > "\x7f"]
    if not foreign:
        return 0.0
    return min(sum(costs_in(text, foreign, alphabet)) for alphabet in (RUSSIAN, KAZAKH)) / len(foreign)


def costs_in(text: str, foreign: list[tuple[int, str]], alphabet: str) -> Iterator[int]:
    """The cost of each of the *foreign* signs of *text* where *alphabet* is in use."""
    ranks = {letter: rank for rank, letter in enumerate(alphabet)}
    for place, sign in foreign:
        before, after = text[place - 1 : place], text[place + 1 : place + 2]
        if sign.lower() in ranks:
            is_broken = (sign.isupper() and before.islower()) or before.isascii() and before.isalpha()
            yield ranks[sign.lower()] + (BROKEN_WORD if is_broken else 0)
        elif ord(sign) in FRAMES:
            goes_on = sign in (before, after) or (before + after).strip() == ""
            yield FRAME if goes_on else STRANGER
        else:
            yield SIGN if sign in USUAL_SIGNS else STRANGER
