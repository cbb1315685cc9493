"""Bank cards and accounts (IBAN).

Rules:
- sixteen digits with a right Luhn digit are a card; after a cue word a wrong digit is forgiven;
- KZ, two digits and sixteen more letters or digits are an account even if mistyped, Cyrillic К and З too;
  other countries' accounts only with a right check.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from .context import before, belongs_to_paper, follows_number_sign, scan
from .kinds import IdentifierKind, Span
from .reading import Reading

_SIXTEEN = re.compile(r"\d(?<![\d/]\d)(?:(?:[ \-_]|\.(?! )){0,3}\d){15}(?!\d)(?!/\d)")
_LONGER = re.compile(r"\d(?<![\d/]\d)(?:\d{14}|\d{16,18})(?![\d/])")
_HIDDEN = re.compile(r"(?<!\d)\d{4}[ -]?\d{2}[\dxх*•]{2}[ -]?[*xх•]{4}[ -]?\d{4}(?!\d)")
_CARD_CUE = re.compile(
    r"(?<![а-яa-z])(?:карт(?:а|ы|у|е|ой|очк[а-я]{1,2}|ам[а-я]{0,4}|асы[а-я]{0,3}|ага|ада)|card|kart[ay][a-z]{0,4}|"
    r"каспи[а-я]{0,5}|kaspi[a-z]{0,3}|"
    r"голд|gold|visa|виза|мастер ?кард|mastercard|халык банк|halyk|аудар[а-я]{0,8}|audar[a-z]{0,6}|"
    r"перев[ео][а-я]{1,6}|скин[ьу][а-я]{0,4}|"
    r"салды[а-я]{0,4}|салын[а-я]{1,4}|салам|салыпт?[а-я]{0,4})(?![а-яa-z])"
)
_CARD_CALLED = re.compile(r"(?<![а-яa-z])(?:карт[а-я]{1,5}|каспий?|kaspi|голд|gold)[ :№\-(]{1,3}\Z")
"""Right before sixteen digits it makes them a card's however they are grouped."""
_CARD_IN_SENTENCE = re.compile(
    r"(?<![а-яa-z])(?:карт(?:а|ы|у|е|ой|ам|амнан|очк[а-я]{1,2})|kart[ay][a-z]{0,4})(?![а-я])"
    r"[^.!?\n]*\Z"
)
"""Sixteen digits in fours are a card's wherever in their sentence its word stands before them."""
_PAID_TO = re.compile(r" ?-?(?:ге|га|ка|ке)? (?:[а-я]{2,12} )?(?:аудар|салы[мнпс]|сал(?:ды|ган)|перев[ео]|скин|жибер)")
"""«4400430211879053-ға аударыңыз»."""
_CARD_NEXT = re.compile(r" (?:деген )?(?:карт(?:а|ы|у|ой|очк)|карточка|карта|kart)")
"""«5169 … карточкаға салдым»: what the number is, said right behind it."""
_KZ = re.compile(r"(?<![a-z\d])k[ \-]?z[ \-]?(?:[\do][ \-.]?){2}(?:[ \-.]?[a-z\d]){16}(?![a-z\d])")
_IBAN_START = re.compile(r"[kк][ \-]?[zз][ \-]?[\doо]|[a-z]{2}\d\d[a-z\d]")
_KZ_CUED = re.compile(r"(?<![a-z\d])kz\d{2}[a-z\d]{11,19}(?![a-z\d])")
_IBAN_CUE = re.compile(r"(?:iban|ибан|иик|жск|iik|счет|шот|schet|shot)")
_FOREIGN = re.compile(r"(?<![a-z\d])(?!kz)[a-z]{2}\d{2}[a-z\d]{11,30}(?![a-z\d])")
_LATIN = str.maketrans("авекмнорстухзиј", "abekmhopctyxzij")


def find_accounts(reading: Reading) -> Iterator[Span]:
    """Yield the cards and the accounts of *reading*."""
    figures = reading.figures
    for pattern in (_SIXTEEN, _LONGER):
        for match in scan(pattern, reading, _is_card, least=15):
            yield Span(match.start(), match.end(), IdentifierKind.CARD)
    if "*" in figures or "•" in figures or "x" in figures or "х" in figures:
        for match in scan(_HIDDEN, reading, bool, figures=False):
            yield Span(match.start(), match.end(), IdentifierKind.CARD)
    yield from _find_ibans(reading)


def _find_ibans(reading: Reading) -> Iterator[Span]:
    if not _IBAN_START.search(reading.folded):
        return
    latin = reading.folded.translate(_LATIN)
    if "z" in latin:
        for match in _KZ.finditer(latin):
            digits = sum(char.isdigit() for char in match[0])
            cued = _IBAN_CUE.search(before(reading.folded, match.start(), 40))
            if digits >= 9 or (digits >= 3 and cued) or _is_iban(match[0]):
                yield Span(match.start(), match.end(), IdentifierKind.IBAN)
        for match in _KZ_CUED.finditer(latin):
            if _IBAN_CUE.search(before(reading.folded, match.start(), 40)):
                yield Span(match.start(), match.end(), IdentifierKind.IBAN)
    for match in _FOREIGN.finditer(latin):
        if _is_iban(match[0]):
            yield Span(match.start(), match.end(), IdentifierKind.IBAN)


def _is_iban(account: str) -> bool:
    """Ask `stdnum`, which is imported at the first foreign account only."""
    from stdnum import iban

    return bool(iban.is_valid(account.replace(" ", "").replace("-", "")))


def _is_card(match: re.Match[str]) -> bool:
    figures = match.string
    digits = re.sub(r"\D", "", match[0])
    cued = _CARD_CUE.search(before(figures, match.start(), 36)) is not None
    if belongs_to_paper(figures, match.start()) or follows_number_sign(figures, match.start()):
        return False
    groups = [len(group) for group in re.findall(r"\d+", match[0])]
    luhn = len(digits) == 16 and digits[0] in "23456" and _has_luhn_digit(digits)
    cued = cued or (luhn and _CARD_CUE.search(figures, match.end(), match.end() + 24) is not None)
    cued = cued or (len(groups) in (1, 4) and _CARD_NEXT.match(figures, match.end()) is not None)
    cued = cued or (len(groups) in (1, 4) and digits[0] in "45" and _PAID_TO.match(figures, match.end()) is not None)
    if cued and (luhn or len(groups) in (1, 4)):
        return True
    if len(digits) == 16 and digits[0] in "245":
        if groups == [4, 4, 4, 4] and _CARD_IN_SENTENCE.search(before(figures, match.start(), 100)):
            return True
        if digits[0] in "45" and _CARD_CALLED.search(before(figures, match.start(), 14)):
            return True
    return luhn and groups in ([16], [4, 4, 4, 4], [8, 8])


def _has_luhn_digit(digits: str) -> bool:
    doubled = sum(sum(divmod(2 * int(digit), 10)) for digit in digits[-2::-2])
    return (doubled + sum(map(int, digits[-1::-2]))) % 10 == 0
