"""How much a word is like the name of a street, beside a number that may be a house's.

Rules:
- names/streets.txt and names/street_words.txt are read once, in folded letters, with the cases they stand in behind
  «на», «по», «с» and with one spelling for all Latin ones;
- «-ова», «-ской», «-телей»: a capital and such an ending are as good as the list; small letters are not;
- a word that often opens a sentence, a month, a thing that is numbered («класс», «палата») names none.
"""

from __future__ import annotations

from enum import IntEnum

from .name_parts import STREET_NAMES, folded, latin_key, listed
from .reading import read
from .word_lists import WordBook, word_set


class StreetLikeness(IntEnum):
    """How much a word is like a street's name; the more, the less else must speak for a house."""

    NONE = 0
    SMALL = 1
    """Typed small: as good as none without a word of living or a flat."""
    CAPITAL = 2
    """A capital letter and nothing else."""
    STREET = 3


_ADJECTIVE_CASES = {"ая": ("ой", "ую"), "яя": ("ей", "юю"), "ыи": ("ого", "ом", "ому"), "ии": ("его", "ем", "ему")}


def _forms(word: str) -> set[str]:
    """*word* and how it stands behind a preposition, in Russian."""
    forms = {word}
    typed = word.replace("й", "и")
    for ending, cases in _ADJECTIVE_CASES.items():
        if typed.endswith(ending):
            forms |= {typed, *(word[:-2] + case for case in cases)}
    if word.endswith(("ова", "ева", "ина")):
        forms.add(word[:-1])
    elif word.endswith(("ов", "ев", "ин")) or word[-1] in "бвгджзклмнпрстфхцчшщ":
        forms.add(f"{word}а")
    elif word.endswith("ая") and word[:-1] not in _ADJECTIVES:
        forms.add(f"{word[:-1]}й")
    elif word.endswith("й") and word[-2] not in "ыи":
        forms.add(f"{word[:-1]}я")
    return forms


_WORDS = frozenset(read(" ".join(listed("street_words"))).folded.split())
_ADJECTIVES = frozenset(word[:-1] for word in _WORDS if word.endswith("ая"))
STREETS = frozenset(form for word in STREET_NAMES | _WORDS for form in _forms(word))
QUARTERS = folded("quarters")
_LATIN = WordBook({latin_key(word) for word in STREETS})
_LATIN_QUARTERS = WordBook({latin_key(word) for word in QUARTERS})
_LATIN_ENDINGS = ("alni", "erni", "ovski", "evski", "ova", "eva", "ina", "skaia", "naia", "aeva", "skoi", "noi")
_ENDINGS = (
    "ова", "ева", "ына", "ина", "ская", "ской", "ского", "ская", "ная", "ной", "вая", "вой", "мая", "цкая", "цкой",
    "телей", "ников", "истов", "стов", "чиков", "неров", "щиков", "улы",
)  # fmt: skip
_AMBIGUOUS = word_set(
    """
    мира труда победы победа правды дала самал наурыз октября свободы заря арай юбилейная болашак бирлик достык енбек
    женис береке алаш абай жамбыл астана республики независимости конституции новая новой игилик ынтымак дружбы
    героев пионеров студентов учителей водников медиков строителей рыбаков связистов ветеранов молодости просвещения
    местная местной рыночная рыночной рабочая рабочий рабочей красивая светлая тихая тихии детская детской мирная
    ясная просторная
    дружная жилая жилой верхняя нижняя снежная центральная центральной торговая школьная школьной складской
    больничная складская
    коммунальная коммунальной транспортная дорожная дорожной автомобильная сельская сельской почтовая трудовая трудовой
    промышленная хлебная детская строительная строительной западная восточная северная южная горная городская
    исатай манас женис кенесары жастар колос келешек ардагерлер атамекен шанырак тауелсиздик академика конечная
    """
)
"""Streets that are words of everyday speech as well: typed small they need more beside them."""
NO_STREETS = word_set(
    """
    январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь января февраля марта апреля мая
    июня июля августа сентября ноября декабря кантар акпан наурыздын кокек сауир мамыр маусым шилде тамыз
    кыркуйек казан караша желтоксаннын понедельник вторник среда четверг пятница суббота воскресенье среду пятницу
    субботу дуйсенби сейсенби сарсенби бейсенби жума сенби жексенби
    общежитие общага жатакхана класс сынып сыныпта классе группа группе топ палата палате кабинет кабинете каб окно
    терезе статья статьи статье
    ст бап бабы пункт пункта п тармак закон закона приказ буйрык постановление решение глава раздел приложение
    маршрут автобус багыт рейс поезд вагон вагоне место орын ряд бутик бокс гараж номер номером ном госномер тел
    телефон сот моб код часов час сагат минут лет лета год году около более менее почти всего ровно плюс минус всем
    каждый каждая каждой каждые первый первая первой второй вторая третий третья мой моя моей твой свой своей своя
    такой такая какая какой любой любая одной одна одна другой другая другие самой самая самый этой той нашей вашей
    наша ваша который которая которой новый новая новой старый старая старой последний последняя последней домой
    зимой весной стой половина причина цена цены сумма штраф оплата оплатил заплатил заплатила итого осталось прошло
    потом сейчас сегодня вчера завтра кеше бугин ертен кейин сосын барлыгы бары жасы жаста калды тураны
    куни тариф услуга справка форма тест скрининг экспо ент убт екз лот тендер субсидия вакцина доза прием
    газель камаз тойота toyota camry hyundai kia lada ваз приора iphone samsung galaxy redmi windows covid ковид
    закона кодекса кодекс ук упк коап гк рк жсн иин бин бсн кск оси пдл округ участок лицевой счет л/с талон
    билет чек заявка заявление обращение отиниш жауап ответ дело протокол полис договор шарт акт версия серия том стр
    страница бет том лист параграф школа школе школы школу школой школа-гимназия школа-лицей гимназия лицей мектеп
    мектепте мектебинде садик сад балабакша больница больнице поликлиника поликлинике аурухана емхана роддом
    егемен казакстан астана алматы шымкент президент аким адам бала окушы ребенок детей пенсия зарплата жалакы
    кабат этаж подъезд подъезде корпус блок дом дома доме домом уй уйде квартира квартире патер комната болме ком бар
    ауылда ауылымызда ауданда калада каламызда кошеде ауыл село поселок город селе поселке городе
    мы вы он она они но нет да не на по в с у и к о
    """
)


FIRST_WORDS = word_set("нурлы ак жана улы мангилик кок алтын сары кызыл тын жасыл жас кен бес уш тау ардакты")
SECOND_WORDS = word_set(
    "жол дала ел орда тобе су алан арка булак шар бидай дан игерушилер игеру адыр сай курылыс кум агаш тас коныс "
    "казак бел тал кайын ауыл кудык ту тобе бак"
)
"""Streets and places that are called by two words: «Нұрлы жол», «Мәңгілік ел», «Алтын орда»."""


def names_street(word: str, *, capital: bool) -> StreetLikeness:
    """How much *word*, in folded letters, is like a street's name; *capital*: it was typed with one."""
    if word in NO_STREETS or len(word) < 3:
        return StreetLikeness.NONE
    key = latin_key(word) if word.isascii() else ""
    known = word in STREETS or key in _LATIN
    shaped = key.endswith(_LATIN_ENDINGS) if key else word.endswith(_ENDINGS)
    if capital:
        return StreetLikeness.STREET if known or (shaped and len(word) > 5) else StreetLikeness.CAPITAL
    if known and word not in _AMBIGUOUS:
        return StreetLikeness.STREET
    known = known or shaped or word in QUARTERS or key in _LATIN_QUARTERS
    return StreetLikeness.SMALL if known else StreetLikeness.NONE
