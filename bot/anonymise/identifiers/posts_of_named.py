"""Posts at the head of an institution that is called by its name: «председатель ОСИ «Усолка-71»».

Rules:
- the post leads («заведующая», «старший», «бас»), and the name of the institution stands with it: in quotation marks,
  as an adjective with a capital letter, or before it in Kazakh;
- offices of the state have their heads on their doors: they are not asked about.
"""

from __future__ import annotations

import re

from . import post_words as lists
from .post_phrases import first_of, is_kazakh, joined, last_of, with_marks
from .wording import TextWords

_HIGHER = ("главн", "старш", "ведущ", "бас", "ага")
_QUOTED = re.compile(r"(?P<of>(?: [^\W\d_]{2,16}){0,3}) [«\"“][A-ZА-ЯӘҒҚҢӨҰҮІ][^«»\"“”\n]{1,30}[»\"”]")
_ADJECTIVE = re.compile(r"[а-я]{4,}(?:ского|ской|нского|кого|кой|ова|ева)\Z")
_DESCRIBED = re.compile(r"(?:ого|ой|ей|его|ых)\Z")
"""«Аксайской пожарной части»: one more adjective."""
_OF_STATE = re.compile(
    r"(?<![а-я])(?:аким|министр|министрл|департамент|управлени|баскарма|прокур|полици|суд(?![а-я]{5})|сот |"
    r"облыс|област|республик|агентств|комитет|банк|департ|каласы[а-я]{0,4} аким|президент|мажилис|парламент|тжм|дчс|"
    r"цон|хкко|антикор|жкх|служб)"
)


def led_of_named(words: TextWords, place: int) -> tuple[int, int] | None:
    """The phrase of the post that is word *place*, if it leads an institution that is called by its name."""
    form = words.forms[place]
    higher = words.form(place - 1).startswith(_HIGHER) and words.gap_before(place) == " "
    if not (higher or form.startswith(lists.LED)):
        return None
    found = _behind_named(words, place) if is_kazakh(words, place) else _before_named(words, place, higher=higher)
    return None if found is None or _OF_STATE.search(words.reading.folded, *found) else found


def _before_named(words: TextWords, place: int, *, higher: bool) -> tuple[int, int] | None:
    """«председатель ОСИ «Усолка-71»», «завлаб Тобольского элеватора»."""
    start = words.starts[place - 1 if higher else place]
    quoted = _QUOTED.match(words.reading.plain, words.ends[place])
    if quoted and (not quoted["of"] or quoted["of"].split()[-1].isupper() or lists.HERE.search(quoted["of"].lower())):
        return start, quoted.end()
    last = last_of(words, place, 4)
    for named in range(place + 1, last):
        if words.is_capital(named) and _ADJECTIVE.search(words.forms[named]):
            more = named + 1 < last and _DESCRIBED.search(words.forms[named + 1]) is not None
            return start, words.ends[named + 1 + more]
    return None


def _behind_named(words: TextWords, place: int) -> tuple[int, int] | None:
    """«Мәдениет орманшылығының аға орманшысы», ««Еркетай» балабақшасының меңгерушісі»."""
    first = first_of(words, place)
    capital = next((back for back in range(place - 2, first - 1, -1) if words.is_capital(back)), None)
    if capital is None or not lists.HERE.search(words.reading.folded, words.ends[capital], words.ends[place]):
        return None
    if words.is_capital(capital - 1) and capital > first and words.gap_before(capital) == " ":
        capital -= not words.opens(capital - 1)
    quoted = words.gap_before(capital)[-1:] in ("«", '"', "“")
    if words.opens(capital) and not quoted:
        return None
    if not all(joined(words, back) for back in range(capital, place)):
        return None
    return with_marks(words.reading.folded, words.starts[capital]), words.ends[place]
