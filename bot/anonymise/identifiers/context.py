"""What stands around a number and says that it is no person's: sums, documents, counted things.

Rules (vetoes):
- an amount is followed by тг, теңге, ₸, млн, %, … on its line; «тг» before a name is Telegram;
- a number of a paper follows its name or №: чек, хаттама, шарт, тендер, накладная, лицевой счёт, …;
- no veto reaches over the end of a line or a sentence: what stands there is about something else;
- twenty digits together or in groups of four are the bot's own code, whatever its check digit.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import chain

from .reading import Reading

AMOUNT_AFTER = re.compile(
    r"[ )]{0,2}(?:,\d\d? ?)?(?:(?:тг|tg)(?![ :]{1,3}(?:@|[a-z_]{4})|\w? ?:)|тенге|тнг|т\.г|теньге|₸|kzt|tenge|тыс|"
    r"тыщ|мын|myn|млн|млрд|миллион|million|"
    r"миллиард|руб|рубл|р\.|\$|€|usd|доллар|евро|%|процент|пайыз|paiyz|payiz|кв\.?\s?м|куб|тонн|км|"
    r"литр)(?![а-яa-z]{4})"
)
_PAPER = (
    r"чек\w{0,3}|смет\w{1,3}|квитанци\w{1,3}|тубиртек\w{0,4}|хаттама\w{0,5}|протокол\w{0,3}|постановлени\w{1,2}|"
    r"каулы\w{0,4}|"
    r"договор\w{0,3}|контракт\w{0,3}|шарт\w{0,4}|келисим\w{0,8}|тендер\w{0,4}|конкурс\w{0,4}|лот\w{0,3}|"
    r"накладн\w{2,3}|фактур\w{1,3}|заявк\w{1,3}|заказ\w{0,3}|тапсырыс\w{0,3}|акт\w{0,3}|л/с|лс|"
    r"лицев\w{2,4} счет\w{0,2}|"
    r"л\.\s?с\.?|дел[оау]|ис\s?номири|обращени\w{1,3}|отиниш\w{0,5}|талон\w{0,3}|полис\w{0,3}|приказ\w{0,3}|"
    r"буйрык\w{0,4}|като|kato|кадастр\w{0,6}|есепшот\w{0,4}|есеп шот\w{0,4}|дербес шот\w{0,3}|штрих\w{0,6}|"
    r"артикул\w{0,2}|инвентарн\w{2,4}|серийн\w{2,4}|заводск\w{2,4}|зауытт\w{2,4}|трек\w{0,6}|посылк\w{1,3}|лицензи\w{1,3}|сертификат\w{0,3}|"
    r"счетчик\w{0,3}|есептегиш\w{0,4}|платежк\w{1,3}|поручени\w{1,3}|транзакци\w{1,3}|операци\w{1,3}|хат\w{0,2}|"
    r"письм\w{1,3}|"
    r"диплом\w{0,3}|аттестат\w{0,3}|ордер\w{0,3}|жетон\w{0,3}|рейс\w{0,3}|пойыз\w{0,3}|поезд\w{0,3}|"
    r"chek|kvitan[ct]si\w{1,3}|hattama\w{0,4}|xattama\w{0,4}|protokol\w{0,2}|shart\w{0,4}|sart\w{0,3}|kelisim\w{0,6}|"
    r"dogovor\w{0,3}|kontrakt\w{0,3}|tender\w{0,3}|lot\w{0,2}|nakladn\w{2,3}|zayavk\w{1,3}|zakaz\w{0,2}|"
    r"otinish\w{0,3}"
)
_PAPER_BEFORE = re.compile(
    rf"(?<![а-яa-z])(?:{_PAPER})(?:\s(?:номер\w{{0,3}}|номири|nomiri|nomer\w{{0,2}}|от|бойынша|по|"
    rf"qr))?(?:[ №:#(«\"-]|(?<! )n){{0,4}}\Z"
)
_SIGN_BEFORE = re.compile(r"(?:№|#|(?<![а-яa-z])no\.?) {0,2}\Z")
_PARTING = (" ", ",", ".", "(", "\n", "/")
_CODE_DIGITS = 20
_OWN_CODE = re.compile(r"(?<!\d)(?<!\d{4}[ -])\d(?:\d{19}|\d{3}(?:[ \-.]\d{4}){4})(?!\d)(?![ -]\d{4}(?!\d))")


def scan(
    pattern: re.Pattern[str],
    reading: Reading,
    accepts: Callable[[re.Match[str]], bool],
    *,
    figures: bool = True,
    least: int = 1,
) -> Iterator[re.Match[str]]:
    """Yield the matches of *pattern*, which begin where a number does, that *accepts* takes; none overlap.

    They are looked for in the figures or in the folded letters, where there are *least* digits together or more. Where
    one is refused the next number is tried: it may begin inside the refused.
    """
    if least > reading.most_digits:
        return
    text, done = reading.figures if figures else reading.folded, 0
    find = pattern.match
    for start, room in reading.places:
        if room >= least and start >= done and (match := find(text, start)) and accepts(match):
            yield match
            done = match.end()


def at_words(
    pattern: re.Pattern[str], heads: frozenset[str], reading: Reading, *, figures: bool = False
) -> Iterator[re.Match[str]]:
    """Yield the matches of *pattern*, which begin where a word does that has one of *heads*; none overlap.

    A pattern of many words costs more at every character than a look-up of how the words of a text begin.
    """
    text, done = reading.figures if figures else reading.folded, 0
    found = [reading.heads[head] for head in heads & reading.heads.keys()]
    for place in found[0] if len(found) == 1 else sorted(chain.from_iterable(found)):
        if place >= done and (match := pattern.match(text, place)):
            yield match
            done = match.end()


def has_one(text: str, parts: tuple[str, ...]) -> bool:
    """Whether one of *parts* occurs in *text* at all: far cheaper than the pattern that needs it."""
    for part in parts:  # noqa: SIM110 (any() with a generator costs twice as much)
        if part in text:
            return True
    return False


def before(text: str, place: int, length: int) -> str:
    """Return up to *length* characters that stand before *place*."""
    return text[max(0, place - length) : place]


def is_long(text: str, start: int) -> bool:
    """Whether the number that begins at *start* has five digits or more: no house has."""
    return len(text) > start + 4 and text[start : start + 5].isdigit()


def word_before(text: str, place: int) -> str:
    """Return the word that stands before *place*, without what parts it from a number."""
    earlier = text[max(0, place - 24) : place].rstrip(" .,№-")
    word = earlier[earlier.rfind(" ") + 1 :]
    return word if word.isalnum() else word[max(map(word.rfind, _PARTING)) + 1 :]


def is_amount(text: str, end: int) -> bool:
    """Whether what ends at *end* is an amount: a currency, a percentage or a measure follows."""
    return AMOUNT_AFTER.match(text, end) is not None


def belongs_to_paper(text: str, start: int) -> bool:
    """Whether the name of a paper (чек, хаттама, шарт, …) stands right before *start*."""
    return _PAPER_BEFORE.search(before(text, start, 44)) is not None


def follows_number_sign(text: str, start: int) -> bool:
    """Whether № stands right before *start*."""
    return _SIGN_BEFORE.search(before(text, start, 6)) is not None


def without_own_codes(reading: Reading) -> Reading:
    """*reading* with the bot's own codes blanked in its figures, so that no finder takes a part of one."""
    figures = reading.figures
    for start, room in reading.places if reading.most_digits >= _CODE_DIGITS else ():
        if room >= _CODE_DIGITS and (code := _OWN_CODE.match(figures, start)):
            figures = figures[:start] + "\x00" * len(code[0]) + figures[code.end() :]
    return reading if figures is reading.figures else reading.with_figures(figures)
