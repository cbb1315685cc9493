"""Folds a word to the letters that people do not confuse, so that its usual misspellings become equal; counts the rest.

Rules
1. Kazakh letters fold to the Russian ones typed for them (қ → к, ө → о); ы, і, й and и are one letter.
2. A word with Latin letters is read by sound (Aqtau → актау), and by look where each of them looks like a
   Cyrillic one (AKTAY → актау). A 3 is read as З and a 0 as О.
3. Doubled letters count once, soft and hard signs not at all, and a Russian adjective loses its ending.
"""

from __future__ import annotations

import re
import unicodedata

_KAZAKH = str.maketrans("әғқңөұүһіїёйыэюящ", "агкноуухииеииеуаш", "ъьʼ'’")
_LOOKS = str.maketrans("ABCEHIKMOPTXYabceghikmnoprtuxy30", "АВСЕНІКМОРТХУавсеғһікмпоргтихуЗО")
_SOUNDS = (
    *(("shch", "ш"), ("sh", "ш"), ("zh", "ж"), ("dzh", "дж"), ("ch", "ч"), ("kh", "х"), ("gh", "г")),
    *(("ts", "ц"), ("ya", "я"), ("yu", "ю"), ("yo", "ё"), ("ş", "ш"), ("ç", "ч"), ("ý", "у"), ("ı", "ы")),
)
_LETTERS = str.maketrans("abcdefghijklmnopqrstuvwxyz", "абкдефгхижклмнопкрстуввхыз")
_ADJECTIVE = re.compile(r"(?<=...ск)(?:аа|ои|уу|ии|ое|ом|ого|им|их)$")
_DOUBLED = re.compile(r"(.)\1+")
# The blocks of letters that Unicode calls Latin: from Basic Latin to the IPA, and those for Vietnamese.
_LATIN = re.compile("[A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02af\u1e00-\u1eff]")


def fold(word: str) -> str:
    """*word* in the folded alphabet, read by its sound."""
    return readings(word)[0]


def readings(word: str) -> tuple[str, ...]:
    """The ways to read *word*: one as a rule, two for a Latin word that also looks like a Cyrillic one."""
    word = unicodedata.normalize("NFC", word)
    by_look = word.translate(_LOOKS)
    if not _LATIN.search(word):
        return (_fold_cyrillic(by_look),)
    by_sound = _fold_cyrillic(_by_sound(word))
    if _LATIN.search(by_look):
        return (by_sound,)
    return tuple(dict.fromkeys((by_sound, _fold_cyrillic(by_look))))


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


def _by_sound(word: str) -> str:
    word = word.casefold()
    for sound, letter in _SOUNDS:
        word = word.replace(sound, letter)
    plain = unicodedata.normalize("NFD", word)
    kept = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return kept.translate(_LETTERS)


def _fold_cyrillic(word: str) -> str:
    word = word.casefold().translate(_KAZAKH)
    return _DOUBLED.sub(r"\1", _ADJECTIVE.sub("", word))
