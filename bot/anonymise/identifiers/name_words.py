"""What a person's name looks like, word by word.

Rules:
- a given name stands in `given_names`; a surname or patronymic shows itself by its ending, in the nominative;
- a name with a case ending (Серікке, Ивановым) is somebody spoken of, so it does not count as known;
- role words (жители, аноним, директор, …) are never part of a name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from .given_names import GIVEN_NAMES
from .reading import Reading
from .word_lists import word_set

TOKEN = re.compile(r"[^\W\d_]+(?:[-'][^\W\d_]+)*")
_INITIAL = re.compile(r"[^\W\d_]\.")
_GAP = re.compile(r"[ ]{1,3}|(?<=\.)")
_SURNAME = re.compile(
    r"(?:[а-я]{2,}(?:ов|ев|ова|ева|ин|ина|ын|ына|ский|ская|цкий|цкая|баи|бай|бек|беков|хан|жан|улы|кызы|кизы|угли|"
    r"оглы|ович|евич|овна|"
    r"евна|ична|ильич|енко|чук|юк|швили|дзе|ян|тегин|гали|мурат|газы|берген|берди|тай|хожа)|"
    r"[a-z]{2,}(?:ov|ova|ev|eva|yev|yeva|in|ina|uly|uli|kyzy|qyzy|kizi|ovich|evich|ovna|evna|bay|bai|bek|khan|han|"
    r"zhan|jan|sky|skaya|enko|gali|murat|ali))"
)
_KAZAKH_NAME = re.compile(
    r"[а-я]{3,}(?:гуль?|бек|жан|болат|султан|мурат|берген|гали)|[a-z]{3,}(?:gul|bek|zhan|jan|bolat|sultan|murat|gali)"
)
_PATRONYMIC = re.compile(
    r"[а-я]{2,}(?:ович|евич|овна|евна|ична|улы|кызы|кизы|угли)|[a-z]{2,}(?:ovich|evich|ovna|evna|uly|kyzy|qyzy|kizi)"
)
_NO_SURNAME = word_set(
    """
    озбек узбек ozbek uzbek разгул прогул загул
    один бензин магазин карантин господин гражданин хозяин магазина причина машина медицина половина картина
    школьников учеников часов вопросов слов тарификацию новая закон готов здоров против тендерлердин озин озинин
    жылын басын жагын сонын бунын менин сенин кун ушин еткен осындай мундай кандай адал бюджетин баласын актау бугин
    кейин дейин сайын адам уйдин калай арай солай былай ондай бизнесмен кунин акшасын мен бай жан кан тан аман шаян
    ашкан берген алган болган келген турган айткан истеген
    """
)
ROLES = word_set(
    """
    читатель читатели подписчик подписчики житель жители жительница жильцы коллектив администрация родители родитель
    аноним анонимно анонимный гражданин граждане гражданка народ тургындар тургын тургыны тургындары ата-аналар
    ата-ана аталар-аналар ата окырман директор начальник бастык бастыгы аким акими врач дарыгер даригер
    мугалим учитель учителя учительница инспектор следователь прокурор судья бухгалтер заведующая завуч
    депутат министр руководитель глава президент ваш ваша ваши сизин сиз бир неравнодушный неравнодушная
    неравнодушные предприниматели предприниматель работники работник сотрудники сотрудник рабочие пациенты пациент
    студенты студент мама мать отец папа бабушка дедушка пенсионеры пенсионер пенсионерка инвалид соседи избиратель
    халык ел ауыл аула азамат азаматтар азаматша тоо ооо жшс ип ао кск гкп школа мектеп мкр республика казахстан
    каспи kaspi halyk egov халыктан актау мангыстау мангистау астана алматы караганда жанаозен telegram директору
    директордан отбасы отбасым семья инициативная группа топ комитет комиссия turgyndar halyk auyl ata-analar anonym
    anonim
    """
)
_FUNCTION = word_set(
    """
    атым есимим тегим фамилиям аты есими теги имя фамилия фио зовут меня тел телефон телефоным номер номерим
    номирим сот ватсап
    atym esimim tegim tel telefon nomirim nomerim подпись автор заявитель адрес адресим мекенжай мекенжайым иин жсн
    и а но не в во на по за из к ко с со у о об от до для или что как же ли это этот эта эти я мы вы он она оно они
    мне меня мой моя мое прошу хочу могу знаю живу работаю сообщаю пишу звоню обращаюсь предлагаю был была есть нет
    да так там тут здесь сегодня вчера завтра сам сама уже еще все всем очень просто только можно нельзя нужно надо
    если когда где тоже также скрыть указывать оставьте останется пусть никому нигде неважно секрет тайна называть
    называйте разглашать упоминать мен сен ол биз сиз олар бул осы сол бир да де та те мен бен пен ушин туралы жайлы
    жок бар емес керек кажет турамын жумыс купия кпия болсын калсын аталмасын жазылмасын шыкпасын жасырын
    белгисиз айтылмасын корсетилмесин жарияланбасын айтпаныз жазбаныз аноним анонимди бирак себеби ойткени сосын
    енди казир бугин кеше оз озим тек гана калса екен болса болады деп деген еди екенин atym qupia kupiya qalsyn
    bolsyn joq zhoq bar emes kerek jasyryn zhasyryn atalmasyn jazylmasyn aitylmasyn aitpanyz men biz osy bul
    belgisiz bolmasyn shyqpasyn anonim tek dep degen edi turamyn jumys zhumys ya ne v na i prosha
    """
)


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a possible name."""

    start: int
    end: int
    folded: str
    capital: bool
    initial: bool

    @property
    def known(self) -> bool:
        """Whether it is a given name, a surname or a patronymic in the nominative."""
        return not self.initial and (is_given(self.folded) or has_surname_ending(self.folded))


def is_given(folded: str) -> bool:
    """Whether *folded* is a given name (or two joined by a hyphen)."""
    if _KAZAKH_NAME.fullmatch(folded) and folded not in _NO_SURNAME:
        return True
    return folded in GIVEN_NAMES or ("-" in folded and folded.split("-")[0] in GIVEN_NAMES)


def has_surname_ending(folded: str) -> bool:
    """Whether *folded* ends like a surname or a patronymic in the nominative."""
    return folded not in _NO_SURNAME and folded not in _FUNCTION and _SURNAME.fullmatch(folded) is not None


def is_patronymic(folded: str) -> bool:
    """Whether *folded* is a patronymic in the nominative."""
    return _PATRONYMIC.fullmatch(folded) is not None


def is_no_name(folded: str) -> bool:
    """Whether *folded* is a role or a function word."""
    return folded in ROLES or folded in _FUNCTION


def name_words(reading: Reading, start: int, *, most: int = 4) -> Iterator[Word]:
    """Yield the words that stand at *start* one after another, up to *most*, on one line."""
    place = start
    for _ in range(most):
        initial = _INITIAL.match(reading.plain, place)
        match = initial or TOKEN.match(reading.plain, place)
        if not match:
            return
        first = match[0][0]
        folded = reading.folded[match.start() : match.end()]
        yield Word(match.start(), match.end(), folded, first.isupper(), initial is not None and first.isupper())
        gap = _GAP.match(reading.plain, match.end())
        if not gap:
            return
        place = gap.end()
