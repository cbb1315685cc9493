"""A number behind what is like a street's name: perhaps a house, of which the writer is asked.

Rules:
- how much must speak for a house depends on how much the word is like a street's (see `streets`): nothing more for
  «Степная 19»; a town before it, a word of living, a flat or a house's letter for «Еңбек 17»;
- a number that counts what follows, a date, a paper's number or a year is no house;
- the house of an institution that the sentence names is nobody's home, unless it has a flat.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.frozen import frozen

from . import address_words as words
from .context import before, belongs_to_paper, is_amount, is_long, word_before
from .counting import counts
from .institutions import is_institution, leads_to_institution, stands_beside_institution
from .living import lives_there
from .localities import OF_PEOPLE, is_place
from .name_parts import GIVEN
from .reading import Reading
from .streets import FIRST_WORDS, SECOND_WORDS, StreetLikeness, names_street
from .word_lists import word_set

_DOOR = re.compile(
    r"(?P<house>\d{1,4})(?P<letter>(?:[ -]?[а-д]|[е-к])(?![а-яa-z])|[abcd](?![a-z]))?"
    r"(?:/(?P<slash>\d{1,4})[а-г]?|/(?P<part>[а-дa-d])(?![а-яa-z])|,? ?(?P<block>корпус|корп|к|литер|"
    r"половина)\.? ?(?:\d{1,3}|[а-д](?![а-яa-z])))?"
    r"(?P<dash> ?- ?\d{1,3})?(?!\d|[:/.,]\d|-\d)"
)
_HOUSE_WORDS = re.compile(r"[ ,.№]{1,3}(?:(?:д|дом|уй)[ .]{0,2})?(?:(?:под |за )?номер(?:ом|и)?)?[ .№]{0,2}\Z")
_PARTS = re.compile(r"[ ,.(«\"/\n!?:;)]")
_STREET_WORD = re.compile(
    r"(?:(?:(?<![\w.])\d{1,2} ?-? ?(?:ои|ый|ой|я|й|ш[иы]) )?(?:(?:ул|пер|пр|просп|туп|бул|б-р|ul|per)[. ]{1,2}|"
    r"(?:коше|проезд|переулок|тупик|бульвар|шоссе|улиц[аеу]|переулке) )|(?<![\w.])\d{1,2} ?-?(?:ая|ой|ый|я|й|ш[иы]) |"
    r"(?<![\w.])\d{2,3} (?:лет|жыл\w{0,4}) |(?<!\w)\w\. ?)\Z"
)
_DATED_STREET = re.compile(r"(?<![\d.])(?:(?:8|1) марта|[19] мая|7 ноября|\d0 (?:лет|летия) [а-я]{4,12})\Z")
_HOUSE_KINDS = word_set("д дом уй номер номером номери")
_DATES = word_set("марта мая ноября октября победы вкслм влксм казахстана независимости")
_MORE_NUMBERS = re.compile(r"(?:, ?\d{1,3}[а-г]?, ?| / ?\d{1,4} ?/ ?)\d{1,3}(?=[ .;)\n]|\Z)(?! ?[а-я]{1,3}\d)")
"""«Авангард 3, 52, 17»: a house and a flat."""
_HEAD_BEFORE = re.compile(
    r"(?<![а-яa-z])(?:с|п|пос|в/г|аул|село|поселок|разъезд|кордон|станция|к/х|зимовка)[. ]{1,2}\Z"
)
_ON_STREET = ("на ", "по ", " с ")
"""Before a street; the last two are before much else, and count only where nothing is told of the number."""
_OPENS = re.compile(r"(?:\A|[.!?:\n][ »\")]?)\Z")
_NO_HOUSE_AFTER = re.compile(
    r" ?(?:-?(?:го|шы|ши|е|ое|нши|ншы) )?(?:январ|феврал|марта?(?![а-я])|апрел|ма[яй](?![а-я])|июн|июл|август|сентябр|"
    r"октябр|ноябр|декабр|кантар|акпан|наурыз|сауир|мамыр|маусым|шилде|тамыз|кыркуйек|казан(?![а-я])|караша|желтоксан|"
    r"числ|год|жыл(?!у)|г\.|ж\.|сынып|класс|курс|групп|маршрут|автобус|процент|балл|лет|квт|кг|гр|сот[ок]|руб|ден[ье]|"
    r"топ(?![а-я])|мин(?![а-я])|минут|час|сагат|градус|пост(?![а-я])|округ|реч)"
)
_IN_A_ROW = re.compile(r" (?:перв|втор|трет|четверт|пят|последн|сам|так|кажд|мо|наш|тво|эт)(?:ий|ый|ой|ей)(?![а-я])")
"""«Набережной 6 третий день»: what looks like a plural, and counts nothing here."""
_NO_HOUSE_BEFORE = re.compile(r"(?<![а-яa-z])(?:от|до|м/у|стать[яие]|ст\.|маршрут\w?|автобус\w?) \Z")
_VILLAGE = re.compile(
    r"(?:(?<![а-яa-z])(?:с|п|пос|село|селе|поселок|поселке|аул|ауле|ауыл|а|г|город|ст|станци[яи]|разъезд|р-н|кордон)"
    r"[. ]{1,2}[а-яa-z\-]{3,22}|[а-яa-z\-]{2,22} (?:ауыл[а-я]{0,4}|селосы|кент[а-я]{0,4}|каласы[а-я]{0,3}|"
    r"аудан[а-я]{0,4}|"
    r"район[а-я]?|обл[а-я.]{0,5}|а\.|к\.|auyly|awyly|aul))[,.]? {0,2}\Z"
)
_PLACE_NAMED = re.compile(r"(?:\A|[ (\n])(?P<place>[а-яa-z\-]{3,20}?)(?:[ \-]\d{1,2}[а-г]?)?(?P<comma>,)? \Z")
_ENDS = re.compile(r" ?(?:[.,;)\n]|\Z)")
_NO_HOUSE = re.compile(r"(?:19|20)\d\d|0\d*")
_RESIDENT = re.compile(
    r"(?<![а-я])(?:(?:жител[а-я]{1,5}|тургыны|проживающ[а-я]{2,4}|прожива[а-я]{1,3} по месту)|"
    r"(?:квартир[аыуе]|уй(?:и|имиз|ин)?|дом|дома|дому|патер(?:и|ин)?)|"
    r"(?:адрес|мекен-?жай)[а-я]{0,4}(?: [а-я]{3,10}){0,2})[ :\-–]{1,3}\Z"
)
"""Somebody's home, or what an institution has as well, is told next."""
_SOMEBODY = re.compile(r"(?:вич|вна|кызы|улы)[а-я]{0,2},?[ \n]{1,2}\Z")
"""Who signs tells an address next."""
_IN_CASE = re.compile(r"-?[дт][еа]н?(?![а-я])")
"""«Шоқан 51ден жазып отырмын»."""
_LONGEST = 44


@frozen
class Street:
    """What could be a street's name: where it begins, and how much it is like one; `apart`: a comma follows it."""

    start: int
    likeness: StreetLikeness
    apart: bool


def find_doors(reading: Reading) -> Iterator[tuple[int, int]]:
    """Yield what could be the homes of *reading*, start and end: of none it is certain."""
    folded = reading.folded
    for number in reading.numbers:
        if folded[number - 1 : number] not in " ,.№-" or is_long(folded, number):
            continue
        word = word_before(folded, number).rstrip(")")
        if not _may_name(reading, word, number) or not (door := _DOOR.match(folded, number)):
            continue
        street = street_before(reading, number)
        if street is None or belongs_to_paper(folded, number):
            continue
        flat = words.FLAT_AFTER.match(folded, door.end()) or _MORE_NUMBERS.match(folded, door.end())
        if _is_house(reading, street, door, flat is not None):
            yield widened(reading, street.start), flat.end() if flat else door.end()


def _may_name(reading: Reading, word: str, number: int) -> bool:
    """Whether *word*, which stands before the number, is worth a look: most are told apart by it alone."""
    if not word or word[0].isdigit():
        return False
    if word in _HOUSE_KINDS or word in words.TITLES or word in _DATES or word in SECOND_WORDS:
        return True
    at = reading.folded.rfind(word, 0, number)
    return reading.plain[at].isupper() or names_street(word, capital=False) > StreetLikeness.NONE


def street_before(reading: Reading, number: int) -> Street | None:
    """The street's name before the number at *number*, if the word there can be one."""
    earlier = before(reading.plain, number, _LONGEST)
    if cue := _HOUSE_WORDS.search(before(reading.folded, number, 20)):
        earlier = earlier[: len(earlier) - len(cue[0])]
    ended = earlier.rstrip(" ,.№").rstrip(")")
    pieces = _PARTS.split(ended.rstrip('»"'))
    word = pieces[-1]
    if not word or not word[0].isalpha():
        return None
    start = number - min(number, _LONGEST) + len(ended.rstrip('»"')) - len(word)
    folded = reading.folded[start : start + len(word)]
    if dated := _DATED_STREET.search(before(reading.folded, start + len(word), 24)):
        return Street(start + len(word) - len(dated[0]), StreetLikeness.STREET, "," in reading.plain[start:number])
    first = reading.folded[start - 1 - len(pieces[-2]) : start - 1] if len(pieces) > 1 else ""
    if folded in SECOND_WORDS and first in FIRST_WORDS:
        start -= len(pieces[-2]) + 1
        likeness = StreetLikeness.STREET if reading.plain[start].isupper() else StreetLikeness.SMALL
    elif folded in words.TITLES and len(pieces) > 1 and len(pieces[-2]) > 2:
        start -= len(pieces[-2]) + 1
        folded, word = reading.folded[start : start + len(pieces[-2])], pieces[-2]
        likeness = max(names_street(folded, capital=False), StreetLikeness.SMALL)
        likeness = StreetLikeness.STREET if word[0].isupper() else likeness
    else:
        likeness = names_street(folded, capital=word[0].isupper() and (len(word) < 4 or not word.isupper()))
    if likeness is StreetLikeness.NONE or (is_institution(folded) and likeness is not StreetLikeness.STREET):
        return None
    apart = "," in reading.plain[start + len(word) : number]
    return Street(start, likeness, apart)


def widened(reading: Reading, start: int) -> int:
    """Take in what belongs to the name: «Нұрсұлтан Назарбаев», «Қ. Сәтбаев», «3-я Полевая», «пер. Чапаева»."""
    for _ in range(2):
        earlier = before(reading.folded, start, 24)
        if cue := _STREET_WORD.search(earlier):
            start -= len(cue[0])
            continue
        if not earlier.endswith(" "):
            break
        word = earlier[:-1].rsplit(" ", 1)[-1]
        at = start - 1 - len(word)
        if len(word) < 3 or not word.isalpha() or word in words.NO_NAME:
            break
        if not (reading.plain[at].isupper() or _is_small_name(reading, word, start)):
            break
        start = at
    return start


def _is_small_name(reading: Reading, word: str, start: int) -> bool:
    """«юсуф сайрами 117»: both words of a street's name are typed small."""
    return word in GIVEN and reading.plain[start].islower()


def _is_house(reading: Reading, street: Street, door: re.Match[str], has_flat: bool) -> bool:
    """Whether enough speaks for a house, and nothing against it."""
    folded, start, end = reading.folded, street.start, door.end()
    shaped = bool(door["letter"] or door["part"] or door["block"] or door["dash"] or _is_no_date(door))
    if _NO_HOUSE.fullmatch(door["house"]) or (len(door["house"]) == 4 and not has_flat):
        return False
    if not has_flat and (folded[door.start() - 1] == "-" or _counts_or_dates(folded, street, end, shaped)):
        return False
    three = door["slash"] is not None and door["dash"] is not None and street.likeness is StreetLikeness.CAPITAL
    speaks = street.likeness is StreetLikeness.STREET or has_flat or three
    speaks = speaks or _speaks_for_house(reading, street, end, shaped)
    if not speaks or has_flat or not stands_beside_institution(folded, start, end):
        return speaks
    placed = any(_is_in_place(reading, first, ends=False) for first in (start, widened(reading, start)))
    if placed and not leads_to_institution(folded, start):
        return True  # «село Ұзынағаш Рысқұлова 88 водоканал трубку не берёт»: what follows is said of another
    home = words.HOME.search(folded, max(0, start - 60), start)
    return home is not None and words.ADDRESS_OF.match(home[0]) is None


def _counts_or_dates(folded: str, street: Street, end: int, shaped: bool) -> bool:
    """Whether the number that ends at *end* counts what follows, or is one of a date, a line, an amount."""
    if shaped and street.apart:
        return False
    if not street.apart and not shaped and counts(folded, end, strict=False) and not _IN_A_ROW.match(folded, end):
        return True
    if is_amount(folded, end) or _NO_HOUSE_AFTER.match(folded, end) or words.NOT_A_HOUSE.match(folded, end):
        return True
    return _NO_HOUSE_BEFORE.search(before(folded, street.start, 12)) is not None


def _speaks_for_house(reading: Reading, street: Street, end: int, shaped: bool) -> bool:
    """Whether something beside a word that may name no street speaks for a house."""
    folded, start = reading.folded, street.start
    ends = _ENDS.match(folded, end) is not None
    if street.likeness is StreetLikeness.SMALL:
        in_village = _VILLAGE.search(before(folded, start, 40)) is not None
        if in_village or lives_there(folded, start, end):
            return True
        return (shaped or ends) and _is_in_place(reading, start, ends=ends)
    opens = _OPENS.search(before(folded, start, 3)) is not None
    if folded[start - 3 : start] in _ON_STREET[: 3 if ends else 1] or _HEAD_BEFORE.search(before(folded, start, 12)):
        return True
    behind = folded[end : end + 1]
    if opens and (behind in ("", "\n") if shaped else behind in (",", ".") and _is_surname(folded, start)):
        return True
    if _RESIDENT.search(before(folded, start, 40)) or (ends and _SOMEBODY.search(before(folded, start, 8))):
        return True
    if _is_in_place(reading, start, ends=ends):
        return True
    lives = lives_there(folded, start, end)
    start = widened(reading, start)
    if shaped and ends and folded[start - 2 : start] == ", ":
        return True
    shaped = shaped or folded[start - 2 : start] == ": " or _IN_CASE.match(folded, end) is not None
    return _is_in_place(reading, start, ends=ends) or (
        (shaped or not opens) and (lives or lives_there(folded, start, end))
    )


def _is_surname(folded: str, start: int) -> bool:
    """«Қожанов 33, Ахмет»: a street named after somebody."""
    return folded[start:].split(" ", 1)[0].endswith(("ов", "ев"))


def _is_no_date(door: re.Match[str]) -> bool:
    return door["slash"] is not None and (int(door["house"]) > 31 or int(door["slash"]) > 12)


def _is_in_place(reading: Reading, start: int, *, ends: bool) -> bool:
    """Whether a town or a village stands right before the street; *ends*: nothing is told of the number there."""
    earlier = before(reading.folded, start, 40)
    if _VILLAGE.search(earlier):
        return True
    place = _PLACE_NAMED.search(earlier)
    if place is None or is_place(place["place"]):
        return place is not None
    at = start - len(earlier) + place.start("place")
    named = reading.plain[at].isupper() and place["place"] not in GIVEN and not place["place"].endswith(OF_PEOPLE)
    return ends and place["comma"] is not None and named and place["place"] not in words.NO_NAME
