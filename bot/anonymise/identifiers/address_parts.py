"""The words of an address by what part of one each can be: a number, a house, an entrance, a place, a name, a filler.

Rules:
- Russian words stand with the endings of their cases, Kazakh ones are known by their beginning and a case's ending;
- numbers in words are numbers too; one that orders («седьмой», «жетінші») names a house, one that does not may count;
- a capital, or a street, a quarter, a village of the lists typed small, is a name.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum

from . import address_words as words
from .institutions import is_institution
from .localities import is_place
from .number_words import CARDINALS
from .reading import Reading
from .streets import FIRST_WORDS, NO_STREETS, SECOND_WORDS, StreetLikeness, names_street
from .told_numbers import CASED_CARDINALS, FRACTIONS, KAZAKH_ORDER, NUMBER_HEADS, ORDERS, SPOKEN_ENDS, cased
from .word_lists import word_set


class WordSort(IntEnum):
    """What a word can be in an address."""

    OTHER = 0
    NUMBER = 1
    HOUSE = 2
    """A house, a flat, a room, a plot: with a number it is a home."""
    DOOR = 3
    """An entrance, a floor, a block: tells where in a house."""
    PLACE = 4
    STREET = 5
    NAME = 6
    FILLER = 7
    """«номер нашего», «по», «сейчас»: parts two words of one address, begins and ends none."""


KINDS = (WordSort.HOUSE, WordSort.DOOR, WordSort.PLACE, WordSort.STREET)


_HOUSES = cased(
    """
    дом:,а,у,ом,е,ик,ика,ике д кв кварт квартир:а,ы,е,у,ой квартирк:а,и,е,у комнат:а,ы,е,у,ой комн ком пат pat
    участ:ок участк:а,у,ом,е уч изб:а,ы,е,у хат:а,ы,е,у двор:,а,у,ом,е барак:,а,у,ом,е вагон:,а,у,ом,е
    вагончик:,а,у,ом,е строени:е,я,и,ю строен времянк:а,и,е,у землянк:а,и,е,у сторожк:а,и,е,у коттедж:,а,у,ом,е
    дач:а,и,е,у дачка дачке лачуг:а,и,е юрт:а,ы,е флигел:ь,я,е балок:,ке апартамент:,ы,е балке контейнер:,а,е
    казарм:а,ы,е,у
    бытовк:а,и,е гараж:,а,е н.п нп помещени:е,я,и dom doma dome kv kvartir:a,e,y uch uchast:ok
    uy:,de,den,din,degi,im,imiz,imde,imizde,inde,inen ui:,de,den,din,degi,im,imiz,imde,imizde,inde,inen
    pater:,de,den,im,imiz,imde,imizde,inde,inen
    """
)
_HOUSE_STEMS = ("патер", "болме", "телим", "учаск", "аула", "уй", "казарма")
_ENDING = re.compile(
    r"(?:(?:им|имиз|ым|ымыз|м|мыз|миз|си|сы|и|ы)?(?:нде|нда|де|да|те|та|ден|дан|тен|тан|нен|нан|ннен|ге|га|ке|ка|не|на|"
    r"ди|ды|ти|ты|ни|ны|дин|дын|тин|тын|нин|нын)?(?:ги|гы)?(?:мин|мын|миз|мыз|биз|быз|бин|бын)?|п|е)\Z"
)
_DOORS = cased(
    """
    корпус:,а,у,ом,е корп к блок:,а,у,ом,е секци:я,и,ю,ей стр подъезд:,а,у,ом,е под этаж:,а,у,ом,е
    половин:а,ы,е,у,ой литер:,а,е квадрат:,а,е пристройк:а,и,е вход:,а цоколь цоколе подвал:,е киреберис кире
    берис кабат пят:но podezd etazh korpus
    """
)
_DOOR_STEMS = ("кабат", "жарты", "киреберис", "корпус", "блок", "подъезд", "секци", "какпа")
_STREET_WORDS = cased(
    """
    улиц:а,ы,е,у,ей ул ул-ца проспект:,а,у,ом,е пр пр-т пр-кт просп переул:ок переулк:а,у,ом,е пер проезд:,а,у,ом,е
    пр-д бульвар:,а,у,е б-р тупик:,а,у,ом,е туп шосс:е набережн:ая,ой,ую трак:т,те алле:я,и,ю,ей лини:я,и,ю
    коше кош кошеси к-си к-с орам туйык туйыгы дангылы аллеясы бульвары лини
    koshe koshesi:,nde,ndegi,nen,nin kosh tupigi:,nde,nen ulicasy:,nda,nan ul ulic:a,e ulits:a,e
    """
)
_STREET_STEMS = ("коше", "орам", "туйы", "дангыл", "тупиг", "улицасы", "переулог", "переулка")
_PLACE_WORDS = cased(
    """
    шагын ыкшам молтек мкр мкрн мкр-н микр микр-н мк-н мк-р микрорайон:,а,у,е мкрайон м-н м-р м/р м/а ш/а ы/а
    аудан ауданы квартал:,а,е кварт картал кв-л ряд:,а,у,ом,е жк ж/к ж/м жм жилмассив:,а,е массив:,а,у,е алаб
    алабы с/о с/т снт ст пк тк пос сел:о,а,у,е деревн:я,и,е,ю дер поселк:а,у,ом,е посел:ок аул:,а,у,е ауыл:,а,е
    ауылы кент кенти хутор:,а,е разъезд:,а,е станци:я,и,ю кордон:,а,е зимовк:а,и,е,у ферм:а,ы,е городок
    городк:а,е в/г очередь очереди очеред общежити:е,я,и общаг:а,и,е,у малосемейк:а,и,е гостинк:а,и,е
    жатакхан:а,да дом-интернат:,а,е доме-интернате дома-интерната престарелых интернат:,а,е товариществ:о,а,е
    обществ:о,а,е кооператив:,а,е серикстестиги серикстиги сериктестиги сериктестик саяжай саяжайы саяжайда
    дачасы бакша пансионат:,а,е метеостанци:я,и,ю усадьб:а,е,ы с/з хозяйств:о,е,а крестьянское фермерское к/х кх
    кожалыгы кожалыгында елди мекени мекен бригада бригадасы жели бекет бекети багбандык багбандыгы кыстау кыстак
    кыстагы маны
    манында км километр:,а,е точк:а,и,е совхоз:,а,е колхоз:,а,е отгон:,а,е сектор:,а,е промзон:а,е массиви катар
    катары казарма с п г т/а сайы сайында жагасы жагасында аулы рзд р-зд отделени:е,и,я ауд microdistrict mkr auyl
    auyly audan
    """
)
_PLACE_STEMS = (
    "ауыл", "шагынаудан", "ыкшамаудан", "молтекаудан", "микрорайон", "мкр", "саяжай", "квартал", "катар", "жатакхана",
    "станса", "бекет", "кент", "кыстау", "кыстаг", "кыстак", "разъез", "колхоз", "совхоз", "бригада", "болимше",
    "киылыс", "жагас", "станция",
)  # fmt: skip
_FILLERS = word_set(
    """
    номер номера номером номери нашего нашем нашей наша наш мой моего моем моей мы я сам сама сейчас бывший
    бывшая бывшее бывш ныне по на в во у из с со № что который стоит это под крайний последний частный частном
    жилой жилое отдельный тургын военный самый бойынша бойындагы бойында путейца чабана пастуха лесника
    обходчика егеря смотрителя учителя врача фельдшера номири нумири номеримиз номиримиз номиром нашу мою его ее
    самый кииз киз шетки сонгы имени им биздин менин бурынгы казирги казир бурын ранее раньше теперь атындагы угловой
    трассы трассе трасса тасжолы путь пути темиржол тар номир номирли деген жерде жердеги жердин жеринде деги дагы
    теги тагы
    """
)
_SHORT_PLACES = ("с", "г", "под")
"""Without a full stop they are a preposition, and a part of much else."""
_ORDER_ENDING = (
    r"(?: ?-? ?(?:[ыо]й|ого|[иы]?н?ш[иы])(?![а-яa-z])|"
    r"-(?:[яйею]|го|ая|ую|ое|ом|ой|му|м|ых|х|ти|ми|[дт][еа]|[дт][еа]н|[дтн][иы]н|[дт][еа]г[иы]|с[иы]|"
    r"с[иы]н(?:[дт])?[еа]н?)"
    r"(?![а-яa-z])|-(?:s?[iy]nd[ea]|[dt][ea]n?|(?:[iy]n)?sh[iy])(?![a-z]))"
)
TOKEN = re.compile(
    r"[^\W\d_](?!\.п(?![а-я]))[^\W\d_']*(?:[/\-][^\W\d_]+)?|"
    r"(?<!\d)(?<!\d[/\-])\d{1,4}(?:[а-кa-d](?![а-яa-z]))?(?:[/\-]\d{1,4}[а-г]?|/[а-дa-d](?![а-яa-z])){0,2}(?!\d|[/\-]\d)"
    rf"(?P<order>{_ORDER_ENDING})?|"
    r"н\.п"
)


@dataclass(slots=True)
class Token:
    """One word or number: where it stands, and what it can be; `orders`: a number that names one of a row."""

    start: int
    end: int
    word: str
    part: WordSort
    orders: bool = False
    spoken: bool = False
    likeness: StreetLikeness = StreetLikeness.NONE


class Tokens:
    """The words and numbers of a piece of a text; what part of an address one can be is found out when it is asked."""

    __slots__ = ("_known", "_matches", "_reading")

    def __init__(self, reading: Reading, first: int, last: int) -> None:
        self._reading = reading
        self._matches = list(TOKEN.finditer(reading.folded, first, last))
        self._known: dict[int, Token] = {}

    def __len__(self) -> int:
        return len(self._matches)

    def __getitem__(self, place: int) -> Token:
        token = self._known.get(place)
        if token is None:
            token = self._known[place] = self._token(place)
        return token

    def behind(self, place: int) -> int:
        """The number of the first word that ends behind character *place*."""
        return next((at for at, match in enumerate(self._matches) if match.end() > place), len(self._matches))

    def _word(self, place: int) -> str:
        return self._matches[place][0] if 0 <= place < len(self._matches) else ""

    def _is_capital(self, place: int) -> bool:
        return self._reading.plain[self._matches[place].start()].isupper()

    def _token(self, place: int) -> Token:
        match = self._matches[place]
        word, start, end = match[0], match.start(), match.end()
        if word[0].isdigit():
            return Token(start, end, word, WordSort.NUMBER, orders=match["order"] is not None)
        if word in _OF_TWO and (first := self._first_of_two(place)) is not None:
            return self._named(place, StreetLikeness.STREET if self._is_capital(first) else StreetLikeness.SMALL)
        part = self._part(place, word, end)
        if part is WordSort.NUMBER:
            return Token(start, end, word, part, orders=_orders(word), spoken=True)
        return Token(start, end, word, part) if part is not WordSort.OTHER else self._name(place)

    def _first_of_two(self, place: int) -> int | None:
        """Which word begins the name of two words that the one at *place* belongs to: «Нұрлы жол»."""
        for first in (place - 1, place):
            if self._word(first) in FIRST_WORDS and self._word(first + 1) in SECOND_WORDS:
                return first if self._matches[first].end() + 1 == self._matches[first + 1].start() else None
        return None

    def _part(self, place: int, word: str, end: int) -> WordSort:
        """What the word at *place* is beside its neighbours."""
        if word in _SHORT_PLACES and not self._reading.folded.startswith(".", end):
            return WordSort.FILLER
        if word == "он" and not self._word(place + 1).startswith(_KAZAKH_HEADS):
            return WordSort.OTHER  # Russian: he
        if word.startswith("аула") and self._word(place - 1)[:1].isdigit():
            return WordSort.HOUSE  # «18-аула»; Russian: of a village
        if word == "тас" and self._word(place + 1).startswith("жол"):
            return WordSort.FILLER
        if word.startswith("жол") and self._word(place - 1) == "тас":
            return WordSort.STREET
        part = part_of(word)
        if len(word) == 1 and (part is WordSort.OTHER or self._is_capital(place)):
            return WordSort.NUMBER if part_of(self._word(place - 1)) is WordSort.DOOR else part  # «корпус Б»
        return part

    def _named(self, place: int, likeness: StreetLikeness) -> Token:
        match = self._matches[place]
        sort = WordSort.NAME if likeness else WordSort.OTHER
        return Token(match.start(), match.end(), match[0], sort, likeness=likeness)

    def _name(self, place: int) -> Token:
        """The token of a word that is a name or nothing."""
        word, capital = self._word(place), self._is_capital(place)
        if is_institution(word) and names_street(word, capital=False) < StreetLikeness.STREET:
            near = capital and self._word(place + 1).startswith(_NEIGHBOURHOODS)  # «Вокзал маңы», «Мектеп көшесі»
            return self._named(place, StreetLikeness.CAPITAL if near else StreetLikeness.NONE)
        if word in words.NO_NAME:
            return self._named(place, StreetLikeness.NONE)
        likeness = names_street(word, capital=capital)
        if likeness is StreetLikeness.NONE and word not in NO_STREETS and is_place(word):
            likeness = StreetLikeness.SMALL
        return self._named(place, max(likeness, StreetLikeness.SMALL) if word in words.TITLES else likeness)


_OF_TWO = FIRST_WORDS | SECOND_WORDS
_NEIGHBOURHOODS = ("маны", "жанындагы", "кошеси")
_KAZAKH_HEADS = ("уй", "патер", "болме", "бир", "еки", "екин", "уш", "торт", "бес", "алты", "жети", "сегиз", "тогыз")
"""So begins what «он» (Kazakh: ten) stands before in a number of a house."""


def part_of(word: str) -> WordSort:
    """What *word*, in folded letters, is in an address by itself: OTHER if it may be a name, or nothing."""
    part = _PARTS.get(word)
    if part is not None:
        return part
    if word.startswith(_ALL_STEMS):
        for stem, part in _STEMS.items():
            if word.startswith(stem) and _ENDING.match(word, len(stem)):
                return part
    if word.endswith(_KAZAKH_CASES) and len(bare := _KAZAKH_CASE.sub("", word)) > 2 and bare in _PARTS:
        return _PARTS[bare] if bare in _BORROWED else WordSort.OTHER
    if word[:3] not in NUMBER_HEADS and word[:2] not in NUMBER_HEADS:
        return WordSort.OTHER
    told = KAZAKH_ORDER.match(word) or ((bare := SPOKEN_ENDS.sub("", word)) != word and bare in CARDINALS)
    return WordSort.NUMBER if told else WordSort.OTHER


def _orders(word: str) -> bool:
    return word in ORDERS or KAZAKH_ORDER.match(word) is not None


_PARTS = {
    **dict.fromkeys(CARDINALS | ORDERS | CASED_CARDINALS | FRACTIONS, WordSort.NUMBER),
    **dict.fromkeys(_FILLERS, WordSort.FILLER),
    **dict.fromkeys(_PLACE_WORDS, WordSort.PLACE),
    **dict.fromkeys(_STREET_WORDS, WordSort.STREET),
    **dict.fromkeys(_DOORS, WordSort.DOOR),
    **dict.fromkeys(_HOUSES, WordSort.HOUSE),
    **dict.fromkeys(
        word_set("уй уйде уйди уйдин уйдеги уйден уйге уйи уйим уйимиз уйимде уйимизде уйимиздин уйинде уйинин уйинен"),
        WordSort.HOUSE,
    ),
}
_STEMS = {
    **dict.fromkeys(_HOUSE_STEMS, WordSort.HOUSE),
    **dict.fromkeys(_DOOR_STEMS, WordSort.DOOR),
    **dict.fromkeys(_STREET_STEMS, WordSort.STREET),
    **dict.fromkeys(_PLACE_STEMS, WordSort.PLACE),
}
_ALL_STEMS = tuple(_STEMS)
_BORROWED = (_HOUSES | _DOORS | _STREET_WORDS | _PLACE_WORDS) - {"сел", "уй", "уйи"}
_KAZAKH_CASES = ("да", "де", "та", "те", "дан", "ден", "тан", "тен", "нда", "нде", "нан", "нен", "ын", "ин", "гы", "ги")
_KAZAKH_CASE = re.compile(r"(?:[иы]?н?(?:да|де|та|те|дан|ден|тан|тен|нен|нан)|[дтн][иы]н)(?:г[иы])?\Z")
"""Russian words for houses in Kazakh speech: «времянкада», «общагадан», «домында», «квартирадагы»."""
