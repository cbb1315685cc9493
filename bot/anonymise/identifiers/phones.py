"""Telephone numbers as people write them.

Rules:
- 8, 7, +7 or 007 and ten more digits with anything small between; ten digits without the prefix when they
  begin with a mobile code of Kazakhstan; five to seven digits of a local number only after a cue word;
- numbers of other countries after + or 00, when `phonenumbers` calls them possible;
- numbers spelled in words are found by `spoken`;
- 8-800 numbers are hotlines of institutions and no person's: never flagged, like 102, 112, 1414;
- an amount or the number of a paper is no phone, unless a phone cue stands before it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from .context import at_words, before, belongs_to_paper, follows_number_sign, is_amount, scan
from .kinds import IdentifierKind, Span
from .reading import Reading
from .word_lists import word_set

_LINK = (
    r"(?:потом|далее|дальше|затем|еще|там|сосын|кейин|содан|артынан|плюс|дефис|тире|черточка|пробел|скобка|точка|"
    r"нукте|sosyn|keyin|sodan)"
)
_MARK = r"(?:[ \-()\[\]{}/_*'|~+\\:·•=\"…]|\.(?! )|(?<= )\. (?=\d)|,(?=\d))"
_GAP = rf"(?:{_MARK}{{0,3}}(?:,? ?{_LINK}[ ,:\-]{{1,2}})?)"
_LONG = re.compile(
    rf"(?P<prefix>(?<=\+)7|(?<=\+ )7|00{_GAP}7|8{_GAP}10{_GAP}7|[78](?={_GAP}[346789]))"
    rf"(?P<rest>(?:{_GAP}\d){{10}})(?!\d)"
)
_PLUS = re.compile(r"\+ {0,2}\Z")
_SPOKEN_PREFIX = re.compile(r"(?<![а-я])(?:плюс )?(?:восемь|восьмерка|сегиз|семь|жети|семерка)[ ,\-:]{1,3}\Z")
_SHORT = re.compile(rf"7(?<![+/]7)(?<!\d[.,-]7)(?:{_MARK}?[0-7]{_MARK}?\d)(?:{_MARK}{{0,3}}\d){{7}}(?!\d)")
_MISTYPED = re.compile(r"\d(?:[ \-()]{0,2}\d){8}(?:(?:[ \-()]{0,2}\d){3}|[ \-()]{0,2}\d)?(?![ \-./]?\d)")
_MOBILE_START = re.compile(r"8?7(?:0[0-8]|47|5[01]|6[0-4]|7[15678])|7?7(?:0[0-8]|47|5[01]|6[0-4]|7[15678])")
_SURE_CUE = re.compile(
    r"(?<![а-яa-z])(?:тел(?:ефон[а-я]{0,6})?|сот(?:ов[а-я]{2}|к[а-я]|ым)?|моб(?:ильн[а-я]{2})?|ватсап[а-я]{0,4}|вотсап[а-я]{0,4}|"
    r"уатсап[а-я]{0,4}|whatsapp|позвоните|звоните|звонить|хабарлас[а-я]{0,8}|байланыс[а-я]{0,6})\.?[^\d\n.!?]{0,16}\Z"
)
"""Behind it a mobile number with a digit too many or too few is one all the same."""
_ABROAD = re.compile(r"(?:(?<=\+)|(?<=\+ )|00 ?)[1-9](?:[ \-.()/]{0,2}\d){7,14}(?!\d)")
_NEIGHBOUR_CODES = ("998", "996", "992", "375", "380", "374", "994", "995")
_NEIGHBOURS = re.compile(rf"(?:{'|'.join(_NEIGHBOUR_CODES)})(?:[ \-()]{{0,2}}\d){{9}}(?!\d)")
_LOCAL_CUE = re.compile(
    r"(?<![а-яa-z])(?:т(?=\.)|тел(?:ефон\w{0,8})?|факс|домашн\w{2}|городск\w{2}|рабоч\w{2}|(?:дом|раб|уй|uy|"
    r"сот)\s?[.:](?=[^\d\n]{0,3}\d\d[- ]\d\d[- ]\d\d)|номерим\w{0,3}|"
    r"номиримиз?|номирим|мой номер|наш номер|звоните|звони|наберите|конырау\s?шал\w{0,8}|хабарлас\w{0,10}|"
    r"tel(?:efon\w{0,6})?|nomirim|nomerim|habarlas\w{0,8}|konyrau shal\w{0,6})"
    r"(?:\s?/\s?факс)?[\s.:№n,()\-]{0,4}"
    r"(?:(?:дом|раб|уй|номер\w{0,5}|номир\w{0,5}|уйдин|гор|сот|мой|менин|домашний|городской|рабочий|uy|nomiri?)"
    r"[\s.:№,\-]{1,4}){0,2}"
)
_LOCAL_HEADS = word_set("hab kon nom tel uy гор дом зво кон мой наб наш ном раб сот т тел уй фак хаб")
_LOCAL = re.compile(
    r"(?:\(?\d{4,5}\)[ -]?)?(?:\d{2}[ .\-]\d{2}[ .\-]\d{2}|\d{3}[ -]\d{3}|\d{3}[ -]\d{2}[ -]\d{2}|"
    r"\d[ -]\d{2}[ -]\d{2}|\d{5,7})"
    r"(?!\d)(?![-./]\d)"
)
_AND_LOCAL = re.compile(
    r"(?:[ ,;/]{1,3}|\n)(?:(?:или|либо|и|ли|не|немесе|жане|дом\w{0,6}|раб\w{0,5}|город\w{0,4}|уй|сот|моб|факс|тел)\.?"
    r"[ :]{1,2}){0,2}(?P<number>\(?(?:\d{2}[ .\-]\d{2}[ .\-]\d{2}|\d{3}[ \-]\d{3}|\d{3}[ \-]\d{2}[ \-]\d{2}|\d{5,6}))"
    r"(?!\d)(?![-./]\d)"
)
_LAST_DIGITS = re.compile(r"/(?P<number>\d{2})(?![\d/.\-])")
_EXTENSION = re.compile(r"[ ,(]{1,3}(?:доб|вн|внутр|ишки|ext)[а-яa-z]{0,8}\.?[ :№]{0,2}\d{1,5}\)?")
_LOCAL_THEN_CUE = re.compile(
    r"(?<![\d.,/\-])(?P<number>\d{2}[ \-]\d{2}[ \-]\d{2}|\d{6}|\d[ \-]\d{2}[ \-]\d{2})[\s,\-–(]{1,3}"
    r"(?:бул\s|это\s|мой\s)?(?:(?:уй|дом\w{0,6}|раб\w{0,5}|городской|uy)\.?\s)?(?:тел(?![а-я])|телефон|номер\w{0,4}|"
    r"tel)"
)
_SHORT_CUE = re.compile(r"(?:дом|раб|уй|uy|сот)\s?[.:]")
_CUE = re.compile(
    r"(?:(?<![а-яa-z])(?:тел|tel|моб|mob|сот|сотка|sot|ном|т)(?![а-яa-z])|телефон|telefon|phone|уялы|uy?aly|номер|"
    r"номир|nomir|nomer|байланыс|bai?lanys|whats|ватсап|вотсап|вацап|вадсап|уатсап|vat[cs]ap|votsap|вайбер|"
    r"viber|"
    r"мобильн|сотов|звони|позвон|набери|хабарлас|habarlas|khabarlas|конырау|qonyrau|согыныз|контакт|связь|связи|"
    r"перезвон)"
)
_KZ_MOBILE = re.compile(r"7(?:0[0-8]|47|5[01]|6[0-4]|7[15678])")
_OF_SERIES = re.compile(r"[a-zа-я]-\Z")
"""«КСП-88140271934»: letters joined to a number make it a receipt's."""
_DECIMAL_BEFORE = re.compile(r"\d[.,]\Z")
_PUBLIC = re.compile(
    r"(?<![а-яa-z])(?:водоканал[а-я]{0,3}|акимат[а-я]{0,4}|тел[а-я.]{0,7} доверия|больниц[а-я]{1,3}|"
    r"поликлин[а-я]{1,4}|школ[а-я]{1,2}|отдел[а-я]{0,3}|управлени[а-я]{1,2}|прием?н[а-я]{2,4}|"
    r"кабылдау бо?лме[а-я]{0,4}|регистратур[а-я]{1,2}|тиркеу бо?лими|call|колл?(?:[ -]?центр[а-я]{0,2})?(?![а-я])|"
    r"горяч[а-я]{2,3} лини|"
    r"сеним телефон|телефон доверия|диспетчер[а-я]{0,4}|аварийн[а-я]{2,4}|дежурн[а-я]{2,4}|кезекши)"
)
_NATURAL = ([10], [3, 7], [3, 3, 4], [3, 3, 2, 2], [3, 4, 3], [3, 2, 2, 3], [3, 2, 3, 2])
_CALLED_AFTER = re.compile(
    r"[ ,(\-]{1,3}(?:это |бул )?(?:дом(?:ашн[а-я]{2,3})?|раб(?:оч[а-я]{2,3})?|город[а-я]{2,4}|"
    r"тел(?:ефон[а-я]{0,3})?|уй|uy)"
    r"(?![а-яa-z])"
)
"""«7152 468119 дом»: a number of a town, called so behind it."""
_MOST_GROUPS = 5
_OF_DEVICE = re.compile(r"(?:imei|имей|имэй|имеи)[а-яa-z]{0,4} \Z")
"""«имей телефона 35 69 38 …»: a device's."""
_ZEROS = re.compile(r"000")
_HOTLINE = re.compile(r"80[0-9]")
_GROUP = re.compile(r"\d+")
_DATE = re.compile(r"(?<!\d)\d{1,2}\.\d{2}\.(?:19|20)\d{2}(?!\d)")


def find_phones(reading: Reading) -> Iterator[Span]:
    """Yield the telephone numbers of *reading*, vetoes applied."""
    figures = reading.figures
    known = set()
    for pattern, accepts in ((_LONG, _is_long_phone), (_SHORT, _is_short_phone)):
        for match in scan(pattern, reading, accepts, least=10):
            known.add(match.start())
            yield from _with_more(figures, _with_plus(match), match.end())
    if "+" in figures or "00" in figures:
        for match in scan(_ABROAD, reading, lambda found: _end_abroad(found) is not None, least=8):
            if match.start() in known:
                continue
            yield Span(_with_plus(match), _end_abroad(match) or match.end(), IdentifierKind.PHONE)
    near = "99" in figures or "37" in figures or "380" in figures
    for match in scan(_NEIGHBOURS, reading, lambda found: has_phone_cue(figures, found.start())) if near else ():
        yield Span(match.start(), match.end(), IdentifierKind.PHONE)
    for match in scan(_MISTYPED, reading, _is_mistyped, least=9):
        if match.start() not in known:
            yield Span(_with_plus(match), match.end(), IdentifierKind.PHONE)
    yield from _find_local(reading)


def _is_mistyped(match: re.Match[str]) -> bool:
    """Whether it is a mobile number with a digit too many or too few, right behind a telephone's word."""
    figures, start = match.string, match.start()
    digits = re.sub(r"\D", "", match[0])
    if len(digits) not in (9, 10, 12) or not _MOBILE_START.match(digits) or is_amount(figures, match.end()):
        return False
    earlier = before(figures, start, 44)
    return _SURE_CUE.search(_PLUS.sub("", earlier)) is not None


def _find_local(reading: Reading) -> Iterator[Span]:
    """Numbers without a code, beside a cue word."""
    figures = reading.figures
    for cue in at_words(_LOCAL_CUE, _LOCAL_HEADS, reading, figures=True):
        local = _LOCAL.match(figures, cue.end())
        if _SHORT_CUE.match(cue[0]) and not has_phone_cue(figures, cue.start()):
            continue
        if _OF_DEVICE.search(before(figures, cue.start(), 12)):
            continue
        if local and not is_amount(figures, local.end()) and not _DATE.search(local[0]):
            yield from _with_more(figures, local.start(), local.end())
    if "тел" in figures or "номер" in figures or "tel" in figures:
        for match in _LOCAL_THEN_CUE.finditer(figures):
            yield Span(*match.span("number"), IdentifierKind.PHONE)


def _with_plus(match: re.Match[str]) -> int:
    """Where the number begins, with the plus before it."""
    figures, start = match.string, match.start()
    if figures[start - 1 : start] in (" ", "-", ",", ":") and (
        said := _SPOKEN_PREFIX.search(before(figures, start, 16))
    ):
        return start - len(said[0])
    plus = _PLUS.search(before(figures, start, 3))
    return start - len(plus[0]) if plus else start


def _end_abroad(match: re.Match[str]) -> int | None:
    """Where the number of another country ends: what follows it may be another's."""
    figures, plus = match.string, "" if match[0].startswith("00") else "+"
    for group in reversed(list(_GROUP.finditer(match[0]))):
        number, end = plus + match[0][: group.end()], match.start() + group.end()
        if not is_amount(figures, end) and _is_possible(number):
            return end
    return None


def _with_more(figures: str, start: int, end: int) -> Iterator[Span]:
    """The number from *start* to *end* with its extension, and the numbers of its list that follow it."""
    if match := _EXTENSION.match(figures, end):
        end = match.end()
    yield Span(start, end, IdentifierKind.PHONE)
    while match := _AND_LOCAL.match(figures, end) or _LAST_DIGITS.match(figures, end):
        if is_amount(figures, match.end()) or _DATE.match(figures, match.start("number")):
            return
        yield Span(*match.span("number"), IdentifierKind.PHONE)
        end = match.end()


def has_phone_cue(figures: str, start: int) -> bool:
    """Whether the words before *start* announce a telephone number."""
    return _CUE.search(before(figures, start, 36)) is not None


def _is_long_phone(match: re.Match[str]) -> bool:
    figures, start = match.string, match.start()
    number = re.sub(r"\D", "", match["rest"])
    if _HOTLINE.match(number) or _is_sum(match, number) or _DATE.search(match[0]):
        return False
    if not _KZ_MOBILE.match(number) and is_public(figures, start, match.end()):
        return False
    if len(match["prefix"]) > 1 or _PLUS.search(before(figures, start, 3)):
        return True
    if number[0] not in "679348" or _DECIMAL_BEFORE.search(before(figures, start, 2)):
        return False
    groups = [len(group) for group in re.findall(r"\d+", match[0])]
    if belongs_to_paper(figures, start):
        return False
    if has_phone_cue(figures, start):
        return True
    if _OF_SERIES.search(before(figures, start, 3)):
        return False
    if follows_number_sign(figures, start) and len(groups) == 1:
        return False
    if number[0] == "7":
        return number[1] in "01234567"
    return number[0] == "9" or (len(groups) > 2 and groups[0] == 1)


def _is_short_phone(match: re.Match[str]) -> bool:
    figures, start = match.string, match.start()
    number = re.sub(r"\D", "", match[0])
    if _is_sum(match, number) or belongs_to_paper(figures, start) or _DATE.search(match[0]):
        return False
    if not _KZ_MOBILE.match(number) and is_public(figures, start, match.end()):
        return False
    groups = [len(group) for group in re.findall(r"\d+", match[0])]
    if has_phone_cue(figures, start) or figures[start - 1 : start] == "(":
        return True
    if _CALLED_AFTER.match(figures, match.end()) and number[1] in "123" and len(groups) < _MOST_GROUPS:
        return True
    if follows_number_sign(figures, start) or not _KZ_MOBILE.match(number):
        return False
    if _SPOKEN_PREFIX.search(before(figures, start, 16)):
        return True
    return (
        groups in _NATURAL
        or set(groups) == {1}
        or groups[0] == 3 and len(groups) < 6 and groups[-1] > 1 and _ends_line(figures, match.end())
        or (min(groups) > 1 and groups[-1] != 1 and not _ZEROS.search(number))
    )


def _ends_line(figures: str, end: int) -> bool:
    """Whether nothing else is said on the line: «Фарида 701 446 3 972»."""
    return not figures[end:].partition("\n")[0].strip(" .,!)")


def is_public(figures: str, start: int, end: int) -> bool:
    """Whether the sentence says that the line is an institution's: a reception, a call centre, a hotline."""
    later = re.split(r"[.!?\n]", figures[end : end + 40], maxsplit=1)[0]
    return _PUBLIC.search(before(figures, start, 40)) is not None or _PUBLIC.search(later) is not None


def _is_sum(match: re.Match[str], number: str) -> bool:
    """Whether it is an amount: a currency follows, and its digits stand in thousands or in none of a phone's ways."""
    groups = [len(group) for group in re.findall(r"\d+", match[0])]
    thousands = len(groups) > 2 and groups[0] <= 3 and set(groups[1:]) == {3}
    if thousands and len(groups) == 4 and groups[0] == 2:
        return not (_KZ_MOBILE.match(number) and _is_alone(match))
    return is_amount(match.string, match.end()) and (thousands or _KZ_MOBILE.match(number) is None)


def _is_alone(match: re.Match[str]) -> bool:
    """Whether nothing else stands on the line."""
    opened = match.string[: match.start()].rpartition("\n")[2]
    return not opened.strip(" ") and _ends_line(match.string, match.end())


def _is_possible(number: str) -> bool:
    """Ask `phonenumbers`, which is imported at the first foreign number only."""
    import phonenumbers

    digits = re.sub(r"\D", "", number)
    try:
        parsed = phonenumbers.parse("+" + digits.removeprefix("00"), None)
    except phonenumbers.NumberParseException:
        return False
    return phonenumbers.is_valid_number(parsed) or (number.startswith("+") and phonenumbers.is_possible_number(parsed))
