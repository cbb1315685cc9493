"""Stems: what is left of a word without its endings, so that a text is found whatever form its words stand in.

Rules
1. A word is folded first (`bot/folding.py`): letters that people confuse are one.
2. It loses a Kazakh or a Russian ending, whichever leaves less, again and again as long as three letters are left:
   дәрігер-лер-дің, треб-ует, треб-овали. A Kazakh ending is one only behind the letters that it can follow.
3. A last г or к behind a consonant goes too (справк-а, деньг-и, денег); else a last б is a п, a last г a к (мектебі,
   мектеп).
4. Words of one or two letters say nothing and have no stem. Numbers are stems as they are.

Words that are not related may come to one stem: whoever searches then reads a case more.
"""

from __future__ import annotations

import re

from bot.folding import fold

LONGEST = 12
"""Letters of a stem that count."""
_TYPED = re.compile(r"[^\W_]+")
_SHORTEST = 3
_V, _VOICED, _MUTE = "[аеиоу]", "[бвгджзлмнр]", "[кпстфхцчшщ]"
_NOUN = "а|у|е|и|о|ои|еи|ом|ем|ам|ами|ах|ов|ев|их|им|ими|ого|его|ому|ему|ег|ок|ек|(?:к|ог)(?:а|у|и|е|ои|ам|ами|ах)|ог"
_VERB = "(?:ов|ев|ив)?[аеиу](?:л[аио]?|т|ет|ут|еш|в|вш|ущ)|ут|ат|ет|ит|иш|еш|ете|ите"
_KAZAKH = (
    f"(?:(?<=[аеиоур])л[ае]р|(?<={_VOICED})д[ае]р|(?<={_MUTE})т[ае]р)?"  # plural
    f"(?:и?миз|и?низ|(?<={_V})син?|ин?)?"  # whose
    f"(?:н[аеи]|нин|нд[ае]н?|(?<=[аибвгджзлмнр])дин?|(?<={_V}|{_VOICED})(?:г[ае]|д[ае]н?)|(?<={_MUTE})(?:тин?|к[ае]|т[ае]н?)"
    "|н[ае]н|[мбп]ен)?"  # case
    f"|(?<=[аеоу])[ндг]"  # what such an ending leaves of a Russian word: завод, завода
    f"|(?:г[ае]н|(?<={_MUTE})к[ае]н)(?:д[ае])?"  # has done
)
_ENDING = re.compile(f"(?:{_NOUN}|{_VERB}|{_KAZAKH})$")
_HARDER = {"б": "п", "г": "к"}
_HARD_END = re.compile(r"(?<=...)(?<![аеиоу])[гк]")


def stem_of(word: str) -> str:
    """The stem of one typed word, or nothing when it is too short to have one."""
    stem = fold(word)
    if len(stem) < _SHORTEST:
        return ""
    while (found := _ENDING.search(stem, _SHORTEST)) is not None and found[0]:
        stem = stem[: found.start()]
    if _HARD_END.fullmatch(stem, len(stem) - 1):
        stem = stem[:-1]
    return (stem[:-1] + _HARDER.get(stem[-1], stem[-1]))[:LONGEST]


def stems_in(text: str) -> frozenset[str]:
    """The stems of all words in *text*."""
    return frozenset(stem for word in _TYPED.findall(text) if (stem := stem_of(word)))
