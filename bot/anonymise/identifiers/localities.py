"""The places that an address is told in, and how to find the door: what stands before and behind a house.

Rules:
- towns, villages, quarters and numbered streets right before a house belong to its address, the farthest first;
- a name of somebody before a comma ends the chain;
- an entrance, a floor, a flat and «рядом с …» behind the house belong to it too.
"""

from __future__ import annotations

import re

from . import address_words as words
from .context import before
from .name_parts import GIVEN, folded, latin_key
from .reading import Reading, read
from .streets import QUARTERS
from .word_lists import word_set

_TOWNS = folded("towns")
"""Towns and centres of districts, in folded letters: beside a street's name and a number they make an address."""
_LATIN_TOWNS = frozenset(latin_key(word) for word in _TOWNS if len(word) > 4)
_VILLAGES = frozenset(word for word in folded("villages") if len(word) > 3 and word not in GIVEN)
_REGIONS = word_set("вко ско зко шко бко")
"""Regions as they are called shortly."""
_PLACES_BEFORE = re.compile(
    r"(?<![а-яa-z\d])(?:в |г\. ?)?(?P<town>[а-яa-z\-]{3,20}),? (?:(?P<other>[а-яa-z\-]{3,20}), )?\Z"
)
PLACE_NEXT = re.compile(r",? (?:г\. ?|каласы )?(?P<town>[а-яa-z\-]{3,20})(?![а-яa-z])")
_TOWN_IN_CASE = re.compile(
    r"(?:нын|нин|дын|дин|тын|тин|дан|ден|тан|тен|нан|нен|га|ге|ка|ке|дагы|деги|тагы|теги|да|де|та|те|ом|[аяуюые])\Z"
)
_IN_CASE = re.compile(r"(?:да|де|та|те|е)\Z")


def is_town(word: str) -> bool:
    """Whether *word*, in folded letters, is a town of the list, also in the case of being there."""
    if word.isascii():
        return latin_key(word) in _LATIN_TOWNS
    return word in _TOWNS or _IN_CASE.sub("", word) in _TOWNS


def is_town_in_case(word: str) -> bool:
    """Whether *word*, in folded letters, is a town of the list in any case of either language."""
    stem = _TOWN_IN_CASE.sub("", word)
    return is_town(word) or (stem != word and any(is_town(stem + end) for end in ("", "ь", "й", "а")))


def is_place(word: str) -> bool:
    """Whether *word*, in folded letters, is a town, a village or a quarter of the lists, also in that case."""
    bare = _IN_CASE.sub("", word)
    return is_town(word) or not _VILLAGES.isdisjoint((word, bare)) or word in QUARTERS


_ORDINAL_BEFORE = re.compile(r"(?<![\w.,/])\d{1,3}(?: ?-?(?:й|я|ой|ш[иы]|[иы]?нш[иы]))? \Z")
_STREET_FIRST = re.compile(r"(?:ул|пер|пр|коше|мкр|б-р|туп|шоссе)")
MORE_PARTS = re.compile(
    r"(?:[ ,]{1,3}(?:\d{1,2} ?-? ?(?:й |ш[иы] )?(?:подъезд|этаж|кабат|какпа)[а-я]{0,3}|"
    r"(?:подъезд|этаж|кв|квартира|патер|домофон|половина|секция|литер|код)\.? ?(?:№ ?)?\d{1,3}|"
    r"(?:на )?(?:перв|втор|трет|четверт|пят|шест|седьм|восьм|девят)[а-я]{2,3} (?:подъезд|этаж)е?(?: слева| справа)?|"
    r"[а-я]{2,9}(?:ш[иы]) (?:подъезд|кабат|киреберис|какпа)[а-я]{0,3}|(?:слева|справа|угловой|угловая|крайний|"
    r"времянка)|"
    r"(?:нижн|верхн|цокольн|последн|средн)[а-я]{2,3} этаже?|"
    r"(?:томенги|астынгы|жогаргы|устинги|сонгы|бирин?ши|цоколь) кабат[а-я]{0,3}|цоколь(?:де)?|мансарда(?:да)?|подвал|"
    r"(?:сонгы|шетк[иы]|бурыштагы|артк[иы]|ауладагы|кишкентай) (?:уй|времянка)[а-я]{0,5}|"
    r"(?:[а-я]{2,9}ш[иы] )?жарты(?:(?:сы|м)[а-я]{0,4}| болиг[а-я]{1,5})|"
    r"по (?:левой|правой) (?:стороне|руке)|вход с[о]? [а-я]{3,14}|"
    r"(?:рядом с|напротив|возле|около|за|от|против|угол) [а-я]{4,14}(?:ой|ей|ом|ем|ью|ы|и|а|я|ю)|"
    r"[а-я]{2,10}(?:ие|ые|ая|ой|ый|ий) (?:ворота|калитка|забор|дверь|крыша|домофон)|"
    r"[а-я]{3,20} (?:ауылы|селосы|кенти|бекети))(?![\dа-я]))*"
)
"""What follows an address: an entrance, a floor, a flat, how to find the door."""
_PLACE_CHUNK = re.compile(
    r"(?<![\w'\-])(?:(?P<kind>(?:[гспаГСПА]|пос|[Сс]т|обл|мкр|мкрн|в/г|к/х|х)\. ?|(?:[Гг]ород|[Сс]ел[ое]|"
    r"[Пп]ос[её]л(?:ок|ке)|[Аа]ул|[Аа]уыл|"
    r"[Сс]танци[яи]|[Кк]ент|[Кк]ордон|[Рр]азъезд|мкр|микрорайон|массив|в/г|к/х|военный городок|район|жк|ЖК) )?[«\"]?"
    r"(?P<name>[А-ЯЁӘҒҚҢӨҰҮІҺA-Z][\w'\-]{1,20})(?: (?:[А-ЯЁӘҒҚҢӨҰҮІҺA-Z][\w'\-]{2,20}|би|батыр|хан|ата|ана|"
    r"(?P<second>жолы?|су|төбе|бұлақ|дала|тал|ел|бел|сай|көл|қала)))?"
    r"[»\"]?(?P<what> (?:область|обл\.?|район|р-н|ауданы?|ауд\.?|облысы|қаласы|ауылы|а\.|қ\.|кенті|бекеті|стансасы|"
    r"станциясы|разъезі|бөлімшесі|селосы|"
    r"ықшам ?ауданы|шағын ?ауданы|мөлтек ?ауданы|ы/а|ш/а|м/а|мкр\.?|микрорайон|массиві?|алабы|тұйығы|ауылдық округі|"
    r"с/о|а/о|н/з|орамы|"
    r"округі|audany|oblysy|qalasy|auyly))?),? \Z"
)
"""A place before an address, in a chain of them: «Кызылординская область, Казалинский район, пос. Айтеке би, »."""
_CROSSING_BEFORE = re.compile(
    r"(?<!\w)[А-ЯЁӘҒҚҢӨҰҮІҺ][\w\-]{2,20}(?: (?:би|батыр|хан|ата|[А-ЯЁӘҒҚҢӨҰҮІҺ][\w\-]{2,20}))? ?(?:мен|пен|бен|и|/) "
    r"?[А-ЯЁӘҒҚҢӨҰҮІҺ][\w\-]{2,20}(?: (?:би|батыр|хан|ата))?(?: көшелерінің)? (?:қиылыс\w{1,8}|бұрышы\w{0,7}) \Z"
)
_CALLED_BEFORE = re.compile(
    r"(?<!\w)[А-ЯЁӘҒҚҢӨҰҮІҺ][\w\-]{2,20} \((?:бывш[а-я.]{0,4}|ныне|ранее|раньше|бұрынғы|бұрын|қазіргі|қазір|ескі)"
    r"[ :]{1,2}(?:ул\. ?|улица )?\Z"
)
"""«Сарыарқа (бывшая Победы) 33»."""
_INDEX_BEFORE = re.compile(r"(?<!\d)\d{6},? \Z")
_NUMBERED_CHUNK = re.compile(
    r"(?<![\w.,/])(?:\d{1,3}[а-г]?(?: ?-? ?(?:ои|ый|ой|ая|я|й|ш[иы]|[иы]?нш[иы]))?[ \-]{1,2}"
    r"(?:туйык коше|тар коше|туйык|коше(?:си)?|орам|лини[яи]|ряд|мкрн?|микрорайон|ш/а|ы/а|ыкшам ?аудан\w?|"
    r"шагын ?аудан\w?|"
    r"квартал|кварт|аллея|"
    r"кабат|этаж|улица|проезд|тупик|очередь)|(?:лини[яи]|ряд|квартал|блок|мкр|улица|общежити[ея]|общага|жатакхана) ?№?"
    r"\d{1,3}[а-г]?|[а-я]{4,20} (?:ауылы|селосы|кенти|тупик|туйыгы|алабы|массиви))[ ,]{1,2}\Z"
)
"""A part of an address with a number, or in small letters: «2-тұйық көше, 31-үй»."""
_ESTATE = (
    r"жк|ж/к|ж/м|жилой комплекс|снт|ст|с/т|с/о|пк|кооператив[а-я]?|обществ[оае]|товариществ[оае]|массив[а-я]?|дач[иа]|"
    r"бау-бакша[а-я]{0,3}|багбандык|саяжай[а-я]{0,2}|тургын уй кешени|серикт?ест[а-я]{3,6}|с/к"
)
_ESTATE_CHUNK = re.compile(
    rf"(?:(?<![а-яa-z])(?:(?:дачн|садов|потреб)[а-я]{{2,9}} )?(?:{_ESTATE}) (?:[«\"][^«»\"\n]{{2,30}}[»\"]|"
    rf"[а-яa-z]{{2,15}})|[«\"][^«»\"\n]{{2,30}}[»\"] (?:{_ESTATE})(?: сериктест[а-я]{3,6})?|"
    rf"(?<![а-я])(?:лев|прав)ый берег),? \Z"
)
"""Where many live under one name: «дачный кооператив «Вишнёвый сад», », «жк асыл »."""
_YEARS_CHUNK = re.compile(
    r"(?<![а-яa-z\d])(?:(?P<of>[а-я]{4,14}[дт][иы]н) )?\d{2,3}(?:-?лети[ея]| лет[а-я]{0,4}|(?: ?жыл[а-я]{0,7})?) \Z"
)
_OF_YEARS = re.compile(r"жылд|побед|октябр|независим|влксм|казахст|конституц|астан|целин|ссср|жениск?|алмат")
"""«Жеңістің 40 жылдығы көшесі», «10 лет Независимости»."""
_TOWN_BEFORE = re.compile(
    r"(?<![а-яa-z\d])(?:\d{6}|(?:(?:[гсп]\.\s?|г\s)|(?:гор|город|село|пос|поселок|аул|ауыл|обл|р-н)(?:\.\s?|"
    r"\s))[а-яa-z][а-яa-z\-]{2,20}|"
    r"[а-яa-z][а-яa-z\-]{2,20}\s(?:к\.|к(?=[\s,])|каласы\w{0,3}|г\.|аудан\w{0,3}|ауыл\w{0,3}|селосы|а\.|облыс\w{0,3}|"
    r"обл\.?|область|район\w?|р-н|q\.|qalasy|auyly|audany|a[uw]yly)|"
    r"(?:(?:в\s)?(?:актау|aqtau|aktau|жанаозен|zhanaozen|jana?ozen|бейнеу|шетпе|умирзак|баскудук|мунайлы|munaily|"
    r"мангистау|мангыстау|форт-шевченко|баутино|курык|караганд\w|темиртау|"
    r"алматы|астана|шымкент|атырау|актобе|орал|уральск|костанай|кокшетау|павлодар|семей|тараз|туркестан|кызылорда|"
    r"талдыкорган|жезказган|"
    r"сатпаев|балхаш|сарань|шахтинск|абай|приозерный|юго-восток|майкудук|пришахтинск|усть-каменогорск|оскемен|"
    r"петропавловск|экибастуз|кентау|лисаковск|аркалык|степногорск|щучинск|житикара|каскелен|талгар|каратау|жанатас|"
    r"арыс|аксу|курчатов|аягоз|зайсан|косшы|рудный|конаев|кулсары|риддер|хромтау|qaragandy|almaty|astana|atyrau|"
    r"балкаш|"
    r"сатбаев)[а-яa-z]{0,3}))[\s,.]{1,3}$"
)
_HOME_TOWN = re.compile(
    rf"(?:{words.LIVING}|адрес\w{{0,4}}|мекен\s?-?жай\w{{0,6}}|adres\w{{0,4}}|"
    rf"meken\s?-?[jz]?h?a[iy]\w{{0,6}})[\s:\-]{{1,3}}(?:в\s)?"
    r"(?P<town>[а-яa-z\-]{3,20},\s{1,2})$"
)
_MOST_PLACES = 4
"""A region, a district, a village and a quarter."""


def _with_chain(reading: Reading, start: int) -> int:
    """Where the chain of places before *start* begins; a name of somebody ends it."""
    for _ in range(_MOST_PLACES):
        if numbered := _NUMBERED_CHUNK.search(before(reading.folded, start, 36)):
            start -= len(numbered[0])
            continue
        if estate := _ESTATE_CHUNK.search(before(reading.folded, start, 60)):
            start -= len(estate[0])
            continue
        years = _YEARS_CHUNK.search(before(reading.folded, start, 40))
        if years and (years["of"] or _OF_YEARS.match(reading.folded, start)):
            start -= len(years[0])
            continue
        chunk = _PLACE_CHUNK.search(before(reading.plain, start, 60))
        if chunk is None:
            return start
        folded = read(chunk["name"]).folded
        named = chunk["kind"] or chunk["what"] or is_town(folded)
        named = named or folded in _REGIONS
        alone = (
            chunk[0] in (f"{chunk['name']}, ", f"{chunk['name']} {chunk['second']}, ")
            and folded not in words.NO_NAME
            and not folded.endswith(OF_PEOPLE)
            and folded not in GIVEN
        )
        if not named and not alone:
            return start
        start -= len(chunk[0])
    return start


_NAMED_AFTER = re.compile(
    r"(?:бау-)?(?:ауыл|аул|село|кент|кала|коше|к-с|ш/а|ы/а|м/а|мкр|аудан|окру|станци|саяжай|бакша|серикт|туйы|орам|ел |"
    r"жол|алаб|бекет|атында|маны|массив|проезд|переул|auyl|kosh)"
)
"""Before these the name of the place stands: «Мақталы ауылы», «Мәңгілік ел»."""
_NAME_BEFORE = re.compile(
    r"(?:[«\"][^«»\"\n]{2,30}[»\"]|(?<![\w\-])(?:[А-ЯЁӘҒҚҢӨҰҮІҺA-Z][\w'\-]{1,20} ){0,2}"
    r"[А-ЯЁӘҒҚҢӨҰҮІҺA-Z][\w'\-]{1,20}) (?:бау-)?\Z"
)
_ORDER_BEFORE = re.compile(
    r"(?<![а-я])(?:(?:перв|втор|трет|четверт|пят)(?:ый|ой|ий|ая|ья)|(?:военн|вахтов|путейск|углов|частн)(?:ый|ой|ом)|"
    r"(?:крайн|углов|последн|перв|втор|трет)[а-я]{2,3} (?:дома?|барака?) (?:по|на)) \Z"
)


def _with_name(reading: Reading, start: int) -> int:
    """Take in the name, if what begins at *start* is the word behind one, and what counts it."""
    if _NAMED_AFTER.match(reading.folded, start):
        name = _NAME_BEFORE.search(before(reading.plain, start, 50))
        if name and read(name[0].strip(" «»\"")).folded not in words.NO_NAME:
            start -= len(name[0])
    order = _ORDER_BEFORE.search(before(reading.folded, start, 12))
    return start - len(order[0]) if order else start


OF_PEOPLE = ("ов", "ова", "ев", "ева", "ин", "ина", "ич", "вна", "кызы", "улы", "uly", "qyzy", "kyzy", "ко", "ян")
"""Endings of people's names: no place of a chain has them unless a word says that it is one."""


def with_place(reading: Reading, span: tuple[int, int]) -> tuple[int, int]:
    """Take in the town or village that stands right before."""
    start, end = span
    if _STREET_FIRST.match(reading.folded, start) and (
        number := _ORDINAL_BEFORE.search(before(reading.folded, start, 10))
    ):
        start -= len(number[0])
    for _ in range(3):
        place = _TOWN_BEFORE.search(before(reading.folded, start, 44))
        if not place:
            break
        start -= len(place[0])
    start = _with_chain(reading, start)
    index = _INDEX_BEFORE.search(before(reading.folded, start, 9))
    start -= len(index[0]) if index else 0
    start = _with_name(reading, start)
    for _ in range(2):
        places = _PLACES_BEFORE.search(before(reading.folded, start, 48))
        if places is None or not is_place(places["town"]):
            break
        start -= len(places[0])
    if "(" in reading.folded[max(0, start - 14) : start] and (
        called := _CALLED_BEFORE.search(before(reading.plain, start, 44))
    ):
        start -= len(called[0])
    if crossing := _CROSSING_BEFORE.search(before(reading.plain, start, 70)):
        start -= len(crossing[0])
    if reading.folded[max(0, start - 2) : start] == ", ":
        town = _HOME_TOWN.search(before(reading.folded, start, 60))
        start -= len(town["town"]) if town else 0
    return start, end
