"""Days on which somebody was born: a date beside a word of birth. Whose it is, only the writer knows.

Rules:
- a date alone is an event's; «г.р.», «родилась», «туған күнім», «ж.т.» beside it on the same line make it a birthday;
- a year alone counts beside such a word as well: «1979 г.р.».
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from .context import before, scan
from .kinds import IdentifierKind, Span
from .name_parts import GIVEN
from .reading import Reading

MONTH = (
    r"(?:январ|феврал|март|апрел|ма[йя]|июн|июл|август|сентябр|октябр|ноябр|декабр|кантар|акпан|науры|сауир|мамыр|"
    r"маусым|"
    r"(?:янв|фев|мар|апр|авг|сент?|окт|нояб?|дек)(?![а-я])|шилде|тамыз|кыркуйек|казан|караша|желтоксан|qantar|aqpan|akpan|nauryz|sauir|mamyr|mausym|shilde|tamyz|qyrkuiek|"
    r"kyrkuiek|qazan|kazan|qarasha|karasha|jeltoqsan|zheltoksan)[а-яa-z]{0,6}"
)
_YEAR = r"(?:19[2-9]\d|20[0-2]\d)"
_YEARED = (
    rf"{_YEAR}(?: ?-? ?(?:го(?: года)?(?![а-я])|г(?:од[а-я]{{0,3}})?(?![а-я])\.?|"
    rf"ж(?:ыл[а-я]{{0,4}})?(?![а-я])(?!\. ?т)\.?|"
    rf"j[yi]l[a-z]{{0,4}}|"
    rf"zh?yl[a-z]{{0,4}}))?"
)
_DATE = re.compile(
    rf"(?<![.\-/])(?:{_YEARED},? {MONTH} айы[а-я]{{0,4}}(?= (?:туг|туыл|дун))|\d{{1,2}}(?:[.\-/]|"
    rf" [.\-/] )(?:\d{{1,2}}|{MONTH})(?:[.\-/]| [.\-/] )(?:{_YEAR}|\d\d)(?![\d/])|"
    rf"\d{{1,2}}(?:-?(?:го|е|ши|шы|нши|ншы|shi|shy))? {MONTH},? {_YEARED}|"
    rf"{_YEARED}[,.]? ?(?:в )?\d{{1,2}}[ -]?(?:го )?{MONTH}|"
    rf"{_YEARED},? {MONTH} ?(?:айы[а-я]{{0,4}} ?)?(?:нын |нин )?(?:\d{{1,2}}|[а-я]{{3,12}})(?:-?[иы]?н?[дштс][аеиы]|"
    rf"-?shi|-?i)?(?![\d])|"
    rf"\d\d ?(?:жыл[а-я]{{0,4}}|год[а-я]?),? {MONTH} ?[а-я]{{0,12}}|"
    rf"{_YEAR} (?:жылгы|года рождения|г\\.? ?р\\.?),? \d{{1,2}} {MONTH}|"
    rf"\d{{4}}[-/.]\d{{2}}[-/.]\d{{2}}(?!\d)|"
    rf"{_YEAR} ?г?\.?,? (?:0[1-9]|[12]\d|3[01])\.(?:0[1-9]|1[0-2])(?![\d.])|"
    rf"\d{{1,2}}(?:-?(?:го|е|ши|шы|нши|ншы))? {MONTH}(?![а-яa-z])(?! (?:19|20)\d\d)|"
    rf"(?:0[1-9]|[12]\d|3[01])[., ](?:0[1-9]|1[0-2])[., ](?:19[2-9]\d|20[0-2]\d)(?!\d)|"
    rf"(?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2])(?:19[2-9]\d|20[0-2]\d)(?!\d)|(?:0[1-9]|[12]\d|3[01])\.(?:0[1-9]|"
    rf"1[0-2])\.?(?![\d.])|"
    rf"[2-9]\d ?-?(?:жылгы[а-я]{{0,5}}|ши жылгы[а-я]{{0,5}}|шы жылгы[а-я]{{0,5}}|го(?: года)?|года?)(?![а-я])|"
    rf"{_YEARED}(?![\d])(?!-\d))"
)
BORN_BEFORE = re.compile(
    r"(?<![а-яa-z])(?:рожден[а-я]{0,3}|родил[а-я]{1,3}|рожд|д\.? ?р|г\.? ?р|тугын|туган[а-я]{0,3}|туыл[а-я]{2,6}|"
    r"туган кун[а-я]{0,5}|"
    r"tu[gq]h?an[a-z]{0,3}|tu[yw]l[a-z]{2,6}|born|birth[a-z]{0,3}|birthday|dob)(?![а-яa-z]{4})\.?[^\n.!?;\d]{0,24}\Z"
)
BORN_AFTER = re.compile(
    r"[ ,(]{0,3}(?:-?(?:г|года?|жыл[а-я]{0,4}|ж|j[yi]l[a-z]{0,4}|кун[иы]|куни)\.?,? ?)?(?:г\. ?р|года? р[ .]|"
    r"гр(?![а-я])|"
    r"жылгымын|жылгымыз|рожд[а-я]{0,6}|р\.|г?/ ?р|дуниеге|др(?![а-я])|д\.р|иин|жсн|род(?:ил[а-я]{0,4})?(?![а-я])|"
    r"ж\. ?т|туг?ан|туыл|tu[gq]h?an|"
    r"tu[yw]l|born)"
)
_MARK = re.compile(r" ?(?:г\.? ?р\.?|(?:года )?рождения|ж\. ?т\.?)(?![а-я])")
SELF_AFTER = re.compile(r"[ ,]{0,3}(?:я |мен |оз[иы]м )?(?:родил[а-я]{1,3}|туган|туыл)[а-я]{0,6}")
_CHILD_BEFORE = re.compile(r"(?:ребен[а-я]{1,4}|сын[а-я]{0,3}|доч[а-я]{1,4}|балам?|улым?|кызым?)(?: [а-я]{2,14})? \Z")
_OF_AGE = re.compile(r"(?:мне|по паспорту|паспорт\w{0,2} говорит)[^\n.!?;\d]{0,24}(?:с|от) \Z")


_FULL = re.compile(rf"\d{{1,2}}(?:[.\-/ ]\d{{1,2}}[.\-/ ]| {MONTH},? )(?P<year>(?:19|20)\d\d).{{0,6}}")
_YEAR_FIRST = re.compile(
    rf"(?P<year>{_YEAR}) ?-?(?:го )?(?:жыл[а-я]{{0,4}}|ж\.?|года рождения|г\.? ?р\.?|г(?:од[а-я]?)?\.?)[,.]? "
    rf"\d{{1,2}}(?:-?го)? {MONTH}"
)
_IN_FIGURES = re.compile(rf"(?P<year>{_YEAR})(?:[-/.]\d\d[-/.]\d\d| ?г?\.?,? \d\d\.\d\d)")
LATEST = 2012
"""A full date of so long ago is a birthday rather than a day on which something happened; whose, is asked."""
OF_A_PAPER = re.compile(
    r"(?<![а-яa-z])(?:с|от|со|№|приказ[а-я]{0,3}|закон[а-я]{0,3}|буйрык[а-я]{0,4}|зан[а-я]{0,4}|договор[а-я]{0,3}|"
    r"постановлени[а-я]{1,3}|каулы[а-я]{0,4})[ ,:]{1,2}\Z"
)
SINCE = re.compile(r" ?(?:г\.?|года?|жыл[а-я]{0,4})?,? ?(?:№|бастап|бери|по )")


_CHILD_NAMED = re.compile(
    r"(?<![а-я])(?:ребен[а-я]{1,4}|сын[а-я]{0,3}|доч[а-я]{1,4}|двойн[а-я]{1,3}|внук[а-я]?|внучк[а-я]|моего|моей|мои|дети|"
    r"бала(?:м|мнын|сы|лары[а-я]{0,3})?|улы?м?|кызы?м?|немере[а-я]{0,3})(?![а-я])[^.!?\n\d]{0,30}?"
    r"(?<![а-я])(?P<name>[а-я]{3,16}),? \Z"
)
_AGED_AFTER = re.compile(
    r"[^\n.!?;]{0,30}(?:исполн[а-я]{3,8}|юбиле[йя]|день рождени|днюх|жаска|толам|толады|зейнетке шыг|туган кун)"
)
_AGED_BEFORE = re.compile(
    r"(?:исполн[а-я]{3,8}(?: уже)?(?: \d\d)?(?: лет| год[а-я]?)?|юбиле[йя]|день рождения|днем рождения|"
    r"туган кун[а-я]{0,5})"
    r"[^\n.!?;\d]{0,20}\Z"
)
_I_BEFORE = re.compile(r"(?<![а-яa-z])(?:я|мен|мне|маган)(?: с)? \Z")
_MONTH_BEFORE = re.compile(rf"(?<![а-яa-z])(?:\d{{1,2}} )?{MONTH} \Z")
_NAMED_BEFORE = re.compile(r"[^\W\d_]{3,}(?: [^\W\d_]\.){0,2},? \(?\Z")
_NAMED_AFTER = re.compile(r" ?(?:г\.?|года?|ж\.?|жылгы)?(?= ?[,.)\n]|\Z)")
_NAMED_LATEST = 2006


def find_births(reading: Reading) -> Iterator[Span]:
    """Yield the birthdays of *reading*, all of the second tier."""
    folded = reading.folded
    for match in scan(_DATE, reading, bool, figures=False):
        start, end = match.span()
        earlier = before(folded, start, 44)
        has_day = not match[0][:4].isdigit() or len(match[0]) > 10 or match[0].endswith("жылгы")
        of_child = has_day and (_CHILD_BEFORE.search(earlier) or _OF_AGE.search(earlier))
        of_child = of_child or (_FULL.fullmatch(match[0]) if _is_childs(reading, start) else None)
        later = BORN_AFTER.match(folded, end)
        old = _FULL.fullmatch(match[0]) or _YEAR_FIRST.fullmatch(match[0]) or _IN_FIGURES.fullmatch(match[0])
        if old and int(old["year"]) <= LATEST and not OF_A_PAPER.search(earlier) and not SINCE.match(folded, end):
            later = later or old
        own_year = "жылгым" in match[0] or (
            match[0].endswith(("года", "год", "го")) and match[0][2:3] in "- " and _I_BEFORE.search(earlier) is not None
        )
        if own_year or _of_named(reading, match) or _AGED_AFTER.match(folded, end) or _AGED_BEFORE.search(earlier):
            later = later or match
        if later or BORN_BEFORE.search(earlier) or SELF_AFTER.match(folded, end) or of_child:
            mark, month = _MARK.match(folded, end), _MONTH_BEFORE.search(earlier)
            start -= len(month[0]) if month else 0
            yield Span(start, mark.end() if mark else end, IdentifierKind.BIRTH_DATE, certain=False)


def _is_childs(reading: Reading, start: int) -> bool:
    """«у моего Тамерлан 12.06.2017», «мама двойни Аяулым и Аянат 3 мая 2023»: behind a child's name."""
    name = _CHILD_NAMED.search(before(reading.folded, start, 60))
    return name is not None and name["name"] in GIVEN


def _of_named(reading: Reading, match: re.Match[str]) -> bool:
    """«Шаяхметова Зейнеп, 1944 г.»: a year behind a name, closed by a comma, a bracket or the end."""
    digits = match[0][:4]
    if not digits.isdigit() or not 1925 <= int(digits) <= _NAMED_LATEST or any(char.isdigit() for char in match[0][4:]):
        return False
    named = _NAMED_BEFORE.search(before(reading.plain, match.start(), 30))
    word = named[0].split()[0] if named else ""
    return (
        word[:1].isupper()
        and "," in (named[0] if named else "")
        and (_NAMED_AFTER.match(reading.folded, match.end()) is not None)
    )
