"""What is said to a bot as to a person: thanks, a greeting, "when will there be an answer?"; no answer to a question.

A message is small talk when every word of it is; one word more and it may be what the office is to read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import StrEnum
from functools import lru_cache

from bot.folding import fold, within

_BEGINS_FROM = 4  # letters
_PLEA = 12  # words: a longer text tells a story in which something was deleted
_SLIP_FROM = 6  # letters


class SmallTalk(StrEnum):
    """What a person says beside the matter."""

    WHEN = "when"
    """Asks when there will be an answer, or where it is."""
    THANKS = "thanks"
    HERE = "here"
    """Asks whether anybody is there."""
    GREETING = "greeting"
    WITHDRAW = "withdraw"
    """Wants what was left or sent to be deleted."""
    SENT = "sent"
    """Asks whether it was sent."""
    NUMBER = "number"
    """Is the number of a case, which is no code."""
    AGREED = "agreed"
    """Says "all right", or takes leave."""


def _folded(words: str) -> tuple[str, ...]:
    return tuple(fold(word) for word in words.split())


_WORD = re.compile(r"[^\W\d_]+")
_NUMBER = re.compile(r"№?\s*\d{2}\s*-\s*\d{2}\s*-\s*\d{5,7}")
_SIGNS = frozenset("👍🙏❤👌🤝😊🌹💐✅")
_CODE = _folded("код кодым вот мынау это посмотр провер покаж открой қара тексер көрсет аш здравств сәлем привет")
_DELETE = frozenset(_folded("удали удалите сотри сотрите уберите стереть өшір өшіріңіз өшіріңізші өшіріп жойыңыз"))
_REGRETS = _folded("передумал отзываю отозвать қайтып")
_OWN = _folded("мой мои моё моего мою меня менің контакт номер телефон данны обращени заявлени согласи дерек байланыс "
               "нөмір өтініш өтінішім келісім")
# Beginnings of words, folded.
_SAYS: dict[SmallTalk, tuple[str, ...]] = {
    SmallTalk.THANKS: _folded("спасиб спс пасиб благодар рахмет рақмет рахмат алғыс мерси thank"),
    SmallTalk.HERE: _folded(
        "алло ало алё тут бармысыз барсыз біреу кім кто живой живые человек люди адам оператор робот эй ау мұнда осында"
    ),
    SmallTalk.SENT: _folded("отправилось отправлено ушло дошло принято принялось кетті жетті жіберілді тіркелді"),
    SmallTalk.GREETING: _folded(
        "здравств здрасте здрасьте привет салам сәлем ассалам ассалау салем уагалейкум добрый доброе доброго доброй "
        "қайырлы хелло хай hello hi hey саламатсыз армысыз амансыз сәлеметсіз"
    ),
    SmallTalk.AGREED: _folded(
        "ок окей ok okay хорошо ладно понял понятно ясно жақсы жарайды түсіндім түсінікті отлично супер ага свидания "
        "пока сау болыңыз договорились круто класс молодц керемет"
    ),
}
_ASKS = _folded("что как не когда қашан качан сколько қанша долго где қайда почему неге скоро қай есть бар жоқ нет")
_ANSWER = _folded(
    "ответ отвеч жауап жауаб рассмотр қарал қарай результат нәтиже ждат жду ждем күту күте күті молч "
    "срок мерзім готов новост статус обращени "
    "заявлени жалоб өтініш арыз шағым"
)
_ANYTHING = (*_ASKS, *_ANSWER, *(word for listed in _SAYS.values() for word in listed))
_BETWEEN = frozenset(_folded(
    "большое огромное вам вас сізге сіз сізден көп үлкен мың за помощь поддержку көмегіңіз қолдау и а но же ну ли "
    "мне я вы ваш очень всем все всё уже бот боту так будет дадут дадите болады ма ме ба бе па пе екен енді сонда "
    "на мое моё мой моя моему менің маған то быстро пожалуйста өтінемін заранее день дня утро вечер вечера утра "
    "суток күн таң кеш еще ещё до как осы бұл от по это келе келеді береді бересіз беріп придет придёт прийдет "
    "дает даёте дают жатыр жатырсыз әлі не нет рассматривать нужно надо можно кім деп жүрмін өте всего доброго "
    "здесь мұнда осында нибудь қарайсыз қарайды алейкум уа сіздер бәріңізге баршаңызға или әлде там с моим моей "
    "моих неделя недели неделю месяц месяца апта ай прошла прошло болды болған рабочих рабочие сіздерге аллах "
    "алла разы риза болсын бар барма айтасыз айтасыздар бересіздер қарайсыздар жібердім отправил отправила "
    "подал подала дней ваше ваша вашу ваши туралы бойынша"
))


def small_talk(text: str) -> SmallTalk | None:
    """What *text* says beside the matter; None when it says anything else."""
    if _NUMBER.fullmatch(text.strip()):
        return SmallTalk.NUMBER
    words = []
    # A story is told apart by its first word or two, before its other words are so much as folded.
    for found in _WORD.finditer(text):
        words.append(word := fold(found[0]))
        if word not in _BETWEEN and not _begins(word, _ANYTHING):
            return None
    if not words:
        return SmallTalk.AGREED if _SIGNS & set(text) else None
    said = [talk for talk, beginnings in _SAYS.items() if any(_begins(word, beginnings) for word in words)]
    asks = any(_begins(word, _ASKS) for word in words) and any(_begins(word, _ANSWER) for word in words)
    known = (_ASKS, _ANSWER, *(_SAYS[talk] for talk in said))
    if not all(word in _BETWEEN or any(_begins(word, each) for each in known) for word in words):
        return None
    return SmallTalk.WHEN if asks else next(iter(said), None)


def is_about_a_code(text: str) -> bool:
    """Whether *text*, which stands beside a code, only says what the code is for."""
    words = [fold(word) for word in _WORD.findall(text)]
    known = (*_ANYTHING, *_CODE)
    return all(_begins(word, known) or word in _BETWEEN for word in words)


def wants_it_back(text: str) -> bool:
    """Whether *text* asks that something of its writer's be deleted: an order to do so, and whose it is."""
    words = [fold(word) for word in _WORD.findall(text)]
    orders = any(word in _DELETE for word in words) or any(_begins(word, _REGRETS) for word in words)
    return len(words) <= _PLEA and orders and any(_begins(word, _OWN) for word in words)


def asks_for_an_answer(text: str) -> bool:
    """Whether *text*, among whatever other words, asks when there will be an answer."""
    words = [fold(word) for word in _WORD.findall(text)]
    return any(_begins(word, _ASKS) for word in words) and any(_begins(word, _ANSWER) for word in words)


def _begins(word: str, beginnings: Iterable[str]) -> bool:
    """Whether *word* is one of *beginnings*, or begins with one of at least four letters, one slip forgiven in six."""
    whole, starts, slipped = _sorted_out(tuple(beginnings))
    return (
        word in whole
        or word.startswith(starts)
        or any(within(word[: len(beginning)], beginning, 1) for beginning in slipped)
    )


@lru_cache(maxsize=32)
def _sorted_out(beginnings: tuple[str, ...]) -> tuple[frozenset[str], tuple[str, ...], tuple[str, ...]]:
    """Words of ours by what is asked of them: all, those that may go on, those with a slip forgiven.

    A citizen's words never go through here, so that no memory keeps them.
    """
    return (
        frozenset(beginnings),
        tuple(beginning for beginning in beginnings if len(beginning) >= _BEGINS_FROM),
        tuple(beginning for beginning in beginnings if len(beginning) >= _SLIP_FROM),
    )
