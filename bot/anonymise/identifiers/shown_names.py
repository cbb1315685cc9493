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
    r"(?:ватсап|вацап|вотсап|уатсап|whatsapp|телеграм|телег|каспи|инстаграм|инста|тикток|вайбер|фейсбук|вконтакте|"
    r"контакте|вк|олх|olx|kaspi|telegram|instagram|insta|tiktok)(?:[а-я]{1,6})?(?![^\W_])(?: (?:да|де|та|те))?"
    r"(?: (?:у нее|у него|у меня|онын|менин))? (?:аты|есими|ники|ник|атауы|лакабы|подписан[аы]?|записан[аы]?|сохранен[аы]?|"
    r"значится|называется|зовется|имя|под именем|под ником|он|она|aty|esimi|nik)(?: (?:как|болып|бул))?[ :–-]{1,3}"
)
_HEADS = word_set("ват вац вот уат wha тел кас инс тик вай фей вко кон вк олх olx kas tel ins tik")
_SHOWN = re.compile(
    r"[«\"“](?P<quoted>[^»\"”\n]{2,30})[»\"”]|(?P<plain>[^\W\d_a-zа-яәғқңөұүһі]\w*(?:[ ./](?:[^\W_a-zа-яәғқңөұүһі][\w/.]*)){0,3})"
)


def find_shown_names(reading: Reading) -> Iterator[Span]:
    """Yield the names that applications show."""
    for cue in at_words(_CUE, _HEADS, reading):
        shown = _SHOWN.match(reading.plain, cue.end())
        if shown is not None:
            group = "quoted" if shown["quoted"] else "plain"
            end = shown.end(group) - (shown[group][-1] in ".,")
            yield Span(shown.start(group), end, IdentifierKind.HANDLE, certain=False)
