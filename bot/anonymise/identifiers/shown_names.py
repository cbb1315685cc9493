"""What somebody is called in a messenger or a bank's application: «ватсаптағы аты «Боря Такси»», «в каспи он Дина К.».

It may be any words, in quotation marks or with capitals; whose it is, only the writer knows: asked about.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from .context import at_words
from .kinds import IdentifierKind, Span
from .reading import Reading
from .word_lists import word_set

_CUE = re.compile(
    r"(?:ватсап|вацап|вотсап|уатсап|whatsapp|телеграм|телег|каспи|инст(?=а|е|о)|тикток|вайбер|фейсбук|вконтакте|"
    r"контакт(?=ах|е)|вк|олх|olx|kaspi|telegram|instagram|insta|tiktok)(?:[а-я]{1,8})?(?![^\W_])(?: (?:да|де|та|те))?"
    r"(?: (?:у нее|у него|у меня|онын|менин))? (?:аты|есими|ники|ник|атауы|лакабы|подписан[аы]?|записан[аы]?|"
    r"сохранен[аы]?|значится|называется|зовется|имя|под именем|под ником|он|она|aty|esimi|nik)"
    r"(?: (?:как|болып|бул))?[ :–-]{1,3}"
)
_HEADS = word_set("ват вац вот уат wha тел кас инс тик вай фей вко кон вк олх olx kas tel ins tik")
_QUOTED = re.compile(r"[«\"“](?P<shown>[^»\"”\n]{2,30})[»\"”]")
_WORDS = re.compile(r"[^\W\d_]\w*(?:[ ./]\w+){0,3}")
_PARTED = re.compile(r"(?P<mark>[ ./])(?P<first>\w)")


def find_shown_names(reading: Reading) -> Iterator[Span]:
    """Yield the names that applications show."""
    for cue in at_words(_CUE, _HEADS, reading):
        if quoted := _QUOTED.match(reading.plain, cue.end()):
            yield Span(*quoted.span("shown"), IdentifierKind.HANDLE, certain=False)
        elif (shown := _WORDS.match(reading.plain, cue.end())) and shown[0][0].isupper():
            yield Span(shown.start(), _end_of_capitals(shown), IdentifierKind.HANDLE, certain=False)


def _end_of_capitals(shown: re.Match[str]) -> int:
    """Where the words end that begin with a capital or a digit, of *shown*, the first of which does."""
    for parted in _PARTED.finditer(shown.string, shown.start(), shown.end()):
        if parted["first"].islower() and parted["mark"] != ".":
            return parted.start()
    return shown.end()
