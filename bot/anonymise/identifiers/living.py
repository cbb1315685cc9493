"""Whether a sentence says that somebody lives there: «живу», «үйіміз», «наш двор»."""

from __future__ import annotations

import re

from .context import before

_LIVING = re.compile(
    r"(?<![а-яa-z])(?:жив[уе]м?|прожива[а-я]{1,4}|прописан[а-я]?|турам[а-я]{0,3}|турат[а-я]{0,3}|жатыр(?:мын|мыз)|"
    r"уйим[а-я]{0,4}|пишу со?|мы со?|мы из|мы на|мы по|я из|я со?|наш дом|у нас|мой дом|меня|биз|мен|turam[a-z]{0,3}|"
    r"uiim[a-z]{0,3}|"
    r"uyim[a-z]{0,3}|нашего дома|нашем доме|наш двор|сво(?:их|его|ей|им) (?:ворот|дома|двора|окна|балкона)|"
    r"жильц[а-я]{1,2}|жител[а-я]{1,3} дома|тургын[а-я]{2,6}|bizdin u[iy]|menin u[iy]|"
    r"мен[иы]к[иы](?:мен)?|биздики(?:мен)?|катарлас|жаз[а-я]{1,4} (?:отыр|тур)м[а-я]{1,2}|корши[а-я]{2,6}|есигинде|"
    r"сосед[а-я]{0,3})(?![а-яa-z])"
)
_SENTENCE_END = re.compile(r"[.!?](?= )|\n")


def lives_there(folded: str, start: int, end: int) -> bool:
    """Whether a word of living stands in the same sentence."""
    earlier = _SENTENCE_END.split(before(folded, start, 60))[-1]
    later = re.split(r"[.!?\n]", folded[end : end + 44], maxsplit=1)[0]
    return _LIVING.search(earlier) is not None or _LIVING.search(later) is not None
