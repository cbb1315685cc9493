"""What names a device: VIN, IMEI, serial numbers, MAC and IP addresses; a crypto wallet; an account of Telegram.

Rules:
- a form that nothing else has needs no word beside it; the others need one on the same line;
- all are of the second tier: whose device it is, only the writer knows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from .context import at_words, before, has_one, scan
from .kinds import IdentifierKind, Span
from .reading import Reading
from .word_lists import word_set

_VIN = re.compile(r"(?<![a-zа-я\d])[a-hj-npr-z\d]{17}(?![a-zа-я\d])")
_IMEI_CUE = re.compile(r"(?:imei|имей|имэй|имеи|айми|emei|емей)[а-яa-z]{0,4}(?:[ \-]?[12](?![\d.]))?[^\d\n]{0,24}\Z")
_IMEI_PARTS = ("imei", "име", "имэ", "айми", "emei", "емей")
_IMEI_GROUPED = re.compile(r"\d(?:[ \-./]{0,2}\d){13,15}(?!\d)")
"""IMEI in groups, with its check digits or without, rightly typed or not."""
_SERIAL = re.compile(
    r"(?:(?<![a-zа-я])(?:s/n|sn|с/н|imei|имей|имэй|вин|vin)(?:[ -]?(?:код\w{0,3}|номер\w{0,3}|code))?|"
    r"(?<![a-zа-я])(?:серийн\w{2,3}(?: ном\w{2,4})?(?: (?:на )?[а-яa-z]{3,12}(?= ))?|"
    r"(?:двигател\w{1,2}|мотор\w?|козгалткыш\w{0,6}) (?:№|ном\w{2,6})|"
    r"(?P<works>зав[. ]{0,2}(?:№|n|ном\w{0,5}\.?))|(?:заводск\w{2,3}|зауыт\w{0,5}) (?:№|ном\w{0,5}\.?)|"
    r"серия(?:сы[а-я]{0,3}|м[а-я]{0,3})?|сериялык ном\w{2,6}|serial(?: no| number)?|шасси|кузов\w?|"
    r"chassis))[ :№#\-–=(]{0,4}"
    r"(?P<number>(?=[a-zа-я\-]{0,8}\d)[a-zа-я\d][a-zа-я\d\-/]{4,24})"
)
_MAC = re.compile(
    r"(?<![a-f\d:\-])[a-f\d]{2}(?:([:\-])[a-f\d]{2})(?:\1[a-f\d]{2}){4}(?![a-f\d:\-])|"
    r"(?<![a-f\d.])[a-f\d]{4}\.[a-f\d]{4}\.[a-f\d]{4}(?![a-f\d.])"
)
_IP = re.compile(r"(?<![\d.])(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)(?![\d.]\d|\d)")
_IP6 = re.compile(r"(?<![a-f\d:])(?:[a-f\d]{1,4}:){2,7}(?::?[a-f\d]{1,4}){1,6}(?![a-f\d:])")
_WALLET = re.compile(
    r"(?<![A-Za-z\d])(?:[ZRUXE]\d{12}|T[1-9A-HJ-NP-Za-km-z]{33}|(?:bc1|ltc1|tb1)[a-z\d]{25,62}|0x[a-fA-F\d]{40}|"
    r"[13][1-9A-HJ-NP-Za-km-z]{25,34}|"
    r"[UE]Q[A-Za-z\d_\-]{46}|4[1-9A-HJ-NP-Za-km-z]{94}|[DLM][1-9A-HJ-NP-Za-km-z]{32,33})(?![A-Za-z\d])"
)
_USER_LINK = re.compile(r"tg://(?:user|openmessage)\?(?:user_)?id=(?P<number>\d{5,12})")
_TELEGRAM = (
    r"(?:телег[а-я]{0,6}|тг[а-я\-]{0,5}|tg|telegram[a-z]{0,5}|аккаунт[а-я]{0,5}|чат[а-я]{0,3}|chat|akkaunt[a-z]{0,4})"
)
_ID = r"(?:id|ид|айди[а-я]{0,4}|aidi[a-z]{0,3}|номер[а-я]{0,3}|номир[а-я]{0,4}|цифр[а-я]{0,3}|сан[а-я]{0,4})"
_USER_ID = re.compile(
    rf"(?<![а-яa-z])(?:{_TELEGRAM}[^\d\n.!?]{{0,24}}(?<![а-яa-z]){_ID}|"
    rf"{_ID}[^\d\n.!?]{{0,24}}(?<![а-яa-z]){_TELEGRAM}|user ?id|"
    rf"чат ?айди)[^\d\n.!?+]{{0,30}}(?P<number>\d{{6,12}})(?!\d)"
)
_ID_AFTER = re.compile(r"(?<![\d+])(?P<number>\d{7,12}) ?(?:-|деген )?(?:id|айди|ид)(?![а-яa-z]{3})")
_BARE_ID = re.compile(r"(?<![а-яa-z\d])(?:id|айди[а-я]{0,4}|userid)[ :=№]{1,3}(?P<number>\d{7,12})(?!\d)")


_SERIAL_HEADS = word_set("cha ime s ser sn vin вин зав зау име имэ куз с сер шас дви мот коз")
_ACCOUNT_PARTS = ("тел", "тг", "tg", "tel", "аккаунт", "чат", "chat", "akk", "id", "айди")
_RUN = re.compile(r"[A-Za-zА-Яа-я\d]{13,}")
_ID_LONG = re.compile(r"\d{6,12}(?!\d)")


def find_devices(reading: Reading) -> Iterator[Span]:
    """Yield what names a device, a wallet or an account of Telegram in *reading*, all of the second tier."""
    runs = [run for run in _RUN.finditer(reading.folded) if not run[0].isalpha()]
    for start, end in _numbers_of_devices(reading, runs):
        yield Span(start, end, IdentifierKind.DEVICE, certain=False)
    for run in runs:
        could = len(run[0]) > 24 or run[0][1:].isdigit()
        match = _WALLET.search(reading.plain, run.start(), run.end()) if could else None
        if match and any(char.isdigit() for char in match[0]):
            yield Span(match.start(), match.end(), IdentifierKind.WALLET, certain=False)
    folded = reading.folded
    long = any(scan(_ID_LONG, reading, bool, figures=False, least=6))
    if long and has_one(folded, _ACCOUNT_PARTS):
        for pattern in (_USER_LINK, _USER_ID, _BARE_ID, _ID_AFTER):
            for match in pattern.finditer(folded):
                yield Span(*match.span("number"), IdentifierKind.USER_ID, certain=False)


def _numbers_of_devices(reading: Reading, runs: list[re.Match[str]]) -> Iterator[tuple[int, int]]:
    folded = reading.folded
    for run in runs:
        mixed = not run[0].isdigit()
        is_vin = len(run[0]) == 17 and mixed and _VIN.match(folded, run.start()) is not None
        if is_vin:
            yield run.span()
    for match in scan(_IMEI_GROUPED, reading, _opens, figures=False, least=14) if has_one(folded, _IMEI_PARTS) else ():
        if _IMEI_CUE.search(before(folded, match.start(), 40)):
            yield match.span()
    if folded.count(".") > 2:
        yield from (match.span() for match in scan(_IP, reading, bool, figures=False, least=4))
    if folded.count(":") > 4 or folded.count("-") > 4:
        yield from (match.span() for match in _MAC.finditer(folded))
    for match in _IP6.finditer(folded) if folded.count(":") > 2 else ():
        if any(char in match[0] for char in "abcdef") or "::" in match[0]:
            yield match.span()
    for match in at_words(_SERIAL, _SERIAL_HEADS, reading):
        yield match.start("works" if match["works"] else "number"), match.end("number")


def _opens(match: re.Match[str]) -> bool:
    """Whether no letter is joined to the number: the 1 of «IMEI1» is not its first digit."""
    return not match.string[match.start() - 1 : match.start()].isalpha()
