"""«Төрешпін ғой», «мен нысанкүлмін»: a name in no list with the Kazakh ending of the first person; for
`expected_names`.

Rules
- What names are put together of («-бек», «-күл») tells one beside «мен», «бұл», «ғой», typed small as well.
- Any other stands where hardly anything but a name or what somebody is does: trades, peoples, participles and cases
  are left out by their ends.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from . import self_cues as cues
from .expected_cues import GREETINGS
from .likely_names import ends_phrase
from .localities import is_town_in_case
from .name_parts import GIVEN
from .no_names import NO_NAMES, is_loud
from .post_words import is_post
from .word_lists import word_set
from .wording import TextWords

_LEAST = 7
"""Letters of the shortest name of four with its ending."""
_ENDING = re.compile(rf"{cues.FIRST_ENDING}\Z")
_COMPOUND = re.compile(
    r"(?:бек|хан|[гк]ул|жан|мух?амм?[еб]д|мбет|али|[гк]али|нур|улла|тай|мурат|болат|сулу|зада|темир|бурыл|бике|мырза|"
    r"[кг]елди|берди|пейил|сары|берген|галым|жамал|кыз|бала|шаш|кызы|улы|bek|khan|han|[gkq]ul|jan|zhan|nur|bike|myrza)\Z"
)
_BAI = ("бай", "bai", "bay")
"""«Салықбаймын» is a name with a capital only: «жазбаймын» is what one does not."""
_TOLD = word_set("мен бул тагы да кешеги баягы баяги сол иа ия men bul tagy агайын кайта кайтадан")
_GOES_ON = word_set("гой goi тагы осы баягы")
_NO_ENDS = (
    "кер", "ер", "ент", "ант", "ист", "лог", "ник", "щик", "чик", "ор", "дир", "сир", "сиз", "сыз", "дес", "дас",
    "ман", "ган", "ген", "кан", "кен", "тын", "тин", "дан", "ден", "тан", "тен", "нан", "нен", "мак", "мек", "пак",
    "пек", "бак", "лык", "лик", "дык", "дик", "тык", "тик", "дай", "дей", "тил", "лас", "лес", "тас", "тес", "шыл",
    "шил", "паз", "кой", "кеш", "ур", "ыр", "отыр", "тур", "жок", "сан", "нер",
    "gan", "gen", "kan", "ken", "qan", "dan", "den", "tan", "ten", "nan", "nen", "ent", "ist", "er", "or",
)  # fmt: skip
"""With what trades, participles, cases and «without …» end before the ending."""
_CASES = ("дан", "ден", "тан", "тен", "нан", "нен", "да", "де", "та", "те", "dan", "den", "tan", "ten", "nan", "nen")
_STATES = word_set(
    """
    казак орыс озбек уйгыр немис татар дунген шешен чешен карис корей турик курд киргыз тажик азербайжан поляк украин
    белорус еврей грек жетим жесир жалгыз дайын мугедек емес аман дурыс адал кедей науан аманат кандас бойдак карапайым
    аныкпын сонымен сырттан катал ауру сырткы ардагер шаруа балык таныс алыс жакын бейтаныс кинаси ренжулимин
    """
)
_VOWELS = "аеиыоуяюэйaeiouy"


def in_first_person(words: TextWords) -> Iterator[tuple[int, int]]:
    """Yield the words that name the writer so, each with the character at which its ending begins."""
    for place, form in enumerate(words.forms):
        if form[-1] in "нn" and len(form) >= _LEAST and form[-3] in "мпбmpb":
            ending = _ENDING.search(form)
            if ending and _is_name(words, place, form[: ending.start()]):
                yield place, words.starts[place] + ending.start()


def _is_name(words: TextWords, place: int, stem: str) -> bool:
    if stem in NO_NAMES or stem in _STATES or is_post(stem) or is_town_in_case(stem):
        return False
    capital = words.is_capital(place) and not is_loud(words, place)
    gap = words.gap_before(place)
    told = words.form(place - 1) in _TOLD and gap in (" ", ", ")
    goes_on = words.form(place + 1) in _GOES_ON and words.gap(place) == " "
    ended = goes_on or ends_phrase(words, place)
    if _COMPOUND.search(stem) or (capital and stem.endswith(_BAI)) or stem in GIVEN:
        return (told and (capital or ended)) or (ended and capital)
    opens = words.opens(place)
    if stem.endswith(_CASES if capital and not opens else _NO_ENDS):
        return False
    if capital and opens and ended and words.form(place - 1) in GREETINGS:
        return True
    if stem[-1] in _VOWELS:
        return capital and not opens and (told or goes_on or (gap == ", " and ended))
    if capital and not opens:
        return told or goes_on or (gap == ", " and ended)
    return ended and (told or goes_on) if not capital else goes_on or (ended and gap[:1] in ".!\n" and place > 0)
