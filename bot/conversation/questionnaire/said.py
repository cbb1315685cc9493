"""What people type where a button is meant: yes, no, "send", "that is all", a choice by its number or another name."""

from __future__ import annotations

import re
from enum import StrEnum
from itertools import islice

from bot.conversation.questionnaire.questions import Choose, Question
from bot.folding import fold

SHORT = 3
"""Words: whoever writes more tells something, and does not press a button by word."""

_WORD = re.compile(r"\w+")


class Said(StrEnum):
    """A button that is said in words."""

    YES = "yes"
    NO = "no"
    SEND = "send"
    DONE = "done"


def _folded(words: str) -> frozenset[str]:
    return frozenset(fold(word) for word in words.split())


_DENIALS = _folded("не нет ни без емес жоқ жок")
_REFUSALS = _folded("қоспа қоспаңыз қоспау")
_FILLERS = _folded("тек только лишь ғана по я мен маған мне можно вариант нұсқа")
_SAYS = {
    Said.YES: _folded("иә ия иа да ага иәә пожалуйста өтінемін қос қосыңыз қосу добавь добавьте добавить конечно"),
    Said.NO: _folded("жоқ жок нет қоспа қоспаңыз қоспау керек емес не надо нужно добавлять добавляй"),
    Said.SEND: _folded("жібер жіберу жіберіңіз жіберемін жиберу отправь отправить отправьте отправляй отправляем"),
    Said.DONE: _folded("болды бітті дайын готово всё все закончил закончила мәтін текст"),
}


def said(text: str) -> Said | None:
    """The button that *text* says, when it says nothing else."""
    words = _few_words(text)
    if not words:
        return None
    what = next((what for what, known in _SAYS.items() if all(word in known for word in words)), None)
    # «керек» and «надо» alone ask for what they deny beside «емес» and «не».
    return None if what is Said.NO and not any(_denies(word) for word in words) else what


def called_option(row: Question, text: str) -> str | None:
    """The option of *row* that *text* calls by its number, where they are numbered, or by one of its other names."""
    words = _few_words(text) if isinstance(row.answering, Choose) else []
    if not isinstance(row.answering, Choose) or not words:
        return None
    number = words[0] if row.answering.numbered else None
    for at, option in enumerate(row.answering.options, start=1):
        names = {fold(name) for name in option.said}
        rest = words[1:] if number == str(at) else words
        # Every word must be a name of it: «не анонимно» and «2 раза платил» are no choice.
        if all(word in names or word in _FILLERS for word in rest) and (number == str(at) or names & set(rest)):
            return option.id
    return None


def is_denied(text: str) -> bool:
    """Whether *text* denies something, so that what it names may be just what is not meant."""
    return any(word in _DENIALS for word in _words(text))


def _denies(word: str) -> bool:
    return word in _DENIALS or word in _REFUSALS


def _few_words(text: str) -> list[str]:
    """The words of *text*; none when they are too many for a button."""
    found = list(islice(_WORD.finditer(text), SHORT + 1))
    return _words(text) if len(found) <= SHORT else []


def _words(text: str) -> list[str]:
    return [word if word.isdecimal() else fold(word) for word in _WORD.findall(text)]
