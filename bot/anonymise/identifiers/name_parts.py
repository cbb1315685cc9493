"""What a word can be of a person's name: a given name, a surname, a patronymic, in whatever case and script.

Rules
- The names stand in names/*.txt, spelled as in papers. They are read once and folded (see `reading`), with the
  spellings
  that people type: й or и, ль or л, бх or бк; Latin letters are led back to one spelling for all (j, zh; q, k; y, i).
- Surnames and patronymics are known by their endings; a case ending is taken off only where a name is left.
- What is a word of everyday speech as well (names/also_words.txt) is a weak part: alone it is no name.
"""

from __future__ import annotations

import re
from itertools import product
from pathlib import Path
from typing import Final

from .reading import read
from .word_lists import WordBook, word_set

LISTS = Path(__file__).parent / "names"


class NamePart:
    """What a word can be of a name; added up, for a word can be several things."""

    GIVEN: Final = 1
    SURNAME: Final = 2
    PATRONYMIC: Final = 4
    INITIAL: Final = 8
    UNKNOWN: Final = 16
    """A capital letter and nothing else speaks for it."""
    CASED: Final = 32
    """It stands in a case: somebody is spoken of."""
    WEAK: Final = 64
    """It can well be another word."""
    SHORT: Final = 128
    """A short surname: a part beside others only."""


NAME = NamePart.GIVEN | NamePart.SURNAME | NamePart.PATRONYMIC


def listed(name: str) -> list[str]:
    """The words of names/*name*.txt, as they are spelled there."""
    lines = (LISTS / f"{name}.txt").read_text("utf-8").splitlines()
    return [word for line in lines if not line.startswith("#") for word in line.split()]


def _spellings(folded: str) -> set[str]:
    """*folded* and how else it is typed."""
    forms = {folded}
    if "ь" in folded or "ъ" in folded:
        forms.add(folded.replace("ь", "").replace("ъ", ""))
    for short in ("гул", "кул", "был", "дил", "ил"):
        if short in folded and f"{short}ь" not in folded and not folded.endswith(("или", "ила", "иля")):
            forms.add(folded.replace(short, f"{short}ь"))
    if "хы" in folded or "хт" in folded:
        forms.add(folded.replace("ах", "ак").replace("их", "ик"))
    forms |= {form.replace("й", "и") for form in forms if "й" in form}
    if folded.endswith("ия"):
        forms.add(f"{folded[:-1]}а")
    if "лля" in folded:
        forms.add(folded.replace("лля", "ля"))
    return forms


_TO_LATIN = str.maketrans(
    {
        **dict(zip("абвгдезийклмнопрстуфхыэ", "abvgdeziiklmnoprstufhie", strict=True)),
        "ж": "j",
        "ц": "ts",
        "ч": "ch",
        "ш": "sh",
        "щ": "sh",
        "ъ": "",
        "ь": "",
        "ю": "iu",
        "я": "ia",
        "-": "",
    }
)
_SAME_LATIN = (
    ("dzh", "j"), ("dj", "j"), ("zh", "j"), ("kh", "h"), ("gh", "g"), ("q", "k"), ("yu", "iu"), ("ya", "ia"),
    ("ye", "e"), ("y", "i"), ("w", "u"), ("x", "h"), ("c", "ch"), ("chh", "ch"), ("ii", "i"), ("ll", "l"), ("nn", "n"),
    ("ss", "s"), ("mm", "m"), ("-", ""),
)  # fmt: skip


def latin_key(folded: str) -> str:
    """One spelling for all ways to write *folded* in Latin letters."""
    key = folded.translate(_TO_LATIN)
    for typed, same in _SAME_LATIN:
        key = key.replace(typed, same)
    return key


def _folded(name: str) -> set[str]:
    return set(read(" ".join(listed(name))).folded.split())


def folded(name: str) -> frozenset[str]:
    """The words of names/*name*.txt in folded letters."""
    return frozenset(_folded(name))


def _with_spellings(words: set[str]) -> WordBook:
    return WordBook({spelling for word in words for spelling in _spellings(word)})


_BUILT = {first + last for first, last in product(_folded("first_parts"), _folded("last_parts")) if first != last}
_PLAIN = _folded("given_kazakh") | _folded("given_other") | _folded("given_russian")
GIVEN = _with_spellings({word for word in _PLAIN | _BUILT if len(word) > 2})
ALSO_WORDS = frozenset(_folded("also_words"))
_DICTIONARY = frozenset(_folded("dictionary_words"))
"""Names that dictionaries know as words: typed small they are names only beside others."""
SURNAMES = frozenset(_folded("surnames"))
STREET_NAMES = frozenset(_folded("streets"))
_LATIN = WordBook({latin_key(word) for word in _PLAIN | _BUILT})
del _PLAIN, _BUILT  # two megabytes that nobody reads again
_LATIN_ALSO = WordBook({latin_key(word) for word in ALSO_WORDS})

_KAZAKH_CASES = word_set(
    """
    га ге ка ке на не а е нын нин дын дин тын тин ны ни ды ди ты ти н да де та те нда нде дан ден тан тен нан нен
    мен бен пен ники дики тики дагы деги тагы теги лар лер дар дер тар тер лары лери ларга лерге лардын лердин мын
    мин пын пин бын бин м ым им ымыз имиз сы си ымнын имнин ыма име ымды имди жан
    """
)
_RUSSIAN_CASES: dict[str, tuple[str, ...]] = {
    "а": ("",), "у": ("", "а"), "ом": ("",), "ем": ("й", "ь", ""), "е": ("", "а", "я", "й"), "ы": ("а",),
    "и": ("а", "я", "ь", ""), "ой": ("а",), "ою": ("а",), "ей": ("а", "я"), "ю": ("я", "й", "ь", ""), "ью": ("ь", ""),
    "я": ("й", "ь"), "ии": ("ия",), "ию": ("ия", "ий"), "ией": ("ия",), "ия": ("ий",), "ием": ("ий",), "ка": ("",),
}  # fmt: skip
_LATIN_CASES = re.compile(
    r"(?:ga|ge|ka|ke|qa|nyn|nin|dyn|din|tyn|tin|n[yi]|d[yi]|t[yi]|dan|den|tan|ten|men|pen|m[yi]n|p[yi]n|a|u|e|oi|"
    r"oy|om|u)$"
)

_CASE_OF_SURNAME = (
    r"(?:га|ге|ка|ке|тын|тин|нын|нин|дын|дин|ты|ти|ны|ни|ды|ди|дан|ден|тан|тен|нан|пен|мен|бен|а|у|ым|е|и|ой|ою|ы|"
    r"ых|ыми|на|не|та|те|да|де|"
    r"мын|пын|бын|мин|пин|бин|тар|тер|лар|лер)"
)
SURNAME = re.compile(
    rf"[а-я]{{2,}}?(?:(?P<sure>[ое]в|[ое]ва)|(?P<weak>[ии]н|[ии]на|ын|ына))(?P<case>{_CASE_OF_SURNAME})?"
    r"|[а-я]{3,}(?P<adjective>[сц]к(?:ий|ая|ого|ому|им|ом|ой|ую))|[а-я]{2,}(?P<other>енко|[а-я]чук|швили|дзе|"
    r"[а-я]{2}янц?|[а-я]юк|ович|евич)"
)
PATRONYMIC = re.compile(
    r"(?P<stem>[а-я]{2,}?)(?P<end>(?:[оеья]вич|[ьи]ч(?<=ьич))(?P<m>а|у|ем|е)?|[ое]вн(?P<f>а|ы|е|у|ой)|ичн(?P<i>а|"
    r"ы|е|у|ой)|"
    r"-?(?:улы|кызы|кизи|оглы|угли|гызы|улу)(?P<kazakh>м|мын|мин|на|не|нын|нин|ны|ни|н|нан|нен|нда|мен|нын|сы)?)"
)
_LATIN_SURNAME = re.compile(
    r"[a-z]{2,}(?:[oe]v|[oe]va|[oy]?vich|enko|sk(?:iy|ii|i|y|aya)|[oe]vna|[qk][yi]z[yi]|ul[yi]|"
    r"ogly)(?P<case>[qk]a|ge|ga|t[yi]n|t[yi]|d[yi]n|n[yi]n|dan|tan|nan|u|oi|oy|n[ae])?"
)
_LAST_TWO = word_set(
    """
    ич ча чу ем че на ны не ну ой лы зы зи ли лу ым им ын ин ни ан ен да сы ов ев ва га ге ка ке ты ти ды ди ву ве
    вы ви ою ых ми та те де ар ер ий ая го му ом ую ко ук зе ян нц юк лм
    """
)
"""With what a surname or patronymic can end, in any case: others need no closer look."""
_THINGS = tuple(
    f"{stem}ов{end}"
    for stem in ("остан", "парк", "страх", "упак", "устан", "подгот", "загот", "лист", "дух", "клад", "стол", "диск")
    for end in ("ка", "ки", "ке", "ку", "кой", "ок")
)
"""«Остановка», «парковка»: things that end as «Ахметовка» does."""
NO_SURNAME = word_set(
    """
    слова голова голову основа основу подкова корова корову половина половину причина причину
    родственников участников взяточников дачников дольщиков пайщиков должников сторонников виновников посредников
    застройщиков подрядчиков перевозчиков корова корову коровы корове голова голову головы голове основу подкова
    подковы обнова готово ставка чеков списков отчетов квитанций платежей переводов поборов взносов подарков цветов
    учебников тетрадей стульев столов фонарей проводов мешков товаров продуктов анализов снимков рецептов препаратов
    уколов талонов приемов рейсов билетов поездов вагонов дворов подъездов подвалов балконов контейнеров баков
    кранов насосов счетчиков датчиков телефонов номеров паролей кодов паспортов кредитов долгов судов исков
    приговоров вопросов районов домов часов рублев рублей заводов законов городов садов годов голов основ здоров
    кустов столбов готов нов нова слов снова основа половин сначала словом против протоколов налогов штрафов
    документов учеников школьников врачей чиновников пенсионеров студентов родителей жителей работников сотрудников
    предпринимателей фактов случаев отзывов ответов звонков фондов классов кабинетов автобусов адресов этажей
    участков договоров метров литров процентов тендеров бандитов воров актов мусоров дров коров кров покров остров
    островов готова суров сурова здорова какова такова слева справа вдова вдовы дева права трава травы глава главы
    главе главу держава застава улов лов зов кленов хлебов составов уголков хозяев героев месяцев дела начальников
    директоров акимов юристов бухгалтеров грузов проектов планов сроков курсов уроков призов рынков киосков заказов
    магазинов причин машин женщин мужчин мужчины мужчина женщина женщины один одна магазин бензин карантин господин
    гражданин хозяин причина машина медицина картина корзина витрина вершина долина община тишина година родина
    дисциплина больничная вина цена она стена страна сторона война весна спина глубина ширина длина величина
    половина середина окраина украина мина шина резина озбек узбек советский советская казахский казахская русский
    русская русского детский детская детского городской городская сельский сельская районный районная областной
    российский российская английский районное каспийский каспийская городского психиатрический медицинский
    медицинская юридический технический туристический политехнический педагогический государственный мангистауский
    мангистауская актауский актауская алматинский алматинская астанинский карагандинский карагандинская бейнеуский
    женский женская мужской мужская морской морская тупкараганский каракиянский мунайлинский мунайлинская
    евразийский атырауский актюбинский актюбинская костанайский павлодарский акмолинский акмолинская жамбылский
    туркестанский туркестанская кызылординский восточно-казахстанская западно-казахстанская северо-казахстанская
    казахстанский казахстанская казахстана лицевой путевой боевой передовой мировой полевой правовой правовым
    налоговой налоговым столовой основной часовой почтовой трудовой трудовым страховой деловой плановой плановым
    торговой торговым сетевой звуковой цифровой цифровым финансовой финансовым кадровой кадровым вековой годовой
    годовым местной домовой домовым садовой дворовой базовой базовым новой новым новых новый суровой дешевой дешевым
    готовой готовым здоровой половой проверочной мусорной массовой массовым рядовой областная больница сад наурызов
    абайский абайская алатауский ауэзовский бостандыкский медеуский жетысуский турксибский
    """
)


def part_of(folded: str, *, capital: bool) -> int:
    """What *folded* can be of a name; nothing (0) when it can be none. A word typed small must be in the lists."""
    if folded[0].isascii():
        return _latin_part(folded, capital=capital)
    if capital and "-" in folded:
        half = folded.partition("-")[0]
        if half in GIVEN or (len(half) > 3 and _stem_of(half)):
            return NamePart.GIVEN | (0 if half in GIVEN else NamePart.CASED)
    found = _given(folded, capital=capital)
    if found and not found & NamePart.WEAK:
        return found
    if folded in NO_SURNAME or folded in _THINGS:
        return found
    if "-" in folded and not found:
        folded = folded.replace("-", "")
    if folded[-2:] not in _LAST_TWO and folded not in SURNAMES:
        return found
    patronymic = PATRONYMIC.fullmatch(folded)
    if patronymic and (len(patronymic["stem"]) > 2 or patronymic["stem"] in GIVEN):
        cased = patronymic["kazakh"] or patronymic["m"] or (patronymic["f"] or patronymic["i"] or "а") != "а"
        return NamePart.PATRONYMIC | (NamePart.CASED if cased else 0)
    return found or _surname(folded, capital=capital)


def _given(folded: str, *, capital: bool) -> int:
    if folded in GIVEN:
        weak = folded in ALSO_WORDS or (not capital and folded in _DICTIONARY)
        return NamePart.GIVEN | (NamePart.WEAK if weak else 0)
    if len(folded) < (4 if capital else 6) or (not capital and folded in ALSO_WORDS):
        return 0
    stem = _stem_of(folded) if GIVEN.has_beginning(folded[:3]) else ""
    if stem:
        weak = (
            stem in ALSO_WORDS
            or folded in ALSO_WORDS
            or (not capital and (len(stem) < 5 or stem in _DICTIONARY))
            or len(stem) < 4
        )
        return NamePart.GIVEN | NamePart.CASED | (NamePart.WEAK if weak else 0)
    return 0


def _stem_of(folded: str) -> str:
    """The given name that *folded* is a case of; empty when there is none."""
    for size in (2, 3, 1, 4, 5, 6):
        stem, ending = folded[:-size], folded[-size:]
        if len(stem) < 3:
            continue
        if ending in _KAZAKH_CASES and stem in GIVEN:
            return stem
        for start in _RUSSIAN_CASES.get(ending, ()):
            if stem + start in GIVEN:
                return stem + start
    return ""


def _surname(folded: str, *, capital: bool) -> int:
    if folded in SURNAMES:
        return NamePart.SURNAME | NamePart.WEAK | NamePart.SHORT
    match = SURNAME.fullmatch(folded)
    if not match or len(folded) < 4:
        return 0
    if match["sure"]:
        cased = bool(match["case"]) and not (match["sure"][-1] == "в" and match["case"] == "а")
        plural = match["case"] in ("ы", "е", "и")
        small = not capital and len(folded) < 6
        return NamePart.SURNAME | (NamePart.CASED if cased else 0) | (NamePart.WEAK if plural or small else 0)
    if match["weak"]:
        if not capital:
            return 0
        cased = bool(match["case"]) and not (match["weak"][-1] == "н" and match["case"] == "а")
        return NamePart.SURNAME | NamePart.WEAK | (NamePart.CASED if cased else 0)
    if match["adjective"]:
        return NamePart.SURNAME | NamePart.WEAK | (0 if match["adjective"][2:] in ("ий", "ая") else NamePart.CASED)
    return NamePart.SURNAME | (NamePart.WEAK if not capital or match["other"] in ("дзе",) else 0)


def _latin_part(folded: str, *, capital: bool) -> int:
    key = latin_key(folded)
    if key in _LATIN and len(folded) > 2:
        weak = key in _LATIN_ALSO or (not capital and len(folded) < 5)
        return NamePart.GIVEN | (NamePart.WEAK if weak else 0)
    ending = _LATIN_CASES.search(folded)
    if ending and len(folded) > 5 and (stem := latin_key(folded[: ending.start()])) in _LATIN:
        return NamePart.GIVEN | NamePart.CASED | (NamePart.WEAK if stem in _LATIN_ALSO else 0)
    if surname := _LATIN_SURNAME.fullmatch(folded):
        return NamePart.SURNAME | (0 if capital else NamePart.WEAK) | (NamePart.CASED if surname["case"] else 0)
    return 0
