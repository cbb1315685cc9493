"""Words that no name has, and words in capitals, which tell none."""

from __future__ import annotations

from . import self_cues as cues
from .people_words import BRANDS, CIVIL, FIRMS, FUNCTION, KIN, PLACES, POSTS, STREET, TITLES
from .word_lists import joined, word_set
from .wording import TextWords

CALL = word_set("звонить звоните позвоните спросить спросите сураныз хабарласыныз")
_CUES = cues.CONTACT_FIRST | cues.INTRODUCTION_FIRST | cues.LINE_FIRST | cues.SIGNATURE_FIRST | cues.THANKS_FIRST
NO_NAMES = joined(
    BRANDS, FUNCTION, POSTS, KIN, CIVIL, STREET, PLACES, TITLES, FIRMS, CALL, _CUES, cues.PRESENTED_FIRST
)
UNCLES = word_set(
    "мама папа дядя тетя баба бабушка дед дедушка дяде тете бабе бабушке деду дядю тетю бабу бабушку деда"
)


def is_loud(words: TextWords, place: int) -> bool:
    """Whether the word is in capitals all through: where a text shouts, they tell no name."""
    typed = words.reading.plain[words.starts[place] : words.ends[place]]
    return len(typed) > 1 and typed.isupper()


def is_no_name(words: TextWords, place: int) -> bool:
    """Whether no name has the word: it is a small one, a post, a place; a letter with a full stop is an initial."""
    form = words.form(place)
    initial = len(form) == 1 and words.reading.plain.startswith(".", words.ends[place])
    return form in NO_NAMES and not initial
